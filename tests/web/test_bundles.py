"""Documents in bulk on the secretariat's pages."""

import re
from datetime import timedelta
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine, select

from assessment.config import Settings
from assessment.db.models import Bundle, Certificate, Cluster, Membership
from assessment.domain.label_life import LifeState
from assessment.services import making_documents
from assessment.services.calls import CallDraft, open_call
from assessment.services.making_bundles import make_waiting_bundles
from assessment.services.making_documents import make_waiting_documents
from tests.building import NOON, Line, World
from tests.bundled import DAY, as_it_stands, decided, of_day, order
from tests.services.conftest import QuickLine
from tests.web.conftest import Seat
from tests.web.filled import read
from tests.web.test_query_counts import MOST, count

PLACE = "/secretariat/bundles"
ASKED = {"asked": "1", "first": DAY.isoformat(), "last": DAY.isoformat()}


@pytest.fixture
def line(line: Line) -> Line:
    return QuickLine(line.session, line.world, line.edition, line.folder, label_id="bronze")


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another renderer in the place of the real one, which takes its time."""
    monkeypatch.setattr(making_documents, "sealed_pdf", lambda html, *_: b"%PDF-" + html.encode())


def asking(*kinds: str, **more: str) -> str:
    parts = [*(f"kinds={kind}" for kind in kinds), "languages=en", "languages=fi"]
    return f"{PLACE}/new?" + "&".join([*parts, *(f"{k}={v}" for k, v in (ASKED | more).items())])


def test_from_the_empty_list_to_the_file(
    line: Line, world: World, seat: Seat, engine: Engine, settings: Settings
) -> None:
    decided(line, "Ash")
    office = seat(world.secretary)
    assert "Nothing was collected yet" in office.get(PLACE).text
    page = office.get(f"{PLACE}/new").text
    assert re.search(r'value="certificate"[^>]*checked|checked[^>]*value="certificate"', page)
    assert 'name="call"' not in page
    page = office.get(asking("certificate", "report")).text
    assert "Collect 4 documents?" in read(page)
    assert "To be made" in page
    form = {"kinds": ["certificate", "report"], "languages": ["en", "fi"]}
    begun = office.post(PLACE, form | {"first": ASKED["first"], "last": ASKED["last"]})
    number = line.session.scalars(select(Bundle.id)).one()
    line.session.commit()
    there = f"{PLACE}/{number}"
    assert begun.location == there
    page = office.get(there).text
    assert '<meta http-equiv="refresh" content="3">' in page
    assert "0 of 4 documents" in page
    assert office.get(f"{there}/file").status_code == 404
    make_waiting_bundles(engine, settings)
    page = office.get(there).text
    assert "http-equiv" not in page
    assert "4 of 4 documents" in page
    assert "The ZIP is ready." in page
    assert page.count(">Made<") == 4
    answer = office.get(f"{there}/file")
    assert answer.mimetype == "application/zip"
    day = as_it_stands(line, number).requested_at.date()
    name = f"documents-{number}-{day.isoformat()}.zip"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    (settings.instance_path / "got.zip").write_bytes(answer.data)
    with ZipFile(settings.instance_path / "got.zip") as archive:
        assert len(archive.namelist()) == 5
    assert "Ready" in office.get(PLACE).text


def test_what_makes_no_sense_is_refused_and_stays_as_written(
    line: Line, world: World, seat: Seat
) -> None:
    office = seat(world.secretary)
    answer = office.get(f"{PLACE}/new?asked=1&first={DAY + timedelta(days=1)}&last={DAY}")
    assert answer.status_code == 422
    for words in (
        "Choose at least one kind of document.",
        "Choose at least one language.",
        "The last day comes before the first.",
    ):
        assert words in answer.text
    assert f'value="{DAY.isoformat()}"' in answer.text
    assert office.post(PLACE, {"kinds": "certificate", "languages": "en"}).status_code == 422
    assert office.get(asking("tin")).status_code == 422
    assert "There is no such document." in office.get(asking("certificate")).text
    nothing = {"kinds": "certificate", "languages": "en", "first": DAY.isoformat()}
    assert office.post(PLACE, nothing).location == f"{PLACE}/new"
    assert line.session.scalars(select(Bundle)).all() == []
    line.session.commit()


def test_call_leads_to_the_documents_of_its_applications(
    line: Line, world: World, seat: Seat
) -> None:
    draft = CallDraft(line.edition.scheme.id, ["bronze"], "Spring", DAY, DAY)
    call = open_call(line.session, draft, actor_id=world.secretary.id, at=NOON)
    decided(line, "Ash")
    office = seat(world.secretary)
    page = office.get(f"/secretariat/calls/{call.id}").text
    assert f'href="{PLACE}/new?call={call.id}"' in page
    page = office.get(f"{PLACE}/new?call={call.id}").text
    assert re.search(rf'<option selected value="{call.id}">', page)
    page = read(office.get(asking("certificate", "report", call=str(call.id))).text)
    assert "Collect 4 documents?" in page
    form = {"kinds": "report", "languages": "en", "call": str(call.id)}
    there = office.post(PLACE, form).location
    assert "Call: Spring" in office.get(there).text
    for place in ("/secretariat/portfolio", "/secretariat?state=all"):
        assert f'href="{PLACE}"' in office.get(place).text


def test_stopping_is_asked_once_more_and_told_with_who_did_it(
    line: Line, world: World, seat: Seat, engine: Engine, settings: Settings
) -> None:
    decided(line, "Ash")
    there = f"{PLACE}/{order(line, of_day('report'))}"
    office = seat(world.deputy)
    assert f'href="{there}/stop"' in office.get(there).text
    assert "Leave out 2 documents?" in office.get(f"{there}/stop").text
    assert office.post(f"{there}/stop").location == there
    page = read(office.get(there).text)
    assert "No document could be made, so there is no ZIP." in page
    assert "Deputy" in page
    assert "The making was stopped before." in page
    assert office.get(f"{there}/stop").location == there
    assert "ZIP is ready" not in page
    assert "Nothing was left to stop." in office.get(office.post(f"{there}/stop").location).text


def test_failed_document_is_told_in_words_and_tried_again(
    line: Line,
    world: World,
    seat: Seat,
    engine: Engine,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decided(line, "Ash", "Birch")

    def no_room(html: str, *_rest: object) -> bytes:
        if "Birch" in html:
            raise OSError(28, "No space left on device")
        return b"%PDF-" + html.encode()

    with monkeypatch.context() as full:
        full.setattr(making_documents, "sealed_pdf", no_room)
        there = f"{PLACE}/{order(line, of_day('report'))}"
        make_waiting_bundles(engine, settings)
    office = seat(world.secretary)
    page = read(office.get(there).text)
    assert "The ZIP is ready. 2 documents are missing in it, as the list says." in page
    assert "The disk is full. Once there is room it is tried again." in page
    assert "OSError: [Errno 28] No space left on device" in page
    assert office.post(f"{there}/again").location == there
    assert "Being made" in office.get(there).text
    make_waiting_bundles(engine, settings)
    page = read(office.get(there).text)
    assert "The ZIP is ready." in page
    assert "Failed" not in page


def test_whoever_has_a_part_in_an_application_sees_none_of_it_and_takes_no_file(
    line: Line, world: World, seat: Seat, engine: Engine, settings: Settings
) -> None:
    decided(line, "Ash", "Birch")
    number = order(line, of_day("report"))
    make_waiting_bundles(engine, settings)
    ash = line.session.scalars(select(Cluster.id).where(Cluster.name == "Ash")).one()
    line.session.add(Membership(cluster_id=ash, user_id=world.deputy.id, role="viewer"))
    office = seat(world.deputy)
    page = read(office.get(f"{PLACE}/{number}").text)
    assert "Birch" in page
    assert "Ash" not in page
    assert "2 documents of applications of your own are not shown." in page
    assert "Somebody else of the secretariat can download the ZIP" in page
    assert office.get(f"{PLACE}/{number}/file").status_code == 403
    assert office.get(f"{PLACE}/{number}/stop").status_code == 403
    for deed in ("stop", "again"):
        assert office.post(f"{PLACE}/{number}/{deed}").status_code == 403
        assert f"{PLACE}/{number}/{deed}" not in page
    assert seat(world.secretary).get(f"{PLACE}/{number}/file").status_code == 200


def test_only_the_secretariat_comes_here(line: Line, world: World, seat: Seat) -> None:
    decided(line, "Ash")
    number = order(line, of_day("report"))
    for person in (world.owner, world.reviewer, world.stranger):
        browser = seat(person)
        for page in (PLACE, f"{PLACE}/new", f"{PLACE}/{number}", f"{PLACE}/{number}/file"):
            assert browser.get(page).status_code == 404
        assert browser.post(f"{PLACE}/{number}/stop").status_code == 404
    assert seat().get(PLACE).status_code == 302


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_pages_ask_the_same_however_much_there_is(
    line: Line, world: World, seat: Seat, engine: Engine, settings: Settings, statements
) -> None:
    decided(line, "Ash")
    line.session.commit()
    make_waiting_documents(engine, settings)
    number = order(line, of_day())
    office = seat(world.secretary)
    pages = [PLACE, asking("certificate", "report", "benchmarking"), f"{PLACE}/{number}"]
    few = [count(statements, office, page) for page in pages]
    decided(line, "Birch", "Cedar", "Douglas")
    later = order(line, of_day())
    order(line, of_day())
    pages[2] = f"{PLACE}/{later}"
    office = seat(world.secretary)
    assert [count(statements, office, page) for page in pages] == few
    assert max(few) <= MOST


@pytest.mark.parametrize("days", [{"first": "0001-01-01"}, {"last": "9999-12-31"}])
def test_a_day_that_no_decision_can_have_is_told(
    world: World, seat: Seat, days: dict[str, str]
) -> None:
    answer = seat(world.secretary).get(asking("certificate", **days))
    assert answer.status_code == 422
    assert "Give a year from 2000 to 2999." in read(answer.text)


def test_a_file_in_which_something_counts_no_more_says_so_and_is_packed_again(
    line: Line, world: World, seat: Seat, engine: Engine, settings: Settings
) -> None:
    (number, _other) = decided(line, "Ash", "Birch")
    there = f"{PLACE}/{order(line, of_day('certificate', languages=('en',)))}"
    make_waiting_bundles(engine, settings)
    office = seat(world.secretary)
    assert "The ZIP is ready." in office.get(there).text
    own = select(Certificate).where(Certificate.submission_id == number)
    line.session.scalars(own).one().life = LifeState.SUSPENDED
    line.session.commit()
    page = read(office.get(there).text)
    assert "1 document in the ZIP does not count any more" in page
    assert "Pack it again" in page
    assert office.post(f"{there}/again").status_code == 303
    for _round in range(2):
        make_waiting_bundles(engine, settings)
    assert "does not count any more" not in read(office.get(there).text)
