"""Bands of a figure that has bounds: a level that no figure in bounds can reach is a mistake."""

from collections.abc import Iterator
from fractions import Fraction

from assessment.catalogue.assemble import reference
from assessment.catalogue.faults import Fault
from assessment.catalogue.numerals import bounds_text
from assessment.catalogue.parts import SchemeParts
from assessment.catalogue.schema.criteria import Bands, CriterionEntry
from assessment.catalogue.schema.questions import FigureEntry
from assessment.catalogue.source import Place

_FILE = "criteria.yaml"


def band_faults(
    parts: SchemeParts, place: Place, entry: CriterionEntry, bands: Bands
) -> Iterator[Fault]:
    """The faults of bands that lie wholly outside the bounds of their figure."""
    found = reference(entry.id, bands.of)
    figure = None if found.column else parts.figure(found.owner, found.name)
    if figure is None:
        return
    within = bounds_text(figure.at_least, figure.at_most)
    starts = list((bands.at_least or bands.at_most or {}).items())
    for i, (level, start) in enumerate(starts):
        following = starts[i + 1][1] if i + 1 < len(starts) else None
        if _is_outside(figure, start, following, is_falling=bands.at_least is None):
            message = f"no '{figure.id}' in its bounds reaches level {level}; it goes {within}"
            yield parts.fault(_FILE, (*place, level), message)


def _is_outside(
    figure: FigureEntry, start: Fraction, following: Fraction | None, *, is_falling: bool
) -> bool:
    """Whether nothing in bounds lies from `start` up to, or down to, where the next band begins."""
    low, high = figure.at_least, figure.at_most
    if is_falling:
        is_beyond = low is not None and start < low
        return is_beyond or (following is not None and high is not None and following >= high)
    is_beyond = high is not None and start > high
    return is_beyond or (following is not None and low is not None and following <= low)
