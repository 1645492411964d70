"""A whole application at a browser for each label, from the desk to the receipt."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assessment.catalogue.loader import Edition
from assessment.db.queries import outcomes
from assessment.domain.validity import HOME
from assessment.domain.workflow import State
from tests.building import PDF, Line
from tests.filling import Filling
from tests.journeys import keyboard
from tests.journeys.conftest import Site, start
from tests.journeys.filling_in import fill_profile, fill_section, is_kept
from tests.journeys.letters import attached, letter
from tests.journeys.person import Person
from tests.people import PASSWORD, make_cluster, make_person, make_world

Visit = Callable[..., Person]
ADDRESSES = ("https://fell.example/home", "https://fell.example/news")
PATIENCE = 180
"""Seconds for a receipt, which waits for the application as a PDF."""

BRONZE_AT_THE_END = [
    "Täyttyy Kelpoisuus: kaikki 5 ehtoa täyttyvät",
    "Täyttyy Kaikkiin pakollisiin kriteereihin on vastattu, ja perustelut ja näyttö ovat mukana"
    " 36/36.",
]
SILVER_AT_THE_END = [
    "Met Eligible: all 5 conditions",
    "Met The label Bronze is held, for 18 to 24 months Held for 20 months.",
    "Met Every required criterion is answered and supported 60 of 60.",
    "Met 3 improvement areas are named, each for other criteria 3 of 3.",
    "Met All minimums",
]
GOLD_AT_THE_END = [
    "Met Eligible: all 5 conditions",
    "Met Structure of the cluster: at least 10 points",
    "Met Governance and cooperation: at least 25 points",
    "Met Strategy, objectives and services: at least 54 points",
    "Met Threshold: 120 of 150 points Reached with 130.5 points.",
    "Met All minimums",
    "1 Structure of the cluster: 12 of 16 points",
    "2 Governance and cooperation: 30 of 40 points",
    "3 Financing: 7.5 of 10 points",
    "4 Strategy, objectives and services: 72 of 72 points",
    "5 Achievements and recognition: 9 of 12 points",
]
"""Strategy at level 4, all else at level 3: 72 points, and three quarters of 78."""


@pytest.fixture(scope="module")
def office(
    request: pytest.FixtureRequest,
    new_database: Callable[[str, Path], AbstractContextManager[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """A server without the demonstration, with clusters that have not begun yet."""
    folder = tmp_path_factory.mktemp("applications")
    with new_database(request.param, folder) as database:
        for site in start(folder, database, options=()):
            with site.records() as session:
                make_cluster(session, "Aurora Tourism", owner=make_person(session, "aurora"))
                make_cluster(session, "Fell Textiles", owner=make_person(session, "fell"))
            yield site


on_both = pytest.mark.parametrize("office", ["sqlite", "postgresql"], indirect=True)
on_sqlite = pytest.mark.parametrize("office", ["sqlite"], indirect=True)


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    """Three papers of a cluster, the most that a criterion asks for level 3."""
    found = [tmp_path / f"paper-{number}.pdf" for number in range(3)]
    for path in found:
        path.write_bytes(PDF + f"% {path.name}".encode())
    return found


@on_both
def test_bronze_on_a_phone_in_finnish_and_dark(
    office: Site, visit: Visit, edition: Edition, papers: list[Path]
) -> None:
    label = edition.scheme.label("bronze")
    manager = visit(office, width=360, color_scheme="dark")
    manager.sign_in("aurora@people.example", PASSWORD).speak("fi")
    manager.follow("Avaa uusi itsearviointi: Pronssi").press("Avaa itsearviointi")
    place = manager.page.url.removeprefix(office.address)
    filling = Filling(label)
    fill_profile(manager, filling, label, place)
    for section in label.sections:
        fill_section(manager, filling, section.id, 0, place, papers)
        fits(manager, 360)
    manager.go(f"{place}/check").sees("Kaikkiin kriteereihin on vastattu")
    fits(manager, 360)
    manager.page.get_by_label("Allekirjoitan tämän vakuutuksen klusterin puolesta").check()
    manager.fill("Tehtäväsi klusterissa", "Klusterijohtaja").press("Lähetä itsearviointi")
    manager.sees("Lähetetty. Kuittaus ja hakemus PDF-tiedostona ovat tulossa sähköpostitse.")
    manager.follow("Lue lähetetty itsearviointi").sees("36/36")
    fits(manager, 360)
    assert verdict(manager) == BRONZE_AT_THE_END
    assert "Klusterijohtaja" in receipt(office, manager, "aurora", "Hakemus on lähetetty")
    assert manager.complaints == []


@on_sqlite
def test_silver_builds_on_a_bronze_of_twenty_months(
    office: Site, visit: Visit, edition: Edition, papers: list[Path]
) -> None:
    label = edition.scheme.label("silver")
    cluster_id = award_bronze(office, edition)
    manager = visit(office).sign_in("owner@people.example", PASSWORD)
    keep_in_library(manager, cluster_id, papers)
    manager.go("/desk").page.get_by_text("Open another assessment").click()
    manager.follow("Open a new assessment: Silver").press("Open the assessment")
    place = manager.page.url.removeprefix(office.address)
    manager.sees("36 answers come from before. Are they still true?")
    manager.follow("Go through them one by one")
    for done in range(36):
        manager.sees(f"{done} of 36 confirmed").press("Still true")
    manager.sees("Nothing waits to be confirmed")
    filling = Filling(label)
    for section in label.sections:
        if not section.id.startswith("figures-"):
            fill_section(manager, filling, section.id, 3, place, papers)
            fits(manager, 1280)
    manager.go(f"{place}/check").sees("Every criterion is answered and supported.")
    manager.page.get_by_label("I sign this statement for the cluster").check()
    manager.fill("Your function in the cluster", "Cluster manager").press("Submit the assessment")
    manager.sees("Submitted. A receipt with the application as a PDF is on its way by mail.")
    manager.follow("Read what was submitted").sees("This record is frozen.")
    fits(manager, 1280)
    assert verdict(manager) == SILVER_AT_THE_END
    assert "Cluster manager" in receipt(office, manager, "owner", "Submitted: Northern Timber")
    assert manager.complaints == []


@on_sqlite
def test_gold_by_keyboard_alone(
    office: Site, visit: Visit, edition: Edition, papers: list[Path]
) -> None:
    label = edition.scheme.label("gold")
    manager = visit(office)
    keys = keyboard.Keyboard(manager.page)
    manager.go("/login")
    keys.to("#email").write("fell@people.example").to("#password").write(PASSWORD).follow()
    keys.to('main h2 a[href*="/clusters/"]').follow().to('.tabs a[href$="/evidence"]').follow()
    keyboard.keep_in_library(keys, papers, ADDRESSES)
    manager.go("/desk")
    keys.to('a[href$="/labels/cluster-excellence/gold"]').follow()
    keys.to(".confirm .btn-primary").follow()
    place = manager.page.url.removeprefix(office.address)
    keyboard.introduce(keys)
    keys.to('main a[href$="/sections/structure"]').follow()
    for section in label.sections:
        level = 4 if section.id == "strategy" else 3
        keyboard.answer(keys, section.criteria, level, papers)
        for criterion in section.criteria:
            is_kept(manager, criterion, level, "en", with_papers=True)
        fits(manager, 1280)
        if section.id != label.sections[-1].id:
            keys.to('a[rel="next"]').follow()
    manager.go(f"{place}/criteria/web-presence/evidence")
    for address in ADDRESSES:
        keys.to(f"#{manager.page.get_by_label(address).get_attribute('id')}").press("Space")
    keys.follow()
    manager.go(f"{place}/check").sees("Every criterion is answered and supported.")
    fits(manager, 1280)
    keys.to("#is_agreed").press("Space").to("#function").write("Cluster manager")
    keys.to(".confirm .btn-primary").follow()
    keys.to('a[href*="/submissions/"]').follow()
    fits(manager, 1280)
    assert verdict(manager) == GOLD_AT_THE_END
    assert "130.5" in receipt(office, manager, "fell", "Submitted: Fell Textiles")
    assert manager.complaints == []


def verdict(person: Person) -> list[str]:
    """What the page says of the label's conditions and of the points by section."""
    said = person.page.locator(".conditions > li, aside .score-bar__label").all_inner_texts()
    return [" ".join(each.split()) for each in said]


def receipt(office: Site, manager: Person, name: str, subject: str) -> str:
    """The application as it came by mail."""
    outbox = office.instance / "outbox"
    return attached(letter(manager, outbox, f"{name}@people.example", subject, PATIENCE))


def award_bronze(office: Site, edition: Edition) -> int:
    """Gives Northern Timber a bronze label that it has held for twenty months; its number."""
    with office.records() as session:
        world = make_world(session)
        folder = office.instance / "evidence"
        line = Line(session, world, edition, folder, label_id="bronze")
        found = outcomes.decision_and_certificate(
            session, line.submission(line.lead_to(State.AWARDED)).id
        )[1]
        assert found
        found.valid_from = months_before(datetime.now(HOME).date(), 20)
        return world.cluster.id


def months_before(day: date, number: int) -> date:
    """The first of the month so many months before."""
    months = day.year * 12 + day.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)


def keep_in_library(manager: Person, cluster_id: int, papers: list[Path]) -> None:
    """All papers at once, dated today."""
    manager.go(f"/clusters/{cluster_id}/evidence")
    manager.page.locator("details:has(#effective_from) summary").click()
    manager.page.locator("#effective_from").fill(datetime.now(HOME).date().isoformat())
    manager.page.locator("#files").set_input_files(papers)
    expect(manager.page.locator(".uploads li")).to_have_text([f"{p.name}: Added." for p in papers])


def fits(person: Person, width: int) -> None:
    assert not person.is_wider_than(width)
    person.meets_no_barrier()
