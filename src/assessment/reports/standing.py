"""Where a sheet stands under a label, section by section: the rows of its table, radar and bars."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from assessment.catalogue.schema import TextsFile
from assessment.domain.progress import Progress, progress
from assessment.domain.scorecard import Scorecard, SectionScore
from assessment.reports.chart_rows import ChartSection, ChartWords, Row, section_bars
from assessment.reports.radar import Axis, draw_radar


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One section: its name in words, what it has earned, and how far its criteria are."""

    section: SectionScore
    name: str
    progress: Progress


@dataclass(frozen=True, slots=True)
class Pictures:
    """The drawings of a label, both of the same rows; the radar may be empty."""

    radar: Markup
    bars: tuple[Row, ...]

    @property
    def has_needs(self) -> bool:
        """Whether there is a section of which a certain share is needed."""
        return any(row.line for row in self.bars)


def section_rows(
    card: Scorecard, words: TextsFile, carried: Collection[str] = ()
) -> list[SectionRow]:
    """The sections in which there is something to answer; the answers `carried` are to confirm."""
    return [
        SectionRow(
            section,
            f"{section.number} {words.sections[section.section_id].title}",
            progress(section.criteria, carried),
        )
        for section in card.sections
        if section.asked
    ]


def pictures(
    card: Scorecard, rows: Sequence[SectionRow], words: ChartWords, language: str
) -> Pictures:
    """Points by section, where the label has any, and else how many criteria are done.

    What a section needs is marked in both at the same share; the label's own threshold in neither.
    """
    charted = charted_sections(card, rows)
    bars = section_bars(charted, words, language)
    return Pictures(draw_radar(words.title, radar_axes(charted, bars)), bars)


def charted_sections(card: Scorecard, rows: Sequence[SectionRow]) -> list[ChartSection]:
    """The sections that a picture shows: those with points, or of a label without any all of them."""
    charted = [_points(row) if card.label.is_scored else _counts(row) for row in rows]
    return [one for one in charted if one.maximum]


def radar_axes(charted: Sequence[ChartSection], bars: Sequence[Row]) -> list[Axis]:
    """An axis for each bar, marked with the number of its section."""
    return [_axis(one.title.split()[0], bar) for one, bar in zip(charted, bars, strict=True)]


def _points(row: SectionRow) -> ChartSection:
    section = row.section
    needed = None if section.minimum is None else section.section.minimum
    return ChartSection(row.name, section.maximum, agreed=section.points, threshold=needed)


def _counts(row: SectionRow) -> ChartSection:
    found = row.progress
    answered, done = Fraction(found.answered), Fraction(found.done)
    return ChartSection(row.name, Fraction(found.asked), answered, done)


def _axis(number: str, bar: Row) -> Axis:
    shares = {rating: mark.share for rating, mark in bar.bars.items()}
    return Axis(number, shares, bar.line.share if bar.line else None)
