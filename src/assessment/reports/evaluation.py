"""The evaluation report: what the panel found, criterion by criterion."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import ClassVar

from assessment.domain.conditions import Status
from assessment.reports.chart_rows import ChartSection, ChartWords
from assessment.reports.charts import section_chart
from assessment.reports.findings import (
    AppealFinding,
    AwardConditionFinding,
    ClarificationFinding,
    CriterionFinding,
    DeclarationFinding,
    RenewalFinding,
    Reviewer,
    SubmissionFacts,
    VisitFinding,
)
from assessment.reports.questionnaire import RuleFacts, wording
from assessment.reports.rendering import render


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationFacts(SubmissionFacts):
    """Everything that stands in an evaluation report; what counts is what the panel agreed on, but
    for the levels that the decision set otherwise.

    `is_awarded` tells the decision; `certificate_number` and `valid_until` are None unless awarded.
    `condition_count` and `met_count` count every single minimum, where `conditions` names them as one.
    `appeal` is there where this decides on one, `renewal` where a label is renewed.
    `visit` is None and `declarations` are empty where the decision's record has none.
    """

    is_reviewed: ClassVar[bool] = True

    decided_at: datetime
    is_awarded: bool
    statement: str
    certificate_number: str | None
    valid_until: date | None
    panel: tuple[Reviewer, ...]
    self_points: Fraction
    condition_count: int
    met_count: int
    method: tuple[str, ...]
    rules: tuple[RuleFacts, ...]
    visit: VisitFinding | None = None
    declarations: tuple[DeclarationFinding, ...] = ()
    clarifications: tuple[ClarificationFinding, ...] = ()
    award_conditions: tuple[AwardConditionFinding, ...] = ()
    appeal: AppealFinding | None = None
    renewal: RenewalFinding | None = None

    @property
    def rated(self) -> tuple[CriterionFinding, ...]:
        """The criteria on which there is a level or the word that it does not apply."""
        return tuple(c for c in self.criteria if c.is_rated)

    @property
    def unreached_minimums(self) -> tuple[CriterionFinding, ...]:
        """The criteria whose minimum is missed or open."""
        return tuple(c for c in self.criteria if c.minimum_status not in (None, Status.MET))

    def chart_rows(self, all_sections: str) -> list[ChartSection]:
        """A row for each section with points, and one for the whole with the threshold."""
        rows = [
            ChartSection(f"{s.number} {s.title}", s.maximum, s.self_points, s.points, s.minimum)
            for s in self.scored_sections
        ]
        total = (self.maximum, self.self_points, self.points, self.threshold)
        return [*rows, ChartSection(all_sections, *total)]


def evaluation_html(facts: EvaluationFacts) -> str:
    """The report as HTML for print, with its chart as SVG."""
    return render(
        "pdf/evaluation.html",
        facts.language,
        facts=facts,
        text=wording(facts.language),
        section_chart=section_chart,
        chart_words=ChartWords,
    )
