"""Where the files that travel with the code are: in a checkout beside `src/`, in a wheel inside it."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]


def _find(name: str) -> Path:
    in_checkout = _CHECKOUT / name
    is_checkout = (_CHECKOUT / "pyproject.toml").is_file() and _PACKAGE.parent.name == "src"
    return in_checkout if is_checkout else _PACKAGE / "_data" / name


TEMPLATES = _find("templates")
CRITERIA = _find("criteria")
STATIC = _PACKAGE / "static"
MIGRATIONS = _PACKAGE / "db" / "migrations"
TRANSLATIONS = _PACKAGE / "translations"


def default_instance() -> Path:
    """The folder of one installation: `instance/` of the checkout, else of the working directory."""
    checkout = (_CHECKOUT / "pyproject.toml").is_file() and _PACKAGE.parent.name == "src"
    return (_CHECKOUT if checkout else Path.cwd()) / "instance"
