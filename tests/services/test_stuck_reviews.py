"""A review of which a place is empty, or a disclosed tie not judged, waits for the secretariat."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import OutboxMessage, Submission
from assessment.db.queries import pipeline, reviews
from assessment.db.queries.pipeline import WAITING, Wanted
from assessment.domain.next_steps import Holder
from assessment.domain.workflow import State
from assessment.services.clock import run_clock
from assessment.services.panel_changes import replace_reviewer
from assessment.services.pipeline import figures_for, waiting
from assessment.services.seats import clear_seat, decline_seat
from tests.building import MAILING, NOON, Line, World, make_person

OFFICE = ["deputy@people.example", "secretary@people.example"]


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


@pytest.fixture
def invited(line: Line) -> Submission:
    submission = line.submission(line.lead_to(State.PANEL_PROPOSED))
    line.agree_to_panel(submission)
    line.declare(submission, line.world.colleague)
    line.session.commit()
    return submission


def give_up(line: Line, submission: Submission) -> None:
    decline_seat(
        line.session,
        submission=submission,
        reviewer_id=line.world.reviewer.id,
        reason="No time.",
        at=NOON,
        mailing=MAILING,
    )


def listed(line: Line, state: str) -> list[Holder]:
    """Who moves on what the filter finds, which is as much as it counts."""
    wanted, reader = Wanted(state=state), line.world.secretary.id
    counts = figures_for(line.session, wanted, reader, has_clusters=False).counts
    found = pipeline.applications(line.session, wanted, except_clusters_of=reader, first=0, limit=9)
    assert pipeline.counted(counts, state) == len(found)
    return [row.holder for row in waiting(line.session, found, NOON)]


def reminded(session: Session) -> list[str]:
    session.expire_all()
    found = session.scalars(
        select(OutboxMessage.recipient).where(OutboxMessage.subject.startswith("A place on a"))
    ).all()
    session.commit()
    return sorted(found)


def test_an_empty_place_waits_for_the_secretariat_until_somebody_is_asked(
    line: Line, invited: Submission, world: World
) -> None:
    assert (listed(line, WAITING), listed(line, "in_review")) == ([], [Holder.REVIEWERS])
    give_up(line, invited)
    line.session.commit()
    assert listed(line, WAITING) == listed(line, "in_review") == [Holder.SECRETARIAT]
    replace_reviewer(
        line.session,
        submission=invited,
        seat_id=reviews.seat_of(line.session, invited.id, world.reviewer.id).id,
        reviewer_id=make_person(line.session, "third", is_reviewer=True).id,
        reason="",
        actor_id=world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )
    line.session.commit()
    assert (listed(line, WAITING), listed(line, "in_review")) == ([], [Holder.REVIEWERS])


def test_a_disclosed_tie_waits_for_the_secretariat_until_it_is_judged(
    line: Line, invited: Submission, world: World
) -> None:
    line.declare(invited, world.reviewer, "We shared an office.")
    line.session.commit()
    assert listed(line, WAITING) == listed(line, "in_review") == [Holder.SECRETARIAT]
    clear_seat(
        line.session,
        submission=invited,
        seat_id=reviews.seat_of(line.session, invited.id, world.reviewer.id).id,
        reason="Long ago.",
        actor_id=world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )
    line.session.commit()
    assert (listed(line, WAITING), listed(line, "in_review")) == ([], [Holder.REVIEWERS])


@pytest.mark.parametrize("is_tied", [True, False])
@pytest.mark.parametrize(("day", "readers"), [(7, []), (8, OFFICE)])
def test_the_secretariat_is_reminded_once_when_the_day_for_the_answer_has_passed(
    line: Line, engine: Engine, settings: Settings, session: Session, invited: Submission,
    world: World, is_tied: bool, day: int, readers: list[str],
) -> None:  # fmt: skip
    if is_tied:
        line.declare(invited, world.reviewer, "We shared an office.")
    else:
        give_up(line, invited)
    line.session.commit()
    for _again in range(2):
        run_clock(engine, settings, NOON + timedelta(days=day))
    assert reminded(session) == readers


@pytest.mark.parametrize(("day", "readers"), [(28, []), (29, OFFICE)])
def test_of_a_seat_that_was_given_up_the_day_for_the_ratings_counts(
    line: Line, engine: Engine, settings: Settings, session: Session, invited: Submission,
    world: World, day: int, readers: list[str],
) -> None:  # fmt: skip
    line.declare(invited, world.reviewer)
    give_up(line, invited)
    line.session.commit()
    run_clock(engine, settings, NOON + timedelta(days=day))
    assert reminded(session) == readers
