"""The evaluation report: what the panel found, criterion by criterion."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from assessment.reports.charts import ChartSection, ChartWords, section_chart
from assessment.reports.rendering import render


@dataclass(frozen=True, slots=True)
class RatingFinding:
    """What one reviewer gave and wrote."""

    reviewer: str
    level: int
    comment: str


@dataclass(frozen=True, slots=True)
class EvidenceFinding:
    """A piece of evidence: a file with its SHA-256, or a link with its address."""

    title: str
    sha256: str
    url: str

    @property
    def has_safe_url(self) -> bool:
        """Whether the address is one of the web, fit for a link in a document."""
        return self.url.startswith(("https://", "http://"))


@dataclass(frozen=True, slots=True)
class CriterionFinding:
    """One criterion: the cluster's own level and the agreed one, with what both sides said."""

    number: str
    title: str
    question: str
    highest_level: int
    minimum: int | None
    is_minimum_missed: bool
    self_level: int
    self_level_text: str
    agreed_level: int
    agreed_level_text: str
    points: Fraction
    maximum: Fraction
    justification: str
    evidence: tuple[EvidenceFinding, ...]
    ratings: tuple[RatingFinding, ...]
    agreement_reason: str


@dataclass(frozen=True, slots=True)
class SectionFinding:
    """A section with its points by self rating and by agreement."""

    number: int
    title: str
    intro: str
    self_points: Fraction
    points: Fraction
    maximum: Fraction
    criteria: tuple[CriterionFinding, ...]


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A member of the panel; `country` is its name in the report's language."""

    name: str
    country: str


@dataclass(frozen=True, slots=True)
class EvaluationFacts:
    """Everything that stands in an evaluation report, in words of its language.

    `is_awarded` tells the decision; `certificate_number` and `valid_until` are None unless awarded.
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
    submission_digest: str
    decided_at: datetime
    is_awarded: bool
    statement: str
    certificate_number: str | None
    valid_until: date | None
    panel: tuple[Reviewer, ...]
    self_points: Fraction
    points: Fraction
    maximum: Fraction
    threshold: Fraction
    is_threshold_met: bool
    missed_minimums: tuple[CriterionFinding, ...]
    sections: tuple[SectionFinding, ...]

    @property
    def minimum_count(self) -> int:
        """How many criteria have a minimum."""
        return sum(c.minimum is not None for section in self.sections for c in section.criteria)

    @property
    def shortfall(self) -> Fraction:
        """The points that are missing for the threshold, never negative."""
        return max(self.threshold - self.points, Fraction(0))

    def chart_rows(self, all_sections: str) -> list[ChartSection]:
        """A row for each section, and one for the whole with the threshold."""
        rows = [
            ChartSection(f"{s.number} {s.title}", s.maximum, s.self_points, s.points)
            for s in self.sections
        ]
        total = (self.maximum, self.self_points, self.points, self.threshold)
        return [*rows, ChartSection(all_sections, *total)]


def evaluation_html(facts: EvaluationFacts) -> str:
    """The report as HTML for print, with its chart as SVG."""
    return render(
        "pdf/evaluation.html",
        facts.language,
        facts=facts,
        section_chart=section_chart,
        chart_words=ChartWords,
    )
