"""The search over plain numbers, beside every way that there is."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain import shortest_way as search
from assessment.domain.shortest_way import shortest_way
from assessment.domain.ways import Block, Way

STAY = Way(0, 0, 0)


def make_part(name, gain, *efforts):
    """A part that goes up by steps of the same gain, each of its own effort; the furthest first."""
    climbs = [
        Way(k, sum(efforts[:k]), k * gain, (f"{name}{k}",)) for k in range(len(efforts), 0, -1)
    ]
    return [*climbs, STAY]


def test_the_fewest_steps_are_those_that_earn_most():
    small, large = make_part("a", 2, 1, 1, 1), make_part("b", 5, 1, 1)

    assert shortest_way([Block([small, large])], 11) == Way(3, 3, 11, ("a1", "b2"))


def test_of_as_few_steps_those_of_least_effort_are_taken():
    dear, cheap = make_part("a", 5, 9), make_part("b", 5, 2)

    assert shortest_way([Block([dear, cheap])], 5) == Way(1, 2, 5, ("b1",))


def test_a_step_that_earns_less_is_taken_where_it_is_enough_and_costs_less():
    dear, cheap = make_part("a", 7, 9), make_part("b", 5, 2)

    found = shortest_way([Block([dear, cheap])], 5)

    assert (found.effort, found.moves) == (2, ("b1",))


def test_fewer_steps_win_over_less_effort():
    dear, cheap = make_part("a", 6, 100), make_part("b", 3, 1, 1)

    assert shortest_way([Block([dear, cheap])], 6).moves == ("a1",)


def test_of_equal_ways_the_one_that_goes_further_in_the_earlier_part_is_taken():
    first, second = make_part("a", 2, 1, 1), make_part("b", 2, 1, 1)

    assert shortest_way([Block([first, second])], 4).moves == ("a2",)


def test_a_minimum_takes_steps_that_the_whole_would_not_need():
    poor, rich = make_part("a", 1, 1, 1, 1), make_part("b", 9, 1, 1)

    assert shortest_way([Block([poor], 2), Block([rich])], 13).moves == ("a2", "b2")


def test_blocks_whose_minimums_are_enough_do_not_wait_for_each_other():
    first, second = make_part("a", 1, 1, 1), make_part("b", 1, 1, 1)

    assert shortest_way([Block([first], 1), Block([second], 2)], 3) == Way(3, 3, 3, ("a1", "b2"))


def test_a_part_without_stay_is_gone():
    forced = make_part("a", 0, 1, 4)[:-1]

    assert shortest_way([Block([forced])], 0) == Way(1, 1, 0, ("a1",))


def test_nothing_needed_is_no_step():
    assert shortest_way([Block([make_part("a", 1, 1)])], 0) == STAY
    assert shortest_way([], 0) == STAY


@pytest.mark.parametrize(
    ("blocks", "needed"),
    [
        ([Block([make_part("a", 1, 1, 1)])], 3),
        ([Block([make_part("a", 1, 1)], 2), Block([make_part("b", 9, 1)])], 5),
        ([Block([[]])], 0),
        ([], 1),
    ],
)
def test_what_is_out_of_reach_has_no_way(blocks, needed):
    assert shortest_way(blocks, needed) is None


@pytest.mark.parametrize("minimums", [(0, 0), (2, 2)])
def test_no_way_is_longer_than_allowed(minimums):
    parts = make_part("a", 1, 1, 1), make_part("b", 1, 1, 1)
    blocks = [Block([part], minimum) for part, minimum in zip(parts, minimums, strict=True)]

    assert shortest_way(blocks, 4, at_most=3) is None
    assert shortest_way(blocks, 4, at_most=4).steps == 4


@st.composite
def parts(draw, name):
    if draw(st.booleans()):
        efforts = draw(st.lists(st.integers(1, 9), min_size=1, max_size=4))
        return make_part(name, draw(st.integers(0, 12)), *efforts)
    numbers = st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(0, 12))
    return [Way(*way, (way,)) for way in draw(st.lists(numbers, min_size=1, max_size=4))]


@st.composite
def blocks(draw):
    return [
        Block(
            [draw(parts(f"{place}{i}")) for i in range(draw(st.integers(0, 3)))],
            draw(st.just(0) | st.integers(0, 25)),
        )
        for place in "abc"[: draw(st.integers(1, 3))]
    ]


def every_way(rows):
    """The steps, effort and points of each way through all blocks that meets their minimums."""
    sums = [
        [
            tuple(map(sum, zip(*(way[:3] for way in ways), strict=True))) or (0, 0, 0)
            for ways in product(*row.parts)
        ]
        for row in rows
    ]
    meeting = [
        [way for way in ways if way[2] >= row.minimum] for ways, row in zip(sums, rows, strict=True)
    ]
    for ways in product(*meeting):
        yield tuple(map(sum, zip(*ways, strict=True)))


@pytest.mark.parametrize("easy", [search.EASY, 0], ids=["at once", "with a price"])
def test_no_way_is_shorter(easy, monkeypatch):
    monkeypatch.setattr(search, "EASY", easy)

    @settings(max_examples=200, deadline=None)
    @given(blocks(), st.integers(0, 60))
    def check(rows, needed):
        reaching = (way[:2] for way in every_way(rows) if way[2] >= needed)

        found = shortest_way(rows, needed)

        assert (found and found[:2]) == min(reaching, default=None)

    check()
