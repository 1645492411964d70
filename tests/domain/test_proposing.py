"""Whom to ask for a panel; the brute force tries every panel of a few candidates."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.conflicts import Conflict, PastReview, Rule, Weight
from assessment.domain.criteria import Panel
from assessment.domain.days import Days
from assessment.domain.errors import UnsuitablePanel
from assessment.domain.proposing import (
    MOST_SEATS,
    POINTS,
    Candidate,
    Demand,
    Origin,
    Ranked,
    Reason,
    Refusal,
    propose_panel,
    rank,
)
from assessment.domain.review import check_composition, check_panel
from tests.domain.building import make_label

REVIEW = Days(date(2026, 9, 1), date(2026, 9, 30))
DEMAND = Demand("FI", REVIEW, frozenset({"fi", "sv"}), frozenset({"ict", "energy"}))
SEAT = PastReview(1, 10, date(2025, 1, 1))
WARNED = Conflict(Rule.LAST_PANEL, Weight.WARN, SEAT)
REFUSED = Conflict(Rule.EMPLOYED, Weight.REFUSE, SEAT)


def candidate(reviewer_id: int = 1, country: str = "FI", **facts: object) -> Candidate:
    return Candidate(reviewer_id, country, **{"capacity": 3} | facts)  # type: ignore[arg-type]


def ranked_alone(**facts: object) -> Ranked:
    return rank([candidate(**facts)], DEMAND)[0]


def reasons(**facts: object) -> dict[Reason, int]:
    return dict(ranked_alone(**facts).reasons)


BARE = {Reason.AVAILABLE: 5, Reason.FREE_SEATS: 3}


def test_words_in_which_proposals_are_kept_stay() -> None:
    skills = ["language", "sector", "trained", "calibrated"]
    assert list(Reason) == ["available", *skills, "free_seats", "warned"]
    assert list(Refusal) == ["asked_before", "conflict", "full", "away"]
    assert list(Origin) == ["national", "foreign", "unknown"]


def test_who_has_nothing_but_time_gets_points_for_time() -> None:
    assert reasons() == BARE
    assert ranked_alone().points == 8
    assert not ranked_alone().is_refused


@pytest.mark.parametrize(
    ("facts", "reason", "points"),
    [
        ({"languages": frozenset({"sv", "en"})}, Reason.LANGUAGE, 4),
        ({"languages": frozenset({"fi", "sv"})}, Reason.LANGUAGE, 4),
        ({"sectors": frozenset({"ict", "health"})}, Reason.SECTOR, 4),
        ({"is_trained": True}, Reason.TRAINED, 2),
        ({"is_calibrated": True}, Reason.CALIBRATED, 2),
        ({"conflicts": (WARNED,)}, Reason.WARNED, -4),
        ({"conflicts": (WARNED, WARNED)}, Reason.WARNED, -4),
    ],
)
def test_each_reason_is_worth_its_points_once(
    facts: dict[str, object], reason: Reason, points: int
) -> None:
    assert reasons(**facts) == BARE | {reason: points}
    assert ranked_alone(**facts).points == 8 + points


def test_other_languages_and_sectors_are_no_reason() -> None:
    assert reasons(languages=frozenset({"en"}), sectors=frozenset({"food"})) == BARE


@pytest.mark.parametrize(
    ("capacity", "open_seats", "points"),
    [(5, 0, 3), (3, 0, 3), (3, 1, 2), (3, 2, 1), (10, 7, 3)],
)
def test_each_free_seat_is_worth_a_point_up_to_three(
    capacity: int, open_seats: int, points: int
) -> None:
    assert reasons(capacity=capacity, open_seats=open_seats)[Reason.FREE_SEATS] == points


@pytest.mark.parametrize(("capacity", "open_seats"), [(3, 3), (3, 4), (0, 0)])
def test_who_has_no_free_seat_is_refused(capacity: int, open_seats: int) -> None:
    full = ranked_alone(capacity=capacity, open_seats=open_seats)
    assert full.refusals == (Refusal.FULL,)
    assert full.reasons == ((Reason.AVAILABLE, 5),)


@pytest.mark.parametrize(
    ("away", "refusals", "is_available"),
    [
        ([], (), True),
        ([(date(2026, 8, 1), date(2026, 8, 31))], (), True),
        ([(date(2026, 10, 1), date(2026, 10, 31))], (), True),
        ([(date(2026, 8, 1), date(2026, 9, 1))], (), False),
        ([(date(2026, 9, 30), date(2026, 10, 5))], (), False),
        ([(date(2026, 9, 1), date(2026, 9, 29))], (), False),
        ([(date(2026, 9, 1), date(2026, 9, 30))], (Refusal.AWAY,), False),
        ([(date(2026, 1, 1), date(2026, 12, 31))], (Refusal.AWAY,), False),
        (
            [(date(2026, 9, 1), date(2026, 9, 20)), (date(2026, 9, 15), date(2026, 9, 30))],
            (Refusal.AWAY,),
            False,
        ),
        (
            [(date(2026, 9, 1), date(2026, 9, 20)), (date(2026, 9, 11), date(2026, 9, 20))],
            (),
            False,
        ),
    ],
)
def test_who_is_away_on_some_days_has_fewer_points_and_on_all_is_refused(
    away: list[tuple[date, date]], refusals: tuple[Refusal, ...], is_available: bool
) -> None:
    found = ranked_alone(unavailable=tuple(Days(*days) for days in away))
    assert found.refusals == refusals
    assert (Reason.AVAILABLE in dict(found.reasons)) is is_available


def test_who_is_away_on_the_day_of_a_review_of_one_day_is_refused() -> None:
    one_day = replace(DEMAND, review=Days(date(2026, 9, 2), date(2026, 9, 2)))
    assert rank([candidate(unavailable=(REVIEW,))], one_day)[0].refusals == (Refusal.AWAY,)


def test_review_without_days_finds_nobody_away() -> None:
    on_no_day = replace(DEMAND, review=Days(date(2026, 9, 2), date(2026, 9, 1)))
    found = rank([candidate(unavailable=(REVIEW,))], on_no_day)[0]
    assert (found.refusals, dict(found.reasons)) == ((), BARE)


def test_conflict_that_refuses_is_told_with_everything_else_that_does() -> None:
    found = ranked_alone(capacity=0, unavailable=(REVIEW,), conflicts=(WARNED, REFUSED))
    assert found.refusals == (Refusal.CONFLICT, Refusal.FULL, Refusal.AWAY)
    assert found.reasons == ()


@pytest.mark.parametrize(
    ("country", "origin"),
    [("FI", Origin.NATIONAL), ("SE", Origin.FOREIGN), ("", Origin.UNKNOWN)],
)
def test_origin_is_seen_from_the_cluster(country: str, origin: Origin) -> None:
    assert ranked_alone(country=country).origin is origin


def test_candidates_come_by_points_then_load_then_number_and_refused_ones_last() -> None:
    best = candidate(5, is_trained=True)
    busier = candidate(1, capacity=4, open_seats=1)
    refused = candidate(2, is_trained=True, is_calibrated=True, conflicts=(REFUSED,))
    order = [best, candidate(3), candidate(4), busier, candidate(6, conflicts=(WARNED,)), refused]
    found = rank(reversed(order), DEMAND)
    assert [each.candidate for each in found] == order


def proposed(asked: Panel, *candidates: Candidate) -> list[int] | None:
    found = propose_panel(asked, rank(candidates, DEMAND))
    return None if found is None else [each.candidate.reviewer_id for each in found]


def test_panel_is_made_of_the_best_that_the_label_allows() -> None:
    national = [candidate(1), candidate(2, is_trained=True)]
    foreign = [candidate(3, "SE", conflicts=(WARNED,)), candidate(4, "EE", open_seats=1)]
    assert proposed(Panel(2, 1, 1), *national, *foreign) == [2, 4]
    assert proposed(Panel(2), *national, *foreign) == [2, 1]
    assert proposed(Panel(3, 0, 2), *national, *foreign) == [2, 4, 3]
    assert proposed(Panel(1, 0, 1), *national, *foreign) == [4]


def test_somebody_of_no_known_country_is_neither_national_nor_foreign() -> None:
    unknown = candidate(1, "", is_trained=True)
    assert proposed(Panel(2, 1, 1), unknown, candidate(2), candidate(3, "SE")) == [2, 3]
    assert proposed(Panel(2, 1), unknown, candidate(2), candidate(3, "SE")) == [1, 2]
    assert proposed(Panel(1, 1), unknown) is None


def test_there_is_no_panel_without_enough_people_who_suit() -> None:
    assert proposed(Panel(1)) is None
    assert proposed(Panel(2), candidate(1)) is None
    assert proposed(Panel(2, 1, 1), candidate(1), candidate(2)) is None
    assert proposed(Panel(1), candidate(1, conflicts=(REFUSED,))) is None
    assert proposed(Panel(1, 1, 1), candidate(1), candidate(2, "SE")) is None


def test_nobody_sits_on_a_panel_twice() -> None:
    assert proposed(Panel(2), candidate(1), candidate(1)) is None


def test_of_equal_panels_the_one_with_fewest_seats_and_lowest_numbers_is_proposed() -> None:
    busy = [candidate(n, capacity=9, open_seats=n) for n in (1, 2, 3)]
    assert proposed(Panel(2), *reversed(busy)) == [1, 2]
    assert proposed(Panel(2), candidate(9), candidate(8), candidate(7), *busy) == [7, 8]


CANDIDATES = st.lists(
    st.builds(
        Candidate,
        st.integers(1, 50),
        st.sampled_from(["FI", "FI", "SE", "EE", ""]),
        st.integers(0, 5),
        st.sets(st.sampled_from(["fi", "en"])).map(frozenset),
        st.sets(st.sampled_from(["ict", "food"])).map(frozenset),
        st.lists(
            st.builds(
                lambda first, length: Days(first, first + timedelta(days=length)),
                st.dates(date(2026, 8, 1), date(2026, 10, 10)),
                st.integers(0, 60),
            ),
            max_size=2,
        ).map(tuple),
        st.integers(0, 5),
        st.booleans(),
        st.booleans(),
        st.sampled_from([(), (), (), (WARNED,), (REFUSED,), (WARNED, REFUSED)]),
    ),
    max_size=7,
    unique_by=lambda found: found.reviewer_id,
)
ASKED = st.builds(Panel, st.integers(1, 3), st.integers(0, 2), st.integers(0, 2))


def is_valid(asked: Panel, panel: tuple[Ranked, ...]) -> bool:
    label = replace(make_label(), panel=asked)
    try:
        check_panel(label.panel, [each.candidate.reviewer_id for each in panel], frozenset())
        check_composition(label.panel, [each.candidate.country for each in panel], DEMAND.country)
    except UnsuitablePanel:
        return False
    return not any(each.is_refused for each in panel)


def worth(panel: tuple[Ranked, ...]) -> tuple[int, int, list[int]]:
    """The smaller, the better: more points, fewer open seats, lower numbers."""
    people = [each.candidate for each in panel]
    return (
        -sum(each.points for each in panel),
        sum(found.open_seats for found in people),
        sorted(found.reviewer_id for found in people),
    )


@given(candidates=CANDIDATES, asked=ASKED)
def test_proposed_panel_is_the_best_of_all_valid_ones(
    candidates: list[Candidate], asked: Panel
) -> None:
    ranked = rank(candidates, DEMAND)
    panels = [p for p in combinations(ranked, asked.reviewers) if is_valid(asked, p)]
    found = propose_panel(asked, ranked)
    assert found == min(panels, key=worth, default=None)


@given(candidates=CANDIDATES, asked=ASKED, data=st.data())
def test_another_candidate_never_makes_the_best_panel_worse(
    candidates: list[Candidate], asked: Panel, data: st.DataObject
) -> None:
    fewer = [found for found in candidates if data.draw(st.booleans())]
    before = propose_panel(asked, rank(fewer, DEMAND))
    after = propose_panel(asked, rank(candidates, DEMAND))
    if before is not None:
        assert after is not None
        assert worth(after) <= worth(before)


@given(candidates=CANDIDATES, asked=ASKED, data=st.data())
def test_order_of_the_candidates_makes_no_difference(
    candidates: list[Candidate], asked: Panel, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(candidates))
    ranked = rank(candidates, DEMAND)
    assert rank(shuffled, DEMAND) == ranked
    assert propose_panel(asked, reversed(ranked)) == propose_panel(asked, ranked)


@given(candidates=CANDIDATES)
def test_points_are_the_sum_of_stated_reasons(candidates: list[Candidate]) -> None:
    ranked = rank(candidates, DEMAND)
    assert sorted(r.is_refused for r in ranked) == [r.is_refused for r in ranked]
    for found in ranked:
        told = [reason for reason, _points in found.reasons]
        assert told == [reason for reason in Reason if reason in told]
        for reason, points in found.reasons:
            times = points // POINTS[reason]
            assert times * POINTS[reason] == points
            assert 1 <= times <= (MOST_SEATS if reason is Reason.FREE_SEATS else 1)
        assert (Refusal.FULL in found.refusals) == (Reason.FREE_SEATS not in told)
        assert not (Refusal.AWAY in found.refusals and Reason.AVAILABLE in told)
