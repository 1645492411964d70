"""Words without an end can be broken, and lines without an end are few; all else stays as it is."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from assessment.reports.long_texts import LINES, breakable, few_lines
from assessment.reports.pdf import html_to_pdf


@pytest.mark.parametrize(
    "html",
    [
        "<p>Plain words, and one of two hundred letters: " + "W" * 200 + "</p>",
        '<a href="https://example.org/' + "x" * 600 + '">there</a>',
        '<path d="M1' + "0" * 900 + '"/>',
    ],
)
def test_what_a_form_takes_and_what_stands_in_tags_stays(html: str) -> None:
    assert breakable(html) == html


def test_an_endless_word_may_break_after_every_twenty_letters() -> None:
    found = breakable(f"<p>{'W' * 45}&amp;{'x' * 215}</p>")
    parts = found.removeprefix("<p>").removesuffix("</p>").split("&#8203;")
    assert parts[:3] == ["W" * 20, "W" * 20, "W" * 5 + "&amp;" + "x" * 14]
    assert "".join(parts) == "W" * 45 + "&amp;" + "x" * 215


@pytest.mark.parametrize("space", ["\u00a0", "\u2007", "\u202f", "&nbsp;", "&#160;"])
def test_words_on_spaces_that_keep_them_together_are_one_word(space: str) -> None:
    text = f"word{space}" * 2000
    parts = breakable(f"<p>{text}</p>").removeprefix("<p>").removesuffix("</p>").split("&#8203;")
    assert "".join(parts) == text
    assert {len(part.replace(space, " ")) for part in parts} == {20}


def test_text_with_line_breaks_stays_as_it_is() -> None:
    verse = "one\ntwo\n\nthree" + "\nmore" * (LINES - 3)
    assert few_lines(verse) == verse


def test_text_of_very_many_lines_keeps_its_words_and_not_its_lines() -> None:
    found = few_lines("\n".join(f"word {n}" for n in range(LINES + 2)))
    assert found.startswith("word 0 / word 1 / word 2 / ")
    assert found.endswith(f" / word {LINES + 1}")
    assert "\n" not in found


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n \t"])
def test_several_blank_lines_are_one(end: str) -> None:
    assert few_lines(f"one{end * 20}two") == "one\n\ntwo"


@given(st.text(alphabet="ab \n\r\t", max_size=900))
def test_no_word_is_lost_and_none_is_made(text: str) -> None:
    words = few_lines(text * 3).replace("/", " ").split()
    assert words == (text * 3).split()
    assert few_lines(text * 3).count("\n") <= LINES


def test_pdf_of_ten_thousand_lines_has_few_pages() -> None:
    text = "a\n" * 10_000
    head = '<html lang="en"><title>x</title><body>'
    pdf = html_to_pdf(f'{head}<p class="as-written">{text}</p></body></html>')
    assert len(PdfReader(BytesIO(pdf)).pages) == 7
