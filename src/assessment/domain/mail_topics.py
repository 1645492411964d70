"""Which mail there is, what it is about, and which of it a person may do without.

Every kind of mail has one topic. Of most topics a person chooses whether its mail comes at once, as a
line of the digest, or not at all; two of them come to everybody, because a right or a day for
answering hangs on them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """What a mail, or a part of the digest, is about."""

    ACCOUNT = "account"
    FORMAL = "formal"
    DIGEST = "digest"
    WORK = "work"
    REMINDERS = "reminders"
    OUTCOMES = "outcomes"
    OVERVIEW = "overview"
    TASKS = "tasks"
    COMMENTS = "comments"
    TEAM = "team"


class Way(StrEnum):
    """How what is told about a topic reaches a person."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    OFF = "off"


class Audience(StrEnum):
    """Whom a topic concerns."""

    TEAM = "team"
    REVIEWER = "reviewer"
    SECRETARIAT = "secretariat"


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be chosen about a topic, by whom; the first way holds while nothing is chosen."""

    ways: tuple[Way, ...]
    audiences: frozenset[Audience]

    @property
    def usual(self) -> Way:
        return self.ways[0]


_MAIL = (Way.AT_ONCE, Way.DIGEST, Way.OFF)
_PART = (Way.DIGEST, Way.OFF)
_PANELS = frozenset({Audience.REVIEWER, Audience.SECRETARIAT})
_TEAMS = frozenset({Audience.TEAM})

CHOICES: Mapping[Topic, Choice] = {
    Topic.WORK: Choice(_MAIL, _PANELS),
    Topic.REMINDERS: Choice(_MAIL, _PANELS | _TEAMS),
    Topic.OUTCOMES: Choice(_MAIL, _PANELS | _TEAMS),
    Topic.OVERVIEW: Choice(_PART, _PANELS),
    Topic.TASKS: Choice(_PART, _TEAMS),
    Topic.COMMENTS: Choice(_PART, _TEAMS),
    Topic.TEAM: Choice(_PART, _TEAMS),
}
"""The topics that can be switched. Those without `AT_ONCE` are parts of the digest alone."""

MUST = (Topic.FORMAL, Topic.ACCOUNT)
"""The topics whose mail comes to everybody at once."""

KINDS: Mapping[str, Topic] = {
    "account_deleted": Topic.ACCOUNT,
    "answer_overdue": Topic.REMINDERS,
    "answer_reminder": Topic.REMINDERS,
    "appeal_admitted": Topic.FORMAL,
    "appeal_made": Topic.WORK,
    "appeal_overdue": Topic.REMINDERS,
    "appeal_received": Topic.FORMAL,
    "appeal_rejected": Topic.FORMAL,
    "clarification_asked": Topic.FORMAL,
    "clarification_closed": Topic.WORK,
    "complaint_answered": Topic.FORMAL,
    "complaint_made": Topic.WORK,
    "complaint_overdue": Topic.REMINDERS,
    "complaint_received": Topic.FORMAL,
    "condition_due": Topic.FORMAL,
    "condition_met": Topic.OUTCOMES,
    "condition_missed": Topic.WORK,
    "condition_overdue": Topic.REMINDERS,
    "condition_reported": Topic.WORK,
    "conditions_met": Topic.OUTCOMES,
    "consensus_open": Topic.WORK,
    "consensus_sent_back": Topic.WORK,
    "correction_proposed": Topic.WORK,
    "correction_rejected": Topic.WORK,
    "decision_award": Topic.FORMAL,
    "decision_award_with_conditions": Topic.FORMAL,
    "decision_decline": Topic.FORMAL,
    "decision_defer": Topic.FORMAL,
    "decision_overdue": Topic.REMINDERS,
    "decision_proposed": Topic.WORK,
    "decision_rejected": Topic.WORK,
    "decision_resumed": Topic.FORMAL,
    "decision_waiting": Topic.WORK,
    "deferral_overdue": Topic.REMINDERS,
    "digest": Topic.DIGEST,
    "duty_due": Topic.REMINDERS,
    "duty_overdue": Topic.REMINDERS,
    "invitation": Topic.ACCOUNT,
    "label_ends": Topic.FORMAL,
    "label_expired": Topic.FORMAL,
    "label_grace": Topic.FORMAL,
    "label_lift": Topic.FORMAL,
    "label_revoke": Topic.FORMAL,
    "label_suspend": Topic.FORMAL,
    "certificate_corrected": Topic.FORMAL,
    "last_digest": Topic.DIGEST,
    "lead_given": Topic.FORMAL,
    "next_step": Topic.FORMAL,
    "ownership_given": Topic.ACCOUNT,
    "ownership_received": Topic.ACCOUNT,
    "panel_appointed": Topic.FORMAL,
    "panel_objected": Topic.WORK,
    "panel_proposed": Topic.FORMAL,
    "panel_set": Topic.FORMAL,
    "password_wanted": Topic.ACCOUNT,
    "rating_overdue": Topic.REMINDERS,
    "rating_reminder": Topic.REMINDERS,
    "review_outcome": Topic.OUTCOMES,
    "seat_cleared": Topic.WORK,
    "seat_declined": Topic.WORK,
    "seat_overdue": Topic.REMINDERS,
    "seat_replaced": Topic.FORMAL,
    "signing_in_changed": Topic.ACCOUNT,
    "step_overdue": Topic.REMINDERS,
    "submission_received": Topic.FORMAL,
    "submission_returned": Topic.FORMAL,
    "submission_waiting": Topic.WORK,
    "submission_withdrawn": Topic.OUTCOMES,
    "team_removed": Topic.ACCOUNT,
    "tie_disclosed": Topic.WORK,
}
"""The topic of every kind of mail, by the name of its text in `templates/email`."""


def topics_for(audiences: frozenset[Audience]) -> tuple[Topic, ...]:
    """The topics that these people may switch, in the order of the table."""
    return tuple(topic for topic, choice in CHOICES.items() if choice.audiences & audiences)


def way_taken(topic: Topic, chosen: Way | None, *, has_digest: bool) -> Way:
    """The way that mail on a topic takes. Without a digest, mail that would wait for it comes at once.

    A topic that cannot be switched comes at once, and a way that it does not offer counts as none.
    """
    if topic not in CHOICES:
        return Way.AT_ONCE
    choice = CHOICES[topic]
    way = chosen if chosen in choice.ways else choice.usual
    if way is not Way.DIGEST or has_digest:
        return way
    return Way.AT_ONCE if Way.AT_ONCE in choice.ways else Way.OFF
