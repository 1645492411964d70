"""The self-assessment report on the pages: ordering it, waiting for it, having it, and who may."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import DraftReport
from assessment.domain.workflow import State
from assessment.services import making_documents, making_self_reports
from assessment.services.making_documents import make_waiting_documents
from assessment.services.making_self_reports import make_waiting_draft_reports
from tests.building import Line, World
from tests.web.browser import Browser
from tests.web.conftest import Seat
from tests.web.filled import read


@pytest.fixture
def make(engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes what waits, without the renderer, which takes its time."""
    for module, name in ((making_documents, "sealed_pdf"), (making_self_reports, "html_to_pdf")):
        monkeypatch.setattr(module, name, lambda html, *_: b"%PDF-" + html.encode())

    def work() -> None:
        make_waiting_draft_reports(engine, settings)
        make_waiting_documents(engine, settings)

    return work


def order(browser: Browser, address: str) -> str:
    """Presses the button; where the report will be."""
    answer = browser.post(f"{address}/reports")
    assert answer.status_code == 303
    return answer.location


@pytest.mark.parametrize("person", ["owner", "editor", "viewer"])
def test_everybody_of_the_team_orders_waits_and_has_the_report(
    line: Line, world: World, seat: Seat, make: Callable[[], None], person: str
) -> None:
    draft = line.open()
    browser = seat(getattr(world, person))
    standing = f"/assessments/{draft.id}/standing"
    assert "Reports made so far" not in browser.get(standing).text

    place = order(browser, f"/assessments/{draft.id}")
    waiting = browser.get(place)
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (202, "3")
    assert "The document is being prepared." in read(waiting.text)
    assert "Being prepared" in read(browser.get(standing).text)
    make()
    first, again = browser.get(place), browser.get(place)
    assert (first.status_code, first.mimetype) == (200, "application/pdf")
    assert first.data == again.data
    name = f"Northern Timber gold self-assessment draft {place.rsplit('/', 1)[1]} en.pdf"
    assert name in first.headers["Content-Disposition"]
    assert order(browser, f"/assessments/{draft.id}") == place
    assert f"Ordered by {getattr(world, person).name}" in read(browser.get(standing).text)


def test_report_is_in_the_language_of_who_orders_it(
    line: Line, world: World, seat: Seat, make: Callable[[], None]
) -> None:
    draft = line.open()
    world.owner.language = "fi"
    browser = seat(world.owner)
    place = order(browser, f"/assessments/{draft.id}")
    make()

    assert 'lang="fi"' in browser.get(place).text
    assert "Itsearviointiraportti" in browser.get(f"/assessments/{draft.id}/standing").text


def test_nobody_outside_the_team_has_the_report_of_a_draft(
    line: Line, world: World, seat: Seat
) -> None:
    draft = line.open()
    place = order(seat(world.owner), f"/assessments/{draft.id}")

    def answers(person: str) -> tuple[int, int]:
        browser = seat(getattr(world, person))
        there = browser.get(place).status_code
        return there, browser.post(f"/assessments/{draft.id}/reports").status_code

    assert answers("stranger") == (404, 404)
    assert answers("reviewer") == (404, 404)
    assert answers("secretary") == (403, 403)


def test_report_of_another_assessment_is_not_there(line: Line, world: World, seat: Seat) -> None:
    gold = line.open()
    line.label_id = "bronze"
    bronze = line.open()
    place = order(seat(world.owner), f"/assessments/{gold.id}")

    elsewhere = place.replace(f"/assessments/{gold.id}/", f"/assessments/{bronze.id}/")
    assert seat(world.owner).get(elsewhere).status_code == 404


def test_report_that_cannot_be_made_says_so(
    line: Line, world: World, seat: Seat, engine: Engine, settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def fail(_html: str) -> bytes:
        raise OSError("No space left on device")

    monkeypatch.setattr(making_self_reports, "html_to_pdf", fail)
    draft = line.open()
    browser = seat(world.owner)
    place = order(browser, f"/assessments/{draft.id}")
    assert make_waiting_draft_reports(engine, settings) == 0

    page = browser.get(place)
    assert page.status_code == 202
    assert "Retry-After" not in page.headers
    assert "The document could not be made yet." in read(page.text)


def test_reports_are_listed_with_the_newest_first(
    line: Line, world: World, seat: Seat, session: Session
) -> None:
    draft = line.open()
    browser = seat(world.owner)
    order(browser, f"/assessments/{draft.id}")
    world.editor.language = "fi"
    order(seat(world.editor), f"/assessments/{draft.id}")
    page = seat(world.owner).get(f"/assessments/{draft.id}/standing").text

    numbers = session.scalars(select(DraftReport.id).order_by(DraftReport.id)).all()
    session.commit()
    first, second = (page.index(f'/reports/{number}"') for number in numbers)
    assert second < first


def test_a_long_list_asks_the_database_no_more(
    line: Line, world: World, seat: Seat, session: Session, statements: Callable[..., object]
) -> None:
    draft = line.open()
    order(seat(world.owner), f"/assessments/{draft.id}")
    browser = seat(world.owner)

    def asked() -> int:
        with statements() as found:  # type: ignore[attr-defined]
            browser.get(f"/assessments/{draft.id}/standing")
        return len(found)

    asked()
    one = asked()
    report = session.scalars(select(DraftReport)).one()
    for _number in range(15):
        session.add(
            DraftReport(
                assessment_id=draft.id,
                language="en",
                scheme_digest=report.scheme_digest,
                record=report.record,
                digest=report.digest,
                ordered_by=world.editor.id,
            )
        )
    session.commit()
    assert asked() == one <= 10


def test_what_was_handed_in_has_a_report_for_team_and_secretariat_and_not_for_the_panel(
    line: Line, world: World, seat: Seat, make: Callable[[], None]
) -> None:
    assessment = line.lead_to(State.IN_REVIEW)
    submission = line.submission(assessment)
    record = f"/submissions/{submission.id}"
    viewer, office = seat(world.viewer), seat(world.secretary)
    reviewer = seat(world.reviewer)
    button = f'action="{record}/reports"'
    assert button in viewer.get(record).text
    assert button in office.get(record).text
    assert button in viewer.get(f"/assessments/{assessment.id}").text
    assert button in office.get(f"/secretariat/submissions/{submission.id}").text
    assert button not in reviewer.get(record).text

    place = order(viewer, record)
    assert order(office, record) == place
    make()
    assert viewer.get(place).data == office.get(place).data
    assert viewer.get(place).status_code == 200
    assert "draft" not in viewer.get(place).text.lower()
    assert reviewer.get(place).status_code == 409
    assert reviewer.post(f"{record}/reports").status_code == 403
    assert place not in reviewer.get(record).text
    assert button not in viewer.get(record).text
    world.editor.language = "fi"
    assert button in seat(world.editor).get(record).text


def test_a_withdrawn_application_still_has_its_report(line: Line, world: World, seat: Seat) -> None:
    assessment = line.lead_to(State.SUBMITTED)
    submission = line.submission(assessment)
    line.withdraw(assessment)

    assert order(seat(world.owner), f"/submissions/{submission.id}").startswith("/documents/")
