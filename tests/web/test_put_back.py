"""What a new version of the scheme did to an answer: before and today side by side, and put back."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.db.models import Answer, AnswerVersion, Assessment, ParkedAnswer
from tests.building import World
from tests.services.versions import make_changes, open_first_draft, put_into_force, with_two_teams
from tests.web.browser import Browser
from tests.web.conftest import Seat
from tests.web.filled import read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
RATED = "Your rating Level 2, Done Justification Four people."
OPEN = "Your rating – Justification Four people."
ASKED_ANEW = ("texts/en.yaml", "question: Who works here?", "question: Who works here today?")


@pytest.fixture
def draft(session: Session, world: World, seat: Seat) -> Assessment:
    """A draft whose answer to `team` became those to `team` and `skills`, without a level."""
    opened = open_first_draft(session, world)
    given = {"version": "0", "level": "2", "justification": "Four people."}
    seat(world.owner).post(f"/assessments/{opened.id}/criteria/team", given)
    split = {"class": "split", "into": ["team", "skills"]}
    changes = make_changes(team=split, skills="new")
    put_into_force(session, with_two_teams(ASKED_ANEW), changes)
    return opened


@pytest.fixture
def owner(draft: Assessment, world: World, seat: Seat) -> Browser:
    return seat(world.owner)


@pytest.fixture
def address(session: Session, draft: Assessment, owner: Browser) -> str:
    """Where the answer that was put aside is put back."""
    number = session.scalars(select(ParkedAnswer.id)).one()
    session.commit()
    return f"/assessments/{draft.id}/earlier/{number}"


def sides(page: str) -> list[str]:
    """The words on the left and on the right."""
    compared = page[page.index('<div class="compare">') :]
    found = re.findall(r"<section>(.*?)</section>", compared, re.S)[:2]
    return [read(f"<main>{side}</main>") for side in found]


def kept(session: Session) -> tuple[int | None, str, str, int]:
    session.expire_all()
    found = session.scalars(select(Answer).where(Answer.criterion_id == "team")).one()
    session.commit()
    return found.level, found.justification, found.carried, found.version


def test_before_and_today_stand_side_by_side(draft: Assessment, owner: Browser) -> None:
    page = owner.get(f"/assessments/{draft.id}/confirm?criterion=team").text
    assert "split On the left the criterion as it was, with your answer then;" in read(page)
    assert sides(page) == [
        "Before Team Who works here? 0: Nobody. 1: One. 2: Two. " + RATED,
        "Today Team Who works here today? 0: Nobody. 1: One. 2: Two. " + OPEN,
    ]


def test_new_part_stands_beside_the_criterion_that_it_comes_from(
    draft: Assessment, owner: Browser
) -> None:
    page = owner.get(f"/assessments/{draft.id}/confirm?criterion=skills").text
    assert sides(page) == [
        "Before Team Who works here? 0: Nobody. 1: One. 2: Two. " + RATED,
        "Today Skills What? 0: None. 1: Some. 2: Many. " + OPEN,
    ]
    assert "Put the earlier answer back" not in page


def test_putting_back_is_asked_with_both_answers(
    draft: Assessment, owner: Browser, address: str
) -> None:
    for page in ("", "/confirm?criterion=team"):
        assert f'href="{address}"' in owner.get(f"/assessments/{draft.id}{page}").text
    page = owner.get(address).text
    assert sides(page) == [
        "Today " + OPEN,
        "Put aside on 15 June 2026 " + RATED,
    ]


def test_answer_that_is_put_back_is_the_newest_version(
    session: Session, draft: Assessment, owner: Browser, address: str
) -> None:
    assert kept(session) == (None, "Four people.", "copied", 2)
    assert owner.post(address, {"version": "2"}).location == (
        f"/assessments/{draft.id}/criteria/team"
    )
    assert kept(session) == (2, "Four people.", "", 3)
    versions = session.scalars(
        select(AnswerVersion)
        .where(AnswerVersion.criterion_id == "team")
        .order_by(AnswerVersion.version)
    )
    assert [(v.version, v.record["level"]) for v in versions] == [(1, 2), (2, None), (3, 2)]


def test_putting_back_twice_changes_nothing_more(
    session: Session, owner: Browser, address: str
) -> None:
    for _ in range(2):
        owner.post(address, {"version": "2"})
    assert kept(session) == (2, "Four people.", "", 3)


def test_answer_saved_meanwhile_is_not_replaced(
    session: Session, draft: Assessment, world: World, seat: Seat, owner: Browser, address: str
) -> None:
    given = {"version": "2", "level": "1", "justification": "Two.", "scheme_version": "2"}
    seat(world.editor).post(f"/assessments/{draft.id}/criteria/team", given)
    assert owner.post(address, {"version": "2"}).location == address
    assert "Somebody saved this answer meanwhile." in owner.get(address).text
    assert kept(session) == (1, "Two.", "", 3)


def test_level_that_todays_scale_lacks_is_told_and_left_out(
    session: Session, owner: Browser, address: str
) -> None:
    parked = session.scalars(select(ParkedAnswer)).one()
    parked.record = parked.record | {"level": 5}
    session.commit()
    assert "The level is not put back: today’s scale does not have it." in owner.get(address).text
    owner.post(address, {"version": "2"})
    assert kept(session) == (None, "Four people.", "", 3)


def test_answers_of_others_cannot_be_put_back(
    draft: Assessment, world: World, seat: Seat, address: str
) -> None:
    assert seat(world.viewer).post(address, {"version": "2"}).status_code == 403
    assert seat(world.stranger).get(address).status_code == 404
    nothing = f"/assessments/{draft.id}/earlier/999"
    assert seat(world.owner).get(nothing).status_code == 404
