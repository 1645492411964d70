"""How fast a sheet is scored, and how long the smallest set of raises takes to find.

Run from the project's folder: `.venv/bin/python benchmarks/scoring.py`. The sheets are made from fixed
seeds, so that two runs measure the same work. Nothing is asserted.
"""

import random
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from statistics import median
from time import perf_counter

from assessment.catalogue.loader import load_catalogue
from assessment.domain.answers import AnswerSheet
from assessment.domain.conditions import LevelReached
from assessment.domain.criteria import (
    Criterion,
    Label,
    Panel,
    RatingScale,
    Section,
    SupportRule,
    Tier,
)
from assessment.domain.readiness import readiness
from assessment.domain.scoring import score

CRITERIA = Path(__file__).parents[1] / "criteria"
SEED = 20260615
SHEETS = 20
SECONDS = 0.5
HEADINGS = (
    "label",
    "criteria",
    "cards/s",
    "empty ms",
    "median ms",
    "worst ms",
    "ratio",
    "peak KiB",
)
ROW = "{:36} {:>8} {:>8} {:>9} {:>9} {:>8} {:>6} {:>8}"


@dataclass(frozen=True, slots=True)
class Figures:
    """What is measured of one label; times in seconds.

    `card` is the time of one scorecard, `empty` that of readiness from an empty sheet, `drawn` those
    from sheets with levels drawn at random; `peak` the most memory of one search, in bytes.
    """

    card: float
    empty: float
    drawn: tuple[float, ...]
    peak: int

    @property
    def ratio(self) -> float:
        """How many scorecards could be made while readiness is found, from an empty sheet."""
        return self.empty / self.card


def main() -> None:
    """Prints one line for each label of the catalogue, and for labels that are hard to search."""
    print(ROW.format(*HEADINGS))
    for name, label in [*catalogue_labels(), *hard_labels()]:
        found = measure(label)
        print(
            ROW.format(
                name,
                len(label.criteria),
                f"{1 / found.card:.0f}",
                f"{found.empty * 1000:.1f}",
                f"{median(found.drawn) * 1000:.1f}",
                f"{max(found.drawn) * 1000:.1f}",
                f"{found.ratio:.0f}",
                f"{found.peak / 1024:.0f}",
            )
        )


def catalogue_labels() -> Iterator[tuple[str, Label]]:
    """Every label of the catalogue."""
    for edition in load_catalogue(CRITERIA):
        for label in edition.scheme:
            yield f"{edition.scheme.id}/{label.id}", label


def hard_labels() -> Iterator[tuple[str, Label]]:
    """Sixty criteria each, with points and efforts that no two criteria share."""
    weights = {
        "primes from 2": primes(60, 2),
        "primes from 1009": primes(60, 1009),
        "100.01 to 100.60": [Fraction(10_000 + i, 100) for i in range(1, 61)],
    }
    for name, points in weights.items():
        yield f"60 criteria, {name}", hard_label(points, sections=1)
        yield "as above, 6 section minimums", hard_label(points, sections=6)
    yield "31 criteria, 81 worlds", label_of_worlds()


def primes(count: int, least: int) -> list[Fraction]:
    """So many prime numbers in a row."""
    found: list[Fraction] = []
    while len(found) < count:
        if all(least % divisor for divisor in range(2, int(least**0.5) + 1)):
            found.append(Fraction(least))
        least += 1
    return found


def hard_label(points: Sequence[Fraction], sections: int) -> Label:
    """Criteria of five levels in mixed order; half of a section's points are its minimum if there
    are several sections, three quarters of all points the threshold.
    """
    draw = random.Random(SEED)  # noqa: S311  # not a secret
    scale = RatingScale("maturity", (0, 1, 2, 3, 4))
    criteria = [
        Criterion(
            f"c{i}",
            f"1.{i}",
            scale,
            SupportRule(),
            worth,
            effort=tuple(draw.randint(1, 100) for _ in range(4)),
        )
        for i, worth in enumerate(draw.sample(points, len(points)))
    ]
    rows = [tuple(criteria[i::sections]) for i in range(sections)]
    minimums = [sum((c.points for c in row), Fraction(0)) / 2 for row in rows]
    made = tuple(
        Section(f"s{i}", i, row, minimum if sections > 1 else None)
        for i, (row, minimum) in enumerate(zip(rows, minimums, strict=True), 1)
    )
    return Label("hard", Tier.GOLD, made, sum(points, Fraction(0)) * Fraction(3, 4), Panel(2), 2)


def label_of_worlds() -> Label:
    """Of 31 criteria four apply from level 2 of another one on, nearly as much as lint allows."""
    label = hard_label([Fraction(5)] * 31, sections=1)
    (section,) = label.sections
    first = [
        replace(c, when=LevelReached(f"c{i + 10}", 2)) for i, c in enumerate(section.criteria[:4])
    ]
    return replace(label, sections=(replace(section, criteria=(*first, *section.criteria[4:])),))


def drawn_sheets(label: Label) -> list[AnswerSheet]:
    """Sheets on which every rated criterion has a level that was drawn, attested."""
    draw = random.Random(SEED)  # noqa: S311  # not a secret
    return [
        AnswerSheet().attested({c.id: draw.choice(c.scale.levels) for c in label.rated})
        for _ in range(SHEETS)
    ]


def measure(label: Label) -> Figures:
    sheets = drawn_sheets(label)
    return Figures(
        time_of_card(label, sheets),
        min(timed(readiness, label, AnswerSheet()) for _ in range(3)),
        tuple(timed(readiness, label, sheet) for sheet in sheets),
        peak_memory(label),
    )


def time_of_card(label: Label, sheets: Sequence[AnswerSheet]) -> float:
    """The mean time of a scorecard over half a second or more."""
    cards, spent = 0, 0.0
    while spent < SECONDS:
        for sheet in sheets:
            spent += timed(score, label, sheet)
        cards += len(sheets)
    return spent / cards


def timed(work: Callable[[Label, AnswerSheet], object], label: Label, sheet: AnswerSheet) -> float:
    """The seconds that one call takes."""
    start = perf_counter()
    work(label, sheet)
    return perf_counter() - start


def peak_memory(label: Label) -> int:
    """The most that one search from an empty sheet holds at a time."""
    tracemalloc.start()
    readiness(label, AnswerSheet())
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


if __name__ == "__main__":
    main()
