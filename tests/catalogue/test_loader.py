import json
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessment.catalogue.faults import CriteriaFault
from assessment.catalogue.loader import (
    digest,
    frozen_edition,
    load_catalogue,
    load_edition,
    read_files,
)
from tests.catalogue.building import FILES, faults_after, faults_of, make_files


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder


def catalogue_faults(folder: Path) -> list[str]:
    with pytest.raises(CriteriaFault) as caught:
        load_catalogue(folder)
    return [fault.replace(f"{folder}/", "") for fault in caught.value.faults]


def test_folder_is_read_by_name_and_exact_text(tmp_path):
    files = make_files() | {"gold.yaml": FILES["gold.yaml"].replace("\n", "\r\n") + "# ä €\n"}
    assert read_files(write(tmp_path, files)) == files


def test_other_files_in_the_folder_are_left_alone(tmp_path):
    write(tmp_path, make_files() | {"README.md": "#", "texts/notes.txt": "", "old/gold.yaml": ""})
    assert read_files(tmp_path) == make_files()


def test_what_is_not_utf_8_is_told_with_its_line(tmp_path):
    write(tmp_path, make_files())
    (tmp_path / "gold.yaml").write_bytes("id: gold\ntier: gold\n# é\n".encode("latin-1"))
    (tmp_path / "texts/fi.yaml").write_bytes(b"\xff\xfel\x00")
    with pytest.raises(CriteriaFault) as caught:
        read_files(tmp_path)
    assert caught.value.faults == [
        f"{tmp_path}/gold.yaml:3: not UTF-8 text",
        f"{tmp_path}/texts/fi.yaml:1: not UTF-8 text",
    ]


def test_catalogue_has_every_scheme_below_the_folder(tmp_path):
    write(tmp_path / "regional", make_files())
    write(tmp_path / "coastal", make_files(("scheme.yaml", "id: regional", "id: coastal")))
    catalogue = load_catalogue(tmp_path)
    assert [edition.scheme.id for edition in catalogue] == ["coastal", "regional"]
    assert catalogue.edition("regional") == load_edition(make_files())


def test_catalogue_does_not_know_another_scheme(tmp_path):
    write(tmp_path / "regional", make_files())
    with pytest.raises(KeyError, match="coastal"):
        load_catalogue(tmp_path).edition("coastal")


def test_folder_without_a_scheme_is_a_fault(tmp_path):
    assert catalogue_faults(tmp_path) == [
        f"{tmp_path}:1: no scheme found: expected */scheme.yaml",
    ]


def test_scheme_bears_the_name_of_its_folder(tmp_path):
    write(tmp_path / "coastal", make_files(("scheme.yaml", "id: regional", "# x\nid: regional")))
    expected = ["coastal/scheme.yaml:2: expected 'coastal', the name of the folder"]
    assert catalogue_faults(tmp_path) == expected


def test_faults_of_all_schemes_and_files_come_in_one_run(tmp_path):
    change = ("scheme.yaml", "id: regional", "id: coastal")
    write(tmp_path / "coastal", make_files(change, ("gold.yaml", "id: money", "id: cash")))
    write(
        tmp_path / "regional",
        make_files(
            ("scheme.yaml", '"1"', "1"),
            ("criteria.yaml", "id: team", "id: &t team"),
            ("gold.yaml", "tier: gold", "tier: [gold"),
            ("texts/en.yaml", "title: Gold", "title: 5"),
            ("texts/fi.yaml", "language: fi", "language: fi\nlanguage: fi"),
        ),
    )
    assert catalogue_faults(tmp_path) == [
        "coastal/gold.yaml:12: 'cash' is not in criteria.yaml",
        "regional/criteria.yaml:6: anchors (&) and aliases (*) are not used in criteria files",
        "regional/gold.yaml:3: not valid YAML: expected ',' or ']', but got ':'",
        "regional/scheme.yaml:2: version: Input should be a valid string",
        "regional/texts/en.yaml:4: labels.gold.title: Input should be a valid string",
        "regional/texts/fi.yaml:2: the key 'language' stands here a second time",
    ]


def test_faults_between_files_come_in_one_run():
    assert faults_after(
        ("gold.yaml", "threshold: 7", "threshold: 70"),
        ("gold.yaml", "minimum: 1", "minimum: 9"),
        ("texts/en.yaml", "1: Begun, ", ""),
        ("texts/fi.yaml", ", 2: Riittävästi.", ""),
    ) == [
        "gold.yaml:3: threshold 70: the criteria give 10 points in all",
        "gold.yaml:9: minimum 9: the scale of 'team' lacks it",
        "texts/en.yaml:6: scales.steps: no text for '1'",
        "texts/fi.yaml:22: criteria.money.levels: no text for '2'",
    ]


@pytest.mark.parametrize("name", FILES)
def test_missing_file_is_a_fault(name):
    files = {key: text for key, text in make_files().items() if key != name}
    assert f"{name}:1: the file is missing" in faults_of(files)


@pytest.mark.parametrize("name", ["silver.yaml", "texts/sv.yaml"])
def test_file_that_the_scheme_does_not_name_is_a_fault(name):
    expected = [f"{name}:1: scheme.yaml names no label or language for this file"]
    assert faults_of(make_files() | {name: "id: x\n"}) == expected


def test_path_of_a_fault_starts_with_the_folder():
    files = make_files(("gold.yaml", "tier: gold", "tier: iron"))
    (fault,) = faults_of(files, "criteria/regional")
    assert fault.startswith("criteria/regional/gold.yaml:2: tier: ")


def test_edition_keeps_the_exact_files_and_their_digest():
    files = make_files()
    edition = load_edition(files)
    assert edition.files == files
    assert edition.digest == digest(files)
    assert re.fullmatch("[0-9a-f]{64}", edition.digest)


def test_digest_is_the_sha_256_of_names_and_texts():
    # printf '{"a":"x","b":"ä"}' | sha256sum
    expected = "e3562c48f0443346f9705e962a3ceb73078118f76978b92ac07ca6b0bdc29ad2"
    assert digest({"b": "ä", "a": "x"}) == expected


@given(names=st.permutations(list(FILES)))
def test_digest_does_not_depend_on_the_order_of_the_files(names):
    assert digest({name: FILES[name] for name in names}) == digest(FILES)


@given(
    name=st.sampled_from(list(FILES)),
    place=st.integers(0, 2000),
    other=st.just("") | st.characters(codec="utf-8"),
)
def test_digest_changes_with_any_character(name, place, other):
    text = FILES[name]
    at = place % len(text)
    assume(other != text[at])
    assert digest(FILES | {name: text[:at] + other + text[at + 1 :]}) != digest(FILES)


def test_digest_changes_with_the_name_of_a_file():
    files = {name.replace("gold", "silver"): text for name, text in FILES.items()}
    assert digest(files) != digest(FILES)


def test_frozen_edition_equals_the_original():
    original = load_edition(make_files())
    kept = json.loads(json.dumps(dict(reversed(original.files.items()))))
    assert frozen_edition(kept) == original


def test_frozen_edition_is_read_once():
    files = make_files()
    assert frozen_edition(files) is frozen_edition(dict(reversed(files.items())))


def test_frozen_editions_of_different_texts_are_different():
    changed = make_files(("gold.yaml", "points: 6", "points: 5"))
    assert frozen_edition(changed).scheme.label("gold").points == 9
    assert frozen_edition(make_files()).scheme.label("gold").points == 10
