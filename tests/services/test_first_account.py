"""The first account: made by whoever looks after the installation."""

import argon2
import pytest
from email_validator import EmailNotValidError
from sqlalchemy.orm import Session

from assessment.db.models import User
from assessment.services.first_account import AddressTaken, add_secretariat
from tests.building import NOON, World


def add(session: Session, **changes: str) -> User:
    values = {"email": "sanna@office.example", "name": " Sanna ", "password": "a long password"}
    return add_secretariat(session, language="fi", at=NOON, **(values | changes))


def test_the_account_is_of_the_secretariat_and_can_sign_in(session: Session) -> None:
    user = add(session)
    assert (user.name, user.language, user.created_at) == ("Sanna", "fi", NOON)
    assert (user.active, user.is_secretariat, user.is_reviewer) == (True, True, False)
    assert argon2.PasswordHasher().verify(user.password or "", "a long password")


def test_the_password_is_kept_in_the_form_in_which_it_is_compared(session: Session) -> None:
    user = add(session, password="\uff50ebbles-123 fj\u00e4ll")
    assert argon2.PasswordHasher().verify(user.password or "", "pebbles-123 fja\u0308ll")


def test_the_address_is_kept_in_small_letters(session: Session) -> None:
    assert add(session, email="Sanna@Office.Example").email == "sanna@office.example"


def test_an_address_that_has_an_account_is_refused(session: Session, world: World) -> None:
    with pytest.raises(AddressTaken):
        add(session, email=world.owner.email.upper())


def test_what_is_no_address_is_refused(session: Session) -> None:
    with pytest.raises(EmailNotValidError):
        add(session, email="sanna@")


@pytest.mark.parametrize("length", [11, 129])
def test_a_password_too_short_or_too_long_is_refused(session: Session, length: int) -> None:
    with pytest.raises(ValueError, match="12 to 128 characters"):
        add(session, password="x" * length)


def test_a_password_that_is_easily_guessed_is_refused(session: Session) -> None:
    with pytest.raises(ValueError, match="easily guessed"):
        add(session, password="salasana1234")
