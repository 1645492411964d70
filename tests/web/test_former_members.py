"""What somebody whose account was deleted has done is shown under the name of a former member."""

import io

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.db.models import Assessment, Comment, Evidence, Membership, User
from assessment.domain.policy import ClusterRole
from tests.building import PDF, Line, World, make_person
from tests.web.conftest import Seat
from tests.web.filled import read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def draft(line: Line) -> Assessment:
    return line.open()


@pytest.fixture
def places(line: Line, world: World, seat: Seat, draft: Assessment) -> dict[str, str]:
    """Pages that name an owner who did something of each kind and then had the account deleted."""
    person = make_person(line.session, "leaver")
    line.session.add(
        Membership(cluster_id=world.cluster.id, user_id=person.id, role=ClusterRole.OWNER)
    )
    cluster = f"/clusters/{world.cluster.id}"
    here = f"/assessments/{draft.id}/criteria/web-presence"
    leaver = seat(person)
    leaver.post(here, {"version": "0", "level": "2", "justification": "Seen."})
    leaver.post(f"{here}/comments", {"text": "Which year?"})
    number = line.session.scalars(select(Comment.id)).one()
    line.session.commit()
    leaver.post(f"{here}/comments/{number}/resolve")
    leaver.post(f"{here}/assign", {"person": world.owner.id})
    leaver.post(f"{cluster}/evidence/files", {"files": (io.BytesIO(PDF), "plan.pdf")})
    piece = line.session.scalars(select(Evidence.id)).one()
    line.session.commit()
    facts = {"version": "0", "name": "Northern Timber", "country": "FI", "founded": "2015-03-01"}
    leaver.post(f"{cluster}/profile/edit", facts)
    leaver.post(f"{cluster}/team/{world.viewer.id}", {"role": "editor"})
    assert leaver.post("/account/data/delete", {"is_understood": "y"}).location == "/"
    return {
        "criterion": here,
        "history": f"{here}/history",
        "piece": f"/evidence/{piece}",
        "profile": f"{cluster}/profile",
        "tasks": "/tasks",
        "team": f"{cluster}/team",
    }


def test_pages_say_it_in_the_readers_language(
    line: Line, world: World, seat: Seat, places: dict[str, str]
) -> None:
    line.session.get_one(User, world.owner.id).language = "fi"
    owner = seat(world.owner)
    shown = {page: read(owner.get(place).text) for page, place in places.items()}
    assert [page for page, words in shown.items() if "Entinen jäsen" not in words] == []
    assert [page for page, words in shown.items() if "Former member" in words] == []


def test_an_invitation_to_them_keeps_its_place_in_the_teams_history(
    session: Session, world: World, seat: Seat
) -> None:
    team = f"/clusters/{world.cluster.id}/team"
    person = make_person(session, "leaver")
    form = {"name": "Leaver", "email": person.email, "role": "viewer", "language": "en"}
    owner = seat(world.owner)
    assert owner.post(f"{team}/invite", form).location == team
    assert "Invited: Leaver (Viewer)" in read(owner.get(team).text)
    seat(person).post("/account/data/delete", {"is_understood": "y"})
    assert "Invited: Former member (Viewer)" in read(owner.get(team).text)
