"""The second factor: an authenticator app (TOTP, RFC 6238), and codes for when it is not at hand."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any

from passlib.exc import TokenError
from passlib.totp import TOTP
from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from assessment.db.models import RecoveryCode, User
from assessment.services.mail import Mailing
from assessment.services.notices import Change, tell_of_change
from assessment.services.sessions import end_sessions

DRIFT = 30
"""Seconds that a device's clock may be wrong: a code is good one step before and after its own."""

RECOVERY_CODES = 10
"""How many recovery codes a person gets."""

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that are not mistaken for each other."""


class Factor(StrEnum):
    """What a person showed beside the password."""

    APP = auto()
    RECOVERY_CODE = auto()


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that is not in use yet: `sealed` is kept, `shown` and `address` are for the app."""

    sealed: str
    shown: str
    address: str


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """Makes and checks second factors; `secret` is the installation's, which seals what is kept."""

    secret: str
    issuer: str

    @property
    def _totp(self) -> Any:
        return TOTP.using(secrets={"1": self._key("authenticator")}, issuer=self.issuer)

    def _key(self, purpose: str) -> str:
        return hmac.new(self.secret.encode(), purpose.encode(), hashlib.sha256).hexdigest()

    def new_key(self) -> str:
        """A new key for an authenticator app, sealed."""
        sealed: str = self._totp.new().to_json(encrypt=True)
        return sealed

    def told(self, sealed: str, email: str) -> NewKey:
        """A key as the app wants it: to be typed, and as the address in a QR code."""
        key = self._totp.from_source(sealed)
        return NewKey(sealed, key.pretty_key(), key.to_uri(label=email.replace(":", "")))

    def turn_on(self, session: Session, user: User, sealed: str, code: str) -> bool:
        """Starts to ask for codes at signing in, once a code shows that the app has the key."""
        step = self._step(sealed, code, after=None)
        if step is None:
            return False
        user.totp_secret, user.totp_counter = sealed, step
        session.flush()
        return True

    def take(self, session: Session, user: User, code: str) -> Factor | None:
        """What the code is: the app's code of now, or a recovery code. Either is good once."""
        if self._take_app_code(session, user, code):
            return Factor.APP
        return Factor.RECOVERY_CODE if self._take_recovery_code(session, user, code) else None

    def _take_app_code(self, session: Session, user: User, code: str) -> bool:
        if user.totp_secret is None:
            return False
        step = self._step(user.totp_secret, code, after=user.totp_counter)
        if step is None:
            return False
        taken = session.execute(
            update(User)
            .where(User.id == user.id, or_(User.totp_counter.is_(None), User.totp_counter < step))
            .values(totp_counter=step)
            .returning(User.id)
            .execution_options(synchronize_session=False)
        )
        return taken.first() is not None

    def _step(self, sealed: str, code: str, *, after: int | None) -> int | None:
        """The step of time that the code is of; None for a wrong code and for one used before."""
        try:
            match = self._totp.verify(
                "".join(code.split()), sealed, window=DRIFT, last_counter=after
            )
        except (TokenError, ValueError, KeyError):  # no code at all, or sealed by another secret
            return None
        step: int = match.counter
        return step

    def _take_recovery_code(self, session: Session, user: User, code: str) -> bool:
        taken = session.execute(
            delete(RecoveryCode)
            .where(RecoveryCode.user_id == user.id, RecoveryCode.code_digest == self._digest(code))
            .returning(RecoveryCode.user_id)
        )
        return taken.first() is not None

    def _digest(self, code: str) -> str:
        """What is kept of a recovery code; how it is typed makes no difference."""
        bare = "".join(c for c in code.lower() if c.isalnum())
        key = self._key("recovery codes").encode()
        return hmac.new(key, bare.encode(), hashlib.sha256).hexdigest()

    def new_recovery_codes(self, session: Session, user_id: int) -> list[str]:
        """Ten new codes, told this once; those from before are no longer good."""
        session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
        codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
        session.add_all(
            RecoveryCode(user_id=user_id, code_digest=self._digest(code)) for code in codes
        )
        session.flush()
        return codes


def _recovery_code() -> str:
    """Twelve characters in three groups, about 59 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))


def turn_off_second_factor(session: Session, user: User) -> None:
    """Signing in asks for no code any more; the app's key and the recovery codes are forgotten."""
    user.totp_secret = user.totp_counter = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    session.flush()


def reset_second_factor(session: Session, user: User, mailing: Mailing) -> None:
    """The same for somebody who lost the app; every session of theirs ends, and a mail tells them."""
    turn_off_second_factor(session, user)
    end_sessions(session, user.id)
    tell_of_change(session, user, Change.AUTHENTICATOR_OFF, mailing)
