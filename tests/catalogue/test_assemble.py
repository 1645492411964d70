"""What the files make: the scheme, its profile and every type of question as exact objects."""

from fractions import Fraction

import pytest

from assessment.domain.conditions import All, Comparison, Not, Operator
from assessment.domain.criteria import (
    Criterion,
    Eligibility,
    EvidenceRule,
    Label,
    Panel,
    RatingScale,
    Scheme,
    Section,
    SupportRule,
    Tier,
)
from assessment.domain.figures import Figure, Operation
from assessment.domain.questions import Obligation, Question, QuestionType, Reference
from assessment.domain.review_rules import Anchor, ReviewRules
from tests.catalogue.building import EVERYTHING, made

STEPS = RatingScale("steps", (0, 1, 2))
FORM = Reference("profile", "form")


@pytest.fixture(scope="module")
def scheme():
    return made(base=EVERYTHING).scheme


@pytest.fixture(scope="module")
def gold(scheme):
    return scheme.label("gold")


def test_small_files_make_the_scheme_that_they_describe():
    support = SupportRule(1, (EvidenceRule(2, 3),))
    team = Criterion("team", "1.1", STEPS, support, Fraction(4), 1, effort=(1, 1))
    support = SupportRule(1, (EvidenceRule(1, 1),))
    money = Criterion("money", "2.1", STEPS, support, Fraction(6), effort=(1, 1))
    sections = Section("structure", 1, (team,)), Section("finance", 2, (money,))
    gold = Label("gold", Tier.GOLD, sections, Fraction(7), Panel(2), 3)
    assert made().scheme == Scheme("regional", "1", ("en", "fi"), (gold,), ReviewRules(), ())


def test_labels_stand_in_the_order_of_the_scheme(scheme):
    assert [label.id for label in scheme] == ["bronze", "silver", "gold"]
    assert (scheme.version, scheme.languages) == ("2026.1", ("en", "fi"))


def test_scheme_has_the_rules_of_review_that_its_file_gives(scheme):
    assert scheme.review == ReviewRules(
        formal_check_days=10,
        return_days=21,
        panel_days=9,
        objection_days=0,
        acceptance_days=5,
        review_days=20,
        consensus_days=7,
        decision_days=15,
        conflict_years=5,
        appeal_days=14,
        appeal_answer_days=45,
        complaint_days=20,
        reminder_days=(5, 2, 0),
        validity_reminder_days=(120, 60),
    )


def test_rules_of_review_that_are_not_given_are_the_usual_ones():
    change = ("scheme.yaml", "scales:", "review: {review_days: 21, reminder_days: []}\nscales:")
    assert made(change).scheme.review == ReviewRules(review_days=21, reminder_days=())


def test_anchors_stand_in_the_order_of_their_file(scheme):
    assert scheme.anchors == (
        Anchor("thick-paper", "strategy", 1),
        Anchor("two-stars", "services", 2),
        Anchor("loose-ends", "funding", 3),
    )


def test_anchors_of_a_label_are_those_of_the_criteria_that_it_asks(scheme):
    """Gold asks strategy and funding; silver the same, by their minimums, and what bronze asks."""
    found = {label.id: [a.id for a in scheme.anchors_of(label)] for label in scheme}
    assert found == {
        "bronze": ["two-stars"],
        "silver": ["thick-paper", "two-stars", "loose-ends"],
        "gold": ["thick-paper", "loose-ends"],
    }


# The cluster's profile


def test_profile_is_the_same_for_every_label(scheme):
    bronze, silver, gold = scheme
    assert bronze.profile == silver.profile == gold.profile
    assert bronze.profile_figures == gold.profile_figures


def test_profile_asks_its_questions(gold):
    has_board = Comparison(Reference("profile", "has-board"), Operator.EQUALS, True)
    assert gold.profile == (
        Question("founded", QuestionType.DATE, not_after_today=True),
        Question(
            "staff",
            QuestionType.DECIMAL,
            unit="fte",
            at_least=Fraction(0),
            from_cluster="staff",
        ),
        Question("members", QuestionType.WHOLE, at_least=Fraction(0), at_most=Fraction(10_000)),
        Question("enterprises", QuestionType.WHOLE, Obligation.SHOULD, at_least=Fraction(0)),
        Question(
            "form",
            QuestionType.CHOICE,
            options=("association", "company", "none-yet"),
            answer_set="legal-form",
        ),
        Question("has-board", QuestionType.YES_NO),
        Question("board-size", QuestionType.WHOLE, when=has_board),
    )


def test_profile_derives_its_figures(gold):
    founded = Reference("profile", "founded")
    shares = Reference("profile", "enterprises"), Reference("profile", "members")
    bounds = {"at_least": Fraction(0), "at_most": Fraction(100)}
    assert gold.profile_figures == (
        Figure("age", Operation.YEARS_SINCE, (founded,), unit="years"),
        Figure("business-share", Operation.RATIO, shares, in_percent=True, **bounds),
    )


def test_label_asks_the_eligibility_that_it_names_in_its_order(scheme):
    staff = Comparison(Reference("profile", "staff"), Operator.AT_LEAST, Fraction(1, 2))
    age = Comparison(Reference("profile", "age"), Operator.AT_LEAST, Fraction(2))
    form = Not(Comparison(FORM, Operator.EQUALS, "none-yet"))
    staffed, established = (
        Eligibility("staffed", staff),
        Eligibility("established", All((age, form))),
    )
    assert scheme.label("bronze").eligibility == (staffed,)
    assert scheme.label("silver").eligibility == (established, staffed)
    assert scheme.label("gold").eligibility == (staffed, established)


# Questions


def test_money_has_a_currency_and_bounds(gold):
    fees = gold.criterion("funding").question("fees")
    assert fees == Question("fees", QuestionType.MONEY, currency="EUR", at_least=Fraction(0))


def test_table_has_columns_and_rows(gold):
    share = {"at_least": Fraction(0), "at_most": Fraction(100)}
    assert gold.criterion("funding").question("projects") == Question(
        "projects",
        QuestionType.TABLE,
        columns=(
            Question("title", QuestionType.TEXT),
            Question("area", QuestionType.CHOICE, options=("energy", "health")),
            Question("income", QuestionType.MONEY, currency="EUR"),
            Question("own-share", QuestionType.PERCENTAGE, Obligation.SHOULD, **share),
        ),
        rows_at_least=1,
        rows_at_most=20,
    )


def test_table_has_up_to_fifty_rows_unless_it_says_otherwise():
    rows = ("criteria.yaml", "        rows_at_least: 1\n        rows_at_most: 20\n", "")
    found = made(rows, base=EVERYTHING).scheme.label("gold").criterion("funding")
    projects = found.question("projects")
    assert (projects.rows_at_least, projects.rows_at_most) == (0, 50)


@pytest.mark.parametrize(
    ("written", "bounds"),
    [
        ("", (0, 100)),
        (", at_most: 60", (0, 60)),
        (", at_least: -5", (-5, 100)),
        (", at_least: 0.5, at_most: 250", (Fraction(1, 2), 250)),
    ],
)
def test_percentage_goes_from_0_to_100_unless_it_says_otherwise(written, bounds):
    change = (
        "criteria.yaml",
        "{id: left, type: percentage, at_most: 60}",
        f"{{id: left, type: percentage{written}}}",
    )
    left = made(change, base=EVERYTHING).scheme.label("gold").criterion("turnover").question("left")
    assert (left.at_least, left.at_most) == bounds


def test_choices_have_a_cap(scheme):
    offered = scheme.label("bronze").criterion("services").question("offered")
    options = ("training", "matchmaking", "lobbying")
    assert offered == Question(
        "offered", QuestionType.CHOICES, options=options, choose_at_most=2, alone="lobbying"
    )


def test_options_can_be_the_criteria_of_a_label(scheme):
    areas = scheme.label("silver").criterion("area-1").question("areas")
    assert areas.criteria_of == "gold"
    assert areas.options == tuple(c.id for c in scheme.label("gold").criteria)


def test_other_questions_are_what_they_are_called(scheme):
    assert scheme.label("bronze").criterion("portrait").questions == (
        Question("motto", QuestionType.TEXT),
        Question("story", QuestionType.LONG_TEXT, Obligation.SHOULD),
        Question("statutes", QuestionType.FILE),
        Question("website", QuestionType.LINK),
    )
