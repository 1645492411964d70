"""What an application for a label that is held is, by the day on which it is submitted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.answers import HeldLabel
from assessment.domain.calls import Admission
from assessment.domain.criteria import Renewal
from assessment.domain.days import Days
from assessment.domain.label_life import LifeState
from assessment.domain.renewals import (
    FIRST,
    Award,
    Renewing,
    Turn,
    labels_held,
    renewing,
    submit_by,
)

RULE = Renewal(years=3, months_late=12)
GOLD = Award("gold", date(2026, 6, 15), date(2028, 6, 30), number="G-2026-0001", certificate_id=1)
WINDOW = Days(date(2027, 6, 30), date(2029, 6, 30))
DAYS = st.dates(date(2025, 1, 1), date(2032, 12, 31))


def with_life(life: LifeState) -> Award:
    return Award("gold", GOLD.first, GOLD.until, life, certificate_id=1)


@pytest.mark.parametrize(
    ("today", "turn"),
    [
        (date(2027, 6, 29), Turn.EARLY),
        (date(2027, 6, 30), Turn.OPEN),
        (date(2028, 6, 30), Turn.OPEN),
        (date(2028, 7, 1), Turn.OPEN),
        (date(2029, 6, 30), Turn.OPEN),
        (date(2029, 7, 1), Turn.LATE),
    ],
)
def test_a_renewal_comes_from_twelve_months_before_the_end_until_the_days_of_grace_are_over(
    today: date, turn: Turn
) -> None:
    assert renewing([GOLD], RULE, today) == Renewing(turn, GOLD, WINDOW)


@pytest.mark.parametrize(
    ("today", "turn"),
    [
        (date(2027, 2, 27), Turn.EARLY),
        (date(2027, 2, 28), Turn.OPEN),
        (date(2028, 8, 29), Turn.OPEN),
        (date(2028, 8, 30), Turn.LATE),
    ],
)
def test_a_leap_day_is_counted_by_the_calendar(today: date, turn: Turn) -> None:
    leap = Award("gold", date(2026, 2, 10), date(2028, 2, 29))
    assert renewing([leap], Renewal(3, months_late=6), today).turn is turn


def test_a_label_without_days_of_grace_is_renewed_by_its_last_day() -> None:
    rule = Renewal(years=3)
    assert renewing([GOLD], rule, date(2028, 6, 30)).turn is Turn.OPEN
    assert renewing([GOLD], rule, date(2028, 7, 1)).turn is Turn.LATE


def test_without_an_award_and_without_a_renewal_each_application_is_a_first_one() -> None:
    assert renewing([], RULE, date(2028, 1, 1)) == FIRST
    assert renewing([GOLD], None, date(2027, 1, 1)) == FIRST
    assert renewing([with_life(LifeState.REVOKED)], RULE, date(2028, 1, 1)) == FIRST


def test_a_suspended_label_cannot_be_renewed_and_after_its_end_it_is_too_late() -> None:
    suspended = with_life(LifeState.SUSPENDED)
    assert renewing([suspended], RULE, date(2028, 6, 30)).turn is Turn.SUSPENDED
    assert renewing([suspended], RULE, date(2028, 7, 1)).turn is Turn.LATE


def test_the_award_that_ends_last_decides() -> None:
    renewal = Award("gold", date(2028, 7, 1), date(2031, 6, 30), certificate_id=2)
    found = renewing([with_life(LifeState.SUPERSEDED), renewal], RULE, date(2028, 7, 1))
    assert (found.turn, found.award) == (Turn.EARLY, renewal)
    assert found.opens_on == date(2030, 6, 30)


@given(DAYS)
def test_only_the_open_days_renew_and_only_a_label_in_force_keeps_one_waiting(today: date) -> None:
    found = renewing([GOLD], RULE, today)
    assert (found.renewed is not None) == (today in WINDOW)
    assert found.can_be_submitted or today < WINDOW.first <= GOLD.until
    assert (found.opens_on is not None) == (today < WINDOW.first)


@given(DAYS)
def test_from_the_first_day_that_is_told_on_it_is_open(today: date) -> None:
    found = renewing([GOLD], RULE, today)
    if found.opens_on is not None:
        assert renewing([GOLD], RULE, found.opens_on).turn is Turn.OPEN
        day_before = found.opens_on - timedelta(days=1)
        assert renewing([GOLD], RULE, day_before).turn is Turn.EARLY


def test_a_renewal_that_never_stood_leaves_the_one_before_to_be_renewed() -> None:
    failed = Award("gold", date(2028, 7, 1), date(2031, 6, 30), LifeState.REVOKED, never_stood=True)
    assert renewing([failed, GOLD], RULE, date(2028, 6, 30)).renewed == GOLD
    stood = replace(failed, never_stood=False)
    assert renewing([stood, GOLD], RULE, date(2028, 6, 30)) == FIRST


def test_what_was_replaced_counts_as_held_while_its_renewal_stands() -> None:
    before = with_life(LifeState.SUPERSEDED)
    first, last = date(2028, 7, 1), date(2031, 6, 30)
    assert labels_held([Award("gold", first, last), before]) == (
        HeldLabel("gold", first, last),
        HeldLabel("gold", GOLD.first, GOLD.until),
    )
    assert labels_held([Award("gold", first, last, LifeState.REVOKED), before]) == ()
    assert labels_held([with_life(LifeState.SUSPENDED)]) == ()


LAST_OF_CALL, LAST_OF_RENEWAL = date(2027, 12, 31), WINDOW.last
OPEN = renewing([GOLD], RULE, date(2027, 7, 1))


@pytest.mark.parametrize(
    ("admission", "turn", "day"),
    [
        (Admission(True), FIRST, None),
        (Admission(True, 1, LAST_OF_CALL), FIRST, LAST_OF_CALL),
        (Admission(True), OPEN, LAST_OF_RENEWAL),
        (Admission(True, 1, LAST_OF_CALL), OPEN, LAST_OF_CALL),
        (Admission(True, 1, date(2030, 1, 1)), OPEN, LAST_OF_RENEWAL),
        (Admission(True, 1, date(2030, 1, 1), is_again=True), OPEN, date(2030, 1, 1)),
        (Admission(False, opens_on=date(2028, 1, 1)), OPEN, None),
        (Admission(True), renewing([GOLD], RULE, date(2027, 6, 29)), None),
    ],
)
def test_there_is_one_last_day_for_submitting(
    admission: Admission, turn: Renewing, day: date | None
) -> None:
    assert submit_by(admission, turn) == day
