"""Which mail a person gets: chosen by topic, and what is told by the digest kept for it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.db.models import DigestChoice, KeptMail, MailChoice, User
from assessment.db.queries import mail_choices as queries
from assessment.domain.digest import Rhythm
from assessment.domain.mail_topics import CHOICES, Audience, Topic, Way, topics_for, way_taken


def audiences_of(session: Session, person: User) -> frozenset[Audience]:
    """In which roles mail concerns a person."""
    found = {
        Audience.TEAM: queries.is_on_a_team(session, person.id),
        Audience.REVIEWER: person.is_reviewer,
        Audience.SECRETARIAT: person.is_secretariat,
    }
    return frozenset(audience for audience, holds in found.items() if holds)


def choices_offered(session: Session, person: User) -> dict[Topic, Way]:
    """The topics that the person may switch, with what holds now."""
    chosen = chosen_ways(session, person.id)
    return {
        topic: chosen.get(topic, CHOICES[topic].usual)
        for topic in topics_for(audiences_of(session, person))
    }


def chosen_ways(session: Session, user_id: int) -> dict[Topic, Way]:
    """What a person has chosen, where they have."""
    found = queries.choices_of(session, user_id)
    return {
        Topic(each.topic): Way(each.way)
        for each in found
        if each.topic in set(Topic) and each.way in set(Way)
    }


def choose_ways(session: Session, user_id: int, ways: Mapping[Topic, Way]) -> None:
    """Keeps the choices. Raises `ValueError` for a way that a topic does not offer."""
    for topic, way in ways.items():
        if topic not in CHOICES or way not in CHOICES[topic].ways:
            raise ValueError(f"{topic}: not {way}")
        session.merge(MailChoice(user_id=user_id, topic=topic, way=way))
    session.flush()


def way_of(session: Session, user_id: int, topic: Topic) -> Way:
    """The way that mail on this topic takes to the person."""
    if topic not in CHOICES:
        return Way.AT_ONCE
    choice = session.get(MailChoice, (user_id, topic))
    chosen = Way(choice.way) if choice else None
    digest = session.get(DigestChoice, user_id) if chosen is Way.DIGEST else None
    has_digest = digest is None or Rhythm(digest.rhythm) is not Rhythm.OFF
    return way_taken(topic, chosen, has_digest=has_digest)


def keep_for_digest(
    session: Session, person: User, kind: str, subject: str, path: str, at: datetime
) -> None:
    """Has the person's next digest tell of a mail by its subject and the way to the work."""
    session.add(KeptMail(user_id=person.id, kind=kind, subject=subject, path=path, kept_at=at))
