"""The benchmarking report: where a cluster stands among its peers, indicator by indicator."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from assessment.domain.compared import Light
from assessment.reports.boxes import ExampleWords, draw_example
from assessment.reports.questionnaire import standing_in, wording
from assessment.reports.rendering import render


@dataclass(frozen=True, slots=True)
class GroupFinding:
    """One group in one indicator: its numbers in words, and a drawing of them.

    `count` clusters are told of the `size` of the group. `quartiles` are the lower, the median and the
    upper one, without their unit; `shares` is there in their place where options are compared. `remark`
    says that another group stands here than the one that was meant. Where nothing is shown, `count` is
    None.
    """

    name: str
    count: int | None = None
    size: int = 0
    quartiles: tuple[str, ...] = ()
    shares: str = ""
    place: str = ""
    drawing: Markup | None = None
    day: date | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorFinding:
    """One indicator: the cluster's own figure (`own` "" where it has none), its light, the groups.

    `stands_out` and `has_room` are what the summary lists, with `brief`, the middle half of the group
    `nearest`.
    """

    number: str
    title: str
    figure_name: str
    own: str
    light: Light | None
    light_words: str
    limits: str
    sentences: tuple[str, ...]
    step: str
    groups: tuple[GroupFinding, ...]
    is_choice: bool = False
    stands_out: bool = False
    has_room: bool = False
    brief: str = ""
    nearest: str = ""

    @property
    def shown(self) -> tuple[GroupFinding, ...]:
        return tuple(group for group in self.groups if group.count is not None)

    @property
    def hidden(self) -> tuple[GroupFinding, ...]:
        """The groups of which nothing may be told."""
        return tuple(group for group in self.groups if group.count is None)


@dataclass(frozen=True, slots=True)
class AreaFinding:
    """A section of the label with its indicators."""

    number: int
    title: str
    intro: str
    indicators: tuple[IndicatorFinding, ...]

    @property
    def lights(self) -> Counter[Light | None]:
        """How many indicators have each light; None: none."""
        return Counter(indicator.light for indicator in self.indicators)


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkingFacts:
    """Everything that stands in a benchmarking report, in one language.

    `compared_on` is the day of the comparison, `oldest_on` the oldest one of which a group is shown;
    `invented` counts clusters of the demonstration among the peers.
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
    sectors: tuple[str, ...]
    members: str
    issuer: str
    submitted_at: datetime
    submission_digest: str
    made_at: datetime
    compared_on: date
    oldest_on: date | None
    most: int
    areas: tuple[AreaFinding, ...]
    classes: tuple[str, ...]
    invented: int = 0

    def standing_in(self) -> tuple[int, int]:
        """How many texts stand in another language, and how many translate an earlier wording."""
        return standing_in(self, self.language)

    @property
    def indicators(self) -> tuple[IndicatorFinding, ...]:
        return tuple(found for area in self.areas for found in area.indicators)

    @property
    def standing_out(self) -> tuple[IndicatorFinding, ...]:
        return tuple(found for found in self.indicators if found.stands_out)

    @property
    def with_room(self) -> tuple[IndicatorFinding, ...]:
        return tuple(found for found in self.indicators if found.has_room)


def benchmarking_html(facts: BenchmarkingFacts) -> str:
    """The report as HTML for print, with its drawings as SVG."""
    return render(
        "pdf/benchmarking.html",
        facts.language,
        facts=facts,
        text=wording(facts.language),
        example=draw_example,
        example_words=ExampleWords,
    )
