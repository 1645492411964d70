"""Digests: one mail a day at most with what is new for a person, when there is anything.

A person's news are looked through once a morning. What was found, the mail about it and the moment
of looking are one unit of work, so that a crash tells nothing twice and leaves nothing out. The last
minutes before the moment wait for the next time: work that was begun then may still be undone, and
is told once it is sure.
"""

import logging
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import DigestChoice, User
from assessment.db.queries import digests as queries
from assessment.db.queries import people
from assessment.db.queries.mail_choices import forget
from assessment.db.session import open_session, unit_of_work
from assessment.domain.digest import PERIODS, Rhythm, is_due, latest_morning
from assessment.services.digest_parts import Digest, read_digest
from assessment.services.mail import Mailing
from assessment.services.shelf import Shelf, make_shelf
from assessment.services.stopping import stop_token

log = logging.getLogger(__name__)

SETTLING = timedelta(minutes=10)
"""Longer than any request takes to commit or to be undone."""


class DigestWriter:
    """Writes the digests of one installation into the outbox."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._settings = settings

    def write(self, at: datetime | None = None) -> int:
        """Writes to everybody whose morning has come, and returns to how many."""
        at = at or now()
        mornings = {rhythm: latest_morning(at, rhythm) for rhythm in PERIODS}
        with open_session(self._engine, writes=False) as session:
            waiting = queries.due_people(session, mornings)
        return sum(self._write_safely(user_id, at) for user_id in waiting)

    def _write_safely(self, user_id: int, at: datetime) -> bool:
        """One person's fault, whatever it is, keeps nobody else from their mail."""
        try:
            with unit_of_work(self._engine) as session:
                return self._write(session, user_id, at)
        except Exception:
            log.exception("no digest for person %s", user_id)
            return False

    def _write(self, session: Session, user_id: int, at: datetime) -> bool:
        """Whether there was something to tell. Who is new to this is told from now on."""
        choice = queries.choice_for_change(session, user_id)
        if choice is None:
            choice = DigestChoice(user_id=user_id, rhythm=Rhythm.DAILY)
            session.add(choice)
        last, choice.looked_at = choice.looked_at, at
        person = people.user(session, user_id)
        if last is None or person is None:
            return False
        if not is_due(Rhythm(choice.rhythm), last, at):  # somebody else was first
            choice.looked_at = last
            return False
        catalogue = self._shelf.in_force(session)
        since, until = last - SETTLING, at - SETTLING
        digest = read_digest(session, person, catalogue, since, until, at)
        if digest.is_worth_a_mail:
            self._queue(session, person, digest)
            forget(session, digest.kept)
        return digest.is_worth_a_mail

    def _queue(self, session: Session, person: User, digest: Digest) -> None:
        base = self._settings.base_url
        stop = f"{base}/mail/stop/{stop_token(self._settings.secret_key, person.id)}"
        choose = f"{base}/account/mail"
        facts = {"digest": digest, "base": base, "stop": stop, "choose": choose}
        Mailing(base, self._settings.secret_key).queue(
            session, person, "digest", "/tasks", facts, unsubscribe=stop
        )

    @cached_property
    def _shelf(self) -> Shelf:
        return make_shelf(self._settings.criteria_path, self._engine)
