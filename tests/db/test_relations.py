"""How each kind of person stands to an assessment, a submission, a document and evidence."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.db.models import Document, SubmittedEvidence
from assessment.db.queries.relations import (
    Relation,
    to_assessment,
    to_cluster,
    to_document,
    to_evidence,
    to_submission,
)
from assessment.domain.policy import ClusterRole, Subject
from assessment.domain.workflow import SeatState, State
from assessment.services.evidence import attach_link
from tests.building import NOON, Line, World

PEOPLE = (
    "owner",
    "editor",
    "viewer",
    "stranger",
    "reviewer",
    "colleague",
    "idle_reviewer",
    "secretary",
)


def everybody(world: World) -> dict[str, int | None]:
    return {"nobody": None} | {name: getattr(world, name).id for name in PEOPLE}


def subjects(
    relation: Callable[..., Relation | None], session: Session, world: World, number: int
) -> dict[str, Subject | None]:
    """How everybody stands to what has the number."""
    found = {name: relation(session, key, number) for name, key in everybody(world).items()}
    return {name: each.subject if each else None for name, each in found.items()}


def members(state: State | None = None, *, has_submitted: bool = False) -> dict[str, Subject]:
    """The team; of what was submitted, by its owner."""
    return {
        "owner": Subject(cluster_role=ClusterRole.OWNER, state=state, has_submitted=has_submitted),
        "editor": Subject(cluster_role=ClusterRole.EDITOR, state=state),
        "viewer": Subject(cluster_role=ClusterRole.VIEWER, state=state),
    }


def others(state: State | None = None) -> dict[str, Subject]:
    """Those to whom the cluster is foreign and who sit on no panel."""
    names = ("nobody", "stranger", "reviewer", "colleague", "idle_reviewer", "secretary")
    return dict.fromkeys(names, Subject(state=state))


def test_cluster_subject_is_the_role_on_that_cluster(session: Session, world: World) -> None:
    found = subjects(to_cluster, session, world, world.cluster.id)
    assert found == others() | members()


def test_an_unknown_cluster_looks_like_a_foreign_one(session: Session, world: World) -> None:
    unknown = to_cluster(session, world.owner.id, 10_000)
    assert unknown == to_cluster(session, world.owner.id, world.foreign_cluster.id)
    assert unknown == Relation(Subject())


def test_assessment_subject_of_a_draft(session: Session, line: Line, world: World) -> None:
    draft = line.open()
    found = subjects(to_assessment, session, world, draft.id)
    assert found == others(State.DRAFT) | members(State.DRAFT)


def test_subjects_of_a_review_know_the_panel_and_who_has_handed_in(
    session: Session, line: Line, world: World
) -> None:
    assessment = line.lead_to(State.IN_REVIEW)
    submission = line.submission(assessment)
    line.rate_all(submission, world.reviewer, 4)
    line.hand_in(submission, world.reviewer)
    expected = others(State.IN_REVIEW) | members(State.IN_REVIEW, has_submitted=True)
    expected["reviewer"] = Subject(
        seat=SeatState.HANDED_IN, is_lead=True, had_seat=True, state=State.IN_REVIEW
    )
    expected["colleague"] = Subject(seat=SeatState.ACCEPTED, had_seat=True, state=State.IN_REVIEW)
    assert subjects(to_assessment, session, world, assessment.id) == expected
    assert subjects(to_submission, session, world, submission.id) == expected


def test_document_and_evidence_subjects_of_an_awarded_assessment(
    session: Session, line: Line, world: World
) -> None:
    line.lead_to(State.AWARDED)
    document_id = session.scalars(select(Document.id)).first() or 0
    expected = others(State.AWARDED) | members(State.AWARDED, has_submitted=True)
    seat = Subject(seat=SeatState.HANDED_IN, had_seat=True, state=State.AWARDED)
    expected |= {"reviewer": replace(seat, is_lead=True), "colleague": seat}
    assert subjects(to_document, session, world, document_id) == expected
    evidence_id = session.scalars(select(SubmittedEvidence.evidence_id)).first() or 0
    assert subjects(to_evidence, session, world, evidence_id) == (others() | members())


def test_evidence_of_a_draft_concerns_its_cluster_alone(
    session: Session, line: Line, world: World
) -> None:
    draft = line.open()
    criterion = line.label.criteria[0]
    added = attach_link(
        session,
        assessment_id=draft.id,
        criterion=criterion,
        url="https://timber.example",
        actor_id=world.owner.id,
        at=NOON,
    )
    number = added.evidence.id
    assert subjects(to_evidence, session, world, number) == others() | members()
    line.take_off(draft, criterion, number)
    assert subjects(to_evidence, session, world, number) == others() | members()


@pytest.mark.parametrize("subject", [to_assessment, to_submission, to_document, to_evidence])
def test_what_is_not_there_has_no_subject(session: Session, world: World, subject: object) -> None:
    assert callable(subject)
    assert subject(session, world.secretary.id, 10_000) is None
