"""Where a sheet stands under a label, section by section: the rows of its table, radar and bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from assessment.catalogue.schema import TextsFile
from assessment.domain.progress import Progress, progress
from assessment.domain.scorecard import Scorecard, SectionScore
from assessment.reports.charts import ChartSection, ChartWords, section_chart
from assessment.reports.radar import Axis, draw_radar


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One section: its name in words, what it has earned, and how far its criteria are."""

    section: SectionScore
    name: str
    progress: Progress


@dataclass(frozen=True, slots=True)
class Pictures:
    """The drawings of a label; either may be empty."""

    radar: Markup
    bars: Markup


def section_rows(card: Scorecard, words: TextsFile) -> list[SectionRow]:
    """The sections in which there is something to answer."""
    return [
        SectionRow(
            section,
            f"{section.number} {words.sections[section.section_id].title}",
            progress(section.criteria),
        )
        for section in card.sections
        if section.asked
    ]


def pictures(
    card: Scorecard, rows: Sequence[SectionRow], words: ChartWords, language: str
) -> Pictures:
    """Points by section, where the label has any, and else how many criteria are answered.

    The ring of the radar is the share of points that the label's threshold is.
    """
    charted = [_points(row) if card.label.is_scored else _counts(row) for row in rows]
    shown = [one for one in charted if one.maximum]
    marks = [row.name.split()[0] for row, one in zip(rows, charted, strict=True) if one.maximum]
    axes = [Axis(mark, _shares(one)) for mark, one in zip(marks, shown, strict=True)]
    needed = None
    if card.label.threshold is not None and card.maximum:
        needed = float(card.label.threshold / card.maximum)
    bars = section_chart(shown, words, language) if shown else Markup("")
    return Pictures(draw_radar(words.title, axes, needed), bars)


def _points(row: SectionRow) -> ChartSection:
    section = row.section
    needed = None if section.minimum is None else section.section.minimum
    return ChartSection(row.name, section.maximum, agreed=section.points, threshold=needed)


def _counts(row: SectionRow) -> ChartSection:
    done = row.progress
    answered, supported = Fraction(done.answered), Fraction(done.supported)
    return ChartSection(row.name, Fraction(done.asked), answered, supported)


def _shares(one: ChartSection) -> dict[str, float]:
    points = {"own": one.own, "agreed": one.agreed}
    return {key: float(one.share(value)) for key, value in points.items() if value is not None}
