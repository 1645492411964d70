from fractions import Fraction

import pytest

from assessment.domain.answers import UNANSWERED, Answer, AnswerSheet
from assessment.domain.criteria import SupportRule
from assessment.domain.errors import InvalidRating, UnknownCriterion
from assessment.domain.scoring import Reason, Status, score
from tests.domain.building import (
    make_answer,
    make_criterion,
    make_label,
    make_scale,
    make_section,
    make_sheet,
)

BOTH_FROM_1 = SupportRule(justification_from=1, evidence_from=1, evidence_count=2)


def scored(criterion, answer):
    """The score of one answer to a label that asks one criterion."""
    return score(make_label(criterion), AnswerSheet({criterion.id: answer})).of(criterion.id)


@pytest.mark.parametrize(
    ("level", "points"), [(0, 0), (1, Fraction(3, 2)), (2, 3), (3, Fraction(9, 2)), (4, 6)]
)
def test_level_earns_its_share_of_the_points_exactly(level, points):
    assert scored(make_criterion(points=6), make_answer(level)).points == points


def test_points_on_a_scale_of_four_steps_are_exact_thirds():
    criterion = make_criterion(points=5, scale=make_scale(1, 4))
    assert scored(criterion, make_answer(2)).points == Fraction(5, 3)


def test_unanswered_criterion_has_no_points_rather_than_zero():
    found = scored(make_criterion(), UNANSWERED)
    assert (found.points, found.level, found.reason) == (None, None, Reason.UNANSWERED)


def test_lowest_level_is_an_answer_that_earns_zero():
    found = scored(make_criterion(), make_answer(0))
    assert (found.points, found.level, found.reason) == (0, 0, Reason.ANSWERED)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(3, "", 2), Reason.JUSTIFICATION_MISSING),
        (Answer(3, "  ", 2), Reason.JUSTIFICATION_MISSING),
        (Answer(3, "We do.", 1), Reason.EVIDENCE_MISSING),
        (Answer(3, "", 0), Reason.JUSTIFICATION_MISSING),
    ],
)
def test_claim_without_support_keeps_its_level_and_earns_zero(answer, reason):
    found = scored(make_criterion(support=BOTH_FROM_1), answer)
    assert (found.level, found.points, found.reason) == (3, 0, reason)


def test_claim_with_all_that_is_asked_earns_its_points():
    found = scored(make_criterion(support=BOTH_FROM_1), Answer(3, "We do.", 2))
    assert (found.points, found.reason) == (3, Reason.ANSWERED)


def test_attested_level_earns_its_points_without_support():
    sheet = AnswerSheet.attested({"team": 3})
    found = score(make_label(make_criterion("team", support=BOTH_FROM_1)), sheet).of("team")
    assert (found.points, found.reason) == (3, Reason.ANSWERED)


@pytest.mark.parametrize("level", [-1, 5, 100])
def test_level_that_the_scale_lacks_is_refused(level):
    with pytest.raises(InvalidRating, match=f"team: {level}"):
        score(make_label(make_criterion("team")), make_sheet(team=level))


def test_answer_to_what_the_label_does_not_ask_is_ignored():
    label = make_label(make_criterion("team"))
    assert score(label, make_sheet(team=2, weather=99)) == score(label, make_sheet(team=2))


def test_scorecard_does_not_know_a_criterion_that_the_label_does_not_ask():
    with pytest.raises(UnknownCriterion, match="weather"):
        score(make_label(make_criterion("team")), make_sheet(weather=4)).of("weather")


@pytest.mark.parametrize(
    ("level", "status"),
    [(0, Status.MISSED), (1, Status.MISSED), (2, Status.MET), (3, Status.MET), (4, Status.MET)],
)
def test_minimum_is_met_from_its_level_on(level, status):
    assert scored(make_criterion(minimum=2), make_answer(level)).minimum is status


def test_minimum_is_undetermined_while_unanswered():
    assert scored(make_criterion(minimum=2), UNANSWERED).minimum is Status.UNDETERMINED


def test_criterion_without_a_minimum_has_no_state_of_it():
    assert scored(make_criterion(minimum=None), make_answer(0)).minimum is None


@pytest.mark.parametrize("answer", [Answer(4, "", 9), Answer(4, "We do.", 0)])
def test_claim_without_support_misses_the_minimum(answer):
    found = scored(make_criterion(minimum=2, support=BOTH_FROM_1), answer)
    assert found.minimum is Status.MISSED


def test_minimum_of_zero_is_met_by_any_answer():
    assert scored(make_criterion(minimum=0), make_answer(0)).minimum is Status.MET


def test_section_sums_what_its_criteria_earn():
    first = make_section("structure", make_criterion("reach", points=4), number=1)
    second = make_section(
        "finance", make_criterion("money", points=6), make_criterion("horizon", points=5), number=2
    )
    label = make_label(sections=(first, second))
    structure, finance = score(label, make_sheet(reach=1, money=3)).sections
    assert (structure.section_id, structure.number) == ("structure", 1)
    assert (structure.points, structure.maximum, structure.answered) == (1, 4, 1)
    assert (finance.points, finance.maximum, finance.answered) == (Fraction(9, 2), 11, 1)


def test_scorecard_sums_all_sections():
    first = make_section("structure", make_criterion("reach", points=4))
    second = make_section("finance", make_criterion("money", points=6), make_criterion("team"))
    card = score(make_label(sections=(first, second)), make_sheet(reach=1, money=3))
    assert (card.points, card.maximum, card.answered) == (Fraction(11, 2), 14, 2)


def test_gaps_are_the_unanswered_and_the_unsupported():
    label = make_label(
        make_criterion("team"),
        make_criterion("money", support=BOTH_FROM_1),
        make_criterion("plan"),
        make_criterion("web", support=BOTH_FROM_1),
    )
    sheet = AnswerSheet(
        {"money": Answer(2, "", 2), "plan": make_answer(0), "web": Answer(1, "We do.", 1)}
    )
    assert [(gap.criterion.id, gap.reason) for gap in score(label, sheet).gaps] == [
        ("team", Reason.UNANSWERED),
        ("money", Reason.JUSTIFICATION_MISSING),
        ("web", Reason.EVIDENCE_MISSING),
    ]
