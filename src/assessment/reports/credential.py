"""The certificate as a credential that software reads: Open Badges 3.0, signed as a JWT.

The only place that knows openbadgeslib. A credential says what the paper says; whether it was suspended or
revoked since stands in two status lists (W3C Bitstring Status List) that it leads to.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from cryptography.hazmat.primitives import serialization
from openbadgeslib.keys import public_jwk_from_pem
from openbadgeslib.ob3 import (
    Achievement,
    Issuer,
    OB3Signer,
    OB3VerificationError,
    OB3Verifier,
    OpenBadgeCredential,
    build_did_document,
    build_status_list_credential,
    sign_status_list_credential,
    status_entry,
)

from assessment.domain.credentials import LIST_SIZE, LIST_STANDS, Purpose
from assessment.domain.validity import HOME

_ALGORITHM = "ES256"


@dataclass(frozen=True, slots=True)
class Awarded:
    """What a credential says, in words of one language. `status` is its place in both lists.

    `address` is where the certificate is checked, `narrative` what it rests on, beginning with its number,
    `cluster` the cluster's public page, `issuer_id` what the issuer is known by, `lists` where they are.
    """

    address: str
    label: str
    claim: str
    narrative: str
    picture: str
    achievement: str
    cluster: str
    cluster_name: str
    issuer_id: str
    issuer: str
    issuer_url: str
    valid_from: date
    valid_until: date
    status: int
    lists: dict[Purpose, str]


def sign_credential(awarded: Awarded, key: bytes) -> str:
    """The credential as a compact JWT. It is signed once: a second signature would have other bytes."""
    credential = OpenBadgeCredential(
        issuer=Issuer(awarded.issuer_id, awarded.issuer, url=awarded.issuer_url),
        recipient_id=awarded.cluster,
        achievement=Achievement(
            id=awarded.achievement,
            name=awarded.label,
            description=awarded.claim,
            criteria_narrative=awarded.narrative,
            image_url=awarded.picture,
            achievement_type="Certificate",
        ),
        id=awarded.address,
        name=f"{awarded.label}: {awarded.cluster_name}",
        issuance_date=_moment(awarded.valid_from, time()),
        expiration_date=_moment(awarded.valid_until, time(23, 59, 59)),
        credential_status=[
            status_entry(address, purpose, awarded.status)
            for purpose, address in awarded.lists.items()
        ],
    )
    return str(OB3Signer(key, _ALGORITHM).sign(credential))


def sign_status_list(
    issuer_id: str,
    address: str,
    purpose: Purpose,
    places: Collection[int],
    key: bytes,
    at: datetime,
) -> str:
    """The status list of that purpose with these places set, as a compact JWT."""
    listed = build_status_list_credential(
        issuer_id,
        address,
        purpose,
        places,
        size_bits=LIST_SIZE,
        issued=at,
        valid_until=at + LIST_STANDS,
        ttl=int(timedelta(minutes=5).total_seconds() * 1000),
    )
    return str(sign_status_list_credential(listed, key, _ALGORITHM))


def public_key(key: bytes) -> bytes:
    """The public part of a private key, both as PEM."""
    private = serialization.load_pem_private_key(key, None)
    return private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def verify_credential(
    token: str, public: bytes, fetch_list: Callable[[str], bytes] | None = None
) -> OpenBadgeCredential:
    """The credential, by the library's own verifier; with `fetch_list` also that it still stands.

    Raises `OB3VerificationError` for another's signature, a changed or expired credential, and one
    that was revoked or suspended.
    """
    verifier = OB3Verifier(public)
    if fetch_list is None:
        return verifier.verify(token)
    return verifier.verify(token, check_status=True, download=fetch_list)


class UnverifiedCredential(Exception):
    """A credential is not the issuer's, or does not hold any more; the text says why."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a credential states, by name and days; what it leaves out is "" or None."""

    address: str
    name: str
    valid_from: date | None
    valid_until: date | None


def read_credential(token: str, public: bytes) -> Stated:
    """What a credential of the issuer states. Raises `UnverifiedCredential`."""
    try:
        found = verify_credential(token, public)
    except OB3VerificationError as error:
        raise UnverifiedCredential(str(error)) from None
    first, last = found.issuance_date, found.expiration_date
    return Stated(
        found.id or "",
        found.name or "",
        first.astimezone(HOME).date() if first else None,
        last.astimezone(HOME).date() if last else None,
    )


def _moment(day: date, clock: time) -> datetime:
    """A moment of the label's calendar, as credentials tell it."""
    return datetime.combine(day, clock, HOME).astimezone(UTC)


def did_document(identifier: str, public: bytes) -> dict[str, Any]:
    """What an identifier like did:web:labels.example leads to: the issuer's public key, given as PEM."""
    return dict(build_did_document(identifier, [("credentials", public_jwk_from_pem(public))]))
