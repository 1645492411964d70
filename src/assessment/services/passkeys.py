"""A person's passkeys. Adding one and signing in with it is the sign-in library's business."""

from sqlalchemy.orm import Session

from assessment.db.models import User
from assessment.db.queries import signing_in
from assessment.services.mail import Mailing
from assessment.services.notices import Change, tell_of_change


def remove_passkey(session: Session, person: User, passkey_id: int, mailing: Mailing) -> str:
    """Removes a passkey of the person's own, tells them by mail, and returns its name.

    Raises `NotThere` for one that is not theirs.
    """
    passkey = signing_in.passkey_of(session, person.id, passkey_id)
    session.delete(passkey)
    session.flush()
    tell_of_change(session, person, Change.PASSKEY_REMOVED, mailing, detail=passkey.name)
    return passkey.name
