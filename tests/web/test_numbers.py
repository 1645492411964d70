"""What a typed number says in the language of the page."""

import pytest

from assessment.web.forms.numbers import Kind, TwoReadings, plain_digits, written

READ = [
    ("en", Kind.WHOLE, "1,250", "1250"),
    ("en", Kind.WHOLE, "1.250", "1.250"),
    ("fi", Kind.WHOLE, "1.250", "1250"),
    ("fi", Kind.WHOLE, "1 250", "1250"),
    ("en", Kind.MONEY, "250,000", "250000"),
    ("fi", Kind.MONEY, "250.000,50", "250000.50"),
    ("fi", Kind.MONEY, "1.250.000", "1250000"),
    ("en", Kind.DECIMAL, "1.125", "1.125"),
    ("en", Kind.DECIMAL, "0,125", "0.125"),
    ("en", Kind.DECIMAL, "1250,125", "1250.125"),
    ("fi", Kind.DECIMAL, "1,250", "1.250"),
    ("en", Kind.DECIMAL, "\N{MINUS SIGN}3,5", "-3.5"),
    ("en", Kind.DECIMAL, "1,2,3", "1,2,3"),
    ("en", Kind.DECIMAL, "about 5", "about 5"),
]


@pytest.mark.parametrize(("language", "kind", "typed", "digits"), READ)
def test_number_is_read_in_plain_digits(language: str, kind: Kind, typed: str, digits: str) -> None:
    assert plain_digits(typed, language, kind) == digits


ASKED = [
    ("en", Kind.DECIMAL, "1,125", "1125", "1.125"),
    ("fi", Kind.DECIMAL, "1.250", "1250", "1.25"),
    ("en", Kind.MONEY, "250.000", "250000", "250"),
    ("fi", Kind.MONEY, "250.000", "250000", "250"),
    ("fi", Kind.MONEY, "250,000", "250000", "250"),
    ("fi", Kind.WHOLE, "1,000", "1000", "1"),
]


@pytest.mark.parametrize(("language", "kind", "typed", "thousands", "decimals"), ASKED)
def test_number_of_two_readings_is_asked_back(
    language: str, kind: Kind, typed: str, thousands: str, decimals: str
) -> None:
    with pytest.raises(TwoReadings) as found:
        plain_digits(typed, language, kind)
    assert (found.value.with_thousands, found.value.with_decimals) == (thousands, decimals)


@pytest.mark.parametrize("typed", ["12,5 %", "%12,5", "12,5\u00a0%"])
def test_sign_of_the_measure_does_not_count(typed: str) -> None:
    assert plain_digits(typed, "en", signs=["%"]) == "12.5"


def test_sign_of_another_measure_is_no_number() -> None:
    assert plain_digits("12 SEK", "en", signs=["EUR", "€"]) == "12 SEK"


@pytest.mark.parametrize(("language", "shown"), [("en", "12.5"), ("fi", "12,5"), ("sv", "12,5")])
def test_digits_are_written_with_the_sign_of_the_language(language: str, shown: str) -> None:
    assert written("12.5", language) == shown


@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.parametrize(
    "typed", ["5, 6", "2023 2024", "12 13", "1 1,5", "100, 200", "12\n13", "1 50"]
)
def test_two_numbers_are_not_run_together(language: str, typed: str) -> None:
    with pytest.raises(ValueError, match="could not convert"):
        float(plain_digits(typed, language))


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("1 250 000", "1250000"), ("- 5", "-5"), ("12,5 %", "12.5"), ("% 7", "7"), (" 3 ", "3")],
)
def test_spaces_between_thousands_and_beside_signs_do_not_count(typed: str, digits: str) -> None:
    assert plain_digits(typed, "fi", signs=("%",)) == digits
