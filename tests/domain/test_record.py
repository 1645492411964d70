"""A scorecard and the way to a label as plain data."""

import json
from fractions import Fraction

from assessment.domain.answers import Answer, AnswerSheet
from assessment.domain.conditions import Comparison, Operator
from assessment.domain.criteria import (
    Criterion,
    Eligibility,
    Label,
    NotApplicable,
    Panel,
    RatingScale,
    Section,
    SupportRule,
    Tier,
)
from assessment.domain.figures import Figure, Operation
from assessment.domain.questions import PROFILE, Question, QuestionType, Reference
from assessment.domain.readiness import readiness
from assessment.domain.record import readiness_data, scorecard_data
from assessment.domain.scoring import score

STEPS = RatingScale("steps", (0, 1, 2, 3))
BUDGET = Question("budget", QuestionType.WHOLE)
HALF = Figure("twice", Operation.SUM, (Reference("money", "budget"), Reference("money", "budget")))
LABEL = Label(
    "gold",
    Tier.GOLD,
    (
        Section(
            "whole",
            1,
            (
                Criterion("team", "1.1", STEPS, SupportRule(1), Fraction(10), minimum=2),
                Criterion("money", "1.2", STEPS, SupportRule(), Fraction(6), questions=(BUDGET,)),
                Criterion(
                    "place",
                    "1.3",
                    STEPS,
                    SupportRule(),
                    Fraction(4),
                    not_applicable=NotApplicable.EXCLUDE,
                ),
            ),
            minimum=Fraction(5),
        ),
    ),
    Fraction(12),
    Panel(1),
    2,
    profile=(Question("staff", QuestionType.WHOLE),),
    eligibility=(
        Eligibility(
            "staffed",
            Comparison(Reference(PROFILE, "staff"), Operator.AT_LEAST, Fraction(2)),
        ),
    ),
)
SHEET = AnswerSheet(
    {
        "team": Answer(1),
        "money": Answer(2),
        "place": Answer(justification="At sea.", is_not_applicable=True),
    },
    {"staff": 1},
)


def test_scorecard_is_plain_and_exact() -> None:
    data = scorecard_data(score(LABEL, SHEET))
    assert json.loads(json.dumps(data)) == data
    assert (data["label"], data["outcome"], data["minimums"]) == ("gold", "missed", "missed")
    assert data["threshold"] == {"points": "12", "status": "missed"}
    assert (data["points"], data["possible"], data["maximum"]) == ("0", "5", "20")


def test_section_says_what_was_taken_out() -> None:
    # of the 16 points that are left, money may still earn 4: a quarter of the section's 20
    (section,) = scorecard_data(score(LABEL, SHEET))["sections"]
    assert section == {
        "id": "whole",
        "number": 1,
        "points": "0",
        "possible": "5",
        "maximum": "20",
        "minimum": "undetermined",
        "excluded": "4",
        "claimed": "4",
    }


def test_criterion_says_why_and_what_is_open() -> None:
    team, money, place = scorecard_data(score(LABEL, SHEET))["criteria"]
    assert team == {
        "id": "team",
        "number": "1.1",
        "level": 1,
        "points": "0",
        "maximum": "10",
        "reason": "justification_missing",
        "lacks": ["justification_missing"],
        "minimum": "missed",
        "figures": {},
        "open_questions": [],
    }
    assert (money["reason"], money["open_questions"]) == ("questions_open", ["budget"])
    assert (place["reason"], place["points"], place["level"]) == ("not_applicable", None, None)


def test_figures_are_exact_and_open_ones_nothing() -> None:
    criterion = Criterion(
        "money", "1.1", STEPS, SupportRule(), Fraction(1), questions=(BUDGET,), figures=(HALF,)
    )
    label = Label("gold", Tier.GOLD, (Section("a", 1, (criterion,)),), None, Panel(1), 2)
    known = AnswerSheet({"money": Answer(1, values={"budget": "4"})})
    for sheet, figure in ((known, "8"), (AnswerSheet(), None)):
        (found,) = scorecard_data(score(label, sheet))["criteria"]
        assert found["figures"] == {"twice": figure}


def test_label_without_a_score_has_no_threshold() -> None:
    label = Label("bronze", Tier.BRONZE, LABEL.sections, None, Panel(1), 2)
    data = scorecard_data(score(label, SHEET))
    assert data["threshold"] == {"points": None, "status": "met"}


def test_conditions_say_by_how_much() -> None:
    conditions = {c["key"]: c for c in scorecard_data(score(LABEL, SHEET))["conditions"]}
    assert list(conditions) == ["eligibility.staffed", "minimum.team", "section.whole", "threshold"]
    assert conditions["eligibility.staffed"] == {
        "key": "eligibility.staffed",
        "kind": "eligibility",
        "subject": "staffed",
        "status": "missed",
        "actual": "1",
        "required": "2",
        "missing": "1",
    }
    assert conditions["minimum.team"]["required"] == "2"


def test_way_to_the_label_is_plain_and_exact() -> None:
    data = readiness_data(readiness(LABEL, AnswerSheet({"team": Answer(1, "Two.")}, {"staff": 2})))
    assert json.loads(json.dumps(data)) == data
    assert (data["is_reached"], data["is_reachable"]) == (False, True)
    # the team at level 3 earns 10 points, money at level 1 the 2 that are then missing
    assert (data["steps"], data["points"]) == (3, "12")
    assert data["raises"][0] == {
        "id": "team",
        "from": 1,
        "to": 3,
        "steps": 2,
        "effort": 2,
        "points": "20/3",
        "is_support": False,
    }
