"""Attaching evidence to an answer and taking it off again."""

import hashlib
import io
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from assessment.db.base import Base
from assessment.db.models import Assessment, AttachedEvidence, Evidence
from assessment.db.queries import assessments
from assessment.db.queries import evidence as library
from assessment.domain.criteria import Criterion, Label
from assessment.domain.errors import IllegalTransition, RefusedUpload
from assessment.domain.workflow import State
from assessment.services.assessments import open_assessment
from assessment.services.evidence import attach_file, attach_link
from assessment.services.library import Described
from assessment.services.uploads import stored_path
from tests.building import NOON, PDF, Line, World
from tests.services.at_once import at_once


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


@pytest.fixture
def draft(line: Line) -> Assessment:
    return line.open()


@pytest.fixture
def criterion(gold: Label) -> Criterion:
    return gold.criterion("lifelong-learning")


@pytest.fixture
def other(gold: Label) -> Criterion:
    return gold.criterion("clarity-of-roles")


def attach(
    line: Line,
    draft: Assessment,
    criterion: Criterion,
    filename: str = "plan.pdf",
    content: bytes = PDF,
) -> Evidence:
    added = attach_file(
        line.session,
        assessment_id=draft.id,
        criterion=criterion,
        filename=filename,
        stream=io.BytesIO(content),
        folder=line.folder,
        limit=1_000,
        actor_id=line.world.editor.id,
        at=NOON,
    )
    return added.evidence


def link(
    line: Line, draft: Assessment, criterion: Criterion, url: str, title: str = ""
) -> Evidence:
    added = attach_link(
        line.session,
        assessment_id=draft.id,
        criterion=criterion,
        url=url,
        described=Described(title),
        actor_id=line.world.editor.id,
        at=NOON,
    )
    return added.evidence


def count(session: Session, table: type[Base]) -> int:
    return session.scalars(select(func.count()).select_from(table)).one()


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def attached_to(line: Line, draft: Assessment) -> dict[str, list[str]]:
    """The titles of the evidence by criterion."""
    found = assessments.attached_evidence(line.session, draft.id)
    return {key: [item.title for item in items] for key, items in found.items()}


def test_attach_file_keeps_the_file_under_its_digest(
    line: Line, draft: Assessment, criterion: Criterion, world: World
) -> None:
    evidence = attach(line, draft, criterion, "C:\\plans\\plan 2026.pdf")
    digest = hashlib.sha256(PDF).hexdigest()
    assert (evidence.title, evidence.filename) == ("plan 2026.pdf", "plan 2026.pdf")
    assert (evidence.media_type, evidence.size) == ("application/pdf", len(PDF))
    assert (evidence.sha256, evidence.url) == (digest, "")
    assert (evidence.cluster_id, evidence.added_by, evidence.added_at) == (
        world.cluster.id,
        world.editor.id,
        NOON,
    )
    assert stored_path(line.folder, digest).read_bytes() == PDF


def test_the_same_file_twice_is_one_piece_of_evidence(
    line: Line, draft: Assessment, criterion: Criterion
) -> None:
    assert attach(line, draft, criterion) is attach(line, draft, criterion)
    assert (count(line.session, Evidence), count(line.session, AttachedEvidence)) == (1, 1)


def test_one_file_may_support_two_criteria(
    line: Line, draft: Assessment, criterion: Criterion, other: Criterion
) -> None:
    assert attach(line, draft, criterion) is attach(line, draft, other)
    assert attached_to(line, draft) == {criterion.id: ["plan.pdf"], other.id: ["plan.pdf"]}


def test_the_same_content_under_another_name_is_the_same_evidence(
    line: Line, draft: Assessment, criterion: Criterion
) -> None:
    first = attach(line, draft, criterion, "plan.pdf")
    assert attach(line, draft, criterion, "strategy.pdf") is first
    assert attached_to(line, draft) == {criterion.id: ["plan.pdf"]}
    assert len(files_in(line.folder)) == 1


def test_the_same_file_of_another_cluster_stays_theirs(
    line: Line, draft: Assessment, criterion: Criterion, world: World
) -> None:
    mine = attach(line, draft, criterion)
    world.cluster, mine_cluster = world.foreign_cluster, world.cluster
    theirs = attach(line, line.open(), criterion)
    assert (mine.cluster_id, theirs.cluster_id) == (mine_cluster.id, world.foreign_cluster.id)


def test_a_refused_file_leaves_nothing(line: Line, draft: Assessment, criterion: Criterion) -> None:
    with pytest.raises(RefusedUpload):
        attach(line, draft, criterion, "plan.pdf", b"<html>")
    assert count(line.session, Evidence) == 0
    assert files_in(line.folder) == []


def test_attach_link_keeps_address_and_title(
    line: Line, draft: Assessment, criterion: Criterion
) -> None:
    evidence = link(line, draft, criterion, "https://timber.example/plan", "Our plan")
    assert (evidence.url, evidence.title) == ("https://timber.example/plan", "Our plan")
    assert (evidence.filename, evidence.sha256, evidence.size) == ("", None, None)


def test_a_link_without_a_title_is_called_by_its_address(
    line: Line, draft: Assessment, criterion: Criterion
) -> None:
    assert link(line, draft, criterion, "https://timber.example").title == "https://timber.example"


def test_a_link_may_be_longer_than_a_title(
    line: Line, draft: Assessment, criterion: Criterion
) -> None:
    url = "https://timber.example/" + "a" * 1_977
    evidence = link(line, draft, criterion, url)
    assert (evidence.url, evidence.title) == (url, url[:300])


def test_the_same_link_twice_is_one_piece_of_evidence(
    line: Line, draft: Assessment, criterion: Criterion
) -> None:
    first = link(line, draft, criterion, "https://timber.example")
    assert link(line, draft, criterion, "https://timber.example") is first
    assert (count(line.session, Evidence), count(line.session, AttachedEvidence)) == (1, 1)


def test_detached_evidence_stays_with_the_cluster(
    line: Line, draft: Assessment, criterion: Criterion, other: Criterion
) -> None:
    evidence = attach(line, draft, criterion)
    attach(line, draft, other)
    for _ in range(2):
        line.take_off(draft, criterion, evidence.id)
    assert attached_to(line, draft) == {other.id: ["plan.pdf"]}
    assert library.evidence(line.session, evidence.id) is evidence


def test_evidence_can_no_longer_change_after_submission(line: Line, criterion: Criterion) -> None:
    submitted = line.lead_to(State.SUBMITTED)
    before = attached_to(line, submitted)
    files = files_in(line.folder)
    evidence_id = line.session.scalars(select(AttachedEvidence.evidence_id)).first() or 0
    with pytest.raises(IllegalTransition):
        attach(line, submitted, criterion, "late.pdf", PDF + b"late")
    with pytest.raises(IllegalTransition):
        link(line, submitted, criterion, "https://late.example")
    with pytest.raises(IllegalTransition):
        line.take_off(submitted, criterion, evidence_id)
    assert attached_to(line, submitted) == before
    assert files_in(line.folder) == files


def test_evidence_is_added_while_somebody_opens_another_label(
    engine: Engine, line: Line, draft: Assessment, criterion: Criterion, world: World
) -> None:
    line.session.commit()

    def open_silver(session: Session) -> int:
        return open_assessment(
            session,
            cluster_id=world.cluster.id,
            edition=line.edition,
            label=line.edition.scheme.label("silver"),
            actor_id=world.editor.id,
            at=NOON,
        ).sheet_id

    def attach(session: Session) -> Evidence:
        return attach_link(
            session,
            assessment_id=draft.id,
            criterion=criterion,
            url="https://timber.example",
            actor_id=world.owner.id,
            at=NOON,
        ).evidence

    with_the_sheet, beside_it = at_once(
        engine,
        lambda session: assessments.draft_for_change(session, draft.id).sheet_id,
        open_silver,
        then=attach,
    )
    assert beside_it == with_the_sheet
