"""The period that evidence speaks of, whether its age counts, and what was attached before."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.answers import Piece
from assessment.domain.criteria import EvidenceKind, EvidenceRule
from assessment.domain.evidence import Period, attached_before

NEW_YEAR, EASTER = date(2026, 1, 1), date(2026, 4, 5)
TODAY = date(2026, 6, 15)
RULE = EvidenceRule(1, 1, frozenset({EvidenceKind.DOCUMENT}), months_old_at_most=12)


def test_a_single_day_is_both_ends_of_its_period():
    assert Period.of(NEW_YEAR) == Period.of(None, NEW_YEAR) == Period(NEW_YEAR, NEW_YEAR)


def test_a_period_has_a_first_and_a_last_day():
    assert Period.of(NEW_YEAR, EASTER) == Period(NEW_YEAR, EASTER)


def test_no_day_is_no_period():
    assert Period.of(None, None) is None


def test_a_period_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="ends after it begins"):
        Period(EASTER, NEW_YEAR)


@pytest.mark.parametrize(
    ("piece", "fails"),
    [
        (Piece(EvidenceKind.DOCUMENT, date(2025, 1, 1)), True),
        (Piece(EvidenceKind.DOCUMENT, None), True),
        (Piece(EvidenceKind.DOCUMENT, date(2025, 6, 15)), False),
        (Piece(EvidenceKind.DOCUMENT, date(2028, 6, 15)), False),
        (Piece(EvidenceKind.LINK, date(2025, 1, 1)), False),
    ],
)
def test_a_piece_fails_by_age_where_nothing_else_keeps_it_from_counting(piece, fails):
    assert piece.fails_by_age(RULE, TODAY) is fails


def test_undoing_each_step_gives_what_was_there_before():
    steps = [("minutes", True), ("accounts", False), ("plan", True)]
    assert attached_before(steps, ["minutes", "plan"]) == ["accounts"]


@given(st.sets(st.integers(0, 5)), st.lists(st.integers(0, 5)))
def test_whatever_was_attached_and_taken_off_can_be_worked_out_backwards(start, turned):
    today, steps = set(start), []
    for key in turned:
        steps.insert(0, (key, key not in today))
        today ^= {key}
    assert set(attached_before(steps, today)) == start
