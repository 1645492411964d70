"""Files that are small, and take gigabytes or minutes from whoever is careless with them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import openpyxl

from assessment.reports.spreadsheets import META
from assessment.reports.workbook_reading import UnreadableWorkbook, read_workbook
from assessment.services.sniffing import is_what_it_says, would_burst
from tests.services.files import jpeg

_STRINGS, _BINARY = "xl/sharedStrings.xml", "xl/strings.bin"
_LIST, _SHEET, _STYLES = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"
_NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_ENTITY = b'<!DOCTYPE sst [<!ENTITY b "' + b"b" * 10_000 + b'">]>'
_BARE = b"\xff\xd0"

Parts = dict[str, bytes]


def bomb(name: str, packing: int, says: int = 100) -> bytes:
    """An archive of one part that is 300 MB, whatever it `says`; so much of it has the right sum."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        entry = zipfile.ZipInfo(name)
        entry.compress_type = packing
        with archive.open(entry, "w") as part:
            for _megabyte in range(300):
                part.write(b" " * 1_000_000)
        entry.file_size, entry.CRC = says, zlib.crc32(b" " * says)
    return written.getvalue()


def workbook(change: Callable[[Parts], Parts]) -> bytes:
    """A small workbook with some parts otherwise."""
    book, written = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0].title = META
    book.worksheets[0]["A1"] = "format"
    book.save(written)
    with zipfile.ZipFile(written) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts |= change(parts)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def _entities_elsewhere(parts: Parts) -> Parts:
    """The texts lie in a part whose name is not that of XML."""
    moved = {n: c.replace(b"sharedStrings.xml", b"strings.bin") for n, c in parts.items()}
    texts = b"<si><t>" + b"&b;" * 1_000 + b"</t></si>"
    return {**moved, _BINARY: _ENTITY + b"<sst " + _NAMESPACE + b">" + texts * 100 + b"</sst>"}


def _styles(_parts: Parts) -> Parts:
    styles = b"<cellXfs>" + b"<xf/>" * 1_000_000 + b"</cellXfs>"
    return {_STYLES: b"<styleSheet " + _NAMESPACE + b">" + styles + b"</styleSheet>"}


def _attributes(_parts: Parts) -> Parts:
    many = b"".join(b' a%d=""' % number for number in range(1_000_000))
    return {_STYLES: b"<styleSheet " + _NAMESPACE + many + b"/>"}


def _same_sheet(parts: Parts) -> Parts:
    """A hundred sheets are one part, in which much stands before the first row."""
    listed = parts[_LIST]
    sheet = listed[listed.index(b"<sheet ") : listed.index(b"</sheets>")]
    names = (sheet.replace(META.encode(), b"s%d" % number) for number in range(100))
    head, data, rest = parts[_SHEET].partition(b"<sheetData")
    return {
        _LIST: listed.replace(sheet, sheet + b"".join(names)),
        _SHEET: head + b"<a/>" * 150_000 + data + rest,
    }


def _refusal(content: bytes) -> str:
    try:
        read_workbook(content)
    except UnreadableWorkbook as error:
        return error.reason
    return ""


def _picture(filling: bytes) -> bytes:
    """A picture of four thousand million pixels, with something before the segment that says so."""
    frame = jpeg().index(b"\xff\xc0")
    size = struct.pack(">HH", 65_535, 65_535)
    return jpeg()[:frame] + filling + jpeg()[frame : frame + 5] + size + jpeg()[frame + 9 :]


def _is_office(packing: int) -> bool:
    return is_what_it_says(bomb("[Content_Types].xml", packing), ".docx")


def _bursts(packing: int) -> bool:
    return would_burst(bomb("word/document.xml", packing), ".docx")


CASES: Mapping[str, tuple[Callable[[], object], object]] = {
    "a document packed by bzip2": (lambda: _bursts(zipfile.ZIP_BZIP2), True),
    "a document packed by LZMA": (lambda: _bursts(zipfile.ZIP_LZMA), True),
    "a declaration packed by bzip2": (lambda: _is_office(zipfile.ZIP_BZIP2), False),
    "a declaration packed by LZMA": (lambda: _is_office(zipfile.ZIP_LZMA), False),
    "a declaration of 300 MB": (lambda: _is_office(zipfile.ZIP_DEFLATED), False),
    "a workbook packed by bzip2": (lambda: _refusal(bomb(_LIST, zipfile.ZIP_BZIP2)), "packed"),
    "a workbook packed by LZMA": (lambda: _refusal(bomb(_LIST, zipfile.ZIP_LZMA)), "packed"),
    "a workbook larger than it says": (
        lambda: _refusal(bomb("[Content_Types].xml", zipfile.ZIP_DEFLATED)),
        "not_a_workbook",
    ),
    "entities in a part of any name": (
        lambda: _refusal(workbook(_entities_elsewhere)),
        "entities",
    ),
    "entities in UTF-16": (
        lambda: _refusal(workbook(lambda _: {_STRINGS: _ENTITY.decode().encode("utf-16")})),
        "entities",
    ),
    "a million styles": (lambda: _refusal(workbook(_styles)), "packed"),
    "a million attributes": (lambda: _refusal(workbook(_attributes)), "packed"),
    "a sheet that is read a hundred times": (lambda: _refusal(workbook(_same_sheet)), "packed"),
    "a workbook as it should be": (lambda: _refusal(workbook(lambda _: {})), ""),
    "a picture with a filling of 25 MB": (
        lambda: would_burst(_picture(b"\xff" * 25_000_000), ".jpg"),
        True,
    ),
    "a picture of millions of segments": (
        lambda: would_burst(_picture(_BARE * 12_000_000), ".jpg"),
        True,
    ),
}
"""By name: what is done with the file, and what has to come of it."""
