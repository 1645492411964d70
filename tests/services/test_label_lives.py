"""A label after its award: it rests, comes back, is taken away."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.db.models import Certificate, OutboxMessage, Submission
from assessment.db.queries import clusters, outcomes
from assessment.domain.errors import IllegalTransition
from assessment.domain.label_life import LifeEvent, LifeState
from assessment.domain.workflow import State
from assessment.services.label_lives import change_life
from tests.building import MAILING, NOON, Line
from tests.services.at_once import at_once


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


@pytest.fixture
def awarded(line: Line) -> Submission:
    submission = line.submission(line.lead_to(State.AWARDED))
    line.session.commit()
    return submission


def change(line: Line, session: Session, submission: Submission, event: LifeEvent) -> Certificate:
    return change_life(
        session,
        submission=submission,
        event=event,
        reason="Nobody answers.",
        actor_id=line.world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )


def held(line: Line) -> list[str]:
    cluster_id, scheme_id = line.world.cluster.id, line.edition.scheme.id
    _profile, labels = clusters.profile_and_labels_held(line.session, cluster_id, scheme_id)
    return [label.label_id for label in labels]


def test_a_suspended_label_is_not_held_until_the_suspension_is_lifted(
    line: Line, awarded: Submission
) -> None:
    certificate = change(line, line.session, awarded, LifeEvent.SUSPEND)
    assert (certificate.life, certificate.life_since, certificate.life_reason) == (
        LifeState.SUSPENDED,
        NOON,
        "Nobody answers.",
    )
    assert held(line) == []
    assert change(line, line.session, awarded, LifeEvent.LIFT).life == LifeState.VALID
    assert held(line) == ["gold"]


def test_each_step_of_a_label_is_an_event_about_its_certificate(
    line: Line, awarded: Submission
) -> None:
    certificate = change(line, line.session, awarded, LifeEvent.REVOKE)
    last = outcomes.events(line.session, awarded.assessment_id)[-1]
    assert (last.kind, last.certificate_id, last.state_before, last.state_after, last.facts) == (
        "revoke",
        certificate.id,
        "valid",
        "revoked",
        {"reason": "Nobody answers."},
    )


def test_what_is_revoked_stays_revoked(line: Line, awarded: Submission) -> None:
    change(line, line.session, awarded, LifeEvent.REVOKE)
    for event in LifeEvent:
        with pytest.raises(IllegalTransition):
            change(line, line.session, awarded, event)


def test_the_whole_team_is_told_why(line: Line, awarded: Submission) -> None:
    change(line, line.session, awarded, LifeEvent.SUSPEND)
    told = select(OutboxMessage).where(OutboxMessage.subject.startswith("Label suspended"))
    mails = line.session.scalars(told).all()
    assert len(mails) == 3
    assert "G-2026-0001" in mails[0].body
    assert "Nobody answers." in mails[0].body


def test_of_two_who_act_on_a_label_at_once_the_second_is_told(
    engine: Engine, line: Line, awarded: Submission
) -> None:
    with pytest.raises(IllegalTransition):
        at_once(
            engine,
            lambda s: change(line, s, awarded, LifeEvent.REVOKE),
            lambda s: change(line, s, awarded, LifeEvent.SUSPEND),
        )
