"""Choosing: applications in a list, to do the same with all of them, and a cluster by its name."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Site
from tests.journeys.person import Person

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_one_tick_chooses_all_of_the_page(site: Site, visit: Callable[..., Person]) -> None:
    secretary = visit(site).sign_in("secretariat@demo.example").go("/secretariat")
    secretary.has_script("choosing")
    every = secretary.page.get_by_label("Choose all on this page")
    picks = secretary.page.locator("input[name=pick]")
    every.check()
    assert [pick.is_checked() for pick in picks.all()] == [True] * 5
    picks.first.uncheck()
    expect(every).to_have_js_property("indeterminate", True)
    expect(every).not_to_be_checked()
    picks.first.check()
    expect(every).to_be_checked()
    secretary.meets_no_barrier()
    secretary.page.get_by_role("button", name="Remind").click()
    expect(secretary.page.locator("main li, main tbody tr")).to_have_count(5)
    assert secretary.complaints == []


def test_names_of_clusters_are_suggested_and_picked_where_several_fit(
    visit: Callable[..., Person], site: Site
) -> None:
    secretary = visit(site).sign_in("secretariat@demo.example").go("/secretariat/people/invite")
    secretary.has_script("naming")
    page = secretary.page
    page.get_by_label("Name", exact=True).fill("Nina New")
    page.get_by_label("E-mail").fill("nina@people.example")
    page.get_by_label("Cluster", exact=True).press_sequentially("arctic s")
    suggested = page.locator("#cluster-names option")
    expect(suggested).to_have_count(2)
    names = [option.get_attribute("value") for option in suggested.all()]
    assert names == ["Arctic Safety", "Arctic Smart Rural Community"]
    page.get_by_role("button", name="Send the invitation").click()
    secretary.meets_no_barrier()
    page.get_by_label("Arctic Safety").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.locator("main")).to_contain_text("Arctic Safety")
    expect(page.locator("main")).to_contain_text("nina@people.example")


def test_what_was_done_with_several_can_be_loaded_again(
    visit: Callable[..., Person], site: Site
) -> None:
    secretary = visit(site).sign_in("secretariat@demo.example").go("/secretariat?sort=cluster")
    page = secretary.page
    page.get_by_label("Choose all on this page").check()
    page.get_by_role("button", name="Remind").click()
    page.get_by_role("button", name="Send the reminders").click()
    expect(page.locator("main")).to_contain_text("This was done.")
    told = page.locator("main").inner_text()
    page.reload()
    assert page.locator("main").inner_text() == told
    page.get_by_role("link", name="Back to the applications").click()
    assert page.url.endswith("/secretariat?sort=cluster")
    assert secretary.complaints == []
