"""`assessment criteria check`: every fault in one run, and a line for each scheme without any."""

from pathlib import Path

import pytest

from tests.catalogue.authoring import EXAMPLES, NAME, Change, author_files, author_folder, line_of
from tests.cli.running import criteria

BROKEN: Change = ("scheme.yaml", "labels: [first-label] ", "labels: [First] ")
UNPROVEN: Change = (
    "first-label.yaml",
    "{id: services, points: 12}",
    "{id: services, points: 12, minimum: 1}",
)
WRONG: Change = (EXAMPLES, "expect: {points: 40, outcome: met}", "expect: {points: 39.5}")


def test_scheme_without_faults_has_one_line(tmp_path: Path) -> None:
    result = criteria(tmp_path, "check", author_folder(tmp_path))
    assert (result.exit_code, result.output) == (
        0,
        f"{NAME} 1: 1 label, 4 criteria, 1 language, 10 examples passed\n",
    )


def test_folder_in_use_is_checked_when_none_is_named(tmp_path: Path) -> None:
    author_folder(tmp_path / "criteria")
    result = criteria(tmp_path, "check")
    assert (result.exit_code, result.output.splitlines()[-1][:10]) == (0, "regional 1")


def test_fault_is_told_with_its_path_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    author_folder(tmp_path, WRONG)
    monkeypatch.chdir(tmp_path)
    result = criteria(tmp_path, "check", tmp_path)
    line = line_of(author_files(WRONG)[EXAMPLES], WRONG[2])
    assert (result.exit_code, result.output.splitlines()) == (
        1,
        [
            f"{NAME}/{EXAMPLES}:{line}: points: expected 39 1/2, found 40",
            "Error: 1 fault.",
        ],
    )


def test_faults_of_all_schemes_come_in_one_run(tmp_path: Path) -> None:
    author_folder(tmp_path / "a", WRONG)
    result = criteria(tmp_path, "check", author_folder(tmp_path, BROKEN))
    assert result.exit_code == 1
    assert ": labels.#1: expected a name of small letters" in result.output


def test_warning_leaves_the_exit_status_alone(tmp_path: Path) -> None:
    folder = author_folder(tmp_path, UNPROVEN)
    result = criteria(tmp_path, "check", folder)
    warning, summary = result.output.splitlines()
    assert result.exit_code == 0
    assert warning.endswith(
        ": warning: no worked example just under (from 0): minimum of 'services'"
    )
    assert summary.endswith(", 10 examples passed, 1 warning")


def test_strictly_a_warning_is_a_fault(tmp_path: Path) -> None:
    folder = author_folder(tmp_path, UNPROVEN)
    result = criteria(tmp_path, "check", "--strict", folder)
    fault, error = result.output.splitlines()
    assert (result.exit_code, error) == (1, "Error: 1 fault.")
    assert fault.endswith(": no worked example just under (from 0): minimum of 'services'")


def test_folder_without_schemes_is_a_fault(tmp_path: Path) -> None:
    result = criteria(tmp_path, "check", tmp_path)
    assert result.exit_code == 1
    assert "no scheme found: expected scheme.yaml here or one folder below" in result.output
