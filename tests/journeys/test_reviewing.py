"""A reviewer at work: by keyboard, on a phone, in two windows."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Site
from tests.journeys.person import Person


@pytest.fixture
def reviewer(site: Site, visit: Callable[..., Person]) -> Person:
    """A reviewer of the demonstration, whose gold review is half done."""
    return visit(site).sign_in("reviewer.fi@demo.example")


def begin(reviewer: Person) -> str:
    """Goes on with the first criterion that is not rated; its address."""
    reviewer.go("/reviews").follow("Arctic Safety")
    with reviewer.page.expect_navigation():
        reviewer.page.locator(".page-header a.btn-primary").click()
    reviewer.has_script("review-keys")
    return reviewer.page.url


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_digits_choose_a_level_n_goes_on_and_writing_is_left_alone(reviewer: Person) -> None:
    address = begin(reviewer)
    page = reviewer.page
    expect(page.locator("[data-review-keys]")).to_be_visible()
    page.keyboard.press("0")
    expect(page.locator("[name=level][value='0']")).to_be_checked()
    expect(page.locator("#explain")).to_contain_text("Write a comment before you hand in")
    page.locator("#comment").focus()
    page.keyboard.type("3 no plans")
    expect(page.locator("#explain")).to_be_empty()
    expect(page.locator("[name=level][value='0']")).to_be_checked()
    page.locator("#notes").fill("Ask the chair.")
    expect(page.locator("[data-part=notes] > .save-state")).to_contain_text("Saved")
    page.reload()
    expect(page.locator("#comment")).to_have_value("3 no plans")
    expect(page.locator("#notes")).to_have_value("Ask the chair.")
    reviewer.has_script("review-keys")
    page.locator("[data-keys-switch]").uncheck()
    page.keyboard.press("4")
    expect(page.locator("[name=level][value='0']")).to_be_checked()
    page.locator("[data-keys-switch]").check()
    page.keyboard.press("n")
    expect(page).not_to_have_url(address)
    assert reviewer.complaints == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_on_a_phone_without_script_a_rating_is_saved_by_its_button(
    site: Site, visit: Callable[..., Person]
) -> None:
    reviewer = visit(site, width=360, java_script_enabled=False).sign_in("reviewer.fi@demo.example")
    reviewer.go("/reviews").follow("Arctic Safety")
    with reviewer.page.expect_navigation():
        reviewer.page.locator(".page-header a.btn-primary").click()
    address = reviewer.page.url
    reviewer.choose_level(0).press("Save").sees("Saved. Before you hand in")
    reviewer.fill("Comment", "Nothing was shown.").press("Save and go on").sees("Saved.")
    reviewer.go(address)
    expect(reviewer.page.locator("#comment")).to_have_value("Nothing was shown.")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("width", [360, 768, 1024])
def test_no_page_of_a_review_is_pushed_sideways(
    site: Site, visit: Callable[..., Person], width: int
) -> None:
    reviewer = visit(site, width=width).sign_in("reviewer.fi@demo.example")
    begin(reviewer)
    expect(reviewer.page.locator("[data-review-keys]")).to_be_visible(visible=width > 360)
    assert not reviewer.is_wider_than(width)
    number = reviewer.page.url.split("/reviews/")[1].split("/")[0]
    for path in ("", "/calibration", "/interview"):
        reviewer.go(f"/reviews/{number}{path}")
        assert not reviewer.is_wider_than(width)
