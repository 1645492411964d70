"""How often a person wants the digest, and ending it."""

from datetime import datetime

from sqlalchemy.orm import Session

from assessment.db.models import DigestChoice
from assessment.db.queries import people
from assessment.db.queries.mail_choices import forget, kept_for
from assessment.domain.digest import Rhythm
from assessment.domain.mail_topics import Topic, Way
from assessment.services.mail import Mailing
from assessment.services.mail_choices import choose_ways
from assessment.services.stopping import Stop


def rhythm_of(session: Session, user_id: int) -> Rhythm:
    """What the person chose; daily as long as they have chosen nothing."""
    choice = session.get(DigestChoice, user_id)
    return Rhythm(choice.rhythm) if choice else Rhythm.DAILY


def choose_rhythm(
    session: Session, user_id: int, rhythm: Rhythm, at: datetime, mailing: Mailing
) -> None:
    """Keeps the choice. Who begins anew is told nothing of the time without mail.

    When there is to be no digest, what was kept for it is told at once, by one last mail.
    """
    choice = session.get(DigestChoice, user_id)
    if choice is None:
        choice = DigestChoice(user_id=user_id, rhythm=rhythm)
        session.add(choice)
    elif choice.rhythm == Rhythm.OFF:
        choice.looked_at = at
    choice.rhythm = rhythm
    session.flush()
    if rhythm is Rhythm.OFF:
        _tell_what_is_kept(session, user_id, mailing)


def _tell_what_is_kept(session: Session, user_id: int, mailing: Mailing) -> None:
    kept, person = kept_for(session, user_id), people.user(session, user_id)
    if not kept or person is None:
        return
    facts = {"kept": kept, "base": mailing.base_url}
    mailing.queue(session, person, "last_digest", "/account/mail", facts)
    forget(session, kept)


def stop_topic(session: Session, stop: Stop, at: datetime, mailing: Mailing) -> None:
    """Ends what the link ends; done twice, it is done."""
    if stop.topic is Topic.DIGEST:
        choose_rhythm(session, stop.person.id, Rhythm.OFF, at, mailing)
    else:
        choose_ways(session, stop.person.id, {stop.topic: Way.OFF})
