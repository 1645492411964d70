"""Status lists: a credential is refused while its label rests, and for good once it is revoked."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from openbadgeslib.ob3 import OB3VerificationError
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import Certificate, Document, StatusList, Submission
from assessment.domain.credentials import LIST_SIZE, Purpose, issuer_id, place_in_list
from assessment.domain.label_life import LifeEvent, LifeState
from assessment.reports.credential import verify_credential
from assessment.reports.issuer_keys import keys_in
from assessment.reports.public_keys import public_keys
from assessment.services.label_lives import change_life
from assessment.services.status_lists import RENEWED_AFTER, sign_status_lists
from tests.building import MAILING, Line
from tests.issuing import issue, made


def change(line: Line, event: LifeEvent) -> None:
    change_life(
        line.session,
        submission=line.session.scalars(select(Submission)).one(),
        event=event,
        reason="Nobody answers.",
        actor_id=line.world.secretary.id,
        at=now(),
        mailing=MAILING,
    )
    line.session.commit()


def lists(session: Session) -> Callable[..., bytes]:
    def fetch(address: str, *_how: object, **_more: object) -> bytes:
        _rest, purpose, number = address.rsplit("/", 2)
        found = session.scalars(
            select(StatusList).where(
                StatusList.purpose == purpose, StatusList.number == int(number)
            )
        ).one()
        session.commit()
        return found.token.encode()

    return fetch


def test_a_credential_follows_what_is_done_to_its_label(
    line: Line, engine: Engine, settings: Settings, session: Session
) -> None:
    issue(line)
    ((document, _content),) = made(line, engine, settings)
    token = document.credential
    session.commit()
    key = keys_in(public_keys(settings.keys_path)).credentials
    assert key is not None

    def is_taken() -> bool:
        sign_status_lists(engine, settings)
        session.expire_all()
        try:
            verify_credential(token, key, lists(session))
        except OB3VerificationError:
            return False
        return True

    assert is_taken()
    change(line, LifeEvent.SUSPEND)
    assert not is_taken()
    change(line, LifeEvent.LIFT)
    assert is_taken()
    line.session.scalars(select(Certificate)).one().life = LifeState.SUPERSEDED
    line.session.commit()
    assert is_taken()  # renewed: what it says of its days stays true
    line.session.scalars(select(Certificate)).one().life = LifeState.VALID
    line.session.commit()
    change(line, LifeEvent.REVOKE)
    assert not is_taken()


def test_lists_are_signed_once_and_anew_only_when_something_changed_or_they_grow_old(
    line: Line, engine: Engine, settings: Settings
) -> None:
    issue(line)
    made(line, engine, settings)
    at = now()
    assert sign_status_lists(engine, settings, at) == 2
    assert sign_status_lists(engine, settings, at + RENEWED_AFTER) == 0
    assert sign_status_lists(engine, settings, at + RENEWED_AFTER + timedelta(seconds=1)) == 2
    change(line, LifeEvent.SUSPEND)
    assert sign_status_lists(engine, settings, at + RENEWED_AFTER + timedelta(seconds=2)) == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_list_of_an_empty_house_names_nobody(
    engine: Engine, settings: Settings, session: Session
) -> None:
    assert sign_status_lists(engine, settings) == 2
    found = session.scalars(select(StatusList).order_by(StatusList.purpose)).all()
    assert [(one.purpose, one.number) for one in found] == [("revocation", 0), ("suspension", 0)]


def test_every_certificate_has_one_place_in_one_list() -> None:
    assert place_in_list(1) == (0, 1)
    assert place_in_list(LIST_SIZE - 1) == (0, LIST_SIZE - 1)
    assert place_in_list(LIST_SIZE) == (1, 0)


@pytest.mark.parametrize(
    ("address", "known_as"),
    [
        ("https://labels.example", "did:web:labels.example"),
        ("https://labels.example:8443/north", "did:web:labels.example%3A8443:north"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/issuer"),
    ],
)
def test_the_issuer_is_known_by_its_address(address: str, known_as: str) -> None:
    assert issuer_id(address) == known_as


def test_purposes_are_those_of_the_standard() -> None:
    assert [str(one) for one in Purpose] == ["revocation", "suspension"]


def test_a_document_keeps_the_credential_of_its_first_try(
    line: Line, engine: Engine, settings: Settings, session: Session
) -> None:
    issue(line)
    document = session.scalars(select(Document)).one()
    certificate = session.scalars(select(Certificate)).one()
    document.credential = "signed.at.first"
    made(line, engine, settings)
    session.refresh(document)
    assert document.credential == "signed.at.first"
    assert certificate.number == "G-2026-0001"
