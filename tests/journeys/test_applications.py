"""A whole application at a browser, for each label, from the profile to the frozen record."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assessment.catalogue.loader import Edition
from assessment.db.session import make_engine, unit_of_work
from assessment.domain.criteria import Label
from assessment.domain.validity import HOME
from tests.building import PDF
from tests.filling import Filling, evidence_asked
from tests.journeys.conftest import Site, start
from tests.journeys.filling_in import fill_profile, fill_section
from tests.journeys.person import Person
from tests.people import PASSWORD, make_cluster, make_person


def support(manager: Person, label: Label, place: str, folder: Path) -> None:
    """The files that the label's rules ask for, each dated today."""
    paper = folder / "paper.pdf"
    paper.write_bytes(PDF)
    for criterion in label.criteria:
        if evidence_asked(criterion, 0):
            manager.go(f"{place}/criteria/{criterion.id}")
            manager.page.locator("details:has(#effective_from) summary").click()
            manager.page.locator("#effective_from").fill(datetime.now(HOME).date().isoformat())
            manager.page.locator("#files").set_input_files(paper)
            expect(manager.page.locator("#evidence-list")).to_contain_text("paper.pdf")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with a cluster that has not begun yet."""
    for site in start(tmp_path_factory.mktemp("applications"), ""):
        engine = make_engine(f"sqlite:///{site.instance / 'assessment.db'}")
        with unit_of_work(engine) as session:
            make_cluster(session, "Aurora Tourism", owner=make_person(session, "aurora"))
        engine.dispose()
        yield site


def test_bronze_on_a_phone_in_finnish_and_dark(
    office: Site, visit: Callable[..., Person], edition: Edition, tmp_path: Path
) -> None:
    label = edition.scheme.label("bronze")
    manager = visit(office, width=360, color_scheme="dark")
    manager.sign_in("aurora@people.example", PASSWORD).speak("fi")
    manager.follow("Avaa uusi itsearviointi: Pronssi").press("Avaa itsearviointi")
    place = manager.page.url.removeprefix(office.address)
    filling = Filling(label)
    fill_profile(manager, filling, label, place)
    for section in label.sections:
        fill_section(manager, filling, section.id, 0, place)
        assert not manager.is_wider_than(360)
    support(manager, label, place, tmp_path)
    manager.go(f"{place}/check").sees("Kaikkiin kriteereihin on vastattu")
    assert manager.complaints == []
