"""Random walks of everybody over one application: the tables hold, nothing is shown or issued early.

Each step is a form that somebody sends, whoever they are and whatever state the application is in.
Afterwards the record says only what the tables allow, no reviewer has seen what another rated before
both have handed in, and a certificate stands on a decision that two people made.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase
from hypothesis import settings as limits
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assessment.app import create_app
from assessment.catalogue.loader import Edition
from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import (
    Assessment,
    AwardCondition,
    Certificate,
    Cluster,
    Decision,
    EventRecord,
    PanelQuestion,
    Seat,
    User,
)
from assessment.db.queries import assessments, outcomes, relations, reviews
from assessment.db.session import open_session, unit_of_work
from assessment.domain.label_life import LifeState
from assessment.domain.policy import Action, Actor, Verdict, allows
from assessment.domain.workflow import (
    AT_WORK,
    SEAT_TRANSITIONS,
    TRANSITIONS,
    Event,
    SeatState,
    State,
)
from assessment.services.auditing import audit_events
from assessment.services.consensus import read_panel
from tests.building import Line
from tests.people import World, make_person, make_world
from tests.services.conftest import QuickLine
from tests.web.browser import Browser
from tests.web.filled import shown_on

OFFICE = ("secretary", "deputy")
PANEL = ("reviewer", "colleague", "idle", "fresh", "newcomer")
PEOPLE = ("owner", "editor", "viewer", "stranger", *PANEL, *OFFICE)
REFUSALS = {Verdict.HIDDEN: 404, Verdict.FORBIDDEN: 403, Verdict.WRONG_STATE: 409}
SHOWN = frozenset({State.CONSENSUS, State.REVIEWED, State.DECISION_PROPOSED, State.DEFERRED})
"""While the panel may see what each of it has rated."""
PROPOSED = "Nobody outside knows this yet."


@dataclass
class Ground:
    """Where the walks take place: an installation, and its database as each of them begins."""

    app: Flask
    edition: Edition
    folder: Path
    database: Path
    people: dict[str, int]
    assessment_id: int

    def restore(self) -> None:
        """Puts the database back as it was."""
        self.app.extensions["engine"].dispose()
        for left in self.database.parent.glob(f"{self.database.name}-*"):
            left.unlink()
        shutil.copy(self.database.with_suffix(".first"), self.database)


Form = dict[str, object]


@dataclass(frozen=True)
class Move:
    """A form that somebody can send: what it does, whereto, and with what."""

    action: Action
    path: str
    form: "Callable[[Walk], Form]" = lambda _walk: {"reason": "It has to be.", "note": "Well."}
    kind: str = "submission"


def _signed(walk: "Walk") -> Form:
    digest = walk.digest_to_sign()
    return {"digest": digest, "is_agreed": "y", "name": "Olga Owner", "function": "Chair"}


def _panel(walk: "Walk") -> Form:
    """The first from here and the first from abroad who were not asked yet."""
    with walk.reading() as session:
        asked = set(session.scalars(select(Seat.reviewer_id)))
        free = [walk.person(session, name) for name in PANEL]
        free = [person for person in free if person.id not in asked]
        chosen = [
            next((p for p in free if (p.country == "FI") is here), None) for here in (True, False)
        ]
    ids = [person.id for person in chosen if person]
    return {"reviewers": ids, "lead": ids[0] if ids else "", "because": "Nobody else is free."}


def _decide(outcome: str) -> "Callable[[Walk], Form]":
    day = (now() + timedelta(days=90)).date().isoformat()
    needed: dict[str, Form] = {
        "award_with_conditions": {
            "conditions-0-text": "Publish the plan.",
            "conditions-0-due_on": day,
        },
        "defer": {"until": day},
    }
    form = {"outcome": outcome, "statement": PROPOSED, **needed.get(outcome, {})}
    return lambda _walk: form


def _finding(word: str) -> "Callable[[Walk], Form]":
    def form(walk: "Walk") -> Form:
        with walk.reading() as session:
            numbers = session.scalars(select(AwardCondition.id)).all()
        if word == "missed":
            released = select(Decision.id).where(Decision.decided_at.is_not(None))
            with walk.writing() as session:  # nothing is missed before its last day is over
                session.execute(
                    update(AwardCondition)
                    .where(AwardCondition.decision_id.in_(released))
                    .values(due_on=date(2026, 1, 1))
                )
        found = {f"c{number}-finding": word for number in numbers}
        return found | {f"c{number}-note": "Seen." for number in numbers}

    return form


def _misses(walk: "Walk") -> Form:
    page = f"/secretariat/submissions/{walk.submission_id}/conditions/confirm"
    return dict(shown_on(walk.browsers["deputy"].get(page).text))


def _answers(walk: "Walk") -> Form:
    with walk.reading() as session:
        numbers = session.scalars(select(PanelQuestion.id)).all()
    texts = {f"q{number}-answer": "By the counter." for number in numbers}
    return texts | {f"q{number}-version": "0" for number in numbers} | {"is_whole": "y"}


def _said(**form: object) -> "Callable[[Walk], Form]":
    return lambda _walk: dict(form)


MOVES = {
    "submit": Move(Action.SUBMIT, "/assessments/{a}/submit", _signed, "assessment"),
    "withdraw": Move(Action.WITHDRAW, "/assessments/{a}/withdraw", kind="assessment"),
    "accept": Move(
        Action.CHECK_FORMALLY, "/secretariat/submissions/{s}/check", _said(verdict="accept")
    ),
    "return": Move(
        Action.CHECK_FORMALLY,
        "/secretariat/submissions/{s}/check",
        _said(verdict="return", note="A page is missing."),
    ),
    "propose": Move(Action.PROPOSE_PANEL, "/secretariat/submissions/{s}/panel", _panel),
    "recall": Move(Action.RECALL_PANEL, "/secretariat/submissions/{s}/recall"),
    "agree_to_panel": Move(
        Action.ANSWER_PROPOSAL, "/assessments/{a}/panel/agree", kind="assessment"
    ),
    "object": Move(Action.ANSWER_PROPOSAL, "/assessments/{a}/panel/object", kind="assessment"),
    "declare": Move(Action.ANSWER_INVITATION, "/reviews/{s}/seat/declare", _said(is_clear="yes")),
    "leave": Move(Action.LEAVE_PANEL, "/reviews/{s}/seat/leave"),
    "rate": Move(
        Action.RATE,
        "/reviews/{s}/criteria/committed-participation",
        _said(level="3", comment="Seen.", version="0"),
    ),
    "hand_in": Move(Action.HAND_IN, "/reviews/{s}/hand-in"),
    "question": Move(
        Action.ASK_QUESTION,
        "/reviews/{s}/questions",
        _said(criterion="web-presence", text="How is it measured?"),
    ),
    "ask": Move(Action.ASK_CLARIFICATION, "/reviews/{s}/questions/ask"),
    "send_answers": Move(
        Action.SEND_CLARIFICATION, "/assessments/{a}/clarification/send", _answers, "assessment"
    ),
    "close": Move(Action.CLOSE_CONSENSUS, "/reviews/{s}/consensus/close"),
    "send_back": Move(Action.SEND_BACK, "/secretariat/submissions/{s}/send-back"),
    **{
        name: Move(Action.PROPOSE_DECISION, "/secretariat/submissions/{s}/decision", _decide(name))
        for name in ("award", "award_with_conditions", "defer", "decline")
    },
    "confirm": Move(Action.CONFIRM_DECISION, "/secretariat/submissions/{s}/decision/{d}/confirm"),
    "reject": Move(Action.CONFIRM_DECISION, "/secretariat/submissions/{s}/decision/{d}/reject"),
    "resume": Move(Action.RESUME, "/secretariat/submissions/{s}/resume"),
    "met": Move(
        Action.CHECK_CONDITIONS, "/secretariat/submissions/{s}/conditions", _finding("met")
    ),
    "missed": Move(
        Action.CHECK_CONDITIONS, "/secretariat/submissions/{s}/conditions", _finding("missed")
    ),
    "confirm_missed": Move(
        Action.CHECK_CONDITIONS, "/secretariat/submissions/{s}/conditions/confirm", _misses
    ),
    "suspend": Move(
        Action.CHANGE_LIFE,
        "/secretariat/submissions/{s}/label",
        _said(event="suspend", reason="It rests."),
    ),
    "appeal": Move(
        Action.APPEAL, "/assessments/{a}/appeal", _said(grounds="Unread."), "assessment"
    ),
    "admit": Move(
        Action.ANSWER_APPEAL,
        "/secretariat/submissions/{s}/appeal",
        _said(verdict="admit", answer="Right."),
    ),
    "reject_appeal": Move(
        Action.ANSWER_APPEAL,
        "/secretariat/submissions/{s}/appeal",
        _said(verdict="reject", answer="Wrong."),
    ),
    "complain": Move(
        Action.COMPLAIN, "/assessments/{a}/complaints", _said(text="Slow."), "assessment"
    ),
}


STARTS = (
    State.DRAFT,
    State.PANEL_PROPOSED,
    State.IN_REVIEW,
    State.CLARIFICATION,
    State.CONSENSUS,
    State.DECISION_PROPOSED,
    State.CONDITIONAL,
    State.DECLINED,
)
"""Where walks begin, so that those of this length come everywhere."""
ASIDE = ("complain", "withdraw", "leave", "return", "rate")
"""What leads nowhere, or back to the beginning: tried at random alone."""


class Walk(RuleBasedStateMachine):
    """One walk of everybody over the application of `ground`."""

    ground: ClassVar[Ground]
    reached: ClassVar[set[str]] = set()

    @initialize()
    def begin(self) -> None:
        self.ground.restore()
        with self.reading() as session:
            people = [self.person(session, name) for name in PEOPLE]
        self.looked_at = 0
        self.browsers = {
            name: Browser(self.ground.app, person)
            for name, person in zip(PEOPLE, people, strict=True)
        }

    def reading(self):  # type: ignore[no-untyped-def]
        return open_session(self.ground.app.extensions["engine"], writes=False)

    def writing(self):  # type: ignore[no-untyped-def]
        return unit_of_work(self.ground.app.extensions["engine"])

    def person(self, session: Session, name: str) -> User:
        return session.get_one(User, self.ground.people[name])

    def digest_to_sign(self) -> str:
        page = self.browsers["owner"].get(f"/assessments/{self.ground.assessment_id}/check").text
        return page.partition('name="digest"')[2].partition('value="')[2].partition('"')[0]

    @property
    def submission_id(self) -> int:
        """The one that stands, or the last one, or none."""
        with self.reading() as session:
            found = assessments.submission_of(session, self.ground.assessment_id)
        return found.id if found else 999

    @property
    def decision_id(self) -> int:
        """The decision that waits, or none."""
        with self.reading() as session:
            found = outcomes.decision_waiting(session, self.submission_id)
        return found.id if found else 999

    def verdicts(self, name: str) -> dict[str, Verdict]:
        """What the policy says to each move of a person, as things stand."""
        number, place = self.submission_id, self.ground.assessment_id
        with self.reading() as session:
            person = self.person(session, name)
            actor = Actor(person.id, person.is_reviewer, person.is_secretariat)
            known = {
                "assessment": relations.to_assessment(session, person.id, place),
                "submission": relations.to_submission(session, person.id, number),
            }
        return {
            key: allows(actor, move.action, relation.subject) if relation else Verdict.HIDDEN
            for key, move in MOVES.items()
            for relation in [known[move.kind]]
        }

    def send(self, name: str, key: str) -> None:
        move, verdict, before = MOVES[key], self.verdicts(name)[key], self.events()
        path = move.path.format(
            a=self.ground.assessment_id, s=self.submission_id, d=self.decision_id
        )
        status = self.browsers[name].post(path, move.form(self)).status_code
        if verdict is Verdict.ALLOWED:
            is_own = status == 403 and key == "confirm_missed"  # they recorded it themselves
            assert is_own or status in (200, 303, 409, 422), (name, path, status)
        else:
            assert status == REFUSALS[verdict], (name, path, status)
            assert self.events() == before
        if status in (404, 403, 409, 422):
            assert self.events() == before

    def events(self) -> int:
        with self.reading() as session:
            return len(session.scalars(select(EventRecord.number)).all())

    @rule(name=st.sampled_from(PEOPLE), move=st.sampled_from(sorted(MOVES)))
    def anybody_tries_anything(self, name: str, move: str) -> None:
        self.send(name, move)

    @rule(turn=st.integers(0, 10**6))
    def somebody_does_what_they_may(self, turn: int) -> None:
        self.let_the_panel_work()
        possible = [
            (name, key)
            for name in PEOPLE
            for key, verdict in self.verdicts(name).items()
            if key not in ASIDE and verdict is Verdict.ALLOWED
        ]
        if possible:
            self.send(*possible[turn % len(possible)])

    def let_the_panel_work(self) -> None:
        """Everybody at work rates what is open to them; in the consensus they agree."""
        if self.submission_id == 999:
            return
        with self.writing() as session:
            line = self.line(session)
            submission = reviews.submission(session, self.submission_id)
            seats = reviews.seats(session, submission.id)
            if submission.assessment.state == State.CONSENSUS:
                line.world.reviewer = seats[0].reviewer
                if read_panel(session, submission, line.label).open:
                    line.agree_all(submission, 4)
                    line.write_outcome(submission)
                return
            at_work = [seat for seat in seats if seat.state == SeatState.ACCEPTED]
            if submission.assessment.state != State.IN_REVIEW:
                return
            for level, seat in zip((4, 3), at_work, strict=False):
                if not reviews.ratings(session, seat.id):
                    line.calibrate(seat.reviewer)
                    line.rate_all(submission, seat.reviewer, level)

    def line(self, session: Session) -> Line:
        world = make_world_of(session, self.ground.people)
        return QuickLine(session, world, self.ground.edition, self.ground.folder)

    @invariant()
    def the_record_says_only_what_the_tables_allow(self) -> None:
        with self.reading() as session:
            assert audit_events(session).breaks == ()
            steps = session.scalars(
                select(EventRecord)
                .where(
                    EventRecord.assessment_id == self.ground.assessment_id,
                    EventRecord.state_after.is_not(None),
                    EventRecord.certificate_id.is_(None),
                )
                .order_by(EventRecord.number)
            ).all()
            state = State.DRAFT
            for step in steps:
                if step.kind in set(Event):
                    assert step.state_before == state
                    state = TRANSITIONS[state, Event(step.kind)]
                    assert step.state_after == state
            found = assessments.assessment(session, self.ground.assessment_id)
            assert found.state == state
            self.reached.add(found.state)
            reached = {*SEAT_TRANSITIONS.values(), SeatState.PROPOSED}
            assert {SeatState(seat) for seat in session.scalars(select(Seat.state))} <= reached

    @invariant()
    def a_certificate_stands_on_what_two_people_decided(self) -> None:
        with self.reading() as session:
            state = assessments.assessment(session, self.ground.assessment_id).state
            issued = session.scalars(select(Certificate)).all()
            decided = session.scalars(select(Decision).where(Decision.decided_at.is_not(None)))
            awards = [each for each in decided if each.outcome.startswith("award")]
            assert len(issued) == len(awards) <= 1
            assert all(each.decided_by != each.proposed_by for each in awards)
            office = {self.ground.people[name] for name in OFFICE}
            assert {each.decided_by for each in awards} <= office
            holds = bool(issued) and issued[0].life != LifeState.REVOKED
            assert holds == (state in (State.AWARDED, State.CONDITIONAL))

    @invariant()
    def nobody_sees_what_is_not_theirs_yet(self) -> None:
        """Looked at whenever something has happened."""
        number, place = self.submission_id, self.ground.assessment_id
        if number == 999 or self.events() == self.looked_at:
            return
        self.looked_at = self.events()
        with self.reading() as session:
            state = State(assessments.assessment(session, place).state)
            seats = reviews.all_seats(session, number)
            at_round = reviews.submission(session, number).round
            names = {self.ground.people[name]: name for name in PANEL}
            at_work = {
                names[s.reviewer_id] for s in seats if s.round == at_round and s.state in AT_WORK
            }
            is_waiting = state is State.DECISION_PROPOSED
        marks = {name: f"Seen by {name.title()}." for name in PANEL}
        pages = (
            f"/reviews/{number}",
            f"/reviews/{number}/criteria/committed-participation",
            f"/reviews/{number}/consensus",
            f"/reviews/{number}/seat",
        )
        for name in PANEL:
            seen = "".join(self.browsers[name].get(page).text for page in pages)
            is_shown = name in at_work and state in SHOWN
            for peer, mark in marks.items():
                if peer != name and mark in seen:
                    assert is_shown, (name, peer, state)
                    assert peer in at_work, (name, peer, state)
        home = f"/assessments/{place}", f"/submissions/{number}"
        own = "".join(self.browsers["owner"].get(page).text for page in home)
        assert not any(mark in own for mark in marks.values())
        if is_waiting:
            assert own.count(PROPOSED) == self.decided_before()
        if state in (State.IN_REVIEW, State.CLARIFICATION):
            office = self.browsers["secretary"].get(f"/secretariat/submissions/{number}").text
            assert not any(mark in office for mark in marks.values())

    def decided_before(self) -> int:
        """How many confirmed decisions the cluster reads: of each panel's work the last one.

        A deferral stands there until the application is taken up again, and on the path for good.
        """
        with self.reading() as session:
            found = select(Decision).where(Decision.decided_at.is_not(None)).order_by(Decision.id)
            decided = session.scalars(found).all()
            last = {each.round: each for each in decided}.values()
            state = session.get_one(Assessment, self.ground.assessment_id).state
            standing = sum(each.outcome != "defer" or state == State.DEFERRED for each in last)
            return standing + sum(each.outcome == "defer" for each in decided)


def make_world_of(session: Session, people: dict[str, int]):  # type: ignore[no-untyped-def]
    """The world of the ground, read anew."""

    def one(name: str) -> User:
        return session.get_one(User, people[name])

    clusters = session.scalars(select(Cluster).order_by(Cluster.id)).all()
    return World(
        owner=one("owner"),
        editor=one("editor"),
        viewer=one("viewer"),
        stranger=one("stranger"),
        reviewer=one("reviewer"),
        colleague=one("colleague"),
        idle_reviewer=one("idle"),
        secretary=one("secretary"),
        deputy=one("deputy"),
        cluster=clusters[0],
        foreign_cluster=clusters[1],
    )


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("start", STARTS)
def test_whoever_tries_whatever_the_tables_hold(
    settings: Settings, edition: Edition, tmp_path: Path, start: State
) -> None:
    app = create_app(settings)
    app.testing = True
    engine, database = app.extensions["engine"], tmp_path / "assessment.db"
    with unit_of_work(engine) as session:
        people, assessment_id = prepare(session, edition, settings.evidence_path, start)
    engine.dispose()
    shutil.copy(database, database.with_suffix(".first"))
    Walk.ground = Ground(app, edition, settings.evidence_path, database, people, assessment_id)
    Walk.reached = set()
    run_state_machine_as_test(
        Walk,
        settings=limits(
            max_examples=5,
            stateful_step_count=30,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # a walk is read as it was walked
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
    engine.dispose()
    assert start in Walk.reached


def prepare(
    session: Session, edition: Edition, folder: Path, state: State
) -> tuple[dict[str, int], int]:
    """Everybody by number, and the number of an assessment in that state; a decision is of today."""
    world = make_world(session)
    make_person(session, "fresh", is_reviewer=True)
    make_person(session, "newcomer", is_reviewer=True, country="SE")
    line = QuickLine(session, world, edition, folder)
    found = line.lead_to(state)
    if state is State.DRAFT:
        line.answer_all(found)
    of_today = update(Decision).where(Decision.decided_at.is_not(None)).values(decided_at=now())
    session.execute(of_today)
    addresses = {person.email: person.id for person in session.scalars(select(User))}
    return {name: addresses[f"{name}@people.example"] for name in PEOPLE}, found.id
