"""Who may review whom. The reviewer is 1, the cluster under review 10, its team 5 and 6."""

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.conflicts import (
    Affiliation,
    ClusterTies,
    Conflict,
    PastReview,
    ReviewerTies,
    Rule,
    TeamTime,
    TieKind,
    Weight,
    conflicts,
    refuses,
)

TODAY = date(2026, 6, 15)
LONG_AGO = date(2015, 1, 1)
NAMES = ("Northern Timber", "Lapland Wood Association")
REVIEWER, OTHER, CLUSTER, ELSEWHERE = 1, 5, 10, 20


def cluster(**facts: object) -> ClusterTies:
    return ClusterTies(CLUSTER, NAMES, **facts)  # type: ignore[arg-type]


def tie(
    kind: TieKind = TieKind.EMPLOYED,
    organisation: str = "Lapland Wood Association",
    until: date | None = None,
    cluster_id: int | None = None,
) -> Affiliation:
    return Affiliation(kind, organisation, LONG_AGO, until, cluster_id)


def of_reviewer(*ties: Affiliation, teams: tuple[TeamTime, ...] = ()) -> ReviewerTies:
    return ReviewerTies(REVIEWER, ties, teams)


def found(reviewer: ReviewerTies, under_review: ClusterTies | None = None, years: int = 3):
    return conflicts(reviewer, under_review or cluster(), years, TODAY)


def test_words_in_which_conflicts_are_kept_stay() -> None:
    ties = ["employed", "board", "member", "adviser"]
    assert list(TieKind) == ties
    assert list(Rule) == ["team", *ties, "similar_name", "reciprocal", "last_panel", "objected"]
    assert list(Weight) == ["refuse", "warn"]


def test_stranger_may_review() -> None:
    stranger = of_reviewer(
        tie(organisation="Southern Steel"),
        tie(cluster_id=ELSEWHERE, organisation="Wood"),
        teams=(TeamTime(REVIEWER, ELSEWHERE, LONG_AGO),),
    )
    team = (TeamTime(OTHER, CLUSTER, LONG_AGO),)
    assert found(stranger, cluster(team=team)) == ()
    assert not refuses(())


@pytest.mark.parametrize("kind", TieKind)
@pytest.mark.parametrize(
    ("until", "weight"),
    [
        (None, Weight.REFUSE),
        (date(2030, 1, 1), Weight.REFUSE),
        (date(2026, 6, 14), Weight.REFUSE),
        (date(2023, 6, 15), Weight.REFUSE),
        (date(2023, 6, 14), Weight.WARN),
        (date(2016, 1, 1), Weight.WARN),
    ],
)
def test_tie_to_the_clusters_organisation_refuses_for_three_years_and_warns_after(
    kind: TieKind, until: date | None, weight: Weight
) -> None:
    held = tie(kind, until=until)
    assert found(of_reviewer(held)) == (Conflict(Rule(kind.value), weight, held),)


@pytest.mark.parametrize(
    ("until", "weight"),
    [(None, Weight.REFUSE), (date(2023, 6, 15), Weight.REFUSE), (date(2023, 6, 14), Weight.WARN)],
)
def test_time_on_the_team_counts_alike_whoever_tells_of_it(
    until: date | None, weight: Weight
) -> None:
    time = TeamTime(REVIEWER, CLUSTER, LONG_AGO, until)
    expected = (Conflict(Rule.TEAM, weight, time),)
    assert found(of_reviewer(teams=(time,))) == expected
    assert found(of_reviewer(), cluster(team=(time,))) == expected
    assert found(of_reviewer(teams=(time,)), cluster(team=(time,))) == expected


def test_a_tie_that_is_to_begin_refuses() -> None:
    held = Affiliation(TieKind.BOARD, NAMES[0], date(2026, 9, 1))
    assert found(of_reviewer(held)) == (Conflict(Rule.BOARD, Weight.REFUSE, held),)


def test_without_years_only_what_lasts_today_refuses() -> None:
    ended, today = tie(until=date(2026, 6, 14)), tie(TieKind.BOARD, until=TODAY)
    assert found(of_reviewer(ended, today), years=0) == (
        Conflict(Rule.BOARD, Weight.REFUSE, today),
        Conflict(Rule.EMPLOYED, Weight.WARN, ended),
    )


def test_years_end_with_february() -> None:
    held = tie(until=date(2023, 2, 28))
    leap = conflicts(of_reviewer(held), cluster(), 1, date(2024, 2, 29))
    assert [conflict.weight for conflict in leap] == [Weight.REFUSE]


@pytest.mark.parametrize(
    ("organisation", "cluster_id", "rule"),
    [
        ("Northern Timber", None, Rule.EMPLOYED),
        ("lapland  wood ASSOCIATION", None, Rule.EMPLOYED),
        ("lapland wood association", ELSEWHERE, Rule.EMPLOYED),  # it may run several clusters
        ("LWA", CLUSTER, Rule.EMPLOYED),
        ("", CLUSTER, Rule.EMPLOYED),
        ("Northern Timber ry", None, Rule.SIMILAR_NAME),
        ("Lapland-Wood Association e.V.", None, Rule.SIMILAR_NAME),
        ("Lapland Wood", None, None),
        ("", None, None),
    ],
)
def test_certain_names_refuse_and_similar_ones_warn(
    organisation: str, cluster_id: int | None, rule: Rule | None
) -> None:
    held = tie(organisation=organisation, cluster_id=cluster_id)
    weight = Weight.WARN if rule is Rule.SIMILAR_NAME else Weight.REFUSE
    assert found(of_reviewer(held)) == ((Conflict(rule, weight, held),) if rule else ())


def test_cluster_without_a_name_of_its_organisation_is_like_nobody() -> None:
    unnamed = ClusterTies(CLUSTER, ("", "Northern Timber"))
    assert found(of_reviewer(tie(organisation="")), unnamed) == ()


TEAM = (TeamTime(OTHER, CLUSTER, LONG_AGO, date(2020, 1, 1)),)


@pytest.mark.parametrize(
    ("reviewed_by", "reviewed", "on", "is_conflict"),
    [
        (OTHER, ELSEWHERE, date(2023, 6, 15), True),
        (OTHER, ELSEWHERE, date(2026, 6, 15), True),
        (OTHER, ELSEWHERE, date(2023, 6, 14), False),
        (OTHER, 30, date(2026, 1, 1), False),  # nothing of the reviewer's
        (7, ELSEWHERE, date(2026, 1, 1), False),  # nobody of the team
    ],
)
def test_reviewer_reviewed_by_the_team_within_the_years_is_a_warning(
    reviewed_by: int, reviewed: int, on: date, is_conflict: bool
) -> None:
    review = PastReview(reviewed_by, reviewed, on)
    expected = (Conflict(Rule.RECIPROCAL, Weight.WARN, review),) if is_conflict else ()
    by_team = of_reviewer(teams=(TeamTime(REVIEWER, ELSEWHERE, LONG_AGO, date(2016, 1, 1)),))
    by_work = of_reviewer(tie(organisation="Steel", cluster_id=ELSEWHERE))
    under_review = cluster(team=TEAM, reviews=(review,))
    assert found(by_team, under_review) == found(by_work, under_review) == expected


def test_reviewers_own_reviews_are_not_returned_to_them() -> None:
    time = TeamTime(REVIEWER, CLUSTER, LONG_AGO, date(2016, 1, 1))
    review = PastReview(REVIEWER, ELSEWHERE, date(2026, 1, 1))
    own = of_reviewer(teams=(TeamTime(REVIEWER, ELSEWHERE, LONG_AGO),))
    under_review = cluster(team=(time,), reviews=(review,))
    assert [c.rule for c in found(own, under_review)] == [Rule.TEAM]


def test_seat_on_the_last_panel_is_a_warning() -> None:
    mine, other = PastReview(REVIEWER, CLUSTER, LONG_AGO), PastReview(2, CLUSTER, LONG_AGO)
    assert found(of_reviewer(), cluster(last_panel=(mine, other))) == (
        Conflict(Rule.LAST_PANEL, Weight.WARN, mine),
    )
    assert found(of_reviewer(), cluster(last_panel=(other,))) == ()


def test_seat_on_a_panel_to_which_the_cluster_objected_is_a_warning() -> None:
    mine, other = PastReview(REVIEWER, CLUSTER, LONG_AGO), PastReview(2, CLUSTER, LONG_AGO)
    assert found(of_reviewer(), cluster(objected=(mine, other))) == (
        Conflict(Rule.OBJECTED, Weight.WARN, mine),
    )


def test_refusals_come_first_then_the_closest_and_the_latest() -> None:
    adviser, board = tie(TieKind.ADVISER), tie(TieKind.BOARD, until=date(2024, 1, 1))
    long_ago, earlier = tie(until=date(2019, 1, 1)), tie(until=date(2018, 1, 1))
    seat = PastReview(REVIEWER, CLUSTER, date(2024, 1, 1))
    ordered = (board, adviser, long_ago, earlier)
    for ties in permutations(ordered):
        told = found(of_reviewer(*ties), cluster(last_panel=(seat,)))
        assert tuple(conflict.fact for conflict in told) == (*ordered, seat)
        assert refuses(told)
        assert not refuses(told[2:])


DAYS = st.dates(date(2010, 1, 1), date(2030, 1, 1))
AFFILIATIONS = st.builds(
    Affiliation,
    st.sampled_from(TieKind),
    st.sampled_from(["Northern Timber", "Northern Timber Oy", "Steel", ""]),
    DAYS,
    st.none() | DAYS,
    st.sampled_from([None, CLUSTER, ELSEWHERE]),
)
TIMES = st.builds(
    TeamTime,
    st.sampled_from([REVIEWER, OTHER]),
    st.sampled_from([CLUSTER, ELSEWHERE]),
    DAYS,
    st.none() | DAYS,
)
REVIEWS = st.builds(
    PastReview,
    st.sampled_from([REVIEWER, OTHER]),
    st.sampled_from([CLUSTER, ELSEWHERE]),
    DAYS,
)
REVIEWERS = st.builds(
    ReviewerTies,
    st.just(REVIEWER),
    st.lists(AFFILIATIONS, max_size=3).map(tuple),
    st.lists(TIMES.filter(lambda time: time.person_id == REVIEWER), max_size=2).map(tuple),
)
CLUSTERS = st.builds(
    ClusterTies,
    st.just(CLUSTER),
    st.just(NAMES),
    st.lists(TIMES.filter(lambda time: time.cluster_id == CLUSTER), max_size=2).map(tuple),
    st.lists(REVIEWS, max_size=2).map(tuple),
    st.lists(REVIEWS.filter(lambda seat: seat.cluster_id == CLUSTER), max_size=2).map(tuple),
)


@given(reviewer=REVIEWERS, under_review=CLUSTERS, years=st.integers(0, 10), today=DAYS)
def test_more_years_of_distance_never_weigh_less(
    reviewer: ReviewerTies, under_review: ClusterTies, years: int, today: date
) -> None:
    fewer = conflicts(reviewer, under_review, years, today)
    more = conflicts(reviewer, under_review, years + 1, today)
    assert {(c.rule, c.fact) for c in fewer} <= {(c.rule, c.fact) for c in more}
    refused = {c.fact for c in fewer if c.weight is Weight.REFUSE}
    assert refused <= {c.fact for c in more if c.weight is Weight.REFUSE}


@given(
    reviewer=REVIEWERS, under_review=CLUSTERS, years=st.integers(0, 10), more=AFFILIATIONS | TIMES
)
def test_another_tie_takes_no_conflict_away(
    reviewer: ReviewerTies, under_review: ClusterTies, years: int, more: Affiliation | TeamTime
) -> None:
    before = conflicts(reviewer, under_review, years, TODAY)
    is_work = isinstance(more, Affiliation)
    wider = ReviewerTies(
        REVIEWER,
        (*reviewer.affiliations, more) if is_work else reviewer.affiliations,
        reviewer.teams if is_work else (*reviewer.teams, more),
    )
    assert set(before) <= set(conflicts(wider, under_review, years, TODAY))


@given(reviewer=REVIEWERS, under_review=CLUSTERS, years=st.integers(0, 10), data=st.data())
def test_conflicts_do_not_depend_on_the_order_in_which_facts_come(
    reviewer: ReviewerTies, under_review: ClusterTies, years: int, data: st.DataObject
) -> None:
    shuffled = ReviewerTies(
        REVIEWER,
        tuple(data.draw(st.permutations(reviewer.affiliations))),
        tuple(data.draw(st.permutations(reviewer.teams))),
    )
    told = conflicts(reviewer, under_review, years, TODAY)
    assert told == conflicts(shuffled, under_review, years, TODAY)
    assert len(set(told)) == len(told)
