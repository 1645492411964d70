"""What can be read off a scorecard and its parts."""

from fractions import Fraction

import pytest

from assessment.domain.criteria import UNRATED, NotApplicable
from assessment.domain.questions import Obligation
from assessment.domain.scorecard import ConditionKind, CriterionScore, Reason, SectionScore, Status
from assessment.domain.scoring import score
from tests.domain.building import make_criterion, make_label, make_section, make_sheet

OPEN = {Reason.UNANSWERED, Reason.QUESTIONS_OPEN}
OUT = {Reason.NOT_APPLICABLE_BY_RULE, Reason.FUTURE}
DONE = {Reason.ANSWERED, Reason.NOT_APPLICABLE} | OUT


def found(reason, **more):
    """The score of a criterion that has this reason and no level."""
    values = {"level": None, "points": None, **more}
    return CriterionScore(make_criterion(), reason=reason, **values)


@pytest.mark.parametrize("reason", list(Reason))
def test_reason_says_what_is_asked_answered_open_and_done(reason):
    score_ = found(reason)
    assert score_.is_asked is (reason not in OUT)
    assert score_.is_open is (reason in OPEN)
    assert score_.is_answered is (reason not in OPEN | OUT)
    assert score_.is_to_be_rated is score_.is_answered
    assert score_.is_supported is (reason in DONE)
    assert score_.is_gap is (reason not in DONE)


def test_criterion_applies_for_certain_unless_something_else_is_said():
    assert not found(Reason.ANSWERED).is_presumed


def test_claim_with_a_level_is_answered_though_questions_are_open():
    claim = found(Reason.QUESTIONS_OPEN, level=2)
    assert (claim.is_open, claim.is_answered, claim.is_gap) == (False, True, True)


def test_what_is_not_rated_is_not_to_be_rated():
    criterion = make_criterion(points=0, scale=UNRATED)
    assert not CriterionScore(criterion, None, None, Reason.ANSWERED).is_to_be_rated


def test_gap_is_only_in_what_must_be_answered():
    criterion = make_criterion(obligation=Obligation.SHOULD)
    assert not CriterionScore(criterion, None, None, Reason.UNANSWERED).is_gap


@pytest.mark.parametrize("policy", list(NotApplicable))
@pytest.mark.parametrize("reason", list(Reason))
def test_what_does_not_apply_is_excluded_by_rule_or_where_a_claim_may(reason, policy):
    criterion = make_criterion(not_applicable=policy)
    is_claim = reason is Reason.NOT_APPLICABLE and policy is NotApplicable.EXCLUDE
    is_out = is_claim or reason is Reason.NOT_APPLICABLE_BY_RULE
    assert CriterionScore(criterion, None, None, reason).is_excluded is is_out


@pytest.mark.parametrize(
    ("lacks", "is_waiting"),
    [
        ((Reason.QUESTIONS_OPEN,), True),
        ((Reason.QUESTIONS_OPEN, Reason.EVIDENCE_MISSING), False),
        ((Reason.EVIDENCE_MISSING,), False),
        ((), False),
    ],
)
def test_claim_waits_where_it_lacks_answers_alone(lacks, is_waiting):
    reason = lacks[0] if lacks else Reason.ANSWERED
    claim = found(reason, level=2, points=Fraction(0), lacks=lacks, best=2)
    assert claim.is_waiting is is_waiting
    assert claim.possible == (2 if is_waiting else 0)


def test_section_is_over_its_cap_when_more_is_claimed_than_left_out():
    section = make_section("s", make_criterion())
    zero, two, three = Fraction(0), Fraction(2), Fraction(3)
    for claimed, is_over in ((zero, False), (two, False), (three, True)):
        found_ = SectionScore(section, (), zero, zero, zero, min(claimed, two), claimed)
        assert found_.is_over_cap is is_over


def test_scorecard_finds_criteria_and_conditions():
    label = make_label(make_criterion("team", minimum=1), make_criterion("plan", minimum=2))
    card = score(label, make_sheet(team=1, plan=1))
    assert card.of("plan").level == 1
    assert [c.subject for c in card.of_kind(ConditionKind.MINIMUM)] == ["team", "plan"]
    assert [c.criterion.id for c in card.missed_minimums] == ["plan"]
    assert (card.minimums, card.outcome) == (Status.MISSED, Status.MISSED)


@pytest.mark.parametrize(
    ("threshold", "level", "shortfall"), [(3, 1, 2), (3, 3, 0), (3, 4, 0), (None, 0, 0)]
)
def test_shortfall_is_never_less_than_nothing(threshold, level, shortfall):
    card = score(make_label(threshold=threshold), make_sheet(team=level))
    assert card.shortfall == shortfall


@pytest.mark.parametrize("threshold", [0, -3])
def test_shortfall_of_a_threshold_that_asks_nothing_is_nothing(threshold):
    assert score(make_label(threshold=threshold), make_sheet(team=0)).shortfall == 0


def test_criteria_without_a_minimum_have_no_part_in_the_minimums():
    label = make_label(make_criterion("team", minimum=1), make_criterion("plan"))
    assert score(label, make_sheet(team=1)).minimums is Status.MET
