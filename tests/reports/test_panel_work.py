"""What the evaluation report prints of the panel itself."""

from dataclasses import replace
from datetime import date

import pytest

from assessment.domain.criteria import EvidenceKind
from assessment.reports.evaluating import evaluation_facts
from assessment.reports.evaluation import evaluation_html
from assessment.reports.findings import (
    AwardConditionFinding,
    ClarificationFinding,
    DeclarationFinding,
    EvidenceFinding,
    QuestionFinding,
    VisitFinding,
    WarningFinding,
)
from assessment.reports.verdict import Verdict
from tests.reports.decided import ADA, BO, SHA256, found, make_verdict, piece

DECLARED = "2026-07-01T08:00:00+00:00"
LEADING = {**ADA, "is_lead": True, "declared_at": DECLARED}
CLEARED = {
    **BO,
    "declared_at": DECLARED,
    "disclosed": "We met at a fair.",
    "cleared_because": "Meeting is no tie.",
}
GONE = {"name": "Cy Former", "country": "DE", "declared_at": DECLARED, "reason": "Ill."}
OUTCOME = {
    "sections": {
        "open": {"strengths": "Well led.", "improvements": "", "recommendations": "Go on."}
    },
    "visit": {"visited_on": "2026-07-20", "form": "on_site", "people": "Olga Owner\nEddie Editor"},
}


def verdict(language: str = "en") -> Verdict:
    """A decision whose record has declarations, somebody who left, and an outcome."""
    made = make_verdict(panel=(LEADING, CLEARED), language=language)
    first = made.label.sections[0].id
    sections = {first: OUTCOME["sections"]["open"]}
    decision = {**made.decision, "left": [GONE], "outcome": {**OUTCOME, "sections": sections}}
    return replace(made, decision=decision)


def test_declarations_are_those_of_the_panel_and_of_who_left():
    assert evaluation_facts(verdict()).declarations == (
        DeclarationFinding("Ada Example", "Finland", True, date(2026, 7, 1), "", ""),
        DeclarationFinding(
            "Bo Sample",
            "Sweden",
            False,
            date(2026, 7, 1),
            "We met at a fair.",
            "Meeting is no tie.",
        ),
        DeclarationFinding("Cy Former", "Germany", False, date(2026, 7, 1), "", "", "Ill."),
    )


def test_the_visit_and_the_findings_stand_in_the_report():
    facts = evaluation_facts(verdict())
    visited = VisitFinding(date(2026, 7, 20), "On site", "Olga Owner\nEddie Editor")
    assert facts.visit == visited
    assert (facts.sections[0].strengths, facts.sections[0].recommendations) == (
        "Well led.",
        "Go on.",
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Panel and visit", "20 July 2026", "On site", "Strengths", "leads the panel"]),
        (
            "fi",
            [
                "Arviointiryhmä ja vierailu",
                "20. heinäkuuta 2026",
                "Paikan päällä",
                "Vahvuudet",
                "vetää ryhmää",
            ],
        ),
    ],
)
def test_the_report_prints_them_in_its_language(language, expected):
    html = evaluation_html(evaluation_facts(verdict(language)))
    assert [
        text for text in [*expected, "Well led.", "Meeting is no tie."] if text not in html
    ] == []


def test_a_record_from_before_has_neither_visit_nor_declarations():
    facts = evaluation_facts(make_verdict())
    assert (facts.visit, facts.declarations) == (None, ())
    assert "Panel and visit" not in evaluation_html(facts)


ASKED = {
    "number": 1,
    "digest": "d" * 64,
    "asked_at": "2026-07-02T22:30:00+00:00",  # 01:30 on the third in Helsinki
    "due_on": "2026-07-17",
    "closed_at": "2026-07-10T08:00:00+00:00",
    "is_answered": True,
    "questions": [
        {
            "id": 1,
            "criterion": "team",
            "question": "Who is on it?",
            "answer": "Two people.",
            "evidence": [
                {**piece(7), "confidentiality": "open"},
                {**piece(8), "confidentiality": "confidential"},
            ],
        }
    ],
}


def decided(**changes: object) -> Verdict:
    """A decision whose record says this too."""
    made = verdict()
    return replace(made, decision={**made.decision, **changes})


def test_what_the_panel_asked_stands_with_its_days_answer_and_evidence():
    facts = evaluation_facts(decided(clarifications=[ASKED]))
    assert facts.clarifications == (
        ClarificationFinding(
            1,
            date(2026, 7, 3),
            date(2026, 7, 17),
            date(2026, 7, 10),
            True,
            "d" * 64,
            (
                QuestionFinding(
                    found(facts, "Team").number,
                    "Team",
                    "Who is on it?",
                    "Two people.",
                    (
                        EvidenceFinding(
                            "Document 7",
                            SHA256,
                            "",
                            date(2026, 6, 1),
                            kind=EvidenceKind.DOCUMENT,
                            size=1_000,
                        ),
                        EvidenceFinding("", "", "", is_confidential=True),
                    ),
                ),
            ),
        ),
    )
    html = evaluation_html(facts)
    assert "Document 8" not in html
    assert "Document 7" in html


def test_a_round_from_before_its_days_were_kept_is_printed_without_them():
    kept = {key: ASKED[key] for key in ("number", "digest", "questions")}
    facts = evaluation_facts(decided(clarifications=[kept]))
    (asked,) = facts.clarifications
    assert (asked.asked_on, asked.due_on, asked.closed_on, asked.is_answered) == (
        None,
        None,
        None,
        True,
    )
    assert "To be answered by" not in evaluation_html(facts)


def test_a_round_whose_days_ran_out_says_so():
    html = evaluation_html(
        evaluation_facts(decided(clarifications=[{**ASKED, "is_answered": False}]))
    )
    assert "the days ran out" in html


def test_a_level_that_the_decision_changed_counts_and_stands_beside_the_agreed_one():
    changes = {"pace": {"level": 1, "reason": "The list is from last year."}}
    before, facts = evaluation_facts(verdict()), evaluation_facts(decided(changes=changes))
    pace, agreed = found(facts, "Pace"), found(before, "Pace")
    assert pace.final is not None
    assert pace.final.level is not None
    assert (pace.agreed, pace.final.level.value) == (agreed.agreed, 1)
    assert pace.change_reason == "The list is from last year."
    assert facts.changed == (pace,)
    assert facts.points < before.points
    assert facts.points == sum(section.points for section in facts.sections)
    html = evaluation_html(facts)
    assert "Final because: The list is from last year." in html
    assert "Final, by the decision" in html


def test_without_a_change_the_final_level_is_the_agreed_one():
    facts = evaluation_facts(verdict())
    assert facts.changed == ()
    assert "Final, by the decision" not in evaluation_html(facts)


def test_conditions_of_the_award_are_printed():
    conditions = [{"text": "Publish the plan.", "due_on": "2026-10-01"}]
    facts = evaluation_facts(decided(proposed={"conditions": conditions}))
    assert facts.award_conditions == (
        AwardConditionFinding("Publish the plan.", date(2026, 10, 1)),
    )
    html = evaluation_html(facts)
    assert "is awarded with conditions" in html
    assert "1 October 2026" in html


def test_who_was_replaced_who_took_over_and_what_the_rules_warned_of_are_marked():
    warned = {"rule": "adviser", "because": "Nobody else knows the sector."}
    panel = [LEADING, {**CLEARED, "took_over_from": "Cy Former", "conflicts": [warned]}]
    facts = evaluation_facts(decided(panel=panel, left=[{**GONE, "state": "replaced"}]))
    leading, new, gone = facts.declarations
    assert (leading.is_replaced, leading.took_over_from, leading.warnings) == (False, "", ())
    assert new.took_over_from == "Cy Former"
    assert new.warnings == (
        WarningFinding("adviser to the cluster", "Nobody else knows the sector."),
    )
    assert (gone.is_replaced, gone.left_because) == (True, "Ill.")
    html = evaluation_html(facts)
    assert "Took over from Cy Former." in html
    assert "is kept and does not count" in html
