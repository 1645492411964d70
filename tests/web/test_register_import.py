"""Bringing clusters, people and earlier labels in from files."""

# ruff: noqa: RUF001  # letters that look alike

import io

from sqlalchemy import select

from assessment.db.models import Cluster, EarlierLabel, Invitation, User
from tests.building import Line, World
from tests.web.conftest import Seat

PLACE = "/secretariat/import"


def sent(text: str, name: str = "table.csv") -> dict[str, object]:
    return {"file": (io.BytesIO(text.encode()), name)}


def kept(browser, kind: str, text: str) -> str:  # type: ignore[no-untyped-def]
    answer = browser.post(f"{PLACE}/{kind}", sent(text))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def everything(line: Line, column):  # type: ignore[no-untyped-def]
    found = line.session.scalars(select(column).order_by(column)).all()
    line.session.commit()
    return list(found)


def test_clusters_come_in_once_confirmed_and_known_ones_are_skipped(
    line: Line, world: World, seat: Seat
) -> None:
    browser = seat(world.secretary)
    table = "Name;Country;Website\nNew Wood;Austria;wood.example\nNORTHERN TIMBER;fi;\n"
    place = kept(browser, "clusters", table)
    page = browser.get(place).text
    assert "Known already: skipped" in page
    assert "Take over 1 row<" in page
    assert everything(line, Cluster.name) == ["Northern Timber", "Southern Stone"]
    assert browser.post(place).status_code == 303
    assert everything(line, Cluster.name) == ["New Wood", "Northern Timber", "Southern Stone"]
    new = line.session.scalars(select(Cluster).where(Cluster.name == "New Wood")).one()
    assert (new.country, new.website) == ("AT", "https://wood.example")
    line.session.commit()
    assert browser.post(place).status_code == 404


def test_every_fault_is_named_and_then_nothing_is_written(
    line: Line, world: World, seat: Seat
) -> None:
    browser = seat(world.secretary)
    place = kept(browser, "clusters", "name,country,region\nGood,FI,\n,Atlantis,lapland\n")
    page = browser.get(place).text
    for fault in (
        "Name is empty",
        "Country is no country",
        "Region is no region of the country",
    ):
        assert fault in page
    assert "Take over" not in page
    browser.post(place)
    assert everything(line, Cluster.name) == ["Northern Timber", "Southern Stone"]


def test_names_that_look_like_another_or_are_not_what_they_seem_are_faults(
    line: Line, world: World, seat: Seat
) -> None:
    rows = "N0rthern Timber;FI\nNеw Wood;FI\nNew\u200b Stone;FI\nGood Wood;FI\nGo0d Wood;FI\n"
    page = seat(world.secretary).get(
        kept(seat(world.secretary), "clusters", f"Name;Country\n{rows}")
    )
    for fault in (
        "Name looks like the name of another cluster.",
        "Name has a word with letters of two alphabets: write it anew.",
        "Name has characters that nobody sees: write it anew by hand.",
    ):
        assert fault in page.text
    assert page.text.count("looks like the name of another cluster") == 2
    assert "4 rows have faults." in page.text


def test_regions_and_languages_are_known_by_their_names(
    line: Line, world: World, seat: Seat
) -> None:
    browser = seat(world.secretary)
    table = (
        "Name;Country;Region;Website\nNew Wood;Suomi;Lappi;wood\nOld Wood;FI;Lapland;wood.example\n"
    )
    page = browser.get(kept(browser, "clusters", table)).text
    assert page.count('data-label="Region">FI1D7<') == 2
    assert "Website is no web address, such as https://cluster.example." in page
    people = ["Ana;ana@wood.example;arvioija;suomi", "Bo;bo@wood.example;reviewer;se"]
    table = "\n".join(["Nimi;Sähköposti;Rooli;Kieli", *people])
    page = browser.get(kept(browser, "people", table)).text
    assert 'data-label="Language">fi<' in page
    assert page.count('data-label="Role">Reviewer<') == 2
    assert "Language is neither English nor Finnish" in page


def test_a_file_without_the_columns_or_that_is_none_is_refused(
    line: Line, world: World, seat: Seat
) -> None:
    browser = seat(world.secretary)
    answer = browser.post(f"{PLACE}/people", sent("Name;Country\nA;FI\n"))
    assert answer.status_code == 422
    assert "The first row has no column E-mail, Role." in answer.text
    broken = browser.post(f"{PLACE}/people", sent("PK broken", "t.xlsx"))
    assert "neither a CSV nor an XLSX table" in broken.text
    assert browser.get(f"{PLACE}/nonsense").status_code == 404
    assert browser.get(f"{PLACE}/people/template").status_code == 200


def test_people_are_invited_or_get_an_account(line: Line, world: World, seat: Seat) -> None:
    browser = seat(world.secretary)
    head = "Name,E-mail,Role,Country\n"
    place = kept(
        browser,
        "people",
        f"{head}Ada,ada@a.example,reviewer,AT\nOwn,{world.owner.email},reviewer,\n",
    )
    browser.post(place, {"invites": "1"})
    assert everything(line, Invitation.email) == ["ada@a.example"]
    browser.post(
        kept(browser, "people", f"{head}Bo,bo@b.example,Reviewer,SE\nAda,ada@a.example,reviewer,\n")
    )
    bo = line.session.scalars(select(User).where(User.email == "bo@b.example")).one()
    assert (bo.is_reviewer, bo.is_secretariat, bo.country, bo.password) == (True, False, "SE", None)
    assert everything(line, Invitation.email) == ["ada@a.example"]


def test_earlier_labels_come_in_by_the_names_of_their_clusters(
    line: Line, world: World, seat: Seat
) -> None:
    browser = seat(world.secretary)
    head = "Cluster,Label,Number,Valid from,Valid until\n"
    row = "Southern Stone,silver,S-9,1.3.2025,2027-03-01\n"
    browser.post(kept(browser, "labels", head + row))
    assert everything(line, EarlierLabel.number) == ["S-9"]
    page = browser.get(kept(browser, "labels", f"{head}{row}Nowhere,tin,,x,2020-01-01\n")).text
    for fault in (
        "Known already: skipped",
        "Cluster is no cluster of the register",
        "Label is no label of the scheme",
        "Valid from is no day",
    ):
        assert fault in page


def test_what_one_uploads_nobody_else_sees(line: Line, world: World, seat: Seat) -> None:
    place = kept(seat(world.secretary), "clusters", "name,country\nNew,FI\n")
    assert seat(world.deputy).get(place).status_code == 404
