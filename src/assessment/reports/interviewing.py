"""From a frozen submission to everything that stands on a reviewer's interview sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

from assessment.reports.applying import Applied
from assessment.reports.findings import (
    AnswerFinding,
    CriterionFinding,
    SectionFinding,
    TableFinding,
)
from assessment.reports.gathering import submission_facts
from assessment.reports.interview import InterviewFacts
from assessment.reports.one_page import short

LONGEST = 600
"""Letters of an answer or a justification that are printed; the page has the whole."""
MOST_ROWS = 8
"""Rows of an answer's table that are printed."""
MOST_LINES = 12
"""Lines of a text, as its author broke them, that are printed."""
_LETTERS = 95
"""Letters on a line of the paper."""
_ROOM, _LINE, _ROW, _HEAD = 150.0, 5.1, 7.6, 8.0
"""In millimetres of paper, rather too large than too small: what a criterion and a chapter's title leave of
a page, a line, the first line of an answer, a heading."""


@dataclass(frozen=True)
class Interviewed(Applied):
    """A submission as one of its reviewers takes it along.

    `number` is that of the application; `notes` are the reviewer's own by criterion, None where they
    were not asked for.
    """

    number: int = 0
    reviewer: str = ""
    notes: Mapping[str, str] | None = None
    ordered_on: date = date.min


def interview_facts(interviewed: Interviewed) -> InterviewFacts:
    """What stands on the sheet, in the language of the document."""
    told = submission_facts(interviewed)
    sections = tuple(_shortened(section) for section in told["sections"])
    written = interviewed.notes or {}
    notes = {c.number: written[c.id] for c in interviewed.label.criteria if c.id in written}
    return InterviewFacts(
        **told | {"sections": sections},
        number=interviewed.number,
        reviewer=interviewed.names.messages.person(interviewed.reviewer),
        ordered_on=interviewed.ordered_on,
        has_notes=interviewed.notes is not None,
        notes=notes,
        kept_whole=frozenset(
            criterion.number
            for section in sections
            for criterion in section.criteria
            if stays_whole(criterion, notes.get(criterion.number, ""))
        ),
    )


def _shortened(section: SectionFinding) -> SectionFinding:
    return replace(section, criteria=tuple(map(shorten, section.criteria)))


def shorten(criterion: CriterionFinding) -> CriterionFinding:
    """What the cluster says in brief: long texts end with an ellipsis, tables after `MOST_ROWS` rows."""
    return replace(
        criterion,
        answers=tuple(map(_brief, criterion.answers)),
        justification=_brief_text(criterion.justification),
    )


def _brief(answer: AnswerFinding) -> AnswerFinding:
    if answer.table is not None:
        return replace(answer, table=_first_rows(answer.table))
    return replace(answer, lines=tuple(map(_brief_text, answer.lines)))


def _brief_text(text: str) -> str:
    """The first lines of a text, cut at a word; one that fits stays as it is."""
    lines = text.split("\n")
    kept = text if len(lines) <= MOST_LINES else "\n".join(lines[:MOST_LINES]).rstrip() + "…"
    return short(kept, LONGEST)


def stays_whole(criterion: CriterionFinding, note: str) -> bool:
    """Whether a criterion is short enough to be kept on one page with the lines to write on.

    What is longer would leave its heading alone on a page.
    """
    if any(answer.table for answer in criterion.answers):
        return False
    rows = sum(map(_row, (*criterion.answers, *criterion.figures)))
    texts = [text for text in (criterion.justification, note) if text]
    paragraphs = sum(_HEAD + _LINE * _lines(text) for text in texts)
    evidence = _HEAD + _LINE * sum(_lines(item.title) for item in criterion.evidence)
    return rows + paragraphs + evidence <= _ROOM


def _row(answer: AnswerFinding) -> float:
    further = sum(map(_lines, answer.lines)) - (0 if answer.is_long else 1)
    return _ROW + _LINE * max(further, 0)


def _lines(text: str) -> int:
    return sum(max(ceil(len(line) / _LETTERS), 1) for line in text.split("\n"))


def _first_rows(table: TableFinding) -> TableFinding:
    """The first rows, and one that says that there are more."""
    if len(table.rows) <= MOST_ROWS:
        return table
    more = ("…",) * len(table.heads)
    return replace(table, rows=(*table.rows[:MOST_ROWS], more))
