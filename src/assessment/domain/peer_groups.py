"""With whom a cluster is compared: its sectors, its country, its size, label holders, all."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from assessment.domain.clusters import Sector
from assessment.domain.workflow import State

COUNTED = frozenset(State) - {
    State.DRAFT,
    State.DISCARDED,
    State.SUBMITTED,
    State.DECLINED,
    State.APPEALED,
}
"""States in which an application's figures count: from the formal check on, unless it was declined."""

SECTORS_AT_MOST = 3
"""With so many of its sectors a cluster is compared, the first in the order of the list of sectors."""


class GroupKind(StrEnum):
    """What the clusters of a group have in common."""

    ALL = "all"
    SECTOR = "sector"
    COUNTRY = "country"
    SIZE = "size"
    HOLDERS = "holders"


@dataclass(frozen=True, slots=True)
class Peer:
    """A cluster as far as groups know it; `members` is None where it does not tell their number."""

    key: str
    country: str
    sectors: frozenset[str] = frozenset()
    members: Fraction | None = None
    is_holder: bool = False


@dataclass(frozen=True, slots=True)
class Size:
    """A class of size by members: from `least` to `most`, None without an end."""

    least: int
    most: int | None = None

    def __str__(self) -> str:
        return f"{self.least}-{'' if self.most is None else self.most}"

    @classmethod
    def read(cls, text: str) -> "Size":
        """The class from what `str` made of it."""
        least, _, most = text.partition("-")
        return cls(int(least), int(most) if most else None)

    def includes(self, members: Fraction | None) -> bool:
        return (
            members is not None
            and members >= self.least
            and (self.most is None or members <= self.most)
        )


SIZES = (Size(0, 39), Size(40, 79), Size(80, 159), Size(160))
"""Classes of size, by members."""

WIDER_SIZES = (Size(0, 79), Size(80))
"""Two of them together, for where one alone may not be shown."""


@dataclass(frozen=True, slots=True)
class Group:
    """Clusters of one kind with one value: a sector, a country, a class of size."""

    kind: GroupKind
    value: str = ""

    @property
    def key(self) -> str:
        """The group's name in what is kept of it."""
        return f"{self.kind}:{self.value}" if self.value else str(self.kind)

    def includes(self, peer: Peer) -> bool:
        match self.kind:
            case GroupKind.ALL:
                return True
            case GroupKind.SECTOR:
                return self.value in peer.sectors
            case GroupKind.COUNTRY:
                return peer.country == self.value
            case GroupKind.SIZE:
                return Size.read(self.value).includes(peer.members)
        return peer.is_holder


ALL = Group(GroupKind.ALL)


def groups_of(peer: Peer) -> tuple[tuple[Group, ...], ...]:
    """The groups with which a cluster is compared, in the order in which they are published; behind each
    the wider one that takes its place where nothing may be told of it. All clusters come first.
    """
    sectors = [sector for sector in Sector if sector in peer.sectors][:SECTORS_AT_MOST]
    sizes = [
        Group(GroupKind.SIZE, str(size))
        for size in (*SIZES, *WIDER_SIZES)
        if size.includes(peer.members)
    ]
    found: list[tuple[Group, ...]] = [(ALL,)]
    found += [(Group(GroupKind.SECTOR, sector.value),) for sector in sectors]
    found.append((Group(GroupKind.COUNTRY, peer.country),))
    found += [tuple(sizes)] if sizes else []
    found.append((Group(GroupKind.HOLDERS),))
    return tuple(found)
