"""Making bundles: one document after the other, then the file. Runs in the worker alone.

All that a bundle has come to stands in its rows, so it goes on where it was, however the worker ended.
"""

import logging
from collections.abc import Callable, Sequence

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import BundleItem, Document
from assessment.db.queries import bundles as queries
from assessment.db.queries import credentials, outcomes
from assessment.db.queries.bundles import Candidate
from assessment.db.session import open_session, unit_of_work
from assessment.domain.bundles import CERTIFICATE, Lack, Standing
from assessment.services.bundles import Rules, to_be_packed
from assessment.services.documents import document_name, request_documents
from assessment.services.making import Workshop
from assessment.services.making_documents import document_workshop
from assessment.services.packing import pack_waiting

SHORT = 20
"""Documents that were there already and are taken in before other work has its turn again."""
SHARE = 20
"""Documents that are made in one go, before work has its turn that waits for bundles."""

log = logging.getLogger(__name__)


def make_waiting_bundles(
    engine: Engine,
    settings: Settings,
    after_each: Callable[[], object] = lambda: None,
    is_over: Callable[[], bool] = lambda: False,
    most: int = 10**9,
) -> bool:
    """Makes and collects what bundles wait for, `most` documents of it, and packs those that are whole;
    whether more is to be made.

    A document that fails is reported and stops no other. `after_each` is called between two documents,
    so that nobody's mail or own document waits for a bundle. Once it `is_over`, the worker being told to
    end, nothing more is begun; it goes on with the next start.
    """
    _take_in_recovered(engine)
    workshop = document_workshop(engine, settings)
    with open_session(engine, writes=False) as session:
        waiting = queries.waiting_items(session)
    tried = 0
    for at, item in enumerate(waiting, 1):
        if is_over():
            return False
        if tried == most:
            return True
        is_tried = _collect(engine, workshop, item)
        tried += is_tried
        if is_tried or at % SHORT == 0:
            after_each()
    pack_waiting(engine, settings, after_each)
    return False


def _take_in_recovered(engine: Engine) -> None:
    """Takes up the documents that failed in a bundle and were made since, as when there is room again."""
    with open_session(engine, writes=False) as session:
        found = queries.recovered(session)
    for number, item_id in found:
        with unit_of_work(engine) as session:
            bundle = queries.bundle_for_change(session, number)
            item = queries.item_for_change(session, item_id)
            if bundle is not None and item.standing == Standing.FAILED:
                item.standing, item.remark = Standing.WAITING, ""
                to_be_packed(bundle)


def _collect(engine: Engine, workshop: Workshop[Document], item_id: int) -> bool:
    """Takes one document in, ordering and making it where it is not there; whether it was tried."""
    try:
        with unit_of_work(engine) as session:
            document_id, is_made = _begin(session, queries.item_for_change(session, item_id))
        if document_id is None:
            return False
        if not is_made:
            workshop.make(document_id)
        with unit_of_work(engine) as session:
            item = queries.item_for_change(session, item_id)
            _take_in(session, item, document_id)
            is_tried = not is_made and item.standing != Standing.WAITING
    except Exception as error:  # one document's fault, whatever it is, is kept with it
        log.exception("item %s of a bundle could not be taken in", item_id)
        with unit_of_work(engine) as session:
            item = queries.item_for_change(session, item_id)
            item.standing, item.remark = Standing.FAILED, f"{type(error).__name__}: {error}"
            item.document_id = None
        return True
    return is_tried


def _begin(session: Session, item: BundleItem) -> tuple[int | None, bool]:
    """The document to take in, ordered if need be, and whether it is made; None where there is none.

    One that failed before this bundle came to it is tried at once.
    """
    if item.standing != Standing.WAITING:
        return None, False
    candidate = queries.candidate(session, item.submission_id)
    lack = Rules(session).lack(item.kind, candidate) if candidate else Lack.UNDECIDED
    if candidate is None or lack is not None:
        item.standing, item.remark, item.document_id = Standing.LEFT_OUT, lack or "", None
        return None, False
    document = queries.document_that_counts(
        session, item.submission_id, item.kind, item.language, candidate.round
    ) or _order(session, item, candidate)
    if document.fault and not item.has_begun:
        document.retry_at = None
    item.document_id, item.has_begun, item.sha256 = document.id, True, None
    return document.id, document.made_at is not None


def _order(session: Session, item: BundleItem, candidate: Candidate) -> Document:
    """Orders the document. A certificate in a further language says what it says in the others."""
    papers: Sequence[Document] = ()
    if item.kind == CERTIFICATE:
        outcomes.certificate_for_change(
            session, candidate.id
        )  # so that no correction comes between
        papers = credentials.current_papers(session, candidate.id)
    like = papers[0] if papers else None
    (document,) = request_documents(
        session,
        candidate.id,
        [item.kind],
        [item.language],
        now(),
        like.round if like else candidate.round,
        facts=like.facts if like else None,
    )
    if like is not None:
        document.version, document.reason = like.version, like.reason
    session.flush()
    return document


def _take_in(session: Session, item: BundleItem, document_id: int) -> None:
    """Writes down what became of the document; one that somebody else makes, or that rests because the
    worker ended while making it, still waits."""
    if item.standing != Standing.WAITING:
        return
    document = outcomes.document(session, document_id)
    if document.made_at is not None:
        is_certificate = item.kind == CERTIFICATE
        number = outcomes.certificate_number(session, item.submission_id) if is_certificate else ""
        item.standing, item.remark = Standing.MADE, ""
        item.filename, item.sha256 = document_name(document, number), document.sha256
    elif document.fault:
        item.standing, item.remark = Standing.FAILED, document.fault
