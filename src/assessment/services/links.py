"""Links of the libraries, looked at in the background: dead ones are found before a reviewer does."""

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import LinkCheck
from assessment.db.queries import evidence as queries
from assessment.db.session import open_session, unit_of_work
from assessment.domain.evidence import LinkState
from assessment.services.fetching import Look, Looker

log = logging.getLogger(__name__)

MOST_AT_ONCE = 10
"""Links that one round looks at; the next round, a minute later, goes on."""


def look_at_links(
    engine: Engine, settings: Settings, after_each: Callable[[], object] = lambda: None
) -> int:
    """Looks at the links whose turn it is, one after the other, and returns how many.

    No lock is held while a server is asked. A link that somebody waits for comes first; any other
    is looked at once a week at most, one that gave no answer once a day (`domain.evidence`).
    """
    agent = f"ClusterAssessment-LinkCheck/1 (+{settings.base_url})"
    looker = Looker(agent, is_anywhere=settings.check_private_links)
    with open_session(engine, writes=False) as session:
        waiting = queries.links_to_look_at(session, now(), MOST_AT_ONCE)
    for evidence_id, url in waiting:
        _note(engine, evidence_id, url, _look(looker, url), now())
        after_each()
    return len(waiting)


def _look(looker: Looker, url: str) -> Look:
    try:
        return looker.look(url)
    except Exception:  # whatever a foreign server makes us stumble over, the next link has its turn
        log.exception("a link could not be looked at")
        return Look(LinkState.UNREACHABLE)


def _note(engine: Engine, evidence_id: int, url: str, look: Look, at: datetime) -> None:
    """Keeps what was found, unless the link was deleted or leads elsewhere by now."""
    with unit_of_work(engine) as session:
        if queries.address_of(session, evidence_id) != url:
            return
        check = queries.link_check(session, evidence_id)
        if check is None:
            check = LinkCheck(evidence_id=evidence_id)
            session.add(check)
        check.asked_at, check.checked_at = None, at
        check.state, check.http_status = look.state, look.http_status
        check.moved_to = look.moved_to
