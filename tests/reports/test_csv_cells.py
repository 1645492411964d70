"""Texts that no spreadsheet runs, by whichever separator it opens the file."""

import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assessment.reports.csv_cells import inert, unmarked
from assessment.reports.table_reading import read_table

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
TEXTS = st.text(
    alphabet=st.sampled_from(f"{SIGNS}\u2212',;|\t\n\r \"\u2028\ufeff\u00adab1("), max_size=24
)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("=1", "'=1"),
        (" =1", " '=1"),
        ("\uff1dSUM(A1)", "'\uff1dSUM(A1)"),
        ("Timber;=1", "Timber;'=1"),
        ("Timber, =1", "Timber, '=1"),
        ("a\n-1\r\n+2\t@b", "a\n'-1\r\n'+2\t'@b"),
        ('a;"=1";b', 'a;"\'=1";b'),
        ("'=1", "''=1"),
        ("=1;=2", "'=1;'=2"),
    ],
)
def test_what_could_run_is_marked_where_it_begins(text: str, marked: str) -> None:
    assert inert(text) == marked
    assert unmarked(marked) == text


@pytest.mark.parametrize(
    "text", ["", "Timber, Ltd; Oulu", "A=B", "co-operation", "a - b", "it's", "'quoted'", "me@b.fi"]
)
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text
    assert unmarked(text) == text


@given(TEXTS)
@example("\n\n\n=1")
def test_nothing_runs_and_the_text_comes_back(text: str) -> None:
    marked = inert(text)
    assert unmarked(marked) == text
    for cell in re.split("[,;|\t\n\r\u2028]", marked):
        assert cell.strip(' "\ufeff\u00ad\u2028')[:1] not in tuple(SIGNS)


@pytest.mark.parametrize("text", ["\n", "\t", " ", '"', "'", "\n '"])
def test_a_text_of_a_hundred_thousand_is_read_at_once(text: str) -> None:
    """By the square of its length this would take a minute."""
    long = text * 100_000
    assert inert(long) == long
    assert unmarked(long) == long


@given(st.lists(TEXTS.map(str.strip), min_size=2, max_size=4))
def test_a_file_of_ours_is_read_as_it_was(texts: list[str]) -> None:
    """Texts that begin and end without space, which reading takes off."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(["heads"] * len(texts))
    writer.writerow([inert(text) for text in [*texts[:-1], "end"]])
    assert read_table(file.getvalue().encode(), "list.csv")[1] == [*texts[:-1], "end"]
