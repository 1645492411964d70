"""Reminding of days: a label's end, duties and conditions, deferrals and decisions that wait.

Each mail goes once for each mark of a day (`deadlines.reminders_due`), with a row of `reminders` in the
same unit of work. A mark that falls on the day on which something was asked, or before it, is none.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.db.models import Assessment, Reminder, User
from assessment.db.queries import assessments, people
from assessment.db.queries import clock as queries
from assessment.db.queries import reminders as found
from assessment.db.queries.vacancies import vacancies_late
from assessment.domain.deadlines import day_of, reminders_due
from assessment.domain.review_rules import USUAL
from assessment.domain.workflow import State
from assessment.services.announcing import announce
from assessment.services.duties import duties_open
from assessment.services.endings import ends, expired, in_grace
from assessment.services.mail import Mailing
from assessment.services.records import rules_of
from assessment.services.reminding import Occasion
from assessment.services.steps import record_event, settle_turn

BEFORE_A_DUE_DAY = (30, 7)
THE_DAY_AFTER = (-1,)

Find = Callable[[Session, datetime, int | None], Sequence[Occasion]]
"""What is to be reminded of: all of it, or the one thing of that number if it still is."""


@dataclass(frozen=True, slots=True)
class DayReminder:
    """One kind of mail about days: to the cluster's team, or else to the secretariat.

    `page` is the address to which it leads, with the numbers of `cluster`, `assessment`, `submission`.
    `event` is by which the record keeps that the last day of a condition, the subject, came to an end: it
    is the secretariat's turn then.
    """

    kind: str
    marks: tuple[int, ...]
    occasions: Find
    page: str
    to_office: bool = False
    event: str = ""

    def find(self, session: Session, at: datetime) -> Iterator[int]:
        sent = queries.marks_sent(session, self.kind)
        for one in self.occasions(session, at, None):
            if self._mark(one, at, sent):
                yield one.id

    def attend(self, session: Session, number: int, at: datetime, mailing: Mailing) -> None:
        """Writes the reminder and its mail, unless it is not due any more."""
        for first in self.occasions(session, at, number):
            assessment = assessments.assessment_for_change(session, first.assessment_id)
            sent = queries.marks_sent(session, self.kind, number)
            for one in self.occasions(session, at, number):
                for mark in self._mark(one, at, sent):
                    self._remind(session, assessment, one, mark, at, mailing)

    def _mark(
        self, one: Occasion, at: datetime, sent: Mapping[tuple[int, Any], set[int]]
    ) -> tuple[int, ...]:
        period = (one.due_on - day_of(one.since)).days
        asked = self.marks if one.marks is None else one.marks
        marks = [mark for mark in asked if mark < max(period, 0)]
        return reminders_due(one.due_on, at, marks, sent.get((one.id, one.due_on), ()))

    def _remind(
        self,
        session: Session,
        assessment: Assessment,
        one: Occasion,
        mark: int,
        at: datetime,
        mailing: Mailing,
    ) -> None:
        session.add(
            Reminder(kind=self.kind, subject_id=one.id, due_on=one.due_on, mark=mark, sent_at=at)
        )
        session.flush()
        submission = assessments.submission_of(session, assessment.id)
        announce(
            session,
            mailing,
            self._readers(session, assessment),
            self.kind,
            self.page.format(
                cluster=assessment.cluster_id,
                assessment=assessment.id,
                submission=submission and submission.id,
            ),
            assessment=assessment,
            edition=rules_of(submission)[0] if submission else None,
            until=one.due_on,
            **one.facts,
        )
        if self.event:
            record_event(
                session,
                self.event,
                actor_id=None,
                at=at,
                assessment=assessment,
                facts={"condition": one.id},
            )
            session.flush()
            settle_turn(session, assessment)

    def _readers(self, session: Session, assessment: Assessment) -> Sequence[User]:
        if self.to_office:
            return people.secretariat_for(session, assessment.cluster_id, assessment.id)
        return people.team(session, assessment.cluster_id)


def _conditions(session: Session, _at: datetime, number: int | None) -> Sequence[Occasion]:
    return [
        Occasion(one.id, one.assessment_id, one.asked_at, one.due_on, {"condition": one.said})
        for one in found.open_conditions(session, number)
    ]


def _complaints(session: Session, at: datetime, number: int | None) -> Sequence[Occasion]:
    return [
        Occasion(one.id, one.assessment_id, one.asked_at, one.due_on)
        for one in found.complaints_late(session, day_of(at), number)
    ]


def _vacancies(session: Session, at: datetime, number: int | None) -> Sequence[Occasion]:
    return [
        Occasion(one.id, one.assessment_id, one.asked_at, one.due_on)
        for one in vacancies_late(session, day_of(at), number)
    ]


def _waiting(*states: State) -> Find:
    def late(session: Session, at: datetime, number: int | None) -> Sequence[Occasion]:
        return [
            Occasion(one.id, one.assessment_id, one.asked_at, one.due_on)
            for one in found.waiting_since(session, states, day_of(at), number)
        ]

    return late


_STEP = _waiting(State.SUBMITTED, State.ACCEPTED, State.CONSENSUS)
_DECISION = _waiting(State.REVIEWED, State.DECISION_PROPOSED)
_OFFICE = "/secretariat/submissions/{submission}"

DAY_REMINDERS = (
    DayReminder("label_ends", USUAL.validity_reminder_days, ends, "/clusters/{cluster}"),
    DayReminder("label_grace", THE_DAY_AFTER, in_grace, "/clusters/{cluster}"),
    DayReminder("label_expired", THE_DAY_AFTER, expired, "/clusters/{cluster}"),
    DayReminder("duty_due", BEFORE_A_DUE_DAY, duties_open, "/assessments/{assessment}/duties"),
    DayReminder("duty_overdue", THE_DAY_AFTER, duties_open, "/assessments/{assessment}/duties"),
    DayReminder("condition_due", BEFORE_A_DUE_DAY, _conditions, "/assessments/{assessment}"),
    DayReminder(
        "condition_overdue",
        THE_DAY_AFTER,
        _conditions,
        f"{_OFFICE}/conditions",
        to_office=True,
        event="lapse_condition",
    ),
    DayReminder(
        "deferral_overdue", THE_DAY_AFTER, _waiting(State.DEFERRED), _OFFICE, to_office=True
    ),
    DayReminder("step_overdue", THE_DAY_AFTER, _STEP, _OFFICE, to_office=True),
    DayReminder("seat_overdue", THE_DAY_AFTER, _vacancies, f"{_OFFICE}/seats", to_office=True),
    DayReminder("decision_overdue", THE_DAY_AFTER, _DECISION, _OFFICE, to_office=True),
    DayReminder(
        "appeal_overdue",
        THE_DAY_AFTER,
        _waiting(State.APPEALED),
        f"{_OFFICE}/appeal",
        to_office=True,
    ),
    DayReminder(
        "complaint_overdue",
        THE_DAY_AFTER,
        _complaints,
        "/secretariat/complaints",
        to_office=True,
    ),
)
"""All that is reminded of by its day alone."""
