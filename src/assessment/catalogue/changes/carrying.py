"""Where the answers of a draft come from when its scheme has a new version.

Plain data in, a plan out. Nothing is lost: an answer whose criterion is gone is parked, not shown
and not deleted, and is there again should anybody want to read it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from assessment.catalogue.schema import ChangesFile
from assessment.catalogue.schema.versions import ChangeClass, ChangeEntry


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """An answer of a draft, as far as it can be carried.

    `title` is the criterion's in the draft's version and language; `evidence` are the ids of its
    pieces.
    """

    title: str
    level: int | None = None
    justification: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[int, ...] = ()
    is_not_applicable: bool = False


class Origin(StrEnum):
    """Where a carried answer comes from: its own criterion, a split one, several merged ones."""

    KEPT = "kept"
    COPIED = "copied"
    MERGED = "merged"


_MOVING = {ChangeClass.SPLIT: Origin.COPIED, ChangeClass.MERGED: Origin.MERGED}
"""The changes by which an answer goes to other criteria, and as what it gets there."""


@dataclass(frozen=True, slots=True)
class Carried:
    """The answer to a criterion of the new version, made from those of `sources` in the draft.

    With `is_to_confirm` the cluster has to look at it again before it submits.
    """

    origin: Origin
    sources: tuple[str, ...]
    answer: DraftAnswer
    is_to_confirm: bool = False


@dataclass(frozen=True, slots=True)
class CarryOver:
    """The plan: the answers by criterion of the new version, and the answers that are parked."""

    answers: Mapping[str, Carried]
    parked: Mapping[str, DraftAnswer]


def carry_over_all(
    steps: Sequence[ChangesFile],
    answers: Mapping[str, DraftAnswer],
    levels: Mapping[str, Collection[int]] | None = None,
) -> CarryOver:
    """The plan for a draft's answers (by criterion) over all steps, the earliest first.

    An answer is kept as it is where nothing or only wording changed, and kept to be confirmed where
    its criterion was clarified or rescored. What a criterion was split into gets its justification,
    values and evidence, what several were merged into the same of all of them, the justifications
    joined under their old titles; neither gets a level, and both are to be confirmed. The answers
    of criteria that are gone are parked. `levels` are those of each scale in the last version: a
    level that is not among them is not carried, and the answer is to be confirmed.
    """
    carried = {key: Carried(Origin.KEPT, (key,), answer) for key, answer in answers.items()}
    for step in steps:
        carried = {target: _together(found) for target, found in _targets(step, carried).items()}
    for key, known in (levels or {}).items():
        if key in carried and carried[key].answer.level not in (None, *known):
            answer = replace(carried[key].answer, level=None)
            carried[key] = replace(carried[key], answer=answer, is_to_confirm=True)
    parked = {key: answer for key, answer in answers.items() if key not in carried}
    return CarryOver(carried, parked)


def successors(steps: Sequence[ChangesFile], criterion_id: str) -> tuple[str, ...]:
    """What a criterion is in the last version: itself, its parts, what it was merged into, or nothing."""
    found: tuple[str, ...] = (criterion_id,)
    for step in steps:
        found = tuple(
            dict.fromkeys(into for key in found for into in _into(step.criteria.get(key), key))
        )
    return found


def _into(change: ChangeEntry | None, key: str) -> tuple[str, ...]:
    if change is None or change.kind not in (*_MOVING, ChangeClass.RETIRED):
        return (key,)
    return (change.into,) if isinstance(change.into, str) else tuple(change.into or ())


def _targets(step: ChangesFile, carried: Mapping[str, Carried]) -> dict[str, list[Carried]]:
    """What comes together in each criterion of the later version, its own answer first."""
    targets: dict[str, list[Carried]] = {}
    moving: list[tuple[str, Carried]] = []
    for key, before in carried.items():
        for target, after in _after(step, key, before):
            if target == key:
                targets.setdefault(target, []).append(after)
            else:
                moving.append((target, after))
    for target, after in moving:
        targets.setdefault(target, []).append(after)
    return targets


def _after(step: ChangesFile, key: str, before: Carried) -> Iterator[tuple[str, Carried]]:
    """Where one answer goes in one step, and as what."""
    change = step.criteria.get(key)
    for target in _into(change, key):
        if change is None or change.kind is ChangeClass.EDITORIAL:
            yield target, before
        elif change.kind in _MOVING:
            yield target, _without_level(before, _MOVING[change.kind])
        else:
            yield target, replace(before, is_to_confirm=True)


def _without_level(before: Carried, origin: Origin) -> Carried:
    answer = replace(before.answer, level=None, is_not_applicable=False)
    return replace(before, origin=origin, answer=answer, is_to_confirm=True)


def _together(found: list[Carried]) -> Carried:
    """One answer from all that come together in a criterion."""
    if len(found) == 1:
        return found[0]
    texts = [one.answer for one in found if one.answer.justification.strip()]
    justification = "\n\n".join(f"{answer.title}\n{answer.justification}" for answer in texts)
    if len(texts) == 1:
        justification = texts[0].justification
    values: dict[str, Any] = {}
    for one in reversed(found):
        values |= one.answer.values
    evidence = dict.fromkeys(piece for one in found for piece in one.answer.evidence)
    sources = dict.fromkeys(source for one in found for source in one.sources)
    answer = DraftAnswer(found[0].answer.title, None, justification, values, tuple(evidence))
    return Carried(Origin.MERGED, tuple(sources), answer, is_to_confirm=True)
