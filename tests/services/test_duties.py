"""Duties of holders: their days are written down at the award, and the holder says what was done."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import Certificate, DutyTerm, EventRecord, OutboxMessage
from assessment.db.queries import duties as queries
from assessment.db.queries import reviews
from assessment.domain.errors import IllegalTransition
from assessment.domain.label_life import LifeEvent
from assessment.domain.validity import HOME
from assessment.domain.workflow import State
from assessment.services.clock import run_clock
from assessment.services.duties import AlreadyDone, NotYet, fulfil_duty, plan_duties
from assessment.services.label_lives import change_life
from tests.building import MAILING, NOON, Line

TEAM = ["editor@people.example", "owner@people.example", "viewer@people.example"]
FALLS, DUE = date(2027, 6, 15), date(2027, 7, 15)
SAID = "The profile, and the members of 2027."


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


@pytest.fixture
def term(line: Line) -> DutyTerm:
    line.lead_to(State.AWARDED)
    for message in line.session.scalars(select(OutboxMessage)):
        line.session.delete(message)
    line.session.commit()
    found = line.session.scalars(select(DutyTerm)).one()
    line.session.commit()
    return found


def on(day: date) -> datetime:
    return datetime.combine(day, time(0, 30), HOME)


def fulfil(line: Line, term: DutyTerm, day: date) -> DutyTerm:
    assessment_id = line.session.scalars(select(EventRecord.assessment_id)).first()
    assert assessment_id is not None
    return fulfil_duty(
        line.session,
        assessment_id=assessment_id,
        term_id=term.id,
        said=SAID,
        actor_id=line.world.editor.id,
        at=on(day),
    )


def sent(session: Session) -> list[tuple[str, str]]:
    session.expire_all()
    found = session.scalars(select(OutboxMessage)).all()
    told = sorted((message.subject, message.recipient) for message in found)
    session.commit()
    return told


def test_an_award_writes_down_when_each_duty_falls_due(line: Line, term: DutyTerm) -> None:
    certificate = line.session.get_one(Certificate, term.certificate_id)
    assert (certificate.valid_from, certificate.valid_until) == (
        date(2026, 6, 15),
        date(2028, 6, 30),
    )
    assert certificate.has_planned_duties
    assert (term.duty_id, term.number, term.falls_on, term.ready_on, term.due_on) == (
        "yearly-update",
        1,
        FALLS,
        FALLS,
        DUE,
    )


def test_whoever_does_it_is_recorded_as_an_event_about_the_certificate(
    line: Line, term: DutyTerm
) -> None:
    done = fulfil(line, term, FALLS)
    assert (done.said, done.done_by, done.done_at) == (SAID, line.world.editor.id, on(FALLS))
    event = line.session.scalars(select(EventRecord).where(EventRecord.kind == "fulfil_duty")).one()
    assert (event.actor_id, event.certificate_id, event.state_after, event.facts) == (
        line.world.editor.id,
        term.certificate_id,
        None,
        {"duty": "yearly-update", "due_on": "2027-07-15", "said": SAID},
    )
    with pytest.raises(AlreadyDone):
        fulfil(line, term, FALLS)


def test_it_is_done_from_its_first_day_and_also_late_while_the_certificate_holds(
    line: Line, term: DutyTerm
) -> None:
    with pytest.raises(NotYet) as early:
        fulfil(line, term, FALLS - timedelta(days=1))
    assert early.value.ready_on == FALLS
    with pytest.raises(IllegalTransition):
        fulfil(line, term, date(2028, 7, 1))
    assert fulfil(line, term, date(2028, 6, 30)).said == SAID


@pytest.mark.parametrize(
    ("event", "is_open"), [(LifeEvent.SUSPEND, True), (LifeEvent.REVOKE, False)]
)
def test_a_suspended_label_keeps_its_duties_and_a_revoked_one_has_none(
    line: Line, term: DutyTerm, event: LifeEvent, is_open: bool
) -> None:
    certificate = line.session.get_one(Certificate, term.certificate_id)
    change_life(
        line.session,
        submission=reviews.submission(line.session, certificate.submission_id),
        event=event,
        reason="The yearly update is missing.",
        actor_id=line.world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )
    assert bool(queries.open_terms(line.session, FALLS)) == is_open
    if is_open:
        assert fulfil(line, term, FALLS).done_at
    else:
        with pytest.raises(IllegalTransition):
            fulfil(line, term, FALLS)


@pytest.mark.parametrize(
    ("left", "subject"),
    [
        (31, None),
        (30, "Due soon: Yearly update, Northern Timber, Gold"),
        (7, "Due soon: Yearly update, Northern Timber, Gold"),
        (0, "Due soon: Yearly update, Northern Timber, Gold"),
        (-1, "Overdue: Yearly update, Northern Timber, Gold"),
        (-100, "Overdue: Yearly update, Northern Timber, Gold"),
    ],
)
def test_the_team_is_reminded_thirty_and_seven_days_before_and_the_day_after(
    term: DutyTerm,
    engine: Engine,
    settings: Settings,
    session: Session,
    left: int,
    subject: str | None,
) -> None:
    for _again in range(2):
        run_clock(engine, settings, on(DUE - timedelta(days=left)))
    assert sent(session) == ([(subject, reader) for reader in TEAM] if subject else [])


def test_who_has_done_it_is_not_reminded(
    line: Line, term: DutyTerm, engine: Engine, settings: Settings, session: Session
) -> None:
    fulfil(line, term, FALLS)
    session.commit()
    for day in (FALLS, DUE, DUE + timedelta(days=1)):
        run_clock(engine, settings, on(day))
    assert sent(session) == []


def test_the_worker_writes_down_the_duties_of_a_certificate_from_before(
    line: Line, term: DutyTerm, engine: Engine, settings: Settings, session: Session
) -> None:
    session.get_one(Certificate, term.certificate_id).has_planned_duties = False
    session.execute(delete(DutyTerm))
    session.commit()
    for _again in range(2):
        run_clock(engine, settings, NOON)
    session.expire_all()
    planned = session.scalars(select(DutyTerm)).one()
    assert (planned.falls_on, planned.due_on) == (FALLS, DUE)
    session.commit()


def test_a_renewal_brings_the_duties_of_its_own_days(line: Line) -> None:
    line.hold(date(2025, 5, 14), date(2027, 5, 31))
    renewal = line.submission(line.lead_to(State.AWARDED))
    found = queries.of_assessment(line.session, renewal.assessment_id)
    assert [(one.falls_on, one.due_on) for one in found] == [
        (date(2028, 6, 1), date(2028, 7, 1)),
        (date(2029, 6, 1), date(2029, 7, 1)),
    ]


def test_the_list_says_what_is_overdue_due_coming_and_done(line: Line, term: DutyTerm) -> None:
    office = line.world.secretary.id
    days = {
        FALLS - timedelta(days=1): "coming",
        FALLS: "due",
        DUE: "due",
        DUE + timedelta(days=1): "overdue",
        date(2028, 6, 30): "overdue",
    }
    for day, kind in days.items():
        found = queries.counts(line.session, day, except_clusters_of=office)
        assert {key for key, number in found.items() if number} == {kind}
        rows = queries.listed(line.session, kind, day, except_clusters_of=office, first=0, limit=50)
        assert [(row.cluster, row.due_on) for row in rows] == [("Northern Timber", DUE)]
    gone = queries.counts(line.session, date(2028, 7, 1), except_clusters_of=office)
    assert sum(gone.values()) == 0
    own = queries.counts(line.session, DUE, except_clusters_of=line.world.owner.id)
    assert sum(own.values()) == 0
    reviewed = queries.counts(line.session, DUE, except_clusters_of=line.world.reviewer.id)
    assert sum(reviewed.values()) == 0
    fulfil(line, term, DUE)
    done = queries.counts(line.session, DUE, except_clusters_of=office)
    assert done == {"overdue": 0, "due": 0, "coming": 0, "done": 1}


def test_a_renewal_that_came_late_owes_nothing_of_the_time_before_it(
    line: Line, term: DutyTerm
) -> None:
    certificate = line.session.get_one(Certificate, term.certificate_id)
    line.session.delete(term)
    certificate.valid_from = NOON.date() - timedelta(days=500)
    plan_duties(line.session, certificate, line.label)
    found = line.session.scalars(select(DutyTerm.due_on)).all()
    assert found
    assert min(found) >= NOON.date()


def test_what_is_still_to_come_before_an_early_renewal_begins_is_its_duty(line: Line) -> None:
    held = line.hold(date(2025, 5, 14), date(2027, 5, 31))
    own = line.session.scalars(select(DutyTerm)).one()
    own.falls_on = own.ready_on = date(2026, 8, 1)
    own.due_on = date(2026, 8, 31)
    late, done = _further(line, held, 2, NOON.date()), _further(line, held, 3, date(2026, 9, 9))
    late.due_on -= timedelta(days=1)
    done.done_at = NOON
    renewal = line.submission(line.lead_to(State.AWARDED))
    found = queries.of_assessment(line.session, renewal.assessment_id)
    assert [(one.number, one.due_on) for one in found] == [
        (0, date(2026, 8, 31)),
        (1, date(2028, 7, 1)),
        (2, date(2029, 7, 1)),
    ]
    assert found[0].id == own.id
    left = line.session.scalars(select(DutyTerm).where(DutyTerm.certificate_id == held.id))
    assert {one.id for one in left} == {late.id, done.id}
    event = line.session.scalars(
        select(EventRecord)
        .where(EventRecord.certificate_id == held.id)
        .order_by(EventRecord.number.desc())
    ).first()
    assert event is not None
    assert event.facts["duties"] == [["yearly-update", "2026-08-01"]]


def _further(line: Line, held: Certificate, number: int, due_on: date) -> DutyTerm:
    term = DutyTerm(
        certificate_id=held.id,
        duty_id="yearly-update",
        number=number,
        falls_on=due_on,
        ready_on=due_on,
        due_on=due_on,
    )
    line.session.add(term)
    line.session.flush()
    return term
