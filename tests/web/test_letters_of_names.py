"""Names that stand on documents: in letters that these can print, wherever a name is entered."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.db.models import Cluster
from tests.building import Line, World
from tests.issuing import issue
from tests.web.conftest import Seat
from tests.web.filled import filled_in, read
from tests.web.test_register_import import kept

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
REFUSED = "Documents cannot print 🌲 (U+1F332)."


def test_a_cluster_is_not_called_by_a_picture_and_keeps_what_it_had(
    world: World, seat: Seat, session: Session
) -> None:
    place = f"/clusters/{world.cluster.id}/profile/edit"
    browser = seat(world.owner)
    form = filled_in(browser.get(place).text) | {"name": "Timber 🌲"}
    answer = browser.post(place, form, headers={"Origin": "http://localhost"})
    assert answer.status_code == 422
    assert REFUSED in read(answer.text)
    assert "Timber 🌲" in answer.text
    world.cluster.name = "Timber 🌲"
    session.commit()
    form = filled_in(browser.get(place).text) | {"priorities": "Wood"}
    assert browser.post(place, form).status_code == 303


@pytest.mark.parametrize("name", ["Кластер Север", "קבוצת העץ", "مجموعة الأخشاب", "Συνεργασία"])
def test_the_secretariat_registers_names_in_the_letters_of_our_neighbours(
    world: World, seat: Seat, session: Session, name: str
) -> None:
    form = {"name": name, "country": "FI"}
    assert seat(world.secretary).post("/secretariat/clusters/new", form).status_code == 303
    assert name in session.scalars(select(Cluster.name)).all()


def test_the_secretariat_cannot_register_others(world: World, seat: Seat) -> None:
    form = {"name": "Timber", "organisation": "木材 🌲", "country": "FI"}
    answer = seat(world.secretary).post("/secretariat/clusters/new", form)
    assert answer.status_code == 422
    assert "Documents cannot print 木 (U+6728), 材 (U+6750), 🌲 (U+1F332)." in read(answer.text)


def test_nor_bring_them_in_from_a_file(line: Line, world: World, seat: Seat) -> None:
    browser = seat(world.secretary)
    place = kept(browser, "clusters", "Name;Country\nTimber 🌲;FI\n")
    assert "has characters that documents cannot print" in read(browser.get(place).text)


def test_nor_put_them_on_a_corrected_certificate(line: Line, world: World, seat: Seat) -> None:
    number = issue(line).submission_id
    line.session.commit()
    form = {"cluster_name": "Timber 🌲", "organisation": "", "reason": "Prettier."}
    answer = seat(world.secretary).post(f"/secretariat/submissions/{number}/label/correct", form)
    assert answer.status_code == 422
    assert REFUSED in read(answer.text)
