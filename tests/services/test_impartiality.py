"""Conflicts of interest: what the database knows of reviewers refuses or warns at the appointment."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.db.models import (
    Affiliation,
    Assessment,
    Decision,
    EventRecord,
    Membership,
    OutboxMessage,
    Seat,
    Submission,
    TeamEvent,
    User,
)
from assessment.domain.conflicts import Rule, Weight
from assessment.domain.errors import UnsuitablePanel
from assessment.domain.team import TeamStep
from assessment.domain.workflow import SeatState, State
from assessment.services.decisions import Outcome
from assessment.services.impartiality import standing_of
from assessment.services.panel_changes import change_lead, replace_reviewer
from assessment.services.panels import propose_panel
from tests.building import MAILING, NOON, Line, World, make_cluster, make_person
from tests.services.test_digests import statements_of

LONG_AGO = date(2019, 5, 1)


def accepted(line: Line) -> Submission:
    return line.submission(line.lead_to(State.ACCEPTED))


def found(line: Line, submission: Submission, person: User) -> list[tuple[Rule, Weight]]:
    cluster = submission.assessment.cluster
    standing = standing_of(line.session, submission, cluster, [person.id], NOON)
    return [(each.rule, each.weight) for each in standing.conflicts[person.id]]


def affiliated(line: Line, person: User, organisation: str, **values: Any) -> None:
    told = {"kind": "employed", "since": LONG_AGO, "until": None, **values}
    line.session.add(Affiliation(user_id=person.id, organisation=organisation, **told))
    line.session.flush()


def propose(line: Line, submission: Submission, because: str = "") -> None:
    people = line.panel
    propose_panel(
        line.session,
        submission=submission,
        reviewer_ids=[person.id for person in people],
        lead_id=people[0].id,
        actor_id=line.world.secretary.id,
        at=NOON,
        mailing=MAILING,
        because=because,
    )


def refused(line: Line, submission: Submission, because: str = "") -> tuple[str, tuple[int, ...]]:
    with pytest.raises(UnsuitablePanel) as caught:
        propose(line, submission, because)
    return caught.value.reason, caught.value.who


def test_nothing_speaks_against_somebody_without_ties(line: Line, world: World) -> None:
    assert found(line, accepted(line), world.colleague) == []


@pytest.mark.parametrize("organisation", ["Timber House", " timber  HOUSE", "Northern Timber"])
def test_whoever_works_for_the_cluster_by_its_name_is_refused(
    line: Line, world: World, organisation: str
) -> None:
    submission = accepted(line)
    affiliated(line, world.colleague, organisation)
    assert found(line, submission, world.colleague) == [(Rule.EMPLOYED, Weight.REFUSE)]
    assert refused(line, submission, "No one else.") == ("conflict", (world.colleague.id,))


def test_a_tie_to_the_cluster_that_is_known_here_needs_no_name(line: Line, world: World) -> None:
    submission = accepted(line)
    affiliated(line, world.colleague, "Puu", kind="adviser", cluster_id=world.cluster.id)
    assert found(line, submission, world.colleague) == [(Rule.ADVISER, Weight.REFUSE)]


@pytest.mark.parametrize(
    ("left", "weight"),
    [
        (NOON - timedelta(days=365 * 2), Weight.REFUSE),
        (NOON - timedelta(days=365 * 4), Weight.WARN),
    ],
)
def test_a_former_member_of_the_team_is_refused_for_the_years_that_the_scheme_says(
    line: Line, world: World, left: datetime, weight: Weight
) -> None:
    submission = accepted(line)
    for step, at in ((TeamStep.JOINED, left - timedelta(days=100)), (TeamStep.LEFT, left)):
        line.session.add(
            TeamEvent(
                cluster_id=world.cluster.id,
                step=step,
                actor_id=world.colleague.id,
                person_id=world.colleague.id,
                happened_at=at,
            )
        )
    line.session.flush()
    assert found(line, submission, world.colleague) == [(Rule.TEAM, weight)]


def test_a_review_in_return_and_the_last_panel_warn(line: Line, world: World) -> None:
    first = line.submission(line.lead_to(State.AWARDED))
    line.label_id = "bronze"
    own = make_cluster(line.session, "Southern Steel", owner=world.idle_reviewer)
    world.owner.is_reviewer = True
    theirs = Assessment(
        cluster_id=own.id,
        scheme_id=first.assessment.scheme_id,
        label_id="gold",
        sheet_id=first.assessment.sheet_id,
        opened_by=world.idle_reviewer.id,
        state=State.AWARDED,
        changed_at=NOON,
    )
    line.session.add(theirs)
    line.session.flush()
    about = Submission(
        assessment_id=theirs.id,
        scheme_digest=first.scheme_digest,
        record=first.record,
        digest=first.digest,
        submitted_by=world.idle_reviewer.id,
        submitted_at=NOON,
    )
    line.session.add(about)
    line.session.flush()
    line.session.add(
        Seat(
            submission_id=about.id,
            reviewer_id=world.owner.id,
            state=SeatState.HANDED_IN,
            appointed_by=world.secretary.id,
            answered_at=NOON,
            handed_in_at=NOON,
        )
    )
    second = line.submission(line.lead_to(State.SUBMITTED))
    assert found(line, second, world.idle_reviewer) == [(Rule.RECIPROCAL, Weight.WARN)]
    assert found(line, second, world.reviewer) == [(Rule.LAST_PANEL, Weight.WARN)]


def test_a_warning_needs_a_reason_which_stays_with_the_seat_and_the_event(
    line: Line, world: World, session: Session
) -> None:
    submission = accepted(line)
    affiliated(line, world.colleague, "Timber House Oy", until=date(2024, 1, 31), kind="board")
    assert refused(line, submission, "  ") == ("unexplained", (world.colleague.id,))
    propose(line, submission, "The company is another one.")
    kept = {
        seat.reviewer_id: seat.conflicts
        for seat in session.scalars(select(Seat).where(Seat.submission_id == submission.id))
    }
    assert kept == {
        world.reviewer.id: [],
        world.colleague.id: [
            {
                "rule": "similar_name",
                "kind": "board",
                "organisation": "Timber House Oy",
                "cluster": None,
                "since": "2019-05-01",
                "until": "2024-01-31",
                "because": "The company is another one.",
            }
        ],
    }
    event = session.scalars(select(EventRecord).where(EventRecord.kind == "propose_panel")).one()
    assert event.facts == {
        "reviewers": sorted([world.reviewer.id, world.colleague.id]),
        "lead": world.reviewer.id,
        "warned": [world.colleague.id],
        "because": "The company is another one.",
    }


def test_a_member_of_today_cannot_take_a_place_either(line: Line, world: World) -> None:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    line.session.add(
        Membership(cluster_id=world.cluster.id, user_id=world.idle_reviewer.id, role="viewer")
    )
    line.session.flush()
    with pytest.raises(UnsuitablePanel) as caught:
        _replace(line, submission, world.idle_reviewer)
    assert caught.value.reason == "own_cluster"


def test_whoever_takes_a_place_is_asked_for_conflicts_too(line: Line, world: World) -> None:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    affiliated(line, world.idle_reviewer, "Timber House")
    with pytest.raises(UnsuitablePanel) as caught:
        _replace(line, submission, world.idle_reviewer, "Needed.")
    assert (caught.value.reason, caught.value.who) == ("conflict", (world.idle_reviewer.id,))


def _replace(line: Line, submission: Submission, person: User, because: str = "") -> Seat:
    leaving = line.session.scalars(
        select(Seat).where(Seat.reviewer_id == line.world.colleague.id)
    ).one()
    return replace_reviewer(
        line.session,
        submission=submission,
        seat_id=leaving.id,
        reviewer_id=person.id,
        reason="Ill.",
        actor_id=line.world.secretary.id,
        at=NOON,
        mailing=MAILING,
        because=because,
    )


def test_the_questions_are_as_many_for_one_reviewer_as_for_a_hundred(
    line: Line, engine: Engine
) -> None:
    submission = accepted(line)
    many = [
        make_person(line.session, f"expert{number}", is_reviewer=True).id for number in range(100)
    ]
    cluster = submission.assessment.cluster
    with statements_of(engine) as few:
        standing_of(line.session, submission, cluster, many[:1], NOON)
    with statements_of(engine) as all_of_them:
        standing_of(line.session, submission, cluster, many, NOON)
    assert (len(few), len(all_of_them)) == (3, 3)


def test_another_member_of_the_panel_may_lead_it(
    line: Line, world: World, session: Session
) -> None:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    seats = {
        seat.reviewer_id: seat
        for seat in session.scalars(select(Seat).where(Seat.submission_id == submission.id))
    }
    second = seats[world.colleague.id]
    for _again in range(2):
        change_lead(
            session,
            submission=submission,
            seat_id=second.id,
            actor_id=world.secretary.id,
            at=NOON,
            mailing=MAILING,
        )
    assert [seat.is_lead for seat in seats.values()] == [False, True]
    events = session.scalars(select(EventRecord).where(EventRecord.kind == "change_lead")).all()
    assert [(event.about_id, event.facts) for event in events] == [
        (world.colleague.id, {"before": [world.reviewer.id]})
    ]
    told = select(OutboxMessage.recipient).where(OutboxMessage.subject.startswith("You lead"))
    assert session.scalars(told).all() == ["colleague@people.example"]


def test_warnings_are_part_of_the_record_of_a_decision(
    line: Line, world: World, session: Session
) -> None:
    submission = line.submission(line.lead_to(State.REVIEWED))
    warned = {"rule": "last_panel", "because": "Nobody else was free."}
    own = session.scalars(select(Seat).where(Seat.reviewer_id == world.colleague.id)).one()
    own.conflicts = [warned]
    line.decide(submission, Outcome.AWARD)
    record = session.scalars(select(Decision)).one().record
    assert [member["conflicts"] for member in record["panel"]] == [[], [warned]]
