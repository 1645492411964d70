"""What one answer earns and why, and what criteria, sections and the whole add up to."""

from fractions import Fraction

import pytest

from assessment.domain.answers import UNANSWERED, Answer, AnswerSheet
from assessment.domain.conditions import LevelReached
from assessment.domain.criteria import UNRATED, CriterionStatus
from assessment.domain.errors import InvalidRating, UnknownCriterion
from assessment.domain.figures import Figure, Operation
from assessment.domain.questions import Obligation, QuestionType
from assessment.domain.rating import Bands, ByChoice
from assessment.domain.scorecard import Reason, Status
from assessment.domain.scoring import score
from tests.domain.building import (
    is_yes,
    make_answer,
    make_criterion,
    make_label,
    make_question,
    make_scale,
    make_section,
    make_sheet,
    make_yes_no,
    of_profile,
    own,
)

SHOULD, INFORMATIVE = Obligation.SHOULD, Obligation.INFORMATIVE
SIZE = make_question("size")
NOTE = make_question("note", QuestionType.TEXT, obligation=SHOULD)
BY_SIZE = Bands(own("size"), ((1, Fraction(5)), (2, Fraction(10)), (3, Fraction(20))))
UNRATED_FACTS = make_criterion(points=0, scale=UNRATED, questions=(SIZE, NOTE))


def scored(criterion, answer, **more):
    """The score of one answer to a label that asks one criterion."""
    return score(make_label(criterion), make_sheet({criterion.id: answer}, **more)).of(criterion.id)


def asked(*questions, **more):
    """A criterion on which the cluster chooses its level and answers questions."""
    return make_criterion(questions=questions, **more)


@pytest.mark.parametrize(
    ("level", "points"), [(0, 0), (1, Fraction(3, 2)), (2, 3), (3, Fraction(9, 2)), (4, 6)]
)
def test_level_earns_its_share_of_the_points_exactly(level, points):
    found = scored(make_criterion(points=6), make_answer(level))
    assert (found.points, found.possible) == (points, points)


def test_points_on_a_scale_of_four_steps_are_exact_thirds():
    criterion = make_criterion(points=5, scale=make_scale(1, 4))
    assert scored(criterion, make_answer(2)).points == Fraction(5, 3)


def test_unanswered_criterion_has_no_points_rather_than_zero():
    found = scored(make_criterion(), UNANSWERED)
    assert (found.points, found.level, found.reason) == (None, None, Reason.UNANSWERED)
    assert (found.possible, found.is_open, found.is_answered) == (4, True, False)


def test_lowest_level_is_an_answer_that_earns_zero():
    found = scored(make_criterion(), make_answer(0))
    assert (found.points, found.level, found.reason) == (0, 0, Reason.ANSWERED)
    assert (found.possible, found.is_open, found.is_answered) == (0, False, True)


def test_criterion_without_points_is_answered_and_earns_none():
    found = scored(make_criterion(points=0), make_answer(3))
    assert (found.points, found.level, found.reason) == (None, 3, Reason.ANSWERED)
    assert found.possible == 0


@pytest.mark.parametrize("level", [-1, 5, 100])
def test_level_that_the_scale_lacks_is_refused(level):
    with pytest.raises(InvalidRating, match=f"team: {level}"):
        score(make_label(make_criterion("team")), make_sheet(team=level))


def test_level_of_what_is_not_rated_is_refused():
    with pytest.raises(InvalidRating, match="team: 0"):
        scored(UNRATED_FACTS, make_answer(0))


def test_level_that_the_answers_make_earns_its_points():
    found = scored(
        make_criterion(questions=(SIZE,), rating=BY_SIZE), make_answer(None, values={"size": 12})
    )
    assert (found.level, found.points, found.reason) == (2, 2, Reason.ANSWERED)


def test_level_claimed_beside_answers_that_make_it_does_not_count():
    criterion = make_criterion(questions=(SIZE,), rating=BY_SIZE)
    assert scored(criterion, make_answer(4, values={"size": 12})).level == 2
    assert scored(criterion, make_answer(4)).reason is Reason.UNANSWERED


@pytest.mark.parametrize("values", [{}, {"note": "later"}, {"size": 3}])
def test_level_that_is_chosen_is_unanswered_without_one(values):
    found = scored(asked(SIZE, NOTE), make_answer(None, values=values))
    assert (found.reason, found.points, found.is_open) == (Reason.UNANSWERED, None, True)
    assert found.open_questions == (() if "size" in values else ("size",))


def test_level_stays_open_while_the_answers_that_make_it_are():
    criterion = make_criterion(questions=(SIZE, NOTE), rating=BY_SIZE)
    found = scored(criterion, make_answer(None, values={"note": "later"}))
    assert (found.reason, found.points, found.is_open) == (Reason.QUESTIONS_OPEN, None, True)
    assert (found.open_questions, found.lacks) == (("size",), ())
    assert (found.is_answered, found.is_supported) == (False, False)


def test_level_stays_open_where_the_answers_make_none():
    ratio = Figure("share", Operation.RATIO, (own("size"), own("all")))
    criterion = make_criterion(
        questions=(SIZE, make_question("all")),
        figures=(ratio,),
        rating=Bands(own("share"), ((1, Fraction(1)),)),
    )
    found = scored(criterion, make_answer(None, values={"size": 3, "all": 0}))
    assert (found.reason, found.open_questions) == (Reason.QUESTIONS_OPEN, ())
    assert found.figures == {"share": None}


def test_open_answers_may_earn_no_more_than_the_best_that_they_can_make():
    criterion = make_criterion(questions=(SIZE, NOTE), rating=BY_SIZE)
    assert scored(criterion, UNANSWERED).possible == 3
    found = scored(criterion, make_answer(None, values={"note": "later"}))
    assert (found.best, found.possible) == (3, 3)


def test_claim_with_an_open_question_earns_nothing_until_it_is_answered():
    found = scored(asked(SIZE), make_answer(3))
    assert (found.level, found.points, found.reason) == (3, 0, Reason.QUESTIONS_OPEN)
    assert (found.lacks, found.open_questions) == ((Reason.QUESTIONS_OPEN,), ("size",))
    assert (found.is_open, found.is_answered, found.is_waiting) == (False, True, True)
    assert (found.best, found.possible) == (3, 3)


def test_claim_needs_no_answer_to_what_should_only_be_answered():
    found = scored(asked(NOTE), make_answer(3))
    assert (found.points, found.reason, found.lacks) == (3, Reason.ANSWERED, ())


def test_claim_needs_no_answer_to_what_is_not_asked():
    criterion = asked(make_yes_no("written"), make_question("year", when=is_yes(own("written"))))
    assert scored(criterion, make_answer(3, values={"written": False})).points == 3
    found = scored(criterion, make_answer(3, values={"written": True}))
    assert (found.points, found.open_questions) == (0, ("year",))


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, Reason.UNANSWERED),
        ({"note": "later"}, Reason.QUESTIONS_OPEN),
        ({"size": 0}, Reason.ANSWERED),
    ],
)
def test_what_is_not_rated_is_answered_with_its_questions(values, reason):
    found = scored(UNRATED_FACTS, make_answer(None, values=values))
    assert (found.reason, found.level, found.points, found.lacks) == (reason, None, None, ())
    assert found.is_answered is (reason is Reason.ANSWERED)
    assert found.possible == 0


def test_what_is_not_rated_earns_nothing_whatever_points_it_is_given():
    criterion = make_criterion(points=4, scale=UNRATED, questions=(SIZE,))
    found = scored(criterion, make_answer(None, values={"size": 3}))
    assert (found.reason, found.points, found.possible) == (Reason.ANSWERED, None, 0)
    assert scored(criterion, UNANSWERED).possible == 0


def test_minimum_bears_on_no_level_where_nothing_is_rated():
    criterion = make_criterion(points=0, scale=UNRATED, questions=(SIZE,), minimum=0)
    assert scored(criterion, make_answer(None, values={"size": 3})).minimum is Status.MISSED
    assert scored(criterion, UNANSWERED).minimum is Status.MISSED


def test_figures_are_shown_with_every_score():
    double = Figure("double", Operation.SUM, (own("size"), own("size")))
    criterion = asked(SIZE, figures=(double,))
    for answer, figure in (
        (UNANSWERED, None),
        (make_answer(None, values={"size": 2}), 4),
        (make_answer(3, values={"size": 3}), 6),
    ):
        assert scored(criterion, answer).figures == {"double": figure}


def test_level_that_no_option_stands_for_is_refused_when_the_scale_lacks_it():
    rating = ByChoice(own("form"), {"club": 9})
    form = make_question("form", QuestionType.CHOICE, options=("club",))
    with pytest.raises(InvalidRating, match="team: 9"):
        scored(
            make_criterion(questions=(form,), rating=rating),
            make_answer(None, values={"form": "club"}),
        )


def test_attested_level_earns_its_points_whatever_is_open():
    claimed = AnswerSheet({"team": make_answer(1)})
    found = score(make_label(asked(SIZE)), claimed.attested({"team": 3})).of("team")
    assert (found.points, found.reason, found.open_questions) == (3, Reason.ANSWERED, ())


def test_level_of_a_table_waits_for_all_its_rows():
    costs = make_question(
        "costs", QuestionType.TABLE, columns=(make_question("cost"),), rows_at_least=2
    )
    bands = Bands(own("costs", "cost"), ((1, 10), (3, 30)))
    criterion = make_criterion(questions=(costs,), rating=bands, minimum=3)

    def of_rows(*numbers):
        rows = [{"cost": number} for number in numbers]
        return scored(criterion, make_answer(None, values={"costs": rows}))

    begun = of_rows(15)
    assert (begun.level, begun.reason, begun.possible) == (None, Reason.QUESTIONS_OPEN, 3)
    assert (begun.open_questions, begun.minimum) == (("costs",), Status.UNDETERMINED)
    whole = of_rows(15, 15)
    assert (whole.level, whole.points, whole.minimum) == (3, 3, Status.MET)


def test_what_is_final_and_left_open_is_given_up():
    asked_ = make_criterion("team", minimum=1), make_criterion("plan")
    label = make_label(*asked_, threshold=5)
    for is_final, status in ((False, Status.UNDETERMINED), (True, Status.MISSED)):
        sheet = make_sheet({"team": Answer(is_final=is_final)}, plan=4)
        found = score(label, sheet)
        assert (found.of("team").reason, found.of("team").minimum) == (Reason.UNANSWERED, status)
        assert (found.points, found.possible) == (4, 4 if is_final else 8)
        assert found.threshold is status
        assert found.of("team").points is None


def test_level_that_is_given_up_is_reached_by_no_condition():
    level = LevelReached("team", 1)
    label = make_label(make_criterion("team"), make_criterion("plan", when=level))
    sheet = make_sheet({"team": Answer(is_final=True)}, plan=4)
    assert score(label, sheet).of("plan").reason is Reason.NOT_APPLICABLE_BY_RULE


def test_final_answer_to_what_may_not_apply_counts():
    gate = make_yes_no("exports")
    plan = make_criterion("plan", when=is_yes(of_profile("exports")))
    label = make_label(make_criterion("team"), plan, threshold=8, profile=(gate,))
    for is_final, status in ((False, Status.UNDETERMINED), (True, Status.MISSED)):
        sheet = make_sheet({"plan": make_answer(3, is_final=is_final)}, team=4)
        found = score(label, sheet)
        assert (found.points, found.threshold) == (7, status)
        assert found.of("plan").is_presumed is not is_final


def test_what_the_reviewers_have_not_settled_is_open():
    claimed = make_sheet(team=3)
    found = score(make_label(make_criterion("team")), claimed.attested({}, ["team"])).of("team")
    assert (found.points, found.reason, found.possible) == (None, Reason.UNANSWERED, 4)


@pytest.mark.parametrize("status", [CriterionStatus.FUTURE, CriterionStatus.RETIRED])
def test_criterion_that_does_not_count_today_is_shown_and_not_scored(status):
    later = make_criterion("later", points=9, minimum=3, status=status, questions=(SIZE,))
    card = score(make_label(make_criterion("team"), later), make_sheet(team=2, later=4))
    found = card.of("later")
    assert (found.reason, found.points, found.level) == (Reason.FUTURE, None, None)
    assert (found.minimum, found.is_supported, found.is_gap) == (None, True, False)
    assert (found.is_asked, found.is_answered, found.is_open) == (False, False, False)
    assert (card.points, card.possible, card.maximum) == (2, 2, 4)
    assert (card.asked, card.answered, card.outcome) == (1, 1, Status.MET)


def test_criterion_that_does_not_count_today_is_not_presumed_to_apply():
    later = make_criterion("later", status=CriterionStatus.FUTURE, when=is_yes(own("size")))
    assert (
        not score(make_label(make_criterion("team"), later), make_sheet()).of("later").is_presumed
    )


def test_answer_to_what_the_label_does_not_ask_is_ignored():
    label = make_label(make_criterion("team"))
    assert score(label, make_sheet(team=2, weather=99)) == score(label, make_sheet(team=2))


def test_scorecard_does_not_know_a_criterion_that_the_label_does_not_ask():
    with pytest.raises(UnknownCriterion, match="weather"):
        score(make_label(make_criterion("team")), make_sheet(weather=4)).of("weather")


def test_section_sums_what_its_criteria_earn():
    first = make_section("structure", make_criterion("reach", points=4), number=1)
    second = make_section(
        "finance", make_criterion("money", points=6), make_criterion("horizon", points=5), number=2
    )
    label = make_label(sections=(first, second))
    structure, finance = score(label, make_sheet(reach=1, money=3)).sections
    assert (structure.section_id, structure.number) == ("structure", 1)
    assert (structure.points, structure.possible, structure.maximum) == (1, 1, 4)
    assert (structure.answered, structure.asked) == (1, 1)
    assert (finance.points, finance.possible) == (Fraction(9, 2), Fraction(19, 2))
    assert (finance.maximum, finance.answered, finance.asked) == (11, 1, 2)


def test_scorecard_sums_all_sections():
    first = make_section("structure", make_criterion("reach", points=4))
    second = make_section("finance", make_criterion("money", points=6), make_criterion("team"))
    card = score(make_label(sections=(first, second)), make_sheet(reach=1, money=3))
    assert (card.points, card.possible, card.maximum) == (Fraction(11, 2), Fraction(19, 2), 14)
    assert (card.answered, card.asked) == (2, 3)


def test_section_in_which_nothing_is_scored_bears_on_nothing():
    scored_section = make_section("structure", make_criterion("reach"))
    asked_section = make_section("facts", make_criterion("money", points=0))
    card = score(make_label(sections=(scored_section, asked_section)), make_sheet(reach=2, money=1))
    assert (card.points, card.maximum) == (2, 4)
    facts = card.sections[1]
    assert (facts.points, facts.possible, facts.maximum) == (0, 0, 0)


def test_label_in_which_nothing_is_scored_has_no_points():
    card = score(make_label(make_criterion(points=0), threshold=None), make_sheet(team=4))
    assert (card.points, card.possible, card.maximum, card.shortfall) == (0, 0, 0, 0)


def test_what_is_asked_for_information_is_no_gap_and_earns_nothing():
    facts = make_criterion("facts", points=0, obligation=INFORMATIVE)
    card = score(make_label(make_criterion("team"), facts), make_sheet(team=3))
    assert (card.gaps, card.points, card.asked, card.answered) == ((), 3, 2, 1)


def test_what_should_be_answered_earns_zero_while_it_is_not_and_is_no_gap():
    team, plan = make_criterion("team"), make_criterion("plan", obligation=SHOULD)
    card = score(make_label(team, plan, threshold=5), make_sheet(team=4))
    assert (card.gaps, card.points, card.possible) == ((), 4, 8)
    assert card.threshold is Status.UNDETERMINED
