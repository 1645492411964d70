"""What a cluster that holds or held a label lets anybody read of it.

Its name, country and region and its labels are public; of everything else its owner chooses.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from urllib.parse import urlsplit

from assessment.domain.clusters import MEMBERS, ClusterFacts, YearFigure, members


class PublicPart(StrEnum):
    """What an owner opens or closes as one."""

    ORGANISATION = "organisation"
    WEBSITE = "website"
    SECTORS = "sectors"
    DESCRIPTION = "description"
    FOUNDED = "founded"
    FIGURES = "figures"
    NETWORKS = "networks"
    CONTACT = "contact"


USUAL_PARTS = (
    PublicPart.ORGANISATION,
    PublicPart.WEBSITE,
    PublicPart.SECTORS,
    PublicPart.DESCRIPTION,
)
"""What is public until the owner chooses otherwise: no person, no address of one, no figure."""

OPEN_FIGURES = (*MEMBERS, YearFigure.STAFF)
"""The figures of `PublicPart.FIGURES`; budget and projects are never public."""


def read_parts(raw: Collection[str]) -> frozenset[PublicPart]:
    """The parts from what is kept; a part that this release does not know is not public."""
    return frozenset(part for part in PublicPart if part in raw)


def plain_parts(parts: Collection[PublicPart]) -> list[str]:
    """The same as it is kept, in the order of the parts."""
    return [part.value for part in PublicPart if part in parts]


def web_address(text: str) -> str:
    """The address if it leads to a page on the web, "" for everything else, such as `javascript:`."""
    try:
        found = urlsplit(text.strip())
    except ValueError:
        return ""
    is_web = found.scheme.lower() in ("http", "https") and bool(found.hostname)
    return text.strip() if is_web else ""


@dataclass(frozen=True, slots=True)
class PublicProfile:
    """A cluster as anybody may read it; "", None and () are not public, or not told.

    `figures` and `members` are those of the year, the newest that is told.
    """

    name: str
    country: str
    region: str = ""
    organisation: str = ""
    website: str = ""
    sectors: tuple[str, ...] = ()
    description: str = ""
    description_local: str = ""
    local_language: str = ""
    founded: date | None = None
    year: int | None = None
    members: Fraction | None = None
    figures: tuple[tuple[YearFigure, Fraction], ...] = ()
    networks: tuple[str, ...] = ()
    other_networks: str = ""
    eccp_address: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""


_FACTS: Mapping[PublicPart, tuple[str, ...]] = {
    PublicPart.ORGANISATION: ("organisation",),
    PublicPart.SECTORS: ("sectors",),
    PublicPart.DESCRIPTION: ("description", "description_local", "local_language"),
    PublicPart.FOUNDED: ("founded",),
    PublicPart.NETWORKS: ("networks", "other_networks"),
    PublicPart.CONTACT: ("contact_name", "contact_email", "contact_phone"),
}


def opened(
    facts: ClusterFacts,
    parts: Collection[PublicPart],
    year: int | None = None,
    figures: Mapping[YearFigure, Fraction] | None = None,
) -> PublicProfile:
    """Of what a cluster says about itself, the parts that are open; of addresses those of the web alone."""
    told = {name: getattr(facts, name) for part in parts for name in _FACTS.get(part, ())}
    if PublicPart.WEBSITE in parts:
        told["website"] = web_address(facts.website)
    if PublicPart.NETWORKS in parts:
        told["eccp_address"] = web_address(facts.eccp_address)
    if PublicPart.FIGURES in parts and figures:
        open_figures = tuple((key, figures[key]) for key in OPEN_FIGURES if key in figures)
        if open_figures:
            told |= {"year": year, "members": members(figures), "figures": open_figures}
    return PublicProfile(facts.name, facts.country, facts.region, **told)
