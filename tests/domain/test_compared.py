"""The traffic light of a figure: red, yellow from a limit on, green from another."""

from fractions import Fraction

import pytest

from assessment.domain.compared import Better, Compared, Light
from assessment.domain.questions import Reference

SHARE = Reference("fees", "share")
HIGHER = Compared(SHARE, Better.HIGHER, Fraction(5), Fraction(15))
LOWER = Compared(SHARE, Better.LOWER, Fraction(60), Fraction(30))


@pytest.mark.parametrize(
    ("figure", "light"),
    [("4.9", Light.RED), ("5", Light.YELLOW), ("14.9", Light.YELLOW), ("15", Light.GREEN)],
)
def test_light_where_higher_is_better(figure: str, light: Light) -> None:
    assert HIGHER.light(Fraction(figure)) is light


@pytest.mark.parametrize(
    ("figure", "light"),
    [("60.1", Light.RED), ("60", Light.YELLOW), ("30.1", Light.YELLOW), ("30", Light.GREEN)],
)
def test_light_where_lower_is_better(figure: str, light: Light) -> None:
    assert LOWER.light(Fraction(figure)) is light


def test_no_light_without_limits() -> None:
    assert Compared(SHARE, Better.HIGHER).light(Fraction(5)) is None
