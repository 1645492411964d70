import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.organisations import is_same_name, is_similar_name


@pytest.mark.parametrize(
    ("name", "other", "is_same"),
    [
        ("Northern Timber", "Northern Timber", True),
        ("Northern Timber", "NORTHERN  timber ", True),
        ("Straße", "STRASSE", True),
        ("Pohjola", "Pohjola ry", False),
        ("Jarvi", "Järvi", False),
        ("", "", False),
        ("  ", " ", False),
    ],
)
def test_same_name_differs_in_capitals_and_spaces_alone(
    name: str, other: str, is_same: bool
) -> None:
    assert is_same_name(name, other) is is_same


@pytest.mark.parametrize(
    "other",
    [
        "Northern Timber Ltd",
        "Northern Timber, Ltd.",
        "Northern-Timber Limited",
        "Oy Northern Timber Ab",
        "northern timber ry",
        "Northern Timber e.V.",
        "Northern Timber e. V.",
        "Northern Timber GmbH & Co. KG",
        "Northern Timber A/S",
        "AS Northern Timber",
        "Northern Timber Sp. z o.o.",
        "Northern Timber Sp. z o. o.",
        "Northern Timber, s. r. o.",
        "Northern Timber S.A.",
        "Northern Timber OÜ",
        "»Northern Timber« (Ltd)",
        "Nörthern Tímber",
        "N.o.r.t.h.e.r.n Timber",
        "Northern Tim’ber",
    ],
)
def test_legal_form_punctuation_and_accents_leave_a_name_similar(other: str) -> None:
    assert is_similar_name("Northern Timber", other)
    assert not is_same_name("Northern Timber", other)


@pytest.mark.parametrize(
    "other",
    [
        "Northern Timber Association",
        "Northern",
        "Timber Northern",
        "Northern Timbers",
        "Northern Timber S Arl",  # not letters of an abbreviation
        "",
    ],
)
def test_other_words_make_another_name(other: str) -> None:
    assert not is_similar_name("Northern Timber", other)


def test_what_stands_between_the_words_of_a_name_is_part_of_it() -> None:
    assert not is_similar_name("North Oy Timber", "North Timber")


def test_name_of_one_word_is_found_within_its_legal_form() -> None:
    assert is_similar_name("Timber", "Timber Oy")
    assert is_similar_name("Timber", "Timber e.V.")


def test_name_that_is_nothing_but_a_legal_form_stays() -> None:
    assert is_similar_name("Oy", "OY")
    assert not is_similar_name("Oy", "Ab")
    assert not is_similar_name("!", "?")


NAMES = st.text(st.sampled_from("aAäÄ sS.-/&yYoO"), max_size=12)


@given(name=NAMES, other=NAMES)
def test_likeness_goes_both_ways(name: str, other: str) -> None:
    assert is_same_name(name, other) == is_same_name(other, name)
    assert is_similar_name(name, other) == is_similar_name(other, name)


@given(inner=st.text(max_size=20))
def test_a_name_is_like_itself_with_a_legal_form_before_or_behind(inner: str) -> None:
    name = f"Northern {inner} Timber"
    assert is_similar_name(name, f"{name} Oy")
    assert is_similar_name(name, f"Oy {name}, Ltd.")


@given(name=NAMES)
def test_same_names_with_a_letter_are_similar(name: str) -> None:
    same = f" {name.upper()}  "
    if any(c.isalnum() for c in name):
        assert is_same_name(name, same)
        assert is_similar_name(name, same)
