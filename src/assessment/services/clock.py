"""What happens because a day has come: panels nobody objected to, reminders, what is overdue.

Each kind of deadline is a `Watch`: `find` says which things it concerns now, by reading alone, and
`attend` does what is to be done about one of them. One thing is one unit of work, so that a fault
keeps nothing else waiting; `attend` locks the assessment, and looks again whether it still holds.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.catalogue.loader import frozen_edition
from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import Assessment, Reminder, Seat, User
from assessment.db.queries import assessments, clarifications, people, reviews
from assessment.db.queries import clock as queries
from assessment.db.queries.clock import Due
from assessment.db.session import open_session, unit_of_work
from assessment.domain.deadlines import day_of, reminders_due
from assessment.domain.review_rules import ReviewRules
from assessment.domain.workflow import SeatState
from assessment.services.announcing import announce
from assessment.services.clarifications import lapse_clarification
from assessment.services.duties import find_unplanned, plan_later
from assessment.services.mail import Mailing
from assessment.services.panels import appoint_panel
from assessment.services.records import rules_of
from assessment.services.reminders import DAY_REMINDERS

log = logging.getLogger(__name__)

OVERDUE = (-1,)
"""The marks of what is overdue: told on the first day after the deadline, once."""


@dataclass(frozen=True, slots=True)
class Watch:
    """One kind of deadline."""

    name: str
    find: Callable[[Session, datetime], Iterable[int]]
    attend: Callable[[Session, int, datetime, Mailing], None]


def run_clock(engine: Engine, settings: Settings, at: datetime | None = None) -> int:
    """Does all that is due, and returns how much was done."""
    at = at or now()
    mailing = Mailing(settings.base_url, settings.secret_key)
    return sum(_run(engine, watch, at, mailing) for watch in WATCHES)


def _run(engine: Engine, watch: Watch, at: datetime, mailing: Mailing) -> int:
    with open_session(engine, writes=False) as session:
        waiting = list(watch.find(session, at))
    done = 0
    for number in waiting:
        try:
            with unit_of_work(engine) as session:
                watch.attend(session, number, at, mailing)
            done += 1
        except Exception:
            log.exception("%s: nothing was done for number %s", watch.name, number)
    return done


def _unopposed(session: Session, at: datetime) -> Sequence[int]:
    return queries.unopposed(session, day_of(at))


def _appoint(session: Session, submission_id: int, at: datetime, mailing: Mailing) -> None:
    """Appoints the panel, unless somebody answered or took it back meanwhile."""
    submission = reviews.submission(session, submission_id)
    assessments.assessment_for_change(session, submission.assessment_id)
    if submission_id in queries.unopposed(session, day_of(at)):
        appoint_panel(session, submission=submission, actor_id=None, at=at, mailing=mailing)


def _unanswered(session: Session, at: datetime) -> Sequence[int]:
    return clarifications.overdue(session, day_of(at))


def _lapse(session: Session, assessment_id: int, at: datetime, mailing: Mailing) -> None:
    """Ends a round of questions whose days are over, unless it was answered meanwhile."""
    assessments.assessment_for_change(session, assessment_id)
    if assessment_id in clarifications.overdue(session, day_of(at)):
        lapse_clarification(session, assessment_id=assessment_id, at=at, mailing=mailing)


@dataclass(frozen=True, slots=True)
class SeatReminder:
    """Reminds of what a seat waits for: its reviewer before the day, the secretariat after it."""

    kind: str
    state: SeatState
    is_overdue: bool = False

    def find(self, session: Session, at: datetime) -> Iterable[int]:
        waiting = queries.seats_due(session, self.state)
        sent = queries.marks_sent(session, self.kind)
        rules = {
            edition.digest: frozen_edition(edition.files).scheme.review
            for edition in queries.editions(session, {due.scheme_digest for due in waiting})
        }
        for due in waiting:
            if self._mark(due, rules[due.scheme_digest], at, sent.get((due.id, due.due_on), ())):
                yield due.id

    def attend(self, session: Session, seat_id: int, at: datetime, mailing: Mailing) -> None:
        """Writes the reminder and its mail in one unit of work, unless it is not due any more."""
        seat = queries.seat_for_reminder(session, seat_id)
        assessment = assessments.assessment_for_change(session, seat.submission.assessment_id)
        waiting = queries.seats_due(session, self.state, seat_id)
        edition, _label = rules_of(seat.submission)
        for due in waiting:
            sent = queries.marks_sent(session, self.kind, seat_id).get((seat_id, due.due_on), ())
            for mark in self._mark(due, edition.scheme.review, at, sent):
                session.add(
                    Reminder(
                        kind=self.kind,
                        subject_id=seat_id,
                        due_on=due.due_on,
                        mark=mark,
                        sent_at=at,
                    )
                )
                session.flush()
                announce(
                    session,
                    mailing,
                    self._readers(session, seat, assessment),
                    self.kind,
                    self._path(seat),
                    assessment=assessment,
                    edition=edition,
                    until=due.due_on,
                    reviewer=seat.reviewer.name,
                )

    def _mark(
        self, due: Due, rules: ReviewRules, at: datetime, sent: Iterable[int]
    ) -> tuple[int, ...]:
        """The mark to remind by now. One that falls on the day of asking, or before it, is none."""
        if self.is_overdue:
            return reminders_due(due.due_on, at, OVERDUE, tuple(sent))
        is_asked = self.state is SeatState.INVITED
        period = rules.acceptance_days if is_asked else rules.review_days
        marks = [mark for mark in rules.reminder_days if mark < period]
        return reminders_due(due.due_on, at, marks, tuple(sent))

    def _readers(self, session: Session, seat: Seat, assessment: Assessment) -> Iterable[User]:
        if self.is_overdue:
            return people.secretariat_for(session, assessment.cluster_id, assessment.id)
        return [seat.reviewer]

    def _path(self, seat: Seat) -> str:
        if self.is_overdue:
            return f"/secretariat/submissions/{seat.submission_id}/seats"
        page = "/seat" if self.state is SeatState.INVITED else ""
        return f"/reviews/{seat.submission_id}{page}"


def _watch(reminder: SeatReminder) -> Watch:
    return Watch(reminder.kind, reminder.find, reminder.attend)


WATCHES = (
    Watch("appoint_panel", _unopposed, _appoint),
    Watch("lapse_clarification", _unanswered, _lapse),
    _watch(SeatReminder("answer_reminder", SeatState.INVITED)),
    _watch(SeatReminder("rating_reminder", SeatState.ACCEPTED)),
    _watch(SeatReminder("answer_overdue", SeatState.INVITED, is_overdue=True)),
    _watch(SeatReminder("rating_overdue", SeatState.ACCEPTED, is_overdue=True)),
    Watch("plan_duties", find_unplanned, plan_later),
    *(Watch(reminder.kind, reminder.find, reminder.attend) for reminder in DAY_REMINDERS),
)
"""All that the clock looks after, in its order."""
