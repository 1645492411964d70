"""A text in one line of a picture: nothing in it that cannot be seen, and no longer than there is room."""

import unicodedata

from assessment.domain.names import without_invisible
from assessment.reports.spreadsheets import clean

_JOINER = "\u200d"


def one_line(text: str) -> str:
    """The text without line breaks and without what cannot be seen or turns the direction of writing."""
    return " ".join(without_invisible(clean(text)).split())


def fitted(text: str, longest: int) -> str:
    """One line with the room of `longest` letters at most; what is cut is cut between letters, with "…"."""
    line = one_line(text)
    if room(line) <= longest:
        return line
    end = 0
    while room(line[: end + 1]) < longest:
        end += 1
    while end and (_belongs_to_the_one_before(line[end]) or line[end - 1] == _JOINER):
        end -= 1
    return line[:end].rstrip() + "…"


def room(line: str) -> int:
    """How much room a line takes, in letters: signs of East Asia and emoji take two, accents none."""
    return sum(_room(letter) for letter in line)


def _room(letter: str) -> int:
    if _belongs_to_the_one_before(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _belongs_to_the_one_before(letter: str) -> bool:
    return letter == _JOINER or unicodedata.category(letter) in ("Mn", "Me")
