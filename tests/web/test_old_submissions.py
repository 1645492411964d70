"""Submissions of the first release: read, rated, agreed and decided as they were handed in."""

from dataclasses import replace

import pytest

from assessment.config import Settings
from assessment.db.queries import outcomes
from assessment.domain.workflow import State
from assessment.services.decisions import Outcome
from assessment.services.making_documents import document_html
from tests.building import Line, World
from tests.first_release import first_edition, lead_as_before
from tests.web.conftest import Seat
from tests.web.filled import read


@pytest.fixture
def line(line: Line) -> Line:
    return replace(line, edition=first_edition(), ratings=(2, 2))


def test_record_is_still_read(line: Line, world: World, seat: Seat) -> None:
    submission = lead_as_before(line, State.SUBMITTED)
    assert submission.record.keys() == {"cluster", "scheme", "label", "answers", "scorecard"}
    page = seat(world.owner).get(f"/submissions/{submission.id}")
    assert page.status_code == 200
    words = read(page.text)
    assert "Regional gold: Northern Timber" in words
    assert "1.1 Team level 2" in words
    assert "Because of money." in words
    assert "proof-1.pdf" in words
    assert "Regional label, version 1" in words
    assert "This record does not match its digest." not in words


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_review_goes_on_to_the_decision(line: Line, world: World, seat: Seat) -> None:
    submission = lead_as_before(line, State.IN_REVIEW)
    for reviewer, level in ((world.reviewer, "2"), (world.colleague, "1")):
        browser = seat(reviewer)
        assert "0 of 2 rated" in read(browser.get(f"/reviews/{submission.id}").text)
        for criterion_id in ("team", "money"):
            place = f"/reviews/{submission.id}/criteria/{criterion_id}"
            assert "Self-assessment: level 2, Done" in read(browser.get(place).text)
            rating = {"version": "0", "level": level, "comment": "Seen."}
            assert browser.post(place, rating).status_code == 303
        assert browser.post(f"/reviews/{submission.id}/hand-in").status_code == 303
    browser, home = seat(world.reviewer), f"/reviews/{submission.id}/consensus"
    assert "You differ on 2 criteria" in read(browser.get(home).text)
    for criterion_id in ("team", "money"):
        assert browser.get(f"{home}/{criterion_id}").status_code == 200
        agreement = {"version": "0", "level": "2", "reason": "Settled."}
        assert browser.post(f"{home}/{criterion_id}", agreement).status_code == 303
    line.write_outcome(submission)
    line.session.commit()
    browser.post(f"{home}/close")
    secretary, place = seat(world.secretary), f"/secretariat/submissions/{submission.id}/decision"
    assert "By the agreed ratings the label is reached." in read(secretary.get(place).text)
    form = {"outcome": "award", "statement": "Well done."}
    assert secretary.post(place, form).status_code == 303
    button = f"{place}/{line.waiting(submission)}/confirm"
    assert seat(world.deputy).post(button).status_code == 303
    decision = outcomes.decision(line.session, submission.id)
    assert decision is not None
    assert decision.outcome == Outcome.AWARD
    line.session.commit()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_page_of_a_decided_one_opens(line: Line, world: World, seat: Seat) -> None:
    submission = lead_as_before(line, State.AWARDED)
    _decision, certificate = outcomes.decision_and_certificate(line.session, submission.id)
    assert certificate is not None
    for person, address in (
        (world.owner, "/desk"),
        (world.owner, f"/clusters/{world.cluster.id}"),
        (world.owner, f"/assessments/{submission.assessment_id}"),
        (world.owner, f"/submissions/{submission.id}"),
        (world.reviewer, "/reviews"),
        (world.reviewer, f"/reviews/{submission.id}/seat"),
        (world.secretary, "/secretariat"),
        (world.secretary, f"/secretariat/submissions/{submission.id}"),
        (None, f"/verify/{certificate.token}"),
    ):
        assert seat(person).get(address).status_code == 200, address


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_documents_of_a_decided_one_can_be_made(line: Line, settings: Settings) -> None:
    submission = lead_as_before(line, State.AWARDED)
    for ordered in outcomes.documents(line.session, submission.id):
        document = outcomes.document(line.session, ordered.id)
        assert "Northern Timber" in document_html(line.session, settings, document)
