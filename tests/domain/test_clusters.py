"""What a cluster says about itself: figures of a year, and what schemes may take from them."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.clusters import (
    MEMBERS,
    YEARLY,
    ClusterFact,
    ClusterFacts,
    YearFigure,
    answer_from,
    members,
    plain_facts,
    plain_figures,
    read_facts,
    read_figures,
    stated,
)
from assessment.domain.errors import InvalidValue
from assessment.domain.questions import Question, QuestionType

counts = st.integers(0, 10**6).map(str)
hundredths = st.integers(0, 10**9).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")
years = st.fixed_dictionaries(
    {}, optional={kind.value: counts for kind in MEMBERS} | {"staff": hundredths}
)
CLUSTER = ClusterFacts("Northern Timber", "FI")


@given(years)
def test_figures_that_are_kept_are_read_as_the_same_numbers(raw: dict[str, str]) -> None:
    kept = plain_figures(raw)
    assert read_figures(kept) == {YearFigure(k): Fraction(v) for k, v in raw.items()}
    assert plain_figures(kept) == kept


@given(years)
def test_members_are_all_kinds_together_and_nothing_while_none_is_told(
    raw: dict[str, str],
) -> None:
    told = [int(raw[kind]) for kind in MEMBERS if kind in raw]
    assert members(read_figures(raw)) == (sum(told) if told else None)


def test_facts_are_kept_as_plain_json_without_what_is_not_told() -> None:
    told = replace(CLUSTER, founded=date(2015, 3, 1), sectors=("food", "ict"))
    assert plain_facts(told) == {
        "name": "Northern Timber",
        "country": "FI",
        "founded": "2015-03-01",
        "sectors": ["food", "ict"],
    }
    assert plain_facts(replace(told, sectors=("ict", "food"))) == plain_facts(told)
    assert read_facts(plain_facts(told)) == told


@pytest.mark.parametrize("raw", [{"smes": "-1"}, {"smes": "1.5"}, {"staff": "some"}])
def test_what_cannot_be_a_figure_is_refused(raw: dict[str, str]) -> None:
    with pytest.raises(InvalidValue):
        read_figures(raw)


def test_what_is_not_told_answers_nothing() -> None:
    assert stated(CLUSTER, {}) == {}


def test_zero_is_told() -> None:
    assert stated(CLUSTER, {YearFigure.OTHERS: Fraction(0)}) == {
        ClusterFact.MEMBERS: "0",
        ClusterFact.OTHERS: "0",
    }


@pytest.mark.parametrize(
    "facts",
    [
        ClusterFacts("Timber", "FI", eccp_address="https://eccp.example/timber"),
        ClusterFacts("Timber", "FI", networks=("vanguard", "eccp")),
    ],
)
def test_profile_on_eccp_is_told_by_its_address_or_the_network(facts: ClusterFacts) -> None:
    assert stated(facts, {}) == {ClusterFact.ON_ECCP: True}


def test_answer_is_what_the_question_takes() -> None:
    told = {ClusterFact.STAFF: "2.5", ClusterFact.FOUNDED: "2015-03-01"}
    staff = Question("staff", QuestionType.DECIMAL, from_cluster="staff")
    assert answer_from(staff, told) == "2.5"
    small = Question("staff", QuestionType.DECIMAL, at_most=Fraction(2), from_cluster="staff")
    assert answer_from(small, told) is None
    founded = Question("day", QuestionType.DATE, not_after_today=True, from_cluster="founded")
    assert answer_from(founded, told, date(2015, 3, 1)) == "2015-03-01"
    assert answer_from(founded, told, date(2015, 2, 28)) is None
    assert answer_from(Question("staff", QuestionType.DECIMAL), told) is None


def test_every_figure_of_a_year_may_answer_a_question() -> None:
    assert {figure.value for figure in YearFigure} | {"members"} == {fact.value for fact in YEARLY}
    for figure in YearFigure:
        assert figure.question.type in ClusterFact(figure.value).types
