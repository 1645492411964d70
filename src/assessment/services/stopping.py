"""The links by which a mail is ended from the mail itself, without signing in."""

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from assessment.db.models import User
from assessment.db.queries import people
from assessment.domain.mail_topics import CHOICES, Topic


@dataclass(frozen=True, slots=True)
class Stop:
    """Whose mail a link ends, and which: that on one topic, or the digest."""

    person: User
    topic: Topic


def stop_token(secret_key: str, user_id: int, topic: Topic = Topic.DIGEST) -> str:
    """What stands in a mail's link that ends such mails; good as long as the key is."""
    told = user_id if topic is Topic.DIGEST else [user_id, topic.value]
    return str(_signer(secret_key).dumps(told))


def stop_of_token(session: Session, secret_key: str, token: str) -> Stop | None:
    """What the link ends; None for a link that is not ours, or of what cannot be ended any more."""
    try:
        told = _signer(secret_key).loads(token)
    except BadSignature:
        return None
    user_id, topic = told if isinstance(told, list) else (told, Topic.DIGEST)
    person = people.user(session, user_id)
    is_offered = topic == Topic.DIGEST or topic in CHOICES
    return Stop(person, Topic(topic)) if person and is_offered else None


def _signer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt="stop-digest")
