"""Digests: one mail a morning at most, with what is new in a person's teams."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import DigestChoice, Membership, OutboxMessage, User
from assessment.domain.digest import Rhythm
from assessment.domain.mail_topics import Topic
from assessment.domain.policy import ClusterRole
from assessment.services.accounts import accept_as_member
from assessment.services.comments import Place, delete_comment, write_comment
from assessment.services.digest_choices import choose_rhythm, rhythm_of
from assessment.services.digests import DigestWriter
from assessment.services.leaving import delete_account
from assessment.services.mail import send_waiting_mail
from assessment.services.stopping import stop_of_token, stop_token
from assessment.services.tasks import Assigning, assign
from assessment.services.team_invitations import invite_to_team
from assessment.services.teams import change_role, leave_team
from tests.building import MAILING, World
from tests.services.conftest import QuickLine
from tests.services.test_mail import Postbox, read_letter, smtp_server

MORNING = datetime(2026, 6, 17, 4, 5, tzinfo=UTC)
"""A Wednesday, five past seven in Helsinki."""
BEFORE = MORNING - timedelta(hours=12)
DAY = timedelta(days=1)


@contextmanager
def statements_of(engine: Engine) -> Iterator[list[str]]:
    """The SQL that is run meanwhile."""
    found: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


class Team:
    """The world's team with an open draft, whose news were last looked through a day ago."""

    def __init__(self, line: QuickLine, engine: Engine, settings: Settings) -> None:
        self.session, self.world = line.session, line.world
        self.writer = DigestWriter(engine, settings)
        self.draft = line.open()
        members = self.session.scalars(
            select(Membership.user_id).where(Membership.cluster_id == self.world.cluster.id)
        )
        for user_id in members:
            self.session.add(
                DigestChoice(user_id=user_id, rhythm=Rhythm.DAILY, looked_at=MORNING - DAY)
            )
        self.session.commit()

    def place(self, criterion_id: str = "web-presence") -> Place:
        return Place(self.draft.cluster_id, self.draft.sheet_id, criterion_id)

    def say(self, text: str, by: User, at: datetime = BEFORE, on: str = "web-presence") -> int:
        comment = write_comment(self.session, self.place(on), text=text, actor_id=by.id, at=at)
        return comment.id

    def give(
        self, to: User, at: datetime = BEFORE, days: int | None = None, note: str = ""
    ) -> None:
        due_on = None if days is None else MORNING.date() + timedelta(days=days)
        assign(
            self.session,
            cluster_id=self.draft.cluster_id,
            sheet_id=self.draft.sheet_id,
            criterion_ids=["web-presence"],
            to=Assigning(to.id, due_on, note),
            actor_id=self.world.owner.id,
            at=at,
        )

    def write(self, at: datetime = MORNING) -> int:
        self.session.commit()
        return self.writer.write(at)

    def mails(self) -> dict[str, str]:
        """The newest mail to each person, by name: subject and text."""
        found = self.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        self.session.commit()
        return {m.recipient.partition("@")[0]: f"{m.subject}\n{m.body}" for m in found}


@pytest.fixture
def team(quick_line: QuickLine, engine: Engine, settings: Settings) -> Team:
    return Team(quick_line, engine, settings)


def test_nothing_new_is_no_mail(team: Team) -> None:
    assert (team.write(), team.mails()) == (0, {})


def test_a_mention_is_told_with_its_words_and_the_way_to_it(team: Team) -> None:
    number = team.say("@Editor, which\nyear?", team.world.owner)
    assert team.write() == 1
    mail = team.mails()["editor"]
    assert mail.startswith("News of Northern Timber\n")
    assert "YOU ARE MENTIONED" in mail
    assert "Owner: @Editor, which year?" in mail
    address = f"/assessments/{team.draft.id}/comments/{number}"
    assert f"https://labels.example{address}\n" in mail


def test_everything_comes_in_one_mail_and_once_a_morning(team: Team) -> None:
    team.say("@Editor one", team.world.owner)
    team.say("@Editor two", team.world.owner)
    team.give(team.world.editor, note="From the minutes")
    assert [team.write(), team.write(MORNING + timedelta(hours=9))] == [1, 0]
    mail = team.mails()["editor"]
    assert mail.count("@Editor") == 2
    assert "NEWLY ASSIGNED TO YOU" in mail
    assert "Owner: From the minutes" in mail


def test_what_is_written_after_the_mail_comes_with_the_next(team: Team) -> None:
    team.say("@Editor one", team.world.owner)
    team.write()
    team.say("@Editor two", team.world.owner, MORNING + timedelta(hours=1))
    assert team.write(MORNING + DAY) == 1
    assert "@Editor one" not in team.mails()["editor"]
    assert team.write(MORNING + 2 * DAY) == 0


def test_the_last_minutes_before_the_mail_wait_and_are_not_lost(team: Team) -> None:
    team.say("@Editor just now", team.world.owner, MORNING - timedelta(minutes=9))
    assert team.write() == 0
    assert team.write(MORNING + DAY) == 1


def test_comments_are_told_to_those_who_take_part(team: Team) -> None:
    world = team.world
    team.say("I wonder", world.viewer, MORNING - 3 * DAY)
    team.give(world.editor, at=MORNING - 3 * DAY)
    team.say("I do not", world.owner)
    assert team.write() == 2
    assert all("COMMENTS WHERE YOU TAKE PART" in mail for mail in team.mails().values())
    assert set(team.mails()) == {"viewer", "editor"}


def test_nobody_is_told_what_they_did_themselves(team: Team) -> None:
    team.say("@Owner note to self", team.world.owner)
    team.give(team.world.owner)
    assert team.write() == 0


def test_a_deleted_comment_is_not_told(team: Team) -> None:
    number = team.say("@Editor oops", team.world.owner)
    delete_comment(team.session, team.place(), number, actor_id=team.world.owner.id, at=MORNING)
    assert team.write() == 0


def test_a_task_is_told_when_it_becomes_due_soon_and_when_overdue_and_not_daily(
    team: Team,
) -> None:
    team.give(team.world.editor, at=MORNING - 9 * DAY, days=4)
    sent = [team.write(MORNING + number * DAY) for number in range(8)]
    assert sent == [0, 1, 0, 0, 0, 1, 0, 0]
    mail = team.mails()["editor"]
    assert "(overdue)" in mail
    assert mail.startswith("Tasks due soon or overdue\n")
    assert "These tasks of yours are due soon, or overdue." in mail
    assert "This is new" not in mail


def test_a_task_that_presses_is_repeated_in_a_mail_that_goes_anyway(team: Team) -> None:
    team.give(team.world.editor, at=MORNING - 9 * DAY, days=-5)
    assert team.write() == 0
    team.say("@Editor look", team.world.owner, MORNING)
    assert team.write(MORNING + DAY) == 1
    assert "DUE SOON OR OVERDUE" in team.mails()["editor"]


def test_owners_are_told_who_has_joined(team: Team) -> None:
    world = team.world
    invite_to_team(
        team.session, cluster_id=world.cluster.id, email=world.stranger.email, name="Stranger",
        role=ClusterRole.VIEWER, language="en", note="", days=7, actor_id=world.owner.id,
        at=BEFORE, mailing=MAILING,
    )  # fmt: skip
    body = team.session.scalars(select(OutboxMessage.body)).one()
    token = body.strip().rpartition("/")[2]
    accept_as_member(team.session, token=token, user_id=world.stranger.id, at=BEFORE)
    assert team.write() == 1
    assert "Northern Timber: Stranger has joined." in team.mails()["owner"]


def test_a_member_is_told_their_new_role(team: Team) -> None:
    world = team.world
    change_role(
        team.session, cluster_id=world.cluster.id, user_id=world.viewer.id,
        role=ClusterRole.EDITOR, actor_id=world.owner.id, at=BEFORE,
    )  # fmt: skip
    assert team.write() == 1
    assert "You are an editor now." in team.mails()["viewer"]


def test_who_has_left_is_told_nothing_more(team: Team) -> None:
    team.say("@Editor look", team.world.owner)
    cluster_id = team.world.cluster.id
    leave_team(team.session, cluster_id=cluster_id, user_id=team.world.editor.id, at=BEFORE)
    assert team.write() == 0


def test_who_cannot_sign_in_is_told_nothing(team: Team) -> None:
    team.say("@Editor look", team.world.owner)
    team.world.editor.active = False
    assert team.write() == 0


def test_the_mail_is_in_the_readers_language(team: Team) -> None:
    team.world.editor.language = "fi"
    team.say("@Editor katso", team.world.owner)
    team.write()
    assert "Hei Editor" in team.mails()["editor"]


def test_who_deleted_the_account_is_a_former_member_in_the_readers_language(team: Team) -> None:
    team.world.owner.language = "fi"
    team.say("@Owner katso", team.world.editor)
    delete_account(team.session, team.world.editor, MAILING, BEFORE)
    team.write()
    assert "Entinen jäsen: @Owner katso" in team.mails()["owner"]


@pytest.mark.parametrize(
    ("rhythm", "days", "sent"),
    [(Rhythm.OFF, 0, 0), (Rhythm.WEEKLY, 0, 0), (Rhythm.WEEKLY, 5, 1), (Rhythm.DAILY, 0, 1)],
)
def test_the_rhythm_is_the_persons_choice(team: Team, rhythm: Rhythm, days: int, sent: int) -> None:
    choose_rhythm(team.session, team.world.editor.id, rhythm, BEFORE, MAILING)
    team.say("@Editor look", team.world.owner)
    assert team.write(MORNING + days * DAY) == sent


def test_who_takes_the_mail_up_again_is_not_told_of_the_time_without(team: Team) -> None:
    editor = team.world.editor
    choose_rhythm(team.session, editor.id, Rhythm.OFF, MORNING - DAY, MAILING)
    team.say("@Editor look", team.world.owner, MORNING - timedelta(hours=20))
    choose_rhythm(team.session, editor.id, Rhythm.DAILY, MORNING - timedelta(hours=10), MAILING)
    assert team.write() == 0


def test_who_is_new_is_told_from_now_on(team: Team) -> None:
    world = team.world
    team.session.add(
        Membership(cluster_id=world.cluster.id, user_id=world.stranger.id, role="editor")
    )
    team.say("@Stranger before", world.owner)
    assert team.write() == 0
    team.say("@Stranger after", world.owner, MORNING + timedelta(hours=1))
    assert team.write(MORNING + DAY) == 1


def test_a_crash_tells_nothing_twice_and_leaves_nothing_out(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Editor", "Viewer"):
        team.say(f"@{name} look", team.world.owner)
    whole = DigestWriter._queue

    def broken(self: DigestWriter, session: Session, person: User, news: object) -> None:
        whole(self, session, person, news)  # type: ignore[arg-type]
        if person.name == "Editor":
            raise RuntimeError("the machine stops")

    monkeypatch.setattr(DigestWriter, "_queue", broken)
    assert (team.write(), set(team.mails())) == (1, {"viewer"})
    monkeypatch.setattr(DigestWriter, "_queue", whole)
    assert (team.write(MORNING + timedelta(minutes=1)), set(team.mails())) == (
        1,
        {"editor", "viewer"},
    )
    assert team.write(MORNING + timedelta(minutes=2)) == 0


def test_work_that_was_undone_is_not_told(team: Team) -> None:
    team.say("@Editor look", team.world.owner)
    team.session.rollback()
    assert team.write() == 0


def test_two_workers_write_once(team: Team, engine: Engine, settings: Settings) -> None:
    team.say("@Editor look", team.world.owner)
    team.session.commit()
    other = DigestWriter(engine, settings)
    assert team.writer._write_safely(team.world.editor.id, MORNING) is True
    assert other._write_safely(team.world.editor.id, MORNING) is False
    assert len(team.mails()) == 1


def test_a_digest_asks_as_often_for_much_news_as_for_little(team: Team, engine: Engine) -> None:
    team.write()
    found = []
    for day, number in [(0, 1), (1, 30)]:
        at = MORNING + day * DAY + timedelta(hours=1)
        team.give(team.world.editor, at=at, note=f"Day {day}")
        for _ in range(number):
            team.say("@Editor look", team.world.owner, at)
        with statements_of(engine) as statements:
            assert team.write(MORNING + (day + 1) * DAY) == 1
        found.append(len(statements))
    assert found[0] == found[1]


def test_a_real_server_is_given_the_way_to_unsubscribe(
    team: Team, engine: Engine, settings: Settings
) -> None:
    team.say("@Editor <b>look</b>", team.world.owner)
    team.write()
    postbox = Postbox()
    with smtp_server(postbox, settings) as served:
        assert send_waiting_mail(engine, served) == 1
    letter = read_letter(cast(bytes, postbox.letters[0].content))
    address = f"https://labels.example/mail/stop/{stop_token('k' * 32, team.world.editor.id)}"
    assert letter["List-Unsubscribe"].strip() == f"<{address}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "@Editor <b>look</b>" in letter.get_content()
    assert address in letter.get_content()
    assert team.session.scalars(select(OutboxMessage.unsubscribe)).one() == ""


def test_other_mail_has_no_way_to_unsubscribe(
    quick_line: QuickLine, engine: Engine, settings: Settings, world: World
) -> None:
    MAILING.queue(quick_line.session, world.owner, "team_removed", "/desk", {"cluster": "Timber"})
    quick_line.session.commit()
    postbox = Postbox()
    with smtp_server(postbox, settings) as served:
        send_waiting_mail(engine, served)
    letter = read_letter(cast(bytes, postbox.letters[0].content))
    assert letter["List-Unsubscribe"] is None


def test_the_token_names_one_person_and_cannot_be_made_up(session: Session, world: World) -> None:
    token = stop_token("k" * 32, world.editor.id)
    found = stop_of_token(session, "k" * 32, token)
    assert found is not None
    assert (found.person.id, found.topic) == (world.editor.id, Topic.DIGEST)
    for wrong in (token + "x", token[:-1], "", "ä", stop_token("o" * 32, world.editor.id)):
        assert stop_of_token(session, "k" * 32, wrong) is None


def test_who_has_chosen_nothing_gets_it_daily(session: Session, world: World) -> None:
    assert rhythm_of(session, world.editor.id) is Rhythm.DAILY
    choose_rhythm(session, world.editor.id, Rhythm.WEEKLY, MORNING, MAILING)
    assert rhythm_of(session, world.editor.id) is Rhythm.WEEKLY
