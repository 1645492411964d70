"""What the keys of every file are made of."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from assessment.catalogue.wording import Text

_MIXED = re.compile(r"((?P<whole>[0-9]{1,12}) )?(?P<over>[0-9]{1,12})/(?P<under>[1-9][0-9]{0,11})")


def _title(model: type) -> str:
    """What editors call a mapping: the words of the model's name."""
    words = re.sub(r"(Entry|Rule)$", "", model.__name__)
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", words).capitalize()


class Part(BaseModel):
    """A mapping in a criteria file; a key that it does not name is a fault."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        validate_by_name=False,
        use_attribute_docstrings=True,
        model_title_generator=_title,
    )


def exactly_one_of(keys: Iterable[str]) -> dict[str, Any]:
    """What the JSON Schema says where a mapping has exactly one of these keys."""
    return {"oneOf": [{"required": [key]} for key in keys]}


def _number(value: Any, _handler: Callable[[Any], Any]) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise PydanticCustomError("number", "expected a number")
    if not -(10**12) <= Fraction(value) <= 10**12:
        raise PydanticCustomError("number", "expected a number of at most twelve digits")
    return Fraction(value)


def _exact(value: Any, handler: Callable[[Any], Any]) -> Fraction:
    found = _MIXED.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return _number(value, handler)
    return int(found["whole"] or 0) + Fraction(int(found["over"]), int(found["under"]))


def _keep_marks(value: Any, handler: Callable[[Any], str]) -> Text:
    if not isinstance(value, Text):
        return Text(handler(value))
    text = handler(str(value))
    if text == value:
        return value
    return Text.marked(text, value.language, is_outdated=value.is_outdated)


Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,63}$", strict=True)]
"""A name inside the files: small letters, digits, hyphens."""

Reference = Annotated[
    str, Field(pattern=r"^([a-z][a-z0-9-]*/)?[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?$", strict=True)
]
"""A question or figure: `name`, `table.column`, `criterion/name` or `profile/name`."""

Number = Annotated[
    Fraction,
    WrapValidator(_number),
    WithJsonSchema({"type": "number"}),
]
"""A whole or decimal number, kept exactly."""

Exact = Annotated[
    Fraction,
    WrapValidator(_exact),
    WithJsonSchema(
        {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^{_MIXED.pattern}$"}]}
    ),
]
"""A number that decimals may not reach: `66.5`, or in quotes or not `66 2/3`."""

Level = Annotated[int, Field(ge=0, le=20, strict=True)]
Count = Annotated[int, Field(ge=1, le=50, strict=True)]
Months = Annotated[int, Field(ge=0, le=600, strict=True)]
Days = Annotated[int, Field(ge=1, le=365, strict=True)]
Points = Annotated[
    Number,
    Field(gt=0, le=10_000),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 10_000}),
]
Effort = Annotated[int, Field(ge=1, le=100, strict=True)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", strict=True)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}$", strict=True)]
Version = Annotated[
    str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$", strict=True)
]
Wording = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4_000, strict=True),
    WrapValidator(_keep_marks),
]
"""A text for people; it stays a `Text`, with what is known about its language."""
