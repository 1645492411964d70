"""What goes on a page of which there is only one: the most telling first, the rest counted.

Heights are estimated in millimetres of paper, rather too large than too small.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Generic, TypeVar

from assessment.domain.conditions import Status
from assessment.reports.findings import ConditionFinding

Shown = TypeVar("Shown")

LINE = 4.1
"""The height of a line."""
_ROOM, _TOP, _STAND = 188.0, 76.0, 50.0
"""What there is beside headings; what the picture takes; what stands over the list of sections."""
_LEVEL = 0.93
"""How much of two columns is filled where one of them ends before the other."""
MOST_SECTIONS = 10
"""Sections that are listed beside the picture."""
LETTERS = 44
"""Letters on a line of a condition, of two columns."""
LONGEST, LONGEST_DETAIL = 150, 100
"""Letters of a condition and of how it stands that are printed; the whole text stands further on."""
MOST_STEPS = 9
"""Steps of the shortest way."""
LONGEST_NAME = 70
_URGENCY = {Status.MISSED: 0, Status.UNDETERMINED: 1, Status.MET: 2}


@dataclass(frozen=True, slots=True)
class Picked(Generic[Shown]):
    """What is shown, in its order, and how many were left out."""

    shown: tuple[Shown, ...]
    left_out: int


def short(text: str, most: int) -> str:
    """The text, cut at a word with an ellipsis where it is longer; one that fits stays as it is."""
    if len(text) <= most:
        return text
    cut = str(text)[: most - 1]
    words = cut.rsplit(" ", 1)[0]
    return f"{words if len(words) > most // 2 else cut}…"


def room_for_conditions(sections: int, steps: int) -> float:
    """What two columns of conditions may take together, beside so many sections and steps."""
    listed = sections if sections <= MOST_SECTIONS else 0
    return 2 * _LEVEL * (_ROOM - max(_TOP, _STAND + LINE * listed) - LINE * steps)


def pick_conditions(
    conditions: Sequence[ConditionFinding], room: float
) -> Picked[ConditionFinding]:
    """The conditions that fit, in the label's order: the missed before the open before the met."""
    cut = [
        replace(found, text=short(found.text, LONGEST), detail=short(found.detail, LONGEST_DETAIL))
        for found in conditions
    ]
    places = sorted(range(len(cut)), key=lambda place: (_URGENCY[cut[place].status], place))
    kept, height = set(), 0.0
    for place in places:
        height += _height(cut[place])
        if height > room:
            break
        kept.add(place)
    return Picked(tuple(cut[place] for place in sorted(kept)), len(cut) - len(kept))


def pick_steps(steps: Iterable[Shown]) -> Picked[Shown]:
    """The first steps of a way."""
    found = tuple(steps)
    return Picked(found[:MOST_STEPS], max(len(found) - MOST_STEPS, 0))


def _height(found: ConditionFinding) -> float:
    lines = ceil(len(found.text) / LETTERS) + ceil(len(found.detail) / LETTERS)
    return lines * LINE + 1.8
