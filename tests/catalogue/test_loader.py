import json
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessment.catalogue.faults import CriteriaFault
from assessment.catalogue.loader import (
    MAX_TOTAL_VALUES,
    digest,
    frozen_edition,
    load_catalogue,
    load_edition,
)
from tests.catalogue.building import (
    EVERYTHING,
    FILES,
    faults_after,
    faults_of,
    faults_of_everything,
    make_files,
)


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def catalogue_faults(folder: Path) -> list[str]:
    with pytest.raises(CriteriaFault) as caught:
        load_catalogue(folder)
    return [fault.replace(f"{folder}/", "") for fault in caught.value.faults]


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
        "coastal/gold.yaml:12: 'cash' is not in criteria.yaml; expected one of its criteria",
        "regional/criteria.yaml:6: anchors (&) and aliases (*) are not used here;"
        " put a text that begins so in quotes",
        "regional/gold.yaml:3: not valid YAML: expected a comma, or ] at the end of the list that"
        " begins on line 2",
        "regional/scheme.yaml:2: version: expected a text, found the number 1; write it in quotes",
        "regional/texts/en.yaml:4: labels.gold.title: expected a text, found the number 5;"
        " write it in quotes",
        "regional/texts/fi.yaml:2: the key 'language' stands here a second time",
    ]


def test_faults_between_files_come_in_one_run():
    assert faults_after(
        ("gold.yaml", "threshold: 7", "threshold: 70"),
        ("gold.yaml", "minimum: 1", "minimum: 9"),
        ("texts/en.yaml", "1: Begun, ", ""),
        ("texts/fi.yaml", "2: Valmis", "2: Valmis, 3: Yli"),
    ) == [
        "gold.yaml:3: threshold 70: the label gives at most 10 points",
        "gold.yaml:9: minimum 9 of 'team': its scale has no such level; expected one of: 0, 1, 2",
        "texts/en.yaml:6: scales.steps: no text for '1'",
        "texts/fi.yaml:6: scales.steps: nothing in the scheme is called '3'",
    ]


def test_broken_label_does_not_hide_faults_between_the_other_files():
    """What nobody can tell without the label, such as what silver includes of it, is left out."""
    assert faults_of_everything(
        ("gold.yaml", "tier: gold", "tier: iron"),
        ("criteria.yaml", "scale: stars", "scale: moons"),
        ("bronze.yaml", "id: services", "id: sevices"),
        ("silver.yaml", "label: bronze, months", "label: tin, months"),
    ) == [
        "bronze.yaml:10: 'sevices' is not in criteria.yaml; expected one of its criteria",
        "criteria.yaml:53: 'services': the scale 'moons' is not in scheme.yaml;"
        " expected one of: steps, stars, none",
        "gold.yaml:2: tier: expected 'bronze', 'silver' or 'gold', found the text 'iron'",
        "silver.yaml:4: the label 'tin' is not in scheme.yaml;"
        " expected one of: bronze, silver, gold",
    ]


def test_broken_scheme_file_does_not_hide_faults_inside_the_other_files():
    assert faults_after(
        ("scheme.yaml", "version:", "verison:"),
        ("criteria.yaml", "at_least: 3", "at_least: 0"),
        ("gold.yaml", "years: 3", "years: 0"),
        ("texts/fi.yaml", "title: Kulta", "title: 5"),
    ) == [
        "criteria.yaml:4: defaults.evidence.at_least: expected at least 1, found the number 0",
        "gold.yaml:5: validity.years: expected at least 1, found the number 0",
        "scheme.yaml:1: version: the key is missing",
        "scheme.yaml:2: verison: the key is not known here; did you mean 'version'?",
        "texts/fi.yaml:4: labels.gold.title: expected a text, found the number 5;"
        " write it in quotes",
    ]


@pytest.mark.parametrize(
    "scheme", ["version: [\n", "id: x\nlanguages: [en, fi]\n", "languages: 5\n"]
)
def test_broken_scheme_file_makes_no_translation_incomplete(scheme):
    files = EVERYTHING | {"scheme.yaml": scheme}
    assert {fault.split(":")[0] for fault in faults_of(files)} == {"scheme.yaml"}


def test_fault_in_the_source_language_is_not_told_again_of_its_translations():
    assert faults_of_everything(
        ("texts/en.yaml", "units: {fte: FTE", "units: {fte: 5"),
        ("texts/fi.yaml", "title: Kulta", "title: 6"),
    ) == [
        "texts/en.yaml:24: units.fte: expected a text, found the number 5; write it in quotes",
        "texts/fi.yaml:4: labels.gold.title: expected a text, found the number 6;"
        " write it in quotes",
    ]


@pytest.mark.parametrize("name", FILES)
def test_missing_file_is_a_fault(name):
    files = {key: text for key, text in make_files().items() if key != name}
    assert f"{name}:1: the file is missing" in faults_of(files)


def test_no_files_at_all_are_two_faults():
    expected = ["criteria.yaml:1: the file is missing", "scheme.yaml:1: the file is missing"]
    assert faults_of({}) == expected


@pytest.mark.parametrize(
    "name",
    ["silver.yaml", "texts/sv.yaml", "translated/sv.yaml", "../../etc/passwd", "gold.YAML", ""],
)
def test_file_that_the_scheme_does_not_name_is_a_fault(name):
    expected = [f"{name}:1: scheme.yaml names no label or language for this file"]
    assert faults_of(make_files() | {name: "id: x\n"}) == expected


def test_source_language_translates_nothing():
    files = make_files() | {"translated/en.yaml": "language: en\ntexts: {}\n"}
    message = "'en' is the source language, which translates no other"
    assert faults_of(files) == [f"translated/en.yaml:1: {message}"]


NAME = "expected a name of small letters, digits and hyphens"
CODE = "expected a language code of two small letters"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "gold/../gold", ".", "..", "gold.yaml", "gold\\x"]
)
def test_path_is_no_name_of_a_label_or_language(name):
    labels = [f"scheme.yaml:4: labels.#1: {NAME}, found the text '{name}'"]
    assert faults_after(("scheme.yaml", "[gold]", f"['{name}']")) == labels
    languages = [f"scheme.yaml:3: languages.#2: {CODE}, found the text '{name}'"]
    assert faults_after(("scheme.yaml", "[en, fi]", f"[en, '{name}']")) == languages


@pytest.mark.parametrize("name", ["scheme", "criteria", "anchors"])
def test_label_cannot_bear_the_name_of_another_file(name):
    message = f"'{name}' is the name of another file; expected another id for the label"
    expected = [f"scheme.yaml:4: {message}"]
    assert faults_after(("scheme.yaml", "[gold]", f"[gold, {name}]")) == expected


def test_all_files_together_have_an_end(monkeypatch):
    assert MAX_TOTAL_VALUES == 100_000
    monkeypatch.setattr("assessment.catalogue.loader.MAX_TOTAL_VALUES", 100)
    (fault,) = faults_of(make_files())
    assert fault.endswith(": expected at most 100 values in all files, found more")


def test_text_that_a_translation_lacks_counts_there_too(monkeypatch):
    files = make_files() | {"texts/fi.yaml": "language: fi\n"}
    values = sum(len(source.lines) for source in load_edition(files).parts.sources.values())
    monkeypatch.setattr("assessment.catalogue.loader.MAX_TOTAL_VALUES", values)
    expected = f"texts/fi.yaml:1: expected at most {values} values in all files, found more"
    assert faults_of(files) == [expected]


def test_path_of_a_fault_starts_with_the_folder():
    files = make_files(("gold.yaml", "tier: gold", "tier: iron"))
    (fault,) = faults_of(files, "criteria/regional")
    assert fault.startswith("criteria/regional/gold.yaml:2: tier: expected 'bronze', ")


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


def test_frozen_edition_need_not_meet_what_a_later_release_asks_between_files():
    kept = make_files(("gold.yaml", "threshold: 7", "threshold: 11"))
    assert len(faults_of(kept)) == 1
    assert frozen_edition(kept).scheme.label("gold").threshold == 11


def test_frozen_edition_is_read_once():
    files = make_files()
    assert frozen_edition(files) is frozen_edition(dict(reversed(files.items())))


def test_frozen_editions_of_different_texts_are_different():
    changed = make_files(("gold.yaml", "points: 6", "points: 5"))
    assert frozen_edition(changed).scheme.label("gold").points == 9
    assert frozen_edition(make_files()).scheme.label("gold").points == 10


def test_folder_may_be_named_by_where_one_stands(tmp_path, monkeypatch):
    folder = tmp_path / "regional"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert load_edition(make_files(), ".").scheme.id == "regional"
