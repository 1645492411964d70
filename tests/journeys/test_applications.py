"""A whole application at a browser, for each label, from the profile to the frozen record."""

from collections.abc import Callable, Iterator

import pytest

from assessment.catalogue.loader import Edition
from assessment.db.session import make_engine, unit_of_work
from tests.filling import Filling
from tests.journeys.conftest import Site, start
from tests.journeys.filling_in import fill_profile, fill_section
from tests.journeys.person import Person
from tests.people import PASSWORD, make_cluster, make_person


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
    office: Site, visit: Callable[..., Person], edition: Edition
) -> None:
    label = edition.scheme.label("bronze")
    manager = visit(office, width=360, color_scheme="dark")
    manager.sign_in("aurora@people.example", PASSWORD).speak("fi")
    manager.press("Avaa uusi itsearviointi: Pronssi")
    place = manager.page.url.removeprefix(office.address)
    filling = Filling(label)
    fill_profile(manager, filling, label, place)
    for section in label.sections:
        fill_section(manager, filling, section.id, 0, place)
        assert not manager.is_wider_than(360)
    manager.go(f"{place}/check").sees("Kaikkiin kriteereihin on vastattu")
    assert manager.complaints == []
