"""Typing at the questionnaire: saved by itself, without a line, in two browsers, without script."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Route, expect

from assessment.db.models import Cluster, Membership
from assessment.db.queries import assessments
from tests.conftest import DATABASES
from tests.journeys.conftest import Site, start
from tests.journeys.person import Person
from tests.journeys.test_library import dropped
from tests.journeys.wire import Wire, wired
from tests.people import PASSWORD, make_person

Visit = Callable[..., Person]
OFFLINE = (
    "Not saved: no connection. It is kept in this browser and sent as soon as the line is back."
)


@pytest.fixture(scope="module", params=DATABASES)
def desk(
    request: pytest.FixtureRequest,
    new_database: Callable[[str, Path], AbstractContextManager[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """A server with the demonstration that the tests of this file share, a criterion for each."""
    folder = tmp_path_factory.mktemp("typing")
    with new_database(request.param, folder) as database:
        for site in start(folder, database):
            with site.records() as session:
                colleague = make_person(session, "colleague")
                for cluster in session.query(Cluster):
                    each = Membership(cluster_id=cluster.id, user_id=colleague.id, role="editor")
                    session.add(each)
            yield site


@pytest.fixture(scope="module")
def draft(desk: Site) -> int:
    """The number of the demonstration's gold draft."""
    with desk.records() as session:
        found = assessments.of_clusters(session, range(1, 100))
        return next(a.id for a in found if (a.state, a.label_id) == ("draft", "gold"))


@pytest.fixture(scope="module")
def silver(draft: int) -> int:
    """The silver draft of the same cluster, opened after the gold one."""
    return draft + 1


@pytest.fixture
def manager(desk: Site, visit: Visit) -> Person:
    return visit(desk).sign_in("manager@demo.example")


@pytest.fixture
def colleague(desk: Site, visit: Visit) -> Person:
    return visit(desk).sign_in("colleague@people.example", PASSWORD)


def form(person: Person) -> Locator:
    return person.page.locator("form[data-autosave]")


def text(person: Person) -> Locator:
    return form(person).locator("[name=justification]")


def expect_state(person: Person, words: str) -> None:
    expect(form(person).locator("[data-save-state]")).to_contain_text(words)


def expect_saved(person: Person, part: str) -> None:
    """The page says beside a part that it is saved, and all of it is."""
    saved_part = form(person).locator(f"[data-part={part}]:not([data-changed])")
    expect(saved_part.locator(".save-state")).to_contain_text("Saved")


def keeps_nothing(person: Person) -> None:
    """Nothing unsaved is left in the browser, once the page's script has looked."""
    for _look in range(300):
        if not person.page.evaluate("localStorage.length"):
            return
        person.page.wait_for_timeout(100)
    raise AssertionError(person.page.evaluate("Object.keys(localStorage)"))


def place(draft: int, criterion_id: str) -> str:
    return f"/assessments/{draft}/criteria/{criterion_id}"


def test_what_is_typed_is_there_after_the_page_is_loaded_again(manager: Person, draft: int) -> None:
    manager.go(place(draft, "human-resources")).choose_level(1)
    expect_state(manager, "Saved")
    text(manager).fill("Typed and left.")
    expect_saved(manager, "justification")
    manager.page.reload()
    expect(text(manager)).to_have_value("Typed and left.")
    assert form(manager).locator('input[name=level][value="1"]').is_checked()
    assert manager.complaints == []


def test_a_save_is_told_once_to_the_eye_and_nothing_beside_it_moves(
    manager: Person, draft: int
) -> None:
    manager.go(f"/assessments/{draft}/sections/structure")
    page = manager.page
    of_first = form(manager).first
    bars = page.locator("#standing > .task-progress, #standing > .score-bar")
    gaps = "all => all.map((each) => getComputedStyle(each).marginTop)"
    before = bars.evaluate_all(gaps)
    assert before[:2] == ["24px", "24px"]
    with page.expect_response(lambda answer: answer.request.method == "GET"):
        of_first.locator("[name=justification]").fill("Told once.")
    expect(of_first.locator("[data-save-state]")).to_contain_text("Saved")
    expect(of_first.locator(".save-state:not(.visually-hidden)", has_text="Saved")).to_have_count(1)
    expect(of_first.locator("[data-part=justification] .save-state")).to_contain_text("Saved")
    assert bars.evaluate_all(gaps) == before
    assert manager.complaints == []


def test_basic_facts_of_two_people_are_merged_while_they_are_typed(
    manager: Person, colleague: Person, draft: int
) -> None:
    address = f"/assessments/{draft}/profile"
    manager.go(address)
    colleague.go(address)
    for number in ("40", "41"):
        form(manager).locator("[name=q-smes]").fill(number)
        expect_saved(manager, "q-smes")
    form(colleague).locator("[name=q-research]").fill("7")
    expect_state(colleague, "Saved, together with what somebody else changed here meanwhile.")
    expect(form(colleague).locator("[name=q-smes]")).to_have_value("41")
    form(colleague).locator("[name=q-smes]").fill("42")
    expect_saved(colleague, "q-smes")
    manager.page.reload()
    expect(form(manager).locator("[name=q-smes]")).to_have_value("42")
    expect(form(manager).locator("[name=q-research]")).to_have_value("7")
    assert (manager.complaints, colleague.complaints) == ([], [])


def test_two_versions_of_a_basic_fact_are_chosen_from_by_button(
    manager: Person, colleague: Person, draft: int
) -> None:
    address = f"/assessments/{draft}/profile"
    manager.go(address)
    colleague.go(address)
    form(manager).locator("[name=q-smes]").fill("51")
    expect_saved(manager, "q-smes")
    form(colleague).locator("[name=q-smes]").fill("52")
    expect_state(colleague, "Press Save to see both versions.")
    colleague.press("Save")
    colleague.sees("Both versions are here; nothing is lost").sees("51").meets_no_barrier()
    colleague.page.locator("[name=q-smes]").fill("53")
    colleague.press("Save").sees("Saved.")
    expect(form(colleague).locator("[name=q-smes]")).to_have_value("53")
    keeps_nothing(colleague)
    manager.page.reload()
    expect(form(manager).locator("[name=q-smes]")).to_have_value("53")


def test_giving_way_on_a_basic_fact_forgets_what_was_kept_here(
    manager: Person, colleague: Person, draft: int
) -> None:
    address = f"/assessments/{draft}/profile"
    manager.go(address)
    colleague.go(address)
    form(manager).locator("[name=q-smes]").fill("61")
    expect_saved(manager, "q-smes")
    form(colleague).locator("[name=q-smes]").fill("62")
    expect_state(colleague, "Press Save to see both versions.")
    colleague.press("Save")
    expect(colleague.page.locator("[data-gives-way=ready]")).to_be_visible()
    colleague.follow("Discard mine, keep the other version")
    expect(form(colleague).locator("[name=q-smes]")).to_have_value("61")
    keeps_nothing(colleague)


def test_two_people_write_the_facts_of_a_cluster_without_script(
    manager: Person, desk: Site, visit: Visit
) -> None:
    colleague = visit(desk, width=360, java_script_enabled=False)
    colleague.sign_in("colleague@people.example", PASSWORD)
    address = "/clusters/1/profile/edit"
    colleague.go(address)
    manager.go(address).fill("Lead organisation (optional)", "Theirs").fill(
        "Other networks (optional)", "Theirs"
    )
    manager.press("Save").sees("Theirs")
    colleague.fill("Lead organisation (optional)", "Mine").fill("Contact (optional)", "Mine")
    colleague.press("Save").sees("Saved twice, differently").sees("Saved by Aino Example, ")
    colleague.page.get_by_label("Keep this version").check()
    colleague.press("Save").sees("Saved, together with what somebody else changed here meanwhile.")
    manager.go(address)
    found = [
        manager.page.get_by_label(f"{name} (optional)", exact=True).input_value()
        for name in ("Lead organisation", "Other networks", "Contact")
    ]
    assert found == ["Theirs", "Theirs", "Mine"]


def test_without_a_line_typing_goes_on_and_a_closed_tab_loses_nothing(
    manager: Person, draft: int
) -> None:
    context = manager.page.context
    manager.go(place(draft, "qualification-of-team"))
    context.set_offline(True)
    text(manager).fill("Written on the train.")
    expect_state(manager, OFFLINE)
    text(manager).fill("Written on the train, and more.")
    expect_state(manager, OFFLINE)
    manager.page.close()
    context.set_offline(False)
    later = Person(context.new_page(), manager.address)
    later.go("/desk")
    expect(later.page.locator("#unsent")).to_contain_text(
        "What was kept on this device is saved now."
    )
    later.go(place(draft, "qualification-of-team"))
    expect(text(later)).to_have_value("Written on the train, and more.")
    keeps_nothing(later)


def test_what_an_open_page_keeps_no_other_sends_or_forgets(manager: Person, silver: int) -> None:
    address = place(silver, "competence-and-development")
    manager.go(address)
    days = form(manager).locator('[name$="-days"]').last
    days.fill("a few")
    expect_state(manager, "Not saved: ")
    expect(days).to_have_accessible_description(re.compile("Not saved: "))
    second = Person(manager.page.context.new_page(), manager.address)
    text(second.go(address)).fill("From another tab.")
    expect_state(second, "Saved")
    second.go("/desk").page.wait_for_load_state("networkidle")
    expect(second.page.locator("#unsent")).to_be_hidden()
    manager.page.close()
    second.page.reload()
    expect(second.page.locator("#unsent")).to_contain_text("Written on this device")
    second.page.on("dialog", lambda dialog: dialog.accept())
    second.page.get_by_role("button", name="Throw away").click()
    keeps_nothing(second)


def test_what_a_button_could_not_save_is_not_lost_by_leaving(manager: Person, silver: int) -> None:
    manager.go(place(silver, "competence-and-development"))
    form(manager).locator('[name$="-days"]').last.fill("a few")
    manager.press("Save").sees("Please check these answers")
    expect_state(manager, "Not saved yet")
    manager.go("/desk")
    expect(manager.page.locator("#unsent")).to_contain_text("Written on this device")
    manager.page.locator("#unsent a").click()
    expect_state(manager, "Not saved: ")


def test_figure_put_right_before_its_fault_comes_back_is_saved(
    manager: Person, silver: int
) -> None:
    page, held = manager.go(place(silver, "competence-and-development")).page, list[Route]()
    days = form(manager).locator('[name$="-days"]').first
    part = days.evaluate("field => field.closest('[data-part]').dataset.part")
    sent_to = f"**{form(manager).get_attribute('action')}"
    page.route(sent_to, lambda route: held.append(route), times=1)
    days.fill("a few")
    expect(form(manager).locator(f"[data-part={part}] .save-state")).to_have_text("Saving …")
    days.fill("3")
    held[0].continue_()
    expect_saved(manager, part)
    page.reload()
    expect(days).to_have_value("3")


@pytest.fixture
def wire(desk: Site) -> Iterator[Wire]:
    with wired(desk.address) as found:
        yield found


def test_a_minute_without_a_line_and_a_closed_tab_lose_nothing(
    wire: Wire, desk: Site, visit: Visit, draft: int
) -> None:
    """The line breaks far away: the browser believes in it, and only the clock brings a new try."""
    before = saved(desk, draft)
    manager = visit(replace(desk, address=wire.address)).sign_in("manager@demo.example")
    context = manager.page.context
    context.clock.install()
    manager.go(place(draft, "web-presence"))
    other = Person(context.new_page(), wire.address).go(f"/assessments/{draft}/sections/financing")
    context.clock.pause_at(datetime.now().astimezone() + timedelta(seconds=30))
    tries: list[str] = []
    manager.page.on("request", lambda request: tries.append(request.method))
    wire.cut()
    text(manager).fill("The first second.")
    other.page.locator("#prospects-of-financing-form .level label").nth(1).click()
    words = other.page.locator("#private-financing-form [name=justification]")
    words.fill("The first second, elsewhere.")
    let_pass(manager, 20)
    text(manager).fill("The first second, and the twentieth.")
    words.fill("The first second, and the twentieth, elsewhere.")
    let_pass(manager, 20)
    other.page.close()
    let_pass(manager, 20)
    expect_state(manager, OFFLINE)
    assert tries == ["POST"] * 6  # ever rarer
    wire.mend()
    assert saved(desk, draft) == before
    let_pass(manager, 40)
    expect_state(manager, "Saved")
    again = Person(context.new_page(), wire.address).go("/desk")
    expect(again.page.locator("#unsent")).to_have_text("What was kept on this device is saved now.")
    keeps_nothing(again)
    assert saved(desk, draft) == before | {
        "web-presence": (before["web-presence"][0], "The first second, and the twentieth."),
        "prospects-of-financing": (1, before["prospects-of-financing"][1]),
        "private-financing": (
            before["private-financing"][0],
            "The first second, and the twentieth, elsewhere.",
        ),
    }


def saved(desk: Site, draft: int) -> dict[str, tuple[int | None, str]]:
    """Level and justification of every answer of the draft, as the database has them."""
    with desk.records() as session:
        found = assessments.answers(session, draft)
        return {key: (answer.level, answer.justification) for key, answer in found.items()}


def let_pass(person: Person, seconds: int) -> None:
    """Moves the clock of the person's pages on, second by second, as far as their timers go."""
    state = form(person).locator("[data-part=justification] .save-state")
    for _second in range(seconds):
        person.page.context.clock.run_for(1000)
        expect(state).not_to_have_text("Saving …")  # what was tried has failed, or come back


def test_line_that_returns_sends_what_waits(manager: Person, draft: int) -> None:
    manager.go(place(draft, "lifelong-learning"))
    manager.page.context.set_offline(True)
    text(manager).fill("Back soon.")
    expect_state(manager, OFFLINE)
    manager.page.context.set_offline(False)
    expect_state(manager, "Saved")


def test_nobody_saves_in_the_name_of_somebody_else(manager: Person, draft: int) -> None:
    context = manager.page.context
    manager.go(place(draft, "private-financing"))
    context.clear_cookies()
    other = Person(context.new_page(), manager.address).sign_in(
        "colleague@people.example", PASSWORD
    )
    text(manager).fill("The manager's words.")
    expect_state(manager, "Not saved: somebody else is signed in in this browser now.")
    context.clear_cookies()
    other.sign_in("manager@demo.example")
    manager.page.evaluate("dispatchEvent(new Event('focus'))")
    expect_state(manager, "Saved")


def test_two_editors_of_one_text_see_both_versions_and_put_them_together(
    manager: Person, colleague: Person, draft: int
) -> None:
    address = place(draft, "stability-of-human-resources")
    manager.go(address)
    colleague.go(address)
    text(manager).fill("The manager's words.")
    expect_state(manager, "Saved")
    text(colleague).fill("The colleague's words.")
    expect_state(colleague, "Not saved: there are two versions. Choose below.")
    panel = form(colleague).locator(".contradiction")
    expect(panel).to_contain_text("The manager's words.")
    expect(panel).to_contain_text("The colleague's words.")
    panel.get_by_role("button", name="Put both texts together").click()
    expect_state(colleague, "Saved")
    manager.page.reload()
    expect(text(manager)).to_have_value("The manager's words.\n\nThe colleague's words.")


def test_two_editors_of_different_parts_do_not_disturb_each_other(
    manager: Person, colleague: Person, draft: int
) -> None:
    address = place(draft, "stability-of-participation")
    manager.go(address)
    colleague.go(address)
    manager.choose_level(0)
    expect_state(manager, "Saved")
    text(colleague).fill("The colleague explains.")
    expect_state(colleague, "together with what somebody else changed")
    expect(form(colleague).locator('input[name=level][value="0"]')).to_be_checked()


def test_the_other_version_can_be_kept(manager: Person, colleague: Person, draft: int) -> None:
    address = place(draft, "personal-contacts")
    manager.go(address)
    colleague.go(address)
    text(manager).fill("First.")
    expect_state(manager, "Saved")
    text(colleague).fill("Second.")
    form(colleague).get_by_role("button", name="Keep the other").click()
    expect(text(colleague)).to_have_value("First.")
    expect(text(colleague)).to_be_focused()
    text(colleague).fill("First, and more.")
    expect_state(colleague, "Saved")


def test_a_choice_stands_beside_its_field_and_can_be_taken_back(
    manager: Person, colleague: Person, silver: int
) -> None:
    address = place(silver, "improvement-3")
    manager.go(address)
    colleague.go(address)
    done = form(colleague).locator("[name=q-done]")
    form(manager).locator("[name=q-done]").fill("Theirs.")
    expect_saved(manager, "q-done")
    manager.choose_level(2)
    expect_saved(manager, "claim")
    done.fill("Mine.")
    box = form(colleague).locator("[data-part=q-done] + [data-contradiction]")
    expect(box).to_contain_text("Both versions are here; nothing is lost")
    text(colleague).fill("Typed meanwhile.")
    waits = form(colleague).locator("[data-part=justification] .save-state a")
    expect(waits).to_have_text("Not saved yet: it waits for your choice between the two versions.")
    colleague.meets_no_barrier()
    waits.click()
    expect(box).to_be_focused()
    text(colleague).focus()
    colleague.button("Save and go on").click()
    expect(box).to_be_focused()
    box.get_by_role("button", name="Keep the other").click()
    expect(done).to_have_value("Theirs.")
    expect_saved(colleague, "justification")
    form(colleague).get_by_role("button", name="Bring mine back").click()
    expect_saved(colleague, "q-done")
    manager.page.reload()
    expect(form(manager).locator("[name=q-done]")).to_have_value("Mine.")
    expect(
        form(manager).locator("[name=level][value='2']")
    ).to_be_checked()  # nobody changed it back


def test_each_choice_can_be_taken_back_also_where_the_page_followed_late(
    manager: Person, colleague: Person, silver: int
) -> None:
    address = place(silver, "improvement-2")
    manager.go(address)
    colleague.go(address)
    done = form(colleague).locator("[name=q-done]")
    form(manager).locator("[name=q-done]").fill("Theirs.")
    expect_saved(manager, "q-done")
    text(manager).fill("Why theirs.")
    expect_saved(manager, "justification")
    box = form(colleague).get_by_role("group", name="changed the same thing")
    boxes = form(colleague).locator(".contradiction__settled")
    done.fill("Mine.")
    box.get_by_role("button", name="Keep the other").click()
    expect(done).to_have_value("Theirs.")
    expect(boxes.get_by_role("status")).to_have_text(
        "The other version counts now. Yours is kept until you leave this page."
    )
    form(manager).locator("[name=q-done]").fill("Theirs, and more.")
    expect_saved(manager, "q-done")
    text(manager).fill("Why theirs, and more.")
    expect_saved(manager, "justification")
    text(colleague).fill("Why mine.")
    colleague.page.route("**/criteria/improvement-2", refused)
    box.get_by_role("button", name="Keep the other").click()
    part = form(colleague).locator("[data-part=justification]")
    expect(part.locator(".save-state")).to_have_text(
        "The other version counts now. It is shown here as soon as it can be fetched."
    )
    colleague.page.unroute("**/criteria/improvement-2")
    expect(text(colleague)).to_have_value("Why theirs, and more.")
    expect(text(colleague)).to_be_focused()
    expect(boxes).to_have_count(2)
    form(colleague).locator("[data-part=q-done] + .contradiction__settled button").click()
    expect_saved(colleague, "q-done")
    expect(boxes).to_have_count(1)
    manager.page.reload()
    expect(form(manager).locator("[name=q-done]")).to_have_value("Mine.")
    expect(text(manager)).to_have_value("Why theirs, and more.")


def test_refused_words_stay_and_their_correction_overrules_nothing_unseen(
    manager: Person, colleague: Person, draft: int
) -> None:
    address = place(draft, "performance-of-management")
    manager.go(address)
    colleague.go(address)
    text(manager).fill("Theirs.")
    expect_saved(manager, "justification")
    manager.choose_level(1)
    expect_saved(manager, "claim")
    text(colleague).evaluate("field => (field.value = 'x'.repeat(20_001))")
    text(colleague).press("End")
    text(colleague).press("y")
    part = form(colleague).locator("[data-part=justification] .save-state")
    expect(part).to_have_text("Not saved: Write at most 20,000 characters.")
    colleague.choose_level(2)
    box = form(colleague).get_by_role("group", name="changed the same thing")
    box.get_by_role("button", name="Keep the other").click()
    expect(form(colleague).locator("[name=level][value='1']")).to_be_checked()
    expect(form(colleague).locator("[name=level][value='1']")).to_be_focused()
    assert len(text(colleague).input_value()) == 20_002
    text(colleague).fill("Mine.")
    expect(box).to_contain_text("Theirs.")


def test_taking_back_a_choice_overrules_no_later_version_unseen(
    manager: Person, colleague: Person, silver: int
) -> None:
    address = place(silver, "improvement-1")
    manager.go(address)
    colleague.go(address)
    form(manager).locator("[name=q-done]").fill("Theirs.")
    expect_saved(manager, "q-done")
    done = form(colleague).locator("[name=q-done]")
    done.fill("Mine.")
    box = form(colleague).get_by_role("group", name="changed the same thing")
    box.get_by_role("button", name="Keep the other").click()
    expect(done).to_have_value("Theirs.")
    form(manager).locator("[name=q-done]").fill("Theirs, and later.")
    expect_saved(manager, "q-done")
    colleague.page.route("**/criteria/improvement-1", refused)
    text(colleague).fill("Of another part.")
    expect_saved(colleague, "justification")
    form(colleague).get_by_role("button", name="Bring mine back").click()
    expect(box).to_contain_text("Theirs, and later.")
    box.get_by_role("button", name="Save mine").click()
    expect_saved(colleague, "q-done")
    manager.page.reload()
    expect(form(manager).locator("[name=q-done]")).to_have_value("Mine.")


def test_page_loaded_again_shows_what_others_saved_beside_what_waits(
    manager: Person, colleague: Person, silver: int
) -> None:
    address = place(silver, "improvement-2")
    manager.go(address)
    colleague.go(address)
    form(manager).locator("[name=q-done]").fill("Theirs, before the page came again.")
    expect_saved(manager, "q-done")
    text(manager).fill("Why, theirs.")
    expect_saved(manager, "justification")
    text(colleague).fill("Why, mine.")
    box = form(colleague).get_by_role("group", name="changed the same thing")
    expect(box).to_be_visible()
    colleague.page.reload()
    expect(text(colleague)).to_have_value("Why, mine.")
    done = form(colleague).locator("[data-part=q-done]")
    expect(done.locator("[name=q-done]")).to_have_value("Theirs, before the page came again.")
    expect(box).to_contain_text("Why, theirs.")
    expect(done).not_to_have_attribute("data-changed", re.compile(""))
    box.get_by_role("button", name="Save mine").click()
    expect_saved(colleague, "justification")
    manager.page.reload()
    expect(form(manager).locator("[name=q-done]")).to_have_value(
        "Theirs, before the page came again."
    )


def refused(route: Route) -> None:
    """A page that is asked for cannot be fetched; what is sent arrives."""
    route.abort() if route.request.method == "GET" else route.continue_()


def test_button_without_a_line_stays_on_the_page_and_says_why(manager: Person, draft: int) -> None:
    manager.go(place(draft, "strategy-building"))
    manager.page.context.set_offline(True)
    text(manager).fill("Pressed on the train.")
    manager.button("Save and go on").click()
    told = manager.page.locator(".actions [role=status]")
    expect(told).to_have_text(OFFLINE)
    expect(text(manager)).to_have_value("Pressed on the train.")
    manager.page.context.set_offline(False)
    expect_saved(manager, "justification")
    expect(told).to_have_count(0)


def test_wrong_address_and_too_long_a_text_are_told_in_place(manager: Person, draft: int) -> None:
    manager.go(place(draft, "focus-of-strategy"))
    page = manager.page
    manager.has_script("staying")
    text(manager).evaluate("field => (field.value = 'x'.repeat(20_001))")
    text(manager).press("End")
    text(manager).press("y")
    part = form(manager).locator("[data-part=justification] .save-state")
    expect(part).to_have_text("Not saved: Write at most 20,000 characters.")
    page.get_by_text("Add a web address").click()
    manager.fill("Web address", "this is none")
    manager.button("Add web address").click()
    expect(page.get_by_label("Web address", exact=True)).to_be_focused()
    manager.sees("Write a web address, such as www.example.org.")
    manager.fill("Web address", "www.example.org")
    manager.button("Add web address").click()
    expect(page.locator("#evidence-list")).to_contain_text("https://www.example.org")
    assert len(text(manager).input_value()) == 20_002


def test_late_form_is_sent_again_at_the_first_press(manager: Person, draft: int) -> None:
    manager.go(place(draft, "financial-controlling"))
    page, context = manager.page, manager.page.context
    context.clear_cookies()
    text(manager).evaluate("field => (field.value = 'Sent late.')")
    manager.press("Save").is_at("This form came too late")
    manager.button("Send again").click()
    told = page.locator("main [role=status]")
    expect(told).to_contain_text("You are not signed in yet.")
    Person(context.new_page(), manager.address).sign_in("colleague@people.example", PASSWORD)
    manager.button("Send again").click()
    expect(told).to_have_text("Not sent: somebody else is signed in in this browser now.")
    context.set_offline(True)
    manager.button("Send again").click()
    expect(told).to_have_text("No connection: try again when the line is back.")
    context.set_offline(False)
    context.clear_cookies()
    Person(context.new_page(), manager.address).sign_in("manager@demo.example")
    manager.press("Send again").sees("Saved.")
    expect(text(manager)).to_have_value("Sent late.")


TYPED_AND_SENT = """(field, words) => {
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.form.requestSubmit();
}"""
"""Sent by the form's button before the page can save by itself."""


def test_the_other_version_can_be_kept_on_the_page_of_both(
    manager: Person, colleague: Person, draft: int
) -> None:
    address = place(draft, "communication")
    manager.go(address)
    colleague.go(address)
    text(manager).fill("First.")
    expect_state(manager, "Saved")
    with colleague.page.expect_navigation():
        text(colleague).evaluate(TYPED_AND_SENT, "Second.")
    colleague.is_at("Two people saved this answer")
    expect(colleague.page.locator("[data-gives-way=ready]")).to_be_visible()
    colleague.follow("Discard mine, keep the other version")
    expect(text(colleague)).to_have_value("First.")
    keeps_nothing(colleague)
    expect(colleague.page.locator("#unsent")).to_be_hidden()


def test_questions_that_go_and_come_back_have_their_answers(manager: Person, silver: int) -> None:
    manager.go(place(silver, "working-group-activity"))
    groups, task = (form(manager).locator(f"[name=q-{key}]") for key in ("groups", "list-0-task"))
    before = task.input_value()
    assert before
    groups.fill("0")
    expect(task).to_have_count(0)
    with manager.page.expect_response(lambda answer: answer.request.method == "POST"):
        groups.fill("2")
    text(manager).press_sequentially("As said.")
    expect_saved(manager, "justification")
    expect(task).to_have_value(before)
    manager.page.reload()
    expect(task).to_have_value(before)


def test_table_gets_a_row_and_a_total(manager: Person, silver: int) -> None:
    manager.go(place(silver, "competence-and-development"))
    table = manager.page.locator("table[data-question]")
    before = table.locator("tbody tr").count()
    manager.page.get_by_role("button", name="Add a row").click()
    expect(table.locator("tbody tr")).to_have_count(before + 1)
    total = table.locator("tfoot [data-total]").last
    shown = float(total.inner_text())
    table.locator("tbody tr").last.locator('[name$="-days"]').fill("2.5")
    expect(total).to_have_text(f"{shown + 2.5:g}")
    expect_state(manager, "Saved")


def test_chosen_file_is_not_left_behind_without_a_word(manager: Person) -> None:
    manager.go("/clusters/3/labels/digital-maturity/leading").press("Open the assessment")
    page = manager.page
    page.goto(f"{page.url}/criteria/digital-plan")
    form(manager).locator("[name=q-written][value=true]").check()
    plan = form(manager).locator("[data-part=q-plan]")
    plan.locator("input[type=file]").set_input_files(
        {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"Our plan."}
    )
    text(manager).fill("Typed afterwards.")
    expect_saved(manager, "justification")
    expect(plan).to_contain_text("Press Save to send this file.")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    manager.go("/desk")
    assert asked == ["beforeunload"]


def test_what_is_being_read_stays_open_when_an_answer_is_saved(manager: Person, draft: int) -> None:
    manager.go(place(draft, "web-presence"))
    standing = manager.page.locator("#standing")
    standing.locator("summary").first.click()
    standing.locator("h2").first.evaluate("heading => heading.dataset.before = ''")
    text(manager).fill("Typed while reading.")
    expect(standing.locator("[data-before]")).to_have_count(0)
    expect(standing.locator("details[open]")).to_have_count(1)


def test_file_waits_for_whoever_signs_in_again(manager: Person, draft: int) -> None:
    manager.go(place(draft, "lifelong-learning"))
    page = manager.page
    page.context.clear_cookies()
    dropped(manager, ("courses.csv", "a;b\n1;2\n"))
    expect(page.locator(".uploads")).to_contain_text("Sign in in another tab, then try again here.")
    Person(page.context.new_page(), manager.address).sign_in("manager@demo.example")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".uploads li")).to_have_text("courses.csv: Added.")


def test_saving_in_one_tab_leaves_what_a_closed_one_kept(manager: Person, draft: int) -> None:
    address = place(draft, "qualification-of-team")
    manager.go(address)
    other = Person(manager.page.context.new_page(), manager.address).go(address)
    manager.page.context.set_offline(True)
    text(other).fill("Half an hour of words.")
    expect_state(other, OFFLINE)
    other.page.close()
    manager.page.context.set_offline(False)
    expect(text(manager)).to_have_value("Half an hour of words.")
    expect_state(manager, "Saved")
    manager.page.reload()
    expect(text(manager)).to_have_value("Half an hour of words.")


def test_button_sends_its_own_words_and_forgets_no_others(manager: Person, draft: int) -> None:
    address = place(draft, "review-of-strategy")
    manager.go(address)
    person = manager.page.evaluate("document.body.dataset.person")
    kept = {
        "title": "4.5",
        "page": address,
        "fields": [["version", "0"], ["justification", "Kept by a tab that is closed."]],
        "parts": ["justification"],
        "at": 1,
    }
    manager.page.evaluate(
        "([key, kept]) => localStorage.setItem(key, JSON.stringify(kept))",
        [f"unsent:{person}:{address}#gone", kept],
    )
    manager.press("Save").sees("Saved.")
    expect(text(manager)).to_have_value("Kept by a tab that is closed.")
    expect_state(manager, "Saved")


def test_text_of_a_question_that_is_not_asked_any_more_is_kept(
    desk: Site, manager: Person, colleague: Person, silver: int
) -> None:
    address = place(silver, "working-group-activity")
    manager.go(address)
    context = manager.page.context
    context.set_offline(True)
    form(manager).locator("[name=q-list-0-task]").fill("Typed on the train.")
    expect_state(manager, OFFLINE)
    manager.page.close()
    colleague.go(address)
    form(colleague).locator("[name=q-groups]").fill("0")
    expect_state(colleague, "Saved")
    context.set_offline(False)
    later = Person(context.new_page(), manager.address).go(address)
    expect_state(later, "Saved")
    expect(form(later).locator("[data-part][hidden]")).to_have_count(0)
    expect(form(later).locator("[name=q-list-0-task]")).to_have_count(0)
    with desk.records() as session:
        saved = assessments.answers(session, silver)["working-group-activity"]
        assert saved.values["list"][0]["task"] == "Typed on the train."
        assert saved.values["groups"] == "0"


def test_history_leads_back(manager: Person, draft: int) -> None:
    manager.go(place(draft, "performance-monitoring")).choose_level(2)
    expect_state(manager, "Saved")
    text(manager).fill("Twelve targets.")
    expect_saved(manager, "justification")
    manager.page.reload()
    manager.follow("History").is_at("History of the answer")
    manager.page.locator("summary", has_text="on the way to this one").click()
    manager.follow("Read it whole or go back to it").sees("As it stands now")
    manager.press("Go back to this version").sees("Restored.")
    expect(text(manager)).to_have_value("")


def test_without_script_the_button_saves(desk: Site, visit: Visit, draft: int) -> None:
    plain = visit(desk, java_script_enabled=False).sign_in("manager@demo.example")
    plain.go(place(draft, "degree-of-cooperation"))
    text(plain).fill("Saved by hand.")
    plain.press("Save").sees("Saved.")
    expect(text(plain)).to_have_value("Saved by hand.")


def test_keyboard_alone_answers_a_criterion(manager: Person, draft: int) -> None:
    manager.go(place(draft, "integration-in-innovation-system"))
    page = manager.page
    form(manager).locator("input[name=level]").first.focus()
    page.keyboard.press("ArrowDown")
    expect_state(manager, "Saved")
    for _step in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "justification":
            break
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Typed.")
    expect_saved(manager, "justification")
    page.reload()
    expect(text(manager)).to_have_value("Typed.")
