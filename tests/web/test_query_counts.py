"""However long a list is, its page asks the database the same number of times."""

from assessment.db.models import AttachedEvidence, Evidence
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
    assert max(before) <= 10


def test_criterion_page_asks_a_handful_of_times(
    line: Line, world: World, seat: Seat, statements
) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    browser = seat(world.owner)
    address = f"/assessments/{assessment.id}/criteria/web-presence"
    assert count(statements, browser, address) <= 11


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
    assert max(before) <= 14


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
    assert before <= 10
