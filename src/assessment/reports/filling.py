"""A questionnaire laid out as a workbook to fill in."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessment.reports.question_sheets import profile_sheets, section_sheets
from assessment.reports.questionnaire import QuestionnaireFacts, marked
from assessment.reports.sheets import (
    EMPTY,
    Cell,
    Control,
    Entry,
    EntryKey,
    Look,
    Part,
    Row,
    Sheet,
    Workbook,
    above,
    strong,
    wide,
)
from assessment.reports.spreadsheets import Titles
from assessment.reports.words.messages import Messages

FORMAT = "1"
"""Raised whenever a reader of the workbooks made before would misread one made now."""

_WIDTHS = (24, 34, 100)


def questionnaire_sheets(facts: QuestionnaireFacts) -> Workbook:
    """The workbook of a questionnaire: where to start, the profile, and a sheet for each section.

    A table has a sheet of its own behind that of its question.
    """
    messages, titles = Messages(facts.language), Titles()
    start_title = titles.take(messages.gettext("Start here"))
    sheets = profile_sheets(facts.profile, messages, titles) if facts.profile else []
    for section in facts.sections:
        sheets += section_sheets(section, messages, titles)
    start = _Start(facts, messages).sheet(start_title, [sheet.title for sheet in sheets])
    return Workbook(
        title=f"{facts.scheme_title}: {facts.label_title}",
        author=facts.issuer,
        made_on=facts.made_on,
        language=facts.language,
        sheets=(start, *sheets),
        identity=(
            ("format", FORMAT),
            ("scheme", facts.scheme_id),
            ("version", facts.scheme_version),
            ("digest", facts.scheme_digest),
            ("label", facts.label_id),
            ("language", facts.language),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Start:
    """The first sheet: what the workbook is, how it is filled in, what the label asks."""

    facts: QuestionnaireFacts
    messages: Messages

    def sheet(self, title: str, others: list[str]) -> Sheet:
        """The sheet, leading to the others by their titles."""
        facts, _ = self.facts, self.messages.gettext
        rows = [
            wide(self._text(facts.scheme_note)),
            wide(self._text(facts.label_description)),
            *self._about(),
            (),
            strong(_("How to fill this in")),
            *map(wide, self._steps()),
            (),
            strong(_("Sheets")),
            *((EMPTY, Cell(other, Look.LINK, link=other)) for other in others),
            *self._rules(),
        ]
        version = _("Version %(version)s", version=facts.scheme_version)
        heading = f"{self._text(facts.scheme_title)}: {self._text(facts.label_title)}"
        return Sheet(
            title,
            heads=("", _("Questionnaire"), version),
            widths=_WIDTHS,
            rows=tuple(rows),
            above=(above(heading),),
            has_ids=True,
        )

    def _text(self, text: str) -> str:
        return marked(text, self.facts.language)

    def _about(self) -> Iterator[Row]:
        _ = self.messages.gettext
        asked = {
            "cluster": _("Cluster"),
            "organisation": _("Organisation"),
            "person": _("Filled in by"),
            "date": _("Date"),
        }
        for name, term in asked.items():
            control = Control.DATE if name == "date" else Control.LINE
            entry = Entry(EntryKey("", Part.ABOUT, name), control)
            yield Cell(name, Look.ID), Cell(term, Look.STRONG), Cell(entry=entry)

    def _steps(self) -> Iterator[str]:
        _ = self.messages.gettext
        yield _("Write in the coloured cells. All others are locked, without a password.")
        yield _("Where there is a list, choose from it; put an x beside each option that applies.")
        yield _("A table has its own sheet, which its question leads to.")
        yield _(
            "Do not rename, move or add sheets, rows or columns: answers are found by their place."
        )

    def _rules(self) -> Iterator[Row]:
        _ = self.messages.gettext
        if self.facts.eligibility:
            yield ()
            yield strong(_("Eligibility"))
        for asked in self.facts.eligibility:
            yield wide(f"{self._text(asked.sentence)}\n{asked.condition}")
        yield ()
        yield strong(_("Conditions of the label"))
        for rule in self.facts.rules:
            yield EMPTY, Cell(rule.term), Cell("\n".join(rule.sentences))
        if self.facts.minimums:
            yield ()
            yield strong(_("Minimum levels"))
        for criterion in self.facts.minimums:
            title = f"{criterion.number} {self._text(criterion.title)}"
            yield EMPTY, Cell(title), Cell(criterion.minimum_level)
