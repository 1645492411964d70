import socket
from io import BytesIO

import pytest
from pypdf import PdfReader

from assessment.reports.pdf import RefusedAddress, html_to_pdf
from assessment.resources import STATIC


def a_page(body="<h1>Hello</h1>", head=""):
    return f'<!doctype html><html lang="fi"><title>A title</title>{head}<body>{body}</body></html>'


def test_pdf_carries_language_title_and_tags():
    pdf = PdfReader(BytesIO(html_to_pdf(a_page())))

    assert pdf.trailer["/Root"]["/Lang"] == "fi"
    assert pdf.metadata.title == "A title"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b'pdfuaid:part="1"' in pdf.trailer["/Root"]["/Metadata"].get_data()


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
