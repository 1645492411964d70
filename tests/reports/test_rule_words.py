"""What criteria files ask beside conditions, said in words: blanks, figures, ratings, rules."""

from fractions import Fraction

import pytest

from assessment.reports.questionnaire import RatingFacts
from assessment.reports.words.messages import Messages
from tests.reports.asked import criterion, field, make_facts


@pytest.mark.parametrize(
    ("of", "question", "entry"),
    [
        ("reach", "asked", "Whole number, at least 1, at most 5,000"),
        ("reach", "reached", "Per cent, at least 0, at most 100"),
        ("spending", "items", "Table with 1 to 3 rows"),
        ("spending", "skills", "Tick all that apply, at most 2"),
        ("area", "areas", "Tick all that apply"),
        ("rules", "written", "Yes or no"),
        ("rules", "copy", "Name of the file"),
    ],
)
def test_blank_says_what_may_be_entered(of: str, question: str, entry: str) -> None:
    assert field(make_facts(), of, question).entry == entry


def test_date_that_has_to_be_past_says_so() -> None:
    past = (
        "scheme.yaml",
        "{id: founded, type: date}",
        "{id: founded, type: date, not_after_today: true}",
    )
    facts = make_facts(past).profile
    assert facts is not None
    [founded] = [asked for asked in facts.fields if asked.id == "founded"]
    assert founded.entry == "Date, at the latest today"


def test_option_that_stands_alone_is_named_by_its_words() -> None:
    alone = ("criteria.yaml", "choose_at_most: 2}", "choose_at_most: 2, alone: none}")
    entry = field(make_facts(alone), "spending", "skills").entry
    assert entry == "Tick all that apply, at most 2, “None of them” only by itself"


def test_column_that_may_stay_empty_says_so() -> None:
    price = field(make_facts(), "spending", "items").columns[2]

    assert (price.entry, price.unit) == ("Sum of money, at least 0, may be left empty", "EUR")


def test_figures_are_said_as_formulas() -> None:
    facts = make_facts()
    assert facts.profile is not None

    assert [figure.formula for figure in facts.profile.figures] == [
        "whole years since “Founded on”",
        "“Members” − “Staff”",
    ]
    assert [figure.formula for figure in criterion(facts, "reach").figures] == [
        "“People asked” ÷ “Members” (The cluster) × 100",
        "“People asked” + total of “Price” in “Things bought” (1.2)",
    ]


def test_bands_are_a_table_from_the_lowest_level_up() -> None:
    rating = criterion(make_facts(), "reach").rating

    assert rating is not None
    assert rating.sentence == "The lowest of these levels counts."
    rising, falling = rating.parts
    assert rising == RatingFacts(
        "The highest level whose figure is reached counts.",
        ("Level", "“Asked per member”"),
        (
            ("0 (Absent)", ("less than 0.5%",)),
            ("1 (Begun)", ("at least 0.5%",)),
            ("2 (Done)", ("at least 50%",)),
        ),
    )
    assert falling.rows == (
        ("0 (Absent)", ("more than 40%",)),
        ("1 (Begun)", ("at most 40%",)),
        ("2 (Done)", ("at most 20%",)),
    )


def test_tally_says_what_each_option_is_worth() -> None:
    rating = criterion(make_facts(), "spending").rating

    assert rating is not None
    assert rating.sentence == (
        "The level is 0 (Absent), plus what the ticked options are worth, at most +2."
    )
    assert rating.rows == (("Data", ("+1",)), ("Care", ("+2",)), ("None of them", ("+0",)))


def test_ladder_lists_the_conditions_of_each_level() -> None:
    rating = criterion(make_facts(), "rules").rating

    assert rating is not None
    assert rating.rows == (
        ("0 (Absent)", ("otherwise",)),
        ("1 (Begun)", ("“Are they written?”: yes",)),
        (
            "2 (Done)",
            ("“How often read”: “Every year”", "level of 3.1 Team: at least 1 (Begun)"),
        ),
    )


def test_choice_says_which_level_each_answer_makes() -> None:
    rating = criterion(make_facts(), "pace").rating

    assert rating is not None
    assert rating.rows == (("Slow", ("0 (Absent)",)), ("Fast", ("2 (Done)",)))


def test_mean_is_said_to_be_rounded_down() -> None:
    facts = make_facts(("criteria.yaml", "      lowest:\n", "      mean:\n"))
    rating = criterion(facts, "reach").rating

    assert rating is not None
    assert rating.sentence == "The mean of these levels counts, rounded down."


def test_support_names_levels_amounts_kinds_and_ages() -> None:
    assert criterion(make_facts(), "spending").support == (
        "From level 1 upwards: a justification in words.",
        "From level 1 upwards: at least 2 pieces of evidence (document or web address), "
        "at most 24 months old.",
    )
    assert criterion(make_facts(), "rules").support[1:] == (
        "At every level: at least 1 piece of evidence.",
        "From level 2 upwards: at least 1 piece of evidence, at most 1 month old.",
    )


@pytest.mark.parametrize(
    ("kinds", "said"), [("[document]", " (document)"), ("[link, document]", "")]
)
def test_rule_that_the_same_pieces_meet_is_said_as_a_part_of_them(kinds: str, said: str) -> None:
    """Kinds that all of them have are said once."""
    rule = "evidence: {from_level: 1, at_least: 2, kinds: [document, link], months_old_at_most: 24}"
    more = f"{{from_level: 1, kinds: {kinds}, months_old_at_most: 12}}"
    listed = rule.replace("{", "[{", 1) + f", {more}]"
    assert criterion(make_facts(("criteria.yaml", rule, listed)), "spending").support[1] == (
        "From level 1 upwards: at least 2 pieces of evidence (document or web address), "
        f"at most 24 months old, of which at least 1{said}, at most 12 months old."
    )


def test_rule_from_a_level_that_an_unrated_criterion_cannot_have_is_not_said() -> None:
    asked = criterion(make_facts(), "figure")

    assert (asked.support, asked.evidence_rows, asked.asks_justification) == ((), 0, False)


def test_rule_on_an_unrated_criterion_holds_with_its_answer() -> None:
    rule = "scale: none\n    evidence: {from_level: 0}"
    facts = make_facts(("criteria.yaml", "scale: none", rule))

    assert criterion(facts, "figure").support == ("With the answer: at least 1 piece of evidence.",)


@pytest.mark.parametrize(
    ("of", "points", "obligation"),
    [
        ("reach", "Points: at most 4", "Must be answered."),
        ("spending", "Points: at most 6", "May be left unanswered. It then earns nothing."),
        ("figure", "Not scored", "Asked for information. It has no part in the outcome."),
        (
            "tomorrow",
            "Not scored",
            "Shown so that clusters can prepare. It need not be answered yet.",
        ),
        ("area", "Not scored", "Must be answered."),
    ],
)
def test_criterion_says_what_it_is_worth_and_whether_it_must_be_answered(
    of: str, points: str, obligation: str
) -> None:
    asked = criterion(make_facts(), of)

    assert (asked.points, asked.obligation) == (points, obligation)


def test_not_applicable_says_what_follows_from_it() -> None:
    facts = make_facts()

    assert criterion(facts, "reach").not_applicable == ""
    assert criterion(facts, "spending").not_applicable == (
        "May be marked as not applicable, with a reason. Its points then rest on the other "
        "criteria of the section, up to 25% of the section’s points."
    )
    assert criterion(facts, "rules").not_applicable == (
        "May be marked as not applicable, with a reason. It then earns nothing."
    )


def test_label_says_everything_that_it_asks() -> None:
    assert {rule.term: rule.sentences for rule in make_facts().rules} == {
        "Label held before": (
            "The cluster holds the label “Start”.",
            "Its certificate is at least 18 months old.",
            "Its certificate is at most 24 months old.",
        ),
        "Points": (
            "Threshold: 12.5 of 20 points.",
            "The highest level earns all points of a criterion, a lower one its share of them.",
            "The weakest section decides: the label earns the share of its points that this "
            "section earns of its own.",
        ),
        "Improvement areas": (
            "Improvements are described in 2.3. Each names under “Which criteria” what was "
            "improved, and none names what another one names.",
        ),
        "Minimums": (
            "2 criteria have a minimum level.",
            "Section 1 Work: how/what?: at least 4 points.",
            "One missed minimum stops the label.",
        ),
        "Panel": (
            "2 reviewers rate the answers, each alone, and then agree.",
            "From the cluster’s own country: at least 1.",
            "From another country: at least 1.",
            "The cluster is visited.",
            "Time for it: 16 hours.",
        ),
        "Clarification": (
            "Reviewers may ask for more up to 2 times, and there are 14 days to answer each time.",
        ),
        "Validity": (
            "A first certificate holds for 2 years.",
            "A renewal adds 3 years to the previous end.",
            "It may come up to 12 months after the end.",
            "A renewal is assessed by a shorter process.",
            "1 reviewer rates the answers.",
            "The cluster is met by video.",
            "Time for it: 8 hours.",
        ),
        "Duties of the holder": (
            "News: every 12 months from the certificate’s first day on, within 30 days.",
            "Tell what is new.",
        ),
    }


def test_label_without_points_says_so() -> None:
    facts = make_facts(label="start")

    assert facts.threshold == "No points"
    assert {rule.term: rule.sentences for rule in facts.rules} == {
        "Points": ("The label has no points. It is reached when the application is complete.",),
        "Minimums": ("1 criterion has a minimum level.", "One missed minimum stops the label."),
        "Panel": (
            "1 reviewer rates the answers.",
            "The answers are judged by their documents.",
        ),
        "Validity": ("A first certificate holds for 1 year.",),
    }


@pytest.mark.parametrize(
    ("language", "number", "percent"),
    [("en", "1,234.567891", "4.5%"), ("fi", "1\xa0234,567891", "4,5\xa0%")],
)
def test_numbers_keep_every_digit(language: str, number: str, percent: str) -> None:
    messages = Messages(language)

    assert messages.number(Fraction("1234.567891")) == number
    assert messages.percent(Fraction("4.5")) == percent


def test_language_that_nobody_knows_is_written_in_english_figures() -> None:
    assert Messages("xx").number(Fraction("0.5")) == "0.5"
