"""A database of an earlier release keeps every row and works with the present models."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import (
    Boolean,
    Date,
    DateTime,
    Engine,
    Integer,
    MetaData,
    create_engine,
    select,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessment.db.base import now
from assessment.db.models import (
    Agreement,
    Answer,
    Assessment,
    Cluster,
    Evidence,
    Rating,
    Submission,
    SubmittedEvidence,
)
from assessment.db.queries import assessments, events, outcomes, reviews, schemes
from assessment.db.session import make_engine, open_session
from assessment.db.upgrade import migration_config
from assessment.domain.chain import EMPTY, verify
from assessment.domain.lookalikes import look_of
from assessment.services.steps import record_event

NOON = datetime(2026, 1, 15, 12, 0)  # noqa: DTZ001  # as the tables keep it
RECORD = {"cluster": {"name": "Timber"}, "label": "gold", "answers": {}}


@pytest.fixture(params=["sqlite", "postgresql"])
def first_release(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database in the shape of the first release."""
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path / 'first.db'}")
        command.upgrade(migration_config(engine), "0001")
        yield engine
        engine.dispose()
        return
    url = make_url(request.getfixturevalue("postgres_address"))
    url = url.set(drivername="postgresql+psycopg")
    server = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    name = f"first_{uuid4().hex}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = make_engine(url.set(database=name).render_as_string(hide_password=False))
    command.upgrade(migration_config(engine), "0001")
    yield engine
    engine.dispose()
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def put(engine: Engine, table: str, **values: Any) -> None:
    """A row as the tables then were; what is not named and must be there gets something."""
    metadata = MetaData()
    metadata.reflect(engine, only=[table])
    columns = metadata.tables[table].columns
    missing = {c.name: _something(c.type) for c in columns if not c.nullable and c.name != "id"}
    with engine.begin() as connection:
        connection.execute(metadata.tables[table].insert(), {**missing, **values})


def _something(kind: object) -> object:
    match kind:
        case Boolean():
            return False
        case DateTime():
            return NOON
        case Date():
            return NOON.date()
        case Integer():
            return 1
    return "x"


@pytest.fixture
def lived_in(first_release: Engine) -> Engine:
    """An assessment under review, as the first release kept it, then upgraded."""
    engine = first_release
    put(engine, "users", id=1, name="Aila")
    put(engine, "clusters", id=1, country="FI")
    put(engine, "scheme_editions", digest="d", scheme_id="s", files={"a": "b"})
    put(engine, "assessments", id=1, scheme_id="s", label_id="gold", state="consensus")
    for key, level in (("unsaid", None), ("nothing", 0), ("much", 3)):
        put(engine, "answers", criterion_id=key, level=level, justification=f"Why {key}.")
    put(engine, "evidence", id=1, title="Plan", media_type="application/pdf", size=9, sha256="d")
    put(engine, "attached_evidence", criterion_id="much")
    put(engine, "submissions", id=1, scheme_digest="d", record=RECORD)
    put(engine, "seats", id=1)
    put(engine, "ratings", criterion_id="much", level=2, comment="Less.")
    put(engine, "ratings", criterion_id="nothing", level=None, comment="Later.")
    put(engine, "agreements", criterion_id="much", level=2, reason="Settled.")
    command.upgrade(migration_config(engine), "head")
    return engine


@pytest.fixture
def two_drafts(first_release: Engine) -> Engine:
    """Drafts of two labels that answer the same criterion, and a submission that froze evidence."""
    engine = first_release
    put(engine, "users", id=1, name="Aila")
    put(engine, "clusters", id=1, country="FI")
    put(engine, "scheme_editions", digest="d", scheme_id="s", files={"a": "b"})
    for number, label, state in (
        (1, "bronze", "awarded"),
        (2, "silver", "draft"),
        (3, "gold", "draft"),
    ):
        put(engine, "assessments", id=number, scheme_id="s", label_id=label, state=state)
        answer = {"assessment_id": number, "criterion_id": "team", "level": number}
        put(engine, "answers", **answer, justification=label, saved_at=NOON.replace(day=number))
    put(engine, "evidence", id=1, title="Plan", media_type="application/pdf", size=9, sha256="d")
    for number in (1, 2):
        put(engine, "attached_evidence", assessment_id=number, criterion_id="team")
    put(engine, "submissions", id=1, scheme_digest="d", record=RECORD)
    command.upgrade(migration_config(engine), "head")
    return engine


def test_newest_answer_of_a_draft_counts_for_all_labels_and_the_others_are_kept_aside(
    two_drafts: Engine,
) -> None:
    with open_session(two_drafts, writes=False) as session:
        found = [assessments.answers(session, number)["team"] for number in (1, 2, 3)]
        assert [(a.level, a.justification) for a in found] == [(3, "gold")] * 3
        aside = schemes.parked_answers(session, found[0].sheet_id)
        assert {(a.criterion_id, a.record["justification"]) for a in aside} == {
            ("team", "bronze"),
            ("team", "silver"),
        }
        history = assessments.answer_versions(session, found[0].sheet_id, "team")
        assert [(v.version, v.record["level"], v.author.name) for v in history] == [(1, 3, "Aila")]


def test_evidence_stays_attached_once_and_with_the_submission_that_froze_it(
    two_drafts: Engine,
) -> None:
    with open_session(two_drafts, writes=False) as session:
        (plan,) = assessments.attached_evidence(session, 3)["team"]
        assert plan.title == "Plan"
        frozen = session.scalars(select(SubmittedEvidence)).all()
        assert [(f.submission_id, f.criterion_id, f.evidence_id) for f in frozen] == [
            (1, "team", 1)
        ]


@pytest.fixture
def awarded_and_draft(first_release: Engine) -> Engine:
    """A bronze of long ago that answered `team` and `money` with evidence, and a silver draft that
    answered `team` alone, without any.
    """
    engine = first_release
    put(engine, "users", id=1, name="Aila")
    put(engine, "clusters", id=1, country="FI")
    for number, label, state in ((1, "bronze", "awarded"), (2, "silver", "draft")):
        put(engine, "assessments", id=number, scheme_id="s", label_id=label, state=state)
    for number, key in ((1, "team"), (1, "money"), (2, "team")):
        answer = {"assessment_id": number, "criterion_id": key, "level": number}
        put(engine, "answers", **answer, justification=f"{key} {number}")
    put(engine, "evidence", id=1, title="Plan", media_type="application/pdf", size=9, sha256="d")
    for key in ("team", "money"):
        put(engine, "attached_evidence", assessment_id=1, criterion_id=key)
    command.upgrade(migration_config(engine), "head")
    return engine


def test_what_an_open_draft_had_not_answered_is_to_be_confirmed(awarded_and_draft: Engine) -> None:
    with open_session(awarded_and_draft, writes=False) as session:
        answers = assessments.answers(session, 2)
        assert {key: (a.justification, a.carried) for key, a in answers.items()} == {
            "team": ("team 2", ""),
            "money": ("money 1", "earlier"),
        }
        history = assessments.answer_versions(session, answers["money"].sheet_id, "money")
        assert [(v.version, v.carried) for v in history] == [(1, "")]


def test_evidence_of_closed_work_does_not_support_what_a_draft_answered_itself(
    awarded_and_draft: Engine,
) -> None:
    with open_session(awarded_and_draft, writes=False) as session:
        supported = assessments.attached_evidence(session, 2)
        assert {key: [piece.title for piece in pieces] for key, pieces in supported.items()} == {
            "money": ["Plan"]
        }


@pytest.fixture
def session(lived_in: Engine) -> Iterator[Session]:
    with open_session(lived_in, writes=True) as session:
        yield session


def test_without_an_open_draft_nothing_is_to_be_confirmed_yet(session: Session) -> None:
    assert {answer.carried for answer in assessments.answers(session, 1).values()} == {""}


def test_answers_stay_and_say_whether_they_are_answers(session: Session) -> None:
    answers = assessments.answers(session, 1)
    assert {
        key: (a.level, a.justification, a.is_answered, a.version) for key, a in answers.items()
    } == {
        "unsaid": (None, "Why unsaid.", False, 1),
        "nothing": (0, "Why nothing.", True, 1),
        "much": (3, "Why much.", True, 1),
    }
    assert [(a.values, a.is_not_applicable, a.carried) for a in answers.values()] == [
        ({}, False, "")
    ] * 3


def test_evidence_stays_attached_and_has_no_date(session: Session) -> None:
    (plan,) = assessments.attached_evidence(session, 1)["much"]
    assert (plan.title, plan.media_type, plan.size, plan.dated_on) == (
        "Plan",
        "application/pdf",
        9,
        None,
    )


def test_evidence_was_attached_when_it_came_as_far_as_can_be_told(session: Session) -> None:
    (plan,) = assessments.attached_evidence(session, 1)["much"]
    sheet_id = assessments.assessment(session, 1).sheet_id
    (step,) = assessments.evidence_steps(session, sheet_id, "much")
    assert (step.key, step.title, step.is_attached) == ((plan.id, False), "Plan", True)
    assert (step.made_by, step.made_at) == (plan.added_by, plan.added_at)


def test_submissions_stay_as_they_were_handed_in(session: Session) -> None:
    assert session.get_one(Submission, 1).record == RECORD
    assert assessments.assessment(session, 1).sheet.scheme_version == ""


def test_ratings_and_agreements_stay(session: Session) -> None:
    ratings = reviews.ratings(session, 1)
    assert {k: (r.level, r.comment, r.is_not_applicable, r.checks) for k, r in ratings.items()} == {
        "much": (2, "Less.", False, []),
        "nothing": (None, "Later.", False, []),
    }
    assert reviews.rated_counts(session, [1]) == {1: 1}
    assert [(a.level, a.reason) for a in reviews.agreements(session, 1).values()] == [
        (2, "Settled.")
    ]


def test_what_was_there_can_be_changed_in_the_new_words(session: Session) -> None:
    session.get_one(Answer, (1, "much")).values = {"share": "12.5"}
    session.get_one(Rating, (1, "much")).checks = ["seen"]
    session.get_one(Agreement, (1, 1, "much")).level = None
    session.get_one(Evidence, 1).effective_until = date(2026, 1, 31)
    session.flush()
    session.expire_all()
    assert session.get_one(Answer, (1, "much")).values == {"share": "12.5"}
    assert session.get_one(Agreement, (1, 1, "much")).version == 2


def test_a_cluster_still_has_one_open_draft_for_a_label(lived_in: Engine) -> None:
    draft = {"scheme_id": "s", "label_id": "gold", "state": "draft", "sheet_id": 1}
    put(lived_in, "assessments", id=2, **draft)
    with pytest.raises(IntegrityError):
        put(lived_in, "assessments", id=3, **draft)
    put(lived_in, "assessments", id=4, **draft | {"label_id": "silver"})


def test_the_upgraded_database_has_the_shape_of_a_new_one(lived_in: Engine) -> None:
    command.check(migration_config(lived_in))


def test_names_of_before_are_found_by_their_look(first_release: Engine) -> None:
    """Two that look alike stay as they are."""
    put(first_release, "clusters", id=1, country="FI", name="Northern Timber")
    put(first_release, "clusters", id=2, country="FI", name="N0rthern Timber")
    command.upgrade(migration_config(first_release), "head")
    with open_session(first_release, writes=False) as session:
        rows = session.execute(select(Cluster.name, Cluster.name_look).order_by(Cluster.id)).all()
    look = look_of("Northern Timber")
    assert [tuple(row) for row in rows] == [("Northern Timber", look), ("N0rthern Timber", look)]


@pytest.fixture
def recorded(first_release: Engine) -> Engine:
    """Two events with a gap between their numbers, and the later one first in time."""
    engine = first_release
    put(engine, "users", id=1, name="Aila")
    put(engine, "clusters", id=1, country="FI")
    put(engine, "assessments", id=1, scheme_id="s", label_id="gold", state="submitted")
    told = {"assessment_id": 1, "state_before": "draft", "state_after": "submitted"}
    put(engine, "events", id=3, event="submit", **told, happened_at=NOON)
    put(engine, "events", id=7, event="withdraw", **told, happened_at=NOON.replace(day=1))
    command.upgrade(migration_config(engine), "head")
    return engine


def test_events_stay_in_their_order_and_are_chained(recorded: Engine) -> None:
    with open_session(recorded, writes=True) as session:
        told = [(e.number, e.kind, e.state_after, e.actor_id, e.happened_at.day, e.facts)
                for e in outcomes.events(session, 1)]  # fmt: skip
        assert told == [
            (1, "submit", "submitted", 1, 15, {}),
            (2, "withdraw", "submitted", 1, 1, {}),
        ]
        record_event(session, "noted", actor_id=None, at=now())
        session.flush()
        head = events.head(session)
        assert head is not None
        assert head.number == 3
        assert list(verify(events.entries(session), head)) == []


def test_an_installation_without_events_begins_a_chain(first_release: Engine) -> None:
    command.upgrade(migration_config(first_release), "head")
    with open_session(first_release, writes=False) as session:
        assert events.head(session) == EMPTY
        assert list(events.entries(session)) == []


def test_an_application_under_way_knows_when_it_was_submitted_and_whose_turn_it_is(
    lived_in: Engine,
) -> None:
    with open_session(lived_in, writes=False) as session:
        found = session.scalars(select(Assessment)).one()
        submitted_at = session.scalars(select(Submission.submitted_at)).one()
    assert (found.turn, found.submitted_at) == (1, submitted_at)
