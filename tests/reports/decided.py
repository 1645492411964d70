"""Decided submissions as their frozen records, under the scheme of `asked`."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from assessment.reports.evaluating import evaluation_facts
from assessment.reports.evaluation import EvaluationFacts
from assessment.reports.findings import CriterionFinding, SectionFinding, SubmissionFacts
from assessment.reports.verdict import Verdict
from assessment.services.records import sheet_of
from tests.reports.asked import Change, make_edition

Record = dict[str, Any]

SHA256 = "0123456789abcdef" * 4
ADA, BO = {"name": "Ada Example", "country": "FI"}, {"name": "Bo Sample", "country": "SE"}

PROFILE: Record = {
    "members": "20",
    "staff": "2.5",
    "costs": "100000",
    "founded": "2014-03-01",
    "checked": "yearly",
    "hosted": True,
}
"""A cluster that is large and old enough, with a host: every criterion applies to it."""

HELD: Record = {"label": "start", "since": "2024-10-01", "until": None}
"""Held for 20 months on the day of submission, where 18 to 24 are asked for."""


def piece(number: int = 1, **changes: Any) -> Record:
    """A document of last spring, as a record keeps it."""
    return {
        "id": number,
        "title": f"Document {number}",
        "filename": f"document-{number}.pdf",
        "media_type": "application/pdf",
        "size": 1_000,
        "sha256": SHA256,
        "url": "",
        "dated_on": "2026-06-01",
    } | changes


def answer(level: int | None = None, **changes: Any) -> Record:
    """An answer that is supported whatever its rule asks; the level is what the record keeps of it."""
    return {
        "level": level,
        "justification": "We do.",
        "values": {},
        "is_not_applicable": False,
        "evidence": [piece(1), piece(2)],
    } | changes


ANSWERS: Mapping[str, Record] = {
    "team": answer(2),
    "reach": answer(2, values={"asked": "12", "reached": "10"}),
    "spending": answer(
        2,
        values={
            "items": [
                {"name": "Camera", "kind": "tool", "price": "1200"},
                {"name": "First aid", "kind": "course"},
            ],
            "skills": ["data", "care"],
        },
    ),
    "rules": answer(
        2, values={"written": True, "often": "yearly", "text": "One.\n\nTwo.", "copy": "2"}
    ),
    "pace": answer(2, values={"how": "fast"}),
    "figure": answer(values={"count": "1250"}, evidence=[]),
    "area": answer(2, values={"areas": ["team"]}),
}
"""The highest level on every criterion of the label `top`."""

UNANSWERED: Record = answer(justification="", evidence=[])
LEFT_OUT: Record = answer(justification="Not ours.", evidence=[], is_not_applicable=True)


def rating(level: int | None = 2, comment: str = "Seen.", **changes: Any) -> Record:
    """What one reviewer gave, without quality checks unless they are named."""
    return {"level": level, "comment": comment} | changes


def review(*ratings: Record, agreed: int | None = 2, reason: str = "") -> Record:
    """What the panel found on one criterion; both reviewers agree unless said otherwise."""
    return {"agreed": agreed, "ratings": [*(ratings or (rating(), rating()))], "reason": reason}


RATED = ("team", "reach", "spending", "rules", "pace", "area")


def make_verdict(
    *changes: Change,
    label: str = "top",
    language: str = "en",
    answers: Mapping[str, Record] | None = None,
    reviews: Mapping[str, Record | None] | None = None,
    profile: Mapping[str, Any] | None = None,
    held: Record | None = HELD,
    panel: tuple[Record, ...] = (ADA, BO),
    certificate: str | None = "G-2026-0007",
) -> Verdict:
    """A label reached with everything, changed as given; a review None: not for the panel to rate."""
    edition = make_edition(*changes)
    asked = {c.id for c in edition.scheme.label(label).criteria}
    given = {**ANSWERS, "tomorrow": UNANSWERED, **(answers or {})}
    found = {**{key: review() for key in RATED}, **(reviews or {})}
    record = {
        "cluster": {"name": "Arctic Design", "organisation": "The Office", "country": "FI"},
        "label": label,
        "on": "2026-06-15",
        "profile": {**PROFILE, **(profile or {})},
        "held": [held] if held else [],
        "answers": {key: entry for key, entry in given.items() if key in asked},
    }
    decision = {
        "panel": [*panel],
        "criteria": {key: entry for key, entry in found.items() if key in asked and entry},
    }
    return verdict_of_records(edition, record, decision, language, certificate)


def verdict_of_records(
    edition: Any, record: Record, decision: Record, language: str, certificate: str | None
) -> Verdict:
    """The verdict on records, decided in August 2026."""
    return Verdict(
        edition=edition,
        language=language,
        record=record,
        decision=decision,
        sheet=sheet_of(record),
        submitted_at=datetime(2026, 6, 15, 9, 0, tzinfo=UTC),
        submission_digest="b" * 64,
        decided_at=datetime(2026, 8, 20, 9, 0, tzinfo=UTC),
        statement="Well done.",
        issuer="Demonstration Office",
        certificate_number=certificate,
        valid_until=date(2028, 8, 31) if certificate else None,
    )


def make_report(*changes: Change, **verdict: Any) -> EvaluationFacts:
    """What stands in the report on such a verdict."""
    return evaluation_facts(make_verdict(*changes, **verdict))


def found(facts: SubmissionFacts, title: str) -> CriterionFinding:
    """The criterion of that title."""
    return next(criterion for criterion in facts.criteria if criterion.title == title)


def section(facts: EvaluationFacts, title: str) -> SectionFinding:
    """The section of that title."""
    return next(section for section in facts.sections if section.title == title)
