"""The sheets on which a questionnaire's questions stand, each beside the cell for its answer."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from assessment.domain.questions import PROFILE, QuestionType
from assessment.reports.questionnaire import (
    CriterionFacts,
    FieldFacts,
    FigureFacts,
    OptionFacts,
    ProfileFacts,
    RatingFacts,
    SectionFacts,
    marked,
)
from assessment.reports.sheets import (
    EMPTY,
    Cap,
    Cell,
    Control,
    Entry,
    EntryKey,
    Look,
    Part,
    Row,
    Sheet,
    above,
    note,
    value_entry,
    wide,
)
from assessment.reports.spreadsheets import Titles
from assessment.reports.words.messages import Messages

_WIDTHS = (24, 8, 62, 34, 30, 45, 36)
_TABLE_WIDTH, _COLUMN_WIDTH = 120, 18


def profile_sheets(profile: ProfileFacts, messages: Messages, titles: Titles) -> list[Sheet]:
    """The sheet of the profile and behind it those of its tables."""
    asking = _Asking(messages, titles, titles.take(profile.title), PROFILE)
    asking.rows.append(wide(asking.text(profile.intro)))
    asking.ask("", profile.fields)
    asking.figures(profile.figures)
    return asking.sheets(asking.text(profile.title))


def section_sheets(section: SectionFacts, messages: Messages, titles: Titles) -> list[Sheet]:
    """The sheet of a section and behind it those of its tables."""
    asking = _Asking(messages, titles, titles.take(f"{section.number} {section.title}"))
    terms = (section.points, section.minimum, *section.rules)
    asking.rows.append(wide(asking.text(section.intro)))
    asking.rows.extend(wide(term) for term in terms if term)
    for criterion in section.criteria:
        asking.criterion(criterion)
    return asking.sheets(f"{section.number} {asking.text(section.title)}")


@dataclass
class _Asking:
    """Lays out one sheet of questions, named `title` on its tab; `owner` is whose they are."""

    messages: Messages
    titles: Titles
    title: str
    owner: str = ""
    rows: list[Row] = field(default_factory=list)
    caps: list[Cap] = field(default_factory=list)
    tables: list[Sheet] = field(default_factory=list)

    def __post_init__(self) -> None:
        _ = self.messages.gettext
        self.yes_no = (OptionFacts("yes", _("Yes")), OptionFacts("no", _("No")))

    def text(self, text: str) -> str:
        """A text of the scheme, marked where it is not in the language or no longer exact."""
        return marked(text, self.messages.language)

    def sheets(self, heading: str) -> list[Sheet]:
        """The sheet under its heading, and its tables behind it."""
        _ = self.messages.gettext
        heads = (
            "",
            _("No."),
            _("Question"),
            _("Answer"),
            _("What to enter"),
            _("Justification"),
            _("Evidence"),
        )
        sheet = Sheet(
            self.title,
            heads,
            _WIDTHS,
            tuple(self.rows),
            above=(above(heading),),
            frozen=2,
            has_ids=True,
            caps=tuple(self.caps),
        )
        return [sheet, *self.tables]

    def criterion(self, criterion: CriterionFacts) -> None:
        """One criterion: what is asked and why, its questions, its level, what supports it."""
        self.owner = criterion.id
        _ = self.messages.gettext
        future = _("Future criterion") if criterion.is_future else ""
        terms = (future, criterion.points, criterion.minimum, criterion.obligation)
        title, said = self.text(criterion.title), "\n".join(filter(None, terms))
        band = (Cell(text, Look.CRITERION) for text in (criterion.number, title, "", said, "", ""))
        self.rows.append((Cell(criterion.id, Look.ID), *band))
        self.rows.extend(self._explained(criterion))
        self.ask(criterion.number, criterion.fields)
        self.figures(criterion.figures)
        if criterion.rating:
            said = "\n".join(self._rating(criterion.rating))
            self.rows.append(note(_("How the level comes about"), said))
        self._levels(criterion)
        self._support(criterion)

    def _explained(self, criterion: CriterionFacts) -> Iterator[Row]:
        _ = self.messages.gettext
        if criterion.condition:
            otherwise = _("Otherwise the criterion does not apply.")
            yield note(_("Only if"), f"{criterion.condition}. {otherwise}")
        yield note(self.text(criterion.question))
        if criterion.why:
            yield note(_("Why it matters"), self.text(criterion.why))
        rules = filter(None, (self.text(criterion.evidence), *criterion.support))
        if said := "\n".join(rules):
            yield note(_("What counts as evidence"), said)
        if criterion.references:
            yield note(_("References"), "\n".join(map(self.text, criterion.references)))

    def ask(self, number: str, fields: tuple[FieldFacts, ...]) -> None:
        """A row for each question; options to be ticked and tables follow it."""
        for asked in fields:
            key = EntryKey(self.owner, Part.VALUE, asked.id)
            identity = Cell(f"{self.owner}/{asked.id}", Look.ID)
            question = Cell(self.text(asked.label), Look.STRONG, self._explanation(asked))
            answer, hint = EMPTY, Cell(asked.entry, Look.SOFT)
            if asked.type is QuestionType.TABLE:
                title = self._table(number, asked)
                answer = Cell(title, Look.LINK, link=title)
            elif asked.type is not QuestionType.CHOICES:
                answer = Cell(entry=value_entry(key, asked, self.yes_no))
            self.rows.append(
                (identity, Cell(number, Look.SOFT), question, answer, hint, EMPTY, EMPTY)
            )
            if asked.type is QuestionType.CHOICES:
                self._ticks(asked)

    def _explanation(self, asked: FieldFacts) -> str:
        """The help to a question, and when it is asked."""
        only_if = self.messages.gettext("Only if")
        only_if = f"{only_if} {asked.condition}." if asked.condition else ""
        return "\n".join(filter(None, (self.text(asked.help), only_if)))

    def _ticks(self, asked: FieldFacts) -> None:
        keys = [EntryKey(self.owner, Part.VALUE, asked.id, o.id) for o in asked.options]
        for key, option in zip(keys, asked.options, strict=True):
            identity = Cell(f"{self.owner}/{asked.id}/{option.id}", Look.ID)
            tick = Cell(entry=Entry(key, Control.TICK))
            text = Cell(f"    {self.text(option.text)}")
            self.rows.append((identity, EMPTY, text, tick, EMPTY, EMPTY, EMPTY))
        if asked.choose_at_most is not None:
            self.caps.append(Cap(keys[0], keys[-1], asked.choose_at_most))

    def _table(self, number: str, asked: FieldFacts) -> str:
        """The sheet of a table: a column for each of its columns, and as many rows as it may have."""
        _ = self.messages.gettext
        title = self.titles.take(f"{number} {asked.label}".strip())
        heads = [self._head(column) for column in asked.columns]
        rows = []
        for row in range(1, asked.rows_at_most + 1):
            cells = (
                value_entry(
                    EntryKey(self.owner, Part.VALUE, asked.id, column.id, row), column, self.yes_no
                )
                for column in asked.columns
            )
            rows.append((Cell(str(row), Look.SOFT), *(Cell(entry=entry) for entry in cells)))
        back = (EMPTY, Cell(self.title, Look.LINK, link=self.title))
        explained = "\n".join(filter(None, (self._explanation(asked), f"{asked.entry}.")))
        over = (above(self.text(asked.label)), (Cell(explained, Look.WIDE),), back)
        widths = (8, *(max(_COLUMN_WIDTH, _TABLE_WIDTH // len(heads)) for _head in heads))
        self.tables.append(
            Sheet(title, (_("Row"), *heads), widths, tuple(rows), above=over, frozen=1)
        )
        return title

    def _head(self, column: FieldFacts) -> str:
        unit = f" ({column.unit})" if column.unit else ""
        lines = (f"{self.text(column.label)}{unit}", self.text(column.help), column.entry)
        return "\n".join(filter(None, lines))

    def figures(self, figures: tuple[FigureFacts, ...]) -> None:
        """How figures come about that nobody types in."""
        if figures:
            head = self.messages.gettext("Figures derived from the answers")
            self.rows.append(note(head, "\n".join(self._figure(figure) for figure in figures)))

    def _figure(self, figure: FigureFacts) -> str:
        line = f"{self.text(figure.name)} = {figure.formula}"
        if not figure.bounds:
            return line
        bounds = self.messages.gettext("must be %(bounds)s", bounds=figure.bounds)
        return f"{line} ({bounds})"

    def _rating(self, rating: RatingFacts, indent: str = "") -> Iterator[str]:
        yield f"{indent}{rating.sentence}"
        if rating.rows:
            yield f"{indent}{rating.heads[0]}: {rating.heads[1]}"
        for first, second in rating.rows:
            yield f"{indent}    {first}: {'; '.join(second)}"
        for part in rating.parts:
            yield from self._rating(part, indent + "    ")

    def _levels(self, criterion: CriterionFacts) -> None:
        _ = self.messages.gettext
        for level in criterion.levels:
            text = f"{self.text(level.name)}: {self.text(level.description)}"
            minimum = Cell(_("Minimum") if level.is_minimum else "", Look.SOFT)
            number = Cell(str(level.value), Look.SOFT)
            self.rows.append((EMPTY, number, Cell(text), EMPTY, minimum, EMPTY, EMPTY))

    def _support(self, criterion: CriterionFacts) -> None:
        """The level where the cluster chooses it, and the cells for justification and evidence."""
        _ = self.messages.gettext
        level, text, hint = EMPTY, _("Justification and evidence"), ""
        if criterion.is_chosen:
            options = tuple(
                OptionFacts(str(level.value), f"{level.value} {level.name}")
                for level in criterion.levels
            )
            key = EntryKey(criterion.id, Part.LEVEL)
            text, hint = _("Level"), _("Choose the highest level that is met in full")
            level = Cell(entry=Entry(key, Control.LIST, options, hint=hint))
        can_say_no = bool(criterion.not_applicable)
        if criterion.is_chosen or criterion.support or can_say_no:
            self.rows.append(
                (
                    Cell(criterion.id, Look.ID),
                    EMPTY,
                    Cell(text, Look.STRONG),
                    level,
                    Cell(hint, Look.SOFT),
                    self._long(criterion.id, Part.JUSTIFICATION),
                    self._long(criterion.id, Part.EVIDENCE),
                )
            )
        if can_say_no:
            self._not_applicable(criterion)

    def _long(self, owner: str, part: Part) -> Cell:
        return Cell(entry=Entry(EntryKey(owner, part), Control.TEXT))

    def _not_applicable(self, criterion: CriterionFacts) -> None:
        _ = self.messages.gettext
        key = EntryKey(criterion.id, Part.NOT_APPLICABLE)
        reason = _("The reason stands under Justification.")
        said = f"{criterion.not_applicable} {reason}"
        self.rows.append(
            (
                Cell(criterion.id, Look.ID),
                EMPTY,
                Cell(_("Not applicable"), Look.STRONG),
                Cell(entry=Entry(key, Control.LIST, self.yes_no)),
                Cell(said, Look.SOFT),
                EMPTY,
                EMPTY,
            )
        )
