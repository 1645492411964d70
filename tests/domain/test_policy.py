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
from assessment.domain.workflow import State

REVIEWER, SECRETARIAT = Actor(4, is_reviewer=True), Actor(5, is_secretariat=True)
PEOPLE = {
    "nobody": (NOBODY, {}),
    "stranger": (Actor(1), {}),
    "reviewer": (REVIEWER, {}),
    "owner": (Actor(2), {"cluster_role": ClusterRole.OWNER}),
    "editor": (Actor(2), {"cluster_role": ClusterRole.EDITOR}),
    "viewer": (Actor(2), {"cluster_role": ClusterRole.VIEWER}),
    "panel": (REVIEWER, {"is_on_panel": True}),
    "handed_in": (REVIEWER, {"is_on_panel": True, "has_handed_in": True}),
    "secretariat": (SECRETARIAT, {}),
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
    # nobody, stranger, reviewer; owner, editor, viewer; panel, handed in, secretariat
    Action.SEE_PUBLIC_PAGE: "+++ +++ +++",
    Action.SIGN_IN: "+++ +++ +++",
    Action.USE_ACCOUNT: "s++ +++ +++",
    Action.SEE_CLUSTER: "shh +++ fff",
    Action.EDIT_CLUSTER: "shh ++f fff",
    Action.MANAGE_TEAM: "shh +ff fff",
    Action.LEAVE_TEAM: "shh +++ fff",
    Action.OPEN_ASSESSMENT: "shh ++f fff",
    Action.READ_ASSESSMENT: "shh +++ fff",
    Action.ANSWER: "shh ++f fff",
    Action.ASSIGN: "shh ++f fff",
    Action.COMMENT: "shh +++ fff",
    Action.CHECK_SUBMISSION: "shh +++ fff",
    Action.SUBMIT: "shh +ff fff",
    Action.DISCARD: "shh +ff fff",
    Action.WITHDRAW: "shh +ff fff",
    Action.READ_SUBMISSION: "shh +++ +++",
    Action.READ_EVIDENCE: "shh +++ fff",
    Action.KEEP_EVIDENCE: "shh ++f fff",
    Action.READ_DOCUMENT: "shh +++ +++",
    Action.LIST_REVIEWS: "sh+ fff ++f",
    Action.SEE_REVIEW: "shh fff ++f",
    Action.RATE: "shh fff +wf",
    Action.AGREE: "shh fff ++f",
    Action.READ_REVIEWS: "shh fff +++",
    Action.RUN_SECRETARIAT: "shh fff ff+",
    Action.SEE_SUBMISSION_FILE: "shh fff ff+",
    Action.APPOINT_PANEL: "shh fff ff+",
    Action.DECIDE: "shh fff ff+",
}

SUBMITTED = set(State) - {State.DRAFT, State.DISCARDED}
DECIDED = {State.AWARDED, State.DECLINED}
TIMES = {
    Action.ANSWER: ("editor", {State.DRAFT}),
    Action.ASSIGN: ("editor", {State.DRAFT}),
    Action.COMMENT: ("viewer", {State.DRAFT}),
    Action.CHECK_SUBMISSION: ("viewer", {State.DRAFT}),
    Action.SUBMIT: ("owner", {State.DRAFT}),
    Action.DISCARD: ("owner", {State.DRAFT}),
    Action.WITHDRAW: ("owner", {State.SUBMITTED}),
    Action.READ_SUBMISSION: ("viewer", SUBMITTED),
    Action.READ_DOCUMENT: ("viewer", SUBMITTED),
    Action.RATE: ("panel", {State.IN_REVIEW}),
    Action.AGREE: ("panel", {State.CONSENSUS}),
    Action.READ_REVIEWS: ("secretariat", {State.CONSENSUS, State.REVIEWED} | DECIDED),
    Action.SEE_SUBMISSION_FILE: ("secretariat", SUBMITTED),
    Action.APPOINT_PANEL: ("secretariat", {State.SUBMITTED}),
    Action.DECIDE: ("secretariat", {State.REVIEWED}),
}
ANY_TIME = [a for a in Action if a not in TIMES]


def verdict(who: str, action: Action, state: State | None) -> Verdict:
    actor, relation = PEOPLE[who]
    return allows(actor, action, Subject(**relation, state=state))


def test_table_speaks_of_every_action():
    assert set(TABLE) == set(Action)


@pytest.mark.parametrize("action", Action)
def test_everybody_may_what_the_table_says(action):
    _, states = TIMES.get(action, ("", {State.REVIEWED}))
    expected = [LETTERS[letter] for letter in TABLE[action].replace(" ", "")]
    for state in states:
        found = {who: verdict(who, action, state) for who in PEOPLE}
        assert found == dict(zip(PEOPLE, expected, strict=True))


@pytest.mark.parametrize("action", TIMES)
def test_who_has_the_right_is_told_when_it_is_not_the_time(action):
    who, states = TIMES[action]
    found = {state: verdict(who, action, state) for state in [None, *State]}
    assert found == dict.fromkeys([None, *State], Verdict.WRONG_STATE) | dict.fromkeys(
        states, Verdict.ALLOWED
    )


@pytest.mark.parametrize("action", ANY_TIME, ids=str)
def test_state_does_not_matter_to_the_other_actions(action):
    for who in PEOPLE:
        assert len({verdict(who, action, state) for state in [None, *State]}) == 1


def test_wrong_state_is_not_told_to_those_without_the_right():
    assert verdict("stranger", Action.DECIDE, State.DRAFT) is Verdict.HIDDEN
    assert verdict("owner", Action.DECIDE, State.DRAFT) is Verdict.FORBIDDEN
    assert verdict("nobody", Action.DECIDE, State.DRAFT) is Verdict.SIGN_IN_FIRST


@pytest.mark.parametrize("role", ClusterRole)
def test_member_of_the_cluster_is_a_member_alone_whatever_their_other_offices(role):
    actor = Actor(7, is_reviewer=True, is_secretariat=True)
    held = capacities(actor, Subject(cluster_role=role, is_on_panel=True))
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
        Action.APPOINT_PANEL,
        Action.DECIDE,
    ],
)
def test_nobody_reviews_or_decides_on_their_own_cluster(role, action):
    actor = Actor(7, is_reviewer=True, is_secretariat=True)
    subjects = [Subject(role, is_on_panel=True, state=state) for state in State]
    assert {allows(actor, action, subject) for subject in subjects} == {Verdict.FORBIDDEN}


def test_reviewer_on_the_panel_rates_until_handing_in():
    rating = {Capacity.ANYONE, Capacity.SIGNED_IN, Capacity.REVIEWER, Capacity.PANEL}
    assert capacities(REVIEWER, Subject(is_on_panel=True)) == rating | {Capacity.RATING_PANEL}
    assert capacities(REVIEWER, Subject(is_on_panel=True, has_handed_in=True)) == rating


def test_nobody_has_no_office_before_signing_in():
    actor = Actor(None, is_reviewer=True, is_secretariat=True)
    subject = Subject(ClusterRole.OWNER, is_on_panel=True)
    assert capacities(actor, subject) == {Capacity.ANYONE}


def test_without_a_subject_only_the_offices_count():
    assert capacities(SECRETARIAT) == {Capacity.ANYONE, Capacity.SIGNED_IN, Capacity.SECRETARIAT}
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
    readable = {Action.READ_SUBMISSION, Action.READ_DOCUMENT, Action.SEE_SUBMISSION_FILE}
    subject = Subject(state=State.SUBMITTED, is_withdrawn=True)
    expected = Verdict.ALLOWED if action in readable else Verdict.WRONG_STATE
    if allows(SECRETARIAT, action, Subject(state=State.SUBMITTED)) is Verdict.ALLOWED:
        assert allows(SECRETARIAT, action, subject) is expected
