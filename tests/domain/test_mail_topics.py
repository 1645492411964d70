"""Which mail there is, and which of it a person may do without."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.mail_topics import (
    CHOICES,
    KINDS,
    MUST,
    Audience,
    Topic,
    Way,
    topics_for,
    way_taken,
)
from assessment.resources import TEMPLATES

CHOSEN = st.none() | st.sampled_from(Way)


def test_every_kind_of_mail_has_a_topic() -> None:
    assert {path.stem for path in (TEMPLATES / "email").glob("*.txt")} == KINDS.keys()


def test_every_topic_must_come_or_is_the_digest_or_can_be_switched() -> None:
    assert {*MUST, Topic.DIGEST, *CHOICES} == set(Topic)


def test_a_part_of_the_digest_is_no_mail_and_a_mail_can_be_made_one() -> None:
    mailed = {topic for topic, choice in CHOICES.items() if Way.AT_ONCE in choice.ways}
    assert mailed == {Topic.WORK, Topic.REMINDERS, Topic.OUTCOMES}
    assert mailed == set(KINDS.values()) - {*MUST, Topic.DIGEST}
    assert all(choice.ways[-2:] == (Way.DIGEST, Way.OFF) for choice in CHOICES.values())


@pytest.mark.parametrize(
    "kind",
    [
        "account_deleted", "clarification_asked", "decision_award", "decision_award_with_conditions",
        "decision_decline", "decision_defer", "invitation", "label_revoke", "label_suspend",
        "panel_appointed", "panel_proposed", "password_wanted", "signing_in_changed",
        "submission_received", "submission_returned",
    ],
)  # fmt: skip
def test_what_a_right_hangs_on_cannot_be_switched_off(kind: str) -> None:
    assert KINDS[kind] in MUST


@given(topic=st.sampled_from([*MUST, Topic.DIGEST]), chosen=CHOSEN, has_digest=st.booleans())
def test_what_must_come_comes_at_once_whatever_is_chosen(
    topic: Topic, chosen: Way | None, has_digest: bool
) -> None:
    assert way_taken(topic, chosen, has_digest=has_digest) is Way.AT_ONCE


@given(topic=st.sampled_from([*CHOICES]), chosen=CHOSEN)
def test_a_choice_holds_where_it_is_offered(topic: Topic, chosen: Way | None) -> None:
    ways = CHOICES[topic].ways
    held = chosen if chosen in ways else ways[0]
    assert way_taken(topic, chosen, has_digest=True) is held
    without = held
    if held is Way.DIGEST:  # a mail comes then, and what is a part of the digest alone does not
        without = Way.AT_ONCE if Way.AT_ONCE in ways else Way.OFF
    assert way_taken(topic, chosen, has_digest=False) is without


@pytest.mark.parametrize(
    ("audiences", "topics"),
    [
        (set(), ()),
        (
            {Audience.TEAM},
            (Topic.REMINDERS, Topic.OUTCOMES, Topic.TASKS, Topic.COMMENTS, Topic.TEAM),
        ),
        (
            {Audience.REVIEWER},
            (Topic.WORK, Topic.REMINDERS, Topic.OUTCOMES, Topic.OVERVIEW),
        ),
        (set(Audience), tuple(CHOICES)),
    ],
)
def test_everybody_switches_what_concerns_their_roles(
    audiences: set[Audience], topics: tuple[Topic, ...]
) -> None:
    assert topics_for(frozenset(audiences)) == topics
