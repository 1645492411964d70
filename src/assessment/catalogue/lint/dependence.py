"""What the criteria of a label want to know of each other."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from math import prod

from assessment.catalogue.assemble import reference
from assessment.catalogue.faults import Fault
from assessment.catalogue.parts import MAX_ASKED, SchemeParts
from assessment.catalogue.schema.conditions import ConditionEntry
from assessment.catalogue.schema.criteria import CriterionEntry
from assessment.catalogue.schema.labels import LabelFile
from assessment.catalogue.source import Place
from assessment.domain.questions import PROFILE
from assessment.domain.worlds import MOST_WORLDS


def dependence_faults(parts: SchemeParts, label_id: str, label: LabelFile) -> Iterator[Fault]:
    """Criteria that refer to what the label does not ask, and too many levels that bear on others."""
    asked = [criterion.id for _section, criterion in parts.asked(label_id)]
    if not parts.is_whole(label_id) or len(asked) > MAX_ASKED:
        return
    entries = [parts.entries[key] for key in asked if key in parts.entries]
    name = f"{label_id}.yaml"
    own: dict[str, Place] = {
        criterion.id: ("sections", i, "criteria", j)
        for i, section in enumerate(label.sections)
        for j, criterion in enumerate(section.criteria)
    }
    for entry in entries:
        for owner in sorted(_owners(entry)):
            if owner not in asked and owner in parts.entries:
                message = f"'{entry.id}' refers to '{owner}', which this label does not ask"
                yield parts.fault(name, own.get(entry.id, ("includes",)), message)
    ways = _ways(parts, entries)
    if ways > MOST_WORLDS:
        place: Place = ("sections",) if label.sections else ("includes",)
        message = f"the levels that conditions ask for (level_of) can turn out in {ways} ways"
        yield parts.fault(name, place, f"{message}; expected at most {MOST_WORLDS}")


def _ways(parts: SchemeParts, entries: list[CriterionEntry]) -> int:
    """In how many ways levels can bear on conditions: each bound divides a criterion's levels."""
    bounds: dict[str, set[Fraction | None]] = {}
    for inner in chain.from_iterable(_named(entry) for entry in entries):
        if inner.level_of is not None and inner.level_of in parts.entries:
            lowest = parts.levels(parts.entries[inner.level_of])[:1]
            bounds.setdefault(inner.level_of, set()).update({inner.at_least}.difference(lowest))
    return prod(len(found) + 2 for found in bounds.values())


def _owners(entry: CriterionEntry) -> set[str]:
    """The criteria to which a criterion's figures, conditions, rating and comparison refer."""
    written = [operand for figure in entry.figures for operand in figure.operands]
    ratings = entry.rating.walk() if entry.rating else ()
    written += [part.source for part in ratings if part.source is not None]
    written += [inner.of for inner in _named(entry) if inner.of is not None]
    written += [entry.compared.of] if entry.compared else []
    owners = {reference(entry.id, name).owner for name in written}
    owners |= {inner.level_of for inner in _named(entry) if inner.level_of is not None}
    return owners - {entry.id, PROFILE}


def _named(entry: CriterionEntry) -> Iterator[ConditionEntry]:
    """Everything of which the criterion's conditions are made."""
    return chain.from_iterable(condition.walk() for condition in entry.conditions)
