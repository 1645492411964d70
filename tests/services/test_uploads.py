"""Files that people hand in: what is taken, how it is recognised, where it lies."""

import codecs
import hashlib
import io
import os
import struct
import zipfile
from pathlib import Path
from typing import Any
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.errors import RefusedUpload
from assessment.services.sniffing import MEDIA_TYPES, is_what_it_says, would_burst
from assessment.services.uploads import (
    CheckedFile,
    check_file,
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


ENABLED = "application/vnd.ms-word.document.macroEnabled.main+xml"


def with_parts(ending: str, *names: str) -> bytes:
    """The smallest file of that ending with these parts in it."""
    target = io.BytesIO(SMALLEST[ending])
    with zipfile.ZipFile(target, "a") as archive:
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


def declaring(declared: str) -> bytes:
    """A text document that says so of itself."""
    return zipped({"[Content_Types].xml": declared, "word/document.xml": "<root/>"})


PLAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def store(folder: Path, filename: str, content: bytes, limit: int = 100_000) -> CheckedFile:
    checked = check_file(filename, io.BytesIO(content), limit=limit)
    store_file(folder, checked)
    return checked


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
    assert stored == CheckedFile(
        f"Plan{ending.upper()}", MEDIA_TYPES[ending], len(content), digest, content
    )
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
        ("macros.odt", with_parts(".odt", "Basic/Standard/Module1.xml")),
        ("macros.ods", with_parts(".ods", "Scripts/python/run.py")),
        ("macros.odp", with_parts(".odp", "basic/script-lc.xml")),
        ("part.docx", with_parts(".docx", "word/vbaProject.bin")),
        ("part.xlsx", with_parts(".xlsx", "xl/VBAPROJECT.BIN")),
        ("part.pptx", with_parts(".pptx", "ppt/activeX/activeX1.bin")),
        ("comment.docx", declaring(f"<!-- {PLAIN} --><Types><O ContentType='{ENABLED}'/></Types>")),
        (
            "both.docx",
            declaring(
                f"<Types><O ContentType='{PLAIN}'/>"
                "<O ContentType='application/vnd.ms-office.vba&#80;roject'/></Types>"
            ),
        ),
        (
            "entities.docx",
            declaring(
                f"<!DOCTYPE Types [<!ENTITY a 'a'>]><Types><O ContentType='{PLAIN}'/></Types>"
            ),
        ),
        ("broken.docx", declaring(f"<Types><O ContentType='{PLAIN}'/>")),
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
    ["run.exe", "plan.pdf.exe", "archive.zip", "plan", ".pdf"],
)
def test_store_refuses_a_kind_that_is_not_taken(tmp_path: Path, filename: str) -> None:
    assert refusal(tmp_path, filename, pdf()).reason == "kind"


@pytest.mark.parametrize("filename", ["drawing.svg", "page.HTML", "plan.docm", "sheet.xlsm"])
def test_store_refuses_what_can_carry_a_program(tmp_path: Path, filename: str) -> None:
    assert refusal(tmp_path, filename, pdf()).reason == "active"


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


def test_store_reads_no_more_than_it_must() -> None:
    stream = io.BytesIO(pdf() + bytes(1_000_000))
    with pytest.raises(RefusedUpload):
        check_file("plan.pdf", stream, limit=1_000)
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


def packed(parts: int = 1, size: int = 10, overlap: bool = False) -> bytes:
    """A document of Word with parts that say how large they are when unpacked."""
    target = io.BytesIO(open_xml(".docx"))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(parts):
            archive.writestr(f"word/media/{number}", b"")
        for entry in archive.infolist():
            entry.file_size = max(entry.file_size, size)
            if overlap:
                entry.compress_size = 1_000_000
        archive._didModify = True
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        packed(size=1_000_000_001),
        packed(parts=5, size=300_000_000),
        packed(overlap=True),
        open_xml(".docx") + b"PK\x01\x02" * 20_001,
    ],
    ids=["one part", "all together", "overlapping", "too many"],
)
def test_store_refuses_an_office_file_that_would_burst(tmp_path: Path, content: bytes) -> None:
    assert refusal(tmp_path, "plan.docx", content, 10_000_000).reason == "bomb"


def test_store_takes_an_office_file_of_some_size(tmp_path: Path) -> None:
    content = packed(parts=500, size=1_000_000)
    assert store(tmp_path, "plan.docx", content).size == len(content)


@pytest.mark.parametrize(("name", "marker"), [("wide.png", b"IHDR"), ("wide.jpg", b"\xff\xc0")])
def test_store_refuses_a_picture_that_would_burst(tmp_path: Path, name: str, marker: bytes) -> None:
    content = SMALLEST[name[-4:]]
    place = content.index(marker) + (4 if name.endswith("png") else 5)
    size = struct.pack(">II", 50_000, 50_000) if name.endswith("png") else b"\xff\xff\xff\xff"
    wide = content[:place] + size + content[place + len(size) :]
    assert refusal(tmp_path, name, wide).reason == "bomb"


@given(content=st.binary(max_size=300), ending=st.sampled_from(sorted(MEDIA_TYPES)))
def test_no_content_is_too_strange_to_look_at(content: bytes, ending: str) -> None:
    for start in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"PK\x03\x04", b"%PDF-"):
        assert would_burst(start + content, ending) in (True, False)
        assert is_what_it_says(start + content, ending) in (True, False)


def test_content_written_again_counts_as_new(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_once(path, b"a")
    os.utime(path, (1, 1))
    write_once(path, b"a")
    assert path.stat().st_mtime > 1
