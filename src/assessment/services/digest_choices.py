"""How often a person wants the digest, and ending it from the mail itself."""

from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from assessment.db.models import DigestChoice, User
from assessment.db.queries import people
from assessment.domain.digest import Rhythm


def rhythm_of(session: Session, user_id: int) -> Rhythm:
    """What the person chose; daily as long as they have chosen nothing."""
    choice = session.get(DigestChoice, user_id)
    return Rhythm(choice.rhythm) if choice else Rhythm.DAILY


def choose_rhythm(session: Session, user_id: int, rhythm: Rhythm, at: datetime) -> None:
    """Keeps the choice. Who begins anew is told nothing of the time without mail."""
    choice = session.get(DigestChoice, user_id)
    if choice is None:
        choice = DigestChoice(user_id=user_id, rhythm=rhythm)
        session.add(choice)
    elif choice.rhythm == Rhythm.OFF:
        choice.looked_at = at
    choice.rhythm = rhythm
    session.flush()


def stop_token(secret_key: str, user_id: int) -> str:
    """What stands in a mail's link that ends such mails; good as long as the key is."""
    return str(_signer(secret_key).dumps(user_id))


def person_of_token(session: Session, secret_key: str, token: str) -> User | None:
    """Whose mail the link ends; None for a link that is not ours."""
    try:
        user_id = _signer(secret_key).loads(token)
    except BadSignature:
        return None
    return people.user(session, user_id)


def _signer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt="stop-digest")
