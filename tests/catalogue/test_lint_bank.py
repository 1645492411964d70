"""criteria.yaml: scales and rules of criteria, their questions, and the names that conditions use."""

import pytest

from assessment.catalogue.loader import load_edition
from tests.catalogue.building import (
    EVERYTHING,
    FILES,
    faults_after,
    faults_of_everything,
    made,
    make_files,
    told,
)

TWICE = "stands here twice; expected it once"
NUMBER = "expected a number, a figure or a choices question"


def bank(old: str, new: str) -> list[str]:
    """The faults of the whole scheme after a change of its bank."""
    return told("criteria.yaml", old, new)


def test_criterion_stands_in_the_bank_once():
    change = ("criteria.yaml", "- id: team", "- id: team\n  - id: team")
    assert faults_after(change) == [f"criteria.yaml:7: 'team' {TWICE}"]


def test_criterion_is_not_called_profile():
    message = "'profile' names the questions about the cluster; expected another id"
    found = faults_after(("criteria.yaml", "- id: team", "- id: profile\n  - id: team"))
    assert f"criteria.yaml:6: {message}" in found


def test_scale_that_the_scheme_lacks_is_told_at_each_criterion():
    message = "the scale 'stairs' is not in scheme.yaml; expected one of: steps, none"
    assert faults_after(("criteria.yaml", "scale: steps", "scale: stairs")) == [
        f"criteria.yaml:6: 'team': {message}",
        f"criteria.yaml:7: 'money': {message}",
    ]


def test_criterion_needs_a_scale_of_its_own_or_by_default():
    message = "has no scale, and defaults name none; expected a scale, or none"
    assert faults_after(("criteria.yaml", "  scale: steps\n", "")) == [
        f"criteria.yaml:5: 'team' {message}",
        f"criteria.yaml:6: 'money' {message}",
    ]


def test_support_of_a_criterion_begins_at_a_level_of_its_scale():
    change = ("criteria.yaml", "evidence: {from_level: 1}", "evidence: {from_level: 3}")
    message = "evidence from level 3, which its scale lacks; expected one of: 0, 1, 2"
    assert faults_after(change) == [f"criteria.yaml:8: 'money': {message}"]


def test_support_by_default_begins_at_a_level_of_every_scale_that_it_holds_for():
    change = ("criteria.yaml", "justification: {from_level: 1}", "justification: {from_level: 5}")
    message = "justification from level 5, which its scale lacks; expected one of: 0, 1, 2"
    assert faults_after(change) == [
        f"criteria.yaml:6: 'team': {message}",
        f"criteria.yaml:7: 'money': {message}",
    ]


def test_support_that_a_criterion_switches_off_begins_nowhere():
    change = ("criteria.yaml", "justification: {from_level: 1}", "justification: {from_level: 5}")
    off = ("criteria.yaml", "  - id: team\n", "  - id: team\n    justification: none\n")
    assert faults_after(change, off) == [
        "criteria.yaml:8: 'money': justification from level 5, which its scale lacks;"
        " expected one of: 0, 1, 2"
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("effort: {1: 1, 2: 2, 4: 8}", "effort: {0: 1, 2: 2}", "here: 'strategy': effort of level 0,"
         " to which no step leads; expected one of: 1, 2, 3, 4"),
        ("effort: {1: 1, 2: 2, 4: 8}", "effort: {5: 1}", "here: 'strategy': effort of level 5,"
         " to which no step leads; expected one of: 1, 2, 3, 4"),
        ("[dated, approved]", "[dated, approved, dated]", f"here: 'dated' {TWICE}"),
        ("    evidence: {from_level: 0, kinds: [image]}",
         "    evidence: {from_level: 1}", "here: 'portrait' is not rated, so evidence cannot begin"
         " at level 1; expected 0"),
        ("    evidence: {from_level: 0, kinds: [image]}",
         "    justification: {from_level: 2}", "here: 'portrait' is not rated, so justification"
         " cannot begin at level 2; expected 0"),
        ("    evidence: {from_level: 0, kinds: [image]}",
         "    rating: {ladder: {1: [motto]}}", "here: 'portrait' has a rating but no scale;"
         " expected both or neither"),
    ],
)  # fmt: skip
def test_fault_in_the_rules_of_a_criterion_is_told_where_it_stands(old, new, fault):
    assert bank(old, new) == [fault]


def test_what_is_not_rated_asks_something():
    change = ("criteria.yaml", "- id: team\n", "- id: team\n  - {id: extra, scale: none}\n")
    message = "'extra' has neither a scale nor questions; expected one of them"
    assert f"criteria.yaml:7: {message}" in faults_after(change)


def test_what_is_retired_need_not_ask_anything():
    retired = "- {id: fax, status: retired, scale: none}"
    change = ("criteria.yaml", "- id: team\n", f"- id: team\n  {retired}\n")
    assert made(change)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("{id: grants, type", "{id: fees, type", f"here: 'fees' {TWICE}"),
        ("{id: earned, difference", "{id: fees, difference", f"here: 'fees' {TWICE}"),
        ("{id: own-share, type", "{id: income, type", f"here: 'income' {TWICE}"),
        ("options: [energy, health]", "options: [energy, energy]", f"here: 'energy' {TWICE}"),
        ("options: [energy, health]", "answers: areas",
         "here: the answer set 'areas' is not in scheme.yaml; expected legal-form"),
        ("choose_at_most: 2, alone: lobbying", "choose_at_most: 2, alone: none",
         "here: 'none' is not an option of 'offered';"
         " expected one of: training, matchmaking, lobbying"),
        ("options: [training, matchmaking, lobbying], choose_at_most: 2, alone: lobbying",
         "answers: legal-form, alone: lobbying",
         "here: 'lobbying' is not an option of 'offered';"
         " expected one of: association, company, none-yet"),
        ("[fees, grants, projects.income]", "[fees, grants, projects.gain]", "here: 'projects.gain':"
         " the criterion 'funding' has no table 'projects' with the column 'gain'"),
        ("[fees, grants, projects.income]", "[fees, grants, fees.income]", "here: 'fees.income':"
         " the criterion 'funding' has no table 'fees' with the column 'income'"),
        ("[fees, grants, projects.income]", "[fees, grants, projects.title]", "here: 'projects.title':"
         " this column is of the type text; expected one of numbers, which has a total"),
        ("[fees, grants, projects.income]", "[fees, grants, projects]", "here: 'projects': this is a"
         f" question of the type table; {NUMBER}"),
        ("[fees, grants, projects.income]", "[fees, grant]", "here: 'grant': the criterion 'funding'"
         " has no question or figure 'grant'; expected one of: fees, grants, projects, income,"
         " earned, earned-share"),
        ("[fees, grants, projects.income]", "[fees, donors/grants]",
         "here: 'donors/grants': there is no criterion 'donors'"),
        ("[fees, grants, projects.income]", "[fees, profile/form]", "here: 'profile/form': this is a"
         f" question of the type choice; {NUMBER}"),
        ("difference: [income, grants]", "years_since: earned-share",
         "here: 'earned-share': this is a figure; expected a date question"),
    ],
)  # fmt: skip
def test_fault_in_questions_and_figures_is_told_where_it_stands(old, new, fault):
    assert fault in bank(old, new)


def test_operand_is_told_on_its_own_line():
    lines = "sum:\n          - fees\n          - grant\n          - projects.income"
    change = "{id: income, sum: [fees, grants, projects.income]}", f"id: income\n        {lines}"
    (fault,) = bank(*change)
    assert fault.startswith("here+3: 'grant': ")


TOPICS = "{of: topics, includes: law}"
FORM = "{of: profile/form, one_of: [association, company]}"
OPTION = "is not an option; expected one of"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("1: [has-plan]", "1: [plan]", "here: 'plan': the criterion 'learning' has no question or"
         " figure 'plan'; expected one of: has-plan, days, topics"),
        ("1: [has-plan]", "1: [days]", "here: 'days': this is a question of the type decimal;"
         " only a yes_no question can be true or stand alone"),
        ("1: [has-plan]", "1: [topics]",
         "here: 'topics': several options can be chosen here; expected includes"),
        (TOPICS, "{of: topics, includes: music}",
         f"here: 'topics': the text 'music' {OPTION}: law, design, sales"),
        (TOPICS, "{of: topics, equals: law}",
         "here: 'topics': several options can be chosen here; expected includes"),
        (TOPICS, "{of: has-plan, includes: law}", "here: 'has-plan': this is of the type yes_no,"
         " which includes nothing; expected equals or one_of"),
        (FORM, "{of: profile/form, one_of: [association, club]}",
         f"here: 'profile/form': the text 'club' {OPTION}: association, company, none-yet"),
        (FORM, "{of: profile/form, equals: 3}",
         f"here: 'profile/form': the number 3 {OPTION}: association, company, none-yet"),
        (FORM, "{of: profile/forms, is_answered: true}", "here: 'profile/forms': the profile has no"
         " question or figure 'forms'; expected one of: founded, staff, members, enterprises,"
         " form, has-board, board-size, age, business-share"),
        (FORM, "{of: profile/founded, equals: '2020-01-01'}", "here: 'profile/founded': a question of"
         " the type date can only be compared by is_answered"),
        (FORM, "{of: has-plan, at_least: 1}",
         f"here: 'has-plan': this is a question of the type yes_no; {NUMBER}"),
        (FORM, "{of: funding/projects.area, equals: energy}", "here: 'funding/projects.area': this"
         " column is of the type choice; expected one of numbers, which has a total"),
        (FORM, "{of: funding/projects, equals: energy}", "here: 'funding/projects': a question of"
         " the type table can only be compared by is_answered"),
        (FORM, "{of: portrait/motto, equals: 5}", "here: 'portrait/motto': expected a text"),
        (FORM, "{of: days, one_of: [a]}", "here: 'days': expected a number"),
        (FORM, "{of: portrait/motto, equals: true}", "here: 'portrait/motto': this is a question of"
         " the type text; only a yes_no question can be true or stand alone"),
        ("{level_of: strategy, at_least: 2}", "{level_of: strateggy, at_least: 2}",
         "here: level_of 'strateggy': there is no such criterion"),
        ("{level_of: strategy, at_least: 2}", "{level_of: strategy, at_least: 5}",
         "here: level_of 'strategy': its scale has no level 5; expected one of: 0, 1, 2, 3, 4"),
        ("{level_of: strategy, at_least: 2}", "{level_of: strategy, at_least: 2.5}",
         "here: level_of 'strategy': its scale has no level 2 1/2; expected one of: 0, 1, 2, 3, 4"),
        ("{level_of: strategy, at_least: 2}", "{level_of: portrait, at_least: 0}",
         "here: level_of 'portrait': this criterion is not rated; expected one that is"),
        ("when: {of: profile/enterprises, at_least: 1}", "when: {of: reach/q, equals: 1}",
         "here: 'reach/q': the criterion 'reach' has no question or figure 'q';"
         " expected one of: countries, channels"),
    ],
)  # fmt: skip
def test_fault_in_a_condition_is_told_where_it_stands(old, new, fault):
    assert fault in bank(old, new)


def test_condition_inside_others_is_told_on_its_own_line():
    deep = "\n".join([
        "when:",
        "      any:",
        "        - {of: profile/enterprises, at_least: 1}",
        "        - all:",
        "            - not:",
        "                of: profile/size",
        "                equals: 1",
    ])  # fmt: skip
    (fault,) = bank("when: {of: profile/enterprises, at_least: 1}", deep)
    assert fault.startswith("here+4: 'profile/size': ")


@pytest.mark.parametrize(
    "condition",
    [
        "{of: topics, at_least: 2}",
        "{of: funding/projects.income, at_most: 5}",
        "{of: funding/projects, is_answered: false}",
        "{of: funding/earned-share, equals: 50}",
        "{of: portrait/website, one_of: ['https://example.org']}",
        "{of: area-1/areas, includes: strategy}",
        "{of: profile/age, one_of: [1, 2.5]}",
    ],
)
def test_condition_may_compare_what_can_be_compared(condition):
    """Gold does not ask every criterion named here, which is a fault of its own."""
    files = make_files(("criteria.yaml", FORM, condition), base=EVERYTHING)
    asked = "- {id: learning, points: 4.5}\n      - {id: portrait}\n      - {id: area-1}"
    files["gold.yaml"] = files["gold.yaml"].replace("- {id: learning, points: 4.5}", asked)
    assert load_edition(files)


def test_options_that_a_broken_label_would_give_are_not_judged():
    found = faults_of_everything(
        ("criteria.yaml", FORM, "{of: area-1/areas, includes: nonsense}"),
        ("gold.yaml", "tier: gold", "tier: iron"),
    )
    assert [fault.split(":")[0] for fault in found] == ["gold.yaml"]


def test_bank_of_the_small_scheme_needs_no_defaults():
    text = "criteria:\n  - {id: team, scale: steps}\n  - {id: money, scale: steps}\n"
    assert made(base=FILES | {"criteria.yaml": text})


@pytest.mark.parametrize(("rows", "faults"), [(20, 0), (200, 1)])
def test_table_has_no_more_fields_than_a_page_can_show(rows, faults):
    options = ", ".join(f"o{i}" for i in range(196))  # with the four fields 200 in a row
    found = faults_of_everything(
        ("criteria.yaml", "options: [energy, health]", f"options: [{options}]"),
        ("criteria.yaml", "rows_at_most: 20", f"rows_at_most: {rows}"),
    )
    message = "this table has 40000 fields and options; expected at most 20000"
    assert [f for f in found if "fields" in f] == [f"criteria.yaml:23: {message}"] * faults
