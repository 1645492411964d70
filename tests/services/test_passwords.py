"""Which passwords are taken."""

import pytest

from assessment.services.passwords import PasswordFault, password_fault

ABOUT = ("sanna.virtanen@office.example", "Sanna Välimäki", "Timber House")


@pytest.mark.parametrize(
    "password",
    [
        "three calm reindeer",
        "quiet forest lake",
        "yötön yö äärellä",
        "x7#Lq9!vR2mZ",
        "northern-lights-demo",
    ],
)
def test_unrelated_words_and_long_jumbles_are_taken(password: str) -> None:
    assert password_fault(password, ABOUT) is None


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "qwertyuiop1234",
        "salasana1234",
        "Salasana2026!",
        "tervetuloa123",
        "kesäkesäkesä1",
        "Talvi2026!!!",
        "123456789012",
        "aaaaaaaaaaaaaaaa",
        "ClusterAssessment1",
    ],
)
def test_what_is_tried_first_is_refused(password: str) -> None:
    assert password_fault(password, ABOUT) is PasswordFault.EASILY_GUESSED


@pytest.mark.parametrize(
    "password",
    [
        "virtanen-likes-snow",
        "Snow for SANNA today",
        "valimaki under stars",
        "timber and quiet lakes",
    ],
)
def test_the_persons_own_name_address_and_house_are_refused(password: str) -> None:
    assert password_fault(password, ABOUT) is PasswordFault.NAMES_THE_PERSON


def test_short_parts_of_a_name_do_not_count() -> None:
    assert password_fault("bobbing calm reindeer", ("bo@x.example", "Bo Li")) is None


@pytest.mark.parametrize(
    ("length", "fault"), [(11, PasswordFault.TOO_SHORT), (129, PasswordFault.TOO_LONG)]
)
def test_length_is_between_12_and_128_characters(length: int, fault: PasswordFault) -> None:
    assert password_fault("kq7Zp2" * 30, ()) is PasswordFault.TOO_LONG
    assert password_fault(("kq7Zp2mW" * 20)[:length], ()) is fault
