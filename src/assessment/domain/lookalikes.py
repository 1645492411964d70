"""How a name looks to whoever reads it: two with the same look are taken for one another.

Names are compared as Unicode TR39 compares them, by a skeleton, with those of its pairs that are met in
names: letters of Cyrillic, Greek and Armenian that look like a Latin one, in the case in which they do.
Beyond it, digits within a word are read as the letters they look like, and a capital I in a word of small
letters as an l.
"""

# ruff: noqa: RUF001  # letters that look alike are what this is about

import unicodedata
from hashlib import sha256

from assessment.domain.names import without_format

_CYRILLIC = (
    "АВЕЅІЈКМНОРСТУХԚԜӀҮЁЇ" + "аеорсухѕіјһԁԛԝүёїӏ",
    "ABESIJKMHOPCTYXQWIYËÏ" + "aeopcyxsijhdqwyëïl",
)
_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ" + "αονρυικγτχηωϲϳ", "ABEZHIKMNOPTYXCJ" + "aovpuikytxnwcj"
_ARMENIAN = "ՕՏԼ" + "օոսհյցզ", "OSL" + "onuhjgq"
_LATIN = "ıɩɑɡ", "iiag"
_SIGNS = "\u2010\u2011\u2012\u2013\u2014\u2212\u2018\u2019\u02bc`\u00b4", "------'''''"
_AS_LATIN = {
    ord(one): other
    for letters, latin in (_CYRILLIC, _GREEK, _ARMENIAN, _LATIN, _SIGNS)
    for one, other in zip(letters, latin, strict=True)
}
_SMALL, _CAPITAL = str.maketrans("01I", "oll"), str.maketrans("0l", "OI")


def skeleton(name: str) -> str:
    """What the name is reduced to; it is compared and never shown."""
    seen = without_format(unicodedata.normalize("NFKC", name.translate(_AS_LATIN)))
    words = unicodedata.normalize("NFKC", seen).translate(_AS_LATIN).split()
    return unicodedata.normalize("NFKC", " ".join(_word(word) for word in words).casefold())


def look_of(name: str) -> str:
    """The same as a key of fixed length, by which names that look alike are found."""
    return sha256(skeleton(name).encode("utf-8", "replace")).hexdigest()


def _word(word: str) -> str:
    if not any(letter.isalpha() for letter in word):
        return word
    is_small = any(letter.islower() and letter != "l" for letter in word)
    return word.translate(_SMALL if is_small else _CAPITAL)
