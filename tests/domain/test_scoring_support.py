"""Claims that are not supported: what they lack, in words and as data, and what follows."""

from datetime import date
from fractions import Fraction
from itertools import permutations

import pytest

from assessment.domain.answers import Answer, Piece
from assessment.domain.criteria import (
    UNRATED,
    EvidenceKind,
    EvidenceRule,
    NotApplicable,
    SupportRule,
)
from assessment.domain.figures import Figure, Operation
from assessment.domain.questions import Obligation
from assessment.domain.scorecard import SETTLED, Reason, Status
from assessment.domain.scoring import score
from tests.domain.building import (
    TODAY,
    make_answer,
    make_criterion,
    make_label,
    make_question,
    make_scale,
    make_sheet,
    own,
)

DOCUMENT, LINK = EvidenceKind.DOCUMENT, EvidenceKind.LINK
JUSTIFICATION, MISSING = Reason.JUSTIFICATION_MISSING, Reason.EVIDENCE_MISSING
UNSUITABLE, TOO_OLD, OPEN = (
    Reason.EVIDENCE_UNSUITABLE,
    Reason.EVIDENCE_TOO_OLD,
    Reason.QUESTIONS_OPEN,
)
OUT = Reason.FIGURE_OUT_OF_BOUNDS
OLD, FRESH = Piece(DOCUMENT, date(2020, 1, 1)), Piece(DOCUMENT, TODAY)
BOTH_FROM_1 = SupportRule(1, (EvidenceRule(1, at_least=2),))
PAPERS = EvidenceRule(2, at_least=2, kinds=frozenset({DOCUMENT}), months_old_at_most=24)


def claim(level, *evidence, rules=(), justification="We do.", on=TODAY, **more):
    """The score of a claim that is held against these rules on evidence."""
    criterion = make_criterion(support=SupportRule(1, tuple(rules)), minimum=1, **more)
    answer = Answer(level, justification, evidence)
    return score(make_label(criterion), make_sheet({"team": answer}, on=on)).of("team")


@pytest.mark.parametrize(
    ("answer", "lacks"),
    [
        (Answer(3, "", (FRESH, FRESH)), (JUSTIFICATION,)),
        (Answer(3, "  ", (FRESH, FRESH)), (JUSTIFICATION,)),
        (Answer(3, "We do.", (FRESH,)), (MISSING,)),
        (Answer(3, "", ()), (JUSTIFICATION, MISSING)),
    ],
)
def test_claim_without_support_keeps_its_level_and_earns_zero(answer, lacks):
    criterion = make_criterion(support=BOTH_FROM_1, minimum=2)
    found = score(make_label(criterion), make_sheet({"team": answer})).of("team")
    assert (found.level, found.points, found.possible) == (3, 0, 0)
    assert (found.reason, found.lacks) == (lacks[0], lacks)
    assert (found.is_answered, found.is_open, found.is_supported) == (True, False, False)
    assert (found.minimum, found.is_gap) == (Status.MISSED, True)


def test_claim_with_all_that_is_asked_earns_its_points():
    found = claim(3, FRESH, FRESH, rules=(PAPERS,))
    assert (found.points, found.reason, found.lacks) == (3, Reason.ANSWERED, ())
    assert (found.minimum, found.is_gap, found.is_supported) == (Status.MET, False, True)


def test_claim_below_the_levels_of_all_rules_needs_no_support():
    assert claim(0, rules=(PAPERS,), justification="").reason is Reason.ANSWERED


def test_attested_level_needs_no_support():
    sheet = make_sheet({"team": Answer(1)}).attested({"team": 3})
    found = score(make_label(make_criterion(support=BOTH_FROM_1)), sheet).of("team")
    assert (found.points, found.reason, found.lacks) == (3, Reason.ANSWERED, ())


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [
        ((), MISSING),
        ((FRESH,), MISSING),
        ((FRESH, Piece(LINK, TODAY)), UNSUITABLE),
        ((Piece(LINK, TODAY),) * 2, UNSUITABLE),
        ((FRESH, OLD), TOO_OLD),
        ((OLD, OLD), TOO_OLD),
        ((FRESH, Piece(DOCUMENT)), TOO_OLD),
        ((FRESH, OLD, Piece(LINK, TODAY)), TOO_OLD),
        ((FRESH, OLD, FRESH), None),
        ((FRESH, FRESH), None),
    ],
)
def test_evidence_is_missing_or_of_another_kind_or_too_old(evidence, reason):
    for order in permutations(evidence):
        found = claim(2, *order, rules=(PAPERS,))
        assert found.lacks == ((reason,) if reason else ())
        assert found.points == (0 if reason else 2)


def test_evidence_cannot_be_young_enough_where_the_day_is_not_known():
    assert claim(2, FRESH, FRESH, rules=(PAPERS,), on=None).lacks == (TOO_OLD,)


def test_too_old_is_told_where_any_kind_will_do():
    rule = EvidenceRule(1, months_old_at_most=24)
    assert claim(2, OLD, rules=(rule,)).lacks == (TOO_OLD,)
    assert claim(2, Piece(LINK, TODAY), rules=(rule,)).lacks == ()


@pytest.mark.parametrize(
    ("evidence", "lacks"),
    [
        ((), (MISSING,)),
        ((OLD, OLD), (TOO_OLD, UNSUITABLE)),
        ((OLD,), (MISSING, UNSUITABLE)),
        ((FRESH, FRESH), (UNSUITABLE,)),
        ((FRESH, Piece(LINK)), (UNSUITABLE,)),
        ((FRESH, FRESH, Piece(LINK)), ()),
        ((FRESH, OLD, Piece(LINK)), (TOO_OLD,)),
    ],
)
def test_several_rules_are_told_apart_and_each_fault_once(evidence, lacks):
    page = EvidenceRule(1, kinds=frozenset({LINK}))
    for rules in permutations((PAPERS, page, page)):
        assert claim(2, *evidence, rules=rules).lacks == lacks


def test_everything_that_is_lacking_is_named_questions_first():
    found = claim(2, rules=(PAPERS,), justification="", questions=(make_question("size"),))
    assert (found.reason, found.lacks) == (OPEN, (OPEN, JUSTIFICATION, MISSING))


def test_claim_that_lacks_more_than_answers_waits_for_no_answers():
    found = claim(2, questions=(make_question("size"),), justification="")
    assert (found.is_waiting, found.possible, found.minimum) == (False, 0, Status.MISSED)


def test_level_of_a_claim_decides_which_rules_bear_on_it():
    rules = (EvidenceRule(1), EvidenceRule(3, at_least=2))
    found = [claim(level, FRESH, rules=rules).points for level in range(5)]
    assert found == [0, 1, 2, 0, 0]


def test_rules_count_from_the_level_and_not_from_the_step_of_the_scale():
    criterion = make_criterion(scale=make_scale(1, 3), support=SupportRule(2))
    sheet = make_sheet({"team": Answer(1)})
    assert score(make_label(criterion), sheet).of("team").reason is Reason.ANSWERED


@pytest.mark.parametrize(
    ("support", "lacks"),
    [
        (SupportRule(0, (EvidenceRule(0),)), (JUSTIFICATION, MISSING)),
        (SupportRule(1, (EvidenceRule(1),)), ()),
    ],
)
def test_what_is_not_rated_is_held_to_the_rules_from_level_zero(support, lacks):
    size = make_question("size")
    criterion = make_criterion(points=0, scale=UNRATED, questions=(size,), support=support)
    sheet = make_sheet({"team": Answer(values={"size": 3})})
    found = score(make_label(criterion), sheet).of("team")
    assert (found.lacks, found.points, found.level) == (lacks, None, None)
    assert found.is_supported is not bool(lacks)


def test_unsupported_claim_to_what_should_be_answered_is_no_gap():
    criterion = make_criterion(support=BOTH_FROM_1, obligation=Obligation.SHOULD)
    found = score(make_label(criterion), make_sheet({"team": Answer(3)})).of("team")
    assert (found.points, found.is_supported, found.is_gap) == (0, False, False)


def test_gaps_are_the_unanswered_and_the_unsupported_in_order():
    label = make_label(
        make_criterion("team"),
        make_criterion("money", support=BOTH_FROM_1),
        make_criterion("plan"),
        make_criterion("web", support=BOTH_FROM_1),
        make_criterion("staff", questions=(make_question("size"),)),
    )
    sheet = make_sheet(
        {
            "money": Answer(2, "", (FRESH, FRESH)),
            "plan": make_answer(0),
            "web": Answer(1, "We do.", (FRESH,)),
            "staff": make_answer(2),
        }
    )
    assert [(gap.criterion.id, gap.reason) for gap in score(label, sheet).gaps] == [
        ("team", Reason.UNANSWERED),
        ("money", JUSTIFICATION),
        ("web", MISSING),
        ("staff", OPEN),
    ]


def test_nothing_is_left_to_be_done_for_these_reasons():
    assert {reason.value for reason in SETTLED} == {
        "answered",
        "not_applicable",
        "not_applicable_by_rule",
        "future",
    }


SHARE = Figure(
    "share",
    Operation.RATIO,
    (own("came"), own("asked")),
    in_percent=True,
    at_least=Fraction(0),
    at_most=Fraction(100),
)
TURNOUT = {"questions": (make_question("came"), make_question("asked")), "figures": (SHARE,)}


def turnout(came, asked, **more):
    """The score of a claim of which the share of those that came is a figure."""
    criterion = make_criterion(minimum=1, **{**TURNOUT, **more})
    values = {"came": str(came), "asked": str(asked)}
    answer = make_answer(3, values={key: value for key, value in values.items() if value != "None"})
    return score(make_label(criterion), make_sheet({"team": answer})).of("team")


def test_claim_whose_figure_cannot_be_true_earns_nothing_and_is_a_gap():
    found = turnout(50, 10)
    assert (found.level, found.points, found.possible) == (3, 0, 0)
    assert (found.reason, found.lacks) == (OUT, (OUT,))
    assert (found.minimum, found.is_gap, found.out_of_bounds) == (Status.MISSED, True, (SHARE,))


def test_claim_whose_figure_lies_at_its_bound_is_supported():
    found = turnout(10, 10)
    assert (found.points, found.reason, found.out_of_bounds) == (3, Reason.ANSWERED, ())


def test_figure_that_is_not_known_is_not_out_of_bounds():
    assert turnout(50, None).lacks == (OPEN,)
    assert turnout(50, 0).reason is Reason.ANSWERED


def test_what_a_figure_is_out_of_bounds_for_is_named_before_words_and_evidence():
    criterion = make_criterion(support=BOTH_FROM_1, **TURNOUT)
    answer = Answer(3, values={"came": "50", "asked": "10"})
    found = score(make_label(criterion), make_sheet({"team": answer})).of("team")
    assert found.lacks == (OUT, JUSTIFICATION, MISSING)


def test_figure_of_what_is_not_rated_cannot_be_out_of_bounds_either():
    criterion = make_criterion(scale=UNRATED, points=0, **TURNOUT)
    answer = make_answer(None, values={"came": "50", "asked": "10"})
    found = score(make_label(criterion), make_sheet({"team": answer})).of("team")
    assert (found.level, found.points, found.reason) == (None, None, OUT)


def test_level_that_a_reviewer_attests_stands_whatever_the_figures():
    criterion = make_criterion(**TURNOUT)
    answer = make_answer(None, values={"came": "50", "asked": "10"})
    sheet = make_sheet({"team": answer}).attested({"team": 3})
    found = score(make_label(criterion), sheet).of("team")
    assert (found.points, found.reason, found.out_of_bounds) == (3, Reason.ANSWERED, (SHARE,))


def test_figures_of_what_is_claimed_not_to_apply_do_not_matter():
    criterion = make_criterion(not_applicable=NotApplicable.EXCLUDE, **TURNOUT)
    values = {"came": "50", "asked": "10"}
    answer = make_answer(None, values=values, is_not_applicable=True)
    found = score(make_label(criterion), make_sheet({"team": answer})).of("team")
    assert found.reason is Reason.NOT_APPLICABLE
