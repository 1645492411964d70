"""`assessment criteria publish` and `impact` in an installation of their own."""

import json
from pathlib import Path

import pytest
from click.testing import Result

from assessment.catalogue.loader import load_edition
from tests.catalogue.building import Change, make_files
from tests.cli.running import criteria
from tests.services.versions import SECOND

LOWER: Change = ("gold.yaml", "threshold: 7", "threshold: 5")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the small scheme in the folder in use, first version."""
    return write(tmp_path / "criteria" / "regional")


def write(folder: Path, *changes: Change, way: str = "") -> Path:
    for name, text in (make_files(*changes) | ({"changes/2.yaml": way} if way else {})).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def publish(tmp_path: Path, *options: str) -> Result:
    return criteria(tmp_path, "publish", "regional", "--author", "Editor", "--yes", *options)


def test_first_version_comes_into_force_in_a_new_installation(tmp_path, folder):
    result = publish(tmp_path)
    digest = load_edition(make_files()).digest
    assert (result.exit_code, result.output) == (
        0,
        f"regional, version 1 is in force. SHA-256 {digest}\n",
    )


def test_it_is_asked_first_and_no_means_no(tmp_path, folder):
    asked = ["publish", "regional"]
    result = criteria(tmp_path, *asked)  # nobody answers
    assert result.exit_code == 1
    assert "Publish regional, version 1? [y/N]" in result.output
    assert publish(tmp_path).exit_code == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ((), "Error: This version is in force already.\n"),
        (
            (LOWER,),
            "Error: Version 1 is published with another text: raise `version` in scheme.yaml.\n",
        ),
    ],
)
def test_version_comes_into_force_once(tmp_path, folder, changes, message):
    publish(tmp_path)
    write(folder, *changes)
    result = publish(tmp_path)
    assert (result.exit_code, result.output) == (1, message)


def test_next_version_follows_by_its_changes_file(tmp_path, folder):
    publish(tmp_path)
    write(folder, SECOND, LOWER, way='from: "1"\nto: "2"\ncriteria: {}\n')
    result = publish(tmp_path, "--note", "Fairer.")
    assert result.exit_code == 0
    assert result.output.startswith("regional, version 2 is in force. SHA-256 ")


def test_what_the_changes_file_says_otherwise_is_a_warning(tmp_path, folder):
    publish(tmp_path)
    write(folder, SECOND, way='from: "1"\nto: "2"\ncriteria: {team: {class: clarified}}\n')
    result = publish(tmp_path)
    assert result.exit_code == 0
    warning = "Warning: the changes file contradicts what is found: "
    assert f"{warning}team: says clarified, found no change" in result.stderr


def test_faults_keep_a_version_from_being_published(tmp_path, folder):
    write(folder, ("gold.yaml", "threshold: 7", "threshold: 70"))
    result = publish(tmp_path)
    assert result.exit_code == 1
    assert "gold.yaml:3: threshold 70: the label gives at most 10 points" in result.output


def test_impact_says_that_nothing_was_submitted_yet(tmp_path, folder):
    write(folder, LOWER)
    result = criteria(tmp_path, "impact", "regional")
    assert result.exit_code == 0
    expected = "Nothing was submitted under this scheme yet, so nobody is affected.\n"
    assert result.stdout == expected
    assert json.loads(criteria(tmp_path, "impact", "regional", "--json").stdout) == []
