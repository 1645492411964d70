"""Worked examples: answers in, and what must come out of them.

They hold the rules to what their authors mean: a case that does not give what it promises is a
fault at the line of the promise.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessment.catalogue.answers_file import Asked, answers_faults, sheet_of, without_day
from assessment.catalogue.faults import Fault
from assessment.catalogue.loader import Edition, Reading
from assessment.catalogue.numerals import mixed
from assessment.catalogue.schema import ExamplesFile
from assessment.catalogue.schema.examples import CriterionExpectation, Expectation
from assessment.catalogue.source import Place, Source
from assessment.domain.criteria import Label
from assessment.domain.scorecard import ConditionKind, Scorecard
from assessment.domain.scoring import score

PATTERN = "examples/*.yaml"


@dataclass(frozen=True, slots=True)
class Examples:
    """What the worked examples of a scheme gave: their faults, and the scorecards by label.

    `cases` is how many there are, `passed` how many give what they promise.
    """

    faults: tuple[Fault, ...]
    cards: Mapping[str, tuple[Scorecard, ...]]
    cases: int
    passed: int


def play_examples(edition: Edition, files: Mapping[str, str], folder: str = "") -> Examples:
    """Scores every case of the files (by their names inside the scheme's folder)."""
    reading = Reading(files, folder, [])
    cards: dict[str, list[Scorecard]] = {label.id: [] for label in edition.scheme}
    cases = passed = 0
    for name in sorted(files):
        file = reading.read(name, ExamplesFile)
        if file is None:
            continue
        cases += len(file.cases)
        source = reading.sources[name]
        if file.label not in cards:
            message = f"label: expected {' or '.join(cards)}, found {file.label}"
            reading.faults.append(source.fault(("label",), message))
            continue
        playing = _Playing(edition, edition.scheme.label(file.label), source, file)
        reading.faults += playing.play()
        cards[file.label] += playing.cards
        passed += playing.passed
    found = {label: tuple(of_label) for label, of_label in cards.items()}
    return Examples(tuple(reading.faults), found, cases, passed)


class _Playing:
    """One file of examples while its cases are scored."""

    def __init__(self, edition: Edition, label: Label, source: Source, file: ExamplesFile) -> None:
        self.label, self.source, self.file = label, source, file
        self.asked = Asked.by(edition.scheme, label)
        self.cards: list[Scorecard] = []
        self.passed = 0

    def play(self) -> list[Fault]:
        """The faults of the file. A case with faulty answers is not scored."""
        shared = list(answers_faults(self.asked, self.source, self.file))
        faults = [*shared, *self._repeated()]
        for i, case in enumerate(self.file.cases):
            place: Place = ("cases", i)
            wrong = list(answers_faults(self.asked, self.source, case, place, self.file))
            wrong += self._days(place, i)
            if not shared and not wrong:
                card = score(self.label, sheet_of(self.label, (self.file, case)))
                wrong = list(_broken_promises(card, self.source, place, case.expect))
                self.cards.append(card)
                self.passed += not wrong
            faults += wrong
        return faults

    def _repeated(self) -> Iterator[Fault]:
        seen: set[str] = set()
        for i, case in enumerate(self.file.cases):
            if case.id in seen:
                yield self.source.fault(("cases", i, "id"), f"'{case.id}' stands here twice")
            seen.add(case.id)

    def _days(self, place: Place, case: int) -> Iterator[Fault]:
        for key in without_day(self.label, (self.file, self.file.cases[case]))[:1]:
            message = f"on: the key is missing; the evidence for '{key}' has to be of an age"
            yield self.source.fault(place, message)


def condition_keys(label: Label) -> tuple[str, ...]:
    """The names of all conditions that the label can have."""
    keys = [f"{ConditionKind.ELIGIBILITY}.{rule.id}" for rule in label.eligibility]
    single = {
        ConditionKind.PREREQUISITE: label.prerequisite is not None,
        ConditionKind.COMPLETE: not label.is_scored,
        ConditionKind.IMPROVEMENTS: label.improvements is not None,
        ConditionKind.THRESHOLD: label.is_scored,
    }
    keys += [kind.value for kind, is_there in single.items() if is_there]
    keys += [f"{ConditionKind.MINIMUM}.{c.id}" for c in label.criteria if c.minimum is not None]
    keys += [f"{ConditionKind.SECTION}.{s.id}" for s in label.sections if s.minimum is not None]
    return tuple(keys)


def _broken_promises(
    card: Scorecard, source: Source, place: Place, expect: Expectation
) -> Iterator[Fault]:
    """What the case promises and does not give, each at its line."""
    place = (*place, "expect")
    if not expect.model_fields_set:
        yield source.fault(place, "expect: expected at least one of points, outcome, ...")
    if expect.points is not None and card.points != expect.points:
        yield source.fault((*place, "points"), _differs("points", expect.points, card.points))
    if expect.outcome is not None and card.outcome is not expect.outcome:
        yield source.fault((*place, "outcome"), _differs("outcome", expect.outcome, card.outcome))
    stands = {condition.key: condition.status for condition in card.conditions}
    for key, status in expect.conditions.items():
        where = (*place, "conditions", key)
        if key not in condition_keys(card.label):
            known = ", ".join(condition_keys(card.label))
            yield source.fault(where, f"the label has no condition '{key}'; it has {known}")
        elif stands.get(key) is not status:
            yield source.fault(where, _differs(key, status, stands.get(key, "nothing to meet")))
    asked = {criterion.id for criterion in card.label.criteria}
    for key, wanted in expect.criteria.items():
        where = (*place, "criteria", key)
        if key in asked:
            yield from _broken_of_criterion(card, source, where, wanted)
        else:
            yield source.fault(where, f"the criterion '{key}' is not asked")


def _broken_of_criterion(
    card: Scorecard, source: Source, place: Place, expect: CriterionExpectation
) -> Iterator[Fault]:
    found = card.of(str(place[-1]))
    for key in ("level", "points", "reason"):
        wanted, given = getattr(expect, key), getattr(found, key)
        if key in expect.model_fields_set and wanted != given:
            yield source.fault((*place, key), _differs(f"{place[-1]}.{key}", wanted, given))


def _differs(key: str, expected: object, found: object) -> str:
    return f"{key}: expected {_shown(expected)}, found {_shown(found)}"


def _shown(value: object) -> str:
    is_number = value is None or isinstance(value, int | Fraction)
    return mixed(value) if is_number else str(value)  # type: ignore[arg-type]
