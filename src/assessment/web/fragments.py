"""Parts of pages that are the same for everybody, kept once they are rendered."""

from collections.abc import Callable

from flask import Flask, request

from assessment.web.language import language

MOST = 5000
"""Fragments of about a kilobyte; a scheme of 100 criteria has some 500 in each language."""


class Fragments:
    """What templates say by `{% call kept('name', key) %}…{% endcall %}`.

    The block may depend on its key, the language and the settings alone. The key of what a criterion
    says holds the digest of its rules, so that a new version says it anew. A form that was sent comes
    back with what was typed: only pages that are fetched use what is kept.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], str] = {}

    def __call__(self, *key: object, caller: Callable[[], str]) -> str:
        if request.method != "GET":
            return caller()
        parts = (tuple(part) if isinstance(part, list) else part for part in key)
        whole = (language(), *parts)
        found = self._kept.get(whole)
        if found is None:
            if len(self._kept) >= MOST:
                self._kept.clear()
            found = self._kept[whole] = caller()
        return found


def init_fragments(app: Flask) -> None:
    """Gives templates `kept`, and `kept_row` for rows of lists, of which there are many more."""
    app.jinja_env.globals["kept"] = Fragments()
    app.jinja_env.globals["kept_row"] = Fragments()
