"""Words and names in lists, where small and capital letters are the same: the one rule of both."""

from typing import Any

from sqlalchemy import ColumnElement, func


def name_has(column: Any, words: str) -> ColumnElement[bool]:
    """Whether the words stand in a name, in whatever letters."""
    found: ColumnElement[bool] = column.icontains(words, autoescape=True)
    return found


def by_name(column: Any) -> ColumnElement[str]:
    """A name as lists are sorted by it."""
    return func.lower(column)
