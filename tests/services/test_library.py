"""A cluster's library: what is kept once, its versions, its room, deleting and sweeping."""

import hashlib
import io
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Catalogue
from assessment.config import Settings
from assessment.db.models import (
    AttachedEvidence,
    DiscardedFile,
    Evidence,
    EvidenceVersion,
    LinkCheck,
)
from assessment.db.queries import evidence as queries
from assessment.domain.criteria import Label
from assessment.domain.errors import RefusedUpload, StillNeeded
from assessment.domain.evidence import Confidentiality, Period
from assessment.domain.workflow import State
from assessment.services import library
from assessment.services.library import Added, Described
from assessment.services.records import frozen_file
from assessment.services.sweeping import sweep_discarded_files, sweep_forgotten_files
from assessment.services.uploads import stored_path
from tests.building import NOON, PDF, Line, World


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


def add(
    line: Line,
    filename: str = "plan.pdf",
    content: bytes = PDF,
    described: Described = library.UNDESCRIBED,
    quota: int | None = None,
) -> Added:
    return library.add_file(
        line.session,
        cluster_id=line.world.cluster.id,
        filename=filename,
        stream=io.BytesIO(content),
        folder=line.folder,
        limit=1_000,
        quota=quota,
        described=described,
        actor_id=line.world.editor.id,
        at=NOON,
    )


def renew(
    line: Line,
    evidence_id: int,
    content: bytes,
    filename: str = "plan.pdf",
    quota: int | None = None,
) -> Added:
    return library.add_version(
        line.session,
        evidence_id=evidence_id,
        filename=filename,
        stream=io.BytesIO(content),
        folder=line.folder,
        limit=1_000,
        quota=quota,
        actor_id=line.world.editor.id,
        at=NOON + timedelta(days=1),
    )


def link(line: Line, url: str = "https://timber.example", title: str = "") -> Added:
    return library.add_link(
        line.session,
        cluster_id=line.world.cluster.id,
        url=url,
        described=Described(title),
        actor_id=line.world.editor.id,
        at=NOON,
    )


def delete(line: Line, evidence_id: int) -> None:
    schemes = Catalogue({line.edition.scheme.id: line.edition})
    actor_id = line.world.owner.id
    library.delete(
        line.session, evidence_id=evidence_id, catalogue=schemes, actor_id=actor_id, at=NOON
    )


def files_of(line: Line) -> set[str]:
    """The names of the files on the disk."""
    return {path.name for path in line.folder.rglob("*") if path.is_file()}


def count(session: Session, table: type) -> int:
    return session.scalars(select(func.count()).select_from(table)).one()


def test_a_file_is_kept_with_what_is_said_of_it(line: Line) -> None:
    said = Described(
        "Our plan", Period(date(2026, 1, 1), date(2026, 3, 31)), Confidentiality.CONFIDENTIAL, "!"
    )
    found = add(line, described=said)
    assert found.is_new
    piece = found.evidence
    assert (piece.title, piece.filename, piece.newest) == ("Our plan", "plan.pdf", 1)
    assert (piece.effective_from, piece.dated_on) == (date(2026, 1, 1), date(2026, 3, 31))
    assert (piece.is_confidential, piece.note) == (True, "!")


def test_the_same_content_is_known_by_any_name_and_comes_back_from_the_archive(line: Line) -> None:
    first = add(line).evidence
    library.archive(line.session, evidence_id=first.id, at=NOON)
    again = add(line, "copy.pdf", described=Described(period=Period.of(date(2026, 5, 1))))
    assert (again.evidence, again.is_new) == (first, False)
    assert (first.archived_at, first.dated_on, first.title) == (None, date(2026, 5, 1), "plan.pdf")


def test_text_and_table_of_the_same_content_are_two(line: Line) -> None:
    assert add(line, "list.txt", b"a;b").evidence is not add(line, "list.csv", b"a;b").evidence


def test_a_new_version_counts_and_keeps_the_old_one(line: Line) -> None:
    piece = add(line).evidence
    found = renew(line, piece.id, PDF + b"2", "plan 2.pdf")
    assert (found.is_new, found.evidence.newest, found.evidence.size) == (True, 2, len(PDF) + 1)
    assert found.evidence.title == "plan 2.pdf"
    versions = queries.versions(line.session, piece.id)
    assert [(v.number, v.filename) for v in versions] == [(2, "plan 2.pdf"), (1, "plan.pdf")]
    assert stored_path(line.folder, versions[1].sha256).read_bytes() == PDF


def test_a_title_that_somebody_gave_stays_with_a_new_version(line: Line) -> None:
    piece = add(line, described=Described("Our plan")).evidence
    assert renew(line, piece.id, PDF + b"2", "plan 2.pdf").evidence.title == "Our plan"


def test_the_newest_version_once_more_changes_nothing(line: Line) -> None:
    piece = add(line).evidence
    assert not renew(line, piece.id, PDF).is_new
    assert piece.newest == 1


def test_an_earlier_version_may_come_back_as_the_newest(line: Line) -> None:
    piece = add(line).evidence
    renew(line, piece.id, PDF + b"2")
    assert renew(line, piece.id, PDF).is_new
    assert queries.evidence(line.session, piece.id).newest == 3


def test_an_older_version_is_not_taken_for_what_the_piece_is_now(line: Line) -> None:
    piece = add(line).evidence
    renew(line, piece.id, PDF + b"2")
    assert add(line).evidence is not piece


def test_a_link_has_no_versions(line: Line) -> None:
    with pytest.raises(RefusedUpload) as caught:
        renew(line, link(line).evidence.id, PDF)
    assert caught.value.reason == "not_a_file"


def test_all_versions_together_fit_into_the_room_of_a_cluster(line: Line) -> None:
    size = len(PDF)
    piece = add(line, quota=2 * size + 1).evidence
    renew(line, piece.id, PDF + b"2")
    with pytest.raises(RefusedUpload) as caught:
        add(line, "more.pdf", PDF + b"3", quota=2 * size + 1)
    facts = {"filename": "more.pdf", "used": 2 * size + 1, "quota": 2 * size + 1}
    assert (caught.value.reason, caught.value.facts) == ("quota", facts)
    assert files_of(line) == {piece.sha256, hashlib.sha256(PDF).hexdigest()}


def test_a_new_version_without_room_is_not_written(line: Line) -> None:
    piece = add(line).evidence
    with pytest.raises(RefusedUpload, match="quota"):
        renew(line, piece.id, PDF + b"2", quota=len(PDF))
    assert files_of(line) == {piece.sha256}


def test_a_file_that_is_known_needs_no_room(line: Line) -> None:
    add(line)
    assert not add(line, quota=1).is_new


def test_a_link_is_known_by_its_address_and_waits_to_be_looked_at(line: Line) -> None:
    first = link(line, title="Site")
    assert (first.is_new, link(line).is_new) == (True, False)
    check = line.session.get_one(LinkCheck, first.evidence.id)
    assert (check.asked_at, check.checked_at, check.state) == (NOON, None, "")


def test_a_changed_address_is_looked_at_anew(line: Line) -> None:
    piece = link(line).evidence
    check = line.session.get_one(LinkCheck, piece.id)
    check.asked_at, check.checked_at, check.state = None, NOON, "alive"
    library.describe(
        line.session,
        evidence_id=piece.id,
        described=Described("Site"),
        url="https://other.example",
        at=NOON,
    )
    assert (piece.url, piece.title) == ("https://other.example", "Site")
    assert (check.asked_at, check.checked_at, check.state) == (NOON, None, "")


def test_what_supports_an_answer_cannot_be_deleted_until_it_is_off(line: Line, gold: Label) -> None:
    draft, criterion = line.open(), gold.criteria[0]
    piece = add(line).evidence
    line.choose(draft, criterion, piece.id)
    with pytest.raises(StillNeeded):
        delete(line, piece.id)
    line.take_off(draft, criterion, piece.id)
    delete(line, piece.id)
    assert (count(line.session, Evidence), count(line.session, EvidenceVersion)) == (0, 0)


def test_what_supports_only_a_criterion_that_is_gone_can_be_deleted(line: Line) -> None:
    """Its retired answer is on no page, so nobody could take it off there."""
    sheet_id, piece = line.open().sheet_id, add(line).evidence
    retired = AttachedEvidence(sheet_id=sheet_id, criterion_id="retired", evidence_id=piece.id)
    line.session.add(retired)
    delete(line, piece.id)
    assert (count(line.session, Evidence), count(line.session, AttachedEvidence)) == (0, 0)


def test_what_a_submission_froze_stays_with_its_bytes(line: Line) -> None:
    submission = line.submission(line.lead_to(State.SUBMITTED))
    item = submission.record["answers"]["committed-participation"]["evidence"][0]
    renew(line, item["id"], PDF + b"newer")
    with pytest.raises(StillNeeded):
        delete(line, item["id"])
    frozen = frozen_file(submission.record, item["id"])
    assert frozen is not None
    assert frozen["sha256"] != queries.evidence(line.session, item["id"]).sha256
    assert stored_path(line.folder, frozen["sha256"]).is_file()
    assert frozen_file(submission.record, 10_000) is None


def test_a_deleted_link_takes_its_check_along(line: Line) -> None:
    delete(line, link(line).evidence.id)
    assert (count(line.session, Evidence), count(line.session, LinkCheck)) == (0, 0)


def age(path: Path, seconds: float) -> None:
    """Has a file be that much older."""
    moment = path.stat().st_mtime - seconds
    os.utime(path, (moment, moment))


def test_a_deleted_file_leaves_the_disk_after_a_rest(line: Line, settings: Settings) -> None:
    piece = add(line).evidence
    path = stored_path(line.folder, piece.sha256 or "")
    delete(line, piece.id)
    line.session.commit()
    engine = line.session.get_bind().engine
    assert sweep_discarded_files(engine, settings, NOON + timedelta(minutes=59)) == 0
    age(path, 10 * 365 * 86_400)
    assert sweep_discarded_files(engine, settings, NOON + timedelta(minutes=61)) == 1
    assert not path.exists()
    assert count(line.session, DiscardedFile) == 0


def test_a_deleted_file_that_somebody_has_again_stays(line: Line, settings: Settings) -> None:
    piece = add(line).evidence
    path = stored_path(line.folder, piece.sha256 or "")
    delete(line, piece.id)
    line.world.cluster = line.world.foreign_cluster
    add(line)
    line.session.commit()
    engine = line.session.get_bind().engine
    assert sweep_discarded_files(engine, settings, NOON + timedelta(hours=2)) == 0
    assert path.is_file()
    assert count(line.session, DiscardedFile) == 0


def test_a_deleted_file_that_is_being_handed_in_again_waits(
    line: Line, settings: Settings, world: World
) -> None:
    piece = add(line).evidence
    path = stored_path(line.folder, piece.sha256 or "")
    delete(line, piece.id)
    line.session.commit()
    moment = NOON + timedelta(hours=2)
    os.utime(path, (moment.timestamp(), moment.timestamp()))
    assert sweep_discarded_files(line.session.get_bind().engine, settings, moment) == 0
    line.session.expire_all()
    assert (path.is_file(), count(line.session, DiscardedFile)) == (True, 1)


@pytest.mark.parametrize(
    ("hours", "is_swept"), [(0.9, False), (1.1, True), (7 * 24 - 1, True), (7 * 24 + 1, False)]
)
def test_a_file_of_an_upload_that_came_to_nothing_leaves_the_disk(
    line: Line, settings: Settings, hours: float, is_swept: bool
) -> None:
    add(line)
    line.session.rollback()
    (name,) = files_of(line)
    path = stored_path(line.folder, name)
    half = path.with_name(f".{name}.half")
    half.touch()
    written = (NOON - timedelta(hours=hours)).timestamp()
    for each in (path, half):
        os.utime(each, (written, written))
    engine = line.session.get_bind().engine
    assert sweep_forgotten_files(engine, settings, NOON) == (2 if is_swept else 0)
    assert (path.exists(), half.exists()) == (not is_swept, not is_swept)


def test_what_a_library_has_is_never_swept(line: Line, settings: Settings) -> None:
    piece = add(line).evidence
    renew(line, piece.id, PDF + b"2")
    line.session.commit()
    before = files_of(line)
    for name in before:
        written = (NOON - timedelta(hours=2)).timestamp()
        os.utime(stored_path(line.folder, name), (written, written))
    assert sweep_forgotten_files(line.session.get_bind().engine, settings, NOON) == 0
    assert files_of(line) == before
