"""Two people become a team: one invites, the other accepts; they share out, talk and settle."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Site
from tests.journeys.letters import link_in, read_mail
from tests.journeys.person import Person

GUEST = "aila@demo.example"
CRITERION = "/assessments/2/criteria/review-of-strategy"


def test_two_people_become_a_team_and_settle_a_criterion(
    site: Site, visit: Callable[..., Person]
) -> None:
    owner = visit(site).sign_in("manager@demo.example")
    guest = visit(site, width=360)
    invite(owner)
    accept(guest, site)
    assign(owner)
    find_task(guest)
    mention(owner)
    answer(guest)
    settle(owner)
    expect(guest.page).to_have_title("4.5 Review of strategy and plan · Cluster Assessment")
    assert (owner.complaints, guest.complaints) == ([], [])


def invite(owner: Person) -> None:
    owner.go("/clusters/1").page.get_by_role("link", name="Team", exact=True).click()
    owner.is_at("Team of Arctic Design").follow("Invite somebody")
    owner.fill("Name", "Aila Aho").fill("E-mail", GUEST)
    owner.fill("A personal line (optional)", "Welcome to the strategy work.")
    owner.press("Send the invitation").sees(f"The invitation to {GUEST} is on its way.")
    owner.sees("Open invitations").sees("Send again")
    owner.meets_no_barrier()


def accept(guest: Person, site: Site) -> None:
    text = read_mail(guest, site.instance / "outbox", GUEST, "Invitation")
    assert "Aino Example writes: “Welcome to the strategy work.”" in text
    guest.go(link_in(text, site.address)).is_at("Welcome").sees("Arctic Design")
    guest.page.get_by_label("Your country").select_option("FI")
    guest.fill("Password", "cold bright morning").fill("Password again", "cold bright morning")
    guest.press("Make my account").is_at("My clusters").sees("Arctic Design")
    guest.go("/tasks").sees("Nothing is assigned to you")


def assign(owner: Person) -> None:
    owner.go("/assessments/2").follow("Assign criteria")
    owner.page.get_by_label("4.5 Review of strategy and plan").check()
    owner.page.get_by_label("Assign to").select_option("Aila Aho")
    owner.fill("A word for them (optional)", "You were in the review meeting.")
    owner.press("Assign").sees("1 criterion assigned.").sees("Aila Aho")
    owner.meets_no_barrier()


def find_task(guest: Person) -> None:
    guest.go("/tasks").sees("You were in the review meeting.")
    assert not guest.is_wider_than(360)
    guest.meets_no_barrier()
    guest.follow("Review of strategy and plan")
    guest.is_at("5.5 Review of strategy and plan").sees("Aila Aho (you)")


def mention(owner: Person) -> None:
    """By keyboard alone: the names come up while one is typed."""
    owner.go(CRITERION).has_script("mentions")
    box = owner.page.get_by_label("New comment")
    box.focus()
    owner.page.keyboard.type("Which meeting was it, @ail")
    owner.page.keyboard.press("ArrowDown")
    owner.page.keyboard.press("Enter")
    expect(box).to_have_value("Which meeting was it, @Aila Aho ")
    owner.press("Send the comment").sees("For: Aila Aho")


def answer(guest: Person) -> None:
    guest.go(CRITERION).sees("Which meeting was it, @Aila Aho")
    guest.page.locator(".comment-reply > summary").click()
    guest.fill("Reply to Aino Example", "The one in March.")
    guest.press("Send the reply").sees("The one in March.")
    assert not guest.is_wider_than(360)
    guest.meets_no_barrier()


def settle(owner: Person) -> None:
    owner.go("/assessments/2").sees("1 open comment").go(CRITERION).sees("The one in March.")
    owner.press("Mark as resolved").sees("Resolved by Aino Example")
    owner.meets_no_barrier()
    row = owner.go("/assessments/2").page.locator(".checklist__item")
    expect(row.filter(has_text="4.5 Review of strategy")).not_to_contain_text("open comment")


def test_a_team_works_together_without_script(site: Site, visit: Callable[..., Person]) -> None:
    viewer = visit(site, java_script_enabled=False).sign_in("viewer@demo.example")
    viewer.go("/assessments/2/criteria/web-presence")
    viewer.fill("New comment", "A word from the board.")
    form = viewer.page.locator("form.comment-form").last
    form.locator("summary").click()
    form.get_by_label("Elli Example").check()
    viewer.press("Send the comment").sees("A word from the board.").sees("For: Elli Example")


@pytest.fixture
def database() -> str:
    """SQLite: what differs between the databases is tested with the services."""
    return ""
