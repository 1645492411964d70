"""How answers make a level: every option has one, and every level is one of the scale."""

import pytest

from tests.catalogue.building import EVERYTHING, made, told

ABOVE = "is not above the lowest of the scale; expected one of: 1, 2, 3, 4"
NO_LEVEL = "the scale has no such level; expected one of: 0, 1, 2, 3, 4"
MISSING = "is missing; expected every option"


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        ("{1: 10, 2: 20, 3: 33.3, 4: 50}", "{0: 10, 2: 20, 5: 50}",
         [f"here: level 0 {ABOVE}", f"here: level 5 {ABOVE}"]),
        ("{1: 40, 2: 30, 4: 10}", "{0: 40, 4: 10}", [f"here: level 0 {ABOVE}"]),
        ("of: left, at_most", "of: form, at_most",
         ["here: 'form': the criterion 'turnover' has no question or figure 'form'; expected left"]),
        ("of: left, at_most", "of: learning/has-plan, at_most",
         ["here: 'learning/has-plan': this is a question of the type yes_no; expected a number,"
          " a figure or a choices question"]),
    ],
)  # fmt: skip
def test_fault_in_bands_is_told_where_it_stands(old, new, faults):
    assert told("criteria.yaml", old, new) == faults


def test_bands_may_begin_above_the_first_level_and_leave_levels_out():
    change = ("criteria.yaml", "{1: 40, 2: 30, 4: 10}", "{3: 40}")
    assert made(change, base=EVERYTHING)


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        ("{association: 3, company: 4, none-yet: 0}", "{association: 3, company: 5, none-yet: 0}",
         [f"here: level 5 of 'company': {NO_LEVEL}"]),
        ("{association: 3, company: 4, none-yet: 0}", "{association: 3, company: 4}",
         [f"here: the option 'none-yet' of 'form' {MISSING}"]),
        ("company: 4, none-yet: 0}", "company: 4, none-yet: 0, club: 1}",
         ["here: 'club' is not an option of 'form'; expected one of: association, company, none-yet"]),
        ("choice: {of: form", "choice: {of: left",
         ["here: 'left': the criterion 'legal-form' has no question or figure 'left'; expected form"]),
        ("choice: {of: form", "choice: {of: learning/topics",
         ["here: 'learning/topics': this is a question of the type choices;"
          " expected a choice question"]),
    ],
)  # fmt: skip
def test_fault_in_a_choice_is_told_where_it_stands(old, new, faults):
    assert told("criteria.yaml", old, new) == faults


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        ("matchmaking: 2, lobbying: 0}", "matchmaking: 2}",
         [f"here: the option 'lobbying' of 'offered' {MISSING}"]),
        ("matchmaking: 2, lobbying: 0}", "matchmaking: 2, lobbying: 0, talk: 1}",
         ["here: 'talk' is not an option of 'offered';"
          " expected one of: training, matchmaking, lobbying"]),
        ("tally: {of: offered", "tally: {of: portrait/motto",
         ["here: 'portrait/motto': this is a question of the type text; expected a choices question"]),
    ],
)  # fmt: skip
def test_fault_in_a_tally_is_told_where_it_stands(old, new, faults):
    assert told("criteria.yaml", old, new) == faults


def test_ladder_has_levels_above_the_lowest():
    assert told("criteria.yaml", "1: [has-plan]", "0: [has-plan]") == [f"here: level 0 {ABOVE}"]
    assert told("criteria.yaml", "1: [has-plan]", "7: [has-plan]") == [f"here: level 7 {ABOVE}"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("- bands: {of: rate", "- bands: {of: rates",
         "here: 'rates': the criterion 'quality' has no question or figure 'rates';"
         " expected one of: rate, mark"),
        ("planned: 2, granted: 4}", "planned: 2, granted: 9}",
         f"here: level 9 of 'granted': {NO_LEVEL}"),
        ("worth: {fairs: 2, press: 1, web: 1}", "worth: {fairs: 2, press: 1}",
         f"here: the option 'web' of 'channels' {MISSING}"),
    ],
)  # fmt: skip
def test_fault_in_one_of_several_ratings_is_told_where_it_stands(old, new, fault):
    assert told("criteria.yaml", old, new) == [fault]
