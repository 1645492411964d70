"""A reviewer takes the interview sheet along, in Finnish and by way of the page that waits for it."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import Site
from tests.journeys.person import Person

PATIENCE = 90_000
"""Milliseconds for what the worker makes, behind whatever else it has to do."""


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_sheet_is_ordered_waited_for_and_taken_along(
    site: Site, visit: Callable[..., Person]
) -> None:
    reviewer = visit(site, width=360).sign_in("reviewer.fi@demo.example")
    reviewer.go("/reviews").follow("Arctic Safety").follow("Interview sheet")
    assert not reviewer.is_wider_than(360)
    home = reviewer.page.url
    reviewer.page.locator("select#language").select_option("fi")
    reviewer.press("Interview sheet (PDF)")
    expect(reviewer.page.get_by_text("The document is ready.")).to_be_visible(timeout=PATIENCE)
    with reviewer.page.expect_download() as begun:
        reviewer.page.get_by_role("link", name="Download").click()
    content = Path(begun.value.path()).read_bytes()
    text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert "Arctic Safety" in text
    assert "Luottamuksellinen" in text
    reviewer.go(home).sees("Sheets made before").meets_no_barrier()
    assert not reviewer.is_wider_than(360)
    assert reviewer.complaints == []
