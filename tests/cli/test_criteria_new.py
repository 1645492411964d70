"""`assessment criteria new` and `schema`: what authors begin with."""

from pathlib import Path

import pytest

from assessment.catalogue.json_schema import FILES
from tests.cli.running import criteria


def test_new_scheme_passes_the_strict_check(tmp_path: Path) -> None:
    made = criteria(tmp_path, "new", "lapland", "--folder", tmp_path / "own")
    assert made.exit_code == 0
    checked = criteria(tmp_path, "check", "--strict", tmp_path / "own")
    assert (checked.exit_code, checked.output) == (
        0,
        "lapland 1: 1 label, 4 criteria, 1 language, 10 examples passed\n",
    )


def test_new_scheme_is_made_in_the_folder_in_use_with_its_schemas(tmp_path: Path) -> None:
    criteria(tmp_path, "new", "lapland")
    made = {path.name for path in (tmp_path / "criteria").iterdir()}
    assert made == {"lapland", "schema"}
    assert {path.name for path in (tmp_path / "criteria" / "schema").iterdir()} == set(FILES)


def test_new_scheme_comes_with_the_next_steps(tmp_path: Path) -> None:
    output = criteria(tmp_path, "new", "lapland").output
    assert f"assessment criteria check {tmp_path / 'criteria' / 'lapland'}\n" in output


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    criteria(tmp_path, "new", "lapland")
    own = tmp_path / "criteria" / "lapland" / "scheme.yaml"
    own.write_text("mine", encoding="utf-8")
    again = criteria(tmp_path, "new", "lapland")
    assert again.exit_code == 1
    assert again.output == f"Error: {own.parent} is there already, and nothing was changed.\n"
    assert own.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["Lapland", "../lapland", "1st", "a" * 65, "schema", ""])
def test_name_that_no_scheme_can_have_is_refused(tmp_path: Path, name: str) -> None:
    refused = criteria(tmp_path, "new", name)
    assert refused.exit_code == 1
    assert "cannot be the name of a scheme" in refused.output
    assert not (tmp_path / "criteria").exists()


def test_schemas_are_written_where_they_are_wanted(tmp_path: Path) -> None:
    result = criteria(tmp_path, "schema", "--output", tmp_path / "editor")
    assert result.output == f"7 schemas written to {tmp_path / 'editor'}\n"
    assert {path.name for path in (tmp_path / "editor").iterdir()} == set(FILES)


def test_schemas_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = criteria(tmp_path, "schema", "--output", tmp_path / "file" / "schema")
    assert result.exit_code == 1
    assert "Not a directory" in result.output
