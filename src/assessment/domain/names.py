"""What a name may hold: nothing that nobody sees, and no word of letters from several scripts."""

import re
import unicodedata
from enum import StrEnum

_JOINERS = "\u200c\u200d"
"""Non-joiner and joiner, by which several scripts are spelled rightly and emoji are put together."""
_BLANKS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Letters and signs that show nothing, whatever their category says."""
_CATEGORIES = ("Cc", "Cf", "Cs", "Co")
"""Control and format characters, among them those that turn the direction of writing."""
_JOINED: tuple[str, ...] = (
    "ARABIC",
    "SYRIAC",
    "MONGOLIAN",
    "NKO",
    "DEVANAGARI",
    "BENGALI",
    "GURMUKHI",
    "GUJARATI",
    "ORIYA",
)
_JOINED += (
    "TAMIL",
    "TELUGU",
    "KANNADA",
    "MALAYALAM",
    "SINHALA",
    "KHMER",
    "MYANMAR",
    "TIBETAN",
    "BALINESE",
)
"""Scripts of which some words are spelled with a joiner or a non-joiner."""
_TOGETHER = frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO", "HANGUL"})
"""Scripts that stand in one word in East Asia, and of which none looks like another."""
_MICRO = "\u00b5"
"""A sign of Latin keyboards, which NFKC takes for the Greek letter."""
_WORD = re.compile(r"[^\W\d_]+")


class NameFault(StrEnum):
    """Why a name is refused."""

    INVISIBLE = "invisible"
    MIXED = "mixed"


def name_fault(name: str) -> NameFault | None:
    """What is wrong with a name; None where nothing is.

    A joiner may stand where a script is spelled with it, and between emoji. A word has letters of one
    script (Unicode TR39, "highly restrictive"), so that none stands for another that looks the same.
    """
    if any(is_invisible(letter) for letter in name) or _has_stray_joiner(name):
        return NameFault.INVISIBLE
    words = _WORD.findall(unicodedata.normalize("NFKC", name.replace(_MICRO, "")))
    scripts = [{_script(letter) for letter in word if _is_letter(letter)} for word in words]
    if any(len(found) > 1 and not found <= _TOGETHER for found in scripts):
        return NameFault.MIXED
    return None


def _has_stray_joiner(name: str) -> bool:
    around = zip(f" {name}", name, f"{name} "[1:], strict=False)
    return any(
        (letter in _JOINERS and not _may_be_joined(before))
        or (letter == "\u200d" and after.isspace())
        for before, letter, after in around
    )


def _may_be_joined(letter: str) -> bool:
    is_emoji = letter == "\ufe0f" or unicodedata.category(letter) in ("So", "Sk")
    return is_emoji or _script(letter) in _JOINED


def _is_letter(letter: str) -> bool:
    return unicodedata.category(letter) in ("Lu", "Ll", "Lt", "Lo")


def _script(letter: str) -> str:
    """The script as the character's own name begins, which is what the standard library knows of it."""
    return unicodedata.name(letter, " ").split(" ")[0]


def is_invisible(letter: str) -> bool:
    """Whether a character shows nothing, or turns what stands beside it. Joiners are no such characters:
    where they belong depends on their neighbours."""
    if letter in _JOINERS or letter.isspace():
        return False
    return letter in _BLANKS or unicodedata.category(letter) in _CATEGORIES


def without_invisible(text: str) -> str:
    """The text as it is seen, with its spaces and line breaks."""
    return "".join(letter for letter in text if not is_invisible(letter))


def without_format(text: str) -> str:
    """The same without joiners, which change at most how letters hang together."""
    return "".join(letter for letter in without_invisible(text) if letter not in _JOINERS)
