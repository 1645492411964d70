"""The public register, filtered, sorted and paged by the database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    case,
    column,
    func,
    literal,
    or_,
    select,
    values,
)
from sqlalchemy.orm import Session

from assessment.db.models import Cluster
from assessment.db.queries.held_labels import listed_labels
from assessment.db.queries.lettering import by_name, name_has
from assessment.db.queries.shown_labels import (
    ORGANISATION,
    HolderRow,
    has_sector,
    holder_row,
    shown,
)
from assessment.domain.clusters import Sector
from assessment.domain.validity import Standing

IN_FORCE, EVERY = "in-force", "all"
"""Beside the standings: what holds today, and all but what a renewal took the place of."""

_IN_FORCE = (Standing.VALID.value, Standing.EXPIRING.value)
_STATED = {
    IN_FORCE: _IN_FORCE,
    "expiring": (Standing.EXPIRING.value,),
    "suspended": (Standing.SUSPENDED.value,),
    "expired": (Standing.EXPIRED.value,),
    "revoked": (Standing.REVOKED.value,),
    "replaced": (Standing.SUPERSEDED.value,),
}
VALIDITIES = (*_STATED, EVERY)
SORTS = ("cluster", "label", "country", "region", "sectors", "from", "until", "standing")
_LAST = 100_000
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class WantedHolders:
    """Which labels, on a day. `validity` is one of `VALIDITIES`, `sort` one of `SORTS`, or with a minus.

    `orders` has for `country`, `region` and `label` (as `scheme.label`) the keys in the order of their
    names in the reader's language, and for `sectors` all of them.
    """

    day: date
    words: str = ""
    scheme_id: str = ""
    label_id: str = ""
    country: str = ""
    region: str = ""
    sector: str = ""
    validity: str = IN_FORCE
    sort: str = ""
    orders: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def label(self) -> tuple[str, str] | None:
        """Scheme and label, where one label is asked for."""
        return (self.scheme_id, self.label_id) if self.label_id else None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the validity is asked for."""
        return any((self.words, self.label_id, self.country, self.region, self.sector))


def counts(session: Session, wanted: WantedHolders) -> dict[str, int]:
    """How many labels there are of each validity, the other filters being as they are."""
    listed = listed_labels(wanted.day, label=wanted.label)
    rows = session.execute(
        select(listed.c.standing, func.count())
        .select_from(listed)
        .join(Cluster, Cluster.id == listed.c.cluster_id)
        .where(*_conditions(wanted, listed.c.holder))
        .group_by(listed.c.standing)
    )
    return by_validity({row[0]: row[1] for row in rows})


def by_validity(numbers: Mapping[str, int]) -> dict[str, int]:
    """How many labels each of `VALIDITIES` has, from how many there are of each standing."""
    told = {key: sum(numbers.get(s, 0) for s in stated) for key, stated in _STATED.items()}
    return told | {EVERY: sum(numbers.values()) - told["replaced"]}


def page(session: Session, wanted: WantedHolders, *, first: int, limit: int) -> Sequence[HolderRow]:
    """Some of the labels, in their order."""
    return [holder_row(row) for row in session.execute(_found(wanted).offset(first).limit(limit))]


def every(session: Session, wanted: WantedHolders) -> Iterator[HolderRow]:
    """All of them."""
    rows = session.execute(_found(wanted).execution_options(yield_per=_AT_ONCE))
    return (holder_row(row) for row in rows)


def _found(wanted: WantedHolders) -> Select[Any]:
    listed = listed_labels(wanted.day, label=wanted.label)
    stated = listed.c.standing
    is_stated = (
        stated != Standing.SUPERSEDED.value
        if wanted.validity == EVERY
        else stated.in_(_STATED[wanted.validity])
    )
    found = shown(listed).where(*_conditions(wanted, listed.c.holder), is_stated)
    return _sorted(found, wanted, listed)


def _conditions(
    wanted: WantedHolders, holder: ColumnElement[str] | None = None
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.words:
        facts = [Cluster.name, ORGANISATION, *([] if holder is None else [holder])]
        found.append(or_(*(name_has(fact, wanted.words) for fact in facts)))
    if wanted.country:
        found.append(Cluster.country == wanted.country)
    if wanted.region:
        found.append(Cluster.region == wanted.region)
    if wanted.sector:
        found.append(has_sector(wanted.sector))
    return found


_STANDINGS = [*_IN_FORCE, "suspended", "expired", "revoked", "superseded"]


def _sorted(found: Select[Any], wanted: WantedHolders, listed: Any) -> Select[Any]:
    """In the order wanted; what is equal by cluster, label and the last day, the latest first."""
    key, orders = wanted.sort.removeprefix("-"), wanted.orders
    first: Any
    match key:
        case "from":
            first = listed.c.first
        case "until":
            first = listed.c.until
        case "standing":
            first = case({name: at for at, name in enumerate(_STANDINGS)}, value=listed.c.standing)
        case "sectors":
            known = [sector for sector in orders.get("sectors", ()) if sector in set(Sector)]
            ranks = [(has_sector(sector), at) for at, sector in enumerate(known)]
            first = case(*ranks, else_=_LAST) if ranks else literal(0)
        case "country" | "region" | "label":
            keys = {
                "country": Cluster.country,
                "region": Cluster.region,
                "label": listed.c.scheme_id + "." + listed.c.label_id,
            }
            found, first = _by_names(found, keys[key], orders.get(key, ()))
        case _:
            first = by_name(Cluster.name)
    order = first.desc() if wanted.sort.startswith("-") else first
    return found.order_by(
        order,
        by_name(Cluster.name),
        Cluster.name,
        listed.c.scheme_id,
        listed.c.label_id,
        listed.c.until.desc(),
        listed.c.first.desc(),
        listed.c.number,
    )


def _by_names(found: Select[Any], key: Any, names: Sequence[str]) -> tuple[Select[Any], Any]:
    """Joined to where each key stands among the names; what is not among them comes last."""
    if not names:
        return found, key
    ranks = (
        values(column("key", String), column("rank", Integer), name="ranks")
        .data([(name, at) for at, name in enumerate(names)])
        .cte("ranks")
    )
    return found.outerjoin(ranks, ranks.c.key == key), func.coalesce(ranks.c.rank, _LAST)
