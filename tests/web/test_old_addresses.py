"""Addresses from mails and bookmarks, when a new version of the scheme has moved what they name."""

import pytest
from sqlalchemy.orm import Session

from assessment.catalogue.schema import ChangesFile
from assessment.db.models import Assessment
from assessment.services.comments import Place, write_comment
from tests.building import NOON, World
from tests.services.versions import make_changes, open_first_draft, put_into_force, without_money
from tests.web.conftest import Seat

MERGED = make_changes(money={"class": "merged", "into": "team"})
RETIRED = make_changes(money="retired")


@pytest.fixture
def draft(session: Session, world: World) -> Assessment:
    """A draft under the first version of the small scheme, which asks `team` and `money`."""
    return open_first_draft(session, world)


def take_out_money(session: Session, changes: ChangesFile) -> None:
    """The second version, which does not ask for `money`."""
    put_into_force(session, without_money(), changes)
    session.commit()


def remark(session: Session, world: World, draft: Assessment) -> int:
    place = Place(world.cluster.id, draft.sheet_id, "money")
    return write_comment(session, place, text="@Editor?", actor_id=world.owner.id, at=NOON).id


def test_criterion_that_was_merged_leads_to_the_one_it_is_part_of(
    session: Session, world: World, draft: Assessment, seat: Seat
) -> None:
    owner, place = seat(world.owner), f"/assessments/{draft.id}/criteria"
    owner.post(f"{place}/money", {"level": "1", "justification": "Paid.", "version": "0"})
    take_out_money(session, MERGED)
    answer = owner.get(f"{place}/money")
    assert answer.location == f"{place}/team"
    page = owner.get(answer.location).text
    assert "In version 2 of the scheme “Money” has become: 1.1 Team." in page


@pytest.mark.parametrize("changes", [RETIRED, MERGED], ids=["retired", "merged"])
def test_criterion_that_nobody_answered_leads_to_the_overview(
    session: Session, world: World, draft: Assessment, seat: Seat, changes: ChangesFile
) -> None:
    owner, home = seat(world.owner), f"/assessments/{draft.id}"
    take_out_money(session, changes)
    assert owner.get(f"{home}/criteria/money").location == home
    page = owner.get(home).text
    assert "In version 2 of the scheme this label does not ask “Money”." in page
    assert "Its answer stands under" not in page


def test_answer_that_was_put_aside_is_named_with_its_place(
    session: Session, world: World, draft: Assessment, seat: Seat
) -> None:
    owner, home = seat(world.owner), f"/assessments/{draft.id}"
    form = {"level": "1", "justification": "Paid.", "version": "0"}
    owner.post(f"{home}/criteria/money", form)
    take_out_money(session, RETIRED)
    owner.get(f"{home}/criteria/money")
    assert "Its answer stands under “Earlier answers”." in owner.get(home).text


def test_criterion_that_was_never_asked_is_not_there(
    session: Session, world: World, draft: Assessment, seat: Seat
) -> None:
    take_out_money(session, RETIRED)
    assert seat(world.owner).get(f"/assessments/{draft.id}/criteria/gold").status_code == 404


def test_comment_is_found_on_the_criterion_that_it_has_followed(
    session: Session, world: World, draft: Assessment, seat: Seat
) -> None:
    number = remark(session, world, draft)
    viewer, place = seat(world.viewer), f"/assessments/{draft.id}"
    assert viewer.get(f"{place}/comments/{number}").location == (
        f"{place}/criteria/money#comment-{number}"
    )
    take_out_money(session, MERGED)
    address = f"{place}/criteria/team#comment-{number}"
    assert viewer.get(f"{place}/comments/{number}").location == address
    assert f'id="comment-{number}"' in viewer.get(address).text


def test_comment_on_a_criterion_that_is_gone_leads_to_the_overview(
    session: Session, world: World, draft: Assessment, seat: Seat
) -> None:
    number = remark(session, world, draft)
    take_out_money(session, RETIRED)
    owner, home = seat(world.owner), f"/assessments/{draft.id}"
    address = owner.get(f"{home}/comments/{number}").location
    assert owner.get(address).location == home
    assert "this label does not ask “Money”" in owner.get(home).text


def test_comment_of_another_cluster_is_not_there(
    session: Session, world: World, draft: Assessment, seat: Seat
) -> None:
    number = remark(session, world, draft)
    assert seat(world.stranger).get(f"/assessments/{draft.id}/comments/{number}").status_code == 404
    missing = seat(world.owner).get(f"/assessments/{draft.id}/comments/{number + 1}")
    assert missing.status_code == 404
