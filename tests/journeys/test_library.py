"""The library of evidence: files dropped, sent with their progress, attached and put back by keyboard."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Site
from tests.journeys.person import Person

DROP = """files => {
  const carried = new DataTransfer();
  for (const [name, text] of files) carried.items.add(new File([text], name, {type: "text/csv"}));
  for (const kind of ["dragover", "drop"]) {
    const event = new DragEvent(kind, {dataTransfer: carried, bubbles: true, cancelable: true});
    document.body.dispatchEvent(event);
  }
}"""
MANAGER = "manager@demo.example"
CRITERION = "/assessments/2/criteria/lifelong-learning"


def dropped(person: Person, *files: tuple[str, str]) -> None:
    """Files dropped anywhere on the page, once its script listens."""
    expect(person.page.locator(".drop--live").first).to_be_visible()
    person.page.evaluate(DROP, [list(file) for file in files])


def test_files_are_dropped_sent_one_by_one_and_told(site: Site, visit) -> None:  # type: ignore[no-untyped-def]
    person = visit(site)
    person.sign_in(MANAGER)
    page = person.page
    page.goto("/clusters/1/evidence")
    dropped(person, ("courses.csv", "a;b\n1;2\n"), ("courses-again.csv", "a;b\n1;2\n"))
    uploads = page.locator(".uploads li")
    expect(uploads.nth(0)).to_have_text("courses.csv: Added.")
    expect(uploads.nth(1)).to_have_text(
        "courses-again.csv: This file is in the library already: courses.csv."
    )
    expect(page.locator(".evidence__item").first).to_contain_text("courses.csv")
    expect(page.locator("progress")).to_have_count(0)


def test_a_file_that_cannot_be_sent_is_offered_again(site: Site, visit) -> None:  # type: ignore[no-untyped-def]
    person = visit(site)
    person.sign_in(MANAGER)
    page = person.page
    page.goto("/clusters/1/evidence")
    expect(page.locator(".drop--live")).to_be_visible()
    page.context.set_offline(True)
    dropped(person, ("courses.csv", "a;b\n1;2\n"))
    expect(page.locator(".uploads")).to_contain_text("Not sent.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".uploads li")).to_have_text("courses.csv: Added.")


def test_web_address_without_a_line_stays_and_is_sent_once(site: Site, visit) -> None:  # type: ignore[no-untyped-def]
    person = visit(site)
    person.sign_in(MANAGER).go("/clusters/1/evidence").has_script("staying")
    page = person.page
    page.get_by_text("Add a web address").click()
    person.fill("Web address", "www.example.org/once")
    page.context.set_offline(True)
    person.button("Add web address").click()
    form = page.locator("form[data-stay]:has(#link-url)")
    told = form.get_by_role("status")
    expect(told).to_have_text("No connection: try again when the line is back.")
    expect(person.button("Add web address")).to_be_focused()
    page.context.set_offline(False)
    sent: list[str] = []
    page.on("request", lambda each: sent.append(each.url) if each.method == "POST" else None)
    person.button("Add web address").dblclick()
    expect(page.locator("#library-list")).to_contain_text("www.example.org/once")
    expect(told).to_have_count(0)
    assert len(sent) == 1


def test_evidence_is_attached_taken_off_and_put_back_by_keyboard_while_text_stays(
    site: Site,
    visit,  # type: ignore[no-untyped-def]
) -> None:
    person = visit(site, width=360)
    person.sign_in(MANAGER)
    page = person.page
    page.goto(CRITERION)
    page.get_by_label("Justification").fill("Typed before the evidence came.")
    dropped(person, ("plan.csv", "a;b\n"))
    person.has_script("staying")
    item = page.locator("#evidence .evidence__item")
    expect(item).to_contain_text("plan.csv")
    page.get_by_role("button", name="Remove plan.csv").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#evidence [data-told]")).to_contain_text("no longer supports this answer")
    expect(page.locator("#evidence .evidence__none")).to_be_visible()
    page.keyboard.press("Tab")  # the focus waits at the message
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(item).to_contain_text("plan.csv")
    expect(page.get_by_label("Justification")).to_have_value("Typed before the evidence came.")
    expect(page).to_have_url(re.compile(f"{CRITERION}$"))


def test_without_script_the_same_forms_work(site: Site, visit) -> None:  # type: ignore[no-untyped-def]
    person = visit(site, java_script_enabled=False)
    person.sign_in(MANAGER)
    page = person.page
    page.goto("/clusters/1/evidence")
    content = {"name": "courses.csv", "mimeType": "text/csv", "buffer": b"a;b\n1;2\n"}
    page.get_by_label("Add files").set_input_files(content)  # type: ignore[arg-type]
    page.locator(".drop__send button").click()
    expect(page.locator("main")).to_contain_text("1 file added.")
    page.goto(f"{CRITERION}/evidence?q=courses")
    page.get_by_label("courses.csv").check()
    page.get_by_role("button", name="Attach").click()
    expect(page.locator("#evidence .evidence__item")).to_contain_text("courses.csv")
