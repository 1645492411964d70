"""Credentials: verified by the library's own verifier, and refused once a status list names them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from openbadgeslib.ob3 import OB3VerificationError

from assessment.domain.credentials import Purpose
from assessment.domain.validity import HOME
from assessment.reports.credential import (
    Awarded,
    public_key,
    sign_credential,
    sign_status_list,
    verify_credential,
)

SITE = "https://labels.example"
ISSUER = f"{SITE}/issuer"
TODAY = datetime.now(UTC).date()
AWARDED = Awarded(
    address=f"{SITE}/verify/abc",
    label="Gold",
    claim="Proven excellence",
    narrative="120 of 150 points and every minimum.",
    picture=f"{SITE}/emblems/gold.svg",
    achievement=f"{SITE}/labels/cluster-excellence/gold",
    cluster=f"{SITE}/register/3",
    cluster_name="Arctic Design",
    issuer_id=ISSUER,
    issuer="Demonstration Office",
    issuer_url=SITE,
    valid_from=TODAY - timedelta(days=30),
    valid_until=TODAY + timedelta(days=700),
    status=4711,
    lists={purpose: f"{SITE}/status/{purpose}" for purpose in Purpose},
)


def make_key() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


KEY = make_key()
PUBLIC = public_key(KEY)


def lists(key: bytes = KEY, **places: set[int]) -> Callable[..., bytes]:
    def fetch(address: str, *_how: object, **_more: object) -> bytes:
        purpose = Purpose(address.rpartition("/")[2])
        found = places.get(purpose, set())
        return sign_status_list(ISSUER, address, purpose, found, key, datetime.now(UTC)).encode()

    return fetch


def test_a_credential_says_what_the_paper_says() -> None:
    found = verify_credential(sign_credential(AWARDED, KEY), PUBLIC, lists())
    assert (found.id, found.name) == (AWARDED.address, "Gold: Arctic Design")
    assert found.recipient_id == AWARDED.cluster
    assert (found.issuer.id, found.issuer.name) == (ISSUER, "Demonstration Office")
    assert found.achievement.achievement_type == "Certificate"
    assert found.issuance_date.astimezone(HOME).date() == AWARDED.valid_from
    assert found.expiration_date is not None
    assert found.expiration_date.astimezone(HOME).date() == AWARDED.valid_until


@pytest.mark.parametrize("purpose", Purpose)
def test_once_a_list_names_it_the_credential_is_refused(purpose: Purpose) -> None:
    token = sign_credential(AWARDED, KEY)
    with pytest.raises(OB3VerificationError, match=f"'{purpose}' is set at index 4711"):
        verify_credential(token, PUBLIC, lists(**{purpose: {4711}}))
    assert verify_credential(token, PUBLIC, lists(**{purpose: {4710, 4712}}))


def test_a_list_of_another_key_is_not_believed() -> None:
    with pytest.raises(OB3VerificationError):
        verify_credential(sign_credential(AWARDED, KEY), PUBLIC, lists(key=make_key()))


def test_a_list_that_cannot_be_had_leaves_it_unproven() -> None:
    def nothing(*_asked: object, **_more: object) -> bytes:
        raise OSError("no line")

    with pytest.raises(OB3VerificationError):
        verify_credential(sign_credential(AWARDED, KEY), PUBLIC, nothing)


def test_a_credential_of_another_key_or_changed_is_refused() -> None:
    token = sign_credential(AWARDED, KEY)
    with pytest.raises(OB3VerificationError):
        verify_credential(sign_credential(AWARDED, make_key()), PUBLIC)
    head, body, signature = token.split(".")
    told = jwt.decode(token, options={"verify_signature": False})
    other = jwt.encode({**told, "name": "Gold: Another"}, "x" * 32, algorithm="HS256").split(".")[1]
    assert other != body
    with pytest.raises(OB3VerificationError):
        verify_credential(f"{head}.{other}.{signature}", PUBLIC)


def test_an_expired_credential_is_refused() -> None:
    past = replace(AWARDED, valid_from=date(2020, 1, 1), valid_until=date(2022, 12, 31))
    with pytest.raises(OB3VerificationError, match="expired"):
        verify_credential(sign_credential(past, KEY), PUBLIC)
