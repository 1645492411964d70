"""The interview sheet: what a cluster says of each criterion, with room to write beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from assessment.reports.findings import SubmissionFacts
from assessment.reports.questionnaire import wording
from assessment.reports.rendering import render

LINES = 4
"""Lines to write on below a criterion."""
CLUSTER_ROWS, PANEL_ROWS = 5, 3
"""Rows for those who take part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewFacts(SubmissionFacts):
    """Everything that stands on a sheet: what the cluster says, cut short where it is long.

    `number` is that of the application. `notes` are the reviewer's own by the number of a criterion;
    `has_notes` says that they were asked for, whether there are any or not. `kept_whole` are the numbers of
    those that stay on one page.
    """

    is_reviewed: ClassVar[bool] = False

    number: int
    reviewer: str
    ordered_on: date
    has_notes: bool
    notes: Mapping[str, str]
    kept_whole: frozenset[str]


def interview_html(facts: InterviewFacts) -> str:
    """The sheet as HTML for print."""
    return render(
        "pdf/interview.html",
        facts.language,
        facts=facts,
        text=wording(facts.language),
        lines_each=LINES,
        rows=(CLUSTER_ROWS, PANEL_ROWS),
    )
