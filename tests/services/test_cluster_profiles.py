"""A cluster's profile: saved once, by one person at a time, with a history that loses nothing."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.db.models import Cluster
from assessment.db.queries import clusters
from assessment.domain.clusters import ClusterFact, ClusterFacts
from assessment.domain.errors import InvalidValue
from assessment.services.cluster_profiles import (
    FactsConflict,
    Saved,
    YearConflict,
    facts_of,
    read_told,
    save_facts,
    save_year,
)
from assessment.services.clusters import NameTaken
from tests.building import NOON, World
from tests.services.at_once import at_once

FACTS = ClusterFacts(
    name="Northern Timber",
    country="FI",
    organisation="Timber House",
    region="FI1D7",
    founded=date(2015, 3, 1),
    legal_form="association",
    eccp_address="https://eccp.example/timber",
    description_local="Puuta.",
    local_language="fi",
    sectors=("forestry", "construction"),
    priorities=("Wood in public building",),
    networks=("eccp",),
)


def keep(session: Session, world: World, facts: ClusterFacts, version: int = 0) -> Any:
    return save_facts(
        session,
        cluster_id=world.cluster.id,
        facts=facts,
        version=version,
        actor_id=world.owner.id,
        at=NOON,
    )


def tell(
    session: Session, world: World, figures: dict[str, Any], version: int = 0, year: int = 2025
) -> Any:
    return save_year(
        session,
        cluster_id=world.cluster.id,
        year=year,
        figures=figures,
        version=version,
        actor_id=world.editor.id,
        at=NOON,
    )


def reread(session: Session, world: World) -> Cluster:
    session.commit()
    session.expire_all()
    return session.get_one(Cluster, world.cluster.id)


def test_facts_come_back_as_they_were_saved(session: Session, world: World) -> None:
    assert keep(session, world, FACTS) == Saved(1, is_changed=True)
    cluster = reread(session, world)
    assert (facts_of(cluster), cluster.version) == (FACTS, 1)


def test_the_same_facts_again_change_nothing(session: Session, world: World) -> None:
    keep(session, world, FACTS)
    assert keep(session, world, FACTS) == Saved(1, is_changed=False)
    assert len(clusters.changes(session, world.cluster.id, 10)) == 1


def test_history_says_who_changed_what_and_when(session: Session, world: World) -> None:
    keep(session, world, FACTS)
    keep(session, world, replace(FACTS, founded=None, sectors=("ict",)), 1)
    newest = clusters.changes(session, world.cluster.id, 10)[0]
    assert (newest.author.name, newest.changed_at, newest.year) == ("Owner", NOON, None)
    assert newest.changes == {
        "founded": ["2015-03-01", ""],
        "sectors": [["forestry", "construction"], ["ict"]],
    }


def test_other_facts_over_an_unseen_version_return_both(session: Session, world: World) -> None:
    keep(session, world, FACTS)
    refused = keep(session, world, replace(FACTS, organisation="Saw House"))
    assert refused == FactsConflict({"organisation": ["Timber House", "Saw House"]}, 1, world.owner)
    assert facts_of(reread(session, world)).organisation == "Timber House"


def test_facts_by_two_at_once_tell_the_second(
    engine: Engine, session: Session, world: World
) -> None:
    session.commit()
    saved, refused = at_once(
        engine,
        lambda s: keep(s, world, FACTS),
        lambda s: keep(s, world, replace(FACTS, organisation="Saw House")),
    )
    assert (saved.version, type(refused)) == (1, FactsConflict)


def test_name_of_another_cluster_is_refused(session: Session, world: World) -> None:
    with pytest.raises(NameTaken):
        keep(session, world, replace(FACTS, name="southern  STONE"))


def test_figures_of_a_year_are_kept_exactly(session: Session, world: World) -> None:
    assert tell(session, world, {"smes": "34", "staff": "2.50"}) == Saved(1, is_changed=True)
    reread(session, world)
    (row,) = clusters.years(session, world.cluster.id)
    assert (row.year, row.figures) == (2025, {"smes": "34", "staff": "2.5"})


def test_years_come_with_the_newest_first(session: Session, world: World) -> None:
    for year in (2024, 2026, 2025):
        tell(session, world, {"smes": "20"}, year=year)
    assert [row.year for row in clusters.years(session, world.cluster.id)] == [2026, 2025, 2024]


def test_other_figures_over_an_unseen_version_return_both(session: Session, world: World) -> None:
    tell(session, world, {"smes": "34"})
    refused = tell(session, world, {"smes": "35", "research": "2"})
    changes = {"smes": ["34", "35"], "research": ["", "2"]}
    assert refused == YearConflict(changes, 1, world.editor)
    assert tell(session, world, {"smes": "35"}, 1) == Saved(2, is_changed=True)


def test_a_year_without_figures_is_removed_and_its_history_stays(
    session: Session, world: World
) -> None:
    tell(session, world, {"smes": "34"})
    assert tell(session, world, {}, 1) == Saved(0, is_changed=True)
    reread(session, world)
    assert clusters.years(session, world.cluster.id) == []
    newest = clusters.changes(session, world.cluster.id, 10)[0]
    assert (newest.year, newest.changes) == (2025, {"smes": ["34", ""]})


@pytest.mark.parametrize("figures", [{"smes": "-1"}, {"smes": "2.5"}, {"staff": "many"}])
def test_what_is_no_figure_saves_nothing(
    session: Session, world: World, figures: dict[str, Any]
) -> None:
    with pytest.raises(InvalidValue):
        tell(session, world, {"research": "2"} | figures)
    assert clusters.years(session, world.cluster.id) == []


def test_profile_tells_schemes_the_figures_of_the_newest_year(
    session: Session, world: World
) -> None:
    keep(session, world, FACTS)
    tell(session, world, {"smes": "20", "research": "1"}, year=2024)
    tell(session, world, {"smes": "22", "research": "3", "staff": "1.5"}, year=2025)
    told = read_told(session, world.cluster.id)
    assert told.year == 2025
    assert told.facts == {
        ClusterFact.FOUNDED: "2015-03-01",
        ClusterFact.LEGAL_FORM: "association",
        ClusterFact.ON_ECCP: True,
        ClusterFact.MEMBERS: "25",
        ClusterFact.SMES: "22",
        ClusterFact.RESEARCH: "3",
        ClusterFact.STAFF: "1.5",
    }
