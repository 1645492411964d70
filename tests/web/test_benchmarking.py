"""The benchmarking report on pages: it is listed, and ordered where it is not there yet."""

import pytest
from flask import Flask

from assessment.db.models import Submission
from assessment.db.queries import outcomes
from assessment.domain.workflow import State
from assessment.services.demonstration_telling import cancel_documents
from tests.building import Line, World
from tests.web.browser import Browser

BUTTON = "Order the benchmarking report"


@pytest.fixture
def submission(line: Line) -> Submission:
    line.label_id = "bronze"
    return line.submission(line.lead_to(State.AWARDED))


def kinds(line: Line, submission: Submission) -> list[str]:
    line.session.expire_all()
    found = [(d.kind, d.language) for d in outcomes.documents(line.session, submission.id)]
    line.session.commit()
    return [f"{kind} {language}" for kind, language in found if kind == "benchmarking"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_report_is_ordered_with_the_decision(
    app: Flask, line: Line, world: World, submission: Submission
) -> None:
    assert kinds(line, submission) == ["benchmarking en", "benchmarking fi"]
    page = Browser(app, world.owner).get(f"/submissions/{submission.id}").text
    assert "Benchmarking report" in page
    assert BUTTON not in page


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_report_that_is_missing_is_ordered_by_a_button(
    app: Flask, line: Line, world: World, submission: Submission
) -> None:
    cancel_documents(line.session, submission.id)
    line.session.commit()
    address = f"/submissions/{submission.id}"
    for person, is_offered in ((world.viewer, False), (world.editor, True), (world.deputy, True)):
        assert (BUTTON in Browser(app, person).get(address).text) is is_offered
    browser = Browser(app, world.editor)
    assert browser.post(f"{address}/benchmarking").status_code == 303
    assert "The benchmarking report is ordered." in browser.get(address).text
    assert browser.post(f"{address}/benchmarking").status_code == 303
    assert kinds(line, submission) == ["benchmarking en", "benchmarking fi"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_label_that_compares_nothing_has_no_such_report(
    app: Flask, line: Line, world: World
) -> None:
    submission = line.submission(line.lead_to(State.AWARDED))
    assert kinds(line, submission) == []
    browser = Browser(app, world.owner)
    assert BUTTON not in browser.get(f"/submissions/{submission.id}").text
    assert browser.post(f"/submissions/{submission.id}/benchmarking").status_code == 303
    assert kinds(line, submission) == []
