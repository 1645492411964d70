"""Links of the libraries, looked at in the background by a real request."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import Evidence, LinkCheck
from assessment.domain.evidence import LinkState
from assessment.services import library, links
from assessment.services.fetching import Looker
from assessment.services.links import look_at_links
from tests.building import NOON, World
from tests.services.web_of_tests import Site, site


@pytest.fixture
def web():
    with site() as found:
        yield found


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"check_private_links": True})


def link(session: Session, world: World, url: str) -> int:
    evidence = Evidence(
        cluster_id=world.cluster.id, title=url, url=url, added_by=world.owner.id, added_at=NOON
    )
    session.add(evidence)
    session.flush()
    return evidence.id


def look(session: Session, settings: Settings) -> int:
    session.commit()
    found = look_at_links(session.get_bind().engine, settings)
    session.expire_all()
    return found


def check(session: Session, evidence_id: int) -> LinkCheck:
    return session.get_one(LinkCheck, evidence_id)


def test_every_link_is_looked_at_once(
    session: Session, world: World, settings: Settings, web: Site
) -> None:
    alive = link(session, world, f"{web.address}/here")
    gone = link(session, world, f"{web.address}/to//status/410")
    assert (look(session, settings), look(session, settings)) == (2, 0)
    found = [check(session, number) for number in (alive, gone)]
    assert [(c.state, c.http_status, c.moved_to) for c in found] == [
        (LinkState.ALIVE, 200, ""),
        (LinkState.GONE, 410, f"{web.address}/status/410"),
    ]
    assert web.asked[0][2] == f"ClusterAssessment-LinkCheck/1 (+{settings.base_url})"


@pytest.mark.parametrize(
    ("state", "days", "is_due"),
    [
        (LinkState.ALIVE, 6, False),
        (LinkState.ALIVE, 8, True),
        (LinkState.GONE, 6, False),
        (LinkState.UNREACHABLE, 2, True),
        (LinkState.UNREACHABLE, 0, False),
    ],
)
def test_a_link_rests_between_two_looks(
    session: Session,
    world: World,
    settings: Settings,
    web: Site,
    state: LinkState,
    days: int,
    is_due: bool,
) -> None:
    number = link(session, world, f"{web.address}/here")
    session.add(LinkCheck(evidence_id=number, state=state, checked_at=now() - timedelta(days=days)))
    assert look(session, settings) == is_due


def test_a_link_that_somebody_waits_for_comes_first(
    session: Session,
    world: World,
    settings: Settings,
    web: Site,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(links, "MOST_AT_ONCE", 1)
    link(session, world, f"{web.address}/never")
    waiting = link(session, world, f"{web.address}/waiting")
    session.add(LinkCheck(evidence_id=waiting, state=LinkState.ALIVE, checked_at=now()))
    session.flush()
    library.ask_for_look(session, evidence_id=waiting, at=now())
    assert look(session, settings) == 1
    assert web.requests == [("HEAD", "/waiting")]
    assert check(session, waiting).asked_at is None


def test_archived_links_are_left_alone(
    session: Session, world: World, settings: Settings, web: Site
) -> None:
    number = link(session, world, f"{web.address}/here")
    library.archive(session, evidence_id=number, at=NOON)
    assert look(session, settings) == 0


def test_a_link_that_changes_meanwhile_is_not_told_of_the_old_address(
    session: Session,
    world: World,
    settings: Settings,
    web: Site,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number = link(session, world, f"{web.address}/here")
    session.commit()
    real = Looker.look

    def slow(self: Looker, url: str):  # type: ignore[no-untyped-def]
        session.get_one(Evidence, number).url = f"{web.address}/there"
        session.commit()
        return real(self, url)

    monkeypatch.setattr(Looker, "look", slow)
    look_at_links(session.get_bind().engine, settings)
    session.expire_all()
    assert session.get(LinkCheck, number) is None


def test_what_one_link_does_to_us_does_not_keep_the_next_one(
    session: Session,
    world: World,
    settings: Settings,
    web: Site,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bad, good = (link(session, world, f"{web.address}/{name}") for name in ("bad", "good"))
    real = Looker.look

    def stumble(self: Looker, url: str):  # type: ignore[no-untyped-def]
        if url.endswith("bad"):
            raise ZeroDivisionError
        return real(self, url)

    monkeypatch.setattr(Looker, "look", stumble)
    assert look(session, settings) == 2
    assert check(session, bad).state == LinkState.UNREACHABLE
    assert check(session, good).state == LinkState.ALIVE


def test_private_addresses_are_not_asked_in_an_installation_in_earnest(
    session: Session, world: World, settings: Settings, web: Site
) -> None:
    number = link(session, world, f"{web.address}/secret")
    look(session, settings.model_copy(update={"check_private_links": False}))
    assert check(session, number).state == LinkState.NOT_PUBLIC
    assert web.asked == []
