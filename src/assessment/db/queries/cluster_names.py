"""Clusters found by their names, in a fixed number of questions, however many there are."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from assessment.db.models import Assessment, Certificate, Cluster, EarlierLabel, Submission
from assessment.db.queries.held_labels import has_begun
from assessment.db.queries.lettering import by_name, name_has


@dataclass(frozen=True, slots=True)
class NamedCluster:
    """A cluster as far as it is told from others."""

    id: int
    name: str
    country: str


def names(session: Session, numbers: Collection[int]) -> dict[int, str]:
    """What these clusters are called, by number."""
    rows = session.execute(select(Cluster.id, Cluster.name).where(Cluster.id.in_(numbers)))
    return {row[0]: row[1] for row in rows}


def called(session: Session, texts: Collection[str]) -> list[NamedCluster]:
    """The clusters of which one of the texts is the name, letter by letter."""
    found = select(Cluster.id, Cluster.name, Cluster.country).where(Cluster.name.in_(texts))
    return [NamedCluster(*row) for row in session.execute(found)]


@dataclass(frozen=True, slots=True)
class AlikeName:
    """Another cluster's name; `is_public` where everybody finds it in the register of holders."""

    name: str
    is_public: bool


def looking_like(session: Session, look: str, but_not: int | None, day: date) -> AlikeName | None:
    """A name of that look of another cluster, on the register or on a certificate; a public one first."""
    is_holder = or_(
        exists().where(
            Assessment.cluster_id == Cluster.id,
            Submission.assessment_id == Assessment.id,
            Certificate.submission_id == Submission.id,
            has_begun(day),
        ),
        exists().where(EarlierLabel.cluster_id == Cluster.id, EarlierLabel.valid_from <= day),
    )
    here = select(Cluster.name, is_holder.label("is_public")).where(
        Cluster.name_look == look, Cluster.id != (but_not or 0)
    )
    on_paper = (
        select(Certificate.cluster_name, has_begun(day))
        .join(Certificate.submission)
        .join(Submission.assessment)
        .where(Certificate.name_look == look, Assessment.cluster_id != (but_not or 0))
    )
    both = union_all(here, on_paper).subquery()
    found = session.execute(select(both).order_by(both.c.is_public.desc()).limit(1)).first()
    return AlikeName(found[0], bool(found[1])) if found else None


def looks(session: Session) -> dict[str, str]:
    """Every name of a cluster, and every one on a certificate, by its look."""
    here = select(Cluster.name_look, Cluster.name)
    on_paper = select(Certificate.name_look, Certificate.cluster_name)
    return {row[0]: row[1] for row in session.execute(union_all(on_paper, here))}


def holding(
    session: Session, texts: Sequence[str], limit: int
) -> dict[str, tuple[int, list[NamedCluster]]]:
    """How many clusters have a text in their name, and the first of them, by text.

    Those come first of which it is the whole name, then by name. A text that no name holds is left out.
    """
    parts = [_holding(number, text, limit) for number, text in enumerate(texts)]
    found: dict[str, tuple[int, list[NamedCluster]]] = defaultdict(lambda: (0, []))
    rows = session.execute(union_all(*parts).order_by("number", "place")) if parts else ()
    for number, total, _place, *columns in rows:
        _total, clusters = found[texts[number]]
        found[texts[number]] = (total, [*clusters, NamedCluster(*columns)])
    return dict(found)


def _holding(number: int, text: str, limit: int) -> Any:
    total = func.count().over()
    whole = func.lower(Cluster.name) == func.lower(text)
    order = (whole.desc(), by_name(Cluster.name), Cluster.name, Cluster.id)
    first = (
        select(
            literal(number).label("number"),
            total.label("total"),
            func.row_number().over(order_by=order).label("place"),
            Cluster.id,
            Cluster.name,
            Cluster.country,
        )
        .where(name_has(Cluster.name, text))
        .order_by(*order)
        .limit(limit)
    )
    return select(first.subquery(f"found_{number}"))
