"""A gold label is renewed: by one reviewer, without a gap, and the old certificate leads to the new one."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from assessment.catalogue.loader import Edition
from assessment.db.queries import outcomes
from assessment.domain.days import add_months
from assessment.domain.workflow import State
from tests.building import today
from tests.journeys.conftest import Site
from tests.journeys.leading import CLUSTER, led, write_outcome
from tests.journeys.person import Person

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_a_gold_label_is_renewed_before_its_end(
    site: Site, visit: Callable[..., Person], edition: Edition
) -> None:
    number, _assessment = led(site, edition, "gold", State.AWARDED)
    end = add_months(today(), 9)
    with site.records() as session:
        held = outcomes.certificate_for_change(session, number)
        assert held is not None
        held.valid_from, held.valid_until = add_months(today(), -15), end
        old = held.token
    manager = visit(site).sign_in("manager@demo.example")
    manager.go("/desk").sees("can be renewed until").meets_no_barrier()
    manager.follow(CLUSTER).sees("can be renewed until").meets_no_barrier()
    manager.press("Renew: Gold")
    manager.sees("31 answers come from before. Are they still true?")
    manager.follow("Go through them one by one")
    for done in range(31):
        manager.sees(f"{done} of 31 confirmed").press("Still true")
    manager.sees("Nothing waits to be confirmed")
    place = re.sub(r"(/assessments/\d+).*", r"\1", manager.page.url)
    manager.go(f"{place}/check").sees("This is the renewal of the label valid until")
    manager.meets_no_barrier()
    manager.page.get_by_label("I sign this statement for the cluster").check()
    manager.fill("Your function in the cluster", "Cluster manager").press("Submit the assessment")
    manager.sees("Submitted.")

    secretary = visit(site).sign_in("secretariat@demo.example")
    secretary.go("/secretariat?state=submitted").sees("renewal, valid until").follow(CLUSTER)
    submission = secretary.page.url.rsplit("/", 1)[1]
    secretary.follow("Formal check").page.get_by_label("Accept it for review").check()
    secretary.press("Record the check").follow("Propose a panel")
    for box in secretary.page.get_by_role("checkbox").all():
        box.uncheck()
    secretary.page.get_by_role("checkbox", name=re.compile("Anna Example")).check()
    secretary.page.locator("#because").fill("Nobody else is free.")
    secretary.press("Propose").sees("Proposed. The cluster is asked by mail.")
    manager.go(f"{place}/panel").press("We agree")

    reviewer = visit(site).sign_in("reviewer.at@demo.example").go(f"/reviews/{submission}/seat")
    reviewer.sees("8 hours").page.get_by_label("None of these holds for me.").check()
    reviewer.press("Declare")
    for criterion in edition.scheme.label("gold").rated:
        reviewer.go(f"/reviews/{submission}/criteria/{criterion.id}").choose_level(4)
        reviewer.press("Save")
    reviewer.go(f"/reviews/{submission}").press("Hand in my review").sees("Handed in")
    write_outcome(reviewer, submission)
    reviewer.go(f"/reviews/{submission}/consensus").press("Close the review")

    secretary.go(f"/secretariat/submissions/{submission}/decision")
    secretary.page.get_by_label("Award the label", exact=True).check()
    secretary.fill("Statement to the cluster", "Still strong.").press("Propose this decision")
    deputy = visit(site).sign_in("deputy@demo.example")
    deputy.go(f"/secretariat/submissions/{submission}/decision/confirm").meets_no_barrier()
    deputy.press("Confirm the decision").sees("Decided. The cluster is told by mail.")

    with site.records() as session:
        renewal = outcomes.certificate_for_change(session, int(submission))
        assert renewal is not None
        assert renewal.valid_from == end + timedelta(days=1)
    anybody = visit(site).go(f"/verify/{old}").sees("replaced").meets_no_barrier()
    anybody.follow(renewal.number).sees("This certificate is valid.").sees(CLUSTER)
    for person in (manager, secretary, reviewer, deputy, anybody):
        assert person.complaints == []
