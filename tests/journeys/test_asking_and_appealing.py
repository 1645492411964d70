"""What does not go straight on: the panel asks, the cluster answers; the cluster appeals."""

import re
import secrets
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect
from sqlalchemy import select

from assessment.catalogue.loader import Edition
from assessment.db.models import User
from assessment.domain.workflow import State
from tests.building import PDF
from tests.journeys.conftest import Site
from tests.journeys.leading import CLUSTER, led, write_outcome
from tests.journeys.letters import link_in, read_mail
from tests.journeys.person import Person

FRESH = {"FI": "Fanni Fresh", "SE": "Sven Fresh"}


def test_the_panel_asks_and_the_clock_waits_for_the_answer(
    site: Site, visit: Callable[..., Person], edition: Edition, tmp_path: Path
) -> None:
    number, _assessment = led(site, edition, "gold", State.IN_REVIEW)
    lead = visit(site).sign_in("reviewer.fi@demo.example")
    colleague = visit(site).sign_in("reviewer.at@demo.example")
    for reviewer, question in ((colleague, "Who counts?"), (lead, "How is it measured?")):
        reviewer.go(f"/reviews/{number}/questions")
        reviewer.page.get_by_label("Criterion").select_option(value="web-presence")
        reviewer.fill("What the cluster should tell or show", question).press("Write it down")
        reviewer.sees(question)
    lead.page.reload()
    lead.sees("Who counts?").meets_no_barrier()
    with lead.page.expect_navigation():
        lead.page.locator("form[action$='/questions/ask'] button").click()
    lead.sees("Your clock stands still")

    manager = visit(site, width=360)
    letter = read_mail(manager, site.instance / "outbox", "manager@demo.example", "The panel asks")
    manager.sign_in("manager@demo.example").go(link_in(letter, site.address))
    manager.sees("How is it measured?").sees("Who counts?").meets_no_barrier()
    assert not manager.is_wider_than(360)
    paper = tmp_path / "counter.pdf"
    paper.write_bytes(PDF + b"counter")
    answers = manager.page.get_by_label("Your answer")
    answers.nth(0).fill("The secretary, each month.")
    answers.nth(1).fill("By the counter.")
    manager.page.locator("input[type=file]").nth(1).set_input_files(paper)
    manager.page.get_by_label("This is our whole answer").check()
    manager.press("Save and send to the panel")
    manager.sees("Sent. The panel is told by mail, and the review goes on.")

    lead.go(f"/reviews/{number}/criteria/web-presence")
    lead.sees("By the counter.").sees("counter.pdf").sees("The secretary, each month.")
    lead.meets_no_barrier()
    for person in (lead, colleague, manager):
        assert person.complaints == []


def test_a_declined_cluster_appeals_and_a_fresh_panel_awards_the_label(
    site: Site, visit: Callable[..., Person], edition: Edition
) -> None:
    number, assessment = led(site, edition, "bronze", State.DECLINED)
    fresh(site)
    manager = visit(site).sign_in("manager@demo.example")
    manager.go(f"/assessments/{assessment}").sees("The application was declined.")
    manager.follow("Appeal against the decision").meets_no_barrier()
    manager.fill("Grounds", "The figures of members were read wrongly.").press("Send the appeal")
    manager.sees("Your appeal is with the secretariat").meets_no_barrier()

    secretary = visit(site)
    outbox = site.instance / "outbox"
    letter = read_mail(secretary, outbox, "secretariat@demo.example", "Appeal of")
    secretary.sign_in("secretariat@demo.example").go(link_in(letter, site.address))
    secretary.sees("The figures of members were read wrongly.").meets_no_barrier()
    secretary.page.get_by_label("Admit it").check()
    secretary.fill("Answer to the cluster", "They were.").press("Send the answer")
    secretary.follow("Propose a panel").sees("Fanni Fresh")
    sat_before = secretary.page.get_by_role("checkbox", name=re.compile("Eero Example"))
    expect(sat_before).to_have_count(0)
    for box in secretary.page.get_by_role("checkbox").all():
        box.uncheck()
    secretary.page.get_by_role("checkbox", name=re.compile("Fanni Fresh")).check()
    secretary.press("Propose").sees("Proposed. The cluster is asked by mail.")
    manager.go(f"/assessments/{assessment}/panel").sees("Fanni Fresh").press("We agree")

    first = visit(site).sign_in("reviewer.fi@demo.example")
    first.go(f"/reviews/{number}/seat").sees("The application is declined")
    fanni = visit(site).sign_in("fanni@demo.example").go(f"/reviews/{number}/seat")
    fanni.page.get_by_label("None of these holds for me.").check()
    fanni.press("Declare").sees("Everything that was submitted is open to you now.")
    fanni.press("Hand in my review").sees("Handed in")
    write_outcome(fanni, number)
    fanni.go(f"/reviews/{number}/consensus").press("Close the review")
    fanni.sees("Closed. The secretariat decides next.")

    secretary.go(f"/secretariat/submissions/{number}/decision")
    secretary.page.get_by_label("Award the label", exact=True).check()
    secretary.fill("Statement to the cluster", "Read again, and rightly.")
    secretary.press("Propose this decision")
    deputy = visit(site).sign_in("deputy@demo.example")
    deputy.go(f"/secretariat/submissions/{number}/decision/confirm")
    deputy.press("Confirm the decision").sees("Decided. The cluster is told by mail.")
    manager.go(f"/assessments/{assessment}").sees("The label is awarded.").sees(
        "The first decision"
    )
    manager.follow("The public page of the certificate").sees("This certificate is valid.")
    manager.sees(CLUSTER)
    for person in (manager, secretary, first, fanni, deputy):
        assert person.complaints == []


def fresh(site: Site) -> None:
    """Two reviewers who had no part in anything yet."""
    with site.records() as session:
        manager = session.scalars(select(User).where(User.email == "manager@demo.example")).one()
        session.add_all(
            User(
                email=f"{name.split()[0].lower()}@demo.example",
                name=name,
                country=country,
                fs_uniquifier=secrets.token_hex(32),
                password=manager.password,
                active=True,
                is_reviewer=True,
            )
            for country, name in FRESH.items()
        )
