"""The secretariat takes the portfolio along as a PDF, and finds it again."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.conftest import Site
from tests.journeys.person import Person

MAKING = 120_000
"""Milliseconds for what the worker makes, behind whatever else it has to do."""


def test_a_report_of_the_portfolio_is_ordered_waited_for_and_there_again(
    site: Site, visit: Callable[..., Person]
) -> None:
    office = visit(site, width=360).sign_in("secretariat@demo.example").speak("fi")
    office.go("/secretariat/portfolio").page.get_by_role("combobox").select_option("fi")
    office.press("Portfolioraportti (PDF)").is_at("Portfolioraportti").meets_no_barrier()
    ready = office.page.get_by_role("link", name="Lataa")
    expect(ready).to_be_visible(timeout=MAKING)
    assert not office.is_wider_than(360)
    address = ready.get_attribute("href") or ""
    report = office.pdf(address)
    assert "Voimassa on 2 laatumerkkiä" in report.pages[0].extract_text()
    office.go("/secretariat/portfolio").sees("Aiemmat raportit").meets_no_barrier()
    again = office.page.locator(f"a[href='{address}']")
    expect(again).to_have_count(1)
    assert office.pdf(address).metadata == report.metadata
    assert office.complaints == []
