"""A second bronze with "still true?", and a workbook filled in offline."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
from playwright.sync_api import expect

from tests.journeys.conftest import Site
from tests.journeys.person import Person

META = ("sheet", "cell", "owner", "part", "question", "item", "row")
TOLD = "Written on the train, without a connection."


def filled_in(content: bytes) -> tuple[bytes, str]:
    """The workbook with one justification rewritten, and the criterion that it belongs to."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = list(book["meta"].iter_rows(values_only=True))
    places = {
        owner: book[sheet][cell]
        for sheet, cell, owner, part, *_rest in rows[rows.index(META) + 1 :]
        if part == "justification"
    }
    owner, cell = next(iter(places.items()))
    cell.value = TOLD
    written = io.BytesIO()
    book.save(written)
    return written.getvalue(), owner


def test_second_bronze_asks_whether_it_is_still_true(
    site: Site, visit: Callable[..., Person]
) -> None:
    owner = visit(site).sign_in("manager@demo.example").go("/desk")
    owner.press("Renew: Bronze")
    owner.page.wait_for_url("**/assessments/*")
    owner.follow("Go through them one by one").sees("Is it still true?")
    expect(owner.page.get_by_text("17 of 36 confirmed", exact=True)).to_be_visible()
    number = owner.page.locator("main input[type=text]").first
    if number.count():
        number.focus()
        number.press("Enter")  # by keyboard alone
    else:
        owner.press("Still true")
    expect(owner.page.get_by_text("18 of 36 confirmed", exact=True)).to_be_visible()
    assert owner.complaints == []


def test_workbook_is_filled_in_offline_and_taken(
    site: Site, visit: Callable[..., Person], tmp_path: Path
) -> None:
    owner = visit(site).sign_in("manager@demo.example").go("/desk")
    owner.follow("Silver").follow("Work offline")
    place = re.sub(r"^https?://[^/]+|/workbook$", "", owner.page.url)
    book = owner.page.request.get(f"{owner.address}{place}/questionnaire.xlsx").body()
    content, criterion = filled_in(book)
    path = tmp_path / "filled.xlsx"
    path.write_bytes(content)
    owner.page.get_by_label("The filled workbook").set_input_files(path)
    owner.press("Show what it would change").sees(TOLD)
    owner.press("Take what is ticked").sees("1 change is taken.")
    owner.go(f"{place}/criteria/{criterion}")
    expect(owner.page.get_by_label("Justification", exact=False).first).to_have_value(TOLD)
    assert owner.complaints == []
