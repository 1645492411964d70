"""Questions and derived figures."""

from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, model_validator

from assessment.catalogue.schema.base import (
    Count,
    Currency,
    Id,
    Number,
    Part,
    Reference,
    exactly_one_of,
)
from assessment.catalogue.schema.conditions import ConditionEntry
from assessment.catalogue.schema.faults import refuse
from assessment.domain.clusters import ClusterFact
from assessment.domain.questions import Obligation, QuestionType

_NUMBERS = {QuestionType.WHOLE, QuestionType.DECIMAL, QuestionType.PERCENTAGE, QuestionType.MONEY}
_SOURCES = ("options", "answers", "criteria_of")
_CHOOSING = {QuestionType.CHOICE, QuestionType.CHOICES}
_COLUMN_TYPES = {
    *_NUMBERS,
    QuestionType.CHOICE,
    QuestionType.YES_NO,
    QuestionType.DATE,
    QuestionType.TEXT,
}
_BELONGS = {
    "unit": {QuestionType.WHOLE, QuestionType.DECIMAL},
    "currency": {QuestionType.MONEY},
    "at_least": _NUMBERS,
    "at_most": _NUMBERS,
    "not_after_today": {QuestionType.DATE},
    "options": _CHOOSING,
    "answers": _CHOOSING,
    "criteria_of": _CHOOSING,
    "choose_at_most": {QuestionType.CHOICES},
    "alone": {QuestionType.CHOICES},
    "columns": {QuestionType.TABLE},
    "rows_at_least": {QuestionType.TABLE},
    "rows_at_most": {QuestionType.TABLE},
}
"""The types of question that each key is for."""


def _say_what_suits(schema: dict[str, Any]) -> None:
    """Tells the JSON Schema which keys are for which types, and which of them a type needs."""
    suits = {
        key: {"properties": {"type": {"enum": sorted(types)}}}
        for key, types in _BELONGS.items()
        if key in schema["properties"]
    }
    needs = {QuestionType.MONEY: ["currency"], QuestionType.TABLE: ["columns"]}
    schema["dependentSchemas"] = suits
    schema["allOf"] = [
        {"if": {"properties": {"type": {"const": kind}}}, "then": {"required": keys}}
        for kind, keys in needs.items()
        if keys[0] in schema["properties"]
    ]


class ColumnEntry(Part):
    """One column of a table, or what a question has in common with it."""

    model_config = ConfigDict(json_schema_extra=_say_what_suits)

    id: Id
    """The name of the question or column, by which rules and texts refer to it."""

    type: QuestionType
    """What kind of value it takes."""

    obligation: Annotated[Obligation, Field()] = Obligation.MUST
    """`must` be answered, or `should`: may be left empty."""

    unit: Id | None = None
    """The unit of a whole or decimal number, one of the `units` of the texts."""

    currency: Currency | None = None
    """The currency of an amount of money, as its three capital letters (ISO 4217)."""

    at_least: Number | None = None
    """The smallest number that can be entered."""

    at_most: Number | None = None
    """The largest number that can be entered."""

    not_after_today: Annotated[bool, Field(strict=True)] | None = None
    """Whether a date has to be past, at the latest the day of the answers."""

    options: Annotated[list[Id], Field(min_length=2, max_length=200)] | None = None
    """What can be chosen, as this question's own options."""

    answers: Id | None = None
    """What can be chosen, as the name of an answer set of scheme.yaml."""

    @model_validator(mode="after")
    def _suits_its_type(self) -> Self:
        for key, types in _BELONGS.items():
            if getattr(self, key, None) is not None and self.type not in types:
                raise refuse(f"{key}: not for the type '{self.type}'")
        if self.obligation is Obligation.INFORMATIVE:
            raise refuse("obligation: expected must or should")
        if self.type is QuestionType.MONEY and self.currency is None:
            raise refuse("currency: the key is missing")
        sources = [key for key in _SOURCES if key in type(self).model_fields]
        given = [key for key in sources if getattr(self, key) is not None]
        if self.type in _CHOOSING and len(given) != 1:
            raise refuse(f"expected exactly one of: {', '.join(sources)}")
        self._leaves_room()
        return self

    def _leaves_room(self) -> None:
        """Raises the fault of bounds between which there is no number."""
        is_share = self.type is QuestionType.PERCENTAGE
        low = Fraction(0) if is_share and self.at_least is None else self.at_least
        high = Fraction(100) if is_share and self.at_most is None else self.at_most
        if low is not None and high is not None and low > high:
            about = (
                " (a percentage goes from 0 to 100 unless it says otherwise)" if is_share else ""
            )
            raise refuse(f"at_least: is more than at_most{about}")


class TableColumn(ColumnEntry):
    """One column of a table; number columns have a total."""

    @model_validator(mode="after")
    def _fits_a_table(self) -> Self:
        if self.type not in _COLUMN_TYPES:
            raise refuse(f"type: a column cannot be '{self.type}'")
        return self


class QuestionEntry(ColumnEntry):
    """What is asked to judge a criterion, or about the cluster."""

    criteria_of: Id | None = None
    """What can be chosen, as the criteria that this label asks."""

    choose_at_most: Count | None = None
    """How many options of a choices question may be ticked."""

    alone: Id | None = None
    """The option of a choices question that cannot be ticked together with others."""

    columns: Annotated[list[TableColumn], Field(min_length=1, max_length=12)] | None = None
    """The columns of a table."""

    rows_at_least: Annotated[int, Field(ge=0, le=200, strict=True)] | None = None
    """How many rows a table must have."""

    rows_at_most: Annotated[int, Field(ge=1, le=200, strict=True)] | None = None
    """How many rows a table may have; 50 unless said otherwise."""

    from_cluster: ClusterFact | None = None
    """The fact of the cluster's own profile that answers a question of the scheme's profile."""

    when: ConditionEntry | None = None
    """The question is asked only when this holds."""

    @model_validator(mode="after")
    def _has_columns(self) -> Self:
        if self.type is QuestionType.TABLE and self.columns is None:
            raise refuse("columns: the key is missing")
        if (self.rows_at_least or 0) > (self.rows_at_most or 50):
            raise refuse("rows_at_least: is more than rows_at_most, which is 50 if left out")
        return self


_OPERATIONS = ("sum", "difference", "ratio", "years_since")


class FigureEntry(Part):
    """A figure derived from answers: `sum`, `difference`, `ratio` or `years_since`."""

    model_config = ConfigDict(json_schema_extra=exactly_one_of(_OPERATIONS))

    id: Id
    """The name of the figure, by which rules and texts refer to it."""

    sum: Annotated[list[Reference], Field(min_length=1, max_length=50)] | None = None
    """The numbers that are added up."""

    difference: Annotated[list[Reference], Field(min_length=2, max_length=2)] | None = None
    """The first number less the second."""

    ratio: Annotated[list[Reference], Field(min_length=2, max_length=2)] | None = None
    """The first number divided by the second; open while the second is zero."""

    years_since: Reference | None = None
    """The full years from this date to the day of the answers."""

    in_percent: Annotated[bool, Field(strict=True)] = False
    """Whether a ratio is given in percent: times 100."""

    unit: Id | None = None
    """The unit of the figure, one of the `units` of the texts."""

    at_least: Number | None = None
    """The smallest number that can be true: below it, the answers contradict each other."""

    at_most: Number | None = None
    """The largest number that can be true."""

    @model_validator(mode="after")
    def _is_one_operation(self) -> Self:
        if len([key for key in _OPERATIONS if getattr(self, key) is not None]) != 1:
            raise refuse(f"expected exactly one of: {', '.join(_OPERATIONS)}")
        if self.in_percent and self.ratio is None:
            raise refuse("in_percent: only for a ratio")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise refuse("at_least: is more than at_most")
        return self

    @property
    def operands(self) -> tuple[Reference, ...]:
        """What the figure is made from, in order."""
        if self.years_since is not None:
            return (self.years_since,)
        return tuple(self.sum or self.difference or self.ratio or ())
