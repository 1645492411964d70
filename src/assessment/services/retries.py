"""How long work rests that did not succeed."""

from datetime import timedelta

LONGEST = 360
"""Minutes."""


def pause_after(attempts: int) -> timedelta:
    """The rest after so many failed attempts: 2 minutes, then twice as long each time, up to 6 hours."""
    return timedelta(minutes=min(2 ** min(attempts, 10), LONGEST))
