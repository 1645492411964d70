"""What the register shows of a label and its cluster.

What a cluster does not open to the public is not there: it is neither shown, nor found, nor sorted by.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, null, select

from assessment.db.models import Cluster
from assessment.domain.public_profile import PublicPart
from assessment.domain.validity import Standing


@dataclass(frozen=True, slots=True)
class HolderRow:
    """A label of a cluster. `certificate_id` is None and `token` "" of one from before this system.

    `standing` does not tell whether one that has ended can still be renewed: the rules under which it
    was awarded do, whose digest is `rules`, "" where none may.
    """

    cluster_id: int
    public_id: str
    cluster: str
    organisation: str
    website: str
    country: str
    region: str
    sectors: tuple[str, ...]
    scheme_id: str
    label_id: str
    certificate_id: int | None
    number: str
    token: str
    first: date
    until: date
    standing: Standing
    rules: str


def _is_open(part: PublicPart) -> ColumnElement[bool]:
    return cast(Cluster.public_parts, String).contains(f'"{part.value}"', autoescape=True)


def _if_open(part: PublicPart, fact: Any, otherwise: Any = "") -> Any:
    return case((_is_open(part), fact), else_=otherwise)


ORGANISATION = _if_open(PublicPart.ORGANISATION, Cluster.organisation)


def has_sector(sector: str) -> ColumnElement[bool]:
    named = cast(Cluster.sectors, String).contains(f'"{sector}"', autoescape=True)
    return and_(_is_open(PublicPart.SECTORS), named)


def shown(listed: Any) -> Select[Any]:
    return (
        select(
            Cluster.id,
            Cluster.public_id,
            func.coalesce(listed.c.holder, Cluster.name),
            ORGANISATION,
            _if_open(PublicPart.WEBSITE, Cluster.website),
            Cluster.country,
            Cluster.region,
            _if_open(PublicPart.SECTORS, Cluster.sectors, null()),
            listed.c.scheme_id,
            listed.c.label_id,
            listed.c.certificate_id,
            listed.c.number,
            listed.c.token,
            listed.c.first,
            listed.c.until,
            listed.c.standing,
            listed.c.rules,
        )
        .select_from(listed)
        .join(Cluster, Cluster.id == listed.c.cluster_id)
    )


def holder_row(row: Any) -> HolderRow:
    facts: list[Any] = [*row[:7], tuple(row[7] or ()), *row[8:15], Standing(row[15]), row[16]]
    return HolderRow(*facts)
