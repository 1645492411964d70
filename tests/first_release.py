"""A submission as the first release kept it: rules without questions, records without values."""

import copy
from typing import Any

from assessment.catalogue.loader import Edition, load_edition
from assessment.db.models import Submission
from assessment.db.queries import outcomes
from assessment.domain.workflow import State
from assessment.services.records import record_digest
from tests.building import Line

FILES = {
    "scheme.yaml": """\
id: regional
version: "1"
languages: [en]
labels: [gold]
scales:
  steps: [0, 1, 2]
""",
    "criteria.yaml": """\
defaults:
  scale: steps
  justification: {from_level: 1}
  evidence: {from_level: 2, at_least: 1}
criteria:
  - id: team
  - id: money
    evidence: {from_level: 1, at_least: 2}
""",
    "gold.yaml": """\
id: gold
tier: gold
threshold: 7
panel: {reviewers: 2}
validity: {years: 2}
sections:
  - id: structure
    criteria:
      - {id: team, points: 4, minimum: 1}
      - {id: money, points: 6}
""",
    "texts/en.yaml": """\
language: en
scheme: {title: Regional label, note: An example.}
labels:
  gold: {title: Regional gold, claim: Proven, description: Very good.}
scales:
  steps: {0: Absent, 1: Begun, 2: Done}
sections:
  structure: {title: Structure, intro: Who.}
criteria:
  team:
    title: Team
    question: Who works here?
    why: People matter.
    evidence: A list.
    levels: {0: Nobody., 1: One., 2: Two.}
  money:
    title: Money
    question: How much is there?
    why: Rent is due.
    evidence: A budget.
    levels: {0: None., 1: Some., 2: Enough.}
""",
}
"""The files of a scheme in the words of the first release."""


def first_edition() -> Edition:
    return load_edition(FILES)


def lead_as_before(line: Line, state: State) -> Submission:
    """A submission in that state, with what the first release wrote and nothing more."""
    submission = line.submission(line.lead_to(state))
    submission.record = _as_before(submission.record)
    submission.digest = record_digest(submission.record)
    decision = outcomes.decision(line.session, submission.id)
    if decision is not None:
        record = copy.deepcopy(decision.record)
        record["scorecard"] = _scorecard_as_before(record["scorecard"])
        for reviewed in record["criteria"].values():
            for rating in reviewed["ratings"]:
                del rating["checks"]
        decision.record = record
    line.session.commit()
    return submission


def _as_before(record: dict[str, Any]) -> dict[str, Any]:
    kept = {key: copy.deepcopy(record[key]) for key in ("cluster", "scheme", "label", "answers")}
    for answer in kept["answers"].values():
        del answer["values"], answer["is_not_applicable"]
        for item in answer["evidence"]:
            del item["dated_on"]
    return kept | {"scorecard": _scorecard_as_before(record["scorecard"])}


def _scorecard_as_before(scorecard: dict[str, Any]) -> dict[str, Any]:
    whole = ("label", "points", "maximum", "threshold", "minimums", "outcome")
    of_section = ("id", "points", "maximum")
    of_criterion = ("id", "level", "points", "maximum", "reason", "minimum")
    return {
        **{key: scorecard[key] for key in whole},
        "sections": [{key: s[key] for key in of_section} for s in scorecard["sections"]],
        "criteria": [{key: c[key] for key in of_criterion} for c in scorecard["criteria"]],
    }
