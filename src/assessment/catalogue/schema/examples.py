"""examples/*.yaml: worked examples of a label, and files of answers to be scored."""

from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, model_validator

from assessment.catalogue.schema.base import Exact, Id, Level, Part
from assessment.catalogue.schema.faults import refuse
from assessment.domain.conditions import Status
from assessment.domain.criteria import EvidenceKind
from assessment.domain.scorecard import Reason

Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", strict=True)]
Values = dict[Id, Any]


class PieceEntry(Part):
    """A piece of evidence: its kind, and the day that it speaks of."""

    kind: EvidenceKind = EvidenceKind.DOCUMENT
    """What it is."""

    dated: Day | None = None
    """The day that it speaks of, where a rule asks for its age."""


class AnswerEntry(Part):
    """An answer. Unless it says so, it is supported; `evidence` and `justification` say how exactly."""

    level: Level | None = None
    """The level claimed. Where answers make the level or must come with it and there are no
    `values`, it stands as if reviewers had given it."""

    values: Values = {}
    """The answers to the criterion's questions: a number, text, date, true or false, a list of
    options, a list of rows."""

    supported: Annotated[bool, Field(strict=True)] | None = None
    """`false`: neither justification nor evidence is there; else both are, as the rules ask."""

    justification: Annotated[str, Field(strict=True)] | None = None
    """The justification; "" for none."""

    evidence: Annotated[list[PieceEntry], Field(max_length=100)] | None = None
    """Exactly these pieces of evidence."""

    not_applicable: Annotated[bool, Field(strict=True)] = False
    """Whether the cluster says that the criterion does not apply to it."""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if self.not_applicable and (self.level is not None or self.values):
            raise refuse("not_applicable: expected neither level nor values beside it")
        if self.supported is not None and (self.evidence, self.justification) != (None, None):
            raise refuse("supported: expected neither evidence nor justification beside it")
        return self


class EveryEntry(Part):
    """Where every rated criterion stands that has no answer of its own."""

    level: Level
    """The level of all of them, supported."""


class AnswersFile(Part):
    """A sheet of answers, to be scored from the command line."""

    on: Day | None = None
    """The day for which it is scored; left out: what depends on a day stays open."""

    held: dict[Id, Day] = {}
    """The labels that the cluster holds, each with the day on which its certificate began."""

    profile: Values = {}
    """The answers to the questions about the cluster."""

    every: EveryEntry | None = None
    """Where every rated criterion stands that has no answer below."""

    answers: dict[Id, AnswerEntry] = {}
    """The answers by criterion."""


def _allow_nothing(schema: dict[str, Any]) -> None:
    """Tells the JSON Schema that null is something to expect."""
    for key, value in schema["properties"].items():
        kept = {name: value.pop(name) for name in ("title", "description") if name in value}
        schema["properties"][key] = {**kept, "anyOf": [value, {"type": "null"}]}


class CriterionExpectation(Part):
    """What one criterion must score; null expects that there is nothing."""

    model_config = ConfigDict(json_schema_extra=_allow_nothing)

    level: Level | None = None
    """The level that counts."""

    points: Exact | None = None
    """The points that it earns."""

    reason: Reason | None = None
    """Why it earns them."""


class Expectation(Part):
    """What must come out; what is not named may be anything."""

    points: Exact | None = None
    """The points in all, exactly: `66.5` or `66 2/3`."""

    outcome: Status | None = None
    """Whether the label is reached."""

    conditions: dict[str, Status] = {}
    """How conditions of the label stand, by name: threshold, minimum.team, section.structure,
    eligibility.staff, prerequisite, improvements, complete."""

    criteria: dict[Id, CriterionExpectation] = {}
    """What single criteria score."""


class CaseEntry(AnswersFile):
    """One case: what it changes in the file's answers, and what must come out."""

    id: Id
    """The name of the case."""

    expect: Expectation
    """What must come out."""


class ExamplesFile(AnswersFile):
    """Worked examples of one label, from shared answers."""

    label: Id
    """The label that the answers are scored for."""

    cases: Annotated[list[CaseEntry], Field(min_length=1, max_length=300)]
    """The cases: each changes the answers above and says what must come out."""
