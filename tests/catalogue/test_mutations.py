"""Whatever is done to criteria files, they load or every fault has its place."""

import re
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.catalogue import loader
from assessment.catalogue.faults import CriteriaFault
from assessment.catalogue.source import read_source
from tests.catalogue.building import FILES

PIECES = [
    *"\t\n\r:-#[]{}&*!|>'\"%@`,?~=0123456789",
    *["\n  ", "\n---\n", "\n...\n", "%YAML 1.9\n", "%TAG ! x\n", "&a ", "*a", "!!str ", "! "],
    *["<<: ", "? ", "no", "null", "true", ".inf", "1e999", "0x1F", "2026-01-01", "9" * 30],
    *["\ufeff", "\u2028", "\x85", "\x00", '"\\ud800"', '"\\U00110000"', "[" * 60, "- " * 60],
]
pieces = st.sampled_from(PIECES) | st.text(st.characters(codec="utf-8"), max_size=4)
any_text = st.lists(pieces, max_size=30).map("".join)
edits = st.tuples(st.integers(0, 10**6), st.integers(0, 30), pieces)


def mutated(text: str, changes: list[tuple[int, int, str]]) -> str:
    for at, cut, piece in changes:
        start = at % (len(text) + 1)
        text = text[:start] + piece + text[start + cut :]
    return text


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


@settings(max_examples=300, deadline=None)
@given(name=st.sampled_from(list(FILES)), changes=st.lists(edits, min_size=1, max_size=4))
def test_small_scheme_loads_or_tells_where_it_is_broken(name, changes):
    check_loads_or_tells(FILES | {name: mutated(FILES[name], changes)})


@settings(max_examples=100, deadline=None)
@given(texts=st.dictionaries(st.sampled_from(list(FILES)), any_text, min_size=1))
def test_any_text_loads_or_tells_where_it_is_broken(texts):
    check_loads_or_tells(FILES | texts)


@pytest.fixture(scope="module", autouse=True)
def sources_read_once():
    """The file that an example changed is parsed anew; the others are not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "read_source", lru_cache(maxsize=16)(read_source))
        yield


@settings(max_examples=100, deadline=None)
@given(data=st.data(), changes=st.lists(edits, min_size=1, max_size=3))
def test_default_scheme_loads_or_tells_where_it_is_broken(edition, data, changes):
    name = data.draw(st.sampled_from(sorted(edition.files)))
    check_loads_or_tells(edition.files | {name: mutated(edition.files[name], changes)})
