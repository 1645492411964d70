"""What a page's form would send as it stands, and what it says at its fields."""

import re
from html import unescape
from html.parser import HTMLParser

SIGNING = {"is_agreed": "y", "name": "Olga Owner", "function": "Chair"}
"""What an owner fills in to sign the statement of a submission."""

_SKIPPED = {"file", "submit", "button"}


class _Form(HTMLParser):
    """The values in the form of a page: typed, ticked, chosen."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._in_form = False
        self._area: tuple[str, list[str]] | None = None
        self._select: tuple[str, list[tuple[str, bool]]] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._in_form = values.get("method") == "post" and (
                "data-autosave" in values or not values.get("action")
            )
        if not self._in_form:
            return
        name = values.get("name", "")
        if tag == "input" and values.get("type") not in _SKIPPED:
            is_tick = values.get("type") in ("checkbox", "radio")
            if not is_tick or "checked" in values:
                self.values.setdefault(name, []).append(values.get("value", ""))
        elif tag == "textarea":
            self._area = (name, [])
        elif tag == "select":
            self._select = (name, [])
        elif tag == "option" and self._select:
            self._select[1].append((values.get("value", ""), "selected" in values))

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._in_form = False
        elif tag == "textarea" and self._area:
            name, parts = self._area
            text = "".join(parts).replace("\r\n", "\n").removeprefix("\n")
            self.values.setdefault(name, []).append(text)
            self._area = None
        elif tag == "select" and self._select:
            name, options = self._select
            chosen = [value for value, is_chosen in options if is_chosen] or [options[0][0]]
            self.values.setdefault(name, []).extend(chosen)
            self._select = None


def filled_in(html: str) -> dict[str, str | list[str]]:
    """What the page's own form would send, by name; several values of one name as a list."""
    sent = _Form(html).values
    return {name: values[0] if len(values) == 1 else values for name, values in sent.items()}


def shown_on(html: str) -> dict[str, str]:
    """What the page tells that it showed."""
    return {
        name: unescape(value)
        for name, value in re.findall(r'name="(seen-.+?)" value=\'(.+?)\'', html)
    }


def errors_at(html: str) -> dict[str, str]:
    """The errors at the fields, by the id of the field."""
    found = re.findall(r'<div class="field__error" id="([^"]+)-error">(.*?)</div>', html, re.DOTALL)
    return {key: _words(text) for key, text in found}


def errors_summed_up(html: str) -> list[tuple[str, str]]:
    """The errors in the summary: the id that each leads to, and its text."""
    box = re.search(r'<div class="error-summary".*?</div>', html, re.DOTALL)
    links = re.findall(r'<a href="#([^"]+)">(.*?)</a>', box[0] if box else "", re.DOTALL)
    return [(key, _words(text)) for key, text in links]


def faults_summed_up(html: str) -> list[tuple[str, str]]:
    """The same where each text is the error alone, without the name of the field before it."""
    at_fields = errors_at(html)
    errors = errors_summed_up(html)
    assert all(text.endswith(f" {at_fields[key]}") for key, text in errors)
    return [(key, at_fields[key]) for key, _text in errors]


def read(html: str) -> str:
    """The words of the page's main part, with single spaces."""
    return _words(html[html.index("<main") : html.index("</main>")])


def answers_read(html: str) -> dict[str, str]:
    """What the page shows to be read, by its label; the words of the first of that label."""
    found = re.findall(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", html, re.DOTALL)
    return {_words(label): _words(answer) for label, answer in reversed(found)}


def _words(html: str) -> str:
    text = re.sub(r"<title>.*?</title>|<[^>]+>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(text).split())
