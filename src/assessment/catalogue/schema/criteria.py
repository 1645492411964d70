"""criteria.yaml: the bank of criteria."""

from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from assessment.catalogue.schema.base import (
    Count,
    Effort,
    Id,
    Level,
    Months,
    Number,
    Part,
    Reference,
    exactly_one_of,
)
from assessment.catalogue.schema.conditions import ConditionEntry, Rung
from assessment.catalogue.schema.faults import refuse
from assessment.catalogue.schema.questions import FigureEntry, QuestionEntry
from assessment.domain.compared import Better
from assessment.domain.criteria import CriterionStatus, EvidenceKind, NotApplicable

NONE = "none"
"""The word that says: not rated, or nothing to support."""


class JustificationRule(Part):
    """From this level on, a claim needs a justification in words."""

    from_level: Level | None
    """The lowest level that has to be justified."""


class EvidenceEntry(Part):
    """From this level on, a claim needs so many pieces of evidence of these kinds and this age."""

    from_level: Level
    """The lowest level that the rule is about; 0 for what is not rated."""

    at_least: Count = 1
    """How many pieces of evidence there must be."""

    kinds: Annotated[list[EvidenceKind], Field(min_length=1)] | None = None
    """The kinds of evidence that count; left out: any kind."""

    months_old_at_most: Annotated[Months, Field(ge=1)] | None = None
    """The full months that evidence may be old; left out: of any age."""


EvidenceEntries = Annotated[list[EvidenceEntry], Field(max_length=10)]


def _rules(value: Any) -> Any:
    if value == NONE:
        return []
    return [value] if isinstance(value, dict) else value


def _rule_or_none(value: Any) -> Any:
    return {"from_level": None} if value == NONE else value


class Bands(Part):
    """A figure turned into a level: from which value on (or up to which) each level is reached."""

    model_config = ConfigDict(json_schema_extra=exactly_one_of(("at_least", "at_most")))

    of: Reference
    """The question or figure whose number makes the level."""

    at_least: dict[Level, Number] | None = None
    """The number from which on each level is reached, where more is better."""

    at_most: dict[Level, Number] | None = None
    """The number up to which each level is reached, where less is better."""

    @model_validator(mode="after")
    def _has_one_direction(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise refuse("expected exactly one of: at_least, at_most")
        bounds = list((self.at_least or self.at_most or {}).items())
        if not bounds:
            raise refuse("expected at least one band")
        for (level, bound), (higher, further) in pairwise(bounds):
            is_rising = further > bound if self.at_least else further < bound
            if higher <= level or not is_rising:
                raise refuse(f"level {higher}: expected the bands in the order of the levels")
        return self


class ChoiceRating(Part):
    """The chosen option turned into a level."""

    of: Reference
    """The choice question."""

    levels: dict[Id, Level]
    """The level for each of its options."""


class Tally(Part):
    """What the ticked options are worth together, never more than `cap`."""

    of: Reference
    """The choices question."""

    worth: dict[Id, Annotated[int, Field(ge=0, le=20, strict=True)]]
    """By how many levels each of its options lifts above the lowest."""

    cap: Annotated[int, Field(ge=1, le=20, strict=True)] | None = None
    """By how many levels all of them together can lift at most."""


Rungs = Annotated[list[Rung], Field(min_length=1, max_length=40)]
"""The conditions of one level of a ladder."""


class RatingEntry(Part):
    """How the answers make the rating level; exactly one way."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    bands: Bands | None = None
    """By a number: each level begins at its bound."""

    choice: ChoiceRating | None = None
    """By the option that was chosen."""

    tally: Tally | None = None
    """By counting what was ticked."""

    ladder: Annotated[dict[Level, Rungs], Field(min_length=1)] | None = None
    """By conditions: the highest level whose own hold, and those of every level below it."""

    lowest: Annotated[list["RatingEntry"], Field(min_length=2, max_length=20)] | None = None
    """The lowest of several ratings."""

    mean: Annotated[list["RatingEntry"], Field(min_length=2, max_length=20)] | None = None
    """The mean of several ratings, rounded down to a whole level."""

    @model_validator(mode="after")
    def _is_one_way(self) -> Self:
        ways = ("bands", "choice", "tally", "ladder", "lowest", "mean")
        if len([way for way in ways if getattr(self, way) is not None]) != 1:
            raise refuse(f"expected exactly one of: {', '.join(ways)}")
        return self

    def walk(self) -> Iterator["RatingEntry"]:
        """This rating and all that it is made of."""
        yield self
        for inner in self.lowest or self.mean or ():
            yield from inner.walk()

    @property
    def source(self) -> str | None:
        """The question or figure that alone makes the level; None where several things do."""
        way = self.bands or self.choice or self.tally
        return way.of if way else None

    @property
    def rungs(self) -> Iterator[ConditionEntry]:
        """The conditions of a ladder; none where it is none."""
        return chain.from_iterable((self.ladder or {}).values())


class ComparedEntry(Part):
    """In which figure clusters are compared, and how the traffic light stands."""

    of: Reference
    """The question or figure in which clusters are compared: a number, or a choice."""

    better: Better | None = None
    """`higher` or `lower`; left out: neither is better."""

    yellow: Number | None = None
    """From where on (up to where, if lower is better) the light is yellow; else it is red."""

    green: Number | None = None
    """From where on, or up to where, it is green."""

    @model_validator(mode="after")
    def _has_limits_in_order(self) -> Self:
        if (self.yellow is None) != (self.green is None):
            raise refuse("expected both yellow and green, or neither")
        if self.yellow is None or self.green is None:
            return self
        if self.better is None:
            raise refuse("better: the key is missing; the light needs it")
        is_rising = self.yellow < self.green
        if self.yellow == self.green or is_rising != (self.better is Better.HIGHER):
            order = "more" if self.better is Better.HIGHER else "less"
            raise refuse(f"green: expected {order} than yellow, as {self.better} is better")
        return self


class CriterionRules(Part):
    """What a criterion may say for itself and `defaults` for all that do not."""

    scale: Id | None = None
    """The scale of scheme.yaml on which it is rated; `none`: it is asked and not rated."""

    justification: Annotated[
        JustificationRule | None,
        BeforeValidator(_rule_or_none, json_schema_input_type=Literal["none"] | JustificationRule),
    ] = None
    """From which level on the cluster explains its claim in words; `none`: it need not."""

    evidence: Annotated[
        list[EvidenceEntry] | None,
        Field(max_length=10),
        BeforeValidator(
            _rules, json_schema_input_type=Literal["none"] | EvidenceEntry | EvidenceEntries
        ),
    ] = None
    """Which evidence a claim needs: `none`, one rule, or several of which each must be met."""

    not_applicable: NotApplicable | None = None
    """What follows when a cluster says, with a reason, that the criterion does not apply to it."""

    effort: Effort | dict[Level, Effort] | None = None
    """What it costs to climb one level, 1 to 100, for every level or level by level."""


class CriterionEntry(CriterionRules):
    """One criterion of the bank."""

    id: Id
    """The name of the criterion, which is never changed nor used again."""

    status: CriterionStatus = CriterionStatus.ACTIVE
    """`active`; `future`: shown and not yet scored; `retired`: kept and asked by no label."""

    questions: Annotated[list[QuestionEntry], Field(max_length=40)] = []
    """What is asked to judge it."""

    figures: Annotated[list[FigureEntry], Field(max_length=40)] = []
    """Figures derived from the answers."""

    rating: RatingEntry | None = None
    """How the answers make the level; left out: the cluster chooses it by its description."""

    when: ConditionEntry | None = None
    """Where this does not hold, the criterion does not apply and leaves the score."""

    compared: ComparedEntry | None = None
    """In which figure clusters are compared with each other; left out: they are not."""

    checks: Annotated[list[Id], Field(max_length=20)] = []
    """The quality checks that a reviewer ticks; their sentences stand in the texts."""

    @property
    def conditions(self) -> Iterator[ConditionEntry]:
        """Every condition here: on the criterion, on its questions, and in its rating."""
        given = (self.when, *(question.when for question in self.questions))
        yield from (condition for condition in given if condition is not None)
        for part in self.rating.walk() if self.rating else ():
            yield from part.rungs


class CriteriaFile(Part):
    """criteria.yaml: every criterion once."""

    defaults: CriterionRules = CriterionRules()
    """What holds for every criterion that says nothing else; a rule is replaced as a whole."""

    criteria: Annotated[list[CriterionEntry], Field(min_length=1, max_length=1000)]
    """All criteria, whichever labels ask them."""
