"""Files that people hand in: what is taken, how it is recognised, where it lies."""

import codecs
import hashlib
import io
import os
from pathlib import Path
from typing import Any
from unicodedata import category

import pytest

from assessment.domain.errors import RefusedUpload
from assessment.services.uploads import (
    MEDIA_TYPES,
    StoredFile,
    clean_filename,
    store_file,
    stored_path,
    write_once,
)
from tests.services.files import SMALLEST, open_xml, pdf, zipped

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
PROGRAM = b"MZ\x90\x00\x03" + bytes(59) + b"PE\x00\x00"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ARCHIVE = zipped({"run.sh": "rm -rf /", "readme.txt": "Run me."})
MACROS = zipped(
    {
        "[Content_Types].xml": "<Types><Override PartName='/word/document.xml' ContentType="
        "'application/vnd.ms-word.document.macroEnabled.main+xml'/></Types>",
        "word/document.xml": "<root/>",
        "word/vbaProject.bin": "x",
    }
)


def store(folder: Path, filename: str, content: bytes, limit: int = 100_000) -> StoredFile:
    return store_file(folder, filename, io.BytesIO(content), limit=limit)


def refusal(folder: Path, filename: str, content: bytes, limit: int = 100_000) -> RefusedUpload:
    with pytest.raises(RefusedUpload) as caught:
        store(folder, filename, content, limit)
    assert files_in(folder) == []
    return caught.value


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "content",
    [
        "Tuotto: 1\u00a0000 €\r\n".encode(),
        "teolli\u00adsuus\n".encode(),
        "\ufeffnimi;paikka\n".encode(),
        "a\u2028b\u200b\n".encode(),
        "nimi;hinta\r\nÄly;1\u00a0000 €\r\n".encode("cp1252"),
        codecs.BOM_UTF16_LE + "nimi\tpaikka\r\nÄly\tInari\r\n".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "nimi\tpaikka\r\n".encode("utf-16-be"),
    ],
)
def test_store_takes_text_as_programs_write_it(tmp_path: Path, content: bytes) -> None:
    assert store(tmp_path, "table.csv", content).media_type == "text/csv"


@pytest.mark.parametrize(
    "content",
    [
        *(
            f"a{chr(code)}b".encode()
            for code in range(0xA0)
            if category(chr(code)) == "Cc" and chr(code) not in "\t\r\n"
        ),
        b"a\x81b",
        codecs.BOM_UTF16_LE + "a\x00b".encode("utf-16-le"),
        codecs.BOM_UTF16_LE + b"odd",
        codecs.BOM_UTF16_BE + b"\xd8\x00\x00a",
        codecs.BOM_UTF32_LE + "name".encode("utf-32-le"),
        "without a mark".encode("utf-16-le"),
    ],
)
def test_store_refuses_text_with_control_characters(tmp_path: Path, content: bytes) -> None:
    assert refusal(tmp_path, "table.csv", content).reason == "disguised"


def test_there_is_a_real_file_for_every_kind() -> None:
    assert SMALLEST.keys() == MEDIA_TYPES.keys()


@pytest.mark.parametrize("ending", MEDIA_TYPES)
def test_store_takes_a_real_file_of_every_kind(tmp_path: Path, ending: str) -> None:
    content = SMALLEST[ending]
    digest = hashlib.sha256(content).hexdigest()
    stored = store(tmp_path, f"Plan{ending.upper()}", content)
    assert stored == StoredFile(f"Plan{ending.upper()}", MEDIA_TYPES[ending], len(content), digest)
    assert stored_path(tmp_path, digest).read_bytes() == content


def test_a_file_lies_in_a_folder_of_the_first_two_digits(tmp_path: Path) -> None:
    digest = store(tmp_path, "plan.pdf", pdf()).sha256
    assert files_in(tmp_path) == [tmp_path / digest[:2] / digest]


@pytest.mark.parametrize(
    ("filename", "content"),
    [
        ("page.pdf", HTML),
        ("page.docx", HTML),
        ("page.png", HTML),
        ("program.pdf", PROGRAM),
        ("program.docx", PROGRAM),
        ("program.txt", PROGRAM),
        ("archive.pdf", ARCHIVE),
        ("archive.docx", ARCHIVE),
        ("archive.xlsx", ARCHIVE),
        ("archive.odt", ARCHIVE),
        ("archive.ods", ARCHIVE),
        ("macros.docx", MACROS),
        ("letter.xlsx", SMALLEST[".docx"]),
        ("letter.odt", SMALLEST[".docx"]),
        ("table.odt", SMALLEST[".ods"]),
        ("table.xlsx", SMALLEST[".ods"]),
        ("cut.docx", open_xml(".docx")[:60]),
        ("drawing.png", SVG),
        ("drawing.jpg", SMALLEST[".png"]),
        ("script.txt", b"#!/bin/sh\nrm -rf /\x00\n"),
        ("table.csv", b"name\x00;place\n"),
        ("plan.png", pdf()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_store_refuses_what_is_not_what_its_ending_says(
    tmp_path: Path, filename: str, content: bytes
) -> None:
    refused = refusal(tmp_path, filename, content)
    assert (refused.reason, refused.facts) == ("disguised", {"filename": filename})


@pytest.mark.parametrize(
    "filename",
    ["drawing.svg", "page.html", "run.exe", "plan.pdf.exe", "archive.zip", "plan", ".pdf"],
)
def test_store_refuses_a_kind_that_is_not_taken(tmp_path: Path, filename: str) -> None:
    assert refusal(tmp_path, filename, pdf()).reason == "kind"


def test_store_refuses_an_empty_file(tmp_path: Path) -> None:
    refused = refusal(tmp_path, "plan.pdf", b"")
    assert (refused.reason, refused.facts) == ("empty", {"filename": "plan.pdf"})


def test_store_refuses_one_byte_too_many(tmp_path: Path) -> None:
    content = pdf()
    refused = refusal(tmp_path, "plan.pdf", content, limit=len(content) - 1)
    assert refused.reason == "too_large"
    assert refused.facts == {"filename": "plan.pdf", "limit": len(content) - 1}


def test_store_takes_a_file_of_exactly_the_limit(tmp_path: Path) -> None:
    content = pdf()
    assert store(tmp_path, "plan.pdf", content, limit=len(content)).size == len(content)


def test_store_reads_no_more_than_it_must(tmp_path: Path) -> None:
    stream = io.BytesIO(pdf() + bytes(1_000_000))
    with pytest.raises(RefusedUpload):
        store_file(tmp_path, "plan.pdf", stream, limit=1_000)
    assert stream.tell() == 1_001


@pytest.mark.parametrize(
    ("filename", "cleaned"),
    [
        ("plan.pdf", "plan.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\Aila\\plan.pdf", "plan.pdf"),
        ("/plan.pdf", "plan.pdf"),
        ("plan.pdf\r\nSet-Cookie: a=b", "plan.pdfSet-Cookie a=b"),
        ("pl\x00an\n.pdf", "plan.pdf"),
        ('say "hello" <b>.pdf', "say hello b.pdf"),
        ("it's.pdf", "it's.pdf"),
        ("Sääntö – näköala 😀.pdf", "Sääntö – näköala 😀.pdf"),
        ("計画.pdf", "計画.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\u200bb\ufeff.pdf", "ab.pdf"),
        ("lone\udc80.pdf", "lone.pdf"),
        ("a" * 300 + ".pdf", "a" * 200 + ".pdf"),
        ("a" * 300, "a" * 200),
        ("a." + "b" * 300, "a." + "b" * 20),
        ("  .hidden.pdf. ", "hidden.pdf"),
        ("....", ""),
        ("..", ""),
        ("", ""),
    ],
)
def test_clean_filename_leaves_nothing_that_steers(filename: str, cleaned: str) -> None:
    assert clean_filename(filename) == cleaned


def test_a_hostile_name_never_becomes_a_path(tmp_path: Path) -> None:
    inside = tmp_path / "evidence"
    stored = store(inside, "../../plan.pdf", pdf())
    assert stored.filename == "plan.pdf"
    assert [path.name for path in files_in(tmp_path)] == [stored.sha256]


def test_the_same_content_is_stored_once(tmp_path: Path) -> None:
    first = store(tmp_path, "plan.pdf", pdf())
    before = files_in(tmp_path)[0].stat()
    second = store(tmp_path, "copy.pdf", pdf())
    assert (first.sha256, second.filename) == (second.sha256, "copy.pdf")
    assert [path.stat().st_ino for path in files_in(tmp_path)] == [before.st_ino]


def test_an_interrupted_write_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        store(tmp_path, "plan.pdf", pdf())
    assert files_in(tmp_path) == []


def test_a_file_is_whole_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[bool, bytes]] = []
    target = tmp_path / "ab" / "abc"
    replace = Path.replace

    def watch(self: Path, name: Any) -> Path:
        seen.append((target.exists(), self.read_bytes()))
        return replace(self, name)

    monkeypatch.setattr(Path, "replace", watch)
    write_once(target, b"whole")
    assert seen == [(False, b"whole")]
    assert target.read_bytes() == b"whole"
