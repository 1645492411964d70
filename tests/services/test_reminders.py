"""Reminders of days: a label's end, conditions of an award, deferrals and decisions; each once."""

import re
import shutil
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.catalogue.loader import read_edition
from assessment.config import Settings
from assessment.db.models import Certificate, OutboxMessage, Reminder
from assessment.db.queries import reviews
from assessment.domain.label_life import LifeEvent
from assessment.domain.validity import HOME
from assessment.domain.workflow import State
from assessment.resources import CRITERIA
from assessment.services.clock import run_clock
from assessment.services.label_lives import change_life
from tests.building import DUE, MAILING, NOON, Line, World
from tests.services.conftest import QuickLine

TEAM = ["editor@people.example", "owner@people.example", "viewer@people.example"]
OFFICE = ["deputy@people.example", "secretary@people.example"]
END = date(2028, 2, 29)
LAST = date(2029, 2, 28)


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


def forget_mail(line: Line) -> None:
    for message in line.session.scalars(select(OutboxMessage)):
        line.session.delete(message)
    line.session.commit()


def hold(line: Line, until: date = END) -> Certificate:
    certificate = line.hold(NOON.date(), until)
    forget_mail(line)
    return certificate


def sent(session: Session) -> list[tuple[str, str]]:
    """Kind of each mail, by the words that begin its subject, and its reader."""
    session.expire_all()
    found = session.scalars(select(OutboxMessage)).all()
    told = sorted((message.subject.split(":")[0], message.recipient) for message in found)
    session.commit()
    return told


def on(day: date) -> datetime:
    return datetime.combine(day, time(0, 30), HOME)


def run_twice(engine: Engine, settings: Settings, day: date) -> None:
    for _again in range(2):
        run_clock(engine, settings, on(day))


@pytest.mark.parametrize(
    ("left", "is_told"),
    [(200, False), (181, False), (180, True), (90, True), (30, True), (7, True), (0, True)],
)
def test_a_team_is_told_of_the_end_half_a_year_three_months_a_month_and_a_week_before(
    line: Line, engine: Engine, settings: Settings, session: Session, left: int, is_told: bool
) -> None:
    hold(line)
    run_twice(engine, settings, END - timedelta(days=left))
    told = [("Label ends on 29 February 2028", reader) for reader in TEAM]
    assert [mail for mail in sent(session) if mail[0].startswith("Label")] == (
        told if is_told else []
    )


def test_each_mark_is_told_once_and_leads_to_where_one_renews(
    line: Line, engine: Engine, settings: Settings, session: Session, world: World
) -> None:
    cluster_id = world.cluster.id
    hold(line)
    for day in range((END - timedelta(days=200)).toordinal(), END.toordinal() + 1, 10):
        run_clock(engine, settings, on(date.fromordinal(day)))
    ends = select(Reminder.mark).where(Reminder.kind == "label_ends")
    assert sorted(session.scalars(ends)) == [7, 30, 90, 180]
    text = session.scalars(
        select(OutboxMessage.body).where(OutboxMessage.subject.startswith("Label ends"))
    ).first()
    session.commit()
    assert text is not None
    assert f"https://labels.example/clusters/{cluster_id}\n" in text
    assert "28 February 2029" in text


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        (END + timedelta(days=1), {"Label ended, it can still be renewed"}),
        (END + timedelta(days=30), {"Label ended, it can still be renewed"}),
        (END + timedelta(days=31), set()),
        (LAST, set()),
        (LAST + timedelta(days=1), {"Label expired"}),
        (LAST + timedelta(days=30), {"Label expired"}),
        (LAST + timedelta(days=31), set()),
    ],
)
def test_a_team_is_told_of_grace_and_of_its_end_and_of_nothing_long_ago(
    line: Line, engine: Engine, settings: Settings, session: Session, day: date, kinds: set[str]
) -> None:
    hold(line)
    run_twice(engine, settings, day)
    told = sent(session)
    assert {kind for kind, _reader in told} - {"A condition is to be checked"} == kinds
    assert len(told) == 3 * len(kinds)


@pytest.mark.parametrize("event", [LifeEvent.REVOKE, LifeEvent.SUSPEND])
def test_of_a_label_that_was_taken_away_nothing_is_told_of_one_that_rests_that_it_expired(
    line: Line, engine: Engine, settings: Settings, session: Session, event: LifeEvent
) -> None:
    certificate = hold(line)
    change_life(
        session,
        submission=reviews.submission(session, certificate.submission_id),
        event=event,
        reason="Nobody answers.",
        actor_id=line.world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )
    forget_mail(line)
    for day in (END - timedelta(days=7), END, END + timedelta(days=1), LAST + timedelta(days=1)):
        run_clock(engine, settings, on(day))
    expired = [("Label expired", reader) for reader in TEAM]
    told = [mail for mail in sent(session) if mail[0].startswith("Label")]
    assert told == (expired if event is LifeEvent.SUSPEND else [])


def test_while_a_renewal_is_under_way_nothing_is_told_of_the_end(
    line: Line, engine: Engine, settings: Settings, session: Session
) -> None:
    hold(line, date(2027, 5, 31))
    line.lead_to(State.SUBMITTED)
    forget_mail(line)
    run_clock(engine, settings, on(date(2027, 5, 1)))
    assert [mail for mail in sent(session) if mail[0].startswith("Label")] == []
    renewal = session.scalars(select(Reminder.kind).where(Reminder.kind.startswith("label"))).all()
    session.commit()
    assert renewal == []


@pytest.mark.parametrize(
    ("left", "kind", "readers"),
    [
        (31, None, []),
        (30, "A condition of your label is due", TEAM),
        (7, "A condition of your label is due", TEAM),
        (0, "A condition of your label is due", TEAM),
        (-1, "A condition is to be checked", OFFICE),
        (-20, "A condition is to be checked", OFFICE),
    ],
)
def test_conditions_of_an_award_are_reminded_of(
    line: Line,
    engine: Engine,
    settings: Settings,
    session: Session,
    left: int,
    kind: str | None,
    readers: list[str],
) -> None:
    line.lead_to(State.CONDITIONAL)
    forget_mail(line)
    run_twice(engine, settings, DUE - timedelta(days=left))
    assert sent(session) == [(kind, reader) for reader in readers]


@pytest.mark.parametrize(
    ("state", "days", "kind"),
    [
        (State.DEFERRED, 90, "A deferral is over"),
        (State.SUBMITTED, 14, "A step is overdue"),
        (State.ACCEPTED, 14, "A step is overdue"),
        (State.CONSENSUS, 14, "A step is overdue"),
        (State.REVIEWED, 30, "A decision is overdue"),
        (State.DECISION_PROPOSED, 30, "A decision is overdue"),
        (State.APPEALED, 60, "An appeal waits too long"),
    ],
)
def test_the_office_is_told_once_of_a_decision_that_waits_too_long(
    line: Line,
    engine: Engine,
    settings: Settings,
    session: Session,
    state: State,
    days: int,
    kind: str,
) -> None:
    line.lead_to(state)
    forget_mail(line)
    last = NOON.date() + timedelta(days=days)
    run_twice(engine, settings, last)
    assert sent(session) == []
    run_twice(engine, settings, last + timedelta(days=1))
    run_twice(engine, settings, last + timedelta(days=9))
    assert sent(session) == [(kind, reader) for reader in OFFICE]


@pytest.mark.parametrize("state", [State.DRAFT, State.AWARDED])
def test_the_office_is_told_once_of_a_complaint_that_waits_too_long(
    line: Line, engine: Engine, settings: Settings, session: Session, state: State
) -> None:
    line.complain(line.open() if state is State.DRAFT else line.lead_to(state))
    forget_mail(line)
    last = NOON.date() + timedelta(days=30)
    run_twice(engine, settings, last)
    assert sent(session) == []
    run_twice(engine, settings, last + timedelta(days=1))
    assert sent(session) == [("A complaint waits too long", reader) for reader in OFFICE]


def line_reminding(
    session: Session, world: World, settings: Settings, tmp_path: Path, days: str
) -> QuickLine:
    """A line by a scheme that reminds on these days before a certificate's end."""
    folder = tmp_path / "cluster-excellence"
    shutil.copytree(CRITERIA / "cluster-excellence", folder)
    scheme = folder / "scheme.yaml"
    text = scheme.read_text("utf-8")
    assert "validity_reminder_days" in text
    other = re.sub(r"  validity_reminder_days: .*", f"  validity_reminder_days: {days}", text)
    scheme.write_text(other, "utf-8")
    return QuickLine(session, world, read_edition(folder), settings.evidence_path)


def test_a_scheme_has_days_of_its_own_before_a_labels_end(
    session: Session, world: World, engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    line = line_reminding(session, world, settings, tmp_path, "[366, 14]")
    hold(line)
    told = []
    for left in (367, 366, 180, 15, 14):
        run_twice(engine, settings, END - timedelta(days=left))
        told.append((left, len([one for one in sent(session) if one[0].startswith("Label")])))
        forget_mail(line)
    assert told == [(367, 0), (366, 3), (180, 0), (15, 0), (14, 3)]


def test_a_scheme_may_remind_nobody_of_a_labels_end(
    session: Session, world: World, engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    hold(line_reminding(session, world, settings, tmp_path, "[]"))
    for left in (180, 90, 30, 7):
        run_twice(engine, settings, END - timedelta(days=left))
    assert [one for one in sent(session) if one[0].startswith("Label")] == []
