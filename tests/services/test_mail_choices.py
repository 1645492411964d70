"""Mail goes by the way that its reader chose: at once, as a line of the digest, or not at all."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import DigestChoice, KeptMail, OutboxMessage, User
from assessment.domain.digest import Rhythm
from assessment.domain.mail_topics import CHOICES, Audience, Topic, Way
from assessment.services.digest_choices import choose_rhythm, stop_topic
from assessment.services.digests import DigestWriter
from assessment.services.mail_choices import (
    audiences_of,
    choices_offered,
    choose_ways,
    chosen_ways,
)
from assessment.services.stopping import stop_of_token, stop_token
from tests.building import MAILING, World

MORNING = datetime(2026, 6, 17, 4, 5, tzinfo=UTC)
DAY = timedelta(days=1)
ABOUT = {
    **{"cluster": "Timber", "label": "Gold", "until": date(2026, 6, 30)},
    **{"is_lead": False, "is_alone": False, "certificate": None, "is_on_appeal": False},
}


def send(session: Session, person: User, kind: str = "consensus_open", **facts: object) -> None:
    MAILING.queue(session, person, kind, "/reviews/7/consensus", ABOUT | facts)
    session.flush()


def mailed(session: Session) -> list[tuple[str, str]]:
    rows = session.execute(
        select(OutboxMessage.recipient, OutboxMessage.subject).order_by(OutboxMessage.id)
    )
    return [(row[0].partition("@")[0], row[1]) for row in rows]


def kept(session: Session) -> list[tuple[str, str, str]]:
    rows = session.execute(select(KeptMail.kind, KeptMail.subject, KeptMail.path))
    return [(row[0], row[1], row[2]) for row in rows]


def test_nothing_chosen_is_at_once(session: Session, world: World) -> None:
    send(session, world.reviewer)
    assert mailed(session) == [("reviewer", "Consensus is open: Timber, Gold")]


def test_not_at_all_is_no_mail_and_nothing_kept(session: Session, world: World) -> None:
    choose_ways(session, world.reviewer.id, {Topic.WORK: Way.OFF})
    send(session, world.reviewer)
    send(session, world.colleague)
    assert (mailed(session), kept(session)) == (
        [("colleague", "Consensus is open: Timber, Gold")],
        [],
    )


def test_in_the_digest_is_kept_with_the_way_to_the_work(session: Session, world: World) -> None:
    world.reviewer.language = "fi"
    choose_ways(session, world.reviewer.id, {Topic.WORK: Way.DIGEST})
    send(session, world.reviewer)
    ((kind, subject, path),) = kept(session)
    assert (mailed(session), kind, path) == ([], "consensus_open", "/reviews/7/consensus")
    assert subject.endswith(": Timber, Gold")
    assert not subject.startswith("Consensus")


def test_a_choice_is_of_its_topic_alone(session: Session, world: World) -> None:
    choose_ways(session, world.reviewer.id, {Topic.WORK: Way.OFF})
    send(session, world.reviewer, "review_outcome")
    assert len(mailed(session)) == 1


def test_what_must_come_comes(session: Session, world: World) -> None:
    choose_ways(session, world.owner.id, dict.fromkeys(CHOICES, Way.OFF))
    send(session, world.owner, "decision_decline", appeal_by=None)
    (message,) = session.scalars(select(OutboxMessage))
    assert message.unsubscribe == ""
    assert message.body.endswith(
        "\nThis mail cannot be switched off, because a right or a day for answering hangs on it."
        " Choose which other mail you get:\nhttps://labels.example/account/mail\n"
    )


def test_a_way_that_is_not_offered_is_refused(session: Session, world: World) -> None:
    for topic, way in [(Topic.FORMAL, Way.OFF), (Topic.TASKS, Way.AT_ONCE)]:
        with pytest.raises(ValueError, match=topic):
            choose_ways(session, world.owner.id, {topic: way})


def test_without_a_digest_mail_that_waited_for_it_comes_at_once(
    session: Session, world: World
) -> None:
    choose_ways(session, world.reviewer.id, {Topic.WORK: Way.DIGEST})
    send(session, world.reviewer)
    choose_rhythm(session, world.reviewer.id, Rhythm.OFF, MORNING, MAILING)
    assert (mailed(session), kept(session)) == (
        [("reviewer", "What was kept for your digest")],
        [],
    )
    body = session.scalars(select(OutboxMessage.body)).one()
    line = "- Consensus is open: Timber, Gold\n  https://labels.example/reviews/7/consensus\n"
    assert line in body
    choose_rhythm(session, world.reviewer.id, Rhythm.OFF, MORNING, MAILING)
    send(session, world.reviewer)
    assert [subject for _who, subject in mailed(session)][1:] == ["Consensus is open: Timber, Gold"]
    assert kept(session) == []


def test_the_link_of_a_digest_loses_nothing_that_was_kept(session: Session, world: World) -> None:
    choose_ways(session, world.reviewer.id, {Topic.WORK: Way.DIGEST})
    send(session, world.reviewer)
    stop = stop_of_token(session, "k" * 32, stop_token("k" * 32, world.reviewer.id))
    assert stop is not None
    for _ in range(2):
        stop_topic(session, stop, MORNING, MAILING)
    assert mailed(session) == [("reviewer", "What was kept for your digest")]


def test_a_switchable_mail_names_the_ways_to_less_of_it(session: Session, world: World) -> None:
    send(session, world.reviewer)
    (message,) = session.scalars(select(OutboxMessage))
    token = stop_token("k" * 32, world.reviewer.id, Topic.WORK)
    assert message.unsubscribe == f"https://labels.example/mail/stop/{token}"
    assert message.body.endswith(
        "\nChoose which mail you get:\nhttps://labels.example/account/mail\n\n"
        f"No more mail of this kind:\nhttps://labels.example/mail/stop/{token}\n"
    )


def test_the_link_of_a_mail_ends_its_topic(session: Session, world: World) -> None:
    stop = stop_of_token(session, "k" * 32, stop_token("k" * 32, world.reviewer.id, Topic.WORK))
    assert stop is not None
    for _ in range(2):
        stop_topic(session, stop, MORNING, MAILING)
    assert chosen_ways(session, world.reviewer.id) == {Topic.WORK: Way.OFF}


def test_no_link_ends_what_must_come(session: Session, world: World) -> None:
    token = stop_token("k" * 32, world.owner.id, Topic.FORMAL)
    assert stop_of_token(session, "k" * 32, token) is None


def test_everybody_is_offered_what_concerns_them(session: Session, world: World) -> None:
    assert audiences_of(session, world.secretary) == {Audience.SECRETARIAT}
    assert audiences_of(session, world.viewer) == {Audience.TEAM}
    choose_ways(session, world.viewer.id, {Topic.TASKS: Way.OFF, Topic.WORK: Way.OFF})
    assert choices_offered(session, world.viewer) == {
        Topic.REMINDERS: Way.AT_ONCE,
        Topic.OUTCOMES: Way.AT_ONCE,
        Topic.TASKS: Way.OFF,
        Topic.COMMENTS: Way.DIGEST,
        Topic.TEAM: Way.DIGEST,
    }


def test_the_digest_tells_what_was_kept_once(
    session: Session, world: World, engine: Engine, settings: Settings
) -> None:
    session.add(DigestChoice(user_id=world.reviewer.id, rhythm="daily", looked_at=MORNING - DAY))
    choose_ways(session, world.reviewer.id, {Topic.WORK: Way.DIGEST})
    send(session, world.reviewer)
    session.commit()
    writer = DigestWriter(engine, settings)
    assert [writer.write(MORNING), writer.write(MORNING + DAY)] == [1, 0]
    assert mailed(session) == [("reviewer", "What is new and what waits for you")]
    assert kept(session) == []
    (message,) = session.scalars(select(OutboxMessage))
    assert (
        "IN PLACE OF SINGLE MAILS\n- Consensus is open: Timber, Gold\n"
        "  https://labels.example/reviews/7/consensus\n"
    ) in message.body


def test_a_weekly_digest_keeps_it_until_monday(
    session: Session, world: World, engine: Engine, settings: Settings
) -> None:
    session.add(DigestChoice(user_id=world.reviewer.id, rhythm="weekly", looked_at=MORNING - DAY))
    choose_ways(session, world.reviewer.id, {Topic.WORK: Way.DIGEST})
    send(session, world.reviewer)
    session.commit()
    writer = DigestWriter(engine, settings)
    assert [writer.write(MORNING + days * DAY) for days in (0, 4, 5)] == [0, 0, 1]


def test_mail_of_work_that_was_undone_is_not_kept(session: Session, world: World) -> None:
    choose_ways(session, world.reviewer.id, {Topic.WORK: Way.DIGEST})
    session.commit()
    send(session, world.reviewer)
    session.rollback()
    assert kept(session) == []
