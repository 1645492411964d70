"""What the tests read of a PDF: its tags, fonts, actions, and where its words stand."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from xml.etree import ElementTree

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from tests.reports.test_seals import installed


@dataclass(frozen=True)
class Tag:
    """An element of the tree of tags: its kind, its own entries, and what is in it."""

    kind: str
    entries: DictionaryObject
    kids: tuple["Tag", ...]

    def every(self, *kinds: str) -> Iterator["Tag"]:
        """This one and all below it, of these kinds, in their order."""
        if self.kind in kinds:
            yield self
        for kid in self.kids:
            yield from kid.every(*kinds)

    @property
    def has_content(self) -> bool:
        """Whether anything on a page is marked with it, or with one below it."""
        own = self.entries.get("/K")
        items = own if isinstance(own, ArrayObject) else [own]
        return any(isinstance(item, int) for item in items) or any(k.has_content for k in self.kids)


class File:
    """One PDF."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.reader = PdfReader(BytesIO(content))
        self.root = self.reader.trailer["/Root"]

    @property
    def description(self) -> str:
        return str(self.root["/Metadata"].get_data().decode())

    @cached_property
    def tags(self) -> Tag:
        tree = self.root["/StructTreeRoot"]["/K"][0].get_object()
        return _tag(tree)

    @cached_property
    def headings(self) -> list[int]:
        """The levels of the headings in their order."""
        kinds = [f"/H{level}" for level in range(1, 7)]
        return [int(tag.kind[2:]) for tag in self.tags.every(*kinds)]

    @property
    def bookmarks(self) -> list[str]:
        return [*_titles(self.reader.outline)]

    @cached_property
    def pages(self) -> list[str]:
        return [page.extract_text() for page in self.reader.pages]

    @property
    def text(self) -> str:
        """The words with single spaces between them, hyphens at the ends of lines taken back."""
        return " ".join(re.sub(r"[\u00ad\u2010]\n", "", "\n".join(self.pages)).split())

    @cached_property
    def objects(self) -> list[DictionaryObject]:
        """Every dictionary of the file, streams among them."""
        return [*self._objects()]

    def _objects(self) -> Iterator[DictionaryObject]:
        known = {number for table in self.reader.xref.values() for number in table}
        for number in sorted(known | self.reader.xref_objStm.keys()):
            if number:
                found = self.reader.get_object(IndirectObject(number, 0, self.reader))
                yield from _dictionaries(found)

    def fonts(self) -> Iterator[DictionaryObject]:
        return (found for found in self.objects if found.get("/Type") == "/Font")


def _tag(found: DictionaryObject) -> Tag:
    kids = found.get("/K", [])
    items = kids.get_object() if hasattr(kids, "get_object") else kids
    every = [kid.get_object() for kid in (items if isinstance(items, list) else [items])]
    below = tuple(_tag(kid) for kid in every if isinstance(kid, dict) and "/S" in kid)
    return Tag(str(found["/S"]), found, below)


def _titles(outline: list) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _titles(entry)
        else:
            yield str(entry.title)


def _dictionaries(found: object) -> Iterator[DictionaryObject]:
    if isinstance(found, DictionaryObject | StreamObject):
        yield found
        for value in found.values():
            yield from _dictionaries(value)
    elif isinstance(found, ArrayObject):
        for value in found:
            yield from _dictionaries(value)


@dataclass(frozen=True)
class Box:
    """Words with the place that they take on a page, in points from its upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    words: str

    def overlaps(self, other: "Box", by: float = 0.5) -> bool:
        """Whether both take the same place, by more than so many points in both directions."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return self.page == other.page and across > by and down > by


@dataclass(frozen=True)
class Placed:
    """The width and height of each page, and the boxes on them."""

    sizes: list[tuple[float, float]]
    boxes: list[Box]

    def outside(self, margin: float = 0) -> list[Box]:
        """Boxes that reach beyond their page, or into its margin."""
        return [
            box
            for box in self.boxes
            for width, height in (self.sizes[box.page],)
            if box.left < margin - 0.5
            or box.right > width - margin + 0.5
            or box.top < -0.5
            or box.bottom > height + 0.5
        ]


def placed(content: bytes, what: str = "word") -> Placed:
    """Where each word stands, or each `line` or `block`, as poppler reads the file."""
    option = "-bbox" if what == "word" else "-bbox-layout"
    read = subprocess.run(  # a program of the machine
        [installed("pdftotext"), option, "-", "-"], input=content, capture_output=True, check=True
    )
    clean = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", read.stdout.decode("utf-8", "replace"))
    document = ElementTree.fromstring(clean)  # noqa: S314  # poppler's own
    name = "{http://www.w3.org/1999/xhtml}"
    sizes, boxes = [], []
    for number, page in enumerate(document.iter(f"{name}page")):
        sizes.append((float(page.get("width", 0)), float(page.get("height", 0))))
        for found in page.iter(f"{name}{what}"):
            edges = [float(found.get(edge, 0)) for edge in ("xMin", "yMin", "xMax", "yMax")]
            boxes.append(Box(number, *edges, " ".join("".join(found.itertext()).split())))
    return Placed(sizes, boxes)
