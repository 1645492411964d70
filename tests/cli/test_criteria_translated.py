"""`assessment criteria translated`: saying that translations are up to date."""

from pathlib import Path

import pytest

from tests.catalogue.authoring import Change, author_folder
from tests.cli.running import criteria

LANGUAGES: Change = ("scheme.yaml", "languages: [en]  ", "languages: [en, fi]")
FINNISH = """\
language: fi
scheme: {title: Uusi malli, note: Luonnos.}
criteria: {strategy: {title: Strategia}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The starter scheme with three texts in Finnish."""
    return author_folder(tmp_path, LANGUAGES, more={"texts/fi.yaml": FINNISH})


def test_all_translations_are_recorded(tmp_path: Path, folder: Path) -> None:
    result = criteria(tmp_path, "translated", folder, "fi")
    path = folder / "translated" / "fi.yaml"
    assert (result.exit_code, result.output) == (0, f"3 translations recorded in {path}\n")
    assert sorted(folder.rglob("*.draft")) == []


def test_recorded_translation_is_listed_when_its_source_changes(
    tmp_path: Path, folder: Path
) -> None:
    criteria(tmp_path, "translated", folder, "fi")
    texts = folder / "texts" / "en.yaml"
    changed = texts.read_text(encoding="utf-8").replace(
        "title: Strategy\n", "title: The strategy\n"
    )
    texts.write_text(changed, encoding="utf-8")
    warning = (
        f"{folder}/texts/fi.yaml:3: warning: criteria.strategy.title: translates an earlier text"
    )
    assert warning in criteria(tmp_path, "check", folder).output.splitlines()
    criteria(tmp_path, "translated", folder, "fi", "criteria.strategy")
    assert warning not in criteria(tmp_path, "check", folder).output.splitlines()


def test_keys_name_texts_or_all_below_them(tmp_path: Path, folder: Path) -> None:
    result = criteria(tmp_path, "translated", folder, "fi", "criteria.strategy.title")
    assert result.output.startswith("1 translation recorded in ")
    result = criteria(tmp_path, "translated", folder, "fi", "scheme")
    assert result.output.startswith("2 translations recorded in ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("en",), "'en' is the source language: it translates no other."),
        (("sv",), "The scheme has no texts in 'sv'; it has fi."),
        (
            ("fi", "criteria.services"),
            "texts/fi.yaml has no text 'criteria.services' that the source has too.",
        ),
    ],
)
def test_what_cannot_be_recorded_is_told(
    tmp_path: Path, folder: Path, arguments: tuple[str, ...], message: str
) -> None:
    result = criteria(tmp_path, "translated", folder, *arguments)
    assert (result.exit_code, result.output) == (1, f"Error: {message}\n")
    assert not (folder / "translated").exists()
