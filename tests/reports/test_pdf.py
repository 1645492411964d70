import re
import socket
from io import BytesIO

import pytest
from pypdf import PdfReader

from assessment.reports import pdf
from assessment.reports.pdf import RefusedAddress, html_to_pdf
from assessment.resources import STATIC


def a_page(body="<h1>Hello</h1>", head=""):
    return f'<!doctype html><html lang="fi"><title>A title</title>{head}<body>{body}</body></html>'


def test_pdf_carries_language_title_and_tags():
    made = PdfReader(BytesIO(html_to_pdf(a_page())))

    assert made.trailer["/Root"]["/Lang"] == "fi"
    assert made.metadata.title == "A title"
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert made.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b'pdfuaid:part="1"' in made.trailer["/Root"]["/Metadata"].get_data()


def test_same_html_gives_the_same_bytes():
    page = a_page(head='<link rel="stylesheet" href="static:/css/print.css">')

    assert html_to_pdf(page) == html_to_pdf(page)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        f"file://{STATIC}/img/wordmark.svg",
        "https://example.org/picture.png",
        "data:image/png;base64,iVBORw0KGgo=",
        "static:/../config.py",
        "static:/%2e%2e/config.py",
        "static:/img/nothing-here.svg",
        "/etc/passwd",
        "../config.py",
    ],
)
@pytest.mark.parametrize(
    "loading",
    [
        '<img src="{}" alt="x">',
        '<p style="background: url({})">x</p>',
        '<object data="{}">x</object>',
        '<svg xmlns="http://www.w3.org/2000/svg"><title>x</title><image href="{}"/></svg>',
        '<link rel="stylesheet" href="{}">',
        '<link rel="attachment" href="{}">',
    ],
)
def test_nothing_but_our_static_files_is_loaded(loading, address):
    with pytest.raises(RefusedAddress):
        html_to_pdf(a_page(loading.format(address)))


def test_no_connection_is_made():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/picture.png"

        with pytest.raises(RefusedAddress):
            html_to_pdf(a_page(f'<img src="{address}" alt="x">'))

        with pytest.raises(BlockingIOError):
            server.accept()


def test_static_files_are_loaded_by_absolute_and_relative_address(caplog):
    page = a_page(
        '<img src="static:/img/emblem-gold.svg" alt="Emblem">',
        '<link rel="stylesheet" href="static:/css/print.css">',
    )

    assert html_to_pdf(page)
    assert [r.message for r in caplog.records if r.name.startswith("weasyprint")] == []


def words_of(content: bytes) -> str:
    return PdfReader(BytesIO(content)).pages[0].extract_text()


@pytest.mark.parametrize("sign", ["\u0338", "\u0301", "\u20d2"])
def test_a_sign_that_combines_takes_no_bracket_away(sign):
    body = f'<p class="x">{sign} style=background:url(file:///etc/passwd) said</p><p>and on</p>'
    shown = words_of(html_to_pdf(a_page(body)))
    assert "style=background:url(file:///etc/passwd) said" in shown
    assert "and on" in shown


def test_an_address_that_cannot_be_printed_leads_where_it_did():
    page = PdfReader(
        BytesIO(html_to_pdf(a_page('<a href="https://b.example/日本">there</a>')))
    ).pages[0]
    addresses = [note.get_object()["/A"]["/URI"] for note in page["/Annots"]]
    assert addresses == ["https://b.example/%E6%97%A5%E6%9C%AC"]


def test_fonts_that_something_has_cleared_away_are_read_again():
    page = a_page("<p>Αθήνα, Оулу, תל אביב</p>")
    whole = html_to_pdf(page)
    next(iter(pdf._dress().files)).unlink()
    assert html_to_pdf(page) == whole


def test_without_its_stylesheet_no_document_is_made(monkeypatch):
    monkeypatch.setattr(pdf, "STYLESHEET", "static:/css/none.css")
    pdf._read_dress.cache_clear()
    try:
        with pytest.raises(RefusedAddress, match=re.escape("static:/css/none.css")):
            html_to_pdf(a_page())
    finally:
        pdf._read_dress.cache_clear()
