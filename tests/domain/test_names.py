"""What a name may hold, and which names look alike."""

# ruff: noqa: RUF001  # letters that look alike are what this is about

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.lookalikes import look_of, skeleton
from assessment.domain.names import NameFault, name_fault, without_invisible


@pytest.mark.parametrize(
    "name",
    [
        "Arctic Timber",
        "µTech",
        "Pohjois-Pohjanmaan puuklusteri ry",
        "Łódź & Gdańsk: Cluster 4.0",
        "Сосновый кластер",
        "Κέντρο Ξυλείας ry",
        "東京クラスター Tokyo",
        "LEDクラスター",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # a Persian word with its non-joiner
        "\u0915\u094d\u200d\u0937",  # and a Hindi one with its joiner
        "Farmers \U0001f469\u200d\U0001f33e",
        "O'Neill\u2019s",
    ],
)
def test_a_name_of_any_language_is_a_name(name: str) -> None:
    assert name_fault(name) is None


@pytest.mark.parametrize(
    "letter",
    [
        "\u00ad",
        "\u200b",
        "\u200c",
        "\u200d",
        "\u200e",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\x00",
        "\u3164",
        "\U000e0041",
    ],
)
def test_what_nobody_sees_is_refused(letter: str) -> None:
    assert name_fault(f"Arc{letter}tic Timber") is NameFault.INVISIBLE


@pytest.mark.parametrize("name", ["Arctiс Timber", "Αrctic", "Timbеr", "Tim\u0585er"])
def test_a_word_of_two_scripts_is_refused(name: str) -> None:
    assert name_fault(name) is NameFault.MIXED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Arctic Timber", "ARCTIC  timber"),
        ("Arctic Timber", "Arc\u00adtic\u200b Timber\u202e"),
        ("Arctic Timber", "\uff21rctic Timber"),
        ("Cocoa", "Сосоа"),
        ("ECO", "ΕϹΟ"),
        ("HOB", "НОВ"),
        ("Alpine", "AIpine"),
        ("Alpine", "A1pine"),
        ("TIMBER", "TlMBER"),
        ("Core Wood", "C0re Wood"),
        ("Puu-Klusteri", "Puu\u2013Klusteri"),
        ("Straße", "STRASSE"),
        ("Ähtäri", "A\u0308hta\u0308ri"),
    ],
)
def test_names_that_look_alike(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)
    assert look_of(one) == look_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mail", "Mall"),
        ("AI Cluster", "AL Cluster"),
        ("Cluster 1", "Cluster 0"),
        ("Hame", "Häme"),
        ("Arctic Timber", "Arctic Timbers"),
        ("Woodworks", "Wood works"),
        ("Cluster 10", "Cluster lo"),
    ],
)
def test_names_that_are_told_apart(one: str, other: str) -> None:
    assert look_of(one) != look_of(other)


@given(st.text(max_size=60))
def test_whatever_is_written_has_one_look(text: str) -> None:
    assert len(look_of(text)) == 64
    assert skeleton(text) == skeleton(without_invisible(text))
    assert skeleton(f" {text} ") == skeleton(unicodedata.normalize("NFC", text))
