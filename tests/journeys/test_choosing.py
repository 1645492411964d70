"""Choosing applications in the secretariat's list, and doing the same with all of them."""

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
