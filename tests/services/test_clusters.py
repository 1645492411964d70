"""Keeping the register of clusters."""

# ruff: noqa: RUF001  # letters that look alike

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.db.models import Certificate, Cluster
from assessment.db.queries.cluster_names import AlikeName
from assessment.services.clusters import NameAlike, NameTaken, check_name, register_cluster
from tests.building import NOON, Line, today
from tests.services.at_once import at_once


def register(session: Session, name: str) -> Cluster:
    return register_cluster(
        session,
        name=name,
        organisation="  Timber House ",
        country="FI",
        region="FI1D7",
        website="https://timber.example",
        at=NOON,
    )


def names(session: Session) -> list[str]:
    return list(session.scalars(select(Cluster.name).order_by(Cluster.id)))


def test_register_keeps_the_cluster(session: Session) -> None:
    cluster = register(session, "  Northern \t Timber ")
    assert (cluster.name, cluster.organisation) == ("Northern Timber", "Timber House")
    assert (cluster.country, cluster.region, cluster.website) == (
        "FI",
        "FI1D7",
        "https://timber.example",
    )
    assert (cluster.created_at, cluster.is_demonstration) == (NOON, False)


def test_register_refuses_a_name_that_is_taken_and_loses_nothing_else(session: Session) -> None:
    register(session, "Northern Timber")
    with pytest.raises(NameTaken):
        register(session, "Northern  Timber")
    register(session, "Southern Stone")
    assert names(session) == ["Northern Timber", "Southern Stone"]


@pytest.mark.parametrize("name", ["Nоrthern Timber", "NORTHERN\u00ad TIMBER", "N0rthern Timber"])
def test_register_refuses_a_name_that_looks_like_another(session: Session, name: str) -> None:
    register(session, "Northern Timber")
    with pytest.raises(NameAlike) as refused:
        register(session, name)
    assert refused.value.other == AlikeName("Northern Timber", is_public=False)
    assert names(session) == ["Northern Timber"]


def test_a_name_on_a_certificate_is_no_less_taken(line: Line) -> None:
    """Whose cluster has another name by now: the register of holders shows the one on the certificate."""
    line.hold(today(), today() + timedelta(days=700))
    certificate = line.session.scalars(select(Certificate)).one()
    certificate.cluster_name = "Nordic Stone"
    line.session.flush()
    with pytest.raises(NameAlike) as refused:
        register(line.session, "Nordic St0ne")
    assert refused.value.other == AlikeName("Nordic Stone", is_public=True)
    with pytest.raises(NameAlike) as refused:
        register(line.session, "N0rthern Timber")
    assert refused.value.other == AlikeName("Northern Timber", is_public=True)
    check_name(line.session, "Nordic St0ne", line.world.cluster.id, NOON)


def test_register_by_two_at_once_refuses_the_second(engine: Engine, session: Session) -> None:
    with pytest.raises(NameTaken):
        at_once(
            engine,
            lambda s: register(s, "Northern Timber"),
            lambda s: register(s, "Northern Timber"),
        )
    assert names(session) == ["Northern Timber"]
