from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.days import Days
from assessment.domain.label_life import LifeState
from assessment.domain.validity import (
    NEAR,
    Standing,
    Validity,
    first_validity,
    renewal_window,
    renewed_validity,
)


@pytest.mark.parametrize(
    ("decided_on", "years", "end"),
    [
        (date(2026, 6, 15), 2, date(2028, 6, 30)),
        (date(2026, 1, 1), 2, date(2028, 1, 31)),
        (date(2026, 1, 31), 2, date(2028, 1, 31)),
        (date(2026, 12, 1), 2, date(2028, 12, 31)),
        (date(2026, 12, 31), 1, date(2027, 12, 31)),
        (date(2026, 2, 28), 2, date(2028, 2, 29)),
        (date(2024, 2, 29), 2, date(2026, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2098, 2, 1), 2, date(2100, 2, 28)),
        (date(1998, 2, 1), 2, date(2000, 2, 29)),
    ],
)
def test_certificate_holds_to_the_end_of_the_month_years_later(decided_on, years, end):
    assert first_validity(decided_on, years) == Validity(decided_on, end)


@given(decided_on=st.dates(max_value=date(9970, 12, 31)), years=st.integers(1, 20))
def test_validity_ends_on_the_last_day_of_the_same_month(decided_on, years):
    validity = first_validity(decided_on, years)
    assert validity.start == decided_on
    assert (validity.end.year, validity.end.month) == (decided_on.year + years, decided_on.month)
    assert (validity.end + timedelta(days=1)).day == 1


@pytest.mark.parametrize("years", [0, -1])
def test_certificate_holds_for_at_least_one_year(years):
    with pytest.raises(ValueError, match="at least one year"):
        first_validity(date(2026, 6, 15), years)


@pytest.mark.parametrize(
    ("visited_on", "decided_on", "end"),
    [
        (date(2026, 6, 15), date(2026, 7, 20), date(2028, 6, 30)),
        (date(2025, 12, 1), date(2026, 2, 3), date(2027, 12, 31)),
        (date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 29)),
        (date(2024, 2, 29), date(2026, 2, 28), date(2026, 2, 28)),
    ],
)
def test_certificate_is_counted_from_the_month_of_the_visit(visited_on, decided_on, end):
    assert first_validity(decided_on, 2, visited_on) == Validity(decided_on, end)


def test_nothing_is_awarded_whose_period_is_over():
    with pytest.raises(ValueError, match="ends before it is awarded"):
        first_validity(date(2028, 7, 1), 2, date(2026, 6, 15))
    with pytest.raises(ValueError, match="ends before it is awarded"):
        renewed_validity(date(2026, 6, 30), date(2029, 7, 1), 3)


@pytest.mark.parametrize(
    ("previous_end", "decided_on", "renewed"),
    [
        (date(2026, 6, 30), date(2026, 3, 2), Validity(date(2026, 7, 1), date(2029, 6, 30))),
        (date(2026, 6, 30), date(2026, 6, 30), Validity(date(2026, 7, 1), date(2029, 6, 30))),
        (date(2026, 6, 30), date(2026, 7, 1), Validity(date(2026, 7, 1), date(2029, 6, 30))),
        (date(2026, 6, 30), date(2027, 9, 15), Validity(date(2026, 7, 1), date(2029, 6, 30))),
        (date(2028, 2, 29), date(2028, 2, 1), Validity(date(2028, 3, 1), date(2031, 2, 28))),
        (date(2025, 2, 28), date(2025, 2, 1), Validity(date(2025, 3, 1), date(2028, 2, 29))),
        (date(2026, 12, 31), date(2026, 12, 1), Validity(date(2027, 1, 1), date(2029, 12, 31))),
        (date(2026, 6, 15), date(2026, 6, 1), Validity(date(2026, 6, 16), date(2029, 6, 30))),
    ],
)
def test_renewal_goes_on_from_the_end_before_whatever_day_it_is_decided(
    previous_end, decided_on, renewed
):
    assert renewed_validity(previous_end, decided_on, 3) == renewed


def test_renewal_holds_for_at_least_one_year():
    with pytest.raises(ValueError, match="at least one year"):
        renewed_validity(date(2026, 6, 30), date(2026, 6, 1), 0)


def test_renewal_may_be_submitted_from_a_year_before_the_end_until_the_label_says():
    assert renewal_window(date(2028, 6, 30), 12) == Days(date(2027, 6, 30), date(2029, 6, 30))
    assert renewal_window(date(2028, 6, 30), 0) == Days(date(2027, 6, 30), date(2028, 6, 30))
    assert renewal_window(date(2028, 8, 31), 6, 2) == Days(date(2028, 6, 30), date(2029, 2, 28))
    assert renewal_window(date(2028, 2, 29), 12) == Days(date(2027, 2, 28), date(2029, 2, 28))


HELD = Validity(date(2026, 6, 15), date(2028, 6, 30))


@pytest.mark.parametrize(
    ("today", "standing"),
    [
        (date(2026, 6, 14), Standing.VALID),
        (date(2026, 6, 15), Standing.VALID),
        (date(2027, 12, 29), Standing.VALID),
        (date(2027, 12, 30), Standing.EXPIRING),
        (date(2028, 6, 30), Standing.EXPIRING),
        (date(2028, 7, 1), Standing.EXPIRED),
    ],
)
def test_certificate_holds_to_its_last_day_and_ends_soon_half_a_year_before(today, standing):
    assert HELD.standing(today) is standing


@pytest.mark.parametrize(
    ("today", "months_late", "standing"),
    [
        (date(2028, 6, 30), 12, Standing.EXPIRING),
        (date(2028, 7, 1), 12, Standing.GRACE),
        (date(2029, 6, 30), 12, Standing.GRACE),
        (date(2029, 7, 1), 12, Standing.EXPIRED),
        (date(2028, 7, 1), 0, Standing.EXPIRED),
        (date(2028, 7, 1), None, Standing.EXPIRED),
    ],
)
def test_what_has_ended_is_in_grace_while_a_renewal_may_come(today, months_late, standing):
    assert HELD.standing(today, months_late) is standing


@pytest.mark.parametrize(
    ("life", "standings"),
    [  # while valid, near the end, in grace, after it
        (LifeState.VALID, ["valid", "expiring", "grace", "expired"]),
        (LifeState.SUSPENDED, ["suspended", "suspended", "expired", "expired"]),
        (LifeState.REVOKED, ["revoked"] * 4),
        (LifeState.SUPERSEDED, ["superseded"] * 4),
    ],
)
def test_what_was_done_to_a_label_comes_before_what_the_day_says(life, standings):
    days = [date(2027, 1, 1), date(2028, 6, 1), date(2028, 7, 1), date(2030, 1, 1)]
    assert [HELD.standing(day, 12, life) for day in days] == standings


def test_label_is_held_while_it_is_valid_or_ends_soon():
    assert {found for found in Standing if found.is_in_force} == {
        Standing.VALID,
        Standing.EXPIRING,
    }


DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(
    decided_on=DAYS,
    years=st.integers(1, 5),
    waits=st.lists(st.tuples(st.integers(-360, 360), st.integers(1, 5)), max_size=5),
)
def test_renewed_in_time_a_label_has_neither_gap_nor_overlap(decided_on, years, waits):
    held = first_validity(decided_on, years)
    for wait, more in waits:
        renewed = renewed_validity(held.end, held.end + timedelta(days=wait), more)
        assert renewed.start == held.end + timedelta(days=1)
        assert (renewed.end.year, renewed.end.month) == (held.end.year + more, held.end.month)
        assert (renewed.end + timedelta(days=1)).day == 1
        held = renewed


ORDER = [Standing.VALID, Standing.EXPIRING, Standing.GRACE, Standing.EXPIRED]


@given(
    start=DAYS,
    years=st.integers(1, 5),
    months_late=st.none() | st.integers(0, 24),
    days=st.lists(st.integers(-1500, 3000), max_size=10).map(sorted),
)
def test_with_time_a_label_only_loses(start, years, months_late, days):
    held = first_validity(start, years)
    found = [held.standing(start + timedelta(days=day), months_late) for day in days]
    assert [ORDER.index(standing) for standing in found] == sorted(map(ORDER.index, found))


@given(start=DAYS, today=DAYS, months_late=st.none() | st.integers(0, 24), life=...)
def test_a_label_in_force_is_one_that_nobody_stopped_until_its_end(
    start, today, months_late, life: LifeState
):
    held = first_validity(start, 2)
    found = held.standing(today, months_late, life)
    assert found.is_in_force == (life is LifeState.VALID and today <= held.end)
    if found is Standing.EXPIRING:
        assert today <= held.end <= today + NEAR
    if found is Standing.GRACE:
        assert today > held.end
        assert today in renewal_window(held.end, months_late)
