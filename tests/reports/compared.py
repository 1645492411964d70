"""A comparison as it is kept, with good defaults; a test names only what it is about."""

from datetime import UTC, datetime
from typing import Any

from assessment.catalogue.loader import Edition
from assessment.reports.benchmarking import BenchmarkingFacts, IndicatorFinding
from assessment.reports.comparing import Benchmarked, benchmarking_facts

Record = dict[str, Any]
SHA256 = "0123456789abcdef" * 4
DAY = "2026-06-15"


def group(key: str, *, shown: str | None = "same", day: str = DAY, **numbers: Any) -> Record:
    """A group of 23 clusters between 12 and 30, in the middle 20."""
    if shown is None:
        return {"group": key, "shown": None}
    told = {"count": 23, "lower": "12", "median": "20", "upper": "30"} | numbers
    return {"group": key, "shown": key if shown == "same" else shown, "day": day, **told}


def choices(key: str, **chosen: int) -> Record:
    """A group of 20 clusters that chose these options."""
    return {"group": key, "shown": key, "day": DAY, "count": 20, "chosen": chosen}


def indicator(figure: str | None = "18", *groups: Record) -> Record:
    """An own figure of 18 among all clusters and those of the sector, unless said otherwise."""
    return {"figure": figure, "groups": list(groups or (group("all"), group("sector:food")))}


def report(
    edition: Edition, indicators: dict[str, Record], language: str = "en", **changes: Any
) -> BenchmarkingFacts:
    """The report of a bronze application in which these indicators were compared."""
    comparison = {
        "rules": SHA256,
        "on": DAY,
        "country": "FI",
        "sectors": ["food"],
        "members": "45",
        "invented": 0,
        "indicators": indicators,
    } | changes
    at = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
    cluster = {"name": "Northern Timber", "organisation": "Timber House", "country": "FI"}
    return benchmarking_facts(
        Benchmarked(
            edition=edition,
            label=edition.scheme.label("bronze"),
            language=language,
            record={"label": "bronze", "cluster": cluster},
            comparison=comparison,
            submitted_at=at,
            submission_digest=SHA256,
            made_at=at,
            issuer="Label Office",
        )
    )


def found(edition: Edition, criterion: str, kept: Record, language: str = "en") -> IndicatorFinding:
    """The one indicator of a report."""
    (one,) = report(edition, {criterion: kept}, language).indicators
    return one
