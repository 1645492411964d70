"""Files of answers, as authors write them, and the sheets to be scored that they make.

In these files an answer is supported unless it says otherwise, so that an example names only what
it is about: justification and evidence are there as the criterion's rules ask.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assessment.catalogue.faults import CriteriaFault, Fault
from assessment.catalogue.loader import Reading
from assessment.catalogue.schema import AnswersFile
from assessment.catalogue.schema.examples import AnswerEntry
from assessment.catalogue.source import Place, Source
from assessment.catalogue.values_file import (
    day_faults,
    day_of,
    known_day,
    plain_values,
    value_faults,
)
from assessment.domain.answers import Answer, AnswerSheet, HeldLabel, Piece
from assessment.domain.criteria import Criterion, CriterionStatus, Label, NotApplicable, Scheme

SUPPORTED = "Supported, as the file of answers says nothing else."
"""The justification of an answer that gives none."""

_PAIR = re.compile(r"\\(?:(?P<pair>u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|.)")
"""An escape in JSON, and whether it is a character as a pair of surrogates."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file of answers may answer: the criteria of `label`, and with `known` others too."""

    label: Label
    labels: tuple[str, ...]
    known: Mapping[str, Criterion]

    @classmethod
    def by(cls, scheme: Scheme, label: Label) -> "Asked":
        """What the label asks, and nothing else."""
        return cls(label, tuple(each.id for each in scheme), {c.id: c for c in label.criteria})

    @classmethod
    def anywhere(cls, scheme: Scheme, label: Label) -> "Asked":
        """What any label of the scheme asks, so that one file can be scored for each of them."""
        everything = {c.id: c for each in scheme for c in each.criteria}
        return cls(
            label,
            tuple(each.id for each in scheme),
            everything | {c.id: c for c in label.criteria},
        )


def read_sheet(path: Path, asked: Asked) -> AnswerSheet:
    """The sheet of answers in a YAML or JSON file. Raises `CriteriaFault` with every fault of it."""
    name = str(path)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise CriteriaFault([Fault(name, 1, "expected text in UTF-8, found other bytes")]) from None
    reading = Reading({name: _as_yaml(text) if path.suffix == ".json" else text}, "", [])
    answers = reading.read(name, AnswersFile)
    faults = reading.faults
    if answers is not None:
        faults += answers_faults(asked, reading.sources[name], answers)
        for key in without_day(asked.label, (answers,)):
            message = f"on: the key is missing; the evidence for '{key}' has to be of an age"
            faults.append(Fault(name, 1, message))
    if faults or answers is None:
        raise CriteriaFault(faults)
    return sheet_of(asked.label, (answers,))


def _as_yaml(text: str) -> str:
    """JSON with what YAML does not take of it in another form: tabs, and pairs of surrogates."""
    return _PAIR.sub(_character, text.replace("\t", " "))


def _character(found: re.Match[str]) -> str:
    if not found["pair"]:
        return found[0]
    character: str = json.loads(f'"{found[0]}"')
    return character


def answers_faults(
    asked: Asked,
    source: Source,
    answers: AnswersFile,
    place: Place = (),
    shared: AnswersFile | None = None,
) -> Iterator[Fault]:
    """What is wrong with the answers that stand at the place, beside their shape.

    Their day is that of the `shared` answers where they name none.
    """
    on = known_day(answers.on or (shared.on if shared else None))
    yield from day_faults(source, (*place, "on"), answers.on)
    for label_id, since in answers.held.items():
        where: Place = (*place, "held", label_id)
        if label_id not in asked.labels:
            yield source.fault(where, f"held: there is no label '{label_id}'")
        yield from day_faults(source, where, since)
    yield from value_faults(source, (*place, "profile"), asked.label.profile, answers.profile, on)
    for criterion in asked.label.criteria if answers.every else ():
        level = answers.every.level if answers.every else 0
        if criterion.is_rated and level not in criterion.scale.levels:
            message = f"every: level {level}, which the scale of '{criterion.id}' lacks"
            yield source.fault((*place, "every"), message)
    for key, answer in answers.answers.items():
        where = (*place, "answers", key)
        if key in asked.known:
            yield from _answer_faults(source, where, asked.known[key], answer, on)
        else:
            yield source.fault(where, f"the criterion '{key}' is not asked")


def _answer_faults(
    source: Source, place: Place, criterion: Criterion, answer: AnswerEntry, on: date | None
) -> Iterator[Fault]:
    yield from value_faults(source, (*place, "values"), criterion.questions, answer.values, on)
    for i, piece in enumerate(answer.evidence or ()):
        yield from day_faults(source, (*place, "evidence", i, "dated"), piece.dated)
    if answer.not_applicable and criterion.not_applicable is NotApplicable.FORBID:
        message = f"not_applicable: '{criterion.id}' cannot be claimed not to apply"
        yield source.fault((*place, "not_applicable"), message)
    if answer.level is None:
        return
    if not criterion.is_rated:
        yield source.fault((*place, "level"), f"level: '{criterion.id}' is not rated")
    elif answer.level not in criterion.scale.levels:
        message = f"level {answer.level}: the scale of '{criterion.id}' lacks it"
        yield source.fault((*place, "level"), message)
    elif criterion.rating is not None and not _stands_alone(answer):
        message = f"level: the answers make the level of '{criterion.id}'; expected it alone"
        yield source.fault((*place, "level"), message)


def sheet_of(label: Label, layers: Sequence[AnswersFile]) -> AnswerSheet:
    """The sheet of answers without faults, each layer laid over the ones before by key.

    An answer is replaced as a whole. Answers that the label does not ask are left out.
    """
    on = day_of(_last(layers, "on"))
    entries = _entries(label, layers)
    asked = {criterion.id: criterion for criterion in label.criteria}
    profile: dict[str, Any] = {}
    held: dict[str, str] = {}
    for layer in layers:
        profile |= layer.profile
        held |= layer.held
    return AnswerSheet(
        {key: _answer(asked[key], entry, on) for key, entry in entries.items()},
        plain_values(profile),
        tuple(HeldLabel(key, date.fromisoformat(since)) for key, since in held.items()),
        on,
    )


def without_day(label: Label, layers: Sequence[AnswersFile]) -> tuple[str, ...]:
    """The answered criteria whose evidence has to be of an age, where no day is given."""
    if _last(layers, "on") is not None:
        return ()
    entries = _entries(label, layers)
    return tuple(key for key in entries if _needs_a_day(label.criterion(key), entries[key]))


def _needs_a_day(criterion: Criterion, entry: AnswerEntry) -> bool:
    is_supported = entry.supported is not False and not _is_on_word(criterion, entry)
    return is_supported and any(
        rule.months_old_at_most and (entry.level is None or entry.level >= rule.from_level)
        for rule in criterion.support.evidence
    )


def _entries(label: Label, layers: Sequence[AnswersFile]) -> dict[str, AnswerEntry]:
    """The answers that count, those that `every` gives among them."""
    given: dict[str, AnswerEntry] = {}
    for layer in layers:
        given |= layer.answers
    every = _last(layers, "every")
    found: dict[str, AnswerEntry] = {}
    for criterion in label.criteria:
        if criterion.id in given:
            found[criterion.id] = given[criterion.id]
        elif every and criterion.is_rated and criterion.status is CriterionStatus.ACTIVE:
            found[criterion.id] = AnswerEntry(level=every.level)
    return found


def _last(layers: Sequence[AnswersFile], key: str) -> Any:
    return next((v for layer in reversed(layers) if (v := getattr(layer, key)) is not None), None)


def _answer(criterion: Criterion, entry: AnswerEntry, on: date | None) -> Answer:
    if _is_on_word(criterion, entry):
        return Answer(entry.level, is_attested=True)
    is_supported = entry.supported is not False
    justification = entry.justification
    if justification is None:
        justification = SUPPORTED if is_supported else ""
    if entry.evidence is not None:
        evidence = tuple(Piece(piece.kind, day_of(piece.dated)) for piece in entry.evidence)
    else:
        evidence = tuple(_pieces(criterion, on)) if is_supported else ()
    return Answer(
        entry.level,
        justification,
        evidence,
        plain_values(entry.values),
        is_not_applicable=entry.not_applicable,
    )


def _stands_alone(entry: AnswerEntry) -> bool:
    """Whether the answer says a level and nothing else."""
    has_support = entry.supported is False or (entry.evidence, entry.justification) != (None, None)
    return entry.level is not None and not entry.values and not has_support


def _is_on_word(criterion: Criterion, entry: AnswerEntry) -> bool:
    """Whether the level stands as if reviewers had given it, for want of the answers behind it."""
    has_questions = any(question.is_required for question in criterion.questions)
    return _stands_alone(entry) and (criterion.rating is not None or has_questions)


def _pieces(criterion: Criterion, on: date | None) -> Iterator[Piece]:
    """Evidence that meets every rule of the criterion at any level."""
    for rule in criterion.support.evidence:
        kind = min(rule.kinds, default=Piece().kind)
        for _ in range(rule.at_least):
            yield Piece(kind, on)
