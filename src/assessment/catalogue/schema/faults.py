"""What a form says of a value that it cannot take, in the words of the people who write the files."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic_core import ErrorDetails, PydanticCustomError


def refuse(message: str) -> PydanticCustomError:
    """The fault to raise where values are fine by themselves and wrong together.

    A message about one key of a mapping begins with that key and a colon.
    """
    return PydanticCustomError("together", "{message}", {"message": message})


_EXPECTED = {
    "bool_type": "true or false",
    "dict_type": "keys and values",
    "enum": "{expected}",
    "greater_than": "more than {gt}",
    "greater_than_equal": "at least {ge}",
    "int_type": "a whole number",
    "less_than_equal": "at most {le}",
    "list_type": "a list",
    "literal_error": "{expected}",
    "model_type": "keys and values",
    "string_too_long": "at most {max_length} characters",
    "string_too_short": "a text that is not empty",
    "string_type": "a text",
    "too_long": "at most {max_length} entries",
    "too_short": "at least {min_length} entries",
}
_PATTERNS = {
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "a day such as 2026-06-01",
    r"^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$": 'a version such as "2026.1"',
    r"^[0-9a-f]{12}$": "a fingerprint of 12 characters",
    r"^[A-Z]{3}$": "a currency code of three capital letters",
    r"^[a-z]{2}$": "a language code of two small letters",
    r"^[a-z][a-z0-9-]{0,63}$": "a name of small letters, digits and hyphens",
}
_REFERENCE = "the name of a question or figure, such as staff, profile/staff or budget.sum"
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")


def expected(error: ErrorDetails) -> str:
    """What the form expected, as it follows the word "expected"; "" for a fault of another kind."""
    kind = error["type"]
    facts: Mapping[str, Any] = error.get("ctx", {})
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(facts["pattern"], _REFERENCE)
    if kind == "too_short" and facts["min_length"] == 1:
        return "at least one entry"
    if kind in _EXPECTED:
        return _EXPECTED[kind].format(**facts)
    message = error["msg"]
    return message.removeprefix("expected ") if kind == "number" else ""


def found(error: ErrorDetails) -> str:
    """What stands there instead, as it follows the word "found", with advice where there is any."""
    kind, value = error["type"], error["input"]
    if kind in ("too_long", "too_short") and isinstance(value, list | dict):
        return str(len(value))
    if kind == "string_too_long":
        return str(len(value))
    if kind == "string_type" and isinstance(value, bool | int | Decimal):
        return f"{shown(value)}; write it in quotes"
    if kind in ("int_type", "number") and isinstance(value, str) and _NUMBER.fullmatch(value):
        return f"{shown(value)}; write it without quotes"
    return shown(value)


def shown(value: Any) -> str:
    """A value of a file as a message names it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"the text '{clipped(value)}'" if value else "an empty text"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, dict):
        return "keys and values"
    return f"the number {value:f}" if isinstance(value, Decimal) else f"the number {value}"


def clipped(text: str, length: int = 40) -> str:
    """The beginning of a text that may be of any length."""
    return text if len(text) <= length else text[:length] + "…"
