"""The first account of an installation: made by whoever looks after it, since nobody can invite yet."""

import secrets
from datetime import datetime

import argon2
from email_validator import validate_email
from sqlalchemy.orm import Session

from assessment.db.models import User
from assessment.db.queries import people
from assessment.domain.errors import DomainError
from assessment.services.accounts import LONGEST_PASSWORD, SHORTEST_PASSWORD
from assessment.services.passwords import PasswordFault, normal_password, password_fault

_LENGTH = f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters"
_WORDS = {
    PasswordFault.TOO_SHORT: _LENGTH,
    PasswordFault.TOO_LONG: _LENGTH,
    PasswordFault.NAMES_THE_PERSON: "it has the name or address in it",
    PasswordFault.EASILY_GUESSED: "it is easily guessed",
}
"""What is wrong with a password, for the command line."""


class AddressTaken(DomainError):
    """The address has an account already."""


def add_secretariat(
    session: Session, *, email: str, name: str, password: str, language: str, at: datetime
) -> User:
    """Makes an account of the secretariat that can sign in at once.

    The password is kept as pages keep it: brought to NFKD, hashed with argon2. Raises
    `EmailNotValidError` for what is no address, `AddressTaken` for one that has an account, and
    `ValueError` for a password that is too short, too long or easily guessed.
    """
    address = validate_email(email, check_deliverability=False).normalized.lower()
    if people.user_by_email(session, address) is not None:
        raise AddressTaken
    fault = password_fault(password, (address, name))
    if fault is not None:
        raise ValueError(_WORDS[fault])
    user = User(
        email=address,
        name=name.strip(),
        password=argon2.PasswordHasher().hash(normal_password(password)),
        fs_uniquifier=secrets.token_hex(32),
        language=language,
        is_secretariat=True,
        created_at=at,
    )
    session.add(user)
    session.flush()
    return user
