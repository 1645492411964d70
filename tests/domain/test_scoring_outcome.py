"""Whether a label is reached: the threshold, the minimums, and all conditions together."""

from fractions import Fraction

import pytest

from assessment.domain.answers import Answer, AnswerSheet
from assessment.domain.criteria import EvidenceRule, SupportRule
from assessment.domain.questions import Obligation, QuestionType
from assessment.domain.rating import Bands
from assessment.domain.scorecard import Status
from assessment.domain.scoring import score
from tests.domain.building import (
    make_answer,
    make_criterion,
    make_label,
    make_question,
    make_section,
    make_sheet,
    own,
)

MET, MISSED, UNDETERMINED = Status.MET, Status.MISSED, Status.UNDETERMINED
TEAM = make_criterion("team", points=6)
MONEY = make_criterion("money", points=4)
WEB = make_criterion("web")


@pytest.mark.parametrize(
    ("threshold", "status", "shortfall"),
    [
        (Fraction(9, 2), MET, 0),
        (Fraction(449, 100), MET, 0),
        (Fraction(451, 100), MISSED, Fraction(1, 100)),
        (5, MISSED, Fraction(1, 2)),
        (6, MISSED, Fraction(3, 2)),
    ],
)
def test_six_points_at_three_of_four_are_compared_unrounded(threshold, status, shortfall):
    card = score(make_label(TEAM, threshold=threshold), make_sheet(team=3))
    assert (card.points, card.threshold, card.shortfall) == (Fraction(9, 2), status, shortfall)


@pytest.mark.parametrize(("money", "points", "status"), [(1, 4, MISSED), (2, 5, MET), (3, 6, MET)])
def test_threshold_is_met_from_its_points_on(money, points, status):
    card = score(make_label(TEAM, MONEY, threshold=5), make_sheet(team=2, money=money))
    assert (card.points, card.threshold) == (points, status)


@pytest.mark.parametrize(
    ("threshold", "status"), [(3, MET), (4, UNDETERMINED), (7, UNDETERMINED), (8, MISSED)]
)
def test_threshold_is_open_while_the_unanswered_could_carry_over_it(threshold, status):
    card = score(make_label(TEAM, MONEY, threshold=threshold), make_sheet(team=2))
    assert (card.points, card.threshold) == (3, status)


def test_claim_without_support_does_not_keep_the_threshold_open():
    support = SupportRule(evidence=(EvidenceRule(1),))
    team = make_criterion("team", points=6, support=support)
    sheet = AnswerSheet({"team": Answer(4, "We do."), "money": make_answer(4)})
    assert score(make_label(team, MONEY, threshold=5), sheet).threshold is MISSED


def test_claim_that_waits_for_answers_keeps_the_threshold_open():
    team = make_criterion("team", points=6, questions=(make_question("size"),))
    card = score(make_label(team, threshold=3), make_sheet(team=2))
    assert (card.points, card.possible, card.threshold) == (0, 3, UNDETERMINED)
    assert score(make_label(team, threshold=4), make_sheet(team=2)).threshold is MISSED


def test_label_without_a_threshold_misses_none():
    card = score(make_label(TEAM, threshold=None), make_sheet(team=0))
    assert (card.threshold, card.shortfall) == (MET, 0)


@pytest.mark.parametrize(
    ("level", "status"), [(0, MISSED), (1, MISSED), (2, MET), (3, MET), (4, MET)]
)
def test_minimum_is_met_from_its_level_on(level, status):
    card = score(make_label(make_criterion("team", minimum=2)), make_sheet(team=level))
    assert card.of("team").minimum is status


@pytest.mark.parametrize("minimum", [0, 2, 4])
def test_minimum_is_undetermined_while_unanswered(minimum):
    label = make_label(make_criterion("team", minimum=minimum))
    assert score(label, make_sheet()).of("team").minimum is UNDETERMINED


def test_criterion_without_a_minimum_has_no_state_of_it():
    assert score(make_label(TEAM), make_sheet(team=0)).of("team").minimum is None


def test_minimum_of_zero_is_met_by_any_answer():
    card = score(make_label(make_criterion("team", minimum=0)), make_sheet(team=0))
    assert card.of("team").minimum is MET


@pytest.mark.parametrize(("minimum", "status"), [(2, UNDETERMINED), (3, MISSED)])
def test_minimum_above_all_that_open_answers_can_bring_is_missed(minimum, status):
    note = make_question("note", QuestionType.TEXT, obligation=Obligation.SHOULD)
    rating = Bands(own("size"), ((1, Fraction(10)), (2, Fraction(20))))
    team = make_criterion(questions=(make_question("size"), note), rating=rating, minimum=minimum)
    for values in ({}, {"note": "later"}):
        sheet = make_sheet({"team": make_answer(None, values=values)})
        assert score(make_label(team), sheet).of("team").minimum is status


@pytest.mark.parametrize(("level", "status"), [(1, MISSED), (2, UNDETERMINED)])
def test_minimum_is_open_while_the_claim_that_meets_it_waits_for_answers(level, status):
    team = make_criterion(questions=(make_question("size"),), minimum=2)
    assert score(make_label(team), make_sheet(team=level)).of("team").minimum is status


def test_empty_sheet_leaves_everything_open():
    label = make_label(make_criterion("team", points=6, minimum=2), MONEY, threshold=10)
    card = score(label, AnswerSheet())
    assert (card.points, card.shortfall, card.answered) == (0, 10, 0)
    assert (card.threshold, card.minimums, card.outcome) == (UNDETERMINED,) * 3


@pytest.mark.parametrize(
    ("levels", "status"),
    [
        ({"team": 2, "money": 3}, MET),
        ({"team": 1, "money": 3}, MISSED),
        ({"team": 2}, UNDETERMINED),
        ({"team": 1}, MISSED),
        ({}, UNDETERMINED),
    ],
)
def test_minimums_together_stand_as_the_worst_of_them(levels, status):
    label = make_label(make_criterion("team", minimum=2), make_criterion("money", minimum=3), WEB)
    assert score(label, make_sheet(**levels)).minimums is status


def test_minimums_of_a_label_without_any_are_met():
    assert score(make_label(TEAM), AnswerSheet()).minimums is MET


def test_missed_minimums_are_listed_in_order():
    label = make_label(
        make_criterion("team", minimum=2),
        make_criterion("money", minimum=3),
        make_criterion("plan", minimum=1),
        make_criterion("web", minimum=1),
    )
    missed = score(label, make_sheet(team=1, money=3, web=0)).missed_minimums
    assert [c.criterion.id for c in missed] == ["team", "web"]


@pytest.mark.parametrize(
    ("levels", "threshold", "minimums", "outcome"),
    [
        ({"team": 2, "money": 4}, MET, MET, MET),
        ({"team": 2, "money": 3}, MISSED, MET, MISSED),
        ({"team": 1, "money": 4}, MISSED, MISSED, MISSED),
        ({"team": 2}, UNDETERMINED, MET, UNDETERMINED),
        ({"team": 1}, MISSED, MISSED, MISSED),
        ({"team": 4}, UNDETERMINED, MET, UNDETERMINED),
        ({"money": 4}, UNDETERMINED, UNDETERMINED, UNDETERMINED),
    ],
)
def test_outcome_needs_the_threshold_and_every_minimum(levels, threshold, minimums, outcome):
    label = make_label(make_criterion("team", points=6, minimum=2), MONEY, threshold=7)
    card = score(label, make_sheet(**levels))
    assert (card.threshold, card.minimums, card.outcome) == (threshold, minimums, outcome)


def test_missed_minimum_stops_the_label_whatever_the_total():
    label = make_label(make_criterion("team", points=1, minimum=1), MONEY, threshold=1)
    card = score(label, make_sheet(team=0, money=4))
    assert (card.threshold, card.minimums, card.outcome) == (MET, MISSED, MISSED)


def test_open_minimum_keeps_the_outcome_open_though_the_threshold_is_met():
    label = make_label(make_criterion("team", points=1, minimum=1), MONEY, threshold=1)
    card = score(label, make_sheet(money=4))
    assert (card.threshold, card.minimums, card.outcome) == (MET, UNDETERMINED, UNDETERMINED)


@pytest.mark.parametrize(
    ("team", "money", "outcome"),
    [(2, 4, MET), (2, 1, MISSED), (4, None, UNDETERMINED), (1, None, MISSED)],
)
def test_outcome_needs_the_minimum_of_every_section(team, money, outcome):
    sections = (
        make_section("structure", TEAM, minimum=Fraction(3)),
        make_section("finance", MONEY, minimum=Fraction(2)),
    )
    levels = {"team": team} | ({} if money is None else {"money": money})
    card = score(make_label(sections=sections, threshold=3), make_sheet(**levels))
    assert (card.threshold is MISSED, card.outcome) == (team == 1 and money == 1, outcome)
