"""Decided applications of several clusters, to collect documents of."""

from dataclasses import replace

from sqlalchemy import select

from assessment.db.models import Bundle, BundleItem, Document
from assessment.db.queries import outcomes
from assessment.db.queries.bundles import Choice
from assessment.domain.workflow import State
from assessment.services.bundles import order_bundle
from tests.building import NOON, Line
from tests.people import make_cluster

ALL = ("certificate", "report", "benchmarking")
DAY = NOON.date()


def of_day(*kinds: str, languages: tuple[str, ...] = ("en", "fi")) -> Choice:
    """Documents of all that was decided on the day of the tests."""
    return Choice(kinds or ALL, languages, first=DAY, last=DAY)


def decided(line: Line, *names: str, state: State = State.AWARDED) -> list[int]:
    """An application of each of these clusters, led to the state; their numbers. Nothing is made."""
    world, found = line.world, []
    for name in names:
        line.world = replace(world, cluster=make_cluster(line.session, name, owner=world.owner))
        found.append(line.submission(line.lead_to(state)).id)
    line.world = world
    return found


def order(line: Line, choice: Choice) -> int:
    """A bundle that somebody of the secretariat orders; its number."""
    by = {"language": "en", "actor_id": line.world.secretary.id, "at": NOON}
    number = order_bundle(line.session, choice, **by).id
    line.session.commit()
    return number


def standings(line: Line, number: int) -> list[tuple[str, str, str, str, str]]:
    """Cluster, kind, language, standing and remark of all that is in a bundle, in its order."""
    line.session.expire_all()
    found = line.session.scalars(
        select(BundleItem).where(BundleItem.bundle_id == number).order_by(BundleItem.id)
    )
    told = [(i.cluster_name, i.kind, i.language, i.standing, i.remark) for i in found]
    line.session.commit()
    return told


def as_it_stands(line: Line, number: int) -> Bundle:
    """The bundle, read anew."""
    line.session.expire_all()
    found = line.session.get_one(Bundle, number)
    line.session.commit()
    return found


def forget_orders(line: Line, *kinds: str, language: str = "") -> None:
    """As if documents of these kinds had never been ordered, in one language or any."""
    every = line.session.scalars(select(Document).where(Document.kind.in_(kinds)))
    found = [one for one in every if one.language == language or not language]
    outcomes.release_mail(line.session, [one.id for one in found])
    for document in found:
        line.session.delete(document)
    line.session.commit()
