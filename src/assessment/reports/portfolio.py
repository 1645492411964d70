"""The report of the portfolio: labels, applications and what waits, for the secretariat and its board."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from assessment.reports.rendering import render

MOST_ON_SUMMARY = 12
"""Labels that the one page of the summary lists."""


@dataclass(frozen=True, slots=True)
class LabelLine:
    """A label in numbers: clusters that hold it, awards of this year (first ones, renewals), labels that
    end soon, applications under way."""

    name: str
    held: int
    first: int
    renewed: int
    ending: int
    under_way: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A row with its number in words, the share of all where it has one, and its drawing."""

    name: str
    number: str
    share: str
    drawing: Markup


@dataclass(frozen=True, slots=True)
class SuccessLine:
    """How many applications under a label were decided, and how many of them by an award."""

    name: str
    decided: int
    awarded: int
    share: str
    drawing: Markup


@dataclass(frozen=True, slots=True)
class EndingLabel:
    """A label that ends soon. `number` is "" where none is known."""

    cluster: str
    country: str
    label: str
    number: str
    until: date
    is_renewing: bool


@dataclass(frozen=True, slots=True)
class WaitingApplication:
    """An application whose next step was due so many days ago."""

    number: int
    cluster: str
    label: str
    state: str
    holder: str
    due_on: date
    days: int


@dataclass(frozen=True, slots=True)
class OpenCondition:
    """A condition of an award that is not found to be met."""

    number: int
    cluster: str
    label: str
    text: str
    due_on: date
    is_past: bool


@dataclass(frozen=True, slots=True)
class OpenObjection:
    """An appeal or a complaint that waits for an answer, by `kind` in words."""

    number: int
    cluster: str
    label: str
    kind: str
    made_on: date
    due_on: date
    is_past: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioFacts:
    """Everything that stands in a report of the portfolio, in one language.

    `on` is its day, `until` the last day of those on which a listed label ends. `unnamed` counts for each
    list what may not be named. `reviewers` are the counts of `queries.portfolio_lists`.
    """

    language: str
    issuer: str
    on: date
    until: date
    digest: str
    held: int
    labels: tuple[LabelLine, ...]
    states: tuple[Bar, ...]
    countries: tuple[Bar, ...]
    sectors: tuple[Bar, ...]
    years: tuple[Bar, ...]
    days: tuple[Bar, ...]
    success: tuple[SuccessLine, ...]
    ending: tuple[EndingLabel, ...]
    overdue: tuple[WaitingApplication, ...]
    conditions: tuple[OpenCondition, ...]
    objections: tuple[OpenObjection, ...]
    unnamed: dict[str, int]
    reviewers: dict[str, int]

    @property
    def first(self) -> int:
        return sum(line.first for line in self.labels)

    @property
    def renewed(self) -> int:
        return sum(line.renewed for line in self.labels)

    @property
    def under_way(self) -> int:
        return sum(line.under_way for line in self.labels)

    @property
    def is_long(self) -> bool:
        """Whether there is enough to be looked up: then the report has contents."""
        return bool(self.held or self.under_way or self.success)


def portfolio_html(facts: PortfolioFacts) -> str:
    """The report as HTML for print, with its bars as SVG."""
    return render("pdf/portfolio.html", facts.language, facts=facts, most=MOST_ON_SUMMARY)
