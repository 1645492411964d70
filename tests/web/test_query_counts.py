"""However long a list is, its page asks the database the same number of times, and ten at most."""

import pytest
from flask import Flask

from assessment.db.models import AttachedEvidence, Evidence
from assessment.domain.workflow import State
from tests.building import Line, World, make_cluster
from tests.contracts.test_access import address, endpoints
from tests.web.conftest import Seat

MOST = 10
"""How often a page may ask the database."""

ONE_BY_ONE = "account.export"
"""The file with all that is kept of a person: it asks each table once, and there are many."""


def count(statements, browser, address: str) -> int:  # type: ignore[no-untyped-def]
    with statements() as found:
        assert browser.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.CONSENSUS, State.AWARDED])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_page_of_the_house_asks_more_than_ten_times(
    app: Flask, line: Line, world: World, seat: Seat, statements, state: State
) -> None:
    world.owner.is_reviewer = True  # who has an office beside a cluster has more ways to go
    line.ratings = (4, 3) if state is State.CONSENSUS else (4, 4)
    if state is State.DRAFT:
        line.withdraw(line.lead_to(State.SUBMITTED))
    else:
        line.lead_to(state)
    pages = {
        rule.endpoint: address(rule, line, state)
        for method, rule in endpoints(app)
        if method == "GET" and rule.endpoint != ONE_BY_ONE
    }
    found = {}
    for person in (world.owner, world.reviewer, world.secretary):
        browser = seat(person)
        for endpoint, place in pages.items():
            browser.sign_in()  # the page before may have been the one that signs out
            with statements() as asked:
                browser.get(place)
            found[person.name, endpoint] = len(asked)
    assert {page: number for page, number in found.items() if number > MOST} == {}
    assert found[world.owner.name, "manager.assessment"] >= 5


def test_lists_ask_as_often_for_many_rows_as_for_one(
    line: Line, world: World, seat: Seat, statements
) -> None:
    line.lead_to(State.IN_REVIEW)
    pages = [
        (world.owner, "/desk"),
        (world.reviewer, "/reviews"),
        (world.secretary, "/secretariat"),
        (world.secretary, "/secretariat/clusters"),
        (world.secretary, "/secretariat/people"),
    ]
    before = [count(statements, seat(person), address) for person, address in pages]
    for number in range(3):
        line.world.cluster = make_cluster(line.session, f"Cluster {number}", owner=world.owner)
        line.lead_to(State.IN_REVIEW)
    after = [count(statements, seat(person), address) for person, address in pages]
    assert after == before
    assert max(before) <= MOST


def test_criterion_page_asks_a_handful_of_times(
    line: Line, world: World, seat: Seat, statements
) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    browser = seat(world.owner)
    address = f"/assessments/{assessment.id}/criteria/web-presence"
    assert count(statements, browser, address) <= MOST


MANY = 30


def support(line: Line, sheet_id: int, pieces: int) -> None:
    """So many links for each of the first criteria of gold."""
    for number in range(pieces):
        for criterion in line.label.sections[0].criteria:
            found = Evidence(
                cluster_id=line.world.cluster.id,
                title=f"Page {number}",
                url=f"https://cluster.example/{number}",
                added_by=line.world.owner.id,
            )
            line.session.add(found)
            line.session.flush()
            attached = AttachedEvidence(
                sheet_id=sheet_id, criterion_id=criterion.id, evidence_id=found.id
            )
            line.session.add(attached)
    line.session.commit()


def test_questionnaire_asks_as_often_for_30_pieces_of_evidence_as_for_one(
    line: Line, world: World, seat: Seat, statements
) -> None:
    assessment = line.open()
    section = line.label.sections[0]
    start = f"/assessments/{assessment.id}"
    pages = [
        start,
        f"{start}/sections/{section.id}",
        f"{start}/criteria/{section.criteria[0].id}",
    ]
    support(line, assessment.sheet_id, 1)
    browser = seat(world.owner)
    before = [count(statements, browser, address) for address in pages]
    support(line, assessment.sheet_id, MANY - 1)
    assert [count(statements, browser, address) for address in pages] == before
    assert max(before) <= MOST


def test_section_asks_as_often_answered_as_empty(
    line: Line, world: World, seat: Seat, statements
) -> None:
    assessment = line.open()
    browser = seat(world.owner)
    address = f"/assessments/{assessment.id}/sections/{line.label.sections[0].id}"
    before = count(statements, browser, address)
    line.answer_all(assessment)
    line.session.commit()
    assert count(statements, browser, address) == before


def test_desk_asks_as_often_for_30_clusters_as_for_one(
    line: Line, world: World, seat: Seat, statements
) -> None:
    line.open()
    browser = seat(world.owner)
    before = count(statements, browser, "/desk")
    for number in range(MANY - 1):
        line.world.cluster = make_cluster(line.session, f"Cluster {number}", owner=world.owner)
        line.open()
    line.session.commit()
    assert count(statements, browser, "/desk") == before
    assert before <= MOST
