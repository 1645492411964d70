"""How messages name what would have been right."""

from collections.abc import Iterable

MAX_NAMED = 12


def one_of(names: Iterable[object]) -> str:
    """What is expected where one of these is; of very many the first are named."""
    known = [str(name) for name in names]
    if not known:
        return "there is none"
    if len(known) == 1:
        return f"expected {known[0]}"
    if len(known) > MAX_NAMED:
        known = [*known[:MAX_NAMED], "…"]
    return f"expected one of: {', '.join(known)}"
