"""Exact numbers as authors read them."""

from fractions import Fraction

import pytest

from assessment.catalogue.numerals import mixed


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(120), "120"),
        (Fraction(239, 2), "119 1/2"),
        (Fraction(2, 3), "2/3"),
        (Fraction(0), "0"),
        (Fraction(-7, 4), "-1 3/4"),
        (3, "3"),
        (None, "nothing"),
    ],
)
def test_number_is_given_in_full(number: Fraction | int | None, text: str) -> None:
    assert mixed(number) == text
