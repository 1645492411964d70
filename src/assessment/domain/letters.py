"""Letters that can be printed, and what is printed in place of the others.

`PRINTED` is what the fonts of the documents have (`static/fonts`, held together by a test): Latin, Greek,
Cyrillic, Hebrew and Arabic letters, and signs that people use in a text.
"""

import re
import unicodedata
from bisect import bisect_right

PRINTED = (
    "0020-007E 00A0-00AC 00AE-02CC 02CE-02D7 02DA 02DC-0301 0303-0304 0307-0309 0323 0329 0370-03E1 "
    "03F0-052F 0591-05F4 0606-061B 061D-06DC 06DE-06FF 0750-077F 0870-088E 0898-08E1 08E3-08FF 1C80-1C88 "
    "1D00-1DBF 1E00-1FFE 2002-2003 2009 2010-2011 2013-2015 2018-201A 201C-201E 2020-2022 2026 202F "
    "2032-2037 2039-203A 203C 2044 204F 20A0-20C0 2102 2107 210A-2113 2115-2116 2118-211D 2122 2124 "
    "2126-2129 212B-212D 212F-2138 213C-214B 2190-2300 2302 2305-2306 2308-230B 2310-2311 2319 25A0-2609 "
    "260E-2612 2614-2623 2630-2637 263C 2654-2668 267F-268F 269E-26A1 26AA-26AC 26BD-26CD 26CF-26E1 "
    "2700-2704 2706-2709 270B-271C 2722-2727 2729-274B 274D 274F-2753 2756-2775 2794 2798-27AF 27B1-27BE "
    "2C60-2C7F A640-A69F A720-A7FF FB1D-FDFF FE2E-FE2F FE70-FEFC FFFD"
)
"""Ranges of code points, as hexadecimal digits."""

_RANGES = [
    (int(first, 16), int(last or first, 16))
    for first, _dash, last in (part.partition("-") for part in PRINTED.split())
]
_STARTS = [first for first, _last in _RANGES]
_JOINERS = "\u200c\u200d"
"""They say whether two letters join, which some languages write."""
_IN_PLACE = {"\u2012": "\u2013", "\u00ad": "\u00ad"}
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""They are no letters, or change the direction in which a text and what is beside it is read (UAX 9)."""
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RUN = re.compile(f"[{_RIGHT_TO_LEFT}](?:[^<>&A-Za-z\u00c0-\u058f\n]*[{_RIGHT_TO_LEFT}])?")
_MARK = "\u200e"
PILED = 30
"""So many marks may be on one letter, as in any language (UAX 15, stream-safe text)."""


def can_be_printed(letter: str) -> bool:
    """Whether a font of the documents has the letter."""
    code = ord(letter)
    place = bisect_right(_STARTS, code) - 1
    return place >= 0 and code <= _RANGES[place][1]


_COMBINING = "".join(
    chr(code)
    for first, last in _RANGES
    for code in range(first, last + 1)
    if unicodedata.combining(chr(code))
)
_PILE = re.compile(f"([{_COMBINING}]{{{PILED}}})[{_COMBINING}]+")


def not_for_names(name: str) -> str:
    """The characters of a name that no document could print, or that change how others are read; each
    once, in their order."""
    composed = unicodedata.normalize("NFC", name)
    odd = (c for c in composed if not can_be_printed(c) and c not in _JOINERS)
    return "".join(dict.fromkeys(odd))


def named(letter: str) -> str:
    """A character as it can be told where it cannot be shown: `U+1F600`."""
    return f"U+{ord(letter):04X}"


def for_print(text: str) -> str:
    """The text in letters that can be printed.

    What cannot is told by its number in brackets, `[U+1F600]`; what has no shape is left out. A passage
    from right to left has a mark at both ends, so that nothing beside it is drawn in; what would turn the
    direction of others is left out, and so are marks that are piled up on one letter beyond `PILED`.
    Of HTML it takes the texts alone: a sign that combines with the letter before it would take a bracket
    away.
    """
    composed = unicodedata.normalize("NFC", _CONTROLS.sub("", text))
    if composed.isascii():
        return composed
    shown = _PILE.sub(r"\1", "".join(map(_shown, composed)))
    return _RUN.sub(lambda run: f"{_MARK}{run[0]}{_MARK}", shown)


def _shown(letter: str) -> str:
    if letter in "\t\n\r" or letter in _JOINERS or can_be_printed(letter):
        return letter
    if letter in _IN_PLACE:
        return _IN_PLACE[letter]
    kind = unicodedata.category(letter)
    if kind == "Zs":
        return " "
    if kind in ("Cc", "Cf", "Zl", "Zp") or "\ufe00" <= letter <= "\ufe0f":
        return ""
    return f"[{named(letter)}]"
