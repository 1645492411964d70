"""How large words can be printed so that they stay in their box on a sheet.

The renderer does not shrink what is too long, so widths are added up letter by letter, each as wide as
the widest of our fonts has it; a test looks at where the words come to stand.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from fontTools.ttLib import TTFont

from assessment.domain.letters import for_print
from assessment.resources import STATIC

MM = 72 / 25.4
"""Points in a millimetre."""
_STEPS = [step / 20 for step in range(20, 4, -1)]
"""From the full size down to a quarter of it."""


def width(text: str, size: float) -> float:
    """How wide a text is in points, on one line, in letters of this size."""
    known = _widths()
    return size * sum(known.get(letter, 1.0) for letter in text)


@cache
def _widths() -> Mapping[str, float]:
    """Every letter of our fonts with its width as a part of its size, from the fonts' own tables."""
    found: dict[str, float] = {}
    for path in (STATIC / "fonts").glob("*.woff2"):
        with TTFont(path, lazy=True) as font:
            em, advances = font["head"].unitsPerEm, font["hmtx"]
            for code, name in font.getBestCmap().items():
                found[chr(code)] = max(found.get(chr(code), 0.0), advances[name][0] / em)
    return found


def lines(text: str, size: float, across: float) -> int:
    """How many lines a text takes in a box that is so many millimetres wide; a long word is broken."""
    room = across * MM
    count, used = 1, 0.0
    for word in for_print(text).split():
        wide = width(word, size)
        gap = width(" ", size) if used else 0.0
        if used + gap + wide <= room:
            used += gap + wide
            continue
        count += 1 if used else 0
        used = 0.0
        for letter in word:
            wide = width(letter, size)
            if used and used + wide > room:
                count, used = count + 1, 0.0
            used += wide
    return count


@dataclass(frozen=True, slots=True)
class Words:
    """A text with its size in points and the height of its lines as a multiple of that, and the space
    below it in millimetres."""

    text: str
    size: float
    leading: float = 1.3
    below: float = 0.0

    def height(self, across: float, scale: float) -> float:
        """In millimetres, in a box that is so wide; nothing where there is no text."""
        if not self.text:
            return 0.0
        size = self.size * scale
        return lines(self.text, size, across) * size * self.leading / MM + self.below * scale


def fitting_scale(across: float, down: float, *every: Words) -> float:
    """The largest part of their sizes at which the texts fit into a box, one below the other; a quarter
    where none does."""

    def fits(scale: float) -> bool:
        return sum(words.height(across, scale) for words in every) <= down

    return largest(fits)


def unbroken_scale(across: float, words: Words) -> float:
    """The largest part of its size at which each word of a text stands on one line of a box; the full size
    where it had to be less than two fifths, so that words are broken."""
    every = for_print(words.text).split()
    wide = max((width(word, words.size) for word in every), default=0.0)
    return next((scale for scale in _STEPS if wide * scale <= across * MM and scale >= 0.4), 1.0)


def largest(fits: Callable[[float], bool]) -> float:
    """The largest scale that fits, the smallest where none does."""
    return next((scale for scale in _STEPS if fits(scale)), _STEPS[-1])
