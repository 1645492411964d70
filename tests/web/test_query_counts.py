"""However long a list is, its page asks the database the same number of times."""

from assessment.domain.workflow import State
from tests.building import Line, World, make_cluster
from tests.web.conftest import Seat


def count(statements, browser, address: str) -> int:  # type: ignore[no-untyped-def]
    with statements() as found:
        assert browser.get(address).status_code == 200
    return len(found)


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
    assert max(before) <= 8


def test_criterion_page_asks_a_handful_of_times(
    line: Line, world: World, seat: Seat, statements
) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    browser = seat(world.owner)
    address = f"/assessments/{assessment.id}/criteria/web-presence"
    assert count(statements, browser, address) <= 11
