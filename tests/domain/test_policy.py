import pytest

from assessment.domain.policy import (
    NO_SUBJECT,
    NOBODY,
    Action,
    Actor,
    Capacity,
    ClusterRole,
    Subject,
    Verdict,
    allows,
    capacities,
    may,
)
from assessment.domain.workflow import SeatState, State

REVIEWER, SECRETARIAT = Actor(4, is_reviewer=True), Actor(5, is_secretariat=True)
PEOPLE = {
    "nobody": (NOBODY, {}),
    "stranger": (Actor(1), {}),
    "reviewer": (REVIEWER, {}),
    "owner": (Actor(2), {"cluster_role": ClusterRole.OWNER}),
    "editor": (Actor(2), {"cluster_role": ClusterRole.EDITOR}),
    "viewer": (Actor(2), {"cluster_role": ClusterRole.VIEWER}),
    "proposed": (REVIEWER, {"seat": SeatState.PROPOSED, "had_seat": True}),
    "invited": (REVIEWER, {"seat": SeatState.INVITED, "had_seat": True}),
    "panel": (REVIEWER, {"seat": SeatState.ACCEPTED, "had_seat": True}),
    "lead": (REVIEWER, {"seat": SeatState.ACCEPTED, "had_seat": True, "is_lead": True}),
    "handed_in": (REVIEWER, {"seat": SeatState.HANDED_IN, "had_seat": True}),
    "left": (REVIEWER, {"seat": SeatState.DECLINED, "had_seat": True}),
    "secretariat": (SECRETARIAT, {}),
    "proposer": (SECRETARIAT, {"has_proposed": True}),
}

# One letter for each of PEOPLE, in their order, in a state in which the action makes sense.
LETTERS = {
    "+": Verdict.ALLOWED,
    "s": Verdict.SIGN_IN_FIRST,
    "h": Verdict.HIDDEN,
    "f": Verdict.FORBIDDEN,
    "w": Verdict.WRONG_STATE,
}
TABLE = {
    # nobody, stranger, reviewer; owner, editor, viewer;
    # proposed, invited, panel, lead, handed in, left; secretariat, proposer
    Action.SEE_PUBLIC_PAGE: "+++ +++ ++++++ ++",
    Action.SIGN_IN: "+++ +++ ++++++ ++",
    Action.USE_ACCOUNT: "s++ +++ ++++++ ++",
    Action.SEE_CLUSTER: "shh +++ hfffff ff",
    Action.EDIT_CLUSTER: "shh ++f hfffff ff",
    Action.OPEN_PROFILE: "shh +ff hfffff ff",
    Action.MANAGE_TEAM: "shh +ff hfffff ff",
    Action.LEAVE_TEAM: "shh +++ hfffff ff",
    Action.OPEN_ASSESSMENT: "shh ++f hfffff ff",
    Action.READ_ASSESSMENT: "shh +++ hfffff ff",
    Action.ANSWER: "shh ++f hfffff ff",
    Action.ASSIGN: "shh ++f hfffff ff",
    Action.COMMENT: "shh +++ hfffff ff",
    Action.ORDER_DRAFT_REPORT: "shh +++ hfffff ff",
    Action.CHECK_SUBMISSION: "shh +++ hfffff ff",
    Action.SUBMIT: "shh +ff hfffff ff",
    Action.DISCARD: "shh +ff hfffff ff",
    Action.WITHDRAW: "shh +ff hfffff ff",
    Action.READ_SUBMISSION: "shh +++ hw+++w ++",
    Action.READ_EVIDENCE: "shh +++ hfffff ff",
    Action.KEEP_EVIDENCE: "shh ++f hfffff ff",
    Action.READ_DOCUMENT: "shh +++ hw+++w ++",
    Action.ORDER_REPORT: "shh +++ hfffff ++",
    Action.ORDER_COMPARISON: "shh ++f hfffff ++",
    Action.LIST_REVIEWS: "sh+ fff ++++++ ff",
    Action.SEE_SEAT: "shh fff h+++++ ff",
    Action.ANSWER_INVITATION: "shh fff h+wwww ff",
    Action.LEAVE_PANEL: "shh fff hw++ww ff",
    Action.SEE_REVIEW: "shh fff hw+++w ff",
    Action.RATE: "shh fff hw++ww ff",
    Action.HAND_IN: "shh fff hw++ww ff",
    Action.AGREE: "shh fff hw+++w ff",
    Action.CLOSE_CONSENSUS: "shh fff hff+ff ff",
    Action.READ_REVIEWS: "shh fff hw+++w ++",
    Action.RUN_SECRETARIAT: "shh fff hfffff ++",
    Action.SEE_SUBMISSION_FILE: "shh fff hfffff ++",
    Action.CHECK_FORMALLY: "shh fff hfffff ++",
    Action.PROPOSE_PANEL: "shh fff hfffff ++",
    Action.RECALL_PANEL: "shh fff hfffff ++",
    Action.SEE_PROPOSAL: "shh +++ hfffff ff",
    Action.ANSWER_PROPOSAL: "shh +ff hfffff ff",
    Action.REPLACE_REVIEWER: "shh fff hfffff ++",
    Action.SEND_BACK: "shh fff hfffff ++",
    Action.PROPOSE_DECISION: "shh fff hfffff ++",
    Action.CONFIRM_DECISION: "shh fff hfffff +f",
    Action.RESUME: "shh fff hfffff ++",
    Action.CHECK_CONDITIONS: "shh fff hfffff ++",
    Action.CHANGE_LIFE: "shh fff hfffff ++",
    Action.APPEAL: "shh +ff hfffff ff",
    Action.ANSWER_APPEAL: "shh fff hfffff ++",
    Action.SEE_COMPLAINTS: "shh +++ hfffff ff",
    Action.COMPLAIN: "shh +ff hfffff ff",
    Action.ANSWER_COMPLAINT: "shh fff hfffff ++",
    Action.SEE_DUTIES: "shh +++ hfffff ff",
    Action.FULFIL_DUTY: "shh ++f hfffff ff",
    Action.REPORT_CONDITION: "shh ++f hfffff ff",
    Action.ASK_QUESTION: "shh fff hw++ww ff",
    Action.ASK_CLARIFICATION: "shh fff hff+ff ff",
    Action.SEE_CLARIFICATION: "shh +++ hfffff ff",
    Action.ANSWER_CLARIFICATION: "shh ++f hfffff ff",
    Action.SEND_CLARIFICATION: "shh +ff hfffff ff",
}

SUBMITTED = set(State) - {State.DRAFT, State.DISCARDED}
RATING = {State.IN_REVIEW, State.CLARIFICATION}
PANEL = RATING | {State.CONSENSUS}
READING = PANEL | {State.REVIEWED, State.DECISION_PROPOSED, State.DEFERRED}
TIMES = {
    Action.ANSWER: [("editor", {State.DRAFT})],
    Action.ASSIGN: [("editor", {State.DRAFT})],
    Action.COMMENT: [("viewer", {State.DRAFT})],
    Action.ORDER_DRAFT_REPORT: [("viewer", {State.DRAFT})],
    Action.CHECK_SUBMISSION: [("viewer", {State.DRAFT})],
    Action.SUBMIT: [("owner", {State.DRAFT})],
    Action.DISCARD: [("owner", {State.DRAFT})],
    Action.WITHDRAW: [("owner", {State.SUBMITTED, State.ACCEPTED, State.PANEL_PROPOSED})],
    Action.READ_SUBMISSION: [
        ("panel", READING),
        ("viewer", SUBMITTED),
        ("secretariat", SUBMITTED),
    ],
    Action.READ_DOCUMENT: [
        ("panel", READING),
        ("viewer", SUBMITTED),
        ("secretariat", SUBMITTED),
    ],
    Action.ORDER_REPORT: [("viewer", SUBMITTED), ("secretariat", SUBMITTED)],
    Action.ORDER_COMPARISON: [
        ("editor", {State.CONDITIONAL, State.AWARDED, State.DECLINED}),
        ("secretariat", {State.CONDITIONAL, State.AWARDED, State.DECLINED}),
    ],
    Action.ANSWER_INVITATION: [("invited", PANEL)],
    Action.LEAVE_PANEL: [("panel", RATING)],
    Action.SEE_REVIEW: [("handed_in", READING)],
    Action.RATE: [("panel", RATING)],
    Action.HAND_IN: [("panel", {State.IN_REVIEW})],
    Action.AGREE: [("panel", {State.CONSENSUS})],
    Action.CLOSE_CONSENSUS: [("lead", {State.CONSENSUS})],
    Action.READ_REVIEWS: [
        ("panel", READING - RATING),
        (
            "secretariat",
            (READING - RATING) | {State.AWARDED, State.CONDITIONAL, State.DECLINED, State.APPEALED},
        ),
    ],
    Action.APPEAL: [("owner", {State.DECLINED})],
    Action.ANSWER_APPEAL: [("secretariat", {State.APPEALED})],
    Action.SEE_SUBMISSION_FILE: [("secretariat", SUBMITTED)],
    Action.CHECK_FORMALLY: [("secretariat", {State.SUBMITTED})],
    Action.PROPOSE_PANEL: [("secretariat", {State.ACCEPTED})],
    Action.RECALL_PANEL: [("secretariat", {State.PANEL_PROPOSED})],
    Action.SEE_PROPOSAL: [("viewer", {State.PANEL_PROPOSED})],
    Action.ANSWER_PROPOSAL: [("owner", {State.PANEL_PROPOSED})],
    Action.REPLACE_REVIEWER: [("secretariat", PANEL)],
    Action.SEND_BACK: [("secretariat", {State.REVIEWED})],
    Action.PROPOSE_DECISION: [("secretariat", {State.REVIEWED})],
    Action.CONFIRM_DECISION: [("secretariat", {State.DECISION_PROPOSED})],
    Action.RESUME: [("secretariat", {State.DEFERRED})],
    Action.CHECK_CONDITIONS: [("secretariat", {State.CONDITIONAL})],
    Action.CHANGE_LIFE: [("secretariat", {State.CONDITIONAL, State.AWARDED})],
    Action.SEE_DUTIES: [("viewer", {State.CONDITIONAL, State.AWARDED})],
    Action.FULFIL_DUTY: [("editor", {State.CONDITIONAL, State.AWARDED})],
    Action.REPORT_CONDITION: [("editor", {State.CONDITIONAL})],
    Action.ASK_QUESTION: [("panel", RATING)],
    Action.ASK_CLARIFICATION: [("lead", {State.IN_REVIEW})],
    Action.SEE_CLARIFICATION: [("viewer", {State.CLARIFICATION})],
    Action.ANSWER_CLARIFICATION: [("editor", {State.CLARIFICATION})],
    Action.SEND_CLARIFICATION: [("owner", {State.CLARIFICATION})],
}
ANY_TIME = [a for a in Action if a not in TIMES]


def verdict(who: str, action: Action, state: State | None) -> Verdict:
    actor, relation = PEOPLE[who]
    return allows(actor, action, Subject(**relation, state=state))


def test_table_speaks_of_every_action():
    assert set(TABLE) == set(Action)


@pytest.mark.parametrize("action", Action)
def test_everybody_may_what_the_table_says(action):
    _, states = TIMES.get(action, [("", {State.REVIEWED})])[0]
    expected = [LETTERS[letter] for letter in TABLE[action].replace(" ", "")]
    for state in states:
        found = {who: verdict(who, action, state) for who in PEOPLE}
        assert found == dict(zip(PEOPLE, expected, strict=True))


@pytest.mark.parametrize("action", TIMES)
def test_who_has_the_right_is_told_when_it_is_not_the_time(action):
    for who, states in TIMES[action]:
        found = {state: verdict(who, action, state) for state in [None, *State]}
        assert found == dict.fromkeys([None, *State], Verdict.WRONG_STATE) | dict.fromkeys(
            states, Verdict.ALLOWED
        )


@pytest.mark.parametrize("action", ANY_TIME, ids=str)
def test_state_does_not_matter_to_the_other_actions(action):
    for who in PEOPLE:
        assert len({verdict(who, action, state) for state in [None, *State]}) == 1


def test_wrong_state_is_not_told_to_those_without_the_right():
    assert verdict("stranger", Action.PROPOSE_DECISION, State.DRAFT) is Verdict.HIDDEN
    assert verdict("owner", Action.PROPOSE_DECISION, State.DRAFT) is Verdict.FORBIDDEN
    assert verdict("nobody", Action.PROPOSE_DECISION, State.DRAFT) is Verdict.SIGN_IN_FIRST


@pytest.mark.parametrize("role", ClusterRole)
def test_member_of_the_cluster_is_a_member_alone_whatever_their_other_offices(role):
    actor = Actor(7, is_reviewer=True, is_secretariat=True)
    held = capacities(actor, Subject(role, SeatState.ACCEPTED, had_seat=True))
    assert held == {Capacity.ANYONE, Capacity.SIGNED_IN, Capacity.REVIEWER, Capacity(role.value)}


@pytest.mark.parametrize("role", ClusterRole)
@pytest.mark.parametrize(
    "action",
    [
        Action.SEE_REVIEW,
        Action.RATE,
        Action.AGREE,
        Action.READ_REVIEWS,
        Action.RUN_SECRETARIAT,
        Action.SEE_SUBMISSION_FILE,
        Action.CHECK_FORMALLY,
        Action.PROPOSE_PANEL,
        Action.PROPOSE_DECISION,
        Action.CONFIRM_DECISION,
    ],
)
def test_nobody_reviews_or_decides_on_their_own_cluster(role, action):
    actor = Actor(7, is_reviewer=True, is_secretariat=True)
    subjects = [Subject(role, SeatState.ACCEPTED, had_seat=True, state=state) for state in State]
    assert {allows(actor, action, subject) for subject in subjects} == {Verdict.FORBIDDEN}


@pytest.mark.parametrize(
    ("seat", "is_lead", "held"),
    [
        (SeatState.PROPOSED, True, set()),
        (SeatState.INVITED, True, {Capacity.INVITED}),
        (SeatState.ACCEPTED, False, {Capacity.PANEL, Capacity.RATING_PANEL}),
        (SeatState.ACCEPTED, True, {Capacity.PANEL, Capacity.RATING_PANEL, Capacity.LEAD}),
        (SeatState.HANDED_IN, False, {Capacity.PANEL}),
        (SeatState.DECLINED, True, {Capacity.FORMER_PANEL}),
        (SeatState.REPLACED, False, {Capacity.FORMER_PANEL}),
    ],
)
def test_seat_gives_what_its_state_gives_and_takes_the_secretariat_away(seat, is_lead, held):
    actor = Actor(4, is_reviewer=True, is_secretariat=True)
    found = capacities(actor, Subject(seat=seat, is_lead=is_lead, had_seat=True))
    assert found == {Capacity.ANYONE, Capacity.SIGNED_IN, Capacity.REVIEWER} | held


def test_on_appeal_nothing_is_withdrawn():
    actor, relation = PEOPLE["owner"]
    subject = Subject(**relation, state=State.ACCEPTED, is_appeal=True)
    assert allows(actor, Action.WITHDRAW, subject) is Verdict.WRONG_STATE


def test_nobody_has_no_office_before_signing_in():
    actor = Actor(None, is_reviewer=True, is_secretariat=True)
    subject = Subject(ClusterRole.OWNER, SeatState.ACCEPTED, had_seat=True)
    assert capacities(actor, subject) == {Capacity.ANYONE}


def test_without_a_subject_only_the_offices_count():
    office = {Capacity.SECRETARIAT, Capacity.SECOND_SECRETARY}
    assert capacities(SECRETARIAT) == {Capacity.ANYONE, Capacity.SIGNED_IN} | office
    assert allows(SECRETARIAT, Action.RUN_SECRETARIAT) is Verdict.ALLOWED
    assert allows(Actor(1), Action.SEE_CLUSTER, NO_SUBJECT) is Verdict.HIDDEN


@pytest.mark.parametrize("action", Action)
def test_page_offers_exactly_what_is_allowed(action):
    for actor, relation in PEOPLE.values():
        for state in [None, *State]:
            subject = Subject(**relation, state=state)
            is_allowed = allows(actor, action, subject) is Verdict.ALLOWED
            assert may(actor, action, subject) is is_allowed


@pytest.mark.parametrize("action", Action)
def test_a_withdrawn_submission_can_be_read_and_nothing_else(action):
    readable = {
        Action.READ_SUBMISSION,
        Action.READ_DOCUMENT,
        Action.ORDER_REPORT,
        Action.SEE_SUBMISSION_FILE,
    }
    subject = Subject(state=State.SUBMITTED, is_withdrawn=True)
    expected = Verdict.ALLOWED if action in readable else Verdict.WRONG_STATE
    if allows(SECRETARIAT, action, Subject(state=State.SUBMITTED)) is Verdict.ALLOWED:
        assert allows(SECRETARIAT, action, subject) is expected
