"""Labels that come to their end, as their clusters are told of it.

While a label is in force its end is told ahead; on the first day of grace, what that means; and once no
renewal may come any more, that it has expired. Nothing is told of what was over a month ago, as when an
older installation begins to remind.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from assessment.catalogue.loader import frozen_edition
from assessment.db.queries import reminders as queries
from assessment.db.queries.reminders import Ending
from assessment.domain.criteria import Renewal
from assessment.domain.days import add_months
from assessment.domain.deadlines import day_of
from assessment.domain.label_life import LifeState
from assessment.domain.review_rules import LONGEST_REMINDER, ReviewRules
from assessment.services.reminding import Occasion

_AHEAD = timedelta(days=LONGEST_REMINDER)
"""How long before its end a label is looked at; no scheme reminds earlier."""
_STALE = timedelta(days=30)
_LONGEST_GRACE = 60
"""Months after its end within which a certificate is looked at; no label renews later than that."""


def ends(session: Session, at: datetime, number: int | None) -> Sequence[Occasion]:
    """The labels in force that end before long."""
    today = day_of(at)
    return [
        _told(one, one.until, renewal, rules.validity_reminder_days)
        for one, renewal, rules in _with_rules(session, today, today + _AHEAD, number)
        if one.life is LifeState.VALID
    ]


def in_grace(session: Session, at: datetime, number: int | None) -> Sequence[Occasion]:
    """The labels that have ended and can still be renewed."""
    today = day_of(at)
    return [
        _told(one, one.until, renewal)
        for one, renewal, _rules in _with_rules(session, today - _STALE, today, number)
        if one.until < today <= last_day(one, renewal)
    ]


def expired(session: Session, at: datetime, number: int | None) -> Sequence[Occasion]:
    """The labels that have ended for good."""
    today = day_of(at)
    earliest = add_months(today - _STALE, -_LONGEST_GRACE)
    return [
        _told(one, last_day(one, renewal), renewal)
        for one, renewal, _rules in _with_rules(session, earliest, today, number)
        if today - _STALE <= last_day(one, renewal) < today
    ]


def last_day(one: Ending, renewal: Renewal | None) -> date:
    """The last day on which its renewal may come; its own last day where none may."""
    if renewal is None or one.life is LifeState.SUSPENDED:
        return one.until
    return add_months(one.until, renewal.months_late)


def _told(
    one: Ending, due_on: date, renewal: Renewal | None, marks: tuple[int, ...] | None = None
) -> Occasion:
    facts = {
        "number": one.number,
        "ended_on": one.until,
        "last_day": last_day(one, renewal) if renewal else None,
    }
    return Occasion(one.id, one.assessment_id, one.issued_at, due_on, facts, marks)


def _with_rules(
    session: Session, first: date, last: date, number: int | None
) -> Iterator[tuple[Ending, Renewal | None, ReviewRules]]:
    """The certificates that end between two days, each with its label's renewal and the scheme's days."""
    rules = {}
    for one in queries.endings(session, first, last, number):
        if one.scheme_digest not in rules:
            files = queries.edition(session, one.scheme_digest).files
            rules[one.scheme_digest] = frozen_edition(files).scheme
        scheme = rules[one.scheme_digest]
        yield one, scheme.label(one.label_id).renewal, scheme.review
