"""The scheme that authors start from has no faults, and shows what the language can do."""

from pathlib import Path

from assessment.catalogue.inspection import inspect_scheme
from assessment.catalogue.starter import starter_files
from assessment.domain.rating import Bands, Ladder, Tally
from tests.catalogue.authoring import LABEL, author_edition, author_folder


def test_starter_has_neither_faults_nor_warnings(tmp_path: Path) -> None:
    found = inspect_scheme(author_folder(tmp_path))
    assert (found.faults, found.warnings) == ([], [])
    assert found.examples is not None
    assert found.examples.passed == found.examples.cases == 10


def test_starter_bears_the_name_that_it_is_given() -> None:
    files = starter_files("lapland")
    assert "id: lapland " in files["scheme.yaml"]
    assert not any("starter" in text for text in files.values())


def test_starter_is_small_and_shows_the_ways_to_a_level() -> None:
    label = author_edition().scheme.label(LABEL)
    assert [len(section.criteria) for section in label.sections] == [2, 2]
    assert [type(criterion.rating) for criterion in label.criteria] == [
        type(None),
        Tally,
        Bands,
        Ladder,
    ]
    assert (label.points, label.threshold) == (60, 36)


def test_each_file_of_the_starter_names_its_schema_and_explains_itself() -> None:
    for name, text in starter_files("lapland").items():
        first, second = text.splitlines()[:2]
        depth = "../" * (name.count("/") + 1)
        assert first.startswith(f"# yaml-language-server: $schema={depth}schema/")
        assert second.startswith("# ")
