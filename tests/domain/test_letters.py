"""Letters that can be printed, held together with the fonts, and what stands in place of the others."""

# ruff: noqa: RUF001

import unicodedata

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.letters import PILED, can_be_printed, for_print, not_for_names
from assessment.resources import STATIC

FONTS = STATIC / "fonts"


def letters_of(weight: int) -> set[int]:
    """What the fonts of a weight have; mathematics and symbols come in one."""
    files = [*FONTS.glob(f"*-{weight}.woff2"), *FONTS.glob("noto-sans-[ms][ay]*-400.woff2")]
    return {code for file in files for code in TTFont(file).getBestCmap()}


@pytest.mark.parametrize("weight", [400, 600])
def test_what_is_said_to_be_printed_is_in_the_fonts(weight: int) -> None:
    found = letters_of(weight)
    printed = {code for code in range(0x110000) if can_be_printed(chr(code))}
    assigned = {code for code in printed if unicodedata.category(chr(code)) != "Cn"}
    assert assigned - found == set()


@pytest.mark.parametrize(
    "name",
    [
        "Pohjois-Pohjanmaan metsäklusteri ry",
        "Łódź & Île-de-France (II), 2026 – “Nord”",
        "Ελληνικό Συνέργεια",
        "Кластер «Север»",
        "קבוצת העץ",
        "مجموعة الأخشاب",
        "می‌خواهم",  # with a joiner
        "e\u0301clair",  # composed of two
    ],
)
def test_names_in_the_letters_of_europe_and_its_neighbours_can_be_printed(name: str) -> None:
    assert not_for_names(name) == ""


@pytest.mark.parametrize(
    ("name", "odd"),
    [
        ("Timber 🌲🌲", "🌲"),
        ("北方木材", "北方木材"),
        ("Tim\u202eber", "\u202e"),
        ("Tim\u200bber", "\u200b"),
        ("x\u0489y", ""),
    ],
)
def test_what_no_document_can_print_is_told_once(name: str, odd: str) -> None:
    assert not_for_names(name) == odd


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Plain, with <b>markup</b> & more", "Plain, with <b>markup</b> & more"),
        ("Well done 👍🏽", "Well done [U+1F44D][U+1F3FD]"),
        ("木", "[U+6728]"),
        ("✔\ufe0f done", "✔ done"),
        ("a\u202eb\u2066c\u200f", "abc"),
        ("a\u200bb\ufeff\u2060", "ab"),
        ("10\u2007000", "10 000"),
        ("e\u0301", "é"),
        ("שלום (Ltd), 12", "\u200eשלום\u200e (Ltd), 12"),
        ("קבוצת העץ 12, Oulu", "\u200eקבוצת העץ\u200e 12, Oulu"),
        ("<p>שלום</p><p>עולם</p>", "<p>\u200eשלום\u200e</p><p>\u200eעולם\u200e</p>"),
    ],
)
def test_text_is_printed_in_letters_that_there_are(text: str, shown: str) -> None:
    assert for_print(text) == shown


@given(st.text(max_size=60))
def test_whatever_is_written_can_be_printed_and_plain_text_stays(text: str) -> None:
    shown = for_print(text)
    beside = {"\t", "\n", "\r", "\u200c", "\u200d", "\u200e", "\u00ad"}
    assert [c for c in shown if c not in beside and not can_be_printed(c)] == []
    plain = "".join(c for c in text if c.isascii() and c.isprintable())
    assert for_print(plain) == plain


@pytest.mark.parametrize("mark", ["\u0300", "\u0323", "\u05b0", "\u064b"])
def test_a_letter_bears_so_many_marks_and_no_more(mark: str) -> None:
    assert for_print("x" + mark * PILED + "y").count(mark) == PILED
    assert for_print("x" + mark * 20_000 + "y").count(mark) == PILED
