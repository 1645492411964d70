"""Words without an end can be broken; all else stays as it is."""

import pytest

from assessment.reports.long_words import breakable


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
