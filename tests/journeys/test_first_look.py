"""A newcomer looks first: what a label asks, whether the cluster may apply, the questions on paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import Site
from tests.journeys.person import Person

BRONZE = "/labels/cluster-excellence/bronze"
PDF = f"{BRONZE}/questionnaire/pdf"
MANAGER = "manager@demo.example"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("width", "has_script"), [(1280, True), (360, False)])
def test_newcomer_looks_checks_prints_and_starts(
    site: Site, visit: Callable[..., Person], width: int, has_script: bool
) -> None:
    newcomer = visit(site, width=width, java_script_enabled=has_script).go("/")
    newcomer.follow("What Bronze asks").is_at("Bronze").sees("36 criteria").sees("about 6 hours")
    check_eligibility(newcomer)
    newcomer.follow("What Bronze asks")
    text = "".join(page.extract_text() for page in questionnaire(newcomer, has_script).pages)
    assert "Legal form" in text
    assert not newcomer.is_wider_than(width)
    start(visit(site, width=width, java_script_enabled=has_script).sign_in(MANAGER))
    assert [c for c in newcomer.complaints if "404" not in c] == []


def check_eligibility(newcomer: Person) -> None:
    """Two kinds of member are not enough of them; one more enterprise is."""
    newcomer.follow("May our cluster apply?").is_at("May our cluster apply?")
    for field, number in {
        "Working time for managing the cluster": "0.5",
        "Committed participants: SMEs": "13",
        "Committed participants: large enterprises": "0",
        "Committed participants: research organisations": "1",
        "Committed participants: education organisations": "0",
        "Committed participants: public bodies": "0",
        "Committed participants: others": "0",
    }.items():
        newcomer.fill(field, number)
    for question in ("website-active", "eccp-profile"):
        newcomer.page.locator(f'input[name="q-{question}"][value="true"]').check()
    newcomer.press("Check").sees("1 condition is missed.").sees("Today: 14.")
    newcomer.fill("Committed participants: SMEs", "14")
    newcomer.press("Check").sees("Every condition is met: the cluster may apply.")


def questionnaire(newcomer: Person, has_script: bool) -> PdfReader:
    """The PDF, ordered by a button and made behind the web; with script the page says when."""
    newcomer.press("Questionnaire as PDF").is_at("Questionnaire: Bronze")
    if has_script:
        newcomer.meets_no_barrier()
        newcomer.page.get_by_text("The document is ready.").wait_for(timeout=300_000)
    for _ in range(600):
        answer = newcomer.page.request.get(newcomer.address + PDF)
        if answer.status == 200:
            return newcomer.pdf(PDF)
        newcomer.page.wait_for_timeout(500)
    raise AssertionError("the questionnaire was not made")


def start(manager: Person) -> None:
    """From the desk through the label's page into a fresh assessment, its hint put away."""
    manager.is_at("My clusters").follow("Arctic Industry and Circular Economy")
    manager.follow("Open a new assessment: Bronze").is_at("Bronze")
    manager.sees("the cluster may apply").press("Open the assessment")
    manager.sees("0 of 36 answered").sees("How this goes")
    manager.press("Got it").sees("0 of 36 answered")
    expect(manager.page.locator("main")).not_to_contain_text("How this goes")
