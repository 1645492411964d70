"""What the evaluation report prints of the panel itself."""

from dataclasses import replace
from datetime import date

import pytest

from assessment.reports.evaluating import evaluation_facts
from assessment.reports.evaluation import evaluation_html
from assessment.reports.findings import DeclarationFinding, VisitFinding
from assessment.reports.verdict import Verdict
from tests.reports.decided import ADA, BO, make_verdict

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
                "johtaa ryhmää",
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
