"""criteria.yaml: every criterion of the bank."""

from collections.abc import Iterator

from assessment.catalogue.faults import Fault
from assessment.catalogue.lint.compared import compared_faults
from assessment.catalogue.lint.expected import one_of
from assessment.catalogue.lint.questions import owner_faults
from assessment.catalogue.lint.ratings import rating_faults
from assessment.catalogue.lint.references import condition_faults
from assessment.catalogue.lint.repeated import repeated
from assessment.catalogue.parts import SchemeParts
from assessment.catalogue.schema.criteria import NONE, CriterionEntry
from assessment.catalogue.source import Place
from assessment.domain.criteria import CriterionStatus
from assessment.domain.questions import PROFILE

_FILE = "criteria.yaml"


def bank_faults(parts: SchemeParts) -> Iterator[Fault]:
    """What is wrong in the bank beside its shape."""
    entries = parts.bank.criteria
    places: list[Place] = [("criteria", i, "id") for i in range(len(entries))]
    yield from repeated(parts, _FILE, places, [entry.id for entry in entries])
    for i, entry in enumerate(entries):
        place: Place = ("criteria", i)
        if entry.id == PROFILE:
            message = f"'{PROFILE}' names the questions about the cluster; expected another id"
            yield parts.fault(_FILE, (*place, "id"), message)
        yield from _scale_faults(parts, place, entry)
        yield from owner_faults(parts, _FILE, place, entry.id)
        if entry.rating is not None and parts.levels(entry):
            where = (*place, "rating")
            yield from rating_faults(parts, where, entry, entry.rating)
        if entry.when is not None:
            yield from condition_faults(parts, _FILE, (*place, "when"), entry.id, entry.when)
        if entry.compared is not None:
            yield from compared_faults(parts, (*place, "compared"), entry, entry.compared)
        checks: list[Place] = [(*place, "checks", j) for j in range(len(entry.checks))]
        yield from repeated(parts, _FILE, checks, entry.checks)


def _scale_faults(parts: SchemeParts, place: Place, entry: CriterionEntry) -> Iterator[Fault]:
    scale = entry.scale or parts.bank.defaults.scale
    if scale is None:
        message = f"'{entry.id}' has no scale, and defaults name none; expected a scale, or {NONE}"
        yield parts.fault(_FILE, place, message)
    elif not parts.knows_scale(entry):
        known = one_of([*parts.scheme.scales, NONE])
        message = f"'{entry.id}': the scale '{scale}' is not in scheme.yaml; {known}"
        yield parts.fault(_FILE, (*place, "scale"), message)
    elif scale == NONE:
        yield from _unrated_faults(parts, place, entry)
    else:
        yield from _level_faults(parts, place, entry, parts.levels(entry))


def _unrated_faults(parts: SchemeParts, place: Place, entry: CriterionEntry) -> Iterator[Fault]:
    if not entry.questions and entry.status is not CriterionStatus.RETIRED:
        message = f"'{entry.id}' has neither a scale nor questions; expected one of them"
        yield parts.fault(_FILE, place, message)
    if entry.rating is not None:
        message = f"'{entry.id}' has a rating but no scale; expected both or neither"
        yield parts.fault(_FILE, (*place, "rating"), message)
    rules = [("justification", entry.justification and entry.justification.from_level)]
    rules += [("evidence", rule.from_level) for rule in entry.evidence or ()]
    for key, level in rules:
        if level:
            message = (
                f"'{entry.id}' is not rated, so {key} cannot begin at level {level}; expected 0"
            )
            yield parts.fault(_FILE, (*place, key), message)


def _level_faults(
    parts: SchemeParts, place: Place, entry: CriterionEntry, levels: list[int]
) -> Iterator[Fault]:
    defaults = parts.bank.defaults
    justification = entry.justification or defaults.justification
    evidence = entry.evidence if entry.evidence is not None else defaults.evidence or ()
    asked = [("justification", justification.from_level if justification else None)]
    asked += [("evidence", rule.from_level) for rule in evidence]
    for key, level in asked:
        if level is not None and level not in levels:
            message = (
                f"'{entry.id}': {key} from level {level}, which its scale lacks; {one_of(levels)}"
            )
            yield parts.fault(_FILE, (*place, key), message)
    effort = entry.effort or defaults.effort
    for level in effort if isinstance(effort, dict) else ():
        if level not in levels[1:]:
            steps = one_of(levels[1:])
            message = f"'{entry.id}': effort of level {level}, to which no step leads; {steps}"
            yield parts.fault(_FILE, (*place, "effort", level), message)
