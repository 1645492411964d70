"""Nothing confidential is public: no draft, no score, no person, no reason, no address unless chosen."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from assessment.db.models import Certificate, Cluster, ClusterYear, User
from assessment.domain.label_life import LifeEvent, LifeState
from assessment.domain.policy import Action
from assessment.domain.workflow import State
from assessment.services.comments import Place, write_comment
from assessment.services.label_lives import change_life
from assessment.web.access import access_of
from tests.building import MAILING, NOON, Line, World
from tests.holding import award, make_holder
from tests.web.browser import Browser
from tests.web.conftest import Seat

SECRETS = (
    "Quagmire",  # the name of everybody with an account
    "@people.example",
    "office@timber.example",
    "+358 40 777",
    "Sensors in timber",  # a priority
    "900000",  # the budget
    "Because of",  # each answer
    "proof-0",  # each piece of evidence
    "timber.example/0",
    "Chair of the board",
    "Seen by",  # each rating
    "Well led.",
    "The whole team",  # the visit
    "Well done.",  # the decision
    "Publish the plan.",  # its condition
    "The plan was not read.",  # the appeal
    "Nobody answers.",  # the complaint
    "Keep this to us",  # a comment
    "It hid its debts.",  # why a label was taken away
    "Closed House",  # what a cluster keeps closed
)
HOLDING = {State.AWARDED, State.CONDITIONAL}
OF_THE_REGISTER = ("/register", "/clusters/", "/badge/", "/sitemap.xml")


def make_secrets(session: Session, world: World) -> None:
    """What the cluster and its people tell, and nobody else is to read."""
    for at, person in enumerate(session.scalars(select(User))):
        person.name = f"Quagmire {at}"
    cluster = world.cluster
    cluster.contact_name, cluster.contact_email = "Quagmire", "office@timber.example"
    cluster.contact_phone, cluster.priorities = "+358 40 777", ["Sensors in timber"]
    figures = {"smes": "20", "budget": "900000"}
    session.add(ClusterYear(cluster_id=cluster.id, year=2025, figures=figures))
    session.flush()


def make_others(line: Line) -> None:
    """Labels of others in every state of their life, of which one keeps all closed."""
    session, by = line.session, line.world.secretary
    closed = {
        "organisation": "Closed House",
        "website": "https://closed.example",
        "public_parts": [],
    }
    for name, life in (
        ("Held", LifeState.VALID),
        ("Resting", LifeState.SUSPENDED),
        ("Gone", LifeState.REVOKED),
        ("Replaced", LifeState.SUPERSEDED),
    ):
        facts = closed if life is LifeState.VALID else {}
        cluster = make_holder(session, f"{name} cluster", **facts)
        award(session, line.edition, cluster, by, life=life)


def public_rules(app: Flask) -> list[Rule]:
    return [
        rule
        for rule in app.url_map.iter_rules()
        if (stated := access_of(app, rule.endpoint)) is not None
        and stated.action is Action.SEE_PUBLIC_PAGE
        and "GET" in (rule.methods or set())
        and not rule.endpoint.endswith("static")
    ]


def public_addresses(app: Flask, session: Session) -> Iterator[str]:
    """Every public address there is, each list also with all that it can be narrowed to."""
    values = {
        "token": session.scalars(select(Certificate.token)).all(),
        "public_id": session.scalars(select(Cluster.public_id)).all(),
        "scheme_id": ["cluster-excellence"],
        "label_id": ["bronze", "silver", "gold"],
        "tier": ["gold"],
        "form": ["svg"],
        "kind": ["pdf"],
        "purpose": ["revocation", "suspension"],
        "int:number": ["0"],
    }
    for rule in public_rules(app):
        found = [rule.rule]
        for name in re.findall("<([^>]+)>", rule.rule):
            found = [a.replace(f"<{name}>", one) for a in found for one in values[name]]
        for address in found:
            yield address
            yield f"{address}?language=fi&validity=all&q=cluster"
            yield f"{address}?validity=all"
            yield from (f"{address}?validity={name}" for name in ("suspended", "revoked"))
    for number in session.scalars(select(Certificate.number)):
        yield f"/verify?number={number}"
    for secret in SECRETS:
        yield f"/register?validity=all&q={quote(secret)}"


def told(browser: Browser, addresses: list[str]) -> dict[str, str]:
    """What each address answers; what was asked for is not told by its own echo."""
    found = {}
    for address in addresses:
        text = browser.client.get(address).get_data(as_text=True)
        asked = address.partition("&q=")[2]
        found[address] = "" if asked and "No label is as the filters say." in text else text
    return found


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("state", list(State))
def test_public_answers_tell_nothing_confidential_in_any_state(
    app: Flask, line: Line, world: World, seat: Seat, state: State
) -> None:
    make_secrets(line.session, world)
    make_others(line)
    assessment = line.lead_to(state)
    place = Place(world.cluster.id, assessment.sheet_id, "committed-participation")
    write_comment(line.session, place, text="Keep this to us", actor_id=world.owner.id, at=NOON)
    if state is not State.DRAFT:
        line.complain(assessment)
    addresses = list(public_addresses(app, line.session))
    answers = told(seat(), addresses) | told(seat(language="fi"), ["/register?validity=all"])
    leaks = {
        (address, secret)
        for address, text in answers.items()
        for secret in (*SECRETS, *(() if state in HOLDING else ("Northern Timber",)))
        if secret in text
    }
    assert leaks == set()
    of_the_register = {a: t for a, t in answers.items() if a.startswith(OF_THE_REGISTER)}
    words = ("score", "points", "conditional", "with conditions")
    found = {(a, w) for a, t in of_the_register.items() for w in words if w in _main(t).lower()}
    assert found == set()
    assert ("Northern Timber" in answers["/register"]) is (state in HOLDING)


def _main(text: str) -> str:
    """A page without what stands round each; anything else whole."""
    return text.partition("<main")[2].partition("</main>")[0] if "<main" in text else text


@pytest.mark.parametrize("event", [LifeEvent.SUSPEND, LifeEvent.REVOKE])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_the_secretariat_does_to_a_label_is_told_at_once_and_never_why(
    app: Flask, line: Line, world: World, seat: Seat, event: LifeEvent
) -> None:
    make_secrets(line.session, world)
    submission = line.submission(line.lead_to(State.AWARDED))
    change_life(
        line.session,
        submission=submission,
        event=event,
        reason="It hid its debts.",
        actor_id=world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )
    addresses = list(public_addresses(app, line.session))
    answers = told(seat(), addresses)
    leaks = {(a, secret) for a, text in answers.items() for secret in SECRETS if secret in text}
    assert leaks == set()
    word = {LifeEvent.SUSPEND: "suspended", LifeEvent.REVOKE: "revoked"}[event]
    token = line.session.scalars(select(Certificate.token)).one()
    line.session.commit()
    browser = seat()
    for address in (f"/verify/{token}", f"/badge/{token}.svg", "/register/feed.xml"):
        assert word in browser.client.get(address).get_data(as_text=True).lower()
    assert browser.client.get("/register.json").get_json()["total"] == 0
