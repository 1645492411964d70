"""The public register as open data: JSON, CSV and JSON-LD of the same labels.

docs/open-data.md describes the shapes for whoever reads them; a change of one raises `SHAPE`.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from assessment.reports.list_files import Value

SHAPE = 1
"""The number of the shape, which is part of each answer's ETag."""
_CONTEXT = "https://schema.org"
_IN_PAGES = re.compile("[<>&]")


@dataclass(frozen=True, slots=True)
class OpenLabel:
    """A label of a cluster with codes for programs and words for people; "" and () are not told.

    `standing` is a `validity.Standing`; `tier` that of the label, "" where no scheme on offer has it.
    """

    cluster_id: str
    cluster: str
    cluster_url: str
    organisation: str
    website: str
    country: str
    country_name: str
    region: str
    region_name: str
    sectors: tuple[tuple[str, str], ...]
    scheme: str
    scheme_title: str
    label: str
    label_title: str
    tier: str
    number: str
    certificate_url: str
    first: date
    until: date
    standing: str
    standing_words: str
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class About:
    """What the data is: its title and language, who publishes it, where it is read as a page, its day."""

    title: str
    language: str
    publisher: str
    page_url: str
    home_url: str
    day: date


def as_json(about: About, labels: Iterable[OpenLabel], filters: Mapping[str, str]) -> str:
    """One object with what the data is and a list of labels."""
    found = [_told(label) for label in labels]
    return _dumped(
        {
            "title": about.title,
            "language": about.language,
            "publisher": {"name": about.publisher, "url": about.home_url},
            "page": about.page_url,
            "as_of": about.day.isoformat(),
            "filters": dict(filters),
            "total": len(found),
            "labels": found,
        }
    )


def _told(one: OpenLabel) -> dict[str, Any]:
    return {
        "cluster": _with_told(
            {
                "id": one.cluster_id,
                "name": one.cluster,
                "url": one.cluster_url,
                "organisation": one.organisation,
                "website": one.website,
                "country": {"code": one.country, "name": one.country_name},
                "region": {"code": one.region, "name": one.region_name} if one.region else None,
                "sectors": [{"code": code, "name": name} for code, name in one.sectors],
            }
        ),
        "label": _with_told(
            {
                "scheme": {"id": one.scheme, "title": one.scheme_title},
                "id": one.label,
                "title": one.label_title,
                "tier": one.tier,
            }
        ),
        "certificate": _with_told({"number": one.number, "url": one.certificate_url}) or None,
        "valid_from": one.first.isoformat(),
        "valid_until": one.until.isoformat(),
        "standing": {"code": one.standing, "name": one.standing_words},
        "in_force": one.is_in_force,
    }


def as_json_ld(about: About, labels: Iterable[OpenLabel]) -> str:
    """An ItemList of organisations in the words of schema.org, each with its certifications.

    Labels of one cluster that follow each other are told with it. It can be put into a page as it is: no
    sign of HTML stands in it as such.
    """
    groups = [list(found) for _id, found in groupby(labels, lambda one: one.cluster_id)]
    told = _dumped(
        {
            "@context": _CONTEXT,
            "@type": "ItemList",
            "name": about.title,
            "url": about.page_url,
            "inLanguage": about.language,
            "numberOfItems": len(groups),
            "itemListElement": [
                {"@type": "ListItem", "position": at, "item": _organisation(found, about)}
                for at, found in enumerate(groups, 1)
            ],
        }
    )
    return _IN_PAGES.sub(lambda sign: f"\\u{ord(sign[0]):04x}", told)


def _organisation(labels: Sequence[OpenLabel], about: About) -> dict[str, Any]:
    one = labels[0]
    lead = {"@type": "Organization", "name": one.organisation} if one.organisation else None
    return _with_told(
        {
            "@type": "Organization",
            "@id": one.cluster_url,
            "name": one.cluster,
            "url": one.website or one.cluster_url,
            "parentOrganization": lead,
            "address": _with_told(
                {
                    "@type": "PostalAddress",
                    "addressCountry": one.country,
                    "addressRegion": one.region_name,
                }
            ),
            "knowsAbout": [name for _code, name in one.sectors],
            "hasCertification": [_certification(label, about) for label in labels],
        }
    )


def _certification(one: OpenLabel, about: About) -> dict[str, Any]:
    state = "CertificationActive" if one.is_in_force else "CertificationInactive"
    issuer = {"@type": "Organization", "name": about.publisher, "url": about.home_url}
    return _with_told(
        {
            "@type": "Certification",
            "name": f"{one.label_title}, {one.scheme_title}",
            "certificationIdentification": one.number,
            "certificationStatus": f"{_CONTEXT}/{state}",
            "validFrom": one.first.isoformat(),
            "expires": one.until.isoformat(),
            "url": one.certificate_url,
            "issuedBy": issuer if one.certificate_url else None,
        }
    )


def rows(labels: Iterable[OpenLabel]) -> Iterator[list[Value]]:
    """The same as rows of a table: texts, codes before names, and days."""
    for one in labels:
        yield [
            one.cluster,
            one.organisation,
            one.website,
            one.country,
            one.country_name,
            one.region,
            one.region_name,
            "; ".join(name for _code, name in one.sectors),
            one.scheme_title,
            one.label_title,
            one.number,
            one.first,
            one.until,
            one.standing_words,
            one.cluster_url,
            one.certificate_url,
        ]


def _with_told(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is told of them: no empty text, list or object."""
    return {key: value for key, value in values.items() if value}


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
