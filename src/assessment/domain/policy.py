"""Who may do what: one table, read by every page.

A person acts in the *capacities* that they have towards a subject. A rule names the capacities that
may act and the states in which the action makes sense; an action has one rule or several.
"""

from dataclasses import dataclass
from enum import StrEnum, auto

from assessment.domain.workflow import (
    AT_WORK,
    DECIDED,
    SUBMITTED_STATES,
    TAKEN_BACK_FROM,
    UNDER_REVIEW,
    SeatState,
    State,
)


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
    INVITED = auto()
    PANEL = auto()
    RATING_PANEL = auto()
    LEAD = auto()
    FORMER_PANEL = auto()
    SECRETARIAT = auto()
    SECOND_SECRETARY = auto()


class Action(StrEnum):
    """What a page or button does."""

    SEE_PUBLIC_PAGE = auto()
    SIGN_IN = auto()
    USE_ACCOUNT = auto()
    SEE_CLUSTER = auto()
    MANAGE_TEAM = auto()
    LEAVE_TEAM = auto()
    EDIT_CLUSTER = auto()
    OPEN_PROFILE = auto()
    OPEN_ASSESSMENT = auto()
    READ_ASSESSMENT = auto()
    ANSWER = auto()
    ASSIGN = auto()
    COMMENT = auto()
    ORDER_DRAFT_REPORT = auto()
    CHECK_SUBMISSION = auto()
    SUBMIT = auto()
    DISCARD = auto()
    WITHDRAW = auto()
    READ_SUBMISSION = auto()
    READ_EVIDENCE = auto()
    KEEP_EVIDENCE = auto()
    READ_DOCUMENT = auto()
    ORDER_REPORT = auto()
    ORDER_COMPARISON = auto()
    LIST_REVIEWS = auto()
    SEE_SEAT = auto()
    ANSWER_INVITATION = auto()
    LEAVE_PANEL = auto()
    SEE_REVIEW = auto()
    RATE = auto()
    HAND_IN = auto()
    AGREE = auto()
    CLOSE_CONSENSUS = auto()
    READ_REVIEWS = auto()
    RUN_SECRETARIAT = auto()
    SEE_SUBMISSION_FILE = auto()
    CHECK_FORMALLY = auto()
    PROPOSE_PANEL = auto()
    SEE_PROPOSAL = auto()
    ANSWER_PROPOSAL = auto()
    RECALL_PANEL = auto()
    REPLACE_REVIEWER = auto()
    SEND_BACK = auto()
    PROPOSE_DECISION = auto()
    CONFIRM_DECISION = auto()
    RESUME = auto()
    CHECK_CONDITIONS = auto()
    REPORT_CONDITION = auto()
    CHANGE_LIFE = auto()
    APPEAL = auto()
    ANSWER_APPEAL = auto()
    SEE_COMPLAINTS = auto()
    COMPLAIN = auto()
    ANSWER_COMPLAINT = auto()
    SEE_DUTIES = auto()
    FULFIL_DUTY = auto()
    ASK_QUESTION = auto()
    ASK_CLARIFICATION = auto()
    SEE_CLARIFICATION = auto()
    ANSWER_CLARIFICATION = auto()
    SEND_CLARIFICATION = auto()


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

    `seat` is the actor's place on the panel at work; `had_seat` says that they sat, or were asked to
    sit, on a panel of this submission at any time; `has_submitted` that they handed it in for its
    cluster, of whose team they may be no more; `has_proposed` that the decision which waits for
    confirmation is theirs. `is_withdrawn` says of a submission that it was taken back or returned,
    `is_appeal` that a fresh panel looks at it on appeal.
    """

    cluster_role: ClusterRole | None = None
    seat: SeatState | None = None
    is_lead: bool = False
    had_seat: bool = False
    has_submitted: bool = False
    has_proposed: bool = False
    state: State | None = None
    is_withdrawn: bool = False
    is_appeal: bool = False


NO_SUBJECT = Subject()


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may act, and in which states (None: in any)."""

    capacities: frozenset[Capacity]
    states: frozenset[State] | None = None


_MEMBERS = {Capacity.OWNER, Capacity.EDITOR, Capacity.VIEWER}
_MATTERS_OF_PANEL = frozenset({State.IN_REVIEW, State.CLARIFICATION, State.CONSENSUS})
_AFTER_RATING = UNDER_REVIEW - {State.IN_REVIEW, State.CLARIFICATION}
_PROPOSAL = frozenset({State.PANEL_PROPOSED})
_CLARIFICATION = frozenset({State.CLARIFICATION})
_AWARDED = frozenset({State.CONDITIONAL, State.AWARDED})


def _rule(*capacities: Capacity, states: frozenset[State] | None = None) -> tuple[Rule, ...]:
    return (Rule(frozenset(capacities), states),)


def _in(*states: State) -> frozenset[State]:
    return frozenset(states)


_READ_SUBMISSION = (
    *_rule(*_MEMBERS, Capacity.SECRETARIAT, states=SUBMITTED_STATES),
    *_rule(Capacity.PANEL, states=UNDER_REVIEW),
)

RULES: dict[Action, tuple[Rule, ...]] = {
    Action.SEE_PUBLIC_PAGE: _rule(Capacity.ANYONE),
    Action.SIGN_IN: _rule(Capacity.ANYONE),
    Action.USE_ACCOUNT: _rule(Capacity.SIGNED_IN),
    Action.SEE_CLUSTER: _rule(*_MEMBERS),
    Action.MANAGE_TEAM: _rule(Capacity.OWNER),
    Action.LEAVE_TEAM: _rule(*_MEMBERS),
    Action.EDIT_CLUSTER: _rule(Capacity.OWNER, Capacity.EDITOR),
    Action.OPEN_PROFILE: _rule(Capacity.OWNER),
    Action.OPEN_ASSESSMENT: _rule(Capacity.OWNER, Capacity.EDITOR),
    Action.READ_ASSESSMENT: _rule(*_MEMBERS),
    Action.ANSWER: _rule(Capacity.OWNER, Capacity.EDITOR, states=_in(State.DRAFT)),
    Action.ASSIGN: _rule(Capacity.OWNER, Capacity.EDITOR, states=_in(State.DRAFT)),
    Action.COMMENT: _rule(*_MEMBERS, states=_in(State.DRAFT)),
    Action.ORDER_DRAFT_REPORT: _rule(*_MEMBERS, states=_in(State.DRAFT)),
    Action.CHECK_SUBMISSION: _rule(*_MEMBERS, states=_in(State.DRAFT)),
    Action.SUBMIT: _rule(Capacity.OWNER, states=_in(State.DRAFT)),
    Action.DISCARD: _rule(Capacity.OWNER, states=_in(State.DRAFT)),
    Action.WITHDRAW: _rule(Capacity.OWNER, states=TAKEN_BACK_FROM),
    Action.READ_SUBMISSION: _READ_SUBMISSION,
    Action.READ_EVIDENCE: _rule(*_MEMBERS),
    Action.KEEP_EVIDENCE: _rule(Capacity.OWNER, Capacity.EDITOR),
    Action.READ_DOCUMENT: _READ_SUBMISSION,
    Action.ORDER_REPORT: _rule(*_MEMBERS, Capacity.SECRETARIAT, states=SUBMITTED_STATES),
    Action.ORDER_COMPARISON: _rule(
        Capacity.OWNER, Capacity.EDITOR, Capacity.SECRETARIAT, states=DECIDED
    ),
    Action.LIST_REVIEWS: _rule(Capacity.REVIEWER),
    Action.SEE_SEAT: _rule(Capacity.INVITED, Capacity.PANEL, Capacity.FORMER_PANEL),
    Action.ANSWER_INVITATION: _rule(Capacity.INVITED, states=_MATTERS_OF_PANEL),
    Action.LEAVE_PANEL: _rule(
        Capacity.RATING_PANEL, states=_in(State.IN_REVIEW, State.CLARIFICATION)
    ),
    Action.SEE_REVIEW: _rule(Capacity.PANEL, states=UNDER_REVIEW),
    Action.RATE: _rule(Capacity.RATING_PANEL, states=_in(State.IN_REVIEW, State.CLARIFICATION)),
    Action.HAND_IN: _rule(Capacity.RATING_PANEL, states=_in(State.IN_REVIEW)),
    Action.AGREE: _rule(Capacity.PANEL, states=_in(State.CONSENSUS)),
    Action.CLOSE_CONSENSUS: _rule(Capacity.LEAD, states=_in(State.CONSENSUS)),
    Action.READ_REVIEWS: (
        *_rule(Capacity.PANEL, states=_AFTER_RATING),
        *_rule(Capacity.SECRETARIAT, states=_AFTER_RATING | DECIDED | {State.APPEALED}),
    ),
    Action.RUN_SECRETARIAT: _rule(Capacity.SECRETARIAT),
    Action.SEE_SUBMISSION_FILE: _rule(Capacity.SECRETARIAT, states=SUBMITTED_STATES),
    Action.CHECK_FORMALLY: _rule(Capacity.SECRETARIAT, states=_in(State.SUBMITTED)),
    Action.PROPOSE_PANEL: _rule(Capacity.SECRETARIAT, states=_in(State.ACCEPTED)),
    Action.SEE_PROPOSAL: _rule(*_MEMBERS, states=_PROPOSAL),
    Action.ANSWER_PROPOSAL: _rule(Capacity.OWNER, states=_PROPOSAL),
    Action.RECALL_PANEL: _rule(Capacity.SECRETARIAT, states=_PROPOSAL),
    Action.REPLACE_REVIEWER: _rule(Capacity.SECRETARIAT, states=_MATTERS_OF_PANEL),
    Action.SEND_BACK: _rule(Capacity.SECRETARIAT, states=_in(State.REVIEWED)),
    Action.PROPOSE_DECISION: _rule(Capacity.SECRETARIAT, states=_in(State.REVIEWED)),
    Action.CONFIRM_DECISION: _rule(Capacity.SECOND_SECRETARY, states=_in(State.DECISION_PROPOSED)),
    Action.RESUME: _rule(Capacity.SECRETARIAT, states=_in(State.DEFERRED)),
    Action.CHECK_CONDITIONS: _rule(Capacity.SECRETARIAT, states=_in(State.CONDITIONAL)),
    Action.REPORT_CONDITION: _rule(Capacity.OWNER, Capacity.EDITOR, states=_in(State.CONDITIONAL)),
    Action.CHANGE_LIFE: _rule(Capacity.SECRETARIAT, states=_AWARDED),
    Action.APPEAL: _rule(Capacity.OWNER, states=_in(State.DECLINED)),
    Action.ANSWER_APPEAL: _rule(Capacity.SECRETARIAT, states=_in(State.APPEALED)),
    Action.SEE_COMPLAINTS: _rule(*_MEMBERS),
    Action.COMPLAIN: _rule(Capacity.OWNER),
    Action.ANSWER_COMPLAINT: _rule(Capacity.SECRETARIAT),
    Action.SEE_DUTIES: _rule(*_MEMBERS, states=_AWARDED),
    Action.FULFIL_DUTY: _rule(Capacity.OWNER, Capacity.EDITOR, states=_AWARDED),
    Action.ASK_QUESTION: _rule(
        Capacity.RATING_PANEL, Capacity.LEAD, states=_in(State.IN_REVIEW, State.CLARIFICATION)
    ),
    Action.ASK_CLARIFICATION: _rule(Capacity.LEAD, states=_in(State.IN_REVIEW)),
    Action.SEE_CLARIFICATION: _rule(*_MEMBERS, states=_CLARIFICATION),
    Action.ANSWER_CLARIFICATION: _rule(Capacity.OWNER, Capacity.EDITOR, states=_CLARIFICATION),
    Action.SEND_CLARIFICATION: _rule(Capacity.OWNER, states=_CLARIFICATION),
}

AFTER_WITHDRAWAL = frozenset(
    {
        Action.READ_SUBMISSION,
        Action.READ_DOCUMENT,
        Action.ORDER_REPORT,
        Action.SEE_SUBMISSION_FILE,
    }
)
"""What can still be done with a submission that was taken back or returned: it can be read."""


def capacities(actor: Actor, subject: Subject = NO_SUBJECT) -> frozenset[Capacity]:
    """Everything that the actor is towards the subject.

    Nobody acts for the secretariat or on a panel where their own cluster is concerned, nor for the
    secretariat on a submission that they handed in or were asked to review at any time. Of a decision
    that waits, whoever proposed it is no second person.
    """
    found = {Capacity.ANYONE}
    if actor.user_id is None:
        return frozenset(found)
    found.add(Capacity.SIGNED_IN)
    if actor.is_reviewer:
        found.add(Capacity.REVIEWER)
    if subject.cluster_role is not None:
        return frozenset(found | {Capacity(subject.cluster_role.value)})
    if subject.had_seat:
        return frozenset(found | _seated(subject))
    if actor.is_secretariat and not subject.has_submitted:
        found.add(Capacity.SECRETARIAT)
        if not subject.has_proposed:
            found.add(Capacity.SECOND_SECRETARY)
    return frozenset(found)


def _seated(subject: Subject) -> set[Capacity]:
    """What somebody on the panel is; who was only proposed does not know of it and is nothing."""
    if subject.seat is SeatState.INVITED:
        return {Capacity.INVITED}
    if subject.seat in AT_WORK:
        seated = {Capacity.PANEL}
        if subject.is_lead:
            seated.add(Capacity.LEAD)
        if subject.seat is SeatState.ACCEPTED:
            seated.add(Capacity.RATING_PANEL)
        return seated
    if subject.seat in (SeatState.PROPOSED, SeatState.DROPPED):
        return set()
    return {Capacity.FORMER_PANEL}


_SEATED = frozenset({Capacity.INVITED, Capacity.PANEL, Capacity.FORMER_PANEL})
_INSIDERS = _SEATED | _MEMBERS | {Capacity.SECRETARIAT}
_WORK_OF_PANEL = frozenset(
    action
    for action, rules in RULES.items()
    if any(rule.capacities & {*_SEATED, Capacity.RATING_PANEL} for rule in rules)
)
"""What a seat is for: who does not have it yet, or no longer, is told that it is not the time."""


def allows(actor: Actor, action: Action, subject: Subject = NO_SUBJECT) -> Verdict:
    """Whether the actor may do this to the subject.

    Outsiders do not learn that the subject exists (`HIDDEN`); insiders without the right are told
    (`FORBIDDEN`); who has the right at another time is told that too (`WRONG_STATE`).
    """
    held = capacities(actor, subject)
    fitting = [rule for rule in RULES[action] if held & rule.capacities]
    if fitting:
        is_in_time = any(_is_in_time(rule, action, subject) for rule in fitting)
        return Verdict.ALLOWED if is_in_time else Verdict.WRONG_STATE
    if actor.user_id is None:
        return Verdict.SIGN_IN_FIRST
    if action in _WORK_OF_PANEL and held & _SEATED:
        return Verdict.WRONG_STATE
    return Verdict.FORBIDDEN if held & _INSIDERS else Verdict.HIDDEN


def _is_in_time(rule: Rule, action: Action, subject: Subject) -> bool:
    if subject.is_withdrawn:
        return action in AFTER_WITHDRAWAL
    if action is Action.WITHDRAW and subject.is_appeal:
        return False
    return rule.states is None or subject.state in rule.states


def may(actor: Actor, action: Action, subject: Subject = NO_SUBJECT) -> bool:
    """Whether a page should offer the action."""
    return allows(actor, action, subject) is Verdict.ALLOWED
