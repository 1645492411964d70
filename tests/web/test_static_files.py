"""Static files are addressed by their content and kept for a year; answers travel compressed."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from assessment.web.static_files import StaticFiles
from tests.building import Line, World
from tests.web.conftest import Seat

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
GZIP = {"Accept-Encoding": "gzip, deflate"}
BROTLI = {"Accept-Encoding": "gzip, deflate, br, zstd"}


def fetch(app: Flask, address: str, **headers: str) -> TestResponse:
    return app.test_client().get(address, headers=headers or GZIP)


def addresses(app: Flask) -> list[str]:
    return re.findall(r'"(/static/[^"#]+)', fetch(app, "/", Accept="text/html").text)


def test_page_names_its_files_by_their_digest(app: Flask) -> None:
    found = addresses(app)
    assert len(found) >= 8
    assert {address.split("/")[2] for address in found} == {StaticFiles().digest}


def test_static_files_are_kept_for_a_year_by_every_cache(app: Flask) -> None:
    for address in addresses(app):
        answer = fetch(app, address)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Set-Cookie" not in answer.headers
        assert answer.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"


def test_static_file_travels_compressed_and_arrives_whole(app: Flask) -> None:
    address = next(each for each in addresses(app) if each.endswith("bootstrap.min.css"))
    plain, small = fetch(app, address, Accept="text/css"), fetch(app, address)
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(small.data) == plain.data
    assert len(small.data) < len(plain.data) / 5


def test_font_is_compressed_in_itself_and_not_again(app: Flask) -> None:
    address = StaticFiles().address + "/fonts/familjen-grotesk-latin-600.woff2"
    answer = fetch(app, address)
    assert answer.mimetype == "font/woff2"
    assert "Content-Encoding" not in answer.headers


def test_script_and_style_name_each_other_within_one_digest(app: Flask) -> None:
    script = fetch(app, StaticFiles().address + "/js/app.js", Accept="*/*").text
    names = re.findall(r'from "\./([^"]+)"', script)
    assert names
    for name in names:
        assert fetch(app, f"{StaticFiles().address}/js/{name}").status_code == 200


def test_page_from_before_an_upgrade_still_finds_its_files(app: Flask) -> None:
    answer = fetch(app, "/static/0123456789abcdef/js/app.js")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["css/none.css", "../config.py", "%2e%2e/config.py", "css/", ""])
def test_nothing_but_static_files_is_served(app: Flask, name: str) -> None:
    assert fetch(app, f"{StaticFiles().address}/{name}").status_code == 404


def test_changed_file_has_another_address(app: Flask, tmp_path: Path) -> None:
    style = tmp_path / "css" / "a.css"
    style.parent.mkdir()
    style.write_text("a { color: red }")
    before = StaticFiles(style.parent).digest
    style.write_text("a { color: tan }")
    assert StaticFiles(style.parent).digest != before


def test_page_travels_compressed_and_arrives_whole(app: Flask) -> None:
    plain, small = fetch(app, "/about", Accept="text/html"), fetch(app, "/about")
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert int(small.headers["Content-Length"]) == len(small.data)
    assert len(gzip.decompress(small.data)) == len(plain.data)


def test_browser_that_takes_brotli_gets_less(app: Flask) -> None:
    for address in ("/about", StaticFiles().address + "/css/bootstrap.min.css"):
        small, smaller = fetch(app, address), fetch(app, address, **BROTLI)
        assert smaller.headers["Content-Encoding"] == "br"
        assert len(smaller.data) < len(small.data)
    assert brotli.decompress(smaller.data) == gzip.decompress(small.data)


def test_browser_that_takes_no_gzip_gets_the_page_as_it_is(app: Flask) -> None:
    answer = fetch(app, "/about", **{"Accept-Encoding": "gzip;q=0, identity"})
    assert "Content-Encoding" not in answer.headers
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_evidence_travels_as_it_was_handed_in(line: Line, world: World, seat: Seat) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    browser = seat(world.owner)
    page = browser.get(f"/assessments/{assessment.id}/criteria/committed-participation").text
    number = re.search(r'href="/evidence/(\d+)', page)
    assert number
    address = f"/evidence/{number[1]}/versions/1"
    answer = browser.client.get(address, headers=GZIP, buffered=True)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers
