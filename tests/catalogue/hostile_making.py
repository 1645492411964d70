"""Making of files as large and as bad as the reader lets in (see `hostile`)."""

from collections.abc import Callable, Iterable

from assessment.catalogue.source import MAX_BYTES, MAX_VALUES
from tests.catalogue.building import FILES

Files = dict[str, str]
Case = Callable[[], Files]
Cases = dict[str, Case]

MAX_LABELS = 20
"""As many labels as a scheme may have."""

FULL = MAX_VALUES - 200
"""As many values as a file may have beside the few that it needs."""


def collecting(cases: Cases) -> Callable[[Case], Case]:
    """A decorator that adds a case under the name of its function."""

    def add(make: Case) -> Case:
        cases[make.__name__.replace("_", " ")] = make
        return make

    return add


def filled(before: str, piece: str, after: str = "") -> str:
    """A text as large as the reader lets in."""
    times = (MAX_BYTES - len((before + after).encode())) // len(piece.encode())
    return before + piece * times + after


def flow(pieces: Iterable[str]) -> str:
    return ", ".join(pieces)


def bank(text: str) -> Files:
    return FILES | {"criteria.yaml": text}


def english(text: str) -> Files:
    return FILES | {"texts/en.yaml": text}


def criteria(count: int) -> str:
    return "".join(f"- {{id: c{i}}}\n" for i in range(count))


def labels(count: int) -> Files:
    """The small scheme with so many labels, each of which asks one criterion of its own."""
    names = [f"l{i}" for i in range(count)]
    files = FILES | {
        "scheme.yaml": FILES["scheme.yaml"].replace("[gold]", f"[{flow(names)}]"),
        "criteria.yaml": "defaults: {scale: steps}\ncriteria:\n" + criteria(count),
    }
    del files["gold.yaml"]
    for i, name in enumerate(names):
        files[f"{name}.yaml"] = (
            f"id: {name}\ntier: gold\nthreshold: 1\npanel: {{reviewers: 2}}\n"
            f"validity: {{years: 2}}\nsections:\n  - id: s{i}\n    criteria: [{{id: c{i}, points: 1}}]\n"
        )
    return files
