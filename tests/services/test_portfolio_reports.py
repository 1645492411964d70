"""Reports of the portfolio: what is kept of the day, who is named, and what is made of it."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Catalogue
from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import Assessment, EarlierLabel, Membership, PortfolioReport
from assessment.db.queries import outcomes
from assessment.db.queries import portfolio_reports as queries
from assessment.domain.days import add_months
from assessment.domain.policy import ClusterRole
from assessment.domain.validity import HOME
from assessment.domain.workflow import State
from assessment.reports.portfolio import portfolio_html
from assessment.reports.portfolio_facts import portfolio_facts
from assessment.services import making_portfolio_reports
from assessment.services.making_portfolio_reports import make_waiting_portfolio_reports
from assessment.services.portfolio_records import portfolio_record
from assessment.services.portfolio_reports import (
    order_report,
    portfolio_report_name,
    portfolio_report_path,
)
from tests.building import DUE, NOON, Line, make_cluster


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


def record(line: Line, at: datetime | None = None, language: str = "en"):
    line.session.flush()
    catalogue = Catalogue({"cluster-excellence": line.edition})
    return portfolio_record(line.session, catalogue, language, "The Office", at or now())


def order(line: Line, at: datetime | None = None, language: str = "en") -> PortfolioReport:
    line.session.flush()
    return order_report(
        line.session,
        catalogue=Catalogue({"cluster-excellence": line.edition}),
        language=language,
        issuer="The Office",
        actor_id=line.world.secretary.id,
        at=at or now(),
    )


def earlier(line: Line, cluster_id: int, since, until, number: str = "E-1") -> None:
    line.session.add(
        EarlierLabel(
            cluster_id=cluster_id,
            scheme_id="cluster-excellence",
            label_id="silver",
            number=number,
            valid_from=since,
            valid_until=until,
            recorded_by=line.world.secretary.id,
            recorded_at=NOON,
        )
    )


def due(line: Line, assessment: Assessment, days: int) -> Assessment:
    assessment.due_on = now().astimezone(HOME).date() + timedelta(days)
    line.session.flush()
    return assessment


def test_an_empty_portfolio_has_its_labels_and_no_more(line: Line) -> None:
    at = now()
    today = at.astimezone(HOME).date()
    found = record(line, at)
    people = found.pop("reviewers")
    assert people["free"] == people["reviewers"] > 0
    assert {key for key, number in people.items() if number} == {"free", "reviewers"}
    title = line.edition.texts.in_language("en").scheme.title
    assert found == {
        "on": today.isoformat(),
        "until": add_months(today, 12).isoformat(),
        "issuer": "The Office",
        "labels": [
            ["cluster-excellence", "bronze", title, "Bronze"],
            ["cluster-excellence", "silver", title, "Silver"],
            ["cluster-excellence", "gold", title, "Gold"],
        ],
        "held": 0,
        "held_by_label": [],
        "countries": {},
        "sectors": {},
        "years": {},
        "days": {},
        "success": [],
        "awards": [],
        "under_way": [],
        "ending": [],
        "overdue": [],
        "conditions": [],
        "objections": [],
        "unnamed": {"overdue": 0, "conditions": 0, "objections": 0},
    }


def test_labels_that_end_within_a_year_are_listed_the_first_to_end_first(line: Line) -> None:
    at = now()
    today = at.astimezone(HOME).date()
    awarded = line.lead_to(State.AWARDED)
    certificate = outcomes.certificate_for_change(line.session, line.submission(awarded).id)
    assert certificate is not None
    certificate.valid_until = add_months(today, 12)
    other = make_cluster(line.session, "Aurora Foods", owner=line.world.owner)
    other.country = "AT"
    line.session.flush()
    earlier(line, other.id, today - timedelta(400), today)
    earlier(line, other.id, today - timedelta(800), today - timedelta(401), "E-0")
    found = record(line, at)
    assert found["ending"] == [
        {
            "cluster": "Aurora Foods",
            "country": "AT",
            "scheme_id": "cluster-excellence",
            "label_id": "silver",
            "number": "E-1",
            "until": today.isoformat(),
            "is_renewing": 0,
        },
        {
            "cluster": "Northern Timber",
            "country": line.world.cluster.country,
            "scheme_id": "cluster-excellence",
            "label_id": "gold",
            "number": certificate.number,
            "until": add_months(today, 12).isoformat(),
            "is_renewing": 0,
        },
    ]
    assert found["held"] == 2
    assert found["held_by_label"] == [
        ["cluster-excellence", "gold", 1],
        ["cluster-excellence", "silver", 1],
    ]
    certificate.valid_until += timedelta(1)
    assert len(record(line, at)["ending"]) == 1


def test_awards_count_in_the_year_of_their_day_at_home(line: Line) -> None:
    awarded = line.lead_to(State.AWARDED)
    certificate = outcomes.certificate_for_change(line.session, line.submission(awarded).id)
    assert certificate is not None
    at = now()
    began = datetime.combine(at.astimezone(HOME).date().replace(month=1, day=1), time(), HOME)
    certificate.issued_at = began
    assert record(line, at)["awards"] == [["cluster-excellence", "gold", 1, 0]]
    line.submission(awarded).renews_until = began.date()
    assert record(line, at)["awards"] == [["cluster-excellence", "gold", 0, 1]]
    certificate.issued_at = began - timedelta(seconds=1)
    assert record(line, at)["awards"] == []


@pytest.mark.parametrize("days", [-1, 0])
def test_an_application_is_late_from_the_day_after_its_last(line: Line, days: int) -> None:
    waiting = due(line, line.lead_to(State.IN_REVIEW), days)
    found = record(line)
    assert found["under_way"] == [["cluster-excellence", "gold", "in_review", 1]]
    number = line.submission(waiting).id
    assert [(row["number"], row["cluster"], row["state"]) for row in found["overdue"]] == (
        [(number, "Northern Timber", "in_review")] if days else []
    )


def test_what_is_over_or_a_draft_is_not_under_way(line: Line) -> None:
    line.lead_to(State.DECLINED)
    line.open()
    assert record(line)["under_way"] == []


def test_open_conditions_are_listed_until_they_are_met(line: Line) -> None:
    conditional = line.lead_to(State.CONDITIONAL)
    (told,) = record(line)["conditions"]
    conditions = outcomes.conditions_for_change(line.session, line.submission(conditional).id)
    assert told == {
        "number": line.submission(conditional).id,
        "cluster": "Northern Timber",
        "scheme_id": "cluster-excellence",
        "label_id": "gold",
        "text": conditions[0].text,
        "due_on": DUE.isoformat(),
    }
    conditions[0].is_met = True
    assert record(line)["conditions"] == []


def test_appeals_and_complaints_are_listed_until_they_are_answered(line: Line) -> None:
    appealed = line.lead_to(State.APPEALED)
    complaint = line.complain(appealed)
    found = record(line)["objections"]
    assert sorted((row["kind"], row["made_at"]) for row in found) == [
        ("appeal", NOON.date().isoformat()),
        ("complaint", NOON.date().isoformat()),
    ]
    complaint.answered_at = NOON
    assert [row["kind"] for row in record(line)["objections"]] == ["appeal"]


def test_what_concerns_somebody_of_the_secretariat_is_counted_and_never_named(line: Line) -> None:
    line.complain(due(line, line.lead_to(State.IN_REVIEW), -1))
    assert record(line)["unnamed"] == {"overdue": 0, "conditions": 0, "objections": 0}
    line.session.add(
        Membership(
            cluster_id=line.world.cluster.id,
            user_id=line.world.deputy.id,
            role=ClusterRole.VIEWER,
        )
    )
    found = record(line)
    assert found["unnamed"] == {"overdue": 1, "conditions": 0, "objections": 1}
    assert (found["overdue"], found["objections"]) == ([], [])
    assert found["under_way"] == [["cluster-excellence", "gold", "in_review", 1]]


def test_what_one_of_the_secretariat_was_asked_to_review_is_not_named(line: Line) -> None:
    due(line, line.lead_to(State.IN_REVIEW), -1)
    line.world.reviewer.is_secretariat = True
    assert record(line)["unnamed"]["overdue"] == 1


def test_work_of_the_reviewers_is_counted_without_names(line: Line) -> None:
    before = record(line)["reviewers"]
    line.lead_to(State.IN_REVIEW)
    found = record(line)["reviewers"]
    panel = len(line.panel)
    assert found == {
        **before,
        "free": before["reviewers"] - panel,
        "one": panel,
        "rating": panel,
        "late": found["late"],
    }
    later = record(line, now() + timedelta(400))["reviewers"]
    assert later["late"] == panel


def test_the_same_day_has_one_report_in_a_language_until_something_changes(line: Line) -> None:
    at = now()
    first = order(line, at)
    assert order(line, at).id == first.id
    assert order(line, at, "fi").id != first.id
    assert line.session.info["work_waits"]
    assert order(line, at + timedelta(1)).id != first.id
    due(line, line.lead_to(State.IN_REVIEW), 5)
    assert order(line, at).id != first.id


def test_the_report_is_made_once_from_its_record_and_lists_show_the_newest_first(
    line: Line,
    engine: Engine,
    settings: Settings,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        making_portfolio_reports, "html_to_pdf", lambda html: b"%PDF-" + html.encode()
    )
    due(line, line.lead_to(State.IN_REVIEW), -1)
    first, second = order(line), order(line, language="fi")
    line.world.cluster.name = "Called otherwise since"
    session.commit()
    assert portfolio_report_path(settings, first) is None
    assert make_waiting_portfolio_reports(engine, settings) == 2
    assert make_waiting_portfolio_reports(engine, settings) == 0
    session.expire_all()
    assert [report.id for report in queries.reports(session)] == [second.id, first.id]
    made = queries.report(session, first.id)
    path = portfolio_report_path(settings, made)
    assert path is not None
    html = path.read_text("utf-8")
    assert "Northern Timber" in html
    assert "Called otherwise since" not in html
    assert made.size == len(path.read_bytes())
    day = made.record["on"]
    assert portfolio_report_name(made) == f"portfolio {day} {first.id} en.pdf"
    assert queries.find_report(session, 0) is None
    assert queries.find_report(session, 2**40) is None


def test_the_same_record_makes_the_same_html(line: Line) -> None:
    line.lead_to(State.AWARDED)
    kept = record(line)

    def html() -> str:
        return portfolio_html(portfolio_facts(kept, "en", "d" * 64))

    assert html() == html()
