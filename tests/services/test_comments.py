"""What a team remarks on a criterion: conversations, mentions, an end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from assessment.db.models import Comment, User
from assessment.db.queries import comments as queries
from assessment.domain.workflow import State
from assessment.services.comments import (
    EDITING,
    Conversation,
    NoSuchComment,
    NotYours,
    Place,
    conversations,
    delete_comment,
    edit_comment,
    may_change,
    reopen,
    resolve,
    write_comment,
)
from tests.building import NOON, World
from tests.services.conftest import QuickLine

LATER = NOON + timedelta(hours=1)


@dataclass
class Talk:
    """A criterion of the world's cluster that its team talks about."""

    session: Session
    world: World
    place: Place

    def say(
        self,
        text: str,
        by: User | None = None,
        to: tuple[User, ...] = (),
        reply_to: Comment | None = None,
        at: datetime = NOON,
    ) -> Comment:
        return write_comment(
            self.session,
            self.place,
            text=text,
            to=[person.id for person in to],
            parent_id=reply_to.id if reply_to else None,
            actor_id=(by or self.world.owner).id,
            at=at,
        )

    def heard(self) -> list[Conversation]:
        self.session.flush()
        self.session.expire_all()
        found = queries.of_criterion(self.session, self.place.sheet_id, self.place.criterion_id)
        return conversations(found)

    def open(self) -> int:
        self.session.flush()
        counts = queries.open_counts(self.session, self.place.sheet_id)
        return counts.get(self.place.criterion_id, 0)


@pytest.fixture
def talk(quick_line: QuickLine) -> Talk:
    assessment = quick_line.open()
    place = Place(assessment.cluster_id, assessment.sheet_id, "web-presence")
    return Talk(quick_line.session, quick_line.world, place)


def test_a_remark_and_its_replies_are_a_conversation(talk: Talk) -> None:
    first = talk.say("Which year?", talk.world.viewer)
    talk.say("Another matter.")
    talk.say("Last year.\n\nSee the plan.", talk.world.editor, reply_to=first)
    one, two = talk.heard()
    assert (one.first.text, one.first.author.name, one.first.written_at) == (
        "Which year?",
        "Viewer",
        NOON,
    )
    assert [reply.text for reply in one.replies] == ["Last year.\n\nSee the plan."]
    assert (two.first.text, two.replies) == ("Another matter.", ())
    assert talk.open() == 2


def test_nobody_replies_to_a_reply_or_to_what_is_elsewhere(talk: Talk) -> None:
    reply = talk.say("Yes.", reply_to=talk.say("Well?"))
    with pytest.raises(NoSuchComment):
        talk.say("No.", reply_to=reply)
    elsewhere = Place(talk.place.cluster_id, talk.place.sheet_id, "documentation-of-strategy")
    with pytest.raises(NoSuchComment):
        write_comment(
            talk.session, elsewhere, text="No.", parent_id=reply.parent_id,
            actor_id=talk.world.owner.id, at=NOON,
        )  # fmt: skip


def test_who_is_named_or_ticked_is_mentioned_once_and_only_members(talk: Talk) -> None:
    world = talk.world
    comment = talk.say(
        "@Editor and @Stranger, please", to=(world.editor, world.viewer, world.stranger)
    )
    assert {m.user_id for m in comment.mentions} == {world.editor.id, world.viewer.id}


def test_resolving_ends_a_conversation_and_a_reply_opens_it_again(talk: Talk) -> None:
    first = talk.say("Which year?")
    resolve(talk.session, talk.place, first.id, actor_id=talk.world.viewer.id, at=LATER)
    resolve(talk.session, talk.place, first.id, actor_id=talk.world.owner.id, at=LATER)
    (heard,) = talk.heard()
    assert (heard.is_open, heard.first.resolved_at) == (False, LATER)
    assert heard.first.resolver is not None
    assert heard.first.resolver.name == "Viewer"
    assert talk.open() == 0
    talk.say("Not quite.", reply_to=first)
    assert talk.open() == 1


def test_a_resolved_conversation_is_opened_again_and_stands_last_meanwhile(talk: Talk) -> None:
    first, other = talk.say("Which year?"), talk.say("Which plan?")
    resolve(talk.session, talk.place, first.id, actor_id=talk.world.owner.id, at=LATER)
    assert [heard.first.id for heard in talk.heard()] == [other.id, first.id]
    reopen(talk.session, talk.place, first.id)
    assert [heard.first.id for heard in talk.heard()] == [first.id, other.id]


def test_only_a_conversation_is_resolved(talk: Talk) -> None:
    reply = talk.say("Yes.", reply_to=talk.say("Well?"))
    for number in (reply.id, 999):
        with pytest.raises(NoSuchComment):
            resolve(talk.session, talk.place, number, actor_id=talk.world.owner.id, at=NOON)


def edit(talk: Talk, comment: Comment, text: str, by: User, at: datetime) -> Comment:
    return edit_comment(talk.session, talk.place, comment.id, text=text, actor_id=by.id, at=at)


def test_an_author_changes_their_words_within_fifteen_minutes(talk: Talk) -> None:
    owner = talk.world.owner
    comment = talk.say("Wich year, @Editor?")
    last = NOON + EDITING - timedelta(seconds=1)
    assert may_change(comment, owner.id, last)
    edit(talk, comment, "Which year, @Viewer?", owner, last)
    assert (comment.text, comment.edited_at) == ("Which year, @Viewer?", last)
    assert [m.user_id for m in comment.mentions] == [talk.world.viewer.id]
    assert not may_change(comment, owner.id, NOON + EDITING)
    with pytest.raises(NotYours):
        edit(talk, comment, "Too late", owner, NOON + EDITING)


def test_nobody_changes_or_deletes_the_words_of_another(talk: Talk) -> None:
    comment = talk.say("Which year?", talk.world.viewer)
    with pytest.raises(NotYours):
        edit(talk, comment, "Mine", talk.world.owner, NOON)
    with pytest.raises(NotYours):
        delete_comment(talk.session, talk.place, comment.id, actor_id=talk.world.owner.id, at=NOON)
    assert comment.text == "Which year?"


def test_a_deleted_comment_keeps_its_place_and_nothing_else(talk: Talk) -> None:
    comment = talk.say("A secret for @Editor")
    talk.say("A reply", reply_to=comment)
    delete_comment(talk.session, talk.place, comment.id, actor_id=talk.world.owner.id, at=LATER)
    (heard,) = talk.heard()
    assert (heard.first.text, heard.first.deleted_at, heard.first.mentions) == ("", LATER, [])
    assert (heard.is_open, talk.open()) == (True, 1)
    with pytest.raises(NoSuchComment):
        edit(talk, comment, "Back", talk.world.owner, NOON)


def test_a_conversation_that_is_deleted_altogether_is_not_open(talk: Talk) -> None:
    comment = talk.say("A slip")
    delete_comment(talk.session, talk.place, comment.id, actor_id=talk.world.owner.id, at=NOON)
    assert (talk.heard()[0].is_open, talk.open()) == (False, 0)


def test_nothing_of_the_comments_is_submitted(quick_line: QuickLine) -> None:
    assessment = quick_line.open()
    place = Place(assessment.cluster_id, assessment.sheet_id, "web-presence")
    write_comment(
        quick_line.session,
        place,
        text="Entre nous 4711",
        actor_id=quick_line.world.owner.id,
        at=NOON,
    )
    quick_line.lead_to(State.SUBMITTED)
    assert "4711" not in str(quick_line.submission(assessment).record)
