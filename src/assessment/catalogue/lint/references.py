"""Names that refer to questions and figures, and whether what they lead to suits."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessment.catalogue.assemble import reference
from assessment.catalogue.faults import Fault
from assessment.catalogue.lint.expected import one_of
from assessment.catalogue.numerals import mixed
from assessment.catalogue.parts import SchemeParts
from assessment.catalogue.schema.conditions import ConditionEntry
from assessment.catalogue.schema.faults import shown
from assessment.catalogue.schema.questions import ColumnEntry
from assessment.catalogue.source import Place
from assessment.domain.questions import PROFILE, QuestionType, Reference

FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Kinds:
    """What a name may lead to: types of question, or a figure; and how messages call them."""

    types: tuple[str, ...]
    words: str


NUMBERS = Kinds(
    (*(t for t in QuestionType if t.is_number), QuestionType.CHOICES, FIGURE),
    "a number, a figure or a choices question",
)
DATES = Kinds((QuestionType.DATE,), "a date question")
CHOICE = Kinds((QuestionType.CHOICE,), "a choice question")
CHOICES = Kinds((QuestionType.CHOICES,), "a choices question")
ANY = Kinds((*QuestionType, FIGURE), "a question or figure")
_TEXTS = (QuestionType.TEXT, QuestionType.LONG_TEXT, QuestionType.LINK, QuestionType.FILE)


def find(parts: SchemeParts, owner: str, written: str) -> tuple[Reference, ColumnEntry | None, str]:
    """What a name leads to: the question (None for a figure) and its type; "" for nothing."""
    found = reference(owner, written)
    if found.column is None and parts.has_figure(found.owner, found.name):
        return found, None, FIGURE
    question = parts.question(found.owner, found.name)
    if question is None or found.column is None:
        return found, question, question.type if question else ""
    for column in question.columns or []:
        if column.id == found.column:
            return found, column, column.type
    return found, None, ""


def reference_fault(
    parts: SchemeParts, name: str, place: Place, owner: str, written: str, kinds: Kinds
) -> Iterator[Fault]:
    """The fault of a name that leads nowhere, or to what is not of one of the kinds."""
    found, _question, kind = find(parts, owner, written)
    message = ""
    if owner == PROFILE and found.owner != PROFILE:
        message = "the profile knows no criteria; expected a question or figure of the profile"
    elif not kind:
        message = _nowhere(parts, found)
    elif found.column is not None and not QuestionType(kind).is_number:
        message = f"this column is of the type {kind}; expected one of numbers, which has a total"
    elif kind not in kinds.types:
        what = "a figure" if kind == FIGURE else f"a question of the type {kind}"
        message = f"this is {what}; expected {kinds.words}"
    if message:
        yield parts.fault(name, place, f"'{written}': {message}")


def _nowhere(parts: SchemeParts, found: Reference) -> str:
    """Why a name leads nowhere."""
    where = "the profile" if found.owner == PROFILE else f"the criterion '{found.owner}'"
    if found.owner != PROFILE and found.owner not in parts.entries:
        return f"there is no criterion '{found.owner}'"
    if found.column is not None:
        return f"{where} has no table '{found.name}' with the column '{found.column}'"
    names = [q.id for q in parts.questions(found.owner)]
    names += [figure.id for figure in parts.figures(found.owner)]
    return f"{where} has no question or figure '{found.name}'; {one_of(names)}"


def condition_faults(
    parts: SchemeParts, name: str, place: Place, owner: str, entry: ConditionEntry
) -> Iterator[Fault]:
    """What is wrong with the names and values in a condition."""
    for where, inner in _walk(place, entry):
        if inner.level_of is not None:
            yield from _level_faults(parts, name, where, owner, inner)
        elif inner.of is not None:
            is_order = inner.at_least is not None or inner.at_most is not None
            kinds = NUMBERS if is_order else ANY
            faults = list(reference_fault(parts, name, where, owner, inner.of, kinds))
            yield from faults
            if not faults:
                yield from _value_faults(parts, name, where, owner, inner)


def _walk(place: Place, entry: ConditionEntry) -> Iterator[tuple[Place, ConditionEntry]]:
    """A condition and all inside it, each with its place."""
    yield place, entry
    for key, several in (("all", entry.all_of), ("any", entry.any_of)):
        for i, inner in enumerate(several or ()):
            yield from _walk((*place, key, i), inner)
    if entry.negated is not None:
        yield from _walk((*place, "not"), entry.negated)


def _level_faults(
    parts: SchemeParts, name: str, place: Place, owner: str, entry: ConditionEntry
) -> Iterator[Fault]:
    found = parts.entries.get(entry.level_of or "")
    levels = parts.levels(found) if found else []
    message = ""
    if owner == PROFILE:
        message = "the profile knows no criteria; expected a question or figure of the profile"
    elif found is None:
        message = "there is no such criterion"
    elif parts.knows_scale(found) and not levels:
        message = "this criterion is not rated; expected one that is"
    elif levels and entry.at_least not in levels:
        message = f"its scale has no level {mixed(entry.at_least)}; {one_of(levels)}"
    if message:
        yield parts.fault(name, place, f"level_of '{entry.level_of}': {message}")


def _value_faults(
    parts: SchemeParts, name: str, place: Place, owner: str, entry: ConditionEntry
) -> Iterator[Fault]:
    """Values that the question can never have."""
    _found, question, kind = find(parts, owner, entry.of or "")
    values: list[Any] = [*(entry.one_of or ())]
    values += [value for value in (entry.equals, entry.includes) if value is not None]
    message = ""
    if entry.includes is not None and kind != QuestionType.CHOICES:
        message = f"this is of the type {kind}, which includes nothing; expected equals or one_of"
    elif entry.includes is None and kind == QuestionType.CHOICES and values:
        message = "several options can be chosen here; expected includes"
    if message:
        yield parts.fault(name, place, f"'{entry.of}': {message}")
        return
    options = parts.options(question) if question and parts.knows_options(question) else None
    for value in values:
        if message := _mismatch(kind, value, options):
            yield parts.fault(name, place, f"'{entry.of}': {message}")


def _mismatch(kind: str, value: Any, options: tuple[str, ...] | None) -> str:
    if kind == QuestionType.YES_NO:
        return "" if isinstance(value, bool) else "expected true or false"
    if isinstance(value, bool):
        what = "a figure" if kind == FIGURE else f"a question of the type {kind}"
        return f"this is {what}; only a yes_no question can be true or stand alone"
    if kind in (QuestionType.CHOICE, QuestionType.CHOICES):
        is_known = options is None or value in options
        return "" if is_known else f"{shown(value)} is not an option; {one_of(options or ())}"
    if kind in NUMBERS.types:
        return "" if isinstance(value, Fraction) else "expected a number"
    if kind in _TEXTS:
        return "" if isinstance(value, str) else "expected a text"
    return f"a question of the type {kind} can only be compared by is_answered"
