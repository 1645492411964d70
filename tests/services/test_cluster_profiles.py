"""A cluster's profile: saved once, by one person at a time, with a history that loses nothing."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.db.models import Cluster
from assessment.db.queries import clusters
from assessment.domain.clusters import ClusterFact, ClusterFacts, plain_facts
from assessment.domain.errors import InvalidValue
from assessment.services.cluster_profiles import (
    ClusterConflict,
    Saved,
    facts_of,
    last_changes,
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
    sectors=("construction", "forestry"),
    priorities=("Wood in public building",),
    networks=("eccp",),
)


UNTOLD = ClusterFacts(name="Northern Timber", country="FI", region="FI1D7")


def keep(
    session: Session, world: World, facts: ClusterFacts, seen: ClusterFacts = UNTOLD, **how: Any
) -> Any:
    return save_facts(
        session,
        cluster_id=world.cluster.id,
        facts=facts,
        seen=plain_facts(seen),
        actor_id=world.owner.id,
        at=NOON,
        **how,
    )


def tell(
    session: Session,
    world: World,
    figures: dict[str, Any],
    seen: dict[str, Any] | None = None,
    year: int = 2025,
) -> Any:
    return save_year(
        session,
        cluster_id=world.cluster.id,
        year=year,
        figures=figures,
        seen=seen or {},
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
    keep(session, world, replace(FACTS, founded=None, sectors=("ict",)), FACTS)
    newest = clusters.changes(session, world.cluster.id, 10)[0]
    assert (newest.author.name, newest.changed_at, newest.year) == ("Owner", NOON, None)
    assert newest.changes == {
        "founded": ["2015-03-01", ""],
        "sectors": [["construction", "forestry"], ["ict"]],
    }


def test_facts_that_one_did_not_touch_stay_as_others_left_them(
    session: Session, world: World
) -> None:
    keep(session, world, FACTS)
    theirs = replace(FACTS, organisation="Saw House", priorities=())
    assert keep(session, world, theirs, FACTS) == Saved(2, is_changed=True)
    mine = replace(FACTS, founded=date(2016, 3, 1))
    assert keep(session, world, mine, FACTS) == Saved(3, is_changed=True, has_others=True)
    assert facts_of(reread(session, world)) == replace(theirs, founded=date(2016, 3, 1))
    newest = clusters.changes(session, world.cluster.id, 1)[0]
    assert newest.changes == {"founded": ["2015-03-01", "2016-03-01"]}


def test_the_same_fact_changed_differently_writes_nothing(session: Session, world: World) -> None:
    keep(session, world, FACTS)
    mine = replace(FACTS, organisation="Saw House", other_networks="Woodnet")
    seen = replace(FACTS, organisation="")
    refused = keep(session, world, mine, seen)
    together = plain_facts(mine)
    assert refused == ClusterConflict(plain_facts(FACTS), together, ("organisation",))
    assert facts_of(reread(session, world)) == FACTS
    assert keep(session, world, mine, FACTS) == Saved(2, is_changed=True)


def test_who_lets_the_other_fact_stand_saves_the_rest(session: Session, world: World) -> None:
    keep(session, world, FACTS)
    mine = replace(FACTS, organisation="Saw House", other_networks="Woodnet")
    assert keep(session, world, mine, FACTS, yielding=["organisation"]).is_changed
    assert facts_of(reread(session, world)) == replace(FACTS, other_networks="Woodnet")


def test_nobody_lets_stand_what_they_have_not_seen(session: Session, world: World) -> None:
    keep(session, world, FACTS)
    seen, mine = replace(FACTS, organisation=""), replace(FACTS, organisation="Saw House")
    refused = keep(session, world, mine, seen, yielding=["organisation"])
    assert isinstance(refused, ClusterConflict)
    assert refused.contradicted == ("organisation",)


def test_facts_ticked_in_another_order_are_the_same(session: Session, world: World) -> None:
    keep(session, world, replace(FACTS, sectors=("food", "creative")))
    again = keep(session, world, replace(FACTS, sectors=("creative", "food")))
    assert not again.is_changed


def test_a_region_is_not_saved_under_the_country_of_somebody_else(
    session: Session, world: World
) -> None:
    keep(session, world, replace(UNTOLD, country="SE", region=""))
    refused = keep(session, world, replace(UNTOLD, region="FI1B1"))
    assert refused.contradicted == ("country", "region")
    assert (refused.together["country"], refused.together["region"]) == ("FI", "FI1B1")


def test_the_author_of_each_fact_is_told(session: Session, world: World) -> None:
    keep(session, world, FACTS)
    keep(session, world, replace(FACTS, organisation="Saw House"), FACTS)
    tell(session, world, {"smes": "34"})
    found = last_changes(session, world.cluster.id, None, ["organisation", "founded", "website"])
    assert {name: change.changes[name][1] for name, change in found.items()} == {
        "organisation": "Saw House",
        "founded": "2015-03-01",
    }
    of_year = last_changes(session, world.cluster.id, 2025, ["smes"])
    assert of_year["smes"].author.name == "Editor"


def test_facts_by_two_at_once_are_both_kept(engine: Engine, session: Session, world: World) -> None:
    session.commit()
    first, second = at_once(
        engine,
        lambda s: keep(s, world, FACTS),
        lambda s: keep(s, world, replace(UNTOLD, other_networks="Woodnet")),
    )
    assert {first.version, second.version} == {1, 2}
    assert facts_of(reread(session, world)) == replace(FACTS, other_networks="Woodnet")


def test_the_same_fact_by_two_at_once_tells_the_second(
    engine: Engine, session: Session, world: World
) -> None:
    session.commit()
    saved, refused = at_once(
        engine,
        lambda s: keep(s, world, FACTS),
        lambda s: keep(s, world, replace(FACTS, organisation="Saw House")),
    )
    assert (saved.version, refused.contradicted) == (1, ("organisation",))


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


def test_figures_that_one_did_not_touch_stay_as_others_left_them(
    session: Session, world: World
) -> None:
    tell(session, world, {"smes": "34", "research": "2"})
    tell(session, world, {"smes": "34", "research": "3"}, {"smes": "34", "research": "2"})
    saved = tell(session, world, {"smes": "35", "research": "2"}, {"smes": "34", "research": "2"})
    assert saved == Saved(3, is_changed=True, has_others=True)
    reread(session, world)
    (row,) = clusters.years(session, world.cluster.id)
    assert row.figures == {"smes": "35", "research": "3"}


def test_the_same_figure_changed_differently_writes_nothing(session: Session, world: World) -> None:
    tell(session, world, {"smes": "34"})
    refused = tell(session, world, {"smes": "35", "research": "2"})
    together = {"smes": "35", "research": "2"}
    assert refused == ClusterConflict({"smes": "34"}, together, ("smes",))
    assert tell(session, world, {"smes": "35"}, {"smes": "34"}) == Saved(2, is_changed=True)


def test_a_year_that_somebody_removed_comes_back_with_what_was_written_alone(
    session: Session, world: World
) -> None:
    seen = {"smes": "34", "research": "2"}
    tell(session, world, seen)
    tell(session, world, {}, seen)
    refused = tell(session, world, {"smes": "35", "research": "2"}, seen)
    assert refused == ClusterConflict({}, {"smes": "35"}, ("smes",))
    assert tell(session, world, {"smes": "35"}) == Saved(1, is_changed=True)


def test_a_year_without_figures_is_removed_and_its_history_stays(
    session: Session, world: World
) -> None:
    tell(session, world, {"smes": "34"})
    assert tell(session, world, {}, {"smes": "34"}) == Saved(0, is_changed=True)
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
