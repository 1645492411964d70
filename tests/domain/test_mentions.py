"""Who is meant by an @Name in a text."""

import pytest

from assessment.domain.mentions import Part, mentioned, parts

TEAM = {1: "Aino Example", 2: "Oula Example", 3: "Aino-Maria Example", 4: "Eeva", 5: "Oula Example"}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("", set()),
        ("Nobody here", set()),
        ("@Aino Example, can you look?", {1}),
        ("@aino example", {1}),
        ("@Aino look", {1}),
        ("@Aino-Maria look", {3}),
        ("(@Eeva)", {4}),
        ("@Eevamaria", set()),
        ("@Oula Example", {2, 5}),
        ("@Oula", {2, 5}),
        ("eeva@Eeva", set()),
        ("@Eeva @Aino Example@Eeva", {1, 4}),
        ("@", set()),
        ("@ Eeva", set()),
        ("@Stranger", set()),
    ],
)
def test_names_after_an_at_sign_are_meant(text: str, people: set[int]) -> None:
    assert mentioned(text, TEAM) == people


def test_a_first_name_that_two_people_share_means_neither() -> None:
    assert mentioned("@Oula", {1: "Oula One", 2: "Oula Two"}) == set()


def test_a_whole_name_wins_over_the_first_word_of_another() -> None:
    assert mentioned("@Eeva", {1: "Eeva", 2: "Eeva Long"}) == {1}
    assert mentioned("@Eeva Long", {1: "Eeva", 2: "Eeva Long"}) == {2}


def test_parts_are_the_text_with_names_apart() -> None:
    text = "See 4.2, @Eeva: <b>\nThen @Nobody."
    found = parts(text, TEAM)
    assert found == (Part("See 4.2, "), Part("@Eeva", frozenset({4})), Part(": <b>\nThen @Nobody."))
    assert "".join(part.text for part in found) == text


def test_empty_names_mean_nobody() -> None:
    assert mentioned("@ and @x", {1: "", 2: " "}) == set()
