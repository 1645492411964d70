"""What journeys have in common: an application that was led to some state, and a panel's outcome."""

from datetime import datetime, timedelta

from playwright.sync_api import expect
from sqlalchemy import select, update

from assessment.catalogue.loader import Edition
from assessment.db.base import now
from assessment.db.models import Decision, User
from assessment.db.queries import outcomes
from assessment.domain.validity import HOME
from assessment.domain.workflow import State
from tests.building import Line
from tests.journeys.conftest import Site
from tests.journeys.person import Person
from tests.people import World, make_cluster

CLUSTER = "Aurora Textiles"
PLACES = {
    "owner": "manager",
    "editor": "editor",
    "viewer": "viewer",
    "stranger": "viewer",
    "reviewer": "reviewer.fi",
    "colleague": "reviewer.at",
    "idle_reviewer": "reviewer.at",
    "secretary": "secretariat",
    "deputy": "deputy",
}
"""Who of the demonstration stands for whom of the world."""


def led(site: Site, edition: Edition, label_id: str, state: State) -> tuple[int, int]:
    """The numbers of a new cluster's submission and assessment; what was decided is of today.

    A label that asks for another one finds that held for some twenty months.
    """
    with site.records() as session:
        found = {user.email.partition("@")[0]: user for user in session.scalars(select(User))}
        people = {role: found[name] for role, name in PLACES.items()}
        team = {role: people[role] for role in ("owner", "editor", "viewer")}
        cluster = make_cluster(session, CLUSTER, **team)
        world = World(**people, cluster=cluster, foreign_cluster=cluster)
        folder = site.instance / "evidence"
        wanted = edition.scheme.label(label_id).prerequisite
        if wanted is not None:
            before = Line(session, world, edition, folder, label_id=wanted.label_id)
            held = before.submission(before.lead_to(State.AWARDED)).id
            certificate = outcomes.certificate_for_change(session, held)
            assert certificate is not None
            certificate.valid_from -= timedelta(days=600)
        line = Line(session, world, edition, folder, label_id=label_id)
        assessment = line.lead_to(state)
        session.execute(
            update(Decision)
            .where(Decision.submission_id == line.submission(assessment).id)
            .values(decided_at=now())
        )
        return line.submission(assessment).id, assessment.id


def write_outcome(reviewer: Person, number: int | str) -> None:
    """The day of the visit, and a strength of every section; each is saved while it is typed."""
    reviewer.go(f"/reviews/{number}/outcome")
    for part in reviewer.page.locator("form[data-autosave]").all():
        day, strength = part.locator("[name=visited_on]"), part.locator("[name=strengths]")
        if day.count():
            day.fill(f"{datetime.now(HOME).date():%Y-%m-%d}")
        else:
            strength.fill("Seen on site.")
        expect(part.locator("[data-part] > .save-state").first).to_contain_text("Saved")
