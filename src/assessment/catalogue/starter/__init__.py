"""The scheme that `assessment criteria new` makes: small, commented, and without faults."""

from pathlib import Path

RESERVED = ("schema", "profile", "none")
"""Names that mean something else where schemes and criteria are named."""

_FOLDER = Path(__file__).parent
_NAME = "starter-scheme"
"""What stands in the files where the name of the new scheme is to stand."""


def starter_files(name: str) -> dict[str, str]:
    """The texts of the files of a new scheme of that name, by their names in its folder."""
    return {
        path.relative_to(_FOLDER).as_posix(): path.read_text(encoding="utf-8").replace(_NAME, name)
        for path in sorted(_FOLDER.rglob("*.yaml"))
    }
