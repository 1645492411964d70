"""The secretariat collects documents: by script the page follows the work, without it looks again."""

import io
from collections.abc import Callable
from zipfile import ZipFile

from playwright.sync_api import expect
from sqlalchemy import select

from assessment.db.models import Document
from assessment.db.queries import outcomes
from tests.journeys.conftest import Site
from tests.journeys.person import Person

SECRETARIAT = "secretariat@demo.example"


MAKING = 120_000
"""Milliseconds for what the worker makes, behind whatever else it has to do."""


def waits_for_the_file(office: Person) -> Person:
    expect(office.page.locator("main")).to_contain_text("The ZIP is ready.", timeout=MAKING)
    return office


def forget_a_report(site: Site) -> None:
    """As if the benchmarking report had never been ordered in Finnish."""
    with site.records() as session:
        found = session.scalars(
            select(Document).where(Document.kind == "benchmarking", Document.language == "fi")
        ).all()
        assert found
        outcomes.release_mail(session, [one.id for one in found])
        for one in found:
            session.delete(one)


def test_documents_are_chosen_followed_and_taken_away_as_one_file(
    site: Site, visit: Callable[..., Person]
) -> None:
    forget_a_report(site)
    office = visit(site, width=360).sign_in(SECRETARIAT).speak("en").go("/secretariat/portfolio")
    office.follow("Documents in bulk").sees("Nothing was collected yet").meets_no_barrier()
    office.follow("Collect documents").is_at("Collect documents")
    office.page.get_by_label("Benchmarking reports").check()
    office.fill("Decided from", "2020-01-01").fill("Decided until (optional)", "")
    office.press("See what there is").sees("To be made").meets_no_barrier()
    assert not office.is_wider_than(360)
    office.press("Begin").is_at("Documents in bulk, no. 1")
    office.sees("Certificates, benchmarking reports")
    office.has_script("following")
    office.page.evaluate("window.isStillThisPage = true")
    waits_for_the_file(office).meets_no_barrier()
    assert office.page.evaluate("window.isStillThisPage") is True
    assert not office.is_wider_than(360)
    expect(office.page.locator(".state--success", has_text="Made")).to_have_count(6)
    with office.page.expect_download() as begun:
        office.page.get_by_role("link", name="Download the ZIP").click()
    with ZipFile(io.BytesIO(begun.value.path().read_bytes())) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 7
        assert "index.csv" in archive.namelist()
    assert office.complaints == []


def test_without_script_the_page_looks_again_by_itself(
    site: Site, visit: Callable[..., Person]
) -> None:
    forget_a_report(site)
    office = visit(site, java_script_enabled=False).sign_in(SECRETARIAT).go("/secretariat/bundles")
    office.follow("Collect documents")
    office.page.get_by_label("Benchmarking reports").check()
    office.fill("Decided from", "2020-01-01").press("See what there is").press("Begin")
    waits_for_the_file(office)
    office.go("/secretariat/bundles").sees("6 of 6")
