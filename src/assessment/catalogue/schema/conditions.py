"""Conditions: facts that hold, fail or are still open."""

from collections.abc import Iterator
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, ConfigDict, Field, StrictBool, StrictStr, model_validator

from assessment.catalogue.schema.base import Id, Number, Part, Reference, exactly_one_of
from assessment.catalogue.schema.faults import refuse

Plain = Annotated[StrictBool | Number | StrictStr, Field(union_mode="left_to_right")]
"""A value that an answer is compared with."""

_COMPARISONS = ("equals", "at_least", "at_most", "one_of", "includes", "is_answered")
_KINDS = ("of", "level_of", "all_of", "any_of", "negated")
_SHAPES: dict[str, Any] = {
    "oneOf": [
        {"required": ["of"], "maxProperties": 2, **exactly_one_of(_COMPARISONS)},
        {"required": ["level_of", "at_least"], "maxProperties": 2},
        *({"required": [key], "maxProperties": 1} for key in ("all", "any", "not")),
    ]
}
"""What the JSON Schema says beside the types."""


class ConditionEntry(Part):
    """One of: a question or figure compared, a criterion's level, `all`, `any`, `not`."""

    model_config = ConfigDict(json_schema_extra=_SHAPES)

    of: Reference | None = None
    """The question or figure that is compared; exactly one comparison stands beside it."""

    equals: Plain | None = None
    """It has exactly this value."""

    at_least: Number | None = None
    """The number, the level, or the number of ticked options is this or more."""

    at_most: Number | None = None
    """The number, or the number of ticked options, is this or less."""

    one_of: Annotated[list[Plain], Field(min_length=1)] | None = None
    """It has one of these values."""

    includes: Id | None = None
    """This option is among those ticked."""

    is_answered: Annotated[bool, Field(strict=True)] | None = None
    """`true`: there is an answer; `false`: there is none."""

    level_of: Id | None = None
    """The criterion whose level is compared; `at_least` stands beside it."""

    all_of: list["ConditionEntry"] | None = Field(None, alias="all", min_length=1)
    """All of these hold."""

    any_of: list["ConditionEntry"] | None = Field(None, alias="any", min_length=1)
    """At least one of these holds."""

    negated: "ConditionEntry | None" = Field(None, alias="not")
    """This does not hold."""

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        kinds = [kind for kind in _KINDS if getattr(self, kind) is not None]
        if len(kinds) != 1:
            raise refuse("expected exactly one of: of, level_of, all, any, not")
        comparisons = [key for key in _COMPARISONS if getattr(self, key) is not None]
        if kinds == ["of"] and len(comparisons) != 1:
            raise refuse(f"expected exactly one of: {', '.join(_COMPARISONS)}")
        if kinds == ["level_of"] and comparisons != ["at_least"]:
            raise refuse("level_of: expected at_least, and nothing else")
        if kinds[0] not in ("of", "level_of") and comparisons:
            raise refuse(f"{comparisons[0]}: expected only beside 'of'")
        return self

    def walk(self) -> Iterator["ConditionEntry"]:
        """This condition and all inside it."""
        yield self
        for inner in (*(self.all_of or ()), *(self.any_of or ()), self.negated):
            if inner is not None:
                yield from inner.walk()


def _named(value: Any) -> Any:
    return {"of": value, "equals": True} if isinstance(value, str) else value


Rung = Annotated[
    ConditionEntry, BeforeValidator(_named, json_schema_input_type=Reference | ConditionEntry)
]
"""A condition, or the bare name of a yes/no question that has to be answered with yes."""
