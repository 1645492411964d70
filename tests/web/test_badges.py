"""The badge of a certificate for its holder's website, and the emblems of the labels."""

import struct
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.db.models import Certificate, Cluster
from assessment.db.queries import assessments
from assessment.domain.criteria import Tier
from assessment.domain.label_life import LifeState
from assessment.domain.workflow import State
from assessment.reports.badge import Badge, Look, draw_badge
from assessment.reports.one_line import fitted, one_line, room
from assessment.resources import STATIC
from tests.building import Line, World, today
from tests.holding import award, cluster_of, make_holder
from tests.web.conftest import Seat

# ruff: noqa: S314  # what is read was drawn here
SVG = "{http://www.w3.org/2000/svg}"
SINCE = datetime(2026, 11, 3, 12, tzinfo=UTC)
LONG = "Pohjoisen puurakentamisen klusteri Pohjoise…"
Give = Callable[..., Certificate]


@pytest.fixture
def give(session: Session, world: World, edition: Edition) -> Give:
    def to(cluster: Cluster | None = None, **how: object) -> Certificate:
        found = cluster or make_holder(session, "Arctic Timber")
        return award(session, edition, found, world.secretary, **how)  # type: ignore[arg-type]

    return to


def made(**how: object) -> Badge:
    """A badge that holds, with words of its own where a test needs them."""
    usual: dict[str, object] = {
        "look": Look.VALID,
        "tier": "gold",
        "label": "Gold",
        "holder": "Arctic Timber",
        "state": "As it is",
        "number": "Certificate G-1",
        "described": "What it is",
        "language": "en",
    }
    return Badge(**(usual | how))  # type: ignore[arg-type]


def said(picture: str) -> list[str]:
    """Its title, its description and its lines."""
    root = ET.fromstring(picture)
    return [root.findtext(f"{SVG}{name}") or "" for name in ("title", "desc")] + [
        text.text or "" for text in root.iter(f"{SVG}text")
    ]


@pytest.mark.parametrize(
    ("how", "state"),
    [
        ({"until": date(2100, 6, 30)}, "Valid until 30 June 2100"),
        ({"until": date(2026, 6, 30)}, "Expired, was valid until 30 June 2026"),
        ({"life": LifeState.SUSPENDED, "since": SINCE}, "Suspended since 3 November 2026"),
        ({"life": LifeState.REVOKED, "since": SINCE}, "Revoked on 3 November 2026"),
        ({"life": LifeState.SUPERSEDED}, "Replaced by a renewal"),
    ],
)
def test_a_badge_says_what_holds(
    give: Give, seat: Seat, how: dict[str, object], state: str
) -> None:
    held = give(**how)
    response = seat().get(f"/badge/{held.token}.svg")
    assert response.mimetype == "image/svg+xml"
    assert said(response.text) == [
        f"Gold, Arctic Timber: {state}",
        f"Certificate {held.number} of Arctic Timber, issued by The Office.",
        "Gold",
        "Arctic Timber",
        state,
        f"Certificate {held.number}",
    ]
    assert "debts" not in response.text


def test_each_state_looks_otherwise_also_without_colour() -> None:
    drawn = set()
    for look in Look:
        picture = draw_badge(made(look=look)).decode()
        root = ET.fromstring(picture)
        frame = root.find(f"{SVG}rect")
        assert frame is not None
        shapes = [path.get("d") for path in root.findall(f"{SVG}path")]
        drawn.add((frame.get("stroke-dasharray"), *shapes))
    assert len(drawn) == len(Look)


def test_a_badge_speaks_the_language_asked_for_alone(give: Give, world: World, seat: Seat) -> None:
    held = give(until=date(2100, 6, 30))
    browser = seat(language="fi")
    assert said(browser.get(f"/badge/{held.token}.svg").text)[2] == "Gold"
    finnish = browser.get(f"/badge/{held.token}.svg?language=fi").text
    assert said(finnish)[2:] == [
        "Kulta",
        "Arctic Timber",
        "Voimassa 30. kesäkuuta 2100 asti",
        f"Sertifikaatti {held.number}",
    ]
    assert said(browser.get(f"/badge/{held.token}.svg?language=xx").text)[2] == "Gold"


def test_a_badge_follows_the_renewal(give: Give, session: Session, seat: Seat) -> None:
    first = give(life=LifeState.SUPERSEDED, until=date(2026, 6, 30))
    cluster = cluster_of(session, first)
    second = give(cluster, renews=first, life=LifeState.SUPERSEDED, until=date(2029, 6, 30))
    third = give(cluster, renews=second, until=date(2100, 6, 30), state=State.AWARDED)
    browser = seat()
    found = {browser.get(f"/badge/{one.token}.svg").text for one in (first, second, third)}
    assert len(found) == 1
    assert said(found.pop())[4:] == ["Valid until 30 June 2100", f"Certificate {third.number}"]


def test_an_unknown_certificate_is_said_to_be_none_of_ours(seat: Seat) -> None:
    response = seat().get("/badge/made-up.svg")
    assert response.status_code == 404
    assert said(response.text) == [
        "Unknown certificate: Not valid",
        "We have not issued a certificate like this.",
        "?",
        "Unknown certificate",
        "Not valid",
    ]


def test_whatever_a_cluster_is_called_the_badge_is_a_picture_and_nothing_else() -> None:
    name = "</svg><script>alert(1)</script>\x00\x0b&\ud800 \u202e" + "long " * 90
    picture = draw_badge(
        made(label=name, holder=name, state=name, number=name, described=name, tier="silver")
    )
    root = ET.fromstring(picture)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags == {"svg", "title", "desc", "rect", "text", "path", "clipPath", "g", "circle"}
    line = "</svg><script>alert(1)</script>& long long…"
    assert [text.text for text in root.iter(f"{SVG}text")] == [line] * 4
    names = {key for element in root.iter() for key in element.attrib}
    assert not {key for key in names if key.startswith("on") or key in ("style", "href", "class")}


def test_a_badge_is_shown_on_pages_of_other_addresses_and_kept_for_minutes(
    give: Give, session: Session, world: World, seat: Seat
) -> None:
    held = give()
    browser = seat(world.owner)
    path = f"/badge/{held.token}.svg"
    first = browser.get(path)
    assert first.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in first.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in first.headers
    tag = first.headers["ETag"]
    assert browser.client.get(path, headers={"If-None-Match": tag}).status_code == 304
    held.life, held.life_since = LifeState.SUSPENDED, SINCE
    session.commit()
    changed = browser.client.get(path, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert said(changed.text)[4] == "Suspended since 3 November 2026"


@pytest.mark.parametrize(
    ("name", "line", "width"),
    [
        pytest.param("Arctic Timber", "Arctic Timber", 240, id="short"),
        pytest.param("Pohjoisen puurakentamisen klusteri Pohjoisessa", LONG, 453, id="long"),
        pytest.param("مجموعة الأخشاب", "مجموعة الأخشاب", 240, id="from right to left"),
        pytest.param("\u202eAr\u00adctic\u200b \u2066T\u2069", "Arctic T", 240, id="invisible"),
        pytest.param("👩\u200d🌾" * 30, "👩\u200d🌾" * 10 + "…", 429, id="emoji"),
        pytest.param("木材" * 30, "木材" * 10 + "木…", 445, id="wide"),
    ],
)
def test_a_badge_names_its_holder_in_the_room_there_is(name: str, line: str, width: int) -> None:
    """The whole name is in the title; nothing turns the words around it, and no letter is cut in two."""
    root = ET.fromstring(draw_badge(made(holder=name)))
    shown = [text.text or "" for text in root.iter(f"{SVG}text")]
    assert shown == ["Gold", line, "As it is", "Certificate G-1"]
    title = root.findtext(f"{SVG}title") or ""
    assert title == f"Gold, {one_line(name)}: As it is"
    assert int(root.get("width") or 0) == width


@given(st.text(max_size=80))
@example("a" * 43 + "b\u0301")
def test_a_fitted_line_has_its_room_and_is_the_beginning(text: str) -> None:
    line = fitted(text, 44)
    whole = one_line(text)
    assert room(line) <= 45 or line == whole
    assert whole == line or (line[-1] == "…" and whole.startswith(line[:-1]))


@pytest.mark.parametrize("tier", Tier)
def test_emblems_are_files_in_both_forms(seat: Seat, tier: Tier) -> None:
    browser = seat()
    for form, kind in (("svg", "image/svg+xml"), ("png", "image/png")):
        response = browser.get(f"/labels/emblems/{tier}.{form}")
        assert (response.status_code, response.mimetype) == (200, kind)
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response.data == (STATIC / "img" / f"emblem-{tier}.{form}").read_bytes()
    assert browser.get("/labels/emblems/platinum.svg").status_code == 404
    assert browser.get(f"/labels/emblems/{tier}.gif").status_code == 404


@pytest.mark.parametrize("tier", Tier)
def test_the_png_is_the_svg_at_1024_pixels_on_no_ground(tier: Tier) -> None:
    """Its ground is clear at the corners, its rim has the label's colour where the drawing has it."""
    path: Path = STATIC / "img" / f"emblem-{tier}.png"
    head = path.read_bytes()[:24]
    assert struct.unpack(">II", head[16:24]) == (1024, 1024)
    drawing = ET.fromstring((STATIC / "img" / f"emblem-{tier}.svg").read_text("utf-8"))
    assert drawing.get("viewBox") == "0 0 64 64"
    rim = drawing.findall(f"{SVG}path")[0].get("fill") or ""
    colour = tuple(int(rim[at : at + 2], 16) for at in (1, 3, 5))
    with Image.open(path) as picture:
        pixels = picture.convert("RGBA")
        corners = [pixels.getpixel(place) for place in ((0, 0), (1023, 0), (0, 1023), (1023, 1023))]
        assert [corner[3] for corner in corners] == [0, 0, 0, 0]  # type: ignore[index]
        # the rim's lowest and highest points, and its left side, by the drawing's own measures
        for x, y in ((32, 2.5), (32, 61.5), (6.5, 32)):
            assert pixels.getpixel((int(x * 16), int(y * 16))) == (*colour, 255)
        left, top, right, bottom = pixels.getbbox() or (0, 0, 0, 0)
        assert (right - left, bottom - top) == pytest.approx((867, 992), abs=12)


def test_the_holder_finds_badge_code_and_emblem_with_the_certificate(
    line: Line, world: World, seat: Seat
) -> None:
    world.cluster.name = 'Timber "&" <Co>'
    until = today() + timedelta(days=700)
    held = line.hold(today(), until)
    assessment = assessments.of_clusters(line.session, [line.world.cluster.id])[0]
    path = f"/assessments/{assessment.id}"
    line.session.commit()
    page = seat(world.owner).get(path).text
    assert f'<img src="/badge/{held.token}.svg?language=en"' in page
    code = page.partition('id="badge-code"')[2].partition("</textarea>")[0]
    for text in (
        f"&lt;a href=&#34;https://labels.example/verify/{held.token}&#34;&gt;",
        f"https://labels.example/badge/{held.token}.svg?language=en",
        "alt=&#34;Gold of Timber &amp;#34;&amp;amp;&amp;#34; &amp;lt;Co&amp;gt;",
    ):
        assert text in code
    assert 'href="/labels/emblems/gold.svg" download' in page
    assert 'href="/labels/emblems/gold.png" download' in page
    held.life = LifeState.REVOKED
    held.life_since = SINCE
    assert "badge-code" not in seat(world.owner).get(path).text
