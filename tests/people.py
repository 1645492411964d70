"""The same few people in every test, and a cluster that they meet over."""

import secrets
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assessment.db.models import Cluster, Membership, User
from tests.filling import NOON

PASSWORD = "three calm reindeer"
PASSWORD_HASH = (
    "$argon2id$v=19$m=8,t=1,p=1$X4Wkt7+aUlzerphbQjc0fg$39YLL1x48UE8fqFz7fjFN5ZcecqYny8hmDvLhs0MS1A"
)


def make_person(session: Session, name: str, **values: object) -> User:
    """Somebody with an account: `name` becomes name@people.example."""
    person = User(
        email=f"{name}@people.example",
        name=name.title(),
        fs_uniquifier=secrets.token_hex(32),
        password=PASSWORD_HASH,
        active=True,
        **{"country": "FI", "created_at": NOON, **values},
    )
    session.add(person)
    session.flush()
    return person


def make_cluster(session: Session, name: str = "Northern Timber", **roles: User) -> Cluster:
    """A cluster in Lapland with people in roles: `owner=...`, `editor=...`, `viewer=...`."""
    cluster = Cluster(
        name=name, organisation="Timber House", country="FI", region="FI1D7", created_at=NOON
    )
    session.add(cluster)
    session.flush()
    for role, person in roles.items():
        session.add(Membership(cluster_id=cluster.id, user_id=person.id, role=role))
    session.flush()
    return cluster


@dataclass
class World:
    """The same few people everywhere, and one cluster that they meet over."""

    owner: User
    editor: User
    viewer: User
    stranger: User
    reviewer: User
    colleague: User
    idle_reviewer: User
    secretary: User
    deputy: User
    cluster: Cluster
    foreign_cluster: Cluster


def make_world(session: Session) -> World:
    """A cluster with its team, another cluster's owner, three reviewers and two secretaries."""
    people = {
        name: make_person(session, name) for name in ("owner", "editor", "viewer", "stranger")
    }
    reviewer = make_person(session, "reviewer", is_reviewer=True)
    colleague = make_person(session, "colleague", is_reviewer=True, country="AT")
    idle = make_person(session, "idle", is_reviewer=True, country="DE")
    secretary = make_person(session, "secretary", is_secretariat=True)
    deputy = make_person(session, "deputy", is_secretariat=True)
    cluster = make_cluster(
        session, owner=people["owner"], editor=people["editor"], viewer=people["viewer"]
    )
    foreign = make_cluster(session, "Southern Stone", owner=people["stranger"])
    return World(
        **people,
        reviewer=reviewer,
        colleague=colleague,
        idle_reviewer=idle,
        secretary=secretary,
        deputy=deputy,
        cluster=cluster,
        foreign_cluster=foreign,
    )
