"""What is said not to apply: forbidden, worth zero, or out of the score up to a cap."""

from fractions import Fraction

import pytest

from assessment.domain.answers import Answer
from assessment.domain.criteria import UNRATED, NotApplicable
from assessment.domain.figures import Figure, Operation
from assessment.domain.questions import Obligation
from assessment.domain.scorecard import Reason, Status
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

FORBID, EXCLUDE, ZERO = NotApplicable
NOT_HERE = Answer(justification="We have none.", is_not_applicable=True)
NO_REASON = Answer(justification=" \n", is_not_applicable=True)


def make(criterion_id, points, policy=EXCLUDE, **more):
    return make_criterion(criterion_id, points=points, not_applicable=policy, **more)


TEAM, PLAN, WEB = make("team", 4), make("plan", 4), make("web", 2)


def said(policy, answer=NOT_HERE, **more):
    """The score of a criterion of which the cluster says that it does not apply."""
    return score(make_label(make("team", 4, policy, **more)), make_sheet({"team": answer})).of(
        "team"
    )


def section_of(*criteria, claimed=(), **levels):
    """The score of one section of which some criteria are claimed not to apply."""
    section = make_section("structure", *criteria)
    sheet = make_sheet(dict.fromkeys(claimed, NOT_HERE), **levels)
    return score(make_label(sections=(section,)), sheet).sections[0]


def test_claim_that_the_criterion_forbids_is_no_answer():
    found = said(FORBID)
    assert (found.reason, found.points, found.is_open) == (Reason.UNANSWERED, None, True)
    assert (found.is_excluded, found.is_supported, found.is_gap) == (False, False, True)


def test_claim_that_the_criterion_forbids_withdraws_the_level():
    found = said(FORBID, make_answer(3, is_not_applicable=True))
    assert (found.reason, found.level, found.possible) == (Reason.UNANSWERED, None, 4)


def test_claim_earns_zero_where_the_rule_says_so():
    found = said(ZERO)
    assert (found.reason, found.points, found.level) == (Reason.NOT_APPLICABLE, 0, None)
    assert (found.is_excluded, found.is_supported, found.is_answered) == (False, True, True)
    assert (found.is_open, found.possible, found.is_gap) == (False, 0, False)


def test_claim_leaves_the_score_where_the_rule_says_so():
    found = said(EXCLUDE)
    assert (found.reason, found.points, found.level) == (Reason.NOT_APPLICABLE, None, None)
    assert (found.is_excluded, found.is_supported, found.is_answered) == (True, True, True)
    assert (found.is_open, found.possible, found.is_gap) == (False, 0, False)


@pytest.mark.parametrize("policy", [EXCLUDE, ZERO])
def test_claim_without_a_reason_earns_zero_and_is_a_gap(policy):
    found = said(policy, NO_REASON)
    assert (found.reason, found.points) == (Reason.JUSTIFICATION_MISSING, 0)
    assert found.lacks == (Reason.JUSTIFICATION_MISSING,)
    assert (found.is_excluded, found.is_supported, found.is_gap) == (False, False, True)
    assert (found.is_answered, found.is_waiting) == (True, False)


@pytest.mark.parametrize(("policy", "points"), [(EXCLUDE, None), (ZERO, 0)])
def test_reviewers_need_no_words_to_say_that_a_criterion_does_not_apply(policy, points):
    sheet = make_sheet().attested({"team": None})
    found = score(make_label(make("team", 4, policy)), sheet).of("team")
    assert (found.reason, found.points) == (Reason.NOT_APPLICABLE, points)


def test_reviewers_cannot_say_it_either_where_it_is_forbidden():
    sheet = make_sheet(team=4).attested({"team": None})
    assert score(make_label(make("team", 4, FORBID)), sheet).of("team").reason is Reason.UNANSWERED


@pytest.mark.parametrize(
    ("policy", "answer", "minimum"),
    [
        (EXCLUDE, NOT_HERE, None),
        (EXCLUDE, NO_REASON, Status.MISSED),
        (ZERO, NOT_HERE, Status.MISSED),
        (ZERO, NO_REASON, Status.MISSED),
        (FORBID, NOT_HERE, Status.UNDETERMINED),
    ],
)
@pytest.mark.parametrize("points", [4, 0])
def test_minimum_bears_on_a_claim_unless_it_leaves_the_score(points, policy, answer, minimum):
    criterion = make("team", points, policy, minimum=2)
    found = score(make_label(criterion, threshold=None), make_sheet({"team": answer})).of("team")
    assert found.minimum is minimum


@pytest.mark.parametrize("policy", [EXCLUDE, ZERO])
def test_claim_for_a_criterion_without_points_earns_none(policy):
    criterion = make_criterion(points=0, scale=UNRATED, not_applicable=policy)
    found = score(make_label(criterion, threshold=None), make_sheet({"team": NOT_HERE})).of("team")
    assert (found.reason, found.points, found.possible) == (Reason.NOT_APPLICABLE, None, 0)


def test_claim_keeps_the_figures():
    double = Figure("double", Operation.SUM, (own("size"), own("size")))
    answer = Answer(justification="No.", is_not_applicable=True, values={"size": 2})
    found = said(EXCLUDE, answer, questions=(make_question("size"),), figures=(double,))
    assert found.figures == {"double": 4}


@pytest.mark.parametrize("obligation", list(Obligation))
def test_what_is_excluded_takes_its_points_out_of_the_section(obligation):
    team = make("team", 4, obligation=obligation)
    found = section_of(team, PLAN, WEB, claimed=["team"], plan=2, web=4)
    assert (found.claimed, found.excluded, found.is_over_cap) == (4, 4, False)
    # two and two points of the six that are left, taken to ten
    assert (found.points, found.possible, found.maximum) == (Fraction(20, 3), Fraction(20, 3), 10)


def test_what_is_open_stays_possible_over_what_is_left():
    found = section_of(TEAM, PLAN, WEB, claimed=["team"], web=1)
    assert (found.points, found.possible) == (Fraction(5, 6), Fraction(15, 2))


def test_claim_without_a_reason_takes_nothing_out():
    section = make_section("structure", TEAM, PLAN)
    sheet = make_sheet({"team": NO_REASON}, plan=4)
    found = score(make_label(sections=(section,)), sheet).sections[0]
    assert (found.claimed, found.excluded, found.points) == (0, 0, 4)


def test_claim_that_earns_zero_takes_nothing_out():
    found = section_of(make("team", 4, ZERO), PLAN, claimed=["team"], plan=4)
    assert (found.claimed, found.excluded, found.points) == (0, 0, 4)


def test_claim_for_what_has_no_points_takes_nothing_out():
    found = section_of(make("team", 0), PLAN, claimed=["team"], plan=4)
    assert (found.claimed, found.excluded, found.points) == (0, 0, 4)


@pytest.mark.parametrize(
    ("points", "cap", "excluded", "earned"),
    [
        (4, Fraction(1, 2), 4, Fraction(40, 6)),
        (5, Fraction(1, 2), 5, 8),  # at the cap: four of the five that are left
        (6, Fraction(1, 2), 5, 8),  # over it: one more point is claimed and counts as zero
        (6, Fraction(3, 5), 6, 10),
        (4, Fraction(0), 0, 4),
        (4, Fraction(1, 4), Fraction(5, 2), Fraction(16, 3)),
    ],
)
def test_no_more_leaves_the_score_than_the_section_allows(points, cap, excluded, earned):
    rest = make("rest", 6 - points) if points < 6 else None
    criteria = [c for c in (make("team", points), PLAN, rest) if c]
    section = make_section("structure", *criteria, exclude_at_most=cap)
    sheet = make_sheet({"team": NOT_HERE}, plan=4, rest=0)
    found = score(make_label(sections=(section,)), sheet).sections[0]
    assert (found.claimed, found.excluded) == (points, excluded)
    assert (found.points, found.maximum) == (earned, 10)
    assert found.is_over_cap is (points > excluded)


def test_cap_is_half_of_the_points_where_nothing_else_is_said():
    assert make_section("structure", TEAM).exclude_at_most == Fraction(1, 2)


def test_section_of_which_all_is_claimed_earns_nothing_and_stays_in_the_score():
    found = section_of(TEAM, PLAN, claimed=["team", "plan"])
    assert (found.points, found.possible, found.maximum) == (0, 0, 8)
    assert (found.claimed, found.excluded, found.is_over_cap) == (8, 4, True)
