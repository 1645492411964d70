"""Levels that would stay open although everything that has to be answered is."""

from collections.abc import Iterator

from assessment.catalogue.assemble import reference
from assessment.catalogue.faults import Fault
from assessment.catalogue.parts import SchemeParts
from assessment.catalogue.schema.conditions import ConditionEntry
from assessment.catalogue.schema.criteria import CriterionEntry
from assessment.catalogue.schema.questions import ColumnEntry, QuestionEntry
from assessment.catalogue.source import Place
from assessment.domain.questions import Obligation, Reference

_FILE = "criteria.yaml"
_EMPTY = "may be left empty, and the level would then stay open; expected one that must be answered"
_UNASKED = "and the level would then stay open; expected what is always asked, or a ladder"


def source_faults(
    parts: SchemeParts, place: Place, entry: CriterionEntry, of: str
) -> Iterator[Fault]:
    """What alone makes a level must be asked and answered wherever the criterion applies."""
    for found, question in _questions(parts, reference(entry.id, of), set()):
        other = parts.entries.get(found.owner)
        if other is not None and other.id != entry.id and other.when is not None:
            message = f"'{other.id}' does not always apply, {_UNASKED}"
            yield parts.fault(_FILE, place, f"'{of}': {message}")
        if question.when is not None:
            message = f"'{question.id}' is not always asked, {_UNASKED}"
            yield parts.fault(_FILE, place, f"'{of}': {message}")
    yield from _empty_faults(parts, place, entry, of)


def rung_faults(
    parts: SchemeParts, place: Place, entry: CriterionEntry, rung: ConditionEntry
) -> Iterator[Fault]:
    """What a rung of a ladder compares must be answered where it is asked; else the rung fails."""
    for inner in rung.walk():
        if inner.of is not None and inner.is_answered is None:
            yield from _empty_faults(parts, place, entry, inner.of)


def _empty_faults(
    parts: SchemeParts, place: Place, entry: CriterionEntry, of: str
) -> Iterator[Fault]:
    for found, question in _questions(parts, reference(entry.id, of), set()):
        columns = [column for column in question.columns or () if column.id == found.column]
        asked: list[ColumnEntry] = [question, *columns]
        for one in asked:
            if one.obligation is not Obligation.MUST:
                yield parts.fault(_FILE, place, f"'{of}': '{one.id}' {_EMPTY}")


def _questions(
    parts: SchemeParts, found: Reference, seen: set[Reference]
) -> Iterator[tuple[Reference, QuestionEntry]]:
    """The questions on which a reference rests, itself or by figures; circles end."""
    seen.add(found)
    question = parts.question(found.owner, found.name)
    if question is not None:
        yield found, question
    for figure in parts.figures(found.owner):
        for operand in figure.operands if figure.id == found.name else ():
            if (inner := reference(found.owner, operand)) not in seen:
                yield from _questions(parts, inner, seen)
