"""How alike reviewers rate. The scale has the levels 0 to 4 unless something else is said."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.agreement import (
    RatingTable,
    Severity,
    Unit,
    nameless_table,
    severities,
)
from assessment.domain.criteria import RatingScale
from assessment.domain.review import Level
from tests.domain.building import make_scale

FIVE, TWO = make_scale(0, 4), make_scale(1, 2)


def unit(*levels: Level, scale: RatingScale = FIVE) -> Unit:
    """A criterion as the reviewers 1, 2 and so on rated it."""
    return Unit(scale, dict(enumerate(levels, start=1)))


def test_reviewers_of_one_mind_are_neither_strict_nor_mild() -> None:
    alike = Severity(Fraction(0), 2)
    assert severities([unit(3, 3), unit(0, 0)]) == {1: alike, 2: alike}


def test_severity_is_the_distance_to_the_others_in_shares_of_the_scale() -> None:
    assert severities([unit(1, 3)]) == {
        1: Severity(Fraction(-1, 2), 1),
        2: Severity(Fraction(1, 2), 1),
    }


def test_severity_is_taken_against_the_mean_of_the_others() -> None:
    # shares 0, 1/2 and 1: against 3/4, 1/2 and 1/4
    assert severities([unit(0, 2, 4)]) == {
        1: Severity(Fraction(-3, 4), 1),
        2: Severity(Fraction(0), 1),
        3: Severity(Fraction(3, 4), 1),
    }


def test_severity_is_the_mean_over_all_ratings_of_all_panels() -> None:
    units = [unit(1, 3), unit(2, 2), Unit(FIVE, {1: 4, 7: 3})]
    assert severities(units) == {
        1: Severity(Fraction(-1, 12), 3),  # −1/2, 0 and 1/4
        2: Severity(Fraction(1, 4), 2),
        7: Severity(Fraction(-1, 4), 1),
    }


def test_a_step_of_a_short_scale_is_further_than_one_of_a_long_scale() -> None:
    assert severities([unit(1, 2, scale=TWO)])[1] == Severity(Fraction(-1), 1)
    assert severities([unit(1, 2)])[1] == Severity(Fraction(-1, 4), 1)


def test_view_that_a_criterion_does_not_apply_is_no_level() -> None:
    assert severities([unit(None, 3, 4)]) == {
        2: Severity(Fraction(-1, 4), 1),
        3: Severity(Fraction(1, 4), 1),
    }
    assert severities([unit(None, 3)]) == {}


@pytest.mark.parametrize(
    "nothing",
    [unit(), unit(3), unit(None, None), unit(1, 1, scale=make_scale(1, 1))],
    ids=["nobody", "one reviewer", "not applicable", "a scale of one step"],
)
def test_where_nothing_can_be_compared_nothing_is_said(nothing: Unit) -> None:
    assert severities([nothing]) == {}
    assert nameless_table([nothing]) == RatingTable((), ())


SCALES = st.sampled_from([FIVE, TWO, make_scale(1, 4)])


@st.composite
def units(draw: st.DrawFn) -> Unit:
    scale = draw(SCALES)
    levels = st.none() | st.sampled_from(scale.levels)
    return Unit(scale, draw(st.dictionaries(st.integers(1, 5), levels, max_size=4)))


@given(st.lists(units(), max_size=6))
def test_all_distances_cancel_out(found: list[Unit]) -> None:
    told = severities(found)
    assert sum(severity.mean * severity.ratings for severity in told.values()) == 0
    assert all(-1 <= severity.mean <= 1 for severity in told.values())


@given(units())
def test_on_one_criterion_the_strictest_gave_the_lowest_level(found: Unit) -> None:
    told = severities([found])
    for who, severity in told.items():
        for other, theirs in told.items():
            if found.levels[who] < found.levels[other]:  # type: ignore[operator]
                assert severity.mean < theirs.mean


@given(st.lists(units(), max_size=6))
def test_table_holds_what_severities_rest_on(found: list[Unit]) -> None:
    table, told = nameless_table(found), severities(found)
    given = [value for row in table.rows for value in row if value is not None]
    assert len(given) == sum(severity.ratings for severity in told.values())
    for column in zip(*table.rows, strict=True):
        assert sum(value is not None for value in column) >= 2


def test_a_table_without_names_has_the_levels_of_each_unit_in_the_rows_of_a_panel() -> None:
    units = [Unit(FIVE, {7: 0, 9: 4}), Unit(FIVE, {8: 2, 9: 4, 7: 1}), Unit(FIVE, {8: 2})]
    table = nameless_table(units)
    assert table.reviewers == (0, 1, 2)
    assert table.rows == (
        (Fraction(0), Fraction(1, 2)),
        (Fraction(1), Fraction(1)),
        (None, Fraction(1, 4)),
    )
