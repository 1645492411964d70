"""The demonstration: accounts and clusters to try the product with, made by the real services."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import argon2
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Catalogue, load_catalogue
from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import User
from assessment.db.queries import people
from assessment.services.demonstration_peers import invent_peers
from assessment.services.demonstration_stories import Colleague, Owner, Reviewer, read_stories
from assessment.services.demonstration_telling import Cast, Telling
from assessment.services.reviewer_profiles import OwnProfile, keep_own_profile, note_reviewer

SCHEME = "cluster-excellence"
DEMONSTRATION_PASSWORD = "northern-lights-demo"  # noqa: S105  # published: it opens invented data


@dataclass(frozen=True, slots=True)
class Account:
    """A demonstration account; `country` is an ISO 3166 alpha-2 code."""

    email: str
    name: str
    role_text: str
    country: str
    is_reviewer: bool = False
    is_secretariat: bool = False


MANAGER = Account("manager@demo.example", "Aino Example", "Cluster manager", "FI")
TEAM: dict[Colleague, Account] = {
    "editor": Account("editor@demo.example", "Elli Example", "Editor on a team", "FI"),
    "viewer": Account("viewer@demo.example", "Veera Example", "Board chair, reads along", "FI"),
}
REVIEWERS: dict[Reviewer, Account] = {
    "finland": Account(
        "reviewer.fi@demo.example", "Eero Example", "Reviewer in Finland", "FI", is_reviewer=True
    ),
    "austria": Account(
        "reviewer.at@demo.example", "Anna Example", "Reviewer in Austria", "AT", is_reviewer=True
    ),
}
SECRETARIAT = Account(
    "secretariat@demo.example", "Sanna Example", "Secretariat", "FI", is_secretariat=True
)
DEPUTY = Account(
    "deputy@demo.example", "Onni Example", "Secretariat, confirms", "FI", is_secretariat=True
)
PROFILES: dict[Reviewer, OwnProfile] = {
    "finland": OwnProfile(("en", "fi", "sv"), ("energy", "forestry", "production", "tourism"), 4),
    "austria": OwnProfile(("de", "en"), ("creative", "food", "materials", "production"), 4),
}
"""What the reviewers have told of themselves."""
DEMONSTRATION_ACCOUNTS = (MANAGER, *TEAM.values(), *REVIEWERS.values(), SECRETARIAT, DEPUTY)
ACCOUNT_DAYS = 730
"""How many days before the loading the accounts were made: before anything that the stories tell."""


def is_empty(session: Session) -> bool:
    """Whether nobody has an account yet."""
    return not people.has_users(session)


def is_loaded(session: Session) -> bool:
    """Whether the demonstration's accounts are there."""
    return bool(people.demonstration_accounts(session))


def load_demonstration(
    session: Session,
    settings: Settings,
    catalogue: Catalogue | None = None,
    at: datetime | None = None,
) -> None:
    """Makes the accounts, leads each cluster as far as its story goes, and invents clusters with which
    they are compared; the caller commits.

    `catalogue` is read from the settings where it is not given. `at` is the moment of the loading,
    from which the days of the stories count back.
    """
    catalogue = catalogue or load_catalogue(settings.criteria_path)
    at = at or now()
    cast = _make_accounts(session, at - timedelta(days=ACCOUNT_DAYS))
    telling = Telling(session, settings, catalogue.edition(SCHEME), cast, at)
    for story in read_stories():
        telling.tell(story)
    invent_peers(session, catalogue.edition(SCHEME))


def other_owners() -> list[str]:
    """The addresses of those who own the clusters that the demonstration's manager does not."""
    return [story.owner.email for story in read_stories() if isinstance(story.owner, Owner)]


def _make_accounts(session: Session, at: datetime) -> Cast:
    """The accounts share one hash, since their password is public."""
    password = argon2.PasswordHasher().hash(DEMONSTRATION_PASSWORD)
    users = {a: _user(a, password, at) for a in DEMONSTRATION_ACCOUNTS}
    session.add_all(users.values())
    session.flush()
    for key, told in PROFILES.items():
        keep_own_profile(session, users[REVIEWERS[key]].id, told, at)
        capacity, trained_on = told.capacity, at.date() + timedelta(days=30)
        note_reviewer(
            session,
            users[REVIEWERS[key]].id,
            capacity=capacity,
            trained_on=trained_on,
            note="",
        )
    return Cast(
        users[MANAGER],
        {key: users[account] for key, account in TEAM.items()},
        {key: users[account] for key, account in REVIEWERS.items()},
        users[SECRETARIAT],
        users[DEPUTY],
        at,
    )


def _user(account: Account, password: str, at: datetime) -> User:
    return User(
        email=account.email,
        password=password,
        fs_uniquifier=secrets.token_hex(32),
        name=account.name,
        country=account.country,
        is_reviewer=account.is_reviewer,
        is_secretariat=account.is_secretariat,
        is_demonstration=True,
        created_at=at,
    )
