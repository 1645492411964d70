"""`assessment audit verify` compares what is stored with what the events tell of it."""

import json
from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from assessment.cli import main
from assessment.config import Settings
from assessment.db.models import (
    Assessment,
    AwardCondition,
    Certificate,
    Clarification,
    Decision,
    EventRecord,
    Submission,
)
from assessment.db.session import open_snapshot
from assessment.domain.complaints import Finding as Upheld
from assessment.domain.label_life import LifeEvent
from assessment.domain.seals import Comparison, Mismatch, MismatchKind, Sealed
from assessment.domain.workflow import State
from assessment.services.appeals import reject_appeal
from assessment.services.auditing import audit_events
from assessment.services.award_conditions import Finding, check_conditions
from assessment.services.clarifications import lapse_clarification
from assessment.services.complaints import answer_complaint
from assessment.services.decisions import Outcome, reject_decision
from assessment.services.label_lives import change_life
from assessment.services.records import record_digest
from tests.building import MAILING, NOON, Line
from tests.services.test_steps import unguarded


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


@pytest.fixture
def awarded(line: Line) -> Submission:
    """Taken back once, asked once, sent back once, awarded with conditions, suspended and lifted."""
    session, world = line.session, line.world
    assessment = line.lead_to(State.SUBMITTED)
    line.withdraw(assessment)
    line.submit(assessment)
    submission = line.submission(assessment)
    line.accept(submission)
    line.propose(submission)
    line.agree_to_panel(submission)
    for reviewer in line.panel:
        line.declare(submission, reviewer)
    line.ask(submission, "How is it measured?")
    lapse_clarification(session, assessment_id=assessment.id, at=NOON, mailing=MAILING)
    for reviewer in line.panel:
        line.rate_all(submission, reviewer, 4)
        line.hand_in(submission, reviewer)
    line.close(submission)
    line.propose_decision(submission, Outcome.DEFER)
    by = {"submission": submission, "at": NOON, "mailing": MAILING}
    proposed = line.waiting(submission)
    reject_decision(
        session, decision_id=proposed, reason="Not yet.", actor_id=world.deputy.id, **by
    )
    line.decide(submission, Outcome.AWARD_WITH_CONDITIONS)
    for event in (LifeEvent.SUSPEND, LifeEvent.LIFT, LifeEvent.SUSPEND):
        change_life(session, event=event, reason="So.", actor_id=world.deputy.id, **by)
    session.commit()
    return submission


def compared(engine: Engine) -> Comparison:
    with open_snapshot(engine) as session:
        audit = audit_events(session)
    assert audit.breaks == ()
    return audit.records


def mismatches(engine: Engine) -> list[tuple[str, str, int]]:
    """What disagrees: how, about what, and which row."""
    return [(each.kind, each.of, each.row) for each in compared(engine).mismatches]


def event_of(session: Session, kind: str) -> int:
    number = session.scalars(
        select(EventRecord.number)
        .where(EventRecord.kind == kind)
        .order_by(EventRecord.number.desc())
    ).first()
    session.commit()
    assert number is not None
    return number


def test_everything_that_is_stored_matches_its_event(engine: Engine, awarded: Submission) -> None:
    # two submissions, a round of questions, two proposals, a decision, a certificate and its state
    assert compared(engine) == Comparison(9)


def test_the_events_of_a_decision_carry_the_digest_of_its_record(
    line: Line, awarded: Submission
) -> None:
    rows = line.session.scalars(select(Decision).order_by(Decision.id)).all()
    told = line.session.execute(
        select(EventRecord.kind, EventRecord.facts)
        .where(EventRecord.kind.in_(("propose_decision", "award_with_conditions")))
        .order_by(EventRecord.number)
    ).all()
    digests = [record_digest(row.record) for row in rows]
    assert [facts["record"] for _kind, facts in told] == [*digests, digests[1]]
    assert len(told[-1].facts["certificate"]) == 64


@pytest.mark.parametrize(
    ("statement", "of", "row"),
    [
        ('UPDATE submissions SET record = \'{"label": "gold"}\' WHERE id = 2', ["submission"], 2),
        ("UPDATE submissions SET record = '7' WHERE id = 1", ["submission"], 1),
        ("UPDATE submissions SET digest = scheme_digest WHERE id = 2", ["submission"], 2),
        ("UPDATE clarifications SET record = '{\"questions\": []}'", ["clarification"], 1),
        ("UPDATE decisions SET record = '{}' WHERE id = 1", ["proposal"], 1),
        ("UPDATE decisions SET statement = 'Bad.' WHERE id = 2", ["proposal", "decision"], 2),
        ("UPDATE decisions SET outcome = 'award' WHERE id = 2", ["proposal", "decision"], 2),
        ("UPDATE decisions SET until = '2031-01-01' WHERE id = 1", ["proposal"], 1),
        (
            "UPDATE award_conditions SET due_on = '2031-01-01' WHERE decision_id = 2",
            ["proposal", "decision"],
            2,
        ),
        ("UPDATE certificates SET valid_until = '2041-01-01'", ["certificate"], 1),
        ("UPDATE certificates SET cluster_name = 'Another'", ["certificate"], 1),
        ("UPDATE certificates SET life = 'valid'", ["label_life"], 1),
    ],
)
def test_what_was_altered_is_found(
    line: Line, engine: Engine, awarded: Submission, statement: str, of: list[str], row: int
) -> None:
    line.session.execute(text(statement))
    line.session.commit()
    assert mismatches(engine) == [("altered", each, row) for each in sorted(of)]


@pytest.mark.parametrize(
    ("statements", "gone"),
    [
        (
            ["DELETE FROM duty_terms", "DELETE FROM certificates"],
            [("certificate", "award_with_conditions")],
        ),
        (
            ["DELETE FROM award_conditions", "DELETE FROM decisions WHERE id = 2"],
            [("decision", "award_with_conditions"), ("proposal", "propose_decision")],
        ),
        (
            ["DELETE FROM panel_questions", "DELETE FROM clarifications"],
            [("clarification", "lapse_clarification")],
        ),
    ],
)
def test_what_was_removed_is_found(
    line: Line,
    engine: Engine,
    awarded: Submission,
    statements: list[str],
    gone: list[tuple[str, str]],
) -> None:
    if "certificates" in statements[-1]:  # events name it, and stay
        statements = ["UPDATE events SET certificate_id = NULL", *statements]
        unguarded(line.session, *statements)
        with open_snapshot(engine) as session:
            records = audit_events(session).records
        found = [(each.of, each.event) for each in records.mismatches if each.of != "label_life"]
    else:
        for statement in statements:
            line.session.execute(text(statement))
        line.session.commit()
        records = compared(engine)
        found = [(each.of, each.event) for each in records.mismatches]
    assert {each.kind for each in records.mismatches} == {MismatchKind.REMOVED}
    assert found == [(of, event_of(line.session, kind)) for of, kind in gone]


def check(line: Line, submission: Submission, number: int, found: Finding, known: Finding) -> None:
    check_conditions(
        line.session,
        submission=submission,
        findings={number: found},
        seen={number: known},
        actor_id=line.world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )


def revoke(line: Line, submission: Submission) -> None:
    """So that the label can be applied for again."""
    change_life(
        line.session,
        submission=submission,
        event=LifeEvent.REVOKE,
        reason="So.",
        actor_id=line.world.deputy.id,
        at=NOON,
        mailing=MAILING,
    )


def put_in(line: Line, number: int, at: datetime | None) -> None:
    """A finding that is recorded in the database alone, in the secretary's name."""
    condition = line.session.get_one(AwardCondition, number)
    condition.is_met, condition.checked_by, condition.checked_at = True, line.world.secretary.id, at
    line.session.commit()


@pytest.fixture
def checked(line: Line) -> int:
    """The condition of an award that was recorded twice, by its number."""
    submission = line.submission(line.lead_to(State.CONDITIONAL))
    number = line.session.scalars(select(AwardCondition.id)).one()
    known = Finding()
    for found in (Finding(None, "A letter is on its way."), Finding(True, "Seen.")):
        check(line, submission, number, found, known)
        known = found
    line.session.commit()
    return number


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE award_conditions SET checked_at = NULL", []),
        ("UPDATE award_conditions SET is_met = false", ["altered"]),
        ("UPDATE award_conditions SET is_met = NULL", ["altered"]),
        ("UPDATE award_conditions SET note = 'Not seen.'", ["altered"]),
    ],
)
def test_a_finding_on_a_condition_that_was_altered_is_found(
    line: Line, engine: Engine, checked: int, statement: str, found: list[str]
) -> None:
    line.session.execute(text(statement))
    line.session.commit()
    assert mismatches(engine) == [(each, "condition", checked) for each in found]


def test_a_finding_recorded_in_the_database_alone_is_found(line: Line, engine: Engine) -> None:
    line.lead_to(State.CONDITIONAL)
    line.session.execute(text("UPDATE award_conditions SET is_met = true"))
    line.session.commit()
    assert mismatches(engine) == [("inserted", "condition", 1)]


def test_a_finding_from_before_there_were_events_of_it_is_counted(
    line: Line, engine: Engine
) -> None:
    line.lead_to(State.CONDITIONAL)
    put_in(line, 1, NOON)
    assert compared(engine) == Comparison(5, 1)


@pytest.mark.parametrize(
    ("days", "found"),
    [(-1, []), (0, ["inserted"]), (1, ["inserted"]), (None, ["inserted"])],
)
def test_only_a_finding_from_before_the_first_event_of_one_needs_none(
    line: Line, engine: Engine, days: int | None, found: list[str]
) -> None:
    revoke(line, line.submission(line.lead_to(State.CONDITIONAL)))
    other = line.submission(line.lead_to(State.CONDITIONAL))
    first, number = line.session.scalars(select(AwardCondition.id).order_by(AwardCondition.id))
    check(line, other, number, Finding(True, "Seen."), Finding())
    put_in(line, first, None if days is None else NOON + timedelta(days=days))
    assert mismatches(engine) == [(each, "condition", first) for each in found]


def test_a_finding_that_says_it_is_older_than_its_award_is_found(
    line: Line, engine: Engine, checked: int
) -> None:
    revoke(line, line.submission(line.session.scalars(select(Assessment)).one()))
    line.lead_to(State.CONDITIONAL)
    put_in(line, checked + 1, NOON - timedelta(days=1))
    assert mismatches(engine) == [("inserted", "condition", checked + 1)]


@pytest.fixture
def disputed(line: Line) -> Submission:
    """Declined, appealed against and rejected; complained about twice, answered once."""
    submission = line.submission(line.lead_to(State.APPEALED))
    by = {"actor_id": line.world.deputy.id, "at": NOON, "mailing": MAILING}
    reject_appeal(line.session, submission=submission, answer="It was read.", **by)
    complaint = line.complain(submission.assessment)
    line.complain(submission.assessment)
    answer_complaint(
        line.session,
        complaint_id=complaint.id,
        edition=line.edition,
        finding=Upheld.UPHELD,
        answer="We were late.",
        **by,
    )
    line.session.commit()
    return submission


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE appeals SET grounds = 'None.'", ("altered", "appeal", 1)),
        ("UPDATE appeals SET answer = 'Yes.'", ("altered", "appeal", 1)),
        ("UPDATE appeals SET is_admitted = NULL", ("altered", "appeal", 1)),
        ("UPDATE complaints SET text = 'Thanks.' WHERE id = 2", ("altered", "complaint", 2)),
        ("UPDATE complaints SET finding = 'not_upheld' WHERE id = 1", ("altered", "complaint", 1)),
        ("UPDATE complaints SET answer = 'No.' WHERE id = 1", ("altered", "complaint", 1)),
        ("DELETE FROM complaints WHERE id = 2", ("removed", "complaint", 0)),
        ("DELETE FROM appeals", ("removed", "appeal", 0)),
    ],
)
def test_an_appeal_or_a_complaint_that_was_altered_is_found(
    line: Line,
    engine: Engine,
    disputed: Submission,
    statement: str,
    found: tuple[str, str, int],
) -> None:
    assert mismatches(engine) == []
    line.session.execute(text(statement))
    line.session.commit()
    assert mismatches(engine) == [found]


def test_a_submission_that_was_removed_is_found(line: Line, engine: Engine) -> None:
    line.lead_to(State.SUBMITTED)
    line.session.commit()
    for table in ("outbox", "documents", "submitted_evidence", "submissions"):
        line.session.execute(text(f"DELETE FROM {table}"))  # noqa: S608
    line.session.commit()
    event = event_of(line.session, "submit")
    assert compared(engine).mismatches == (
        Mismatch(MismatchKind.REMOVED, Sealed.SUBMISSION, 0, event),
    )


def copy_of(row: object, **changes: object) -> object:
    """Another row like this one."""
    table = type(row)
    values = {c.name: getattr(row, c.name) for c in table.__table__.columns if c.name != "id"}  # type: ignore[attr-defined]
    return table(**(values | changes))


def test_what_was_inserted_is_found(line: Line, engine: Engine, awarded: Submission) -> None:
    session = line.session
    withdrawn = session.get_one(Submission, 1)
    session.add_all(
        [
            copy_of(withdrawn),
            copy_of(session.scalars(select(Clarification)).one(), number=2),
            copy_of(session.get_one(Decision, 2)),
            copy_of(
                session.scalars(select(Certificate)).one(),
                submission_id=1,
                number="G-2026-9999",
                token="made-up",
                life="valid",
            ),
        ]
    )
    session.commit()
    assert mismatches(engine) == [
        ("inserted", "certificate", 2),
        ("inserted", "clarification", 2),
        ("inserted", "decision", 3),
        ("inserted", "proposal", 3),
        ("inserted", "submission", 3),
    ]


def test_a_decision_confirmed_in_the_database_alone_is_found(line: Line, engine: Engine) -> None:
    line.lead_to(State.DECISION_PROPOSED)
    line.session.commit()
    line.session.execute(
        text("UPDATE decisions SET decided_at = proposed_at, decided_by = :by"),
        {"by": line.world.deputy.id},
    )
    line.session.commit()
    assert mismatches(engine) == [("inserted", "decision", 1)]


def test_events_from_before_seals_are_counted(line: Line, engine: Engine) -> None:
    line.lead_to(State.DECLINED)
    line.session.commit()
    unguarded(line.session, "UPDATE events SET facts = '{}'")
    with open_snapshot(engine) as session:
        assert audit_events(session).records == Comparison(0, 3)


def test_the_command_says_which_row_does_not_match(
    line: Line, awarded: Submission, database: str, settings: Settings
) -> None:
    variables = {
        "ASSESSMENT_INSTANCE": str(settings.instance_path / "i"),
        "ASSESSMENT_DATABASE_URL": database,
    }
    runner = CliRunner(env=variables)
    whole = runner.invoke(main, ["audit", "verify"])
    assert whole.exit_code == 0
    assert "9 stored records match what the events tell.\n" in whole.stdout
    line.session.execute(text("UPDATE certificates SET issuer = 'Nobody', life = 'valid'"))
    line.session.commit()
    event = event_of(line.session, "award_with_conditions")
    last = event_of(line.session, "suspend")
    broken = runner.invoke(main, ["audit", "verify"])
    told = (
        f"The certificate 1 was altered: it does not give the digest that event {event} tells.\n"
        f"The state of the certificate 1 was altered: event {last} tells another one.\n"
    )
    assert broken.exit_code == 1
    assert told in broken.stdout
    assert broken.stderr == "Error: 2 records do not match what the events tell.\n"
    data = json.loads(runner.invoke(main, ["audit", "verify", "--json"]).stdout)["records"]
    assert (data["compared"], [each["of"] for each in data["mismatches"]]) == (
        9,
        ["certificate", "label_life"],
    )
