"""What does not apply by rule: its condition fails, so it leaves the score whatever is said."""

from fractions import Fraction

import pytest

from assessment.domain.answers import Answer
from assessment.domain.conditions import LevelReached
from assessment.domain.criteria import UNRATED, Aggregation, NotApplicable
from assessment.domain.scorecard import Reason, Status
from assessment.domain.scoring import score
from tests.domain.building import (
    is_yes,
    make_criterion,
    make_label,
    make_question,
    make_section,
    make_sheet,
    make_yes_no,
    of_profile,
)

FORBID, EXCLUDE, ZERO = NotApplicable
HAS_WEB = is_yes(of_profile("has-web"))
NOT_HERE = Answer(justification="We have none.", is_not_applicable=True)
LOWEST = Aggregation.LOWEST
PROFILE = (make_yes_no("has-web"),)


def make(criterion_id, points, policy=EXCLUDE, **more):
    return make_criterion(criterion_id, points=points, not_applicable=policy, **more)


TEAM, PLAN, WEB = make("team", 4), make("plan", 4), make("web", 2)
WEB_BY_RULE = make("web", 2, FORBID, when=HAS_WEB)


@pytest.mark.parametrize(
    ("has_web", "reason"), [(False, Reason.NOT_APPLICABLE_BY_RULE), (True, Reason.ANSWERED)]
)
def test_criterion_whose_condition_fails_does_not_apply_by_rule(has_web, reason):
    web = make("web", 2, FORBID, when=HAS_WEB, minimum=3)
    sheet = make_sheet(profile={"has-web": has_web}, web=3)
    found = score(make_label(web, profile=PROFILE), sheet).of("web")
    assert found.reason is reason
    if not has_web:
        assert (found.level, found.points, found.minimum) == (None, None, None)
        assert (found.is_excluded, found.is_supported, found.is_gap) == (True, True, False)
        assert (found.is_asked, found.is_answered, found.is_open) == (False, False, False)


def test_rule_comes_before_what_the_cluster_or_a_reviewer_says():
    label = make_label(make("web", 2, EXCLUDE, when=HAS_WEB), profile=PROFILE)
    sheet = make_sheet({"web": NOT_HERE}, profile={"has-web": False})
    for given in (sheet, sheet.attested({"web": 4})):
        assert score(label, given).of("web").reason is Reason.NOT_APPLICABLE_BY_RULE


@pytest.mark.parametrize(
    ("has_web", "reason"),
    [
        (False, Reason.NOT_APPLICABLE_BY_RULE),
        (True, Reason.UNANSWERED),
        (None, Reason.UNANSWERED),
    ],
)
def test_what_is_not_rated_does_not_apply_where_all_its_questions_fall_away(has_web, reason):
    visits, pages = (make_question(key, when=HAS_WEB) for key in ("visits", "pages"))
    facts = make_criterion("web", points=0, scale=UNRATED, questions=(visits, pages))
    profile = {} if has_web is None else {"has-web": has_web}
    label = make_label(facts, threshold=None, profile=PROFILE)
    found = score(label, make_sheet(profile=profile)).of("web")
    assert (found.reason, found.is_gap) == (reason, has_web is not False)


def test_what_is_not_rated_applies_while_one_of_its_questions_is_asked():
    questions = (make_question("visits", when=HAS_WEB), make_question("pages"))
    facts = make_criterion("web", points=0, scale=UNRATED, questions=questions)
    label = make_label(facts, threshold=None, profile=PROFILE)
    found = score(label, make_sheet(profile={"has-web": False})).of("web")
    assert found.reason is Reason.UNANSWERED


def test_level_may_be_claimed_where_all_questions_fall_away():
    web = make_criterion("web", questions=(make_question("visits", when=HAS_WEB),))
    card = score(make_label(web, profile=PROFILE), make_sheet(profile={"has-web": False}, web=2))
    assert (card.points, card.of("web").reason) == (2, Reason.ANSWERED)


def by_rule(*criteria, claimed=(), sections=(), **levels):
    """The scorecard of a cluster without a web site."""
    label = make_label(*criteria, sections=sections, profile=PROFILE)
    sheet = make_sheet(dict.fromkeys(claimed, NOT_HERE), profile={"has-web": False}, **levels)
    return score(label, sheet)


def test_what_does_not_apply_by_rule_leaves_the_score_without_a_cap():
    team = make("team", 8, FORBID, when=HAS_WEB)
    card = by_rule(team, WEB, team=4, web=2)
    found = card.sections[0]
    assert (found.points, found.possible, found.maximum) == (5, 5, 10)
    assert (found.claimed, found.excluded, found.is_over_cap) == (0, 0, False)
    assert (card.points, card.maximum, card.asked, card.answered) == (5, 10, 1, 1)


def test_cap_is_taken_of_what_applies():
    # of six points three may leave; four are claimed, so two of three are earned
    found = by_rule(
        make("reach", 4, FORBID, when=HAS_WEB), PLAN, WEB, claimed=["plan"], web=4
    ).sections[0]
    assert (found.claimed, found.excluded) == (4, 3)
    assert (found.points, found.maximum) == (Fraction(20, 3), 10)


WHOLE = make_section("online", WEB_BY_RULE, minimum=Fraction(1))
REST = make_section("structure", TEAM, make("mix", 14))


@pytest.mark.parametrize("web", [0, 4])
def test_section_in_which_nothing_applies_leaves_the_score(web):
    card = by_rule(sections=(WHOLE, REST), team=4, mix=2, web=web)
    online, structure = card.sections
    assert (online.points, online.possible, online.maximum) == (0, 0, 0)
    assert (online.minimum, online.asked, online.answered) == (None, 0, 0)
    assert structure.points == 11
    # eleven of eighteen, taken to twenty
    assert (card.points, card.possible, card.maximum) == (Fraction(110, 9), Fraction(110, 9), 20)


def test_label_in_which_nothing_applies_has_no_points():
    card = by_rule(WEB_BY_RULE, web=4)
    assert (card.points, card.possible, card.maximum) == (0, 0, 2)
    assert card.threshold is Status.MISSED


def test_weakest_criterion_is_sought_among_those_that_count():
    section = make_section("s", WEB_BY_RULE, TEAM, PLAN, aggregation=LOWEST)
    found = by_rule(sections=(section,), claimed=["plan"], team=3).sections[0]
    assert (found.points, found.possible, found.maximum) == (Fraction(15, 2), Fraction(15, 2), 10)


def test_claims_over_the_cap_leave_nothing_where_the_weakest_decides():
    section = make_section("s", TEAM, PLAN, WEB, aggregation=LOWEST)
    found = by_rule(sections=(section,), claimed=["plan", "web"], team=4).sections[0]
    assert (found.excluded, found.claimed) == (5, 6)
    assert (found.points, found.possible, found.maximum) == (0, 0, 10)


def test_weakest_section_is_sought_among_those_that_count():
    sections = (WHOLE, REST, make_section("plans", PLAN))
    label = make_label(sections=sections, aggregation=LOWEST, profile=PROFILE)
    card = score(label, make_sheet(profile={"has-web": False}, team=4, mix=4, plan=1))
    assert (card.points, card.possible, card.maximum) == (6, 6, 24)


def test_condition_may_ask_for_the_level_of_another_criterion():
    plan = make("plan", 4, FORBID, when=LevelReached("team", 3))
    label = make_label(TEAM, plan)
    assert score(label, make_sheet(team=2, plan=4)).points == 4
    assert score(label, make_sheet(team=3, plan=4)).points == 7
