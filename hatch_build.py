"""What a build adds to the source: compiled translations, and in a wheel the data folders."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TRANSLATIONS = Path("src/assessment/translations")
DATA = ("templates", "criteria")


class CustomBuildHook(BuildHookInterface[Any]):
    """Runs for wheels and for editable installs.

    `templates/` and `criteria/` are found in the checkout; only a wheel has to carry them.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        for source in sorted(Path(self.root, TRANSLATIONS).glob("*/LC_MESSAGES/*.po")):
            compile_catalogue(source)
        if version == "standard":
            for name in DATA:
                build_data["force_include"][name] = f"assessment/_data/{name}"


def compile_catalogue(source: Path) -> None:
    """Writes the .mo beside the .po, whole or not at all: a running server may be reading it."""
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name)
    draft = source.with_suffix(".mo.draft")
    with draft.open("wb") as file:
        write_mo(file, catalogue)
    draft.replace(source.with_suffix(".mo"))
