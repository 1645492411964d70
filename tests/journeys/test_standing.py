"""A manager finds out where the cluster stands and what to do next: by script, without, by keyboard."""

import re
from collections.abc import Callable

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import Site
from tests.journeys.person import Person

MANAGER = "manager@demo.example"


def test_from_the_desk_to_the_shortest_way(
    demonstration: Site, visit: Callable[..., Person]
) -> None:
    manager = visit(demonstration, width=360).sign_in(MANAGER).speak("en").go("/desk")
    manager.sees("What the next label would take").follow("Gold").is_at("Gold: Arctic Design")
    manager.follow("Needs evidence").sees("criteria are shown.")
    assert not manager.is_wider_than(360)
    manager.page.get_by_label("Search in criteria and your answers").fill("no such words")
    manager.press("Search").sees("Nothing fits").follow("Show all")
    manager.follow("Next unanswered").is_at("2.5 Stability of human resources")
    manager.follow("Next unanswered").is_at("2.6 Stability of participation")
    manager.go("/assessments/2").follow("Where you stand").is_at("Where you stand: Gold")
    manager.page.locator("summary", has_text="All minimums").click()
    manager.sees("One missed minimum stops the label")
    assert not manager.is_wider_than(360)
    widths = manager.page.locator(".bars__drawing").evaluate_all(
        "all => all.map(e => e.clientWidth)"
    )
    assert widths == [328] * 5
    manager.follow("Silver").is_at("Where you stand: Silver")
    manager.go("/assessments/2/shortest-way").press("Try the ticked steps")
    manager.is_at("What if: Gold").sees("120 of 150 points, threshold 120")
    assert not manager.is_wider_than(360)
    assert manager.complaints == []


def test_result_follows_each_choice_and_nothing_is_kept(
    demonstration: Site, visit: Callable[..., Person]
) -> None:
    manager = visit(demonstration).sign_in(MANAGER).speak("en").go("/assessments/2/what-if")
    manager.has_script("recalculate").sees("This is today.")
    choice = manager.page.get_by_label("4.12 Web presence")
    choice.focus()
    manager.page.keyboard.press("End")
    manager.page.keyboard.press("Tab")
    manager.sees("points more than today")
    expect(manager.page).to_have_url(re.compile("level-web-presence=4"))
    manager.page.reload()
    expect(manager.page.get_by_label("4.12 Web presence")).to_have_value("4")
    manager.follow("Back to today").sees("This is today.")
    assert manager.complaints == []


def test_on_a_phone_the_sum_stays_in_sight_and_covers_nothing_that_has_focus(
    demonstration: Site, visit: Callable[..., Person]
) -> None:
    manager = visit(demonstration, width=360, reduced_motion="reduce").sign_in(MANAGER).speak("en")
    page = manager.go("/assessments/2/what-if").page
    choices = page.locator(".what-if select")
    choices.first.focus()
    for _choice in range(choices.count()):
        places = page.evaluate(
            "[document.activeElement, document.querySelector('.then')]"
            ".map((each) => each.getBoundingClientRect()).map(({top, bottom}) => [top, bottom])"
        )
        (_top, end_of_choice), (start_of_sum, end_of_sum) = places
        assert end_of_choice <= start_of_sum
        assert end_of_sum <= 900
        page.keyboard.press("Tab")
    page.get_by_label("4.12 Web presence").select_option("4")
    expect(page.locator("#then")).to_be_in_viewport()
    expect(page.locator("#then")).to_contain_text("+")
    page.locator("#then").click()
    expect(page.locator("#result")).to_be_in_viewport()
    expect(page.locator("#result")).to_contain_text("points more than today")
    assert manager.complaints == []


def test_levels_are_tried_without_script(demonstration: Site, visit: Callable[..., Person]) -> None:
    manager = visit(demonstration, java_script_enabled=False).sign_in(MANAGER).speak("en")
    manager.go("/assessments/2/what-if").page.get_by_label("Set all to level").select_option("4")
    manager.press("Set all").sees("150 of 150 points, threshold 120")
    manager.page.get_by_label("4.12 Web presence").select_option("0")
    manager.press("Calculate").sees("144 of 150 points, threshold 120")


def test_manager_orders_the_report_of_a_draft_waits_and_has_it(
    demonstration: Site, visit: Callable[..., Person]
) -> None:
    manager = visit(demonstration, width=360).sign_in(MANAGER).speak("en")
    manager.go("/assessments/2/standing").sees("The report as a PDF")
    manager.press("Self-assessment report").is_at("Self-assessment report")
    manager.page.get_by_text("The document is ready.").wait_for(timeout=300_000)
    assert not manager.is_wider_than(360)
    with manager.page.expect_download() as download:
        manager.page.get_by_role("link", name="Download").click()
    report = PdfReader(download.value.path())
    assert "gold self-assessment draft" in download.value.suggested_filename
    assert report.metadata is not None
    assert report.metadata.title == "Self-assessment report (draft): Arctic Design"
    manager.go("/assessments/2/standing").sees("Reports made so far").sees("SHA-256")
    manager.meets_no_barrier()
    assert not manager.is_wider_than(360)
    with manager.page.expect_download() as again:
        manager.page.get_by_role("button", name="Self-assessment report").click()
    assert again.value.path().read_bytes() == download.value.path().read_bytes()
    expect(manager.page.get_by_text("SHA-256")).to_have_count(1)
    assert manager.complaints == []
