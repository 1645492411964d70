"""How long steps take, and how many applications succeed."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from assessment.domain.portfolio import Move, Success, median_days
from assessment.domain.workflow import State

BEGIN = datetime(2026, 1, 1, 12, tzinfo=UTC)


def move(number: int, state: State, days: int) -> Move:
    return Move(number, state, BEGIN + timedelta(days=days))


def test_the_median_is_of_the_days_in_a_state_that_was_left() -> None:
    found = median_days(
        [
            move(1, State.SUBMITTED, 0),
            move(1, State.ACCEPTED, 4),
            move(2, State.SUBMITTED, 0),
            move(2, State.ACCEPTED, 7),
            move(2, State.PANEL_PROPOSED, 8),
            move(3, State.SUBMITTED, 0),
        ]
    )
    assert found == {State.SUBMITTED: Fraction(11, 2), State.ACCEPTED: Fraction(1)}


def test_nothing_moved_has_no_median() -> None:
    assert median_days([]) == {}


def test_the_rate_is_exact_and_none_while_nothing_is_decided() -> None:
    assert Success(2, 1).rate == Fraction(2, 3)
    assert Success(0, 0).rate is None
