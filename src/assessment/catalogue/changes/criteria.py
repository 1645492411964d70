"""What differs in one criterion: in the bank, in the labels that ask it, in its wording."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from assessment.catalogue.assemble import support_rule
from assessment.catalogue.changes.difference import Difference, Subject, listed
from assessment.catalogue.changes.texts import changed_texts
from assessment.catalogue.loader import Edition
from assessment.catalogue.numerals import mixed
from assessment.catalogue.parts import SchemeParts
from assessment.catalogue.schema import ChangesFile
from assessment.catalogue.schema.criteria import CriterionEntry
from assessment.catalogue.schema.questions import ColumnEntry
from assessment.catalogue.schema.versions import ChangeClass
from assessment.domain.criteria import CriterionStatus, EvidenceRule, Label, NotApplicable


def criterion_differences(
    old: Edition, new: Edition, key: str, stated: ChangesFile | None
) -> Iterator[Difference]:
    """What became of the criterion, by what is found; what it was split or merged into by `stated`.

    Rules that bear on a score make it rescored. Wording is editorial, and clarified where the
    author says so.
    """
    before, after = _in_use(old, key), _in_use(new, key)
    change = stated.criteria.get(key) if stated else None
    if before is None and after is None:
        return
    if after is None:
        into = change.into if change else None
        if change is not None and into:
            names = into if isinstance(into, str) else ", ".join(into)
            yield _difference(key, change.kind, f"{change.kind} into {names}")
        else:
            yield _difference(key, ChangeClass.RETIRED, "no longer in use")
        return
    if before is None:
        was = " under an id that was in use before" if key in old.parts.entries else ""
        origins = ", ".join(sorted(_origins(key, stated)))
        since = f", made from {origins}" if origins else ""
        yield _difference(key, ChangeClass.NEW, f"new{since}{was}")
        return
    for message in _rule_changes(old, new, before, after):
        yield _difference(key, ChangeClass.RESCORED, message)
    is_clarified = change is not None and change.kind is ChangeClass.CLARIFIED
    words = ChangeClass.CLARIFIED if is_clarified else ChangeClass.EDITORIAL
    for message in _other_changes(old, new, before, after):
        yield _difference(key, words, message)


def _difference(key: str, kind: ChangeClass, message: str) -> Difference:
    return Difference(Subject.CRITERION, key, kind, message)


def _in_use(edition: Edition, key: str) -> CriterionEntry | None:
    entry = edition.parts.entries.get(key)
    return None if entry is None or entry.status is CriterionStatus.RETIRED else entry


def _origins(key: str, stated: ChangesFile | None) -> set[str]:
    """The criteria of which the author says that they became this one."""
    named = stated.criteria.items() if stated else ()
    return {origin for origin, change in named if key in _list(change.into)}


def _list(into: str | list[str] | None) -> list[str]:
    return [into] if isinstance(into, str) else into or []


def _rule_changes(
    old: Edition, new: Edition, before: CriterionEntry, after: CriterionEntry
) -> Iterator[str]:
    """The rules that bear on a score, as they were and are."""
    if before.status is not after.status:
        yield f"status: {before.status}, now {after.status}"
    was, now = _rules(old.parts, before), _rules(new.parts, after)
    for key in was:
        if was[key] != now[key]:
            yield f"{key}: {_spelt(was[key], now[key])}".removesuffix(": ")
    for label in old.scheme:
        if label.id in {each.id for each in new.scheme}:
            yield from _asked_changes(label, new.scheme.label(label.id), before.id)


def _rules(parts: SchemeParts, entry: CriterionEntry) -> dict[str, Any]:
    """The rules of a criterion in force, defaults among them, ready to be compared."""
    defaults = parts.bank.defaults
    support = support_rule(entry, defaults)
    return {
        "scale": _scale(parts.levels(entry)),
        "rating": entry.rating,
        "questions": {q.id: (q, _options(parts, q)) for q in entry.questions},
        "figures": {figure.id: figure for figure in entry.figures},
        "justification": _justification(support.justification_from),
        "evidence": "; ".join(_evidence(rule) for rule in support.evidence) or "none",
        "not_applicable": str(
            entry.not_applicable or defaults.not_applicable or NotApplicable.FORBID
        ),
        "when": entry.when,
    }


def _options(parts: SchemeParts, entry: ColumnEntry) -> list[list[str]]:
    """What can be chosen there and in its columns; which criteria a label asks is told elsewhere."""
    asked = [entry, *(getattr(entry, "columns", None) or [])]
    return [
        list(parts.options(e)) if getattr(e, "criteria_of", None) is None else [] for e in asked
    ]


def _scale(levels: Sequence[int]) -> str:
    return f"{levels[0]} to {levels[-1]}" if levels else "none"


def _justification(level: int | None) -> str:
    return "none" if level is None else f"from level {level}"


def _evidence(rule: EvidenceRule) -> str:
    kinds = f" {' or '.join(sorted(rule.kinds))}" if rule.kinds else ""
    age = f" of {rule.months_old_at_most} months" if rule.months_old_at_most else ""
    return f"{rule.at_least}{kinds}{age} from level {rule.from_level}"


def _spelt(was: Any, now: Any) -> str:
    """What differs, in words as far as words can say it."""
    if isinstance(was, dict):
        return listed(was, now)
    return f"{was}, now {now}" if isinstance(was, str) else ""


def _asked_changes(old: Label, new: Label, key: str) -> Iterator[str]:
    """How the label asks the criterion, then and now."""
    was = {c.id: (s, c) for s in old.sections for c in s.criteria}.get(key)
    now = {c.id: (s, c) for s in new.sections for c in s.criteria}.get(key)
    if was is None or now is None:
        if was is not now:
            yield f"{new.id}: {'asked' if was is None else 'no longer asked'}"
        return
    (old_section, before), (new_section, after) = was, now
    if old_section.id != new_section.id:
        yield f"{new.id}: section {old_section.id}, now {new_section.id}"
    if before.points != after.points:
        yield f"{new.id}: points {mixed(before.points)}, now {mixed(after.points)}"
    if before.minimum != after.minimum:
        yield f"{new.id}: minimum {_minimum(before.minimum)}, now {_minimum(after.minimum)}"
    if before.obligation is not after.obligation:
        yield f"{new.id}: {before.obligation}, now {after.obligation}"


def _minimum(level: int | None) -> str:
    return "none" if level is None else mixed(Fraction(level))


def _other_changes(
    old: Edition, new: Edition, before: CriterionEntry, after: CriterionEntry
) -> Iterator[str]:
    """What bears on no score: wording, what reviewers tick, what a step costs, what is compared."""
    if before.checks != after.checks:
        yield "checks"
    efforts = [
        entry.effort or edition.parts.bank.defaults.effort
        for edition, entry in ((old, before), (new, after))
    ]
    if efforts[0] != efforts[1]:
        yield "effort"
    if before.compared != after.compared:
        yield "compared"
    yield from changed_texts(old, new, ("criteria", before.id))
