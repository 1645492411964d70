"""The report of the portfolio, ordered on its page, waited for, and the same file ever after."""

from datetime import date

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine, select

from assessment.config import Settings
from assessment.db.models import Assessment, PortfolioReport
from assessment.domain.workflow import State
from assessment.services.making_portfolio_reports import make_waiting_portfolio_reports
from assessment.services.uploads import stored_path
from tests.building import Line, World
from tests.web.conftest import Seat
from tests.web.filled import read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PAGE = "/secretariat/portfolio"


def test_the_report_is_ordered_made_once_and_listed(
    line: Line, world: World, seat: Seat, engine: Engine, settings: Settings
) -> None:
    line.lead_to(State.IN_REVIEW)
    office = seat(world.secretary)
    assert "Reports made before" not in office.get(PAGE).text
    there = office.post(f"{PAGE}/reports", {"language": "fi"}).location
    assert office.post(f"{PAGE}/reports", {"language": "fi"}).location == there
    waiting = office.get(there)
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (202, "3")
    assert "Portfolio report" in waiting.text
    assert "Being prepared" in office.get(PAGE).text
    assert make_waiting_portfolio_reports(engine, settings) == 1
    report = line.session.scalars(select(PortfolioReport)).one()
    assert report.sha256 is not None
    path = stored_path(settings.documents_path, report.sha256)
    name = f"portfolio {report.record['on']} {report.id} fi.pdf"
    line.session.commit()
    answer = office.get(there)
    assert answer.mimetype == "application/pdf"
    assert name in answer.headers["Content-Disposition"]
    assert answer.data == path.read_bytes() == office.get(there).data
    first = PdfReader(path).pages[0].extract_text()
    assert "Käsittelyssä on 1 hakemus" in first
    page = read(office.get(PAGE).text)
    assert "(Suomi, PDF)" in page
    assert f"Ordered by {world.secretary.name}" in page
    assert report.sha256[:12] in page
    deputy = seat(world.deputy).get(there)
    assert deputy.data == answer.data


def test_only_the_secretariat_orders_and_reads(world: World, seat: Seat) -> None:
    office, owner = seat(world.secretary), seat(world.owner)
    assert owner.post(f"{PAGE}/reports", {"language": "en"}).status_code == 404
    there = office.post(f"{PAGE}/reports", {"language": "en"}).location
    assert owner.get(there).status_code == 404
    assert seat(world.reviewer).get(there).status_code == 404
    assert office.get(f"{PAGE}/reports/999").status_code == 404


def test_a_language_that_we_do_not_speak_is_refused(world: World, seat: Seat) -> None:
    office = seat(world.secretary)
    assert office.post(f"{PAGE}/reports", {"language": "xx"}).status_code == 400
    assert office.post(f"{PAGE}/reports", {}).status_code == 400


def test_whoever_joins_the_secretariat_reads_no_report_that_names_work_of_their_own(
    line: Line, world: World, seat: Seat
) -> None:
    line.lead_to(State.IN_REVIEW)
    seat_of_it = line.session.scalars(select(Assessment)).one()
    seat_of_it.due_on = date(2020, 1, 1)
    line.session.commit()
    office = seat(world.secretary)
    there = office.post(f"{PAGE}/reports", {"language": "en"}).location
    report = line.session.scalars(select(PortfolioReport)).one()
    assert len(report.record["overdue"]) == 1
    world.reviewer.is_secretariat = True
    line.session.commit()
    assert office.get(there).status_code == 202
    joined = seat(world.reviewer)
    assert joined.get(there).status_code == 403
    newer = joined.post(f"{PAGE}/reports", {"language": "en"}).location
    assert newer != there
    assert joined.get(newer).status_code == 202
