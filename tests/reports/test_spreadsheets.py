import pytest

from assessment.reports.spreadsheets import Titles, clean, passive, with_unit


def test_characters_that_a_workbook_cannot_hold_are_left_out():
    assert clean("a\x07b\ud800c\ufffe") == "abc"
    assert clean("a\tb\nc é 😀") == "a\tb\nc é 😀"


def test_text_in_a_list_cannot_become_a_formula_when_it_is_chosen():
    assert passive("=1+1") == " =1+1"
    assert passive("Tool") == "Tool"


@pytest.mark.parametrize(
    ("unit", "number_format"),
    [
        ("FTE", 'General" FTE"'),
        ('in "q\\', 'General" in q"'),
        ("", "General"),
        ("u" * 41, "General"),
    ],
)
def test_unit_stands_in_the_number_format_where_it_fits(unit, number_format):
    assert with_unit("General", unit) == number_format


def test_names_of_sheets_are_ones_that_spreadsheets_accept():
    titles = Titles()

    assert titles.take("1 What/why: [all] *?\\") == "1 What why all"
    assert titles.take("'quoted'") == "quoted"
    assert titles.take("Quoted") == "Quoted (2)"
    assert titles.take("") == "-"
    assert titles.take("META") == "META (2)"
    assert titles.take("History") == "History (2)"
    assert titles.take("a" * 40) == "a" * 31
    assert titles.take("a" * 40) == "a" * 27 + " (2)"
    assert titles.take("😀" * 20) == "😀" * 15  # counted in units of UTF-16
