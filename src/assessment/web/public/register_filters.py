"""What the public register is narrowed to, by its address; what makes no sense narrows nothing."""

import re
from collections.abc import Iterable, Sequence, Set
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from assessment.db.queries.holders import (
    EVERY,
    IN_FORCE,
    SORTS,
    VALIDITIES,
    WantedHolders,
)
from assessment.domain.clusters import Sector
from assessment.reports.regions import region_name, regions
from assessment.services.holders import Register
from assessment.web.cluster_words import SECTORS, fact_shown
from assessment.web.context import catalogue, label_name, scheme_name
from assessment.web.language import country_choices, country_name, language
from assessment.web.listing import asked, here

FILTERS = ("q", "label", "country", "region", "sector", "validity", "sort")
"""The parts of the address that narrow or sort the register."""

VALIDITY_WORDS = {
    IN_FORCE: _l("In force"),
    "expiring": _l("Ends soon"),
    "suspended": _l("Suspended"),
    "expired": _l("Expired"),
    "revoked": _l("Revoked"),
    "replaced": _l("Replaced by a renewal"),
    EVERY: _l("All"),
}

_LABEL = re.compile(r"([a-z0-9-]{1,80})\.([a-z0-9-]{1,80})")
"""A label as the address names it: its scheme, and it."""

Choice = tuple[str, str]
"""What the address says, and what is read."""


def wanted_holders(register: Register, day: date) -> WantedHolders:
    """Which labels the address asks for: what is no country, no region and no name of a label narrows
    nothing. A region of another country than the one asked for is none."""
    named = _LABEL.fullmatch(asked("label"))
    scheme_id, label_id = named.groups() if named else ("", "")
    country = _known(
        asked("country").upper(), {code for code, _name in country_choices()} | register.countries
    )
    region = _known(asked("region").upper(), {*regions(), *register.regions()})
    if country and region in regions() and regions()[region].country != country:
        region = ""
    sector, validity, sort = asked("sector"), asked("validity"), asked("sort")
    return WantedHolders(
        day,
        words=asked("q"),
        scheme_id=scheme_id,
        label_id=label_id,
        country=country,
        region=region,
        sector=sector if sector in set(Sector) else "",
        validity=validity if validity in VALIDITIES else IN_FORCE,
        sort=sort if sort.removeprefix("-") in SORTS else "",
        orders={
            "country": [code for code, _name in countries_listed(register)],
            "region": [code for code, _name in regions_listed(register)],
            "label": [key for key, _name in labels_listed(register)],
            "sectors": [code for code, _name in sectors_listed()],
        },
    )


def understood(wanted: WantedHolders) -> dict[str, str]:
    """What the list is narrowed and sorted by, as the address would say it; nothing else that was sent."""
    label = f"{wanted.scheme_id}.{wanted.label_id}" if wanted.label_id else ""
    told = {
        "q": wanted.words,
        "label": label,
        "country": wanted.country,
        "region": wanted.region,
        "sector": wanted.sector,
        "validity": wanted.validity if asked("validity") == wanted.validity else "",
        "sort": wanted.sort,
    }
    return {name: value for name, value in told.items() if value}


def _known(text: str, codes: Set[str]) -> str:
    return text if text in codes else ""


def countries_listed(register: Register) -> list[Choice]:
    """The countries in the register, by name."""
    return _by_name((code, country_name(code)) for code in register.countries)


def regions_listed(register: Register, country: str = "") -> list[Choice]:
    """The regions in the register, of all countries or of one, by name."""
    return _by_name((code, region_name(code, language())) for code in register.regions(country))


def labels_listed(register: Register) -> list[Choice]:
    """The labels in the register, as their schemes order them; those of no scheme on offer come last."""
    offered = [(e.scheme.id, label.id) for e in catalogue() for label in e.scheme]
    found = [key for key in offered if key in register.labels]
    found += sorted(register.labels - set(offered))
    several = len({scheme_id for scheme_id, _label in found}) > 1
    return [
        (f"{scheme}.{label}", _named(scheme, label) if several else label_name(scheme, label))
        for scheme, label in found
    ]


def _named(scheme_id: str, label_id: str) -> str:
    return f"{label_name(scheme_id, label_id)} ({scheme_name(scheme_id)})"


def sectors_listed() -> list[Choice]:
    """All sectors, by name."""
    return _by_name((sector.value, str(name)) for sector, name in SECTORS.items())


def _by_name(choices: Iterable[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda pair: (pair[1].casefold(), pair[0]))


def filters_in_force(wanted: WantedHolders, labels: Sequence[Choice]) -> list[Choice]:
    """Each filter but the validity in words, with the address of the list without it."""
    key = f"{wanted.scheme_id}.{wanted.label_id}"
    told = [
        ("q", _("Search: %(words)s", words=wanted.words), wanted.words),
        ("label", _("Label: %(label)s", label=dict(labels).get(key, key)), wanted.label_id),
        ("country", _("Country: %(country)s", country=_country(wanted)), wanted.country),
        ("region", _("Region: %(region)s", region=_region(wanted)), wanted.region),
        ("sector", _("Sector: %(sector)s", sector=_sector(wanted)), wanted.sector),
    ]
    return [(words, here(**{name: ""})) for name, words, value in told if value]


def _country(wanted: WantedHolders) -> str:
    return country_name(wanted.country) if wanted.country else ""


def _region(wanted: WantedHolders) -> str:
    return region_name(wanted.region, language())


def _sector(wanted: WantedHolders) -> str:
    return fact_shown([wanted.sector], "sectors")
