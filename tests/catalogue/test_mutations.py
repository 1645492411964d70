"""Whatever is done to criteria files, they load or every fault has its place."""

import re
from collections.abc import Iterator
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.catalogue import loader
from assessment.catalogue.changes import changes_faults, read_changes
from assessment.catalogue.examples import play_examples
from assessment.catalogue.faults import CriteriaFault
from assessment.catalogue.source import read_source
from tests.catalogue.authoring import EXAMPLES, author_edition, author_files
from tests.catalogue.building import EVERYTHING, FILES
from tests.catalogue.trees import (
    KEYS,
    VALUES,
    changed,
    dropped,
    part_at,
    put,
    renamed,
    repeated,
    taken_apart,
    ways,
    written,
)

PIECES = [
    *"\t\n\r:-#[]{}&*!|>'\"%@`,?~=0123456789",
    *["\n  ", "\n---\n", "\n...\n", "%YAML 1.9\n", "%TAG ! x\n", "&a ", "*a", "!!str ", "! "],
    *["<<: ", "? ", "no", "null", "true", ".inf", "1e999", "0x1F", "2026-01-01", "9" * 30],
    *["\ufeff", "\u2028", "\x85", "\x00", '"\\ud800"', '"\\U00110000"', "[" * 60, "- " * 60],
    *["../../etc/passwd", "none", "profile", "gold", "team", "criteria", "id: ", "when: {not: "],
]
pieces = st.sampled_from(PIECES) | st.text(st.characters(codec="utf-8"), max_size=4)
any_text = st.lists(pieces, max_size=30).map("".join)
edits = st.tuples(st.integers(0, 10**6), st.integers(0, 30), pieces)
names = st.sampled_from(sorted(EVERYTHING))

INNARDS = re.compile(r"\b(Input should|pydantic|dict\[|constrained|function-|Decimal\(|Fraction\()")
"""What no author understands."""


def faults_of(files: dict[str, str]) -> list[str] | None:
    """What keeps the files from being loaded; None when they load."""
    try:
        loader.load_edition(files)
    except CriteriaFault as error:
        return error.faults
    return None


def check_loads_or_tells(files: dict[str, str]) -> None:
    faults = faults_of(files)
    assert faults != []
    for fault in faults or []:
        check_is_located(fault, files)


def check_is_located(fault: str, files: dict[str, str]) -> None:
    found = re.fullmatch(r"([a-z0-9/-]+\.yaml):([1-9][0-9]*): (.+)", fault)
    assert found, fault
    name, line = found[1], int(found[2])
    assert line <= len(re.split("\r\n|\r|\n", files.get(name, ""))), fault
    assert fault.encode().decode() == fault
    assert len(fault) < 1500
    assert not INNARDS.search(fault), fault


@pytest.fixture(scope="module", autouse=True)
def sources_read_once() -> Iterator[None]:
    """The file that an example changed is parsed anew; the others are not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "read_source", lru_cache(maxsize=32)(read_source))
        yield


# The text of a file


def mutated(text: str, changes: list[tuple[int, int, str]]) -> str:
    for at, cut, piece in changes:
        start = at % (len(text) + 1)
        text = text[:start] + piece + text[start + cut :]
    return text


@settings(max_examples=300, deadline=None)
@given(name=names, changes=st.lists(edits, min_size=1, max_size=4))
def test_files_with_pieces_put_in_load_or_tell_where_they_are_broken(name, changes):
    check_loads_or_tells(EVERYTHING | {name: mutated(EVERYTHING[name], changes)})


@settings(max_examples=100, deadline=None)
@given(texts=st.dictionaries(st.sampled_from(list(FILES)), any_text, min_size=1))
def test_any_text_loads_or_tells_where_it_is_broken(texts):
    check_loads_or_tells(FILES | texts)


@settings(max_examples=200, deadline=None)
@given(
    name=names, flips=st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 255)), max_size=4)
)
def test_files_with_flipped_bytes_load_or_tell_where_they_are_broken(name, flips):
    content = bytearray(EVERYTHING[name].encode())
    for at, bits in flips:
        content[at % len(content)] ^= bits
    text = bytes(content).decode("utf-8", "surrogateescape")
    check_loads_or_tells(EVERYTHING | {name: text})


@settings(max_examples=200, deadline=None)
@given(
    name=names, swaps=st.lists(st.tuples(st.integers(0), st.integers(0)), min_size=1, max_size=3)
)
def test_files_with_swapped_words_load_or_tell_where_they_are_broken(name, swaps):
    words = re.split(r"(\W+)", EVERYTHING[name])
    for one, other in swaps:
        i, j = one % len(words), other % len(words)
        words[i], words[j] = words[j], words[i]
    check_loads_or_tells(EVERYTHING | {name: "".join(words)})


@settings(max_examples=100, deadline=None)
@given(name=names, at=st.integers(0, 10**6), other=names)
def test_files_that_end_early_or_go_on_in_another_load_or_tell(name, at, other):
    text, rest = EVERYTHING[name], EVERYTHING[other]
    check_loads_or_tells(EVERYTHING | {name: text[: at % len(text)]})
    check_loads_or_tells(EVERYTHING | {name: text[: at % len(text)] + rest[at % len(rest) :]})


@settings(max_examples=50, deadline=None)
@given(missing=st.sets(names), moved=st.tuples(names, names))
def test_files_that_are_missing_or_in_each_others_place_load_or_tell(missing, moved):
    one, other = moved
    files = EVERYTHING | {one: EVERYTHING[other], other: EVERYTHING[one]}
    check_loads_or_tells({key: text for key, text in files.items() if key not in missing})


@settings(max_examples=100, deadline=None)
@given(name=names, at=st.integers(0, 10**6))
def test_key_that_is_repeated_is_told(name, at):
    """On its own line once more, as no mapping in Python holds a key twice."""
    lines = EVERYTHING[name].splitlines()
    keyed = [i for i, line in enumerate(lines) if re.match(r" *[a-z_]+: [^|>&]*[^\[{,]$", line)]
    found = keyed[at % len(keyed)]
    lines.insert(found, lines[found])
    key = lines[found].partition(":")[0].strip()
    fault = f"{name}:{found + 2}: the key '{key}' stands here a second time"
    assert fault in (faults_of(EVERYTHING | {name: "\n".join(lines)}) or [])


@settings(max_examples=100, deadline=None)
@given(data=st.data(), changes=st.lists(edits, min_size=1, max_size=3))
def test_default_scheme_loads_or_tells_where_it_is_broken(edition, data, changes):
    name = data.draw(st.sampled_from(sorted(edition.files)))
    check_loads_or_tells(edition.files | {name: mutated(edition.files[name], changes)})


# The values in a file

TREES = {name: taken_apart(text) for name, text in EVERYTHING.items()}
PLACES = {name: sorted(ways(tree), key=str) for name, tree in TREES.items()}
places = names.flatmap(lambda name: st.tuples(st.just(name), st.sampled_from(PLACES[name])))


def check_with(name: str, tree: object) -> None:
    check_loads_or_tells(EVERYTHING | {name: written(tree)})


def test_files_taken_apart_and_written_again_load():
    files = {name: written(tree) for name, tree in TREES.items()}
    files["scheme.yaml"] = files["scheme.yaml"].replace("version: 2026.1", "version: '2026.1'")
    assert faults_of(files) is None


@settings(max_examples=500, deadline=None)
@given(place=places, value=VALUES)
def test_files_with_a_value_of_another_kind_load_or_tell(place, value):
    name, way = place
    check_with(name, changed(TREES[name], way, put(value)))


@settings(max_examples=200, deadline=None)
@given(place=places, other=places)
def test_files_with_a_part_of_another_file_load_or_tell(place, other):
    name, way = place
    check_with(name, changed(TREES[name], way, put(part_at(TREES[other[0]], other[1]))))


@settings(max_examples=300, deadline=None)
@given(place=places, change=st.sampled_from([dropped, repeated]) | KEYS.map(renamed))
def test_files_with_a_key_or_item_dropped_repeated_or_renamed_load_or_tell(place, change):
    name, way = place
    check_with(name, changed(TREES[name], way, change))


# Worked examples and changes from one version to the next

AUTHORED = author_edition()
EXAMPLE = taken_apart(author_files()[EXAMPLES])
STEP = taken_apart(
    'from: "0"\nto: "1"\ncriteria:\n'
    "  strategy: {class: split, into: [strategy, services]}\n"
    "  old-plan: {class: merged, into: strategy}\n"
    "  services: {class: editorial}\n"
)


def check_examples(text: str) -> None:
    found = play_examples(AUTHORED, {EXAMPLES: text})
    for fault in CriteriaFault(found.faults).faults:
        check_is_located(fault, {EXAMPLES: text})


def check_step(text: str) -> None:
    name = "changes/1.yaml"
    read, faults = read_changes({name: text})
    for fault in CriteriaFault([*faults, *changes_faults(AUTHORED, read)]).faults:
        check_is_located(fault, {name: text})


@settings(max_examples=200, deadline=None)
@given(way=st.sampled_from(sorted(ways(EXAMPLE), key=str)), value=VALUES)
def test_examples_with_a_value_of_another_kind_are_scored_or_told(way, value):
    check_examples(written(changed(EXAMPLE, way, put(value))))


@settings(max_examples=100, deadline=None)
@given(changes=st.lists(edits, min_size=1, max_size=4))
def test_examples_with_pieces_put_in_are_scored_or_told(changes):
    check_examples(mutated(author_files()[EXAMPLES], changes))


@settings(max_examples=200, deadline=None)
@given(way=st.sampled_from(sorted(ways(STEP), key=str)), value=VALUES)
def test_changes_with_a_value_of_another_kind_are_read_or_told(way, value):
    check_step(written(changed(STEP, way, put(value))))
