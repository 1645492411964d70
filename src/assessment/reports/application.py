"""The application as it was submitted: what the cluster answered, with what, and who signed it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from assessment.reports.evaluation import (
    ConditionFinding,
    CriterionFinding,
    EvidenceFinding,
    ProfileFinding,
    SectionFinding,
)
from assessment.reports.questionnaire import standing_in, wording
from assessment.reports.rendering import render


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """Who signed which statement, in which language."""

    name: str
    function: str
    statement: str
    language: str


@dataclass(frozen=True, slots=True)
class ListedEvidence:
    """A piece of evidence with the numbers of the criteria that it supports; `size` in bytes."""

    title: str
    filename: str
    size: int | None
    sha256: str
    url: str
    dated_on: date | None
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """Everything that stands in an application, in words of its language.

    `signed` is None for a submission from before statements were signed, `withdrawn_at` for one that
    stands. `maximum` and `threshold` as in an evaluation report.
    """

    language: str
    tier: str
    label_title: str
    scheme_title: str
    scheme_version: str
    scheme_note: str
    scheme_digest: str
    cluster_name: str
    organisation: str
    country: str
    issuer: str
    submitted_at: datetime
    submitted_by: str
    submission_digest: str
    signed: SignatureFacts | None
    points: Fraction
    maximum: Fraction
    threshold: Fraction | None
    conditions: tuple[ConditionFinding, ...]
    sections: tuple[SectionFinding, ...]
    evidence: tuple[ListedEvidence, ...]
    profile: ProfileFinding | None = None

    @property
    def criteria(self) -> tuple[CriterionFinding, ...]:
        return tuple(c for section in self.sections for c in section.criteria)

    @property
    def scored_sections(self) -> tuple[SectionFinding, ...]:
        """The sections in which points count."""
        return tuple(section for section in self.sections if section.maximum)

    def standing_in(self) -> tuple[int, int]:
        """How many texts stand in the source language, and how many translate an earlier wording."""
        return standing_in(self, self.language)


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
