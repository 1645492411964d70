"""What the documentation says is so."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from assessment.config import Settings

ROOT = Path(__file__).parents[2]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def table_keys(text: str) -> Iterator[str]:
    """The names in backquotes in the first column of every table."""
    for row in re.findall(r"^\| (`[^|]+) \|", text, re.MULTILINE):
        yield from re.findall(r"`([\w.]+)`", row)


def test_operations_lists_the_settings_that_exist() -> None:
    assert set(table_keys(read("docs/operations.md"))) == set(Settings.model_fields)


def test_readme_names_targets_that_exist() -> None:
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", read("README.md"), re.MULTILINE))
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    assert {"run", "test", "help"} <= named
    assert named <= set(re.findall(r"make ([a-z-]+)", listed.stdout))


def test_documents_lead_to_files_that_exist() -> None:
    for document in (
        "README.md",
        "CONTRIBUTING.md",
        *(f"docs/{p.name}" for p in ROOT.glob("docs/*.md")),
    ):
        for link in re.findall(r"\]\(([^)#:]+)\)", read(document)):
            assert (ROOT / document).parent.joinpath(link).exists(), f"{document}: {link}"
