"""Hints for the first steps: one to a page, gone once put away or once the thing is done."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask, g
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_login import current_user


@dataclass(frozen=True, slots=True)
class Hint:
    """What to know on a page that one sees for the first time."""

    id: str
    title: LazyString
    text: LazyString


_HINTS = (
    Hint(
        "desk",
        _l("Where to begin"),
        _l(
            "Choose a label below. Before anything is opened you see all that it asks, and whether "
            "the cluster may apply."
        ),
    ),
    Hint(
        "assessment",
        _l("How this goes"),
        _l(
            "Take the criteria in any order you like. Everything you save stays, and nobody outside "
            "the team sees it before you submit."
        ),
    ),
    Hint(
        "criterion",
        _l("How to answer"),
        _l(
            "Read the levels, choose the highest whose whole description is true, say why, and add "
            "evidence. You may save a part and come back."
        ),
    ),
    Hint(
        "questions",
        _l("How to answer"),
        _l(
            "Answer the questions. What else is asked stands below them, and this page says what is "
            "still missing. You may save a part and come back."
        ),
    ),
    Hint(
        "check",
        _l("Before you submit"),
        _l(
            "This page lists all that is missing. Each line leads to its place; come back here as "
            "often as you like. Submitting is a step of its own."
        ),
    ),
)
HINTS: Mapping[str, Hint] = {hint.id: hint for hint in _HINTS}


def hint_of(key: str) -> Hint | None:
    """The hint, unless the person has put it away; none for who is not signed in."""
    if g.get("is_broken") or not current_user.is_authenticated:
        return None
    put_away = {dismissed.hint for dismissed in current_user.dismissed_hints}
    return None if key in put_away else HINTS[key]


def init_hints(app: Flask) -> None:
    """Lets templates say `hint_of('desk')`."""
    app.jinja_env.globals["hint_of"] = hint_of
