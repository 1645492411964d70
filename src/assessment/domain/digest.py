"""When the digest of a team's news goes out: at most one mail a day, in the morning."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from assessment.domain.validity import HOME

MORNING = time(7)
"""When a day's digests may leave, by the clock at `HOME`."""


class Rhythm(StrEnum):
    """How often a person wants the digest."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


PERIODS = {Rhythm.DAILY: timedelta(days=1), Rhythm.WEEKLY: timedelta(days=7)}


def latest_morning(at: datetime, rhythm: Rhythm) -> datetime:
    """The latest moment, at or before `at`, when digests of this rhythm began to leave.

    Weekly ones leave on Mondays. Raises `KeyError` for `OFF`.
    """
    days = PERIODS[rhythm].days
    local = at.astimezone(HOME)
    day = local.date() if local.time() >= MORNING else local.date() - timedelta(days=1)
    if days == 7:
        day -= timedelta(days=day.weekday())
    return datetime.combine(day, MORNING, tzinfo=HOME)


def is_due(rhythm: Rhythm, looked_at: datetime | None, at: datetime) -> bool:
    """Whether a person's news are to be looked through; `looked_at` is when they were last."""
    if rhythm is Rhythm.OFF:
        return False
    return looked_at is None or looked_at < latest_morning(at, rhythm)
