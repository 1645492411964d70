"""A panel on its way: a conflict refused, an objection, a refusal, a replacement, a tie cleared."""

import secrets
from collections.abc import Callable
from datetime import date

from playwright.sync_api import expect
from sqlalchemy import select

from assessment.db.models import Affiliation, Membership, Submission, User
from assessment.db.queries import reviews
from assessment.domain.workflow import State
from tests.journeys.conftest import Site
from tests.journeys.letters import link_in, read_mail
from tests.journeys.person import Person

TIED, SECOND = "tiina.tied@demo.example", "sara.second@demo.example"


def test_a_panel_is_proposed_opposed_replaced_and_cleared(
    site: Site, visit: Callable[..., Person]
) -> None:
    number, assessment = prepare(site)
    secretary = visit(site).sign_in("secretariat@demo.example")
    manager = visit(site).sign_in("manager@demo.example")

    secretary.go(f"/secretariat/submissions/{number}/check")
    secretary.page.get_by_label("Accept it for review").check()
    secretary.page.locator("main form .btn-primary").first.click()
    secretary.go(f"/secretariat/submissions/{number}/panel").is_at("Propose a panel")
    secretary.sees("Tiina Tied: Conflict of interest").sees("adviser to the cluster")
    expect(secretary.page.locator("form input[type=checkbox]")).to_have_count(3)
    secretary.meets_no_barrier()
    secretary.press("Propose").sees("Proposed. The cluster is asked by mail.")

    manager.go(f"/assessments/{assessment}/panel").is_at("The proposed panel").meets_no_barrier()
    manager.page.get_by_text("Object to the panel").click()
    manager.fill("Reason", "Anna Example works for a competitor.").press("Object")
    manager.sees("Your objection is with the secretariat")

    secretary.go(f"/secretariat/submissions/{number}/panel")
    secretary.page.get_by_label("Anna Example").uncheck()
    secretary.page.get_by_label("Sara Second").check()
    secretary.sees("Anna Example works for a competitor.")
    secretary.press("Propose").sees("Write why you choose somebody with a possible conflict")
    secretary.page.get_by_label("Why, in spite of").fill("The objection is to Anna.")
    secretary.press("Propose").sees("Appointed. The reviewers are asked by mail.")

    second = visit(site)
    letter = read_mail(second, site.instance / "outbox", SECOND, "Asked to review")
    second.go(link_in(letter, site.address))
    second.page.locator("#email").fill(SECOND)
    second.page.locator("#password").fill("northern-lights-demo")
    second.press("Sign in").sees("Are you impartial?").sees("16 hours, on site")
    second.meets_no_barrier()
    second.page.locator("summary", has_text="Decline the review").click()
    second.fill("Reason", "I am travelling.").press("Decline the review")
    second.sees("Declined. The secretariat is told.")

    secretary.go(f"/secretariat/submissions/{number}/seats").sees("I am travelling.")
    secretary.page.locator("li.seat", has_text="Sara Second").get_by_role(
        "link", name="Give the place to somebody else"
    ).click()
    secretary.is_at("Replace Sara Second").sees("Anna Example")
    secretary.page.get_by_label("Anna Example").check()
    secretary.page.get_by_label("Why, in spite of").fill("Nobody else is free.")
    secretary.fill("Reason", "She cannot.").press("Replace").sees("Replaced.")

    anna = visit(site).sign_in("reviewer.at@demo.example")
    anna.go(f"/reviews/{number}/seat")
    anna.page.get_by_label("There is a tie. I describe it below for the secretariat.").check()
    anna.fill("The tie that there is (optional)", "My sister lives there.").press("Declare")
    anna.sees("You disclosed a tie.")

    secretary.go(f"/secretariat/submissions/{number}/seats").sees("My sister lives there.")
    secretary.meets_no_barrier()
    secretary.fill("Reason", "She is not on the team.").press("It is no conflict")
    secretary.sees("Recorded. The reviewer may begin and is told by mail.")
    anna.go(f"/reviews/{number}/seat").follow("To the review").sees("Arctic Smart Rural Community")
    for person in (secretary, manager, second, anna):
        told = [
            each for each in person.complaints if "422" not in each
        ]  # the reason that was asked for
        assert told == []


def prepare(site: Site) -> tuple[int, int]:
    """The demonstration's manager owns the cluster that applies; two more reviewers, one with a tie."""
    with site.records() as session:
        submission = next(
            each
            for each in reviews.submissions(session)
            if each.assessment.state == State.SUBMITTED
        )
        manager = session.scalars(select(User).where(User.email == "manager@demo.example")).one()
        cluster_id = submission.assessment.cluster_id
        session.add(Membership(cluster_id=cluster_id, user_id=manager.id, role="owner"))
        people = [
            User(
                email=email,
                name=name,
                country=country,
                fs_uniquifier=secrets.token_hex(32),
                password=manager.password,
                active=True,
                is_reviewer=True,
            )
            for email, name, country in (
                (TIED, "Tiina Tied", "FI"),
                (SECOND, "Sara Second", "SE"),
            )
        ]
        session.add_all(people)
        session.flush()
        session.add(
            Affiliation(
                user_id=people[0].id,
                organisation="The rural cluster",
                cluster_id=cluster_id,
                kind="adviser",
                since=date(2024, 1, 1),
            )
        )
        return _numbers(submission)


def _numbers(submission: Submission) -> tuple[int, int]:
    return submission.id, submission.assessment_id
