"""Clusters are named by writing: on the page that invites somebody, and in a reviewer's profile."""

import re

import pytest
from sqlalchemy import select

from assessment.db.models import Affiliation, Invitation
from assessment.services.cluster_search import MOST
from assessment.web.limits import SUGGESTING_LIMIT
from tests.building import Line, World, make_cluster
from tests.web.conftest import Seat
from tests.web.filled import filled_in

INVITE, PROFILE = "/secretariat/people/invite", "/reviews/profile"
ASKED = {"name": "Nina New", "email": "nina@people.example", "role": "editor", "language": "fi"}


@pytest.fixture
def energy(line: Line, world: World) -> dict[str, int]:
    """Three clusters with a word in common, one of them Austrian."""
    names = ("Baltic Energy", "Energy Lapland", "Energie Austria")
    found = {name: make_cluster(line.session, name, owner=world.owner) for name in names}
    found["Energie Austria"].country = "AT"
    return {name: cluster.id for name, cluster in found.items()}


def invited_to(line: Line) -> list[int | None]:
    line.session.expire_all()
    found = list(line.session.scalars(select(Invitation.cluster_id)))
    line.session.commit()
    return found


def tied_to(line: Line) -> list[tuple[str, int | None]]:
    line.session.expire_all()
    rows = line.session.scalars(select(Affiliation).order_by(Affiliation.id))
    found = [(tie.organisation, tie.cluster_id) for tie in rows]
    line.session.commit()
    return found


def test_somebody_is_invited_to_the_cluster_that_a_part_of_a_name_means(
    line: Line, world: World, seat: Seat, energy: dict[str, int]
) -> None:
    browser = seat(world.secretary)
    asked = browser.post(INVITE, {**ASKED, "cluster": "lapland"})
    assert asked.status_code == 422
    assert "One cluster has this in its name. Choose it" in asked.text
    assert invited_to(line) == []
    sent = {**filled_in(asked.text), "cluster-pick": str(energy["Energy Lapland"])}
    assert browser.post(INVITE, sent).status_code == 303
    assert invited_to(line) == [energy["Energy Lapland"]]


def test_several_that_fit_are_offered_and_nothing_written_is_lost(
    line: Line, world: World, seat: Seat, energy: dict[str, int]
) -> None:
    browser = seat(world.secretary)
    asked = browser.post(INVITE, {**ASKED, "cluster": "energ"})
    assert asked.status_code == 422
    assert "3 clusters have this in their names. Choose the one that you mean." in asked.text
    offered = re.findall(r'name="cluster-pick" value="(\d+)".*?<label[^>]*>(.*?) <span', asked.text)
    assert offered == [
        (str(energy[name]), name) for name in ("Baltic Energy", "Energie Austria", "Energy Lapland")
    ]
    assert 'Energie Austria <span class="muted">Austria</span>' in asked.text
    sent = filled_in(asked.text)
    assert (sent["name"], sent["email"], sent["role"], sent["cluster"]) == (
        "Nina New",
        "nina@people.example",
        "editor",
        "energ",
    )
    sent["cluster-pick"] = str(energy["Baltic Energy"])
    assert browser.post(INVITE, sent).status_code == 303
    assert invited_to(line) == [energy["Baltic Energy"]]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"cluster": "water"}, "No cluster here has this in its name."),
        ({"cluster": ""}, "Choose the cluster for this role."),
        ({"cluster": "x" * 100_000}, "Write at most 200 characters."),
        ({"cluster": "energ", "cluster-pick": "1"}, "Choose the one that you mean."),
        ({"cluster": "energ", "cluster-pick": "nonsense"}, "Choose the one that you mean."),
        ({"cluster": "lapland", "email": "nina"}, "Write an e-mail address"),
    ],
)
def test_what_names_no_cluster_invites_nobody(
    line: Line, world: World, seat: Seat, energy: dict[str, int], change: dict[str, str], said: str
) -> None:
    answer = seat(world.secretary).post(INVITE, ASKED | change)
    assert answer.status_code == 422
    assert said in answer.text
    assert invited_to(line) == []


def test_too_many_are_counted_and_more_of_the_name_is_asked_for(
    line: Line, world: World, seat: Seat
) -> None:
    for number in range(MOST + 1):
        make_cluster(line.session, f"Wood {number}", owner=world.owner)
    answer = seat(world.secretary).post(INVITE, {**ASKED, "cluster": "wood"})
    assert "21 clusters have this in their names. Write more of the name." in answer.text
    assert "cluster-pick" not in answer.text


def test_a_role_without_a_cluster_needs_none(
    line: Line, world: World, seat: Seat, energy: dict[str, int]
) -> None:
    answer = seat(world.secretary).post(INVITE, {**ASKED, "role": "reviewer", "cluster": "energ"})
    assert answer.status_code == 303
    assert invited_to(line) == [None]


def test_whoever_comes_from_a_cluster_has_it_chosen(
    line: Line, world: World, seat: Seat, energy: dict[str, int]
) -> None:
    browser = seat(world.secretary)
    page = browser.get(f"{INVITE}?cluster={energy['Energy Lapland']}").text
    assert 'value="Energy Lapland"' in page
    assert "Baltic Energy" not in page
    for number in ("999", "0", "-1", "99999999999", "nonsense"):
        assert browser.get(f"{INVITE}?cluster={number}").status_code == 200


def tie(number: int, **told: str) -> dict[str, str]:
    facts = {"kind": "board", "since": "2020-01-01", **told}
    return {f"ties-{number}-{name.replace('_', '-')}": value for name, value in facts.items()}


def test_a_reviewer_names_clusters_and_picks_one_where_several_fit(
    line: Line, world: World, seat: Seat, energy: dict[str, int]
) -> None:
    browser = seat(world.reviewer)
    written = {"capacity": "2", **tie(0, cluster="energy lapland"), **tie(1, cluster="energ")}
    asked = browser.post(PROFILE, written)
    assert asked.status_code == 422
    assert 'name="ties-1-cluster-pick"' in asked.text
    assert "ties-0-cluster-pick" not in asked.text
    sent = filled_in(asked.text)
    assert (sent["ties-0-cluster"], sent["ties-1-cluster"]) == ("Energy Lapland", "energ")
    assert tied_to(line) == []
    sent["ties-1-cluster-pick"] = str(energy["Energie Austria"])
    assert browser.post(PROFILE, sent).status_code == 303
    both = [
        ("Energy Lapland", energy["Energy Lapland"]),
        ("Energie Austria", energy["Energie Austria"]),
    ]
    assert sorted(tied_to(line)) == sorted(both)
    again = filled_in(browser.get(PROFILE).text)
    assert browser.post(PROFILE, again).status_code == 303
    assert sorted(tied_to(line)) == sorted(both)
    cleared = {**again, "ties-0-cluster": "", "ties-0-organisation": "", "ties-0-since": ""}
    assert browser.post(PROFILE, cleared).status_code == 303
    assert len(tied_to(line)) == 1


def test_a_tie_to_no_cluster_known_here_is_said(
    line: Line, world: World, seat: Seat, energy: dict[str, int]
) -> None:
    written = {"capacity": "2", **tie(0, organisation="Some House", cluster="water")}
    answer = seat(world.reviewer).post(PROFILE, written)
    assert answer.status_code == 422
    assert "No cluster here has this in its name." in answer.text
    assert 'href="#ties-0-cluster"' in answer.text
    assert tied_to(line) == []


def test_a_profile_asks_as_often_for_many_ties_as_for_one(
    line: Line, world: World, seat: Seat, energy: dict[str, int], statements
) -> None:
    browser = seat(world.reviewer)

    def asked(ties: int) -> int:
        written = {"capacity": "x"}
        for number in range(ties):
            written |= tie(number, cluster=f"energ{'y' * (number % 2)}")
        with statements() as found:
            assert browser.post(PROFILE, written).status_code == 422
        return len(found)

    asked(1)  # what the first page of all looks up is kept
    assert asked(40) == asked(1) <= 10


@pytest.mark.parametrize(("who", "page"), [("secretary", INVITE), ("reviewer", PROFILE)])
def test_names_are_suggested_where_they_are_written(
    line: Line, world: World, seat: Seat, energy: dict[str, int], who: str, page: str
) -> None:
    browser = seat(getattr(world, who))
    assert f'data-cluster-names="{page}/clusters"' in browser.get(page).text
    assert browser.get(f"{page}/clusters?q=lapl").json == ["Energy Lapland"]
    assert browser.get(f"{page}/clusters?q=l").json == []
    assert browser.get(f"{page}/clusters").json == []
    assert seat(world.owner).get(f"{page}/clusters?q=lapl").status_code == 404


def test_suggestions_are_limited(line: Line, world: World, seat: Seat) -> None:
    browser = seat(world.secretary)
    most = int(SUGGESTING_LIMIT.split()[0])
    statuses = {browser.get(f"{INVITE}/clusters?q=no").status_code for _ in range(most)}
    assert statuses == {200}
    assert browser.get(f"{INVITE}/clusters?q=no").status_code == 429
    assert seat(world.deputy).get(f"{INVITE}/clusters?q=no").status_code == 200


@pytest.mark.parametrize(("who", "page"), [("secretary", INVITE), ("reviewer", PROFILE)])
def test_the_page_is_as_small_with_many_clusters_as_with_few(
    line: Line, world: World, seat: Seat, who: str, page: str
) -> None:
    browser = seat(getattr(world, who))
    before = len(browser.get(page).text)
    for number in range(100):
        make_cluster(line.session, f"Wood {number}", owner=world.owner)
    line.session.commit()
    assert abs(len(browser.get(page).text) - before) < 200
