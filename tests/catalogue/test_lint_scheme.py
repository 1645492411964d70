"""scheme.yaml, and what must not go round in circles."""

import pytest

from tests.catalogue.building import FILES, faults_after, faults_of, made, told

TWICE = "stands here twice; expected it once"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[en, fi]", "[en, fi, en]", f"3: 'en' {TWICE}"),
        ("[gold]", "[gold,\n  gold]", f"5: 'gold' {TWICE}"),
        ("scales:", "answer_sets:\n  form: [a, b,\n    a]\nscales:", f"7: 'a' {TWICE}"),
    ],
)
def test_name_given_twice_is_told_at_the_second(old, new, fault):
    assert f"scheme.yaml:{fault}" in faults_after(("scheme.yaml", old, new))


@pytest.mark.parametrize("levels", ["[2, 1, 0]", "[0, 2, 4]", "[0, 0, 1]", "[0, 1, 2, 2]"])
def test_levels_of_a_scale_count_up_by_one(levels):
    fault = "scheme.yaml:6: scale 'steps': expected levels that count up by one, such as 0, 1, 2"
    assert fault in faults_after(("scheme.yaml", "[0, 1, 2]", levels))


def test_scale_is_not_called_none():
    fault = "'none' says that a criterion is not rated; expected another name for a scale"
    found = faults_after(("scheme.yaml", "scales:\n", "scales:\n  none: [0, 1]\n"))
    assert f"scheme.yaml:6: {fault}" in found


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("{id: members, type", "{id: staff, type", f"here: 'staff' {TWICE}"),
        ("{id: age, years", "{id: staff, years", f"here: 'staff' {TWICE}"),
        ("answers: legal-form}", "answers: forms}",
         "here: the answer set 'forms' is not in scheme.yaml; expected legal-form"),
        ("answers: legal-form}", "criteria_of: tin}",
         "here: the label 'tin' is not in scheme.yaml; expected one of: bronze, silver, gold"),
        ("answers: legal-form}", "options: [a, a]}", f"here: 'a' {TWICE}"),
        ("when: {of: has-board, equals: true}", "when: {of: has-board, equals: yes}",
         "here: 'has-board': expected true or false"),
        ("years_since: founded", "years_since: staff", "here: 'staff': this is a question of the"
         " type decimal; expected a date question"),
        ("[enterprises, members]", "[enterprises, board]",
         "here: 'board': the profile has no question or figure 'board'; expected one of: founded,"
         " staff, members, enterprises, form, has-board, board-size, age, business-share"),
        ("[enterprises, members]", "[enterprises, learning/days]", "here: 'learning/days':"
         " the profile knows no criteria; expected a question or figure of the profile"),
        ("id: established", "id: staffed", f"here: 'staffed' {TWICE}"),
        ("{of: age, at_least: 2}", "{of: founded, at_least: 2}", "here: 'founded': this is a"
         " question of the type date; expected a number, a figure or a choices question"),
        ("{of: age, at_least: 2}", "{level_of: strategy, at_least: 2}", "here: level_of 'strategy':"
         " the profile knows no criteria; expected a question or figure of the profile"),
        ("not: {of: form, equals: none-yet}", "not: {of: form, equals: club}",
         "here: 'form': the text 'club' is not an option; expected one of: association, company,"
         " none-yet"),
    ],
)  # fmt: skip
def test_fault_in_the_profile_or_eligibility_is_told_where_it_stands(old, new, fault):
    assert fault in told("scheme.yaml", old, new)


def test_figure_may_be_left_without_a_unit_and_a_set_without_a_use():
    change = ("scheme.yaml", "scales:", "answer_sets: {form: [a, b]}\nscales:")
    english = ("texts/en.yaml", "scales:", "answer_sets: {form: {a: A, b: B}}\nscales:")
    assert made(change, english)


# Circles


def circle(entries: str) -> str:
    """The one fault of a bank of these criteria."""
    text = f"defaults: {{scale: steps}}\ncriteria:\n{entries}"
    found = faults_of(FILES | {"criteria.yaml": text})
    (fault,) = [fault for fault in found if fault.startswith("criteria.yaml")]
    return fault.removeprefix("criteria.yaml:").replace(
        "these wait for each other in a circle", "O"
    )


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ("- id: team\n  figures:\n  - {id: a, sum: [b]}\n  - {id: b, sum: [a]}\n",
         "5: O: team/a > team/b > team/a"),
        ("- id: team\n  figures: [{id: a, sum: [a]}]\n", "4: O: team/a > team/a"),
        ("- id: team\n  figures: [{id: a, sum: [money/b]}]\n"
         "- id: money\n  figures: [{id: b, sum: [team/a]}]\n",
         "6: O: money/b > team/a > money/b"),
        ("- id: team\n  questions: [{id: q, type: yes_no, when: {of: q, equals: true}}]\n",
         "4: O: team/q > team/q"),
        ("- id: team\n  when: {of: q, equals: true}\n  questions: [{id: q, type: yes_no}]\n",
         "5: O: team/q > whether team applies > team/q"),
        ("- id: team\n  rating: {ladder: {1: [{level_of: team, at_least: 1}]}}\n",
         "3: O: the level of team > the level of team"),
        ("- id: team\n  when: {level_of: money, at_least: 1}\n"
         "- id: money\n  when: {level_of: team, at_least: 1}\n",
         "5: O: the level of money > whether money applies > the level of team >"
         " whether team applies > the level of money"),
    ],
)  # fmt: skip
def test_answers_that_wait_for_each_other_are_told(entries, fault):
    assert circle(entries) == fault


def test_long_circle_is_told_in_part():
    figures = "".join(f"  - {{id: f{i}, sum: [f{(i + 1) % 40}]}}\n" for i in range(40))
    names = " > ".join(f"team/f{i}" for i in (0, 1, 2, 3, 4, 5, 6, 7))
    assert circle(f"- id: team\n  figures:\n{figures}") == f"5: O: {names} > … > team/f0"


def test_level_may_depend_on_another_and_that_on_a_third():
    entries = [f"  when: {{level_of: c{i + 1}, at_least: 1}}\n" for i in range(2)] + [""]
    text = "".join(f"- id: c{i}\n{entry}" for i, entry in enumerate(entries))
    found = faults_of(FILES | {"criteria.yaml": f"defaults: {{scale: steps}}\ncriteria:\n{text}"})
    assert not [fault for fault in found if fault.startswith("criteria.yaml")]


def figures(count: int) -> str:
    made = ["{id: f1, sum: [n]}", *(f"{{id: f{i}, sum: [f{i - 1}]}}" for i in range(2, count + 1))]
    lines = "".join(f"  - {one}\n" for one in made)
    return f"- id: team\n  questions: [{{id: n, type: whole}}]\n  figures:\n{lines}"


def test_figures_are_made_of_figures_at_most_eight_times():
    text = f"defaults: {{scale: steps}}\ncriteria:\n{figures(8)}"
    found = faults_of(FILES | {"criteria.yaml": text})
    assert not [fault for fault in found if fault.startswith("criteria.yaml")]
    message = "9 figures are made from figures one after the other up to team/f9"
    assert circle(figures(9)) == f"14: {message}; expected at most 8"


def test_answers_depend_on_each_other_over_at_most_25_steps():
    entries = [f"- {{id: c{i}, when: {{level_of: c{i + 1}, at_least: 1}}}}\n" for i in range(12)]
    message = "26 answers wait for each other one after the other up to the level of c0"
    fault = f"3: {message}; expected at most 25"
    assert circle("".join(entries) + "- {id: c12}\n") == fault


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("gold.yaml", "sections:", "includes: [{label: silver, criteria: all}]\nsections:",
         "here: labels include each other in a circle: gold > silver > gold"),
        ("gold.yaml", "sections:", "includes: [{label: gold, criteria: all}]\nsections:",
         "here: labels include each other in a circle: gold > gold"),
        ("bronze.yaml", "sections:", "prerequisite: {label: silver}\nsections:",
         "here: labels require each other in a circle: bronze > silver > bronze"),
    ],
)  # fmt: skip
def test_labels_that_build_on_each_other_are_told(name, old, new, fault):
    assert told(name, old, new) == [fault]


def test_profile_asks_for_no_file():
    profile = "profile: {questions: [{id: statutes, type: file}]}\nscales:"
    message = "the profile keeps no files; expected a link, or the question in a criterion"
    assert f"scheme.yaml:5: {message}" in faults_after(("scheme.yaml", "scales:", profile))


def _from_cluster(question: str, fact: str) -> list[str]:
    """The faults of the whole scheme after one of its questions takes a fact of the cluster."""
    return told("scheme.yaml", question, f"{question}, from_cluster: {fact}")


def test_fact_of_the_cluster_fits_the_type_of_its_question():
    assert _from_cluster("{id: has-board, type: yes_no", "staff") == [
        "here: 'staff' does not answer the type 'yes_no'; expected decimal"
    ]


def test_legal_form_of_the_cluster_needs_all_its_options():
    assert _from_cluster("{id: form, type: choice, answers: legal-form", "legal-form") == [
        "here: 'legal-form' may be what is no option of 'form': "
        "cooperative, foundation, public-body, host, agreement"
    ]


def test_only_the_profile_takes_facts_of_the_cluster():
    found = told(
        "criteria.yaml", "{id: days, type: decimal", "{id: days, from_cluster: smes, type: decimal"
    )
    message = "here: only a question of the scheme's profile takes facts of the cluster's own"
    assert found == [message]
