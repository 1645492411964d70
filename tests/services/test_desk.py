"""What the desk reads: progress, and the label to strive for next."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Catalogue
from assessment.db.models import Assessment, Evidence
from assessment.db.queries import assessments, outcomes, people
from assessment.domain.criteria import EvidenceKind
from assessment.domain.workflow import State
from assessment.services import desk
from assessment.services.carrying import EARLIER
from assessment.services.comments import Place, delete_comment, write_comment
from assessment.services.desk import Block, WaitingKind, read_desk
from assessment.services.labels import read_labels
from assessment.services.worksheets import read_worksheets
from tests.building import NOON, Line, World


def the_block(line: Line, world: World, catalogue: Catalogue) -> Block:
    memberships = people.memberships_of(line.session, world.owner.id)
    (block,) = read_desk(line.session, memberships, catalogue, NOON).blocks
    return block


def next_label(line: Line, world: World, catalogue: Catalogue) -> str:
    (found,) = the_block(line, world, catalogue).next_labels
    return found.label.id


def test_next_label_is_the_lowest_that_has_a_draft(
    line: Line, world: World, catalogue: Catalogue
) -> None:
    line.open()
    assert next_label(line, world, catalogue) == "gold"
    line.label_id = "silver"
    line.open()
    assert next_label(line, world, catalogue) == "silver"


def test_next_label_is_above_the_one_that_is_held(
    line: Line, world: World, catalogue: Catalogue
) -> None:
    line.label_id = "bronze"
    line.lead_to(State.AWARDED)
    assert next_label(line, world, catalogue) == "silver"
    (held,) = outcomes.certificates_of_clusters(line.session, [world.cluster.id])
    held.valid_until = date(2020, 1, 1)
    assert next_label(line, world, catalogue) == "bronze"


def test_next_label_is_above_the_one_that_is_applied_for(
    line: Line, world: World, catalogue: Catalogue
) -> None:
    line.label_id = "bronze"
    line.lead_to(State.SUBMITTED)
    assert next_label(line, world, catalogue) == "silver"


def test_nothing_is_next_while_the_highest_is_under_way(
    line: Line, world: World, catalogue: Catalogue
) -> None:
    line.lead_to(State.SUBMITTED)
    assert list(the_block(line, world, catalogue).next_labels) == []


def test_answer_to_confirm_does_not_wait_for_its_evidence_as_well(
    line: Line, world: World, catalogue: Catalogue
) -> None:
    draft = line.open()
    line.answer_all(draft)
    for piece in line.session.scalars(select(Evidence)):
        piece.effective_from = piece.effective_until = date(2010, 1, 1)
    line.session.flush()
    ((kind, too_old),) = waits(line, world, catalogue)
    assert (kind, too_old > 1) == (WaitingKind.EVIDENCE_TOO_OLD, True)
    for answer in assessments.answers(line.session, draft.id).values():
        answer.carried = EARLIER
    line.session.flush()
    assert waits(line, world, catalogue) == [(WaitingKind.TO_CONFIRM, 31)]


def waits(line: Line, world: World, catalogue: Catalogue) -> list[tuple[WaitingKind, int]]:
    return [(each.kind, each.number) for each in the_block(line, world, catalogue).waiting]


def test_cluster_without_answers_has_no_next_label(
    world: World, line: Line, catalogue: Catalogue
) -> None:
    block = the_block(line, world, catalogue)
    assert (block.drafts, block.next_labels, block.waiting) == ([], [], [])


def test_desk_leaves_out_what_was_discarded(line: Line, world: World, catalogue: Catalogue) -> None:
    line.lead_to(State.DISCARDED)
    block = the_block(line, world, catalogue)
    assert (block.assessments, block.drafts, block.next_labels) == ([], [], [])
    again = line.open()
    assert the_block(line, world, catalogue).assessments == [again]


def test_desk_scores_drafts_and_of_a_scheme_without_one_the_newest(
    line: Line, world: World, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    scored: list[int] = []

    def read(session: Session, wanted: Sequence[Assessment], *more: Any) -> Any:
        scored[:] = [own.id for own in wanted]
        return read_worksheets(session, wanted, *more)

    monkeypatch.setattr(desk, "read_worksheets", read)
    line.label_id = "bronze"
    line.lead_to(State.DECLINED)
    newest = line.lead_to(State.DECLINED)
    assert len(the_block(line, world, catalogue).assessments) == 2
    assert scored == [newest.id]
    bronze = line.open()
    line.label_id = "silver"
    silver = line.open()
    assert len(the_block(line, world, catalogue).assessments) == 4
    assert scored == [silver.id, bronze.id]


def test_last_change_counts_comments(line: Line, world: World, catalogue: Catalogue) -> None:
    draft = line.open()
    place = Place(world.cluster.id, draft.sheet_id, "web-presence")
    later = NOON + timedelta(days=3)
    written = write_comment(line.session, place, text="So?", actor_id=world.viewer.id, at=later)
    copied = write_comment(line.session, place, text="Ah.", actor_id=world.viewer.id, at=NOON)
    assert copied.id > written.id
    (found,) = the_block(line, world, catalogue).drafts
    assert found.changed_at == later
    assert assessments.last_changes(line.session, [draft]) == {draft.id: later}
    delete_comment(line.session, place, written.id, actor_id=world.viewer.id, at=later)
    (found,) = the_block(line, world, catalogue).drafts
    assert found.changed_at == NOON
    assert assessments.last_changes(line.session, [draft]) == {draft.id: NOON}


def test_last_change_counts_evidence_attached_and_taken_off(line: Line) -> None:
    draft, criterion = line.open(), line.label.criterion("web-presence")
    piece = line.attach(draft, criterion, EvidenceKind.DOCUMENT)
    for days, change in enumerate((line.take_off, line.choose), start=1):
        later = NOON + timedelta(days=days)
        change(draft, criterion, piece.id, at=later)
        assert assessments.last_changes(line.session, [draft]) == {draft.id: later}


def test_answers_are_scored_for_every_label_of_the_scheme(line: Line, world: World) -> None:
    draft = line.open()
    line.answer_all(draft)
    labels = read_labels(line.session, draft, line.edition, NOON)
    answered = {key: own.scorecard.answered for key, own in labels.sheets.items()}
    assert answered == {"bronze": 0, "silver": 21, "gold": 31}
    assert labels.of("none such").scorecard.label.id == "gold"
    assert set(labels.homes.values()) == {draft.id}
