"""What programs fetch to follow the public register: an Atom feed (RFC 4287) and a sitemap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from assessment.reports.spreadsheets import clean

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST_ADDRESSES = 50_000
"""As many addresses may one sitemap have (sitemaps.org)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One label that was awarded; `key` names it for good, whatever becomes of its address."""

    key: str
    title: str
    summary: str
    address: str
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """The newest entries with where they are read; `began` is its day while there is none."""

    key: str
    title: str
    author: str
    language: str
    page_url: str
    feed_url: str
    entries: Sequence[Entry]
    began: datetime


def atom(feed: Feed) -> bytes:
    """The feed as a file. Ids stay the same when the installation gets another address."""
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed")
    root.set("{http://www.w3.org/XML/1998/namespace}lang", feed.language)
    _atom(root, "id", _urn(feed.key))
    _atom(root, "title", feed.title)
    updated = max((entry.updated for entry in feed.entries), default=feed.began)
    _atom(root, "updated", _moment(updated))
    _atom(_atom(root, "author"), "name", feed.author)
    _atom(root, "link", rel="self", type="application/atom+xml", href=feed.feed_url)
    _atom(root, "link", rel="alternate", type="text/html", href=feed.page_url)
    for entry in feed.entries:
        _entry(root, entry)
    return _written(root)


def _entry(root: ET.Element, entry: Entry) -> None:
    element = _atom(root, "entry")
    _atom(element, "id", _urn(entry.key))
    _atom(element, "title", entry.title)
    _atom(element, "published", _moment(entry.published))
    _atom(element, "updated", _moment(entry.updated))
    _atom(element, "link", rel="alternate", type="text/html", href=entry.address)
    _atom(element, "summary", entry.summary)


def _written(root: ET.Element) -> bytes:
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _urn(key: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'cluster-assessment:{key}')}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _atom(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = clean(text) or None
    return element


def sitemap(addresses: Iterable[str]) -> bytes:
    """The addresses for search engines, each once; of more than a sitemap may have, the first ones."""
    ET.register_namespace("", _SITEMAP)
    root = ET.Element(f"{{{_SITEMAP}}}urlset")
    for address in list(dict.fromkeys(addresses))[:MOST_ADDRESSES]:
        place = ET.SubElement(ET.SubElement(root, f"{{{_SITEMAP}}}url"), f"{{{_SITEMAP}}}loc")
        place.text = address
    return _written(root)
