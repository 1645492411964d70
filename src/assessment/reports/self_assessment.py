"""The self-assessment report: where a cluster stands by its own answers, and the way on from there."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from assessment.domain.conditions import Status
from assessment.domain.criteria import EvidenceKind
from assessment.domain.progress import Progress
from assessment.reports.before import BeforeFinding
from assessment.reports.chart_rows import ChartSection, ChartWords
from assessment.reports.charts import section_chart, section_radar
from assessment.reports.findings import ConditionFinding, SubmissionFacts
from assessment.reports.one_page import (
    LONGEST_NAME,
    MOST_SECTIONS,
    pick_conditions,
    pick_steps,
    room_for_conditions,
    short,
)
from assessment.reports.questionnaire import standing_in, wording
from assessment.reports.rendering import render
from assessment.reports.words.messages import Messages
from assessment.reports.words.support import kind_words

LONGEST_TITLE = 80
"""Letters of a section's title for which a chart has room."""


@dataclass(frozen=True, slots=True)
class StepFinding:
    """One criterion to raise, and to which level; `start` is None where it is not answered.

    With `is_support` the claim that stands there is supported first. `points` is what it brings.
    """

    name: str
    start: int | None
    target: int
    steps: int
    is_support: bool
    points: Fraction
    text: str


@dataclass(frozen=True, slots=True)
class GapFinding:
    """A criterion that has to be answered or supported without a level to raise, and what it lacks."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class WayFinding:
    """The shortest way to a label: as many single `steps`, and the conditions `left` beside them.

    `is_looked_for` is False where a label has too many levels to look; `is_reachable` where no raise of
    levels reaches it. `is_own` says that it is the label of the assessment. The `gaps` are in none of the
    raises.
    """

    label_title: str
    is_own: bool
    is_scored: bool
    has_levels: bool
    is_looked_for: bool = True
    is_reachable: bool = True
    steps: int = 0
    raises: tuple[StepFinding, ...] = ()
    gaps: tuple[GapFinding, ...] = ()
    names_areas: bool = False
    left: tuple[ConditionFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """A section by its number and title, with how far its criteria are and what they earn.

    `maximum` is 0 where no points count, `minimum` None where none bears on it.
    """

    name: str
    progress: Progress
    points: Fraction
    maximum: Fraction
    minimum: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfAssessmentFacts(SubmissionFacts):
    """Everything that stands in a self-assessment report.

    Of a draft `submitted_at` is when its record was frozen, `submission_digest` that record's, and
    `submitted_by` whoever ordered the report. `outcome` tells whether the label is reached. `way` is
    None where no label is left to reach, `before` where there was no assessment before.
    """

    is_reviewed: ClassVar[bool] = False

    is_unsubmitted: bool
    submitted_by: str
    outcome: Status
    progress: Progress
    progresses: tuple[SectionProgress, ...]
    charted: tuple[ChartSection, ...]
    method: tuple[str, ...]
    way: WayFinding | None = None
    before: BeforeFinding | None = None

    @property
    def is_draft(self) -> bool:
        return self.is_unsubmitted

    @property
    def has_levels(self) -> bool:
        """Whether anything is rated at all."""
        return any(criterion.is_rated for criterion in self.criteria)

    @property
    def has_figures(self) -> bool:
        """Whether the figures of what is not rated stand in a table of their own: no points sum them up."""
        return not self.maximum and any(not criterion.is_rated for criterion in self.criteria)

    def standing_in(self) -> tuple[int, int]:
        """As of every document; what the way repeats counts once."""
        return standing_in(replace(self, way=None), self.language)

    def chart_rows(self, all_sections: str) -> tuple[ChartSection, ...]:
        """A row for each section; of a label with points one for the whole with the threshold, too."""
        sections = tuple(
            replace(one, title=short(one.title, LONGEST_TITLE)) for one in self.charted
        )
        if not self.maximum:
            return sections
        whole = ChartSection(
            all_sections, self.maximum, agreed=self.points, threshold=self.threshold
        )
        return (*sections, whole)


def self_assessment_html(facts: SelfAssessmentFacts) -> str:
    """The report as HTML for print, with its pictures as SVG."""
    messages = Messages(facts.language)
    steps = pick_steps((*facts.way.raises, *facts.way.gaps) if facts.way else ())
    room = room_for_conditions(len(facts.progresses), len(steps.shown))
    return render(
        "pdf/self_assessment.html",
        facts.language,
        facts=facts,
        text=wording(facts.language),
        conditions=pick_conditions(facts.conditions, room),
        steps=steps,
        most_sections=MOST_SECTIONS,
        name=short(facts.cluster_name, LONGEST_NAME),
        short=short,
        kinds={kind: kind_words(kind, messages) for kind in EvidenceKind},
        section_chart=section_chart,
        section_radar=section_radar,
        chart_words=ChartWords,
    )
