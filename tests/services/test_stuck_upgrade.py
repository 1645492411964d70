"""Reviews that were stuck before lists knew of it wait for the secretariat after the upgrade."""

from datetime import timedelta

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, select, text

from assessment.db.models import AwardCondition, Certificate
from assessment.db.upgrade import migration_config
from assessment.domain.workflow import State
from assessment.services.award_conditions import Finding, check_conditions
from assessment.services.condition_reports import report_condition
from assessment.services.seats import decline_seat
from tests.building import MAILING, NOON, World
from tests.services.conftest import QuickLine


def test_a_review_that_was_stuck_before_has_the_turn_of_what_waits(
    engine: Engine, quick_line: QuickLine, world: World
) -> None:
    line, config = quick_line, migration_config(engine)
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    decline_seat(
        line.session,
        submission=submission,
        reviewer_id=world.reviewer.id,
        reason="No time.",
        at=NOON,
        mailing=MAILING,
    )
    line.session.commit()
    revision = ScriptDirectory.from_config(config).get_revision("0021")
    assert isinstance(revision.down_revision, str)
    command.stamp(config, revision.down_revision)
    for declared, turn in (("declined", 0), ("accepted", 1)):
        with engine.begin() as connection:
            connection.execute(text("UPDATE assessments SET turn = 1"))
            connection.execute(
                text("UPDATE seats SET state = :state WHERE reviewer_id = :person"),
                {"state": declared, "person": world.reviewer.id},
            )
        command.stamp(config, revision.down_revision)
        command.upgrade(config, "0021")
        with engine.connect() as connection:
            assert connection.execute(text("SELECT turn FROM assessments")).scalar_one() == turn


@pytest.mark.parametrize(("is_met", "life", "turn"), [(False, "valid", 0), (None, "revoked", 2)])
def test_an_award_of_which_a_condition_was_missed_waits_and_one_that_ended_does_not(
    engine: Engine, quick_line: QuickLine, is_met: bool | None, life: str, turn: int
) -> None:
    config = migration_config(engine)
    quick_line.lead_to(State.CONDITIONAL)
    quick_line.session.scalars(select(AwardCondition)).one().is_met = is_met
    quick_line.session.scalars(select(Certificate)).one().life = life
    quick_line.session.commit()
    command.stamp(config, "0020")
    command.upgrade(config, "0021")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT turn FROM assessments")).scalar_one() == turn


@pytest.mark.parametrize(("is_checked", "turn"), [(False, 0), (True, 1)])
def test_what_a_cluster_told_of_a_condition_before_waits_until_it_is_checked(
    engine: Engine, quick_line: QuickLine, is_checked: bool, turn: int
) -> None:
    line, config = quick_line, migration_config(engine)
    submission = line.submission(line.lead_to(State.CONDITIONAL))
    by = {"submission": submission, "actor_id": line.world.owner.id, "at": NOON, "mailing": MAILING}
    number = line.session.scalars(select(AwardCondition.id)).one()
    report_condition(line.session, condition_id=number, said="Done.", **by)
    if is_checked:
        check_conditions(line.session, findings={number: Finding(note="Asked.")}, seen={}, **by)
    submission.assessment.turn = 1
    line.session.commit()
    command.stamp(config, "0021")
    with engine.begin() as connection:
        connection.execute(text("DROP INDEX ix_assessments_turn"))
        connection.execute(text("CREATE INDEX ix_assessments_turn ON assessments (turn)"))
    command.upgrade(config, "0022")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT turn FROM assessments")).scalar_one() == turn


def test_what_was_accepted_before_has_a_day_for_its_panel(
    engine: Engine, quick_line: QuickLine
) -> None:
    config = migration_config(engine)
    assessment = quick_line.lead_to(State.ACCEPTED)
    assessment.due_on = None
    quick_line.session.commit()
    command.stamp(config, "0020")
    command.upgrade(config, "0021")
    with engine.connect() as connection:
        found = connection.execute(text("SELECT due_on FROM assessments")).scalar_one()
    assert str(found) == str(NOON.date() + timedelta(days=14))
