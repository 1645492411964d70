"""Making questionnaires as files. Runs in the worker alone: it loads the renderers."""

import hashlib
import logging
from collections.abc import Callable

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition, frozen_edition
from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import Questionnaire
from assessment.db.queries import schemes as queries
from assessment.db.session import open_session, unit_of_work
from assessment.domain.validity import HOME
from assessment.reports.asking import questionnaire_facts
from assessment.reports.filling import questionnaire_sheets
from assessment.reports.pdf import html_to_pdf
from assessment.reports.questionnaire import questionnaire_html
from assessment.reports.workbook import workbook_bytes
from assessment.services.retries import pause_after
from assessment.services.shelf import make_shelf
from assessment.services.uploads import stored_path, write_once

log = logging.getLogger(__name__)


def make_waiting_questionnaires(
    engine: Engine, settings: Settings, after_each: Callable[[], object] = lambda: None
) -> int:
    """Makes what was ordered and returns how many came out; as with the documents of decisions."""
    with open_session(engine, writes=False) as session:
        waiting = queries.questionnaires_to_make(session, now())
    made = 0
    for number in waiting:
        made += _make(engine, settings, number)
        after_each()
    return made


def _make(engine: Engine, settings: Settings, number: int) -> bool:
    try:
        with open_session(engine, writes=False) as session:
            ordered = queries.questionnaire(session, number)
            edition = _edition(session, engine, settings, ordered)
        content = _content(edition, ordered, settings)
        digest = hashlib.sha256(content).hexdigest()
        write_once(stored_path(settings.documents_path, digest), content)
    except Exception as error:  # one file's fault, whatever it is, is kept with it
        log.exception("questionnaire %s could not be made", number)
        _postpone(engine, number, f"{type(error).__name__}: {error}")
        return False
    with unit_of_work(engine) as session:
        ordered = queries.questionnaire(session, number)
        ordered.sha256, ordered.size = digest, len(content)
        ordered.made_at, ordered.fault = now(), ""
    return True


def _edition(
    session: Session, engine: Engine, settings: Settings, ordered: Questionnaire
) -> Edition:
    """The edition that was ordered: one in force, or one that was."""
    for edition in make_shelf(settings.criteria_path, engine).in_force(session):
        if edition.digest == ordered.scheme_digest:
            return edition
    return frozen_edition(queries.edition(session, ordered.scheme_digest).files)


def _content(edition: Edition, ordered: Questionnaire, settings: Settings) -> bytes:
    facts = questionnaire_facts(
        edition,
        ordered.label_id,
        ordered.language,
        issuer=settings.issuer,
        made_on=now().astimezone(HOME).date(),
    )
    if ordered.kind == "xlsx":
        return workbook_bytes(questionnaire_sheets(facts))
    return html_to_pdf(questionnaire_html(facts))


def _postpone(engine: Engine, number: int, fault: str) -> None:
    with unit_of_work(engine) as session:
        ordered = queries.questionnaire(session, number)
        ordered.attempts += 1
        ordered.retry_at = now() + pause_after(ordered.attempts)
        ordered.fault = fault
