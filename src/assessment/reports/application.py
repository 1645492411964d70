"""The application as it was submitted: what the cluster answered, with what, and who signed it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from assessment.reports.findings import EvidenceFinding, SubmissionFacts
from assessment.reports.questionnaire import wording
from assessment.reports.rendering import render


@dataclass(frozen=True, slots=True)
class ListedEvidence:
    """A piece of evidence with the numbers of the criteria that it supports; `size` in bytes."""

    title: str
    filename: str
    size: int | None
    sha256: str
    url: str
    since: date | None
    dated_on: date | None
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFacts(SubmissionFacts):
    """Everything that stands in an application; what counts is what the cluster says."""

    is_reviewed: ClassVar[bool] = False

    submitted_by: str
    evidence: tuple[ListedEvidence, ...]


def safe_links(evidence: tuple[ListedEvidence, ...]) -> Iterator[str]:
    """The addresses among the evidence that may be links in a document."""
    for item in evidence:
        if EvidenceFinding(item.title, "", item.url).has_safe_url:
            yield item.url


def application_html(facts: ApplicationFacts) -> str:
    """The application as HTML for print."""
    return render(
        "pdf/application.html",
        facts.language,
        facts=facts,
        text=wording(facts.language),
        safe_links=frozenset(safe_links(facts.evidence)),
    )
