"""In which figure a criterion compares clusters, and what its traffic light says of one."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from assessment.domain.questions import Reference


class Better(StrEnum):
    """Which figures are better; without one of these, neither is."""

    HIGHER = "higher"
    LOWER = "lower"


class Light(StrEnum):
    """How a figure stands: insufficient, good with room to improve, excellent."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"


@dataclass(frozen=True, slots=True)
class Compared:
    """The question or figure in which clusters are compared.

    `yellow` and `green` are limits that belong to the better side; both are None where there is no
    light, and always where neither direction is better.
    """

    of: Reference
    better: Better | None = None
    yellow: Fraction | None = None
    green: Fraction | None = None

    def light(self, figure: Fraction) -> Light | None:
        """How the figure stands; None without limits."""
        if self.yellow is None or self.green is None:
            return None
        if self._reaches(figure, self.green):
            return Light.GREEN
        return Light.YELLOW if self._reaches(figure, self.yellow) else Light.RED

    def _reaches(self, figure: Fraction, limit: Fraction) -> bool:
        return figure <= limit if self.better is Better.LOWER else figure >= limit
