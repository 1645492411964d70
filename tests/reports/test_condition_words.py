"""Conditions of criteria files, said in words."""

import pytest

from tests.reports.asked import criterion, field, make_facts

SIZE = "{of: members, at_least: 15}"


def said(when: str) -> str:
    """The condition as the questionnaire says it."""
    return make_facts(("scheme.yaml", SIZE, when)).eligibility[0].condition


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        ("{of: members, at_least: 15}", "“Members”: at least 15 members"),
        ("{of: members, at_most: 1500}", "“Members”: at most 1,500 members"),
        ("{of: members, equals: 15}", "“Members”: 15 members"),
        ("{of: members, at_least: 1}", "“Members”: at least 1 members"),
        ("{of: staff, at_least: 0.125}", "“Staff”: at least 0.125 FTE"),
        ("{of: costs, at_most: 1000}", "“Yearly costs”: at most 1,000 EUR"),
        ("{of: age, at_least: 2}", "“Age”: at least 2 years"),
        ("{of: hosted, equals: true}", "“Is there a host?”: yes"),
        ("{of: hosted, equals: false}", "“Is there a host?”: no"),
        ("{of: checked, equals: yearly}", "“Books checked”: “Every year”"),
        (
            "{of: checked, one_of: [never, yearly]}",
            "“Books checked”: “Never” or “Every year”",
        ),
        ("{of: website, is_answered: true}", "“Website”: answered"),
        ("{of: website, is_answered: false}", "“Website”: not answered"),
    ],
)
def test_comparison_is_said_in_the_measure_of_what_it_is_about(when: str, sentence: str) -> None:
    assert said(when) == sentence


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        ("{of: members, at_least: 15}", "“Members”: less than 15 members"),
        ("{of: members, at_most: 15}", "“Members”: more than 15 members"),
        ("{of: checked, equals: yearly}", "“Books checked”: not “Every year”"),
        ("{of: hosted, equals: true}", "“Is there a host?”: no"),
        ("{of: website, is_answered: true}", "“Website”: not answered"),
        ("{not: {of: staff, at_least: 2}}", "“Staff”: at least 2 FTE"),
        (
            "{all: [{of: staff, at_least: 2}, {of: members, at_most: 9}]}",
            "“Staff”: less than 2 FTE or “Members”: more than 9 members",
        ),
        (
            "{any: [{of: staff, at_least: 2}, {of: members, at_most: 9}]}",
            "“Staff”: less than 2 FTE and “Members”: more than 9 members",
        ),
    ],
)
def test_denial_is_said_as_what_must_hold_instead(when: str, sentence: str) -> None:
    assert said(f"{{not: {when}}}") == sentence


def test_conditions_inside_others_stand_in_brackets() -> None:
    either = "{any: [{of: staff, at_least: 2}, {of: staff, at_most: 5}]}"

    assert said(f"{{all: [{either}, {{of: hosted, equals: true}}]}}") == (
        "(“Staff”: at least 2 FTE or “Staff”: at most 5 FTE) and “Is there a host?”: yes"
    )


def test_one_condition_among_several_needs_no_brackets() -> None:
    alone = "{all: [{any: [{of: staff, at_least: 2}]}, {of: hosted, equals: true}]}"

    assert said(alone) == "“Staff”: at least 2 FTE and “Is there a host?”: yes"


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        ("{of: skills, includes: care}", "“Skills” (1.2): “Care” ticked"),
        ("{not: {of: skills, includes: care}}", "“Skills” (1.2): “Care” not ticked"),
        ("{of: skills, at_least: 2}", "“Skills” (1.2): at least 2 ticked"),
        (
            "{of: items.price, at_most: 900}",
            "total of “Price” in “Things bought” (1.2): at most 900 EUR",
        ),
    ],
)
def test_what_another_criterion_asks_is_named_with_its_number(when: str, sentence: str) -> None:
    elsewhere = when.replace("of: ", "of: spending/")
    facts = make_facts(("criteria.yaml", "{of: profile/hosted, equals: true}", elsewhere))

    assert criterion(facts, "rules").condition == sentence


def test_levels_of_other_criteria_are_named() -> None:
    old = "{of: profile/hosted, equals: true}"
    facts = make_facts(("criteria.yaml", old, "{not: {level_of: team, at_least: 2}}"))

    assert criterion(facts, "rules").condition == "level of 3.1 Team: below 2 (Done)"


def test_what_the_profile_asks_is_named_with_its_title() -> None:
    assert criterion(make_facts(), "rules").condition == "“Is there a host?” (The cluster): yes"


def test_question_says_when_it_is_asked() -> None:
    assert field(make_facts(), "rules", "often").condition == "“Are they written?”: yes"
