"""Panels: proposed, agreed, accepted, declined, replaced."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.db.models import Membership, OutboxMessage, Rating, Seat, Submission, User
from assessment.db.queries import outcomes, reviews
from assessment.domain.errors import IllegalTransition, UnsuitablePanel
from assessment.domain.policy import ClusterRole
from assessment.domain.workflow import SeatState, State
from assessment.services.accounts import InvitationUnusable, accept_as_member, invite_person
from assessment.services.panel_changes import replace_reviewer
from assessment.services.panels import appoint_panel, object_to_panel, propose_panel, recall_panel
from assessment.services.seats import clear_seat, decline_seat
from tests.building import MAILING, NOON, Line, World, make_person
from tests.services.at_once import at_once


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


@pytest.fixture
def accepted(line: Line) -> Submission:
    """Let into review; no panel is proposed yet."""
    return led_to(line, State.ACCEPTED)


@pytest.fixture
def proposed(line: Line) -> Submission:
    return led_to(line, State.PANEL_PROPOSED)


@pytest.fixture
def invited(line: Line, proposed: Submission) -> Submission:
    """The panel is appointed; nobody has declared anything."""
    line.agree_to_panel(proposed)
    line.session.commit()
    return proposed


@pytest.fixture
def in_review(line: Line) -> Submission:
    return led_to(line, State.IN_REVIEW)


def led_to(line: Line, state: State) -> Submission:
    submission = line.submission(line.lead_to(state))
    line.session.commit()
    return submission


def propose(
    session: Session,
    submission: Submission,
    people: Sequence[User],
    line: Line,
    because: str = "",
) -> None:
    propose_panel(
        session,
        submission=submission,
        reviewer_ids=[person.id for person in people],
        lead_id=people[0].id if people else 0,
        because=because,
        actor_id=line.world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )


def states(session: Session, submission: Submission) -> list[tuple[str, str]]:
    session.commit()
    with Session(session.get_bind()) as other:
        return [(s.reviewer.name, s.state) for s in reviews.all_seats(other, submission.id)]


def test_a_proposal_gives_each_reviewer_a_seat_and_the_cluster_seven_days(
    line: Line, accepted: Submission, world: World
) -> None:
    propose(line.session, accepted, [world.colleague, world.reviewer], line)
    assert [
        (s.reviewer.name, s.state, s.is_lead, s.appointed_by, s.appointed_at)
        for s in reviews.seats(line.session, accepted.id)
    ] == [
        ("Colleague", SeatState.PROPOSED, True, world.secretary.id, NOON),
        ("Reviewer", SeatState.PROPOSED, False, world.secretary.id, NOON),
    ]
    assert accepted.assessment.state == State.PANEL_PROPOSED
    assert accepted.object_by == date(2026, 6, 22)


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ([], "size"),
        (["reviewer"], "size"),
        (["reviewer", "colleague", "idle_reviewer"], "size"),
        (["reviewer", "reviewer"], "twice"),
        (["reviewer", "viewer"], "own_cluster"),
        (["reviewer", "secretary"], "not_a_reviewer"),
        (["reviewer", "away"], "not_a_reviewer"),
    ],
)
def test_a_proposal_of_people_who_make_no_panel_is_refused(
    line: Line, world: World, names: list[str], reason: str
) -> None:
    world.viewer.is_reviewer = True
    away = make_person(line.session, "away", is_reviewer=True)
    away.active = False
    assessment = line.open()
    line.answer_all(assessment)
    line.submit(assessment)
    submission = line.submission(assessment)
    line.accept(submission)
    people = [away if name == "away" else getattr(world, name) for name in names]
    with pytest.raises(UnsuitablePanel) as caught:
        propose(line.session, submission, people, line)
    assert caught.value.reason == reason


def test_a_second_panel_is_refused(line: Line, in_review: Submission, world: World) -> None:
    with pytest.raises(IllegalTransition):
        propose(line.session, in_review, [world.reviewer, world.idle_reviewer], line)


def test_two_panels_at_once_let_one_win(
    engine: Engine, line: Line, accepted: Submission, world: World
) -> None:
    with pytest.raises(IllegalTransition):
        at_once(
            engine,
            lambda s: propose(s, accepted, [world.reviewer, world.colleague], line),
            lambda s: propose(s, accepted, [world.colleague, world.idle_reviewer], line),
        )
    seats = select(Seat.reviewer_id).order_by(Seat.id)
    assert line.session.scalars(seats).all() == [world.reviewer.id, world.colleague.id]


def invite_reviewer(line: Line) -> str:
    """The token of an invitation of the first reviewer to the cluster under review."""
    invite_person(
        line.session,
        email=line.world.reviewer.email,
        name="Reviewer",
        role=ClusterRole.EDITOR,
        cluster_id=line.world.cluster.id,
        language="en",
        days=7,
        actor_id=line.world.owner.id,
        at=NOON,
        mailing=MAILING,
    )
    line.session.flush()
    bodies = select(OutboxMessage.body).order_by(OutboxMessage.id.desc())
    token = re.findall(r"/invitations/(\S+)", line.session.scalars(bodies).first() or "")[0]
    line.session.commit()
    return str(token)


def test_who_joins_the_cluster_at_the_same_moment_gets_no_seat(
    engine: Engine, line: Line, accepted: Submission, world: World
) -> None:
    token = invite_reviewer(line)
    with pytest.raises(UnsuitablePanel) as refused:
        at_once(
            engine,
            lambda s: accept_as_member(s, token=token, user_id=world.reviewer.id, at=NOON),
            lambda s: propose(s, accepted, [world.reviewer, world.colleague], line),
        )
    assert refused.value.reason == "own_cluster"


def test_who_gets_a_seat_at_the_same_moment_cannot_join_the_cluster(
    engine: Engine, line: Line, accepted: Submission, world: World
) -> None:
    token = invite_reviewer(line)
    with pytest.raises(InvitationUnusable):
        at_once(
            engine,
            lambda s: propose(s, accepted, [world.reviewer, world.colleague], line),
            lambda s: accept_as_member(s, token=token, user_id=world.reviewer.id, at=NOON),
        )
    assert not line.session.get(Membership, (world.cluster.id, world.reviewer.id))


def test_whoever_leads_is_of_the_panel(line: Line, accepted: Submission, world: World) -> None:
    with pytest.raises(UnsuitablePanel) as caught:
        propose_panel(
            line.session,
            submission=accepted,
            reviewer_ids=[world.reviewer.id, world.colleague.id],
            lead_id=world.idle_reviewer.id,
            actor_id=world.secretary.id,
            at=NOON,
            mailing=MAILING,
        )
    assert caught.value.reason == "lead"


def object_to(line: Line, session: Session, submission: Submission) -> None:
    object_to_panel(
        session,
        assessment_id=submission.assessment_id,
        reason="One of them competes with us.",
        actor_id=line.world.owner.id,
        at=NOON,
        mailing=MAILING,
    )


def test_after_an_objection_the_next_panel_is_appointed_at_once(
    line: Line, proposed: Submission, world: World
) -> None:
    object_to(line, line.session, proposed)
    assert proposed.assessment.state == State.ACCEPTED
    again = [world.reviewer, world.idle_reviewer]
    with pytest.raises(UnsuitablePanel, match="unexplained") as refused:
        propose(line.session, proposed, again, line)
    assert refused.value.who == (world.reviewer.id,)
    propose(line.session, proposed, again, line, because="Nobody else knows the sector.")
    assert proposed.assessment.state == State.IN_REVIEW
    assert states(line.session, proposed) == [
        ("Reviewer", "dropped"),
        ("Colleague", "dropped"),
        ("Reviewer", "invited"),
        ("Idle", "invited"),
    ]


def test_of_an_objection_and_an_agreement_at_once_the_first_holds(
    engine: Engine, line: Line, proposed: Submission
) -> None:
    with pytest.raises(IllegalTransition):
        at_once(
            engine,
            lambda s: object_to(line, s, proposed),
            lambda s: replace(line, session=s).agree_to_panel(proposed),
        )
    assert states(line.session, proposed) == [("Reviewer", "dropped"), ("Colleague", "dropped")]


def test_a_proposal_taken_back_leaves_the_cluster_its_objection(
    line: Line, proposed: Submission, world: World
) -> None:
    recall_panel(
        line.session,
        submission=proposed,
        reason="The wrong person.",
        actor_id=world.secretary.id,
        at=NOON,
    )
    propose(line.session, proposed, [world.reviewer, world.idle_reviewer], line)
    assert proposed.assessment.state == State.PANEL_PROPOSED
    assert proposed.had_objection is False


def test_a_withdrawal_takes_the_proposal_back(line: Line, proposed: Submission) -> None:
    line.withdraw(proposed.assessment)
    assert proposed.assessment.state == State.DRAFT
    assert states(line.session, proposed) == [("Reviewer", "dropped"), ("Colleague", "dropped")]


def test_without_an_answer_the_calendar_appoints(line: Line, proposed: Submission) -> None:
    appoint_panel(line.session, submission=proposed, actor_id=None, at=NOON, mailing=MAILING)
    last = outcomes.events(line.session, proposed.assessment_id)[-1]
    assert (last.kind, last.actor_id) == ("appoint_panel", None)
    seats = reviews.seats(line.session, proposed.id)
    assert [(s.answer_by, s.due_on) for s in seats] == [(date(2026, 6, 22), date(2026, 7, 13))] * 2


def test_a_clear_declaration_accepts_the_seat(
    line: Line, invited: Submission, world: World
) -> None:
    line.declare(invited, world.reviewer)
    seat = reviews.seat_of(line.session, invited.id, world.reviewer.id)
    assert (seat.state, seat.answered_at) == (SeatState.ACCEPTED, NOON)
    assert seat.declaration == {
        "disclosed": "",
        "language": "en",
        "is_clear": True,
        "statements": [],
        "declared_at": NOON.isoformat(),
    }


def test_nobody_rates_before_declaring(line: Line, invited: Submission, world: World) -> None:
    with pytest.raises(IllegalTransition):
        Line.rate_all(line, invited, world.reviewer, 3)


def test_a_disclosed_tie_waits_for_the_secretariat(
    line: Line, invited: Submission, world: World
) -> None:
    line.declare(invited, world.reviewer, "We were students together.")
    seat = reviews.seat_of(line.session, invited.id, world.reviewer.id)
    assert (seat.state, seat.answered_at) == (SeatState.INVITED, None)
    told = {"submission": invited, "seat_id": seat.id, "actor_id": world.secretary.id}
    clear_seat(line.session, **told, reason="Twenty years ago.", at=NOON, mailing=MAILING)
    seat = reviews.seat_of(line.session, invited.id, world.reviewer.id)
    assert (seat.state, seat.declaration and seat.declaration["cleared_because"]) == (
        SeatState.ACCEPTED,
        "Twenty years ago.",
    )
    with pytest.raises(IllegalTransition):
        clear_seat(line.session, **told, reason="Again.", at=NOON, mailing=MAILING)


def test_nothing_is_cleared_where_nothing_is_disclosed(
    line: Line, invited: Submission, world: World
) -> None:
    seat = reviews.seat_of(line.session, invited.id, world.reviewer.id)
    with pytest.raises(IllegalTransition):
        clear_seat(
            line.session,
            submission=invited,
            seat_id=seat.id,
            reason="None.",
            actor_id=world.secretary.id,
            at=NOON,
            mailing=MAILING,
        )


def decline(line: Line, session: Session, submission: Submission, person: User) -> None:
    decline_seat(
        session,
        submission=submission,
        reviewer_id=person.id,
        reason="No time.",
        at=NOON,
        mailing=MAILING,
    )


def replace_seat(
    line: Line, session: Session, submission: Submission, old: User, new: User
) -> Seat:
    return replace_reviewer(
        session,
        submission=submission,
        seat_id=reviews.seat_of(session, submission.id, old.id).id,
        reviewer_id=new.id,
        reason="No time.",
        actor_id=line.world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )


def test_a_declined_seat_goes_to_somebody_else_who_leads_in_its_place(
    line: Line, invited: Submission, world: World
) -> None:
    successor = make_person(line.session, "successor", is_reviewer=True)
    decline(line, line.session, invited, world.reviewer)
    new = replace_seat(line, line.session, invited, world.reviewer, successor)
    assert (new.is_lead, new.state) == (True, SeatState.INVITED)
    assert states(line.session, invited) == [
        ("Reviewer", "declined"),
        ("Colleague", "invited"),
        ("Successor", "invited"),
    ]
    with pytest.raises(IllegalTransition):
        replace_seat(line, line.session, invited, world.reviewer, world.idle_reviewer)


def test_a_panel_with_an_empty_seat_is_not_through(
    line: Line, in_review: Submission, world: World
) -> None:
    line.rate_all(in_review, world.colleague, 4)
    decline(line, line.session, in_review, world.reviewer)
    assert line.hand_in(in_review, world.colleague) is False
    assert in_review.assessment.state == State.IN_REVIEW


def test_what_a_replaced_reviewer_rated_is_kept_and_the_review_is_open_again(
    line: Line, world: World
) -> None:
    submission = led_to(line, State.CONSENSUS)
    successor = make_person(line.session, "successor", is_reviewer=True)
    replace_seat(line, line.session, submission, world.reviewer, successor)
    assert submission.assessment.state == State.IN_REVIEW
    assert states(line.session, submission) == [
        ("Reviewer", "replaced"),
        ("Colleague", "handed_in"),
        ("Successor", "invited"),
    ]
    kept = select(Rating).join(Rating.seat).where(Seat.reviewer_id == world.reviewer.id)
    assert len(line.session.scalars(kept).all()) == 31
    line.declare(submission, successor)
    line.rate_all(submission, successor, 3)
    assert line.hand_in(submission, successor) is True


def test_a_replacement_keeps_the_composition(
    line: Line, in_review: Submission, world: World
) -> None:
    with pytest.raises(UnsuitablePanel) as caught:
        replace_seat(line, line.session, in_review, world.reviewer, world.idle_reviewer)
    assert caught.value.reason == "composition"  # two from abroad, none from the cluster's country


def test_nobody_is_asked_twice_for_one_submission(
    line: Line, invited: Submission, world: World
) -> None:
    decline(line, line.session, invited, world.reviewer)
    with pytest.raises(UnsuitablePanel) as caught:
        replace_seat(line, line.session, invited, world.reviewer, world.reviewer)
    assert caught.value.reason == "sat_before"


def test_a_reviewer_replaced_while_saving_is_told(
    engine: Engine, line: Line, in_review: Submission, world: World
) -> None:
    successor = make_person(line.session, "successor", is_reviewer=True)
    line.session.commit()
    with pytest.raises(IllegalTransition):
        at_once(
            engine,
            lambda s: replace_seat(line, s, in_review, world.reviewer, successor),
            lambda s: Line.rate_all(replace(line, session=s), in_review, world.reviewer, 3),
        )
    assert line.session.scalars(select(Rating)).all() == []
