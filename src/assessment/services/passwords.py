"""Which passwords are taken: long enough, not easily guessed, and not the person's own name."""

import unicodedata
from collections.abc import Iterable
from enum import StrEnum, auto

from assessment.services.accounts import LONGEST_PASSWORD, SHORTEST_PASSWORD

HARD_ENOUGH = 10**9
"""The least number of guesses, by the estimate of zxcvbn, of somebody who knows how people choose."""

WELL_KNOWN = (
    *("salasana", "tervetuloa", "kirjaudu", "sihteeri", "suomi", "lappi", "perkele", "klusteri"),
    *("kevät", "kesä", "syksy", "talvi", "tammikuu", "helmikuu", "maaliskuu", "huhtikuu"),
    *("toukokuu", "kesäkuu", "heinäkuu", "elokuu", "syyskuu", "lokakuu", "marraskuu", "joulukuu"),
    *("cluster", "assessment", "cluster assessment", "evaluation", "label"),
)
"""What is tried first here, beside the passwords and English words that zxcvbn knows."""

SHORTEST_PART = 4
"""Characters of a name or address that count as one."""


class PasswordFault(StrEnum):
    """Why a password is not taken."""

    TOO_SHORT = auto()
    TOO_LONG = auto()
    NAMES_THE_PERSON = auto()
    EASILY_GUESSED = auto()


def normal_password(text: str) -> str:
    """A password as it is compared (NFKD), so that it is the same from every keyboard."""
    return unicodedata.normalize("NFKD", text)


def password_fault(text: str, about: Iterable[str]) -> PasswordFault | None:
    """What speaks against a password; `about` is what others know of the person, such as the name."""
    password = normal_password(text)
    if len(password) < SHORTEST_PASSWORD:
        return PasswordFault.TOO_SHORT
    if len(password) > LONGEST_PASSWORD:
        return PasswordFault.TOO_LONG
    parts = _parts(about)
    if any(part in _plain(password) for part in parts):
        return PasswordFault.NAMES_THE_PERSON
    if _guesses(password, parts) < HARD_ENOUGH:
        return PasswordFault.EASILY_GUESSED
    return None


def _guesses(password: str, parts: set[str]) -> int:
    from zxcvbn import (
        zxcvbn,  # its lists of words are read where a password is chosen, nowhere else
    )

    known = [*parts, *WELL_KNOWN, *(_plain(word) for word in WELL_KNOWN)]
    return min(
        int(zxcvbn(tried, user_inputs=known, max_length=LONGEST_PASSWORD)["guesses"])
        for tried in {password, _plain(password)}
    )


def _parts(about: Iterable[str]) -> set[str]:
    """The words of names and addresses that are long enough to be recognised."""
    words = {
        word
        for text in about
        for word in "".join(c if c.isalnum() else " " for c in _plain(text)).split()
    }
    return {word for word in words if len(word) >= SHORTEST_PART}


def _plain(text: str) -> str:
    """The text in lower case without accents, as somebody would try it."""
    return "".join(
        c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c)
    )
