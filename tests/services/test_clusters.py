"""Keeping the register of clusters."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.db.models import Cluster
from assessment.services.clusters import NameTaken, register_cluster
from tests.building import NOON
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


def test_register_by_two_at_once_refuses_the_second(engine: Engine, session: Session) -> None:
    with pytest.raises(NameTaken):
        at_once(
            engine,
            lambda s: register(s, "Northern Timber"),
            lambda s: register(s, "Northern Timber"),
        )
    assert names(session) == ["Northern Timber"]
