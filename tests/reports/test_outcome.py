"""The conditions of a label as they stand, in sentences."""

from fractions import Fraction

import pytest

from assessment.domain.conditions import Status
from assessment.reports.evaluation import EvaluationFacts
from assessment.reports.findings import ConditionFinding
from assessment.reports.words.outcome import missing, reached
from tests.reports.asked import Change
from tests.reports.decided import answer, make_report, review

UNSCORED: Change = ("top.yaml", "threshold: 12.5\n", "")
"""The label `top` without a score."""


def only(facts: EvaluationFacts, text: str) -> ConditionFinding:
    """The condition that begins like this."""
    [condition] = [c for c in facts.conditions if c.text.startswith(text)]
    return condition


def test_conditions_come_in_the_order_in_which_people_ask() -> None:
    assert [(c.status, c.text, c.detail) for c in make_report().conditions] == [
        (Status.MET, "There are 15 members.", "Stated: 20 members."),
        (Status.MET, "It is a year old.", "Stated: 12 years."),
        (
            Status.MET,
            "The label “Start” is held, and its certificate is 18 to 24 months old.",
            "On the day of submission it was 20 months old.",
        ),
        (
            Status.MET,
            "Each improvement area names what was improved, and no two name the same.",
            "1 of 1.",
        ),
        (Status.MET, "Minimums: all 2 are reached.", ""),
        (Status.MET, "Section 1 Work: how/what?: at least 4 points.", "20 points reached."),
        (Status.MET, "The threshold: 20 points reached, 12.5 needed.", ""),
    ]


@pytest.mark.parametrize(
    ("members", "status", "detail"),
    [
        ("15", Status.MET, "Stated: 15 members."),
        ("14", Status.MISSED, "Stated: 14 members. Missing: 1 members."),
        (None, Status.UNDETERMINED, "The basic facts do not say."),
    ],
)
def test_eligibility_says_by_how_much(members: str | None, status: Status, detail: str) -> None:
    found = only(make_report(profile={"members": members}), "There are 15 members.")

    assert (found.status, found.detail) == (status, detail)


def test_an_upper_bound_says_by_how_much_it_is_passed() -> None:
    small = ("scheme.yaml", "{of: members, at_least: 15}", "{of: members, at_most: 15}")

    found = only(make_report(small), "There are 15 members.")

    assert found.detail == "Stated: 20 members, which is 5 members too much."


@pytest.mark.parametrize(
    ("hosted", "detail"), [(True, ""), (False, "Asked for: “Is there a host?”: yes.")]
)
def test_a_condition_without_a_figure_says_what_is_asked_for(hosted: bool, detail: str) -> None:
    host = ("scheme.yaml", "when: {of: members, at_least: 15}", "when: {of: hosted, equals: true}")

    facts = make_report(host, profile={"hosted": hosted}, reviews={} if hosted else {"rules": None})

    assert only(facts, "There are 15 members.").detail == detail


@pytest.mark.parametrize(
    ("since", "detail"),
    [
        ("2025-06-15", "On the day of submission it was 12 months old. 6 months are missing."),
        ("2024-12-16", "On the day of submission it was 17 months old. 1 month is missing."),
        ("2024-12-15", "On the day of submission it was 18 months old."),
        ("2024-05-15", "On the day of submission it was 25 months old. 1 month too old."),
    ],
)
def test_the_age_of_the_label_held_before_says_by_how_much(since: str, detail: str) -> None:
    facts = make_report(held={"label": "start", "since": since, "until": None})

    assert only(facts, "The label “Start”").detail == detail


def test_a_label_that_was_not_held_says_so() -> None:
    found = only(make_report(held=None), "The label “Start”")

    assert found.status is Status.MISSED
    assert found.detail == "It was not held on the day of submission."


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("label: start", "The label “Start” is held."),
        (
            "label: start, months_at_least: 1",
            "The label “Start” is held, and its certificate is at least 1 month old.",
        ),
    ],
)
def test_a_prerequisite_says_the_age_that_it_asks(rule: str, text: str) -> None:
    change = ("top.yaml", "label: start, months_at_least: 18, months_at_most: 24", rule)

    assert only(make_report(change), "The label “Start”").text == text


def test_minimums_count_what_is_missed() -> None:
    facts = make_report(reviews={"team": review(agreed=0)})

    found = only(facts, "Minimums")
    assert (found.status, found.text) == (Status.MISSED, "Minimums: 1 of 2 is not reached.")


def test_a_section_says_by_how_much_its_minimum_is_missed() -> None:
    found = only(make_report(reviews={"pace": review(agreed=0)}), "Section 1")

    assert found.status is Status.MISSED
    assert found.detail == "0 points reached. 4 points are missing."


def test_the_threshold_says_by_how_much_it_is_missed() -> None:
    # the weakest criterion earns half, and so does the label
    found = only(make_report(reviews={"pace": review(agreed=1)}), "The threshold")

    assert found.status is Status.MISSED
    assert found.text == "The threshold: 10 points reached, 12.5 needed, 2.5 missing."


def test_a_label_without_a_score_is_complete_instead() -> None:
    facts = make_report(UNSCORED)

    assert only(facts, "Every criterion").detail == "5 of 5."
    assert not any(c.text.startswith("The threshold") for c in facts.conditions)


def test_an_improvement_that_names_nothing_is_open() -> None:
    found = only(make_report(answers={"area": answer(2)}), "Each improvement")

    assert (found.status, found.detail) == (Status.UNDETERMINED, "0 of 1.")


def test_what_falls_short_never_reads_as_reached() -> None:
    short = Fraction(120) - Fraction(1, 300)

    assert reached(short) == Fraction("119.99")
    assert missing(120 - short) == Fraction("0.01")
