"""Templates that find what they import without counting all names anew."""

from collections import ChainMap
from collections.abc import KeysView, MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment


class Globals(ChainMap[str, Any]):
    """The names that a template knows: its own, then those of all.

    At each import of a macro Jinja takes these names from those of the page. A page with many answers
    imports dozens of times, and the names of a plain `ChainMap` are looked for one by one.
    """

    def keys(self) -> KeysView[str]:
        names: dict[str, Any] = {}
        for each in self.maps:
            names |= each
        return names.keys()


class Templates(Environment):
    """Flask's own, with names that are quick to compare."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return Globals({} if d is None else d, self.globals)


def init_templates(app: Flask) -> None:
    """Must come before anything else asks for the application's templates."""
    app.jinja_environment = Templates
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
