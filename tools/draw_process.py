"""Draws the tables of the process into docs/process.md: `python tools/draw_process.py`.

The diagrams stand between marks, `<!-- application -->` and the like, and are Mermaid text, which code
hosts show as pictures. `tests/contracts/test_process.py` fails when they are not those of the tables.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from assessment.domain.label_life import LIFE_TRANSITIONS, LifeState
from assessment.domain.workflow import SEAT_TRANSITIONS, TRANSITIONS, SeatState, State

DOCUMENT = Path(__file__).parents[1] / "docs" / "process.md"
Table = Mapping[tuple[StrEnum, StrEnum], StrEnum]
TABLES: dict[str, tuple[StrEnum, Table]] = {
    "application": (State.DRAFT, TRANSITIONS),
    "seat": (SeatState.PROPOSED, SEAT_TRANSITIONS),
    "certificate": (LifeState.VALID, LIFE_TRANSITIONS),
}


def diagram(first: StrEnum, table: Table) -> str:
    """The states of a table and what leads from one to the next; a state that leads nowhere ends."""
    lines = ["stateDiagram-v2", f"    [*] --> {first}"]
    lines += [f"    {before} --> {after}: {event}" for (before, event), after in table.items()]
    left = {before for before, _event in table}
    lines += [
        f"    {after} --> [*]" for after in dict.fromkeys(table.values()) if after not in left
    ]
    return "```mermaid\n" + "\n".join(lines) + "\n```"


def drawn(text: str) -> str:
    """The document with every diagram drawn anew. Raises `ValueError` for a table without its place."""
    for name, (first, table) in TABLES.items():
        place = re.search(f"(?<=<!-- {name} -->\n).*?(?=<!-- end -->)", text, re.DOTALL)
        if place is None:
            raise ValueError(f"no place for {name}")
        text = text[: place.start()] + diagram(first, table) + "\n" + text[place.end() :]
    return text


if __name__ == "__main__":
    DOCUMENT.write_text(drawn(DOCUMENT.read_text("utf-8")), "utf-8")
