"""Numbers, dates and names as people read them."""

from datetime import date
from fractions import Fraction

import pytest

from assessment.reports.formats import country_name, day, measured, number, points, share


@pytest.mark.parametrize(
    ("value", "measure", "shown"),
    [
        (Fraction("165000.5"), "EUR", "165\xa0000,50"),
        (Fraction("165000.5"), "eur-per-member", "165\xa0000,50"),
        (Fraction("0.125"), "eur", "0,125"),
        (Fraction(165000), "EUR", "165\xa0000"),
        (Fraction("0.5"), "fte", "0,5"),
        (Fraction("0.5"), None, "0,5"),
    ],
)
def test_money_that_is_not_whole_has_its_cents(
    value: Fraction, measure: str | None, shown: str
) -> None:
    assert measured(value, measure, "fi") == shown


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [("FI", "fi", "Suomi"), ("AT", "en", "Austria"), ("QX", "en", "QX"), ("", "fi", "")],
)
def test_country_name_is_in_the_language_or_the_code(code: str, language: str, name: str) -> None:
    assert country_name(code, language) == name


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(69999, 1000), "69.99"),
        (Fraction(20, 3), "6.66"),
        (Fraction(-1, 1000), "-0.01"),
        (Fraction(10**16 - 1, 10**2), "99,999,999,999,999.99"),
        (70, "70"),
        (None, "–"),
    ],
)
def test_points_are_rounded_down_so_that_what_falls_short_never_reads_as_reached(
    value: Fraction | int | None, shown: str
) -> None:
    assert points(value, "en") == shown


def test_number_is_shown_with_every_digit() -> None:
    given = Fraction("999999999999999.123456789")
    assert number(given, "en") == "999,999,999,999,999.123456789"
    assert number(Fraction("-0.000000001"), "fi") == "-0,000000001"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(0), "0%"),
        (Fraction(1, 100_000), "1%"),
        (Fraction(11, 16), "69%"),
        (Fraction(1249, 10_000), "12%"),
        (Fraction(125, 1000), "13%"),
        (Fraction(9_999, 10_000), "99%"),
        (Fraction(1), "100%"),
    ],
)
def test_share_is_rounded_but_never_to_a_whole_or_to_nothing(value: Fraction, shown: str) -> None:
    assert share(value, "en") == shown


@pytest.mark.parametrize("language", ["xx", "not a language", ""])
def test_unknown_language_is_written_the_english_way(language: str) -> None:
    assert points(Fraction(2501, 2), language) == "1,250.5"
    assert day(date(2026, 11, 21), language) == "21 November 2026"
    assert country_name("AT", language) == "Austria"
