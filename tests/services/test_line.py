"""The whole line by its services: an assessment can be led to every state, for every label."""

from dataclasses import replace
from datetime import date

import pytest

from assessment.catalogue.loader import Catalogue
from assessment.db.queries import outcomes
from assessment.domain.conditions import Status
from assessment.domain.scorecard import ConditionKind
from assessment.domain.workflow import State
from assessment.services.assessments import read_worksheet
from assessment.services.consensus import read_panel
from tests.building import NOON, Line

LABELS = [
    ("cluster-excellence", "bronze", State.AWARDED),
    ("cluster-excellence", "silver", State.REVIEWED),  # bronze is not held
    ("cluster-excellence", "gold", State.AWARDED),
    ("digital-maturity", "foundation", State.AWARDED),
    ("digital-maturity", "practice", State.REVIEWED),  # foundation is not held
    ("digital-maturity", "leading", State.REVIEWED),  # practice is not held
]
"""Every label on offer, and how far a cluster comes that holds none before."""


@pytest.mark.parametrize("state", sorted(State))
def test_line_leads_to_every_state(line: Line, state: State) -> None:
    assert line.lead_to(state).state == state


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("scheme_id", "label_id", "state"), LABELS)
def test_line_leads_through_every_label(
    line: Line, catalogue: Catalogue, scheme_id: str, label_id: str, state: State
) -> None:
    line = replace(line, edition=catalogue.edition(scheme_id), label_id=label_id)
    assessment = line.lead_to(state)
    assert assessment.state == state
    panel = read_panel(line.session, line.submission(assessment), line.label)
    missed = {c.kind for c in panel.scorecard.conditions if c.status is not Status.MET}
    assert missed <= {ConditionKind.PREREQUISITE}


def test_every_label_on_offer_is_led_through(catalogue: Catalogue) -> None:
    on_offer = [(e.scheme.id, label.id) for e in catalogue for label in e.scheme]
    assert [(scheme_id, label_id) for scheme_id, label_id, _state in LABELS] == on_offer


def test_a_label_held_long_enough_opens_the_next(line: Line) -> None:
    bronze = replace(line, label_id="bronze")
    held = outcomes.decision_and_certificate(
        line.session, bronze.submission(bronze.lead_to(State.AWARDED)).id
    )[1]
    assert held is not None
    silver = replace(line, label_id="silver")
    draft = silver.open()
    silver.answer_all(draft)

    def prerequisite(since: date) -> Status:
        held.valid_from = since
        line.session.flush()
        found = read_worksheet(line.session, draft, silver.label, NOON).scorecard
        return found.of_kind(ConditionKind.PREREQUISITE)[0].status

    assert prerequisite(date(2024, 12, 16)) is Status.MISSED  # 17 full months
    assert prerequisite(date(2024, 5, 15)) is Status.MISSED  # 25 full months
    assert prerequisite(date(2024, 12, 15)) is Status.MET  # 18 full months
    record = silver.submit(draft).record
    assert record["held"] == [{"label": "bronze", "since": "2024-12-15", "until": "2028-06-30"}]
    assert record["scorecard"]["outcome"] == "met"
