"""What a form was made from: sent along with it, so that what nobody touched overwrites nothing."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

PREFIX = "seen-"
"""Before the name of a field, names what stood in it (see `seen` in `components/forms.html`)."""


def seen_in(sent: MultiDict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """What the page showed in these fields, as plain JSON; what cannot be read counts as not shown.

    It comes from outside: it is compared with, and nothing else.
    """
    found = {name: _read(sent.get(PREFIX + name)) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def seen_as(values: Mapping[str, Any]) -> dict[str, str]:
    """The hidden fields that tell that these values stood in the fields with their names."""
    return {PREFIX + name: json.dumps(value) for name, value in values.items()}


def _read(text: Any) -> Any:
    try:
        value = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return None
    return value if _is_shallow(value) else None


def _is_shallow(value: Any, levels: int = 3) -> bool:
    """Whether it is no deeper than the deepest answer: a table's rows, in which an option list stands."""
    if not isinstance(value, list | dict):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_is_shallow(each, levels - 1) for each in inner)
