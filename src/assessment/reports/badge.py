"""A certificate's badge for the website of its holder: a small SVG that says what holds today.

It names holder and certificate, so that it speaks for nobody else wherever it is put. Words, an icon and
a frame of its own tell each state, so that none rests on colour alone. The text is in the reader's own
fonts; there is no style, no script and nothing that is loaded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from xml.etree import ElementTree as ET

from assessment.reports.one_line import fitted, one_line, room
from assessment.resources import STATIC

_SVG = "http://www.w3.org/2000/svg"
_FONTS = "'Atkinson Hyperlegible Next', Verdana, 'DejaVu Sans', Arial, sans-serif"
_HEIGHT, _EMBLEM, _LEFT, _INDENT = 96, 60, 80, 22
_LABEL_SIZE, _HOLDER_SIZE, _STATE_SIZE, _NUMBER_SIZE = 17, 14, 13, 12
_BOLD, _WIDTH = 0.66, 0.58
"""About how wide a letter is beside its size, with the widest of the fonts."""
_LONGEST = 44
"""The room of a line in letters; the whole of it is in the badge's title."""
_NARROWEST = 240


class Look(StrEnum):
    """How a badge looks: as what holds, has ended, rests, was taken away, or was never issued."""

    VALID = "valid"
    ENDED = "ended"
    RESTING = "resting"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Badge:
    """The words of a badge: the label, whose it is, its state and the certificate's number.

    `described` is for those who do not see it. `tier` names the emblem; it, holder and number are "" where
    there is none.
    """

    look: Look
    tier: str
    label: str
    holder: str
    state: str
    number: str
    described: str
    language: str


_INK, _SOFT, _GROUND = "#10272e", "#48606a", "#ffffff"
_TONES = {
    Look.VALID: "#1d673c",
    Look.ENDED: "#48606a",
    Look.RESTING: "#7f5200",
    Look.REVOKED: "#a1262c",
    Look.UNKNOWN: "#a1262c",
}
_DASHES = {Look.ENDED: "6 4", Look.RESTING: "2 4", Look.UNKNOWN: "6 4"}
_ICONS = {
    Look.VALID: "M1.5 7.5 5.5 11.5 12.5 3",
    Look.ENDED: "M7 1.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 1 1 0-11M7 4v3.5l2.5 1.5",
    Look.RESTING: "M4.5 2v10M9.5 2v10",
    Look.REVOKED: "M2 2 12 12M12 2 2 12",
    Look.UNKNOWN: "M2 2 12 12M12 2 2 12",
}


def draw_badge(badge: Badge) -> bytes:
    """The badge as a file."""
    lines = _lines(badge)
    width = max(_NARROWEST, *(round(line.left + line.width) + 16 for line in lines))
    root = _picture(badge, width)
    tone = _TONES[badge.look]
    frame = _add(root, "rect", x="1", y="1", width=str(width - 2), height=str(_HEIGHT - 2), rx="8")
    frame.attrib |= {"fill": _GROUND, "stroke": tone, "stroke-width": "2"}
    if badge.look in _DASHES:
        frame.set("stroke-dasharray", _DASHES[badge.look])
    _emblem(root, badge, tone)
    for line in lines:
        written = _add(root, "text", x=str(line.left), y=str(line.foot), fill=line.fill)
        written.text = line.text
        written.attrib |= {"font-size": str(line.size), **line.looks}
    icon = _add(root, "path", d=_ICONS[badge.look], fill="none", stroke=tone)
    foot = next(line.foot for line in lines if line.left > _LEFT)
    icon.attrib |= {"stroke-width": "2", "transform": f"translate({_LEFT} {foot - 12})"}
    drawn: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return drawn


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text where it stands: all in pixels."""

    text: str
    foot: int
    size: int
    fill: str
    left: int = _LEFT
    looks: Mapping[str, str] = field(default_factory=dict)

    @property
    def width(self) -> float:
        """How wide it is at most; nobody knows the reader's fonts."""
        return room(self.text) * self.size * (_BOLD if self.looks else _WIDTH)


def _lines(badge: Badge) -> list[_Line]:
    """Label, holder, state and number, each fitted to its room; of an unknown one label and state alone."""
    bold = {"font-weight": "bold"}
    if badge.look is Look.REVOKED:
        bold |= {"text-decoration": "line-through"}
    label, holder = fitted(badge.label, _LONGEST), fitted(badge.holder, _LONGEST)
    state, number = fitted(badge.state, _LONGEST), fitted(badge.number, _LONGEST)
    tone, indent = _TONES[badge.look], _LEFT + _INDENT
    if not holder and not number:
        return [
            _Line(label, 43, _LABEL_SIZE, _INK, looks=bold),
            _Line(state, 65, _STATE_SIZE, tone, indent),
        ]
    return [
        _Line(label, 25, _LABEL_SIZE, _INK, looks=bold),
        _Line(holder, 45, _HOLDER_SIZE, _INK),
        _Line(state, 65, _STATE_SIZE, tone, indent),
        _Line(number, 84, _NUMBER_SIZE, _SOFT),
    ]


def _picture(badge: Badge, width: int) -> ET.Element:
    ET.register_namespace("", _SVG)
    root = ET.Element(f"{{{_SVG}}}svg")
    root.attrib |= {
        "width": str(width),
        "height": str(_HEIGHT),
        "viewBox": f"0 0 {width} {_HEIGHT}",
        "role": "img",
        "aria-labelledby": "badge-title badge-desc",
        "lang": badge.language,
        "font-family": _FONTS,
    }
    whose = f"{badge.label}, {badge.holder}" if badge.holder else badge.label
    _add(root, "title", id="badge-title", text=one_line(f"{whose}: {badge.state}"))
    _add(root, "desc", id="badge-desc", text=one_line(badge.described))
    return root


def _emblem(root: ET.Element, badge: Badge, tone: str) -> None:
    """The label's own emblem; pale unless the label holds, and struck through once it was taken away."""
    path = STATIC / "img" / f"emblem-{badge.tier}.svg"
    if badge.tier and path.is_file():
        emblem = ET.fromstring(path.read_text("utf-8"))  # noqa: S314 (a file of our own)
        emblem.attrib |= {"x": "10", "y": "18", "width": str(_EMBLEM), "height": str(_EMBLEM)}
        if badge.look is not Look.VALID:
            emblem.set("opacity", "0.35")
        root.append(emblem)
    if badge.look is Look.UNKNOWN:
        mark = _add(root, "text", x="40", y="63", fill=tone, text="?")
        mark.attrib |= {"font-size": "44", "font-weight": "bold", "text-anchor": "middle"}
    if badge.look is Look.REVOKED:
        strike = _add(root, "path", d="M16 24 64 72", stroke=tone)
        strike.attrib |= {"stroke-width": "4", "stroke-linecap": "round"}


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_SVG}}}{name}", attributes)
    element.text = text or None
    return element
