"""What spreadsheets can hold: texts, names of sheets, number formats, files."""

import re
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

META, LISTS = "meta", "lists"
"""The hidden sheets: what each entry holds, and what lists offer."""

DATE_FORMATS = {"fi": "d.m.yyyy"}
"""How a language writes dates; the others as in ISO 8601."""

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot hold."""
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")
"""What begins a formula where a text is typed."""
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_TITLE, _LONGEST_UNIT = 31, 40
_EPOCH = (1980, 1, 1, 0, 0, 0)


def clean(text: str) -> str:
    """The text without the characters that a workbook cannot hold."""
    return _UNWRITABLE.sub("", text)


def is_active(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula if it were typed."""
    return text.startswith(_ACTIVE)


def passive(text: str) -> str:
    """A text that stays one when a spreadsheet copies it from a list into a cell."""
    return f" {text}" if is_active(text) else text


def with_unit(digits: str, unit: str) -> str:
    """A number format that shows the unit behind the number; one that is too long is left out."""
    plain = clean(unit).replace('"', "").replace("\\", "")
    return f'{digits}" {plain}"' if plain and len(plain) <= _LONGEST_UNIT else digits


@dataclass
class Titles:
    """The names of sheets, each given once."""

    taken: list[str] = field(default_factory=lambda: [META, LISTS, "history"])

    def take(self, wanted: str) -> str:
        """A name like the wanted one that spreadsheets accept, and that no other sheet has."""
        plain = " ".join(clean(wanted).translate(_FORBIDDEN).split()).strip("'") or "-"
        known = {name.casefold() for name in self.taken}
        number, title = 1, _cut(plain, _LONGEST_TITLE)
        while title.casefold() in known:
            number += 1
            ending = f" ({number})"
            title = _cut(plain, _LONGEST_TITLE - len(ending)) + ending
        self.taken.append(title)
        return title


def _cut(text: str, longest: int) -> str:
    """The beginning of a text, in the units of UTF-16 in which spreadsheets count."""
    while len(text.encode("utf-16-le", "replace")) // 2 > longest:
        text = text[:-1]
    return text.rstrip(" '")


def untimed(file: bytes) -> bytes:
    """The workbook's file with no time of day in it, so that the same content is the same file."""
    packed = BytesIO()
    with ZipFile(BytesIO(file)) as source, ZipFile(packed, "w") as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name, _EPOCH), source.read(name), ZIP_DEFLATED)
    return packed.getvalue()
