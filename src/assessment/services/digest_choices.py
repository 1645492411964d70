"""How often a person wants the digest, and ending it from the mail itself."""

from dataclasses import dataclass
from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from assessment.db.models import DigestChoice, User
from assessment.db.queries import people
from assessment.db.queries.mail_choices import forget_kept
from assessment.domain.digest import Rhythm
from assessment.domain.mail_topics import CHOICES, Topic, Way
from assessment.services.mail_choices import choose_ways


def rhythm_of(session: Session, user_id: int) -> Rhythm:
    """What the person chose; daily as long as they have chosen nothing."""
    choice = session.get(DigestChoice, user_id)
    return Rhythm(choice.rhythm) if choice else Rhythm.DAILY


def choose_rhythm(session: Session, user_id: int, rhythm: Rhythm, at: datetime) -> None:
    """Keeps the choice. Who begins anew is told nothing of the time without mail.

    What waited for the digest goes when there is to be none.
    """
    choice = session.get(DigestChoice, user_id)
    if choice is None:
        choice = DigestChoice(user_id=user_id, rhythm=rhythm)
        session.add(choice)
    elif choice.rhythm == Rhythm.OFF:
        choice.looked_at = at
    choice.rhythm = rhythm
    if rhythm is Rhythm.OFF:
        forget_kept(session, user_id)
    session.flush()


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


def stop_topic(session: Session, stop: Stop, at: datetime) -> None:
    """Ends what the link ends; done twice, it is done."""
    if stop.topic is Topic.DIGEST:
        choose_rhythm(session, stop.person.id, Rhythm.OFF, at)
    else:
        choose_ways(session, stop.person.id, {stop.topic: Way.OFF})


def _signer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt="stop-digest")
