"""What is gathered from the copy of a draft, or a submission, for the self-assessment report."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from assessment.domain.conditions import Status
from assessment.domain.progress import Progress
from assessment.domain.scorecard import Reason
from assessment.reports.before import Then
from assessment.reports.chart_rows import ChartSection
from assessment.reports.findings import ConditionFinding
from assessment.reports.self_assessment import (
    GapFinding,
    SectionProgress,
    SelfAssessmentFacts,
    StepFinding,
)
from tests.reports.decided import UNANSWERED, answer, found, make_verdict, piece, review
from tests.reports.self_assessed import EARLIER, make_self_assessment

ALL = Fraction(20)


def test_draft_is_told_with_the_moment_of_its_copy_and_who_ordered_it() -> None:
    report = make_self_assessment()

    assert (report.is_draft, report.submitted_by) == (True, "Olga Owner")
    assert (report.outcome, report.points, report.maximum) == (Status.MET, ALL, ALL)
    assert not make_self_assessment(is_draft=False).is_draft


def test_sections_have_progress_points_and_what_they_need() -> None:
    report = make_self_assessment(
        answers={"pace": answer(0, values={"how": "slow"})}, carried=("reach",)
    )

    work = report.progresses[0]
    assert work == SectionProgress(
        "1 Work: how/what?", Progress(4, 4, 3, 1, 0, 0), Fraction(0), ALL, Fraction(4)
    )
    assert report.charted == (
        ChartSection("1 Work: how/what?", ALL, agreed=Fraction(0), threshold=Fraction(4)),
    )
    assert report.chart_rows("All sections")[-1] == ChartSection(
        "All sections", ALL, agreed=Fraction(0), threshold=Fraction("12.5")
    )


def test_label_without_points_charts_what_is_done() -> None:
    report = make_self_assessment(label="start", answers={"team": answer(1, evidence=[])})

    assert report.charted == (ChartSection("1 People", Fraction(1), Fraction(1), Fraction(0)),)
    assert report.chart_rows("All sections") == report.charted
    assert report.has_levels
    assert not report.has_figures


def test_shortest_way_names_each_raise_in_words() -> None:
    report = make_self_assessment(
        answers={"pace": answer(0, values={"how": "slow"}), "team": answer(0)}
    )

    way = report.way
    assert way is not None
    assert (way.label_title, way.is_own, way.is_reachable) == ("Top", True, True)
    assert way.steps == sum(step.steps for step in way.raises)
    assert way.raises == (
        StepFinding("1.4 Pace", 0, 2, 2, False, Fraction(5), "Fast."),
        StepFinding("3.1 Team", 0, 1, 1, False, Fraction(0), "One."),
    )


def test_unanswered_criterion_starts_at_no_level() -> None:
    way = make_self_assessment(answers={"team": UNANSWERED}).way

    assert way is not None
    (step,) = way.raises
    assert (step.name, step.start, step.target) == ("3.1 Team", None, 1)


def test_what_must_be_answered_without_a_level_is_a_gap() -> None:
    asked = ("top.yaml", "{id: figure, obligation: informative}", "{id: figure}")
    way = make_self_assessment(asked, answers={"figure": UNANSWERED, "team": answer(0)}).way

    assert way is not None
    assert way.gaps == (GapFinding("2.1 A figure", "Not answered yet."),)


def test_reached_label_leads_to_the_next_and_the_highest_to_none() -> None:
    start = make_self_assessment(label="start").way

    assert start is not None
    assert (start.label_title, start.is_own) == ("Top", False)
    assert make_self_assessment().way is None


def test_conditions_that_no_level_meets_are_left() -> None:
    way = make_self_assessment(held=None, answers={"team": answer(0)}).way

    assert way is not None
    assert way.left == (
        ConditionFinding(
            Status.MISSED,
            "The label “Start” is held, and its certificate is 18 to 24 months old.",
            "It is not held.",
        ),
    )


@pytest.mark.parametrize(
    ("is_draft", "detail"),
    [(True, "Held for 20 months."), (False, "On the day of submission it was 20 months old.")],
)
def test_label_held_before_is_told_for_the_day_that_counts(is_draft: bool, detail: str) -> None:
    assert detail in [c.detail for c in make_self_assessment(is_draft=is_draft).conditions]


def test_criterion_says_why_it_has_its_points() -> None:
    report = make_self_assessment(
        answers={"pace": answer(2, values={"how": "fast"}, evidence=[]), "area": UNANSWERED}
    )

    assert found(report, "Pace").explained == (
        "Claimed, not supported: level 2 of 2 earns nothing yet. Evidence is missing."
    )
    assert found(report, "Reach").explained == "Level 2 of 2 earns 4 of 4 points."
    assert found(report, "Area").explained == "Not answered yet."
    assert found(report, "Area").own.reason is Reason.UNANSWERED


def test_what_a_draft_left_open_is_not_given_up() -> None:
    def minimums(*, is_draft: bool) -> ConditionFinding:
        report = make_self_assessment(answers={"team": UNANSWERED}, is_draft=is_draft)
        return next(c for c in report.conditions if c.text.startswith("Minimums"))

    assert minimums(is_draft=True).status is Status.UNDETERMINED
    assert minimums(is_draft=False).status is Status.MISSED


def before_with(**changes: object) -> SelfAssessmentFacts:
    verdict = replace(make_verdict(**changes), submitted_at=EARLIER)  # type: ignore[arg-type]
    return make_self_assessment(before=verdict)


def test_assessment_before_is_compared_by_levels_and_points() -> None:
    report = before_with(
        answers={"pace": answer(0, values={"how": "slow"}), "team": answer(1)},
        reviews={"pace": review(agreed=0), "team": review(agreed=2)},
    )

    before = report.before
    assert before is not None
    assert (before.label_title, before.submitted_on) == ("Top", date(2024, 3, 3))
    assert (before.points, before.final_points, before.maximum) == (Fraction(0), Fraction(0), ALL)
    assert before.criteria["1.4"] == Then(0, 2, Fraction(0), Fraction(5), 0, Fraction(0), 2)
    assert before.criteria["3.1"] == Then(1, 2, None, Fraction(0), 2, None, 1)
    assert before.criteria["2.1"].highest is None
    assert before.changes == (2, 4, 0)


def test_assessment_before_that_was_not_decided_has_no_final_levels() -> None:
    verdict = make_verdict()
    report = make_self_assessment(
        before=replace(verdict, decision={"panel": [], "criteria": {}}, submitted_at=EARLIER)
    )

    assert report.before is not None
    assert not report.before.is_decided
    assert report.before.final_points is None
    assert report.before.criteria["1.1"].final_level is None


def test_assessment_before_for_another_label_compares_what_both_ask() -> None:
    report = before_with(label="start")

    assert report.before is not None
    assert [*report.before.criteria] == ["3.1"]
    assert report.before.maximum == 0


def test_evidence_has_kind_and_size() -> None:
    report = make_self_assessment(answers={"team": answer(2, evidence=[piece(1, size=2_048)])})

    (item,) = found(report, "Team").evidence
    assert (item.title, item.kind, item.size) == ("Document 1", "document", 2_048)
