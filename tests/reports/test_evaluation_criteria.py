"""A criterion and its section as the evaluation report prints them."""

from fractions import Fraction

import pytest

from assessment.domain.conditions import Status
from assessment.domain.questions import Obligation
from assessment.domain.scorecard import Reason
from assessment.reports.evaluation import Reviewer
from assessment.reports.findings import (
    AnswerFinding,
    CheckFinding,
    RatingFinding,
    SideFinding,
    TableFinding,
)
from tests.reports.findings import (
    LEFT_OUT,
    OUT_BY_RULE,
    UNANSWERED,
    a_criterion,
    a_section,
    an_indicator,
    printed,
    rated,
    told,
    words,
)


def test_criterion_shows_both_ratings_evidence_comments_and_reason():
    section = words(printed().pages[3])

    for expected in (
        "1 Structure Who belongs.",
        "Agreed by the panel: 3 of 4 points. Self-assessment: 4 points.",
        "1.1 Committed participation Who takes part?",
        "Self-assessment 4 of 4 Advanced. Nearly all do.",
        "Agreed by the panel 3 of 4 Advanced. Most do.",
        "3 of 4 points Minimum level 2 reached",
        "We have a list. It is dated.",
        "The list Dated 30 April 2026 · SHA-256 0123456789abcdef…",
        "Our page https://example.org/members",
        "Ada Example: level 3 The list is sound. Bo Sample: level 2",
        "Why the panel agreed on this level The visit settled it.",
    ):
        assert expected in section


def test_criterion_without_minimum_evidence_and_reason_says_no_more_than_it_has():
    bare = a_criterion(
        minimum=None, minimum_status=None, evidence=(), justification="", agreement_reason=""
    )
    section = words(printed(bare).pages[3])

    assert "Minimum" not in section
    assert "The cluster gave no evidence for this criterion." in section
    assert "Justification" not in section
    assert "Why the panel" not in section


def test_evidence_that_no_rule_asks_for_is_not_missed():
    assert "Evidence" not in told(a_criterion(evidence=(), asks_evidence=False))


def test_the_same_level_on_both_sides_is_confirmed_once():
    section = told(a_criterion(own=rated(), agreed=rated()))

    assert section.count("Most do.") == 1
    assert "Agreed by the panel 3 of 4 Advanced. The panel confirms the self-assessment." in section


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        (
            a_criterion(own=LEFT_OUT, agreed=LEFT_OUT, is_excluded=True, minimum_status=None),
            "Self-assessment – Claimed not to apply. Agreed by the panel – Does not apply. "
            "Left out of the score Minimum level 2 does not count here "
            "Why it does not apply, by the cluster",
        ),
        (
            a_criterion(own=LEFT_OUT, agreed=LEFT_OUT, points=Fraction(0), minimum=None),
            "Agreed by the panel – Does not apply. 0 of 4 points",
        ),
        (
            a_criterion(own=LEFT_OUT),
            "Self-assessment – Claimed not to apply. Agreed by the panel 3 of 4 Advanced. Most do.",
        ),
        (
            a_criterion(agreed=OUT_BY_RULE, is_excluded=True, condition="“Host”: yes"),
            "Does not apply by the cluster’s answers. It applies only if this holds: “Host”: yes.",
        ),
        (
            a_criterion(
                own=UNANSWERED,
                agreed=UNANSWERED,
                points=None,
                minimum=None,
                obligation=Obligation.SHOULD,
            ),
            "May be left unanswered. The cluster did not answer. 0 of 4 points",
        ),
        (
            a_criterion(own=rated(4, lacks=(Reason.EVIDENCE_MISSING,)), is_derived=True),
            "Most do. The level follows from the answers. Claimed, not supported. Evidence is missing.",
        ),
        (
            a_criterion(own=SideFinding(Reason.QUESTIONS_OPEN)),
            "Self-assessment – No level, because questions are open.",
        ),
        (a_criterion(minimum_status=Status.UNDETERMINED), "Minimum level 2 open"),
        (a_criterion(obligation=Obligation.INFORMATIVE), "Asked for information. It has no part"),
        (
            a_criterion(ratings=(RatingFinding("Ada Example", None, "Seen."),)),
            "Ada Example: does not apply Seen.",
        ),
        (
            an_indicator(own=LEFT_OUT, agreed=LEFT_OUT, answers=()),
            "Who takes part? Does not apply, as claimed by the cluster.",
        ),
        (
            an_indicator(ratings=(RatingFinding("Ada Example", None, "Recounted."),)),
            "Comments by the reviewers Ada Example Recounted.",
        ),
    ],
)
def test_criterion_says_why_it_stands_as_it_does(criterion, expected):
    assert expected in told(criterion)


def test_answers_are_printed_with_all_their_kinds():
    table = TableFinding(
        ("Item", "Price (EUR)"), (False, True), (("Camera", "1,200"), ("Gift", "")), ("", "1,200")
    )
    criterion = an_indicator(
        answers=(
            AnswerFinding("Members", ("61 participants",)),
            AnswerFinding("Skills", ("Data", "Care")),
            AnswerFinding("Website", ("https://a.example",), "https://a.example"),
            AnswerFinding("Remarks"),
            AnswerFinding("Costs", table=table),
            AnswerFinding("Story", ("One.\n\nTwo.",), is_long=True),
        ),
        figures=(AnswerFinding("Share", ("12.5%",), is_derived=True),),
    )

    for expected in (
        "Members 61 participants",
        "Skills Data Care",
        "Website https://a.example",
        "Remarks Not answered",
        "Costs Item Price (EUR) Camera 1,200 Gift – Total 1,200",
        "Story One. Two.",
        "Share 12.5% (computed)",
    ):
        assert expected in told(criterion)
    assert "/Annots" in printed(criterion).pages[3]


def test_quality_checks_name_who_ticked_them():
    checks = (
        CheckFinding("The list is whole.", ("Ada Example", "Bo Sample")),
        CheckFinding("A sample agrees.", ()),
    )
    panel = words(printed(a_criterion(checks=checks)).pages[3])
    alone = words(
        printed(a_criterion(checks=checks), panel=(Reviewer("Ada Example", ""),)).pages[3]
    )

    assert "The list is whole. Ticked by Ada Example, Bo Sample" in panel
    assert "A sample agrees. Not ticked" in panel
    assert "The list is whole. Ticked A sample agrees. Not ticked" in alone


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.MET, "Minimum of 2.5 points reached"),
        (Status.MISSED, "Minimum of 2.5 points missed"),
        (Status.UNDETERMINED, "Minimum of 2.5 points open"),
    ],
)
def test_section_says_how_its_minimum_stands_and_how_its_points_came_about(status, expected):
    section = a_section(minimum=Fraction(5, 2), minimum_status=status, notes=("A note.",))

    assert f"points. {expected} A note." in told(sections=(section,))


def test_section_minimums_are_lines_in_the_chart():
    assert "Needed 2.5" in told(sections=(a_section(minimum=Fraction(5, 2)),))


def test_section_that_counted_for_the_panel_alone_has_no_self_rating():
    report = told(sections=(a_section(self_points=None),))

    assert "Agreed by the panel: 3 of 4 points. 1.1" in report


def test_sections_without_ratings_follow_each_other_on_the_page():
    def figures(number):
        indicator = an_indicator(number=f"{number}.1")
        return a_section(indicator, number=number, title=f"Figures {number}", maximum=Fraction(0))

    pages = printed(sections=(a_section(), figures(2), figures(3))).pages

    assert "2 Figures 2" in words(pages[4])
    assert "3 Figures 3" in words(pages[4])
