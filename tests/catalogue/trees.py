"""Criteria files taken apart into plain values, changed in one place, and written again."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml
from hypothesis import strategies as st

Way = tuple[str | int, ...]
Change = Callable[[Any, Any], None]
"""Changes what stands in a parent under a key."""

LEAVES: list[Any] = [
    *[
        None,
        True,
        False,
        0,
        1,
        -1,
        20,
        21,
        10**30,
        "",
        "no",
        "none",
        "profile",
        "x" * 5000,
        "[key]",
    ],
    *["../../etc/passwd", "a/b.c", "a/b/c", "2026-06-01", "\x00", "strategy", "gold", "team"],
]
KEYS = st.sampled_from(["id", "of", "equals", "at_least", "all", "not", "label", 0, 1, "é", ""])
VALUES = st.sampled_from(LEAVES) | st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


def taken_apart(text: str) -> Any:
    """The value of a faultless file; every scalar in it is a text."""
    return yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506  # builds texts, lists and mappings


def ways(value: Any, way: Way = ()) -> Iterator[Way]:
    """The way to every value inside a value, itself among them."""
    yield way
    inner = value.items() if isinstance(value, dict) else ()
    for key, part in enumerate(value) if isinstance(value, list) else inner:
        yield from ways(part, (*way, key))


def part_at(value: Any, way: Way) -> Any:
    """What stands at the end of the way."""
    for key in way:
        value = value[key]
    return value


def changed(value: Any, way: Way, change: Change) -> Any:
    """The value, changed at the end of the way; the original stays."""
    whole = [value]
    parent: Any = whole
    for key in (0, *way)[:-1]:
        parent[key] = parent[key].copy()
        parent = parent[key]
    change(parent, (0, *way)[-1])
    return whole[0] if whole else None


def put(value: Any) -> Change:
    """Puts the value in the place."""
    return lambda parent, key: parent.__setitem__(key, value)


def dropped(parent: Any, key: Any) -> None:
    del parent[key]


def repeated(parent: Any, key: Any) -> None:
    """An item of a list stands twice, a key its value in a list."""
    if isinstance(parent, list):
        parent.insert(key, parent[key])
    else:
        parent[key] = [parent[key], parent[key]]


def renamed(to: Any) -> Change:
    """Gives a key of a mapping another name, an item of a list its value."""

    def change(parent: Any, key: Any) -> None:
        if isinstance(parent, list):
            parent[key] = to
        else:
            parent[to] = parent.pop(key)

    return change


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def written(tree: Any) -> str:
    """The value as a file again, numbers and truth values without quotes."""
    text = yaml.dump(tree, Dumper=_Dumper, sort_keys=False, allow_unicode=True)
    return re.sub(r"'(-?[0-9]+(?:\.[0-9]+)?|true|false|null)'", r"\1", text)
