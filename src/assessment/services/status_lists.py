"""The lists that say which credentials rest or were revoked: signed by the worker, served as they are.

The credential of a paper that was corrected counts as revoked.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import StatusList
from assessment.db.queries import credentials as queries
from assessment.db.session import open_session, unit_of_work
from assessment.domain.credentials import (
    LIST_STANDS,
    Purpose,
    issuer_id,
    place_in_list,
    status_address,
)
from assessment.domain.label_life import LifeState
from assessment.reports.credential import sign_status_list
from assessment.reports.issuer_keys import credential_key
from assessment.services.records import record_digest

_NAMED = {Purpose.REVOCATION: LifeState.REVOKED, Purpose.SUSPENSION: LifeState.SUSPENDED}
RENEWED_AFTER: timedelta = LIST_STANDS / 4
"""How old a list becomes before it is signed anew: a worker that stood still for a day does no harm."""


def sign_status_lists(engine: Engine, settings: Settings, at: datetime | None = None) -> int:
    """Signs the lists that do not say how it is now, or become too old, and returns how many."""
    moment = at or now()
    with open_session(engine, writes=False) as session:
        places, count = _places(session)
        old = [
            (purpose, number)
            for purpose in Purpose
            for number in range(count)
            if _is_old(
                queries.status_list(session, purpose, number), places[purpose, number], moment
            )
        ]
    for purpose, number in old:
        named = sorted(places[purpose, number])
        address = status_address(settings.base_url, purpose, number)
        issuer, key = issuer_id(settings.base_url), credential_key(settings)
        token = sign_status_list(issuer, address, purpose, named, key, moment)
        with unit_of_work(engine) as session:
            kept = queries.status_list(session, purpose, number)
            if kept is None:
                kept = StatusList(purpose=purpose, number=number)
                session.add(kept)
            kept.places, kept.token, kept.signed_at = _digest(named), token, moment
    return len(old)


def _places(session: Session) -> tuple[dict[tuple[Purpose, int], set[int]], int]:
    """The places that each list names, and how many lists there are: one at least."""
    found: dict[tuple[Purpose, int], set[int]] = defaultdict(set)
    for purpose, life in _NAMED.items():
        named = list(queries.credentials_with_life(session, life))
        if purpose is Purpose.REVOCATION:
            named += queries.replaced_credentials(session)
        for document_id in named:
            number, place = place_in_list(document_id)
            found[purpose, number].add(place)
    last, _place = place_in_list(queries.last_document(session))
    return found, last + 1


def _is_old(kept: StatusList | None, named: Collection[int], at: datetime) -> bool:
    return (
        kept is None or kept.places != _digest(sorted(named)) or at - kept.signed_at > RENEWED_AFTER
    )


def _digest(named: list[int]) -> str:
    return record_digest({"places": named})
