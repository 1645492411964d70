"""Who reaches which endpoint: the whole matrix, by equality.

`access_matrix.txt` has one block per state of the cluster's assessment. Each line has the method,
the endpoint, and the status that each persona gets, in the order of `PERSONAS`. Endpoints that
concern no assessment stand in the first block alone.
"""

import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from assessment.db.queries import appeals, assessments, outcomes, reviews
from assessment.domain.workflow import State
from assessment.web.access import access_of
from tests.building import Line, World
from tests.web.browser import Browser

PERSONAS = (
    "nobody",
    "owner",
    "editor",
    "viewer",
    "stranger",
    "reviewer",
    "idle_reviewer",
    "secretary",
    "deputy",
)
Matrix = dict[tuple[str, str], str]


def read_matrix() -> dict[str, Matrix]:
    blocks: dict[str, Matrix] = {}
    for row in Path(__file__).with_name("access_matrix.txt").read_text().splitlines():
        if row.startswith("["):
            block = blocks.setdefault(row.strip("[]"), {})
        elif row and not row.startswith("#"):
            method, endpoint, statuses = row.split(maxsplit=2)
            block[method, endpoint] = " ".join(statuses.split())
    return blocks


EXPECTED = read_matrix()


def endpoints(app: Flask) -> list[tuple[str, Rule]]:
    return [
        (method, rule)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def address(rule: Rule, line: Line, **known: object) -> str:
    """The address of an endpoint about the line's assessment; what is known replaces what is not there."""
    assessment = assessments.of_clusters(line.session, [line.world.cluster.id])[0]
    evidence = assessments.attached_evidence(line.session, assessment.id)
    submission = assessments.submission_of(line.session, assessment.id)
    documents = outcomes.documents(line.session, submission.id) if submission else []
    seats = reviews.seats(line.session, submission.id) if submission else []
    waiting = outcomes.decision_waiting(line.session, submission.id) if submission else None
    complaints = appeals.complaints_about(line.session, assessment.id)
    values = {
        "assessment_id": assessment.id,
        "cluster_id": line.world.cluster.id,
        "number": line.world.cluster.id,
        "criterion_id": "committed-participation",
        "scheme_id": "cluster-excellence",
        "section_id": "structure",
        "version": 999,
        "label_id": "gold",
        "anchor_id": "mix-of-24",
        "token": "unknown",
        "submission_id": submission.id if submission else 999,
        "document_id": documents[0].id if documents else 999,
        "evidence_id": next(iter(evidence.values()))[0].id if evidence else 999,
        "report_id": 999,
        "sheet_id": 999,
        "trial_id": 999,
        "term_id": 999,
        "condition_id": 999,
        "user_id": 999,
        "year": 2025,
        "kind": "xlsx",
        "what": "criteria",
        "seat_id": seats[0].id if seats else 999,
        "decision_id": waiting.id if waiting else 999,
        "correction_id": 999,
        "complaint_id": complaints[0].id if complaints else 999,
        "passkey_id": 999,
        "session_id": 999,
        "filename": "css/theme.css",
        "purpose": "revocation",
        "public_id": line.world.cluster.public_id,
        "tier": "gold",
        "form": "svg",
    } | known
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(values[part[1]]), rule.rule)


def measure(app: Flask, line: Line, wanted: set[tuple[str, str]]) -> Matrix:
    paths = {
        (method, rule.endpoint): address(rule, line)
        for method, rule in endpoints(app)
        if (method, rule.endpoint) in wanted
    }
    line.session.commit()  # releases the write lock to the browsers
    browsers = [Browser(app, getattr(line.world, persona, None)) for persona in PERSONAS]
    return {key: statuses(browsers, key[0], path) for key, path in paths.items()}


def statuses(browsers: list[Browser], method: str, path: str) -> str:
    found = []
    for browser in browsers:
        browser.sign_in()  # the page before may have been the one that signs out
        response = browser.get(path) if method == "GET" else browser.post(path)
        found.append(str(response.status_code))
    return " ".join(found)


@pytest.mark.parametrize("state", [State(name) for name in EXPECTED])
def test_endpoints_answer_each_persona_as_the_matrix_says(
    app: Flask, line: Line, state: State
) -> None:
    if state is State.CONSENSUS:
        line.ratings = (4, 3)
    assessment = line.lead_to(state)
    if state is State.APPEALED:
        line.complain(assessment)
    expected = EXPECTED[state]
    assert measure(app, line, set(expected)) == expected


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_matrix_names_every_endpoint(app: Flask) -> None:
    named = {key for block in EXPECTED.values() for key in block}
    assert named == {(method, rule.endpoint) for method, rule in endpoints(app)}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_endpoints_that_state_nothing_are_refused(app: Flask, world: World) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "open")
    assert access_of(app, "forgotten") is None
    assert Browser(app, None).get("/forgotten").status_code == 403


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_endpoint_of_ours_states_what_it_does(app: Flask) -> None:
    silent = {rule.endpoint for _, rule in endpoints(app) if access_of(app, rule.endpoint) is None}
    assert silent == {"security.static", "security.tf_select", "security.wan_delete"}
