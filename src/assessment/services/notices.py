"""Telling people by mail what changed about their account: who did not do it can act at once."""

from enum import StrEnum

from sqlalchemy.orm import Session

from assessment.db.models import User
from assessment.services.mail import Mailing


class Change(StrEnum):
    """What changed in how a person signs in."""

    PASSWORD_CHANGED = "password_changed"  # noqa: S105 (a name, no password)
    PASSWORD_RESET = "password_reset"  # noqa: S105 (a name, no password)
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    AUTHENTICATOR_ON = "authenticator_on"
    AUTHENTICATOR_OFF = "authenticator_off"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"


def tell_of_change(
    session: Session, person: User, change: Change, mailing: Mailing, *, detail: str = ""
) -> None:
    """Tells a person what changed; `detail` is the passkey's name or the number of codes left."""
    facts = {"change": change.value, "detail": detail}
    mailing.queue(session, person, "signing_in_changed", "/account/signing-in", facts)
