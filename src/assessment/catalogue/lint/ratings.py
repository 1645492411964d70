"""How a criterion's answers make its level, and which levels they can make."""

from collections.abc import Collection, Iterator

from assessment.catalogue.faults import Fault
from assessment.catalogue.lint.bands import band_faults
from assessment.catalogue.lint.expected import one_of
from assessment.catalogue.lint.openness import rung_faults, source_faults
from assessment.catalogue.lint.references import (
    CHOICE,
    CHOICES,
    NUMBERS,
    Kinds,
    condition_faults,
    find,
    reference_fault,
)
from assessment.catalogue.parts import SchemeParts
from assessment.catalogue.schema.criteria import CriterionEntry, RatingEntry
from assessment.catalogue.source import Place

_FILE = "criteria.yaml"


def rating_faults(
    parts: SchemeParts, place: Place, entry: CriterionEntry, rating: RatingEntry
) -> Iterator[Fault]:
    """What is wrong with the way that the answers make the level."""
    levels = parts.levels(entry)
    if rating.bands is not None:
        where: Place = (*place, "bands")
        key = "at_most" if rating.bands.at_least is None else "at_least"
        yield from reference_fault(parts, _FILE, where, entry.id, rating.bands.of, NUMBERS)
        yield from source_faults(parts, where, entry, rating.bands.of)
        bounds = rating.bands.at_least or rating.bands.at_most or {}
        yield from _above_lowest(parts, (*where, key), levels, bounds)
        yield from band_faults(parts, (*where, key), entry, rating.bands)
    if rating.choice is not None:
        yield from _choice_faults(parts, (*place, "choice"), entry, rating)
    if rating.tally is not None:
        where = (*place, "tally")
        of, worth = rating.tally.of, rating.tally.worth
        yield from _option_faults(parts, where, entry, of, CHOICES, "worth", worth)
    if rating.ladder is not None:
        yield from _above_lowest(parts, (*place, "ladder"), levels, rating.ladder)
        for level, rungs in rating.ladder.items():
            for i, rung in enumerate(rungs):
                where = (*place, "ladder", level, i)
                yield from condition_faults(parts, _FILE, where, entry.id, rung)
                yield from rung_faults(parts, where, entry, rung)
    for key in ("lowest", "mean"):
        for i, inner in enumerate(getattr(rating, key) or ()):
            yield from rating_faults(parts, (*place, key, i), entry, inner)


def _above_lowest(
    parts: SchemeParts, place: Place, levels: list[int], named: Collection[int]
) -> Iterator[Fault]:
    for level in named:
        if level not in levels[1:]:
            what = "is the lowest of the scale" if level in levels else "is not on the scale"
            message = f"level {level} {what}; {one_of(levels[1:])}"
            yield parts.fault(_FILE, (*place, level), message)


def _choice_faults(
    parts: SchemeParts, place: Place, entry: CriterionEntry, rating: RatingEntry
) -> Iterator[Fault]:
    assert rating.choice is not None  # noqa: S101  # asked only where there is one
    of, levels = rating.choice.of, rating.choice.levels
    yield from _option_faults(parts, place, entry, of, CHOICE, "levels", levels)
    known = parts.levels(entry)
    for option, level in levels.items():
        if level not in known:
            message = f"level {level} of '{option}': the scale has no such level; {one_of(known)}"
            yield parts.fault(_FILE, (*place, "levels", option), message)


def _option_faults(
    parts: SchemeParts,
    place: Place,
    entry: CriterionEntry,
    of: str,
    kinds: Kinds,
    key: str,
    named: Collection[str],
) -> Iterator[Fault]:
    """The question must be of the kind, and every option of it must be named, and no other."""
    faults = list(reference_fault(parts, _FILE, place, entry.id, of, kinds))
    yield from faults
    yield from source_faults(parts, place, entry, of)
    _found, question, _kind = find(parts, entry.id, of)
    if faults or question is None or not parts.knows_options(question):
        return
    options = dict.fromkeys(parts.options(question))
    for option in options:
        if option not in named:
            message = f"the option '{option}' of '{of}' is missing; expected every option"
            yield parts.fault(_FILE, (*place, key), message)
    for option in named:
        if option not in options:
            message = f"'{option}' is not an option of '{of}'; {one_of(options)}"
            yield parts.fault(_FILE, (*place, key, option), message)


def highest_level(parts: SchemeParts, entry: CriterionEntry) -> int:
    """The highest level that answers can make."""
    levels = parts.levels(entry)
    return _highest(entry.rating, levels) if entry.rating else levels[-1]


def _highest(rating: RatingEntry, levels: list[int]) -> int:
    if rating.bands is not None:
        return max(rating.bands.at_least or rating.bands.at_most or levels)
    if rating.choice is not None:
        return max(rating.choice.levels.values(), default=levels[0])
    if rating.tally is not None:
        cap = rating.tally.cap or levels[-1]
        return min(levels[-1], levels[0] + min(cap, sum(rating.tally.worth.values())))
    if rating.ladder is not None:
        return max(rating.ladder)
    inner = [_highest(part, levels) for part in rating.lowest or rating.mean or ()]
    return min(inner) if rating.lowest is not None else sum(inner) // len(inner)
