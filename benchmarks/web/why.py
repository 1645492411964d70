"""Where the time of a page goes, as a profiler finds it: the own functions that took most."""

import cProfile
import pstats
from collections.abc import Callable

AGAIN = 5
MOST = 3
_OWN, _DATABASE = "/src/assessment/", ("'execute' of", "'fetch", "psycopg")
_FRAME = ("transactions.py", "access.py", "static_files.py", "fragments.py", "templating.py")
"""Files of ours round every request."""


def reason(ask: Callable[[], object]) -> str:
    """The functions of ours with the most cumulated time and their share, and that of the database."""
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(AGAIN):
        ask()
    profile.disable()
    found = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    whole = sum(own for _calls, _times, own, _cumulated, _callers in found.values())
    ours = [
        (cumulated, f"{file.partition(_OWN)[2]}:{name}")
        for (file, _line, name), (_c, _n, _own, cumulated, _callers) in found.items()
        if _OWN in file and not file.endswith(_FRAME)
    ]
    database = sum(
        own
        for (_file, _line, name), (_c, _n, own, _cumulated, _callers) in found.items()
        if any(sign in name for sign in _DATABASE[:2])
    )
    rows = [
        f"{name} {100 * took / whole:.0f} %" for took, name in sorted(ours, reverse=True)[:MOST]
    ]
    return ", ".join([*rows, f"the database {100 * database / whole:.0f} %"])
