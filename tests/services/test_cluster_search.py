"""Which cluster somebody means who writes its name, or a part of it."""

import pytest
from sqlalchemy.orm import Session

from assessment.services.cluster_search import MOST, Search, search_clusters, suggest_names
from tests.building import World, make_cluster

NAMES = (
    "Baltic Sea Energy",
    "Energy",
    "ENERGY",
    "Forest",
    "Forest Finland",
    "100% Wood",
    "Äänekoski",
)


@pytest.fixture
def register(session: Session, world: World) -> dict[str, int]:
    """The clusters by name; those of the world, "Northern Timber" and another, are there too."""
    return {name: make_cluster(session, name, owner=world.owner).id for name in NAMES}


def search(session: Session, text: str) -> Search:
    return search_clusters(session, [text])[text]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Energy", "Energy"),
        ("ENERGY", "ENERGY"),
        ("forest", "Forest"),
        ("FOREST F", None),
        ("baltic", None),
        ("0% w", None),
        ("äänekoski", "Äänekoski"),
        ("ÄÄNEKOSKI", "Äänekoski"),
        ("energy", None),
        ("ener", None),
        ("%", None),
        ("_", None),
        ("water", None),
    ],
)
def test_a_text_names_the_one_that_is_called_so_and_a_part_names_none(
    session: Session, register: dict[str, int], text: str, name: str | None
) -> None:
    named = search(session, text).named
    assert (named.name if named else None) == name
    assert (named.id if named else None) == register.get(name or "")


def test_those_to_choose_from_begin_with_those_that_are_called_so(
    session: Session, register: dict[str, int]
) -> None:
    found = search(session, "energy")
    assert found.total == 3
    assert [one.name for one in found.candidates] in (
        ["ENERGY", "Energy", "Baltic Sea Energy"],
        ["Energy", "ENERGY", "Baltic Sea Energy"],  # as the database sorts
    )
    assert {one.country for one in found.candidates} == {"FI"}


def test_those_to_choose_from_are_sorted_as_if_all_letters_were_small(
    session: Session, world: World
) -> None:
    for name in ("Zeta Wind", "arctic Wind"):
        make_cluster(session, name, owner=world.owner)
    assert [one.name for one in search(session, "WIND").candidates] == ["arctic Wind", "Zeta Wind"]


def test_what_was_picked_counts_among_those_to_choose_from_alone(
    session: Session, register: dict[str, int]
) -> None:
    found = search(session, "ener")
    assert found.meant(None) is None
    assert found.meant(register["Forest"]) is None
    picked = found.meant(register["Baltic Sea Energy"])
    assert picked is not None
    assert picked.name == "Baltic Sea Energy"
    named = search(session, "Energy").meant(register["Baltic Sea Energy"])
    assert named is not None
    assert named.name == "Energy"


def test_the_only_one_that_holds_a_part_is_offered(
    session: Session, register: dict[str, int]
) -> None:
    found = search(session, "forest f")
    assert [one.name for one in found.candidates] == ["Forest Finland"]
    assert found.meant(register["Forest Finland"]) == found.candidates[0]


def test_of_many_the_one_that_is_called_so_comes_first_in_any_letters(
    session: Session, world: World
) -> None:
    for number in range(MOST + 1):
        make_cluster(session, f"A {number} of Äänekoski", owner=world.owner)
    number = make_cluster(session, "Äänekoski", owner=world.owner).id
    named = search(session, "äänekoski").named
    assert named is not None
    assert named.id == number


def test_too_many_are_counted_and_not_offered(session: Session, world: World) -> None:
    for number in range(MOST + 1):
        make_cluster(session, f"Wood {number:02}", owner=world.owner)
    found = search(session, "wood")
    assert (found.total, found.named, found.candidates) == (21, None, ())
    assert len(search(session, "wood 0").candidates) == 10


def test_several_texts_are_told_apart(session: Session, register: dict[str, int]) -> None:
    found = search_clusters(session, ["Energy", "baltic", "forest fin", "ener", "water"])
    named = {text: one.named.name if one.named else one.total for text, one in found.items()}
    assert named == {
        "Energy": "Energy",
        "baltic": 1,
        "forest fin": 1,
        "ener": 3,
        "water": 0,
    }
    assert search_clusters(session, []) == {}


def test_at_most_twenty_names_are_suggested_from_two_letters_on(
    session: Session, register: dict[str, int], world: World
) -> None:
    assert suggest_names(session, "f") == []
    assert suggest_names(session, "fo") == ["Forest", "Forest Finland"]
    assert suggest_names(session, "forest finland") == ["Forest Finland"]
    assert suggest_names(session, "x" * 100_000) == []
    for number in range(MOST + 1):
        make_cluster(session, f"Wood {number:02}", owner=world.owner)
    assert suggest_names(session, "wood ") == [f"Wood {number:02}" for number in range(MOST)]
