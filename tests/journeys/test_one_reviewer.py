"""The labels that one reviewer looks at: from the formal check to the certificate."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from assessment.catalogue.loader import Edition
from assessment.domain.workflow import State
from tests.journeys.conftest import Site
from tests.journeys.leading import CLUSTER, led, write_outcome
from tests.journeys.letters import link_in, read_mail
from tests.journeys.person import Person

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("label_id", "name", "account"),
    [("bronze", "Eero Example", "reviewer.fi"), ("silver", "Anna Example", "reviewer.at")],
)
def test_one_reviewer_takes_a_label_to_its_certificate(
    site: Site,
    visit: Callable[..., Person],
    edition: Edition,
    label_id: str,
    name: str,
    account: str,
) -> None:
    """Silver by another than bronze: who reviewed a cluster last time is warned of."""
    number, assessment = led(site, edition, label_id, State.SUBMITTED)
    label, outbox = edition.scheme.label(label_id), site.instance / "outbox"
    secretary = visit(site).sign_in("secretariat@demo.example")
    secretary.go(f"/secretariat/submissions/{number}").follow("Formal check")
    secretary.page.get_by_label("Accept it for review").check()
    secretary.press("Record the check").follow("Propose a panel")
    for box in secretary.page.get_by_role("checkbox").all():
        box.uncheck()
    secretary.page.get_by_role("checkbox", name=re.compile(name)).check()
    secretary.press("Propose")
    manager = visit(site).sign_in("manager@demo.example")
    manager.go(f"/assessments/{assessment}/panel").press("We agree")

    reviewer = visit(site).sign_in(f"{account}@demo.example")
    letter = read_mail(reviewer, outbox, f"{account}@demo.example", "Asked to review")
    reviewer.go(link_in(letter, site.address))
    reviewer.page.get_by_label("None of these holds for me.").check()
    reviewer.press("Declare").meets_no_barrier()
    rated = list(label.rated)
    for place, criterion in enumerate(rated):
        reviewer.go(f"/reviews/{number}/criteria/{criterion.id}")
        reviewer.choose_level(min(4, criterion.scale.highest))
        reviewer.fill("Comment", "Papers seen.").press("Save")
        if place == 0:
            reviewer.meets_no_barrier()
    reviewer.go(f"/reviews/{number}").press("Hand in my review").sees("Handed in")
    write_outcome(reviewer, number)
    reviewer.go(f"/reviews/{number}/consensus").meets_no_barrier()
    reviewer.press("Close the review").sees("Closed. The secretariat decides next.")

    secretary.go(f"/secretariat/submissions/{number}/decision")
    secretary.sees("By the agreed ratings the label is reached.").meets_no_barrier()
    secretary.page.get_by_label("Award the label", exact=True).check()
    secretary.fill("Statement to the cluster", "Convincing.").press("Propose this decision")
    deputy = visit(site).sign_in("deputy@demo.example")
    subject = f"Decision to confirm: {CLUSTER}, {label_id.title()}"
    letter = read_mail(deputy, outbox, "deputy@demo.example", subject)
    deputy.go(link_in(letter, site.address)).press("Confirm the decision")
    manager.go(f"/assessments/{assessment}").sees("The label is awarded.")
    manager.follow("The public page of the certificate").sees("This certificate is valid.")
    expect(manager.page.locator("main")).to_contain_text(CLUSTER)
    for person in (secretary, manager, reviewer, deputy):
        assert person.complaints == []
