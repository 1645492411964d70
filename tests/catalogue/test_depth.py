"""What is let in can also be scored: written out in full, these would be steps without end."""

import re
from fractions import Fraction

import pytest

from assessment.catalogue.lint import dependence
from assessment.domain.answers import Answer, AnswerSheet
from assessment.domain.criteria import Label
from assessment.domain.scorecard import Reason
from assessment.domain.scoring import score
from tests.catalogue.building import FILES, made
from tests.catalogue.hostile_making import flow


def label_of(*criteria: str) -> Label:
    """The label that asks these criteria of a bank, in the order of the letters."""
    words = "{title: x, question: x, why: x, evidence: x, levels: {0: x, 1: x, 2: x}"
    asked, texts = "", FILES["texts/en.yaml"].partition("sections:")[0]
    texts += "sections: {structure: {title: x, intro: x}}\ncriteria:\n"
    for i, keys in enumerate(criteria):
        letter = chr(97 + i)
        asked += f"      - {{id: {letter}, points: 7}}\n"
        questions = flow(f"{key}: {{label: x}}" for key in re.findall(r"id: (\w), type", keys))
        figures = flow(f"{key}: x" for key in re.findall("id: (f[0-9-]+)", keys))
        texts += f"  {letter}: {words}, questions: {{{questions}}}, figures: {{{figures}}}}}\n"
    entries = "".join(f"- {{id: {chr(97 + i)}{keys}}}\n" for i, keys in enumerate(criteria))
    head, _, _ = FILES["gold.yaml"].partition("sections:")
    files = FILES | {
        "criteria.yaml": f"defaults: {{scale: steps}}\ncriteria:\n{entries}",
        "gold.yaml": f"{head}sections:\n  - id: structure\n    criteria:\n{asked}",
        "texts/en.yaml": texts,
        "texts/fi.yaml": "language: fi\n",
    }
    return made(base=files).scheme.label("gold")


def test_sums_of_sums_of_sums_are_worked_out_once():
    """Each of eight figures is fifty times the one before."""
    figures = ["{id: f0, sum: [n]}"]
    figures += [f"{{id: f{i}, sum: [{flow([f'f{i - 1}'] * 50)}]}}" for i in range(1, 8)]
    label = label_of(f", questions: [{{id: n, type: whole}}], figures: [{flow(figures)}]")
    found = score(label, AnswerSheet({"a": Answer(1, values={"n": "3"})})).of("a")
    assert found.figures["f7"] == 3 * 50**7


def test_ratios_of_ratios_stay_numbers_of_some_length():
    """f and g swap places in each step: the exponent of three fifths doubles up to 2^6."""
    figures = ["{id: f0, ratio: [n, m]}", "{id: f-0, ratio: [m, n]}"]
    for i in range(1, 7):
        figures.append(f"{{id: f{i}, ratio: [f{i - 1}, f-{i - 1}]}}")
        figures.append(f"{{id: f-{i}, ratio: [f-{i - 1}, f{i - 1}]}}")
    label = label_of(
        f", questions: [{{id: n, type: whole}}, {{id: m, type: whole}}], figures: [{flow(figures)}]"
    )
    found = score(label, AnswerSheet({"a": Answer(1, values={"n": "3", "m": "5"})})).of("a")
    assert found.figures["f6"] == Fraction(3, 5) ** 64


@pytest.fixture
def many_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets levels hang on levels in chains that the limit on ways would cut short."""
    monkeypatch.setattr(dependence, "MOST_WORLDS", 10**12)


def level_of(letter: int, *, times: int = 40) -> str:
    return flow([f"{{level_of: {chr(97 + letter)}, at_least: 1}}"] * times)


FIRST = ", questions: [{id: n, type: yes_no}], rating: {ladder: {1: [n]}}"


def test_levels_that_hang_on_levels_are_worked_out_once(many_ways):
    """Twenty criteria, each of which asks forty times for the level of the one before."""
    rest = [f", rating: {{ladder: {{1: [{level_of(i)}]}}}}" for i in range(19)]
    label = label_of(FIRST, *rest)
    card = score(label, AnswerSheet({"a": Answer(values={"n": True})}))
    assert [found.level for found in card.criteria] == [1] * 20
    card = score(label, AnswerSheet())
    assert [found.level for found in card.criteria] == [None] * 20
    assert card.possible == 20 * Fraction(7, 2)


def test_criteria_that_apply_when_others_do_are_settled_once(many_ways):
    """Twelve criteria, each of which applies when the one before has a level."""
    rest = [f", when: {{any: [{level_of(i)}]}}" for i in range(11)]
    label = label_of(FIRST, *rest)
    claims = {chr(97 + i): Answer(1, "why") for i in range(1, 12)}
    card = score(label, AnswerSheet(claims | {"a": Answer(values={"n": False})}))
    assert {found.reason for found in card.criteria[1:]} == {Reason.NOT_APPLICABLE_BY_RULE}
    assert score(label, AnswerSheet(claims)).of("l").level == 1


def test_longest_chain_of_the_deepest_conditions_does_not_exhaust_the_stack(many_ways):
    """Each condition is a denial in a denial in a denial, as deep as a file may be nested."""

    def deep(letter: int) -> str:
        inner = level_of(letter, times=1)
        for _ in range(6):
            inner = f"{{not: {{not: {inner}}}}}"
        return f", rating: {{ladder: {{1: [{inner}]}}}}"

    label = label_of(FIRST, *(deep(i) for i in range(22)))
    card = score(label, AnswerSheet({"a": Answer(values={"n": True})}))
    assert card.of("w").level == 1
    assert score(label, AnswerSheet()).of("w").level is None
