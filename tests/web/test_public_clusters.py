"""The public page of a cluster, and its owner's choice of what stands there."""

import json
import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.db.models import Certificate, Cluster, ClusterChange, ClusterYear
from assessment.domain.label_life import LifeState
from tests.building import World, today
from tests.holding import award, award_before
from tests.web.conftest import Seat

USUAL = ["organisation", "website", "sectors", "description"]
ALL = [*USUAL, "founded", "figures", "networks", "contact"]


@pytest.fixture
def cluster(session: Session, world: World) -> Cluster:
    """The world's cluster, which tells everything of itself."""
    found = world.cluster
    found.website = "https://timber.example/"
    found.description = "Houses of wood."
    found.description_local = "Puutaloja."
    found.local_language = "fi"
    found.sectors = ["forestry"]
    found.founded = date(2015, 3, 1)
    found.legal_form = "association"
    found.priorities = ["Sensors in timber"]
    found.networks = ["eucles"]
    found.eccp_address = "https://eccp.example/timber"
    found.contact_name = "Somebody"
    found.contact_email = "office@timber.example"
    found.contact_phone = "+358 40 1"
    figures = {"smes": "20", "staff": "2.5", "budget": "900000", "projects": "7"}
    session.add(ClusterYear(cluster_id=found.id, year=2025, figures=figures))
    session.flush()
    return found


@pytest.fixture
def held(cluster: Cluster, session: Session, world: World, edition: Edition) -> Certificate:
    return award(session, edition, cluster, world.secretary, until=date(2100, 6, 30))


def test_a_cluster_without_a_label_has_no_public_page(cluster: Cluster, seat: Seat) -> None:
    browser = seat()
    assert browser.get(f"/clusters/{cluster.public_id}").status_code == 404
    assert browser.get("/clusters/nowhere").status_code == 404
    assert browser.get("/clusters/%00").status_code == 404


def test_the_address_is_no_number_and_tells_nothing(session: Session, world: World) -> None:
    found = session.scalars(select(Cluster.public_id)).all()
    assert len(set(found)) == 2
    assert all(re.fullmatch(r"[a-z][a-z2-9]{11}", address) for address in found)


def test_the_page_has_the_labels_and_the_usual_parts(
    held: Certificate, cluster: Cluster, seat: Seat
) -> None:
    page = seat().get(f"/clusters/{cluster.public_id}").text
    main = page.partition("<main")[2].partition("</main>")[0]
    for text in (
        ">Northern Timber</h1>",
        f'href="/verify/{held.token}"',
        held.number,
        "30 Jun 2100",
        ">Valid</span>",
        "Timber House",
        "Lapland (FI1D7)",
        "Forest, wood and paper",
        "Houses of wood.",
        '<div class="prose" lang="fi">Puutaloja.</div>',
        '<a href="https://timber.example/" rel="noopener nofollow ugc">',
    ):
        assert text in main
    for text in ("Somebody", "office@", "+358", "2015", "2.5", "EUCLES", "eccp", "Sensors", "900"):
        assert text not in main


def test_what_is_open_is_shown_and_budget_and_priorities_never(
    held: Certificate, cluster: Cluster, seat: Seat
) -> None:
    cluster.public_parts = ALL
    main = seat().get(f"/clusters/{cluster.public_id}").text.partition("<main")[2]
    for text in (
        "1 March 2015",
        "Figures of 2025",
        "2.5 FTE",
        "EUCLES",
        '<a href="https://eccp.example/timber" rel="noopener nofollow ugc">',
        "Somebody, office@timber.example, +358 40 1",
    ):
        assert text in main
    for text in ("900", "Sensors", "Joint projects", "Association"):
        assert text not in main


def test_closed_parts_leave_name_place_and_labels(
    held: Certificate, cluster: Cluster, seat: Seat
) -> None:
    cluster.public_parts = []
    page = seat().get(f"/clusters/{cluster.public_id}").text
    facts = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page)
    assert facts == [("Country", "Finland"), ("Region", "Lapland (FI1D7)")]
    assert "Houses of wood" not in page


def test_past_labels_are_told_with_what_became_of_them_and_not_why(
    cluster: Cluster, session: Session, world: World, edition: Edition, seat: Seat
) -> None:
    before = award(session, edition, cluster, world.secretary, life=LifeState.SUPERSEDED)
    award(session, edition, cluster, world.secretary, renews=before, life=LifeState.REVOKED)
    award_before(session, edition, cluster, world.secretary, valid_until=today())
    page = seat().get(f"/clusters/{cluster.public_id}").text
    assert "1 certificate that was renewed" in page
    for text in (">Revoked</span>", ">Replaced by a renewal</span>", "OLD-1", "Valid, ends soon"):
        assert text in page
    assert "debts" not in page


def test_the_finnish_page_begins_with_the_finnish_words(
    held: Certificate, cluster: Cluster, seat: Seat
) -> None:
    page = seat(language="fi").get(f"/clusters/{cluster.public_id}").text
    assert '<div class="prose lead-text" lang="fi">Puutaloja.</div>' in page
    assert '<div class="prose" lang="en">Houses of wood.</div>' in page


def test_the_page_asks_as_often_for_many_labels_as_for_one(
    held: Certificate,
    cluster: Cluster,
    session: Session,
    world: World,
    edition: Edition,
    seat: Seat,
    statements: Callable[..., object],
) -> None:
    path = f"/clusters/{cluster.public_id}"

    def asked() -> int:
        browser = seat()
        with statements() as found:  # type: ignore[attr-defined]
            assert browser.get(path).status_code == 200
        return len(found)

    few = asked()
    for number in range(5):
        award_before(
            session, edition, cluster, world.secretary, valid_from=date(2020 + number, 1, 1)
        )
    assert asked() == few <= 10


def choose(seat: Seat, world: World, parts: list[str], seen: list[str] | None = None):  # type: ignore[no-untyped-def]
    form: dict[str, object] = {"parts": parts}
    if seen is not None:
        form["seen-parts"] = json.dumps(seen)
    return seat(world.owner).post(f"/clusters/{world.cluster.id}/profile/public", form)


def kept(session: Session, world: World) -> list[str] | None:
    found = session.scalar(select(Cluster.public_parts).where(Cluster.id == world.cluster.id))
    session.commit()
    return found


def test_the_choice_is_kept_and_told_in_the_history(
    cluster: Cluster, session: Session, world: World, seat: Seat
) -> None:
    response = choose(seat, world, ["website", "contact"], USUAL)
    assert response.status_code == 303
    assert kept(session, world) == ["website", "contact"]
    change = session.scalars(select(ClusterChange)).one()
    assert change.changes == {"public": [USUAL, ["website", "contact"]]}
    assert change.changed_by == world.owner.id
    home = f"/clusters/{cluster.id}/profile"
    page = seat(world.viewer).get(home).text
    assert "<dt>Open to the public</dt>" in page
    assert "<ins>Website; Contact: name, e-mail and telephone</ins>" in page
    public = page.partition('id="public"')[2].partition("</ul>")[0]
    assert re.findall(r"<li>([^<]+)</li>", public) == [
        "Name, country and region, and the labels",
        "Website",
        "Contact: name, e-mail and telephone",
    ]


def test_the_same_choice_again_changes_nothing(
    cluster: Cluster, session: Session, world: World, seat: Seat
) -> None:
    assert choose(seat, world, USUAL, USUAL).status_code == 303
    assert kept(session, world) == USUAL
    assert session.scalars(select(ClusterChange)).all() == []


def test_nothing_ticked_closes_everything(
    cluster: Cluster, session: Session, world: World, seat: Seat
) -> None:
    choose(seat, world, [], USUAL)
    assert kept(session, world) == []


def test_what_another_owner_changed_meanwhile_stays(
    cluster: Cluster, session: Session, world: World, seat: Seat
) -> None:
    cluster.public_parts = ["organisation", "website", "figures"]  # since the page was opened
    choose(seat, world, ["organisation", "website", "networks"], ["organisation", "website"])
    assert kept(session, world) == ["organisation", "website", "figures", "networks"]


@pytest.mark.parametrize("seen", ["null", "{}", '["budget", 7]', "[[", '"website"'])
def test_a_strange_memory_of_the_page_opens_nothing_unasked(
    cluster: Cluster, session: Session, world: World, seat: Seat, seen: str
) -> None:
    path = f"/clusters/{cluster.id}/profile/public"
    response = seat(world.owner).post(path, {"parts": USUAL, "seen-parts": seen})
    assert response.status_code == 303
    assert kept(session, world) == USUAL


def test_a_part_that_is_none_is_refused(
    cluster: Cluster, session: Session, world: World, seat: Seat
) -> None:
    assert choose(seat, world, ["budget"], USUAL).status_code == 422
    assert kept(session, world) == USUAL


def test_the_team_sees_the_page_before_anybody_else(
    cluster: Cluster, session: Session, world: World, edition: Edition, seat: Seat
) -> None:
    home = f"/clusters/{cluster.id}/profile"
    preview = seat(world.viewer).get(f"{home}/public/preview").text
    assert "Only the team sees this." in preview
    assert "Houses of wood." in preview
    profile = seat(world.owner).get(home).text
    assert "Once the cluster holds a label, it has a public page." in profile
    assert f'href="{home}/public"' in profile
    assert f'href="{home}/public/preview"' in profile
    assert f'href="{home}/public"' not in seat(world.editor).get(home).text
    award(session, edition, cluster, world.secretary)
    profile = seat(world.owner).get(home).text
    assert f'href="/clusters/{cluster.public_id}"' in profile
    assert (
        "This is how anybody sees the cluster."
        in seat(world.owner).get(f"{home}/public/preview").text
    )


def test_the_secretariat_is_led_to_the_public_page_once_there_is_one(
    cluster: Cluster, session: Session, world: World, edition: Edition, seat: Seat
) -> None:
    home, public = f"/secretariat/clusters/{cluster.id}", f'href="/clusters/{cluster.public_id}"'
    assert public not in seat(world.secretary).get(home).text
    award_before(session, edition, cluster, world.secretary)
    assert public in seat(world.secretary).get(home).text
