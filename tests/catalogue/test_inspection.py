"""Everything that is said about a scheme's folder before it is used."""

from pathlib import Path

import pytest

from assessment.catalogue.faults import CriteriaFault, Fault
from assessment.catalogue.inspection import Inspection, inspect, inspect_scheme
from assessment.catalogue.translations import record
from tests.catalogue.authoring import (
    EXAMPLES,
    NAME,
    Change,
    author_files,
    author_folder,
    edition_of,
    line_of,
    write_files,
)

LANGUAGES: Change = ("scheme.yaml", "languages: [en]  ", "languages: [en, fi]")
FINNISH = "language: fi\nscheme: {title: Uusi malli}\n"


def inside(folder: Path, found: list[Fault]) -> list[str]:
    """What is told, with the paths inside the folder."""
    return [str(fault).removeprefix(f"{folder}/") for fault in found]


def inspected(tmp_path: Path, *changes: Change, **more: str) -> Inspection:
    """The changed starter scheme with more files, whose names have `__` for `/`."""
    files = {f"{name.replace('__', '/')}.yaml": text for name, text in more.items()}
    return inspect_scheme(author_folder(tmp_path, *changes, more=files))


def test_faults_of_all_kinds_of_files_come_in_one_run(tmp_path: Path) -> None:
    found = inspected(
        tmp_path,
        (EXAMPLES, "expect: {points: 40, outcome: met}", "expect: {points: 41}"),
        changes__2='from: "1"\nto: "2"\ncriteria: {}\n',
        examples__broken="label: [\n",
    )
    text = author_files()[EXAMPLES]
    line = line_of(text, "expect: {points: 40, outcome: met}")
    told = inside(found.folder, found.faults)
    assert f"{EXAMPLES}:{line}: points: expected 41, found 40" in told
    assert any(fault.startswith("examples/broken.yaml:1: ") for fault in told)
    assert any(
        fault.startswith("changes/2.yaml:2: to: no file leads on from 2 to 1") for fault in told
    )
    assert len(told) == 3


def test_shape_of_examples_is_told_though_the_rules_have_faults(tmp_path: Path) -> None:
    found = inspected(
        tmp_path,
        ("first-label.yaml", "threshold: 36 ", "threshold: 99 "),
        examples__broken="label: first-label\n",
    )
    assert found.edition is None
    told = inside(found.folder, found.faults)
    assert any(fault.startswith("first-label.yaml:") for fault in told)
    assert any(fault.startswith("examples/broken.yaml:1: cases") for fault in told)


def test_text_without_a_translation_is_a_warning_at_its_place(tmp_path: Path) -> None:
    found = inspected(tmp_path, LANGUAGES, texts__fi=FINNISH)
    told = inside(found.folder, found.warnings)
    assert found.faults == []
    assert "texts/fi.yaml:2: scheme.note: is not translated" in told
    assert not any("scheme.title" in warning for warning in told)


def test_outdated_translation_is_a_warning(tmp_path: Path) -> None:
    files = author_files(LANGUAGES) | {"texts/fi.yaml": FINNISH}
    recorded, _count = record(edition_of(files), "fi")
    change = ("texts/en.yaml", "title: A new scheme", "title: Our scheme")
    found = inspected(tmp_path, LANGUAGES, change, texts__fi=FINNISH, translated__fi=recorded)
    told = inside(found.folder, found.warnings)
    assert "texts/fi.yaml:2: scheme.title: translates an earlier text" in told


def test_bound_without_examples_is_a_warning_where_it_stands(tmp_path: Path) -> None:
    change = (
        "first-label.yaml",
        "{id: services, points: 12}",
        "{id: services, points: 12, minimum: 1}",
    )
    found = inspected(tmp_path, change)
    line = line_of(author_files(change)["first-label.yaml"], "id: services")
    assert inside(found.folder, found.warnings) == [
        f"first-label.yaml:{line}: no worked example just under (from 0): minimum of 'services'"
    ]


def test_minimum_of_a_section_without_examples_is_a_warning(tmp_path: Path) -> None:
    change = ("first-label.yaml", "  - id: members\n", "  - id: members\n    minimum: 28\n")
    # one example has 30 points there, within the smallest step of 4 over it
    found = inspected(tmp_path, change)
    line = line_of(author_files(change)["first-label.yaml"], "minimum: 28")
    assert inside(found.folder, found.warnings) == [
        f"first-label.yaml:{line}: no worked example at (28), just under (from 24): "
        "minimum of the section 'members'"
    ]


def test_label_without_examples_is_a_warning(tmp_path: Path) -> None:
    files = author_files()
    del files[EXAMPLES]
    folder = write_files(tmp_path / NAME, files)
    found = inspect_scheme(folder)
    assert inside(folder, found.warnings) == [
        "first-label.yaml:7: first-label: there is no worked example"
    ]


def test_file_that_nothing_reads_is_a_warning(tmp_path: Path) -> None:
    folder = author_folder(tmp_path, more={"example/gold.yaml": "", "examples/more.yml": ""})
    assert inside(folder, inspect_scheme(folder).warnings) == [
        "example/gold.yaml:1: nothing reads a file of this name here",
        "examples/more.yml:1: nothing reads a file of this name here",
    ]


def test_path_may_be_one_scheme_or_a_folder_of_them(tmp_path: Path) -> None:
    folder = author_folder(tmp_path)
    write_files(tmp_path / "schema", {"scheme.json": "{}"})
    assert [each.folder for each in inspect(folder)] == [folder]
    assert [each.folder for each in inspect(tmp_path)] == [folder]


def test_folder_without_a_scheme_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(CriteriaFault, match="no scheme found"):
        inspect(tmp_path)
