"""What goes on the one page of a summary, and what is only counted."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.conditions import Status
from assessment.reports.findings import ConditionFinding
from assessment.reports.one_page import (
    LONGEST,
    LONGEST_DETAIL,
    MOST_STEPS,
    pick_conditions,
    pick_steps,
    room_for_conditions,
    short,
)

CONDITIONS = st.lists(
    st.builds(
        ConditionFinding,
        st.sampled_from(Status),
        st.text("ab ä", min_size=1, max_size=400),
        st.text("ab ä", max_size=200),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("Short", 5, "Short"),
        ("One two three", 9, "One two…"),
        ("Unbreakablelongword", 9, "Unbreaka…"),
        ("A verylongwordindeed", 12, "A verylongw…"),
    ],
)
def test_a_long_text_is_cut_at_a_word(text: str, most: int, expected: str) -> None:
    assert short(text, most) == expected


@given(st.text(max_size=300), st.integers(2, 200))
def test_a_cut_text_is_never_longer_than_allowed(text: str, most: int) -> None:
    cut = short(text, most)

    assert len(cut) <= most
    assert cut == text or cut.endswith("…")


def test_conditions_that_fit_stand_in_the_order_of_the_label() -> None:
    met, missed = ConditionFinding(Status.MET, "A", "1"), ConditionFinding(Status.MISSED, "B")

    picked = pick_conditions([met, missed], 100)
    assert (picked.shown, picked.left_out) == ((met, missed), 0)


def test_what_is_met_gives_way_first_then_what_is_open() -> None:
    met, is_open = ConditionFinding(Status.MET, "A"), ConditionFinding(Status.UNDETERMINED, "B")
    missed = ConditionFinding(Status.MISSED, "C")

    one, two = (
        pick_conditions([met, is_open, missed], 6),
        pick_conditions([met, is_open, missed], 12),
    )
    assert (one.shown, one.left_out) == ((missed,), 2)
    assert (two.shown, two.left_out) == ((is_open, missed), 1)


@given(CONDITIONS, st.floats(0, 200))
def test_every_condition_is_shown_or_counted(conditions: list[Any], room: float) -> None:
    picked = pick_conditions(conditions, room)

    assert len(picked.shown) + picked.left_out == len(conditions)
    assert all(len(found.text) <= LONGEST for found in picked.shown)
    assert all(len(found.detail) <= LONGEST_DETAIL for found in picked.shown)
    if picked.left_out and any(found.status is Status.MET for found in picked.shown):
        missed = [found.status for found in conditions].count(Status.MISSED)
        assert [found.status for found in picked.shown].count(Status.MISSED) == missed


def test_more_steps_and_sections_leave_less_room() -> None:
    assert room_for_conditions(5, 0) > room_for_conditions(5, 9) > room_for_conditions(10, 9) > 100
    assert room_for_conditions(11, 9) == room_for_conditions(5, 9)


@pytest.mark.parametrize(("given_", "left"), [(0, 0), (MOST_STEPS, 0), (MOST_STEPS + 3, 3)])
def test_first_steps_are_shown_and_the_rest_counted(given_: int, left: int) -> None:
    picked = pick_steps(range(given_))

    assert (picked.shown, picked.left_out) == (tuple(range(min(given_, MOST_STEPS))), left)
