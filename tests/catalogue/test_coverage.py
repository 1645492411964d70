"""Every bound of a label wants a worked example at it, just under it and just over it."""

from fractions import Fraction

import pytest

from assessment.catalogue.coverage import bare_edges
from assessment.domain.answers import Answer, AnswerSheet
from assessment.domain.criteria import (
    Aggregation,
    Criterion,
    Label,
    Panel,
    RatingScale,
    Section,
    SupportRule,
    Tier,
)
from assessment.domain.scoring import score

NO_SUPPORT = SupportRule()
STEPS = RatingScale("steps", (0, 1, 2, 3))


def make_label(
    *,
    points: tuple[int, int] = (9, 6),
    threshold: int | None = None,
    minimum: int | None = None,
    section_minimum: int | None = None,
    aggregation: Aggregation = Aggregation.SUM,
    support: SupportRule = NO_SUPPORT,
) -> Label:
    """Two criteria `a` and `b` on the levels 0 to 3, worth 9 and 6 points: steps of 3 and 2."""
    criteria = (
        Criterion("a", "1.1", STEPS, support, Fraction(points[0]), minimum),
        Criterion("b", "1.2", STEPS, NO_SUPPORT, Fraction(points[1])),
    )
    floor = None if section_minimum is None else Fraction(section_minimum)
    section = Section("only", 1, criteria, floor, aggregation)
    bound = None if threshold is None else Fraction(threshold)
    return Label("gold", Tier.GOLD, (section,), bound, Panel(1), 2)


def bare(label: Label, *levels: tuple[int, int]) -> list[tuple[str, str, list[str]]]:
    """The bounds on which these examples, each the levels of `a` and `b`, leave something out."""
    cards = [score(label, AnswerSheet({"a": Answer(a), "b": Answer(b)})) for a, b in levels]
    edges = bare_edges(label, cards)
    return [
        (kind, subject, [s.partition(" (")[0] for s in sides]) for kind, subject, sides in edges
    ]


def test_sides_say_which_figures_stand_on_them() -> None:
    half = Fraction(19, 2)
    cards = [score(make_label(minimum=2, threshold=half), AnswerSheet())]
    assert list(bare_edges(make_label(minimum=2, threshold=half), cards)) == [
        ("minimum", "a", ["at (2)", "just under (from 1)", "just over (up to 3)"]),
        ("threshold", "", ["just under (from 7 1/2)", "just over (up to 11 1/2)"]),
    ]


def test_minimum_wants_the_levels_next_to_it() -> None:
    label = make_label(minimum=2)
    assert bare(label, (1, 0), (2, 0), (3, 0)) == []
    assert bare(label, (0, 0)) == [("minimum", "a", ["at", "just under", "just over"])]
    assert bare(label, (2, 0), (0, 0)) == [("minimum", "a", ["just under", "just over"])]


@pytest.mark.parametrize(
    ("minimum", "sides"), [(0, ["at", "just over"]), (3, ["at", "just under"])]
)
def test_minimum_at_the_end_of_a_scale_has_one_neighbour(minimum: int, sides: list[str]) -> None:
    label = make_label(minimum=minimum)
    assert bare(label) == [("minimum", "a", sides)]


def test_unsupported_claim_is_no_example_of_its_level() -> None:
    label = make_label(minimum=2, support=SupportRule(justification_from=1))
    assert bare(label, (2, 0)) == [("minimum", "a", ["at", "just under", "just over"])]


def test_threshold_wants_points_within_the_smallest_step() -> None:
    # steps of 3 and 2: 8 is reached by 6 + 2, just under by 6 and 7, just over by 9 and 10
    label = make_label(threshold=8)
    assert bare(label, (2, 1), (2, 0), (2, 2)) == []
    assert bare(label, (2, 1), (1, 1), (3, 1)) == [("threshold", "", ["just under", "just over"])]


def test_threshold_of_all_points_has_nothing_over_it() -> None:
    assert bare(make_label(threshold=15)) == [("threshold", "", ["at", "just under"])]


def test_threshold_that_no_points_meet_exactly_needs_no_example_at_it() -> None:
    # steps of 3 and 3: nothing makes 8
    label = make_label(points=(9, 9), threshold=8)
    assert bare(label) == [("threshold", "", ["just under", "just over"])]


def test_minimum_of_a_section_counts_its_own_points() -> None:
    label = make_label(section_minimum=9)
    assert bare(label, (3, 0)) == [("section", "only", ["just under", "just over"])]
    assert bare(label, (3, 0), (1, 2), (3, 1)) == []


def test_weakest_criterion_moves_the_whole_section() -> None:
    # the section earns 15 points times its weaker criterion: 5, 10 or 15
    label = make_label(section_minimum=10, aggregation=Aggregation.LOWEST)
    assert bare(label, (2, 2)) == [("section", "only", ["just under", "just over"])]
    assert bare(label, (2, 2), (1, 3), (3, 3)) == []


def test_label_without_bounds_wants_no_examples_of_them() -> None:
    assert bare(make_label()) == []
