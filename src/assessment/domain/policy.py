"""Who may do what: one table, read by every page.

A person acts in the *capacities* that they have towards a subject. A rule names the capacities that
may act and the states in which the action makes sense.
"""

from dataclasses import dataclass
from enum import StrEnum, auto

from assessment.domain.workflow import DECIDED, SUBMITTED_STATES, State


class ClusterRole(StrEnum):
    """What a person is on a cluster."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"


class Capacity(StrEnum):
    """In what a person acts."""

    ANYONE = auto()
    SIGNED_IN = auto()
    OWNER = auto()
    EDITOR = auto()
    VIEWER = auto()
    REVIEWER = auto()
    PANEL = auto()
    RATING_PANEL = auto()
    SECRETARIAT = auto()


class Action(StrEnum):
    """What a page or button does."""

    SEE_PUBLIC_PAGE = auto()
    SIGN_IN = auto()
    USE_ACCOUNT = auto()
    SEE_CLUSTER = auto()
    MANAGE_TEAM = auto()
    LEAVE_TEAM = auto()
    EDIT_CLUSTER = auto()
    OPEN_ASSESSMENT = auto()
    READ_ASSESSMENT = auto()
    ANSWER = auto()
    ASSIGN = auto()
    COMMENT = auto()
    CHECK_SUBMISSION = auto()
    SUBMIT = auto()
    DISCARD = auto()
    WITHDRAW = auto()
    READ_SUBMISSION = auto()
    READ_EVIDENCE = auto()
    KEEP_EVIDENCE = auto()
    READ_DOCUMENT = auto()
    LIST_REVIEWS = auto()
    SEE_REVIEW = auto()
    RATE = auto()
    AGREE = auto()
    READ_REVIEWS = auto()
    RUN_SECRETARIAT = auto()
    SEE_SUBMISSION_FILE = auto()
    APPOINT_PANEL = auto()
    DECIDE = auto()


class Verdict(StrEnum):
    """The answer to whether an actor may act."""

    ALLOWED = auto()
    SIGN_IN_FIRST = auto()
    HIDDEN = auto()
    FORBIDDEN = auto()
    WRONG_STATE = auto()


@dataclass(frozen=True, slots=True)
class Actor:
    """The person at the keyboard; `user_id` is None for somebody who is not signed in."""

    user_id: int | None = None
    is_reviewer: bool = False
    is_secretariat: bool = False


NOBODY = Actor()


@dataclass(frozen=True, slots=True)
class Subject:
    """How the actor stands to what is acted on, and the state that this is in.

    `is_withdrawn` says of a submission that its cluster has taken it back.
    """

    cluster_role: ClusterRole | None = None
    is_on_panel: bool = False
    has_handed_in: bool = False
    state: State | None = None
    is_withdrawn: bool = False


NO_SUBJECT = Subject()


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may act, and in which states (None: in any)."""

    capacities: frozenset[Capacity]
    states: frozenset[State] | None = None


_MEMBERS = {Capacity.OWNER, Capacity.EDITOR, Capacity.VIEWER}
_RELEASED = frozenset({State.CONSENSUS, State.REVIEWED}) | DECIDED


def _rule(*capacities: Capacity, states: frozenset[State] | None = None) -> Rule:
    return Rule(frozenset(capacities), states)


RULES: dict[Action, Rule] = {
    Action.SEE_PUBLIC_PAGE: _rule(Capacity.ANYONE),
    Action.SIGN_IN: _rule(Capacity.ANYONE),
    Action.USE_ACCOUNT: _rule(Capacity.SIGNED_IN),
    Action.SEE_CLUSTER: _rule(*_MEMBERS),
    Action.MANAGE_TEAM: _rule(Capacity.OWNER),
    Action.LEAVE_TEAM: _rule(*_MEMBERS),
    Action.EDIT_CLUSTER: _rule(Capacity.OWNER, Capacity.EDITOR),
    Action.OPEN_ASSESSMENT: _rule(Capacity.OWNER, Capacity.EDITOR),
    Action.READ_ASSESSMENT: _rule(*_MEMBERS),
    Action.ANSWER: _rule(Capacity.OWNER, Capacity.EDITOR, states=frozenset({State.DRAFT})),
    Action.ASSIGN: _rule(Capacity.OWNER, Capacity.EDITOR, states=frozenset({State.DRAFT})),
    Action.COMMENT: _rule(*_MEMBERS, states=frozenset({State.DRAFT})),
    Action.CHECK_SUBMISSION: _rule(*_MEMBERS, states=frozenset({State.DRAFT})),
    Action.SUBMIT: _rule(Capacity.OWNER, states=frozenset({State.DRAFT})),
    Action.DISCARD: _rule(Capacity.OWNER, states=frozenset({State.DRAFT})),
    Action.WITHDRAW: _rule(Capacity.OWNER, states=frozenset({State.SUBMITTED})),
    Action.READ_SUBMISSION: _rule(
        *_MEMBERS, Capacity.PANEL, Capacity.SECRETARIAT, states=SUBMITTED_STATES
    ),
    Action.READ_EVIDENCE: _rule(*_MEMBERS),
    Action.KEEP_EVIDENCE: _rule(Capacity.OWNER, Capacity.EDITOR),
    Action.READ_DOCUMENT: _rule(
        *_MEMBERS, Capacity.PANEL, Capacity.SECRETARIAT, states=SUBMITTED_STATES
    ),
    Action.LIST_REVIEWS: _rule(Capacity.REVIEWER),
    Action.SEE_REVIEW: _rule(Capacity.PANEL),
    Action.RATE: _rule(Capacity.RATING_PANEL, states=frozenset({State.IN_REVIEW})),
    Action.AGREE: _rule(Capacity.PANEL, states=frozenset({State.CONSENSUS})),
    Action.READ_REVIEWS: _rule(Capacity.PANEL, Capacity.SECRETARIAT, states=_RELEASED),
    Action.RUN_SECRETARIAT: _rule(Capacity.SECRETARIAT),
    Action.SEE_SUBMISSION_FILE: _rule(Capacity.SECRETARIAT, states=SUBMITTED_STATES),
    Action.APPOINT_PANEL: _rule(Capacity.SECRETARIAT, states=frozenset({State.SUBMITTED})),
    Action.DECIDE: _rule(Capacity.SECRETARIAT, states=frozenset({State.REVIEWED})),
}

AFTER_WITHDRAWAL = frozenset(
    {Action.READ_SUBMISSION, Action.READ_DOCUMENT, Action.SEE_SUBMISSION_FILE}
)
"""What can still be done with a submission that was withdrawn: it can be read."""


def capacities(actor: Actor, subject: Subject = NO_SUBJECT) -> frozenset[Capacity]:
    """Everything that the actor is towards the subject.

    Nobody acts for the secretariat or on a panel where their own cluster is concerned, nor for the
    secretariat on a submission that they review.
    """
    found = {Capacity.ANYONE}
    if actor.user_id is None:
        return frozenset(found)
    found.add(Capacity.SIGNED_IN)
    if actor.is_reviewer:
        found.add(Capacity.REVIEWER)
    if subject.cluster_role is not None:
        return frozenset(found | {Capacity(subject.cluster_role.value)})
    if subject.is_on_panel:
        found.add(Capacity.PANEL)
        if not subject.has_handed_in:
            found.add(Capacity.RATING_PANEL)
    elif actor.is_secretariat:
        found.add(Capacity.SECRETARIAT)
    return frozenset(found)


_INSIDERS = frozenset({*_MEMBERS, Capacity.PANEL, Capacity.SECRETARIAT})


def allows(actor: Actor, action: Action, subject: Subject = NO_SUBJECT) -> Verdict:
    """Whether the actor may do this to the subject.

    Outsiders do not learn that the subject exists (`HIDDEN`); insiders without the right are told
    (`FORBIDDEN`); who has the right at another time is told that too (`WRONG_STATE`).
    """
    rule = RULES[action]
    held = capacities(actor, subject)
    if held & rule.capacities:
        return Verdict.ALLOWED if _is_in_time(rule, action, subject) else Verdict.WRONG_STATE
    if actor.user_id is None:
        return Verdict.SIGN_IN_FIRST
    if action is Action.RATE and Capacity.PANEL in held:
        return Verdict.WRONG_STATE
    return Verdict.FORBIDDEN if held & _INSIDERS else Verdict.HIDDEN


def _is_in_time(rule: Rule, action: Action, subject: Subject) -> bool:
    if subject.is_withdrawn:
        return action in AFTER_WITHDRAWAL
    return rule.states is None or subject.state in rule.states


def may(actor: Actor, action: Action, subject: Subject = NO_SUBJECT) -> bool:
    """Whether a page should offer the action."""
    return allows(actor, action, subject) is Verdict.ALLOWED
