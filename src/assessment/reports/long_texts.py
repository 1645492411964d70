"""Texts that would keep the renderer busy for minutes, so that it has them done in moments.

Its time grows with the square of a word that no line can hold, and of the lines of a text that is printed
with its line breaks.
"""

import re

_LETTER = r"(?:&#?\w+;|[^\s<>&]|[\u00a0\u2007\u202f])"
"""A sign, also written as an entity; a space at which no line may break is one."""
_ENDLESS = re.compile(_LETTER + "{250,}")
"""Longer than any name or address that a form takes."""
_PART = re.compile(_LETTER + "{1,20}")
TAG = re.compile(r"(<[^>]*>)")
"""A tag of HTML in which everything that was written is escaped."""
_BREAK = "&#8203;"
"""A space without a width."""


def breakable(html: str) -> str:
    """The HTML with a break allowed after every twenty letters of such a word. Tags stay as they are."""
    if not _ENDLESS.search(html):
        return html
    parts = TAG.split(html)
    parts[::2] = (_ENDLESS.sub(_broken, part) for part in parts[::2])
    return "".join(parts)


def _broken(word: re.Match[str]) -> str:
    return _BREAK.join(_PART.findall(word[0]))


LINES = 200
"""So many line breaks of a text are printed, about four pages."""
_BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")
_LINE = re.compile(r"[ \t]*\n\s*")


def few_lines(text: str) -> str:
    """The text between two tags, with one blank line in place of several; where more than `LINES` line
    breaks are left, all stand as ` / ` within the line, so that no word is lost.
    """
    text = _BLANK.sub("\n\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    if text.count("\n") <= LINES:
        return text
    return _LINE.sub(" / ", text.strip())
