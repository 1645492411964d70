"""Handing in an assessment: from a draft to a frozen submission."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from assessment.catalogue.loader import RULES, load_edition
from assessment.db.base import Base
from assessment.db.models import (
    AnswerImport,
    Assessment,
    EventRecord,
    OutboxMessage,
    SchemeEdition,
    Submission,
)
from assessment.db.queries import assessments, outcomes
from assessment.db.session import open_session
from assessment.domain.errors import IllegalTransition, Incomplete
from assessment.domain.evidence import Confidentiality, Period
from assessment.domain.record import scorecard_data
from assessment.domain.scorecard import CriterionScore, Reason
from assessment.domain.scoring import score
from assessment.domain.workflow import State
from assessment.resources import CRITERIA
from assessment.services.answering import AnswerDraft, save_answer
from assessment.services.evidence import attach_link
from assessment.services.library import Described
from assessment.services.records import sheet_of
from assessment.services.uploads import stored_path
from tests.building import NOON, PDF, Line, World
from tests.filling import FRESH, evidence_asked
from tests.services.at_once import at_once


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


@pytest.fixture
def whole_draft(line: Line) -> Assessment:
    """A draft in which nothing is missing."""
    assessment = line.open()
    line.answer_all(assessment)
    line.session.commit()
    return assessment


def submitting(line: Line, draft: Assessment) -> Callable[[Session], str]:
    """Submits in a session of its own and gives the digest."""
    return lambda session: replace(line, session=session).submit(draft).digest


def count(session: Session, table: type[Base]) -> int:
    return session.scalars(select(func.count()).select_from(table)).one()


def answer(line: Line, draft: Assessment, key: str, level: int | None, text: str) -> None:
    save_answer(
        line.session,
        assessment_id=draft.id,
        criterion=line.label.criterion(key),
        draft=AnswerDraft(level, text, 1),
        actor_id=line.world.owner.id,
        at=NOON,
    )


def test_submit_of_an_empty_draft_names_every_criterion(line: Line) -> None:
    with pytest.raises(Incomplete) as caught:
        line.submit(line.open())
    gaps = [gap for gap in caught.value.gaps if isinstance(gap, CriterionScore)]
    assert [(gap.criterion, gap.reason) for gap in gaps] == [
        (criterion, Reason.UNANSWERED) for criterion in line.label.criteria
    ]


def test_submit_of_a_draft_with_gaps_names_exactly_those(
    line: Line, whole_draft: Assessment
) -> None:
    attached = assessments.attached_evidence(line.session, whole_draft.id)
    financing = line.label.criterion("private-financing")  # asks two, keeps one
    line.take_off(whole_draft, financing, attached[financing.id][0].id)
    answer(line, whole_draft, "clarity-of-roles", 4, " \n ")
    answer(line, whole_draft, "success-stories", None, "Still counting.")
    with pytest.raises(Incomplete) as caught:
        line.submit(whole_draft)
    assert [(gap.criterion.id, gap.reason) for gap in caught.value.gaps] == [
        ("clarity-of-roles", Reason.JUSTIFICATION_MISSING),
        ("private-financing", Reason.EVIDENCE_MISSING),
        ("success-stories", Reason.UNANSWERED),
    ]


def test_a_refused_submission_leaves_nothing(line: Line) -> None:
    draft = line.open()
    line.session.commit()
    with pytest.raises(Incomplete):
        line.submit(draft)
    line.session.rollback()
    assert assessments.assessment(line.session, draft.id).state == State.DRAFT
    tables = (Submission, SchemeEdition, EventRecord, OutboxMessage)
    assert [count(line.session, table) for table in tables] == [0, 0, 0, 0]


def test_submit_forgets_the_workbook_that_waits(line: Line, whole_draft: Assessment) -> None:
    waits = AnswerImport(
        assessment_id=whole_draft.id,
        filename="filled.xlsx",
        content={},
        uploaded_by=line.world.owner.id,
        uploaded_at=NOON,
        expires_at=NOON + timedelta(days=7),
    )
    line.session.add(waits)
    line.submit(whole_draft)
    assert count(line.session, AnswerImport) == 0


def test_submit_freezes_answers_and_evidence(
    line: Line, whole_draft: Assessment, world: World
) -> None:
    text = 'Säännöt – 計画 😀\u2028"it\'s"\n'
    answer(line, whole_draft, "lifelong-learning", 3, text)
    added = attach_link(
        line.session,
        assessment_id=whole_draft.id,
        criterion=line.label.criterion("lifelong-learning"),
        url="https://timber.example/learning",
        described=Described(
            "Courses", Period(date(2026, 5, 30), date(2026, 5, 31)), Confidentiality.CONFIDENTIAL
        ),
        actor_id=world.owner.id,
        at=NOON,
    )
    file, link = assessments.attached_evidence(line.session, whole_draft.id)["lifelong-learning"]
    assert added.evidence is link
    record = line.submit(whole_draft).record
    assert list(record["answers"]) == [criterion.id for criterion in line.label.criteria]
    assert record["answers"]["lifelong-learning"] == {
        "level": 3,
        "justification": text,
        "values": {},
        "is_not_applicable": False,
        "evidence": [
            {
                "id": file.id,
                "title": "proof-0.pdf",
                "filename": "proof-0.pdf",
                "media_type": "application/pdf",
                "size": len(PDF) + 1,
                "sha256": hashlib.sha256(PDF + b"0").hexdigest(),
                "version": 1,
                "url": "",
                "effective_from": FRESH.isoformat(),
                "dated_on": FRESH.isoformat(),
                "added_on": NOON.date().isoformat(),
                "confidentiality": "normal",
            },
            {
                "id": link.id,
                "title": "Courses",
                "filename": "",
                "media_type": "",
                "size": None,
                "sha256": None,
                "version": 0,
                "url": "https://timber.example/learning",
                "effective_from": "2026-05-30",
                "dated_on": "2026-05-31",
                "added_on": NOON.date().isoformat(),
                "confidentiality": "confidential",
            },
        ],
    }


def test_submit_freezes_cluster_label_and_scheme(line: Line, whole_draft: Assessment) -> None:
    record = line.submit(whole_draft).record
    assert record["cluster"] == {
        "id": whole_draft.cluster_id,
        "name": "Northern Timber",
        "organisation": "Timber House",
        "country": "FI",
        "region": "FI1D7",
        "website": "",
    }
    assert record["label"] == "gold"
    assert record["scheme"] == {
        "id": "cluster-excellence",
        "version": line.edition.scheme.version,
        "digest": line.edition.digest,
    }
    assert record.keys() == {
        "cluster",
        "scheme",
        "label",
        "on",
        "profile",
        "held",
        "answers",
        "scorecard",
        "signed",
        "renews",
    }


def test_every_frozen_digest_is_that_of_the_stored_file(
    line: Line, whole_draft: Assessment
) -> None:
    record = line.submit(whole_draft).record
    items = [item for frozen in record["answers"].values() for item in frozen["evidence"]]
    assert len(items) == sum(len(evidence_asked(c, 4)) for c in line.label.criteria)
    for item in (item for item in items if not item["url"]):
        content = stored_path(line.folder, item["sha256"]).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (item["sha256"], item["size"])


def test_submit_keeps_the_text_of_the_scheme_as_it_is_in_the_files(
    line: Line, whole_draft: Assessment
) -> None:
    folder = CRITERIA / "cluster-excellence"
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes().decode()
        for pattern in RULES
        for path in folder.glob(pattern)
    }
    submission = line.submit(whole_draft)
    line.session.commit()
    line.session.expire_all()
    kept = line.session.get_one(SchemeEdition, submission.scheme_digest)
    text = json.dumps(files, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert kept.files == files
    assert kept.digest == hashlib.sha256(text.encode()).hexdigest()
    assert (kept.scheme_id, kept.version) == ("cluster-excellence", line.edition.scheme.version)


def test_the_frozen_scorecard_is_that_of_the_scoring_core(
    line: Line, whole_draft: Assessment
) -> None:
    answer(line, whole_draft, "lifelong-learning", 3, "A plan.")  # 4 × 3/4 instead of 4
    answer(line, whole_draft, "prospects-of-financing", 1, "A hope.")  # 5 × 1/4 instead of 5
    record = line.submit(whole_draft).record
    frozen_label = load_edition(dict(line.edition.files)).scheme.label("gold")
    assert record["scorecard"] == scorecard_data(score(frozen_label, sheet_of(record)))
    assert (record["scorecard"]["points"], record["scorecard"]["maximum"]) == ("581/4", "150")
    assert record["scorecard"]["outcome"] == "missed"  # financing asks level 2


def test_the_digest_is_that_of_the_record_read_back(
    engine: Engine, line: Line, whole_draft: Assessment
) -> None:
    submission = line.submit(whole_draft)
    line.session.commit()
    with open_session(engine, writes=False) as session:
        record = session.get_one(Submission, submission.id).record
    text = json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert submission.digest == hashlib.sha256(text.encode()).hexdigest()


def test_submit_records_the_step(line: Line, whole_draft: Assessment, world: World) -> None:
    submission = line.submit(whole_draft)
    assert (submission.submitted_by, submission.submitted_at) == (world.owner.id, NOON)
    assert (whole_draft.state, whole_draft.changed_at) == (State.SUBMITTED, NOON)
    assert [
        (e.kind, e.state_before, e.state_after, e.actor_id, e.happened_at, e.facts)
        for e in outcomes.events(line.session, whole_draft.id)
    ] == [
        ("submit", "draft", "submitted", world.owner.id, NOON, {"record": submission.digest}),
    ]


def test_submit_twice_is_refused(line: Line, whole_draft: Assessment) -> None:
    line.submit(whole_draft)
    with pytest.raises(IllegalTransition):
        line.submit(whole_draft)
    assert count(line.session, Submission) == 1


def test_submit_by_two_at_once_lets_one_win(
    engine: Engine, line: Line, whole_draft: Assessment
) -> None:
    with pytest.raises(IllegalTransition):
        at_once(engine, submitting(line, whole_draft), submitting(line, whole_draft))
    assert (count(line.session, Submission), count(line.session, EventRecord)) == (1, 1)


def test_two_clusters_may_be_the_first_of_an_edition_at_once(
    engine: Engine, line: Line, whole_draft: Assessment, world: World
) -> None:
    foreign = replace(line, world=replace(world, cluster=world.foreign_cluster))
    other = foreign.open()
    foreign.answer_all(other)
    line.session.commit()
    first, second = at_once(engine, submitting(line, whole_draft), submitting(foreign, other))
    assert first != second
    assert (count(line.session, Submission), count(line.session, SchemeEdition)) == (2, 1)
