"""How answers make a level: every option has one, and every level is one of the scale."""

import pytest

from tests.catalogue.building import EVERYTHING, made, told

LOWEST = "is the lowest of the scale; expected one of: 1, 2, 3, 4"
UNKNOWN = "is not on the scale; expected one of: 1, 2, 3, 4"
NO_LEVEL = "the scale has no such level; expected one of: 0, 1, 2, 3, 4"
MISSING = "is missing; expected every option"


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        ("{1: 10, 2: 20, 3: 33.3, 4: 50}", "{0: 10, 2: 20, 5: 50}",
         [f"here: level 0 {LOWEST}", f"here: level 5 {UNKNOWN}"]),
        ("{1: 40, 2: 30, 4: 10}", "{0: 40, 4: 10}", [f"here: level 0 {LOWEST}"]),
        ("of: left, at_most", "of: form, at_most",
         ["here: 'form': the criterion 'turnover' has no question or figure 'form'; expected left"]),
        ("of: left, at_most", "of: learning/has-plan, at_most",
         ["here: 'learning/has-plan': this is a question of the type yes_no; expected a number,"
          " a figure or a choices question"]),
    ],
)  # fmt: skip
def test_fault_in_bands_is_told_where_it_stands(old, new, faults):
    assert told("criteria.yaml", old, new) == faults


BOUNDED = """percent, {bounds}}}
    rating:
      bands: {{of: earned-share, {bands}}}"""
BANDS = "at_least: {1: 10, 2: 20, 3: 33.3, 4: 50}"
WRITTEN = BOUNDED.format(bounds="at_most: 100", bands=BANDS)
FALLING = "at_most: {1: 40, 2: 30, 4: 10}"
NEVER = "here+2: no 'earned-share' in its bounds reaches level"


@pytest.mark.parametrize(
    ("bounds", "bands", "faults"),
    [
        ("at_most: 49.9", BANDS, [f"{NEVER} 4; it goes up to 49 9/10"]),
        ("at_least: 20, at_most: 100", BANDS, [f"{NEVER} 1; it goes from 20 to 100"]),
        ("at_least: 60", BANDS, [f"{NEVER} {level}; it goes from 60 up" for level in (1, 2, 3)]),
        ("at_least: 10.1", FALLING, [f"{NEVER} 4; it goes from 10 1/10 up"]),
        ("at_most: 30", FALLING, [f"{NEVER} 1; it goes up to 30"]),
        ("at_least: 0, at_most: 0", "at_least: {1: 0, 2: 10, 4: 20}",
         [f"{NEVER} {level}; it goes from 0 to 0" for level in (2, 4)]),
    ],
)  # fmt: skip
def test_no_band_lies_wholly_outside_the_bounds_of_its_figure(bounds, bands, faults):
    assert told("criteria.yaml", WRITTEN, BOUNDED.format(bounds=bounds, bands=bands)) == faults


@pytest.mark.parametrize(
    ("bounds", "bands"),
    [
        ("at_most: 50", BANDS),
        ("at_least: 19.9, at_most: 100", BANDS),
        ("at_least: 10, at_most: 30.1", FALLING),
        ("at_least: 0, at_most: 0", "at_least: {4: 0}"),
    ],
)
def test_bands_may_reach_to_the_bounds_of_their_figure(bounds, bands):
    change = ("criteria.yaml", WRITTEN, BOUNDED.format(bounds=bounds, bands=bands))
    assert made(change, base=EVERYTHING)


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
    assert told("criteria.yaml", "1: [has-plan]", "0: [has-plan]") == [f"here: level 0 {LOWEST}"]
    assert told("criteria.yaml", "1: [has-plan]", "7: [has-plan]") == [f"here: level 7 {UNKNOWN}"]


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


EMPTY = "may be left empty, and the level would then stay open; expected one that must be answered"
UNASKED = "and the level would then stay open; expected what is always asked, or a ladder"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("- {id: left, type: percentage, at_most: 60}",
         "- {id: left, type: percentage, obligation: should}",
         f"here+3: 'left': 'left' {EMPTY}"),
        ("- {id: left, type: percentage, at_most: 60}",
         "- {id: left, type: percentage, when: {of: profile/has-board, equals: true}}",
         f"here+3: 'left': 'left' is not always asked, {UNASKED}"),
        ("- {id: fees, type: money, currency: EUR, at_least: 0}",
         "- {id: fees, type: money, currency: EUR, obligation: should}",
         f"here+16: 'earned-share': 'fees' {EMPTY}"),
        ("- {id: income, type: money, currency: EUR}",
         "- {id: income, type: money, currency: EUR, obligation: should}",
         f"here+7: 'earned-share': 'income' {EMPTY}"),
        ("bands: {of: left,", "bands: {of: reach/countries,",
         f"here: 'reach/countries': 'reach' does not always apply, {UNASKED}"),
        ("- {id: form, type: choice, answers: legal-form}",
         "- {id: form, type: choice, answers: legal-form, obligation: should}",
         f"here+3: 'form': 'form' {EMPTY}"),
        ("- {id: channels, type: choices, options: [fairs, press, web]}",
         "- {id: channels, type: choices, options: [fairs, press, web], obligation: should}",
         f"here+4: 'channels': 'channels' {EMPTY}"),
        ("- {id: topics, type: choices, options: [law, design, sales]}",
         "- {id: topics, type: choices, options: [law, design, sales], obligation: should}",
         f"here+4: 'topics': 'topics' {EMPTY}"),
    ],
)  # fmt: skip
def test_level_is_made_of_what_is_answered_in_the_end(old, new, fault):
    assert told("criteria.yaml", old, new) == [fault]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- {id: days, type: decimal}",
         "- {id: days, type: decimal, when: {of: has-plan, equals: true}}"),
        ("- {id: form, type: choice, answers: legal-form}\n    compared: {of: form}\n    rating:\n"
         "      choice: {of: form, levels: {association: 3, company: 4, none-yet: 0}}",
         "- {id: form, type: choice, answers: legal-form, obligation: should}"),
    ],
)  # fmt: skip
def test_rung_fails_where_nothing_is_asked_and_may_ask_whether_there_is_an_answer(old, new):
    assert made(("criteria.yaml", old, new), base=EVERYTHING)


def test_figures_in_a_circle_are_told_as_a_circle_alone():
    circle = "- {id: earned, difference: [earned-share, grants]}"
    (fault,) = told("criteria.yaml", "- {id: earned, difference: [income, grants]}", circle)
    assert "wait for each other in a circle" in fault
