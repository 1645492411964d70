"""Tables of groups: quartiles by hand, what may be told, when a table is made anew."""

from fractions import Fraction

import pytest

from assessment.domain.benchmark import (
    Place,
    Quartiles,
    Shares,
    Table,
    beyond,
    changed,
    hide_each_other,
    is_due,
    leave_nobody_alone,
    may_publish,
    may_stand_beside,
    place,
    quantile,
    quartiles,
    rounded,
    shares,
    standing,
)


def numbers(*values: float) -> list[Fraction]:
    return [Fraction(str(value)) for value in values]


def told(first: int, last: int, key: str = "all") -> Table:
    """A table of the clusters from one number to another, each with its number as its figure."""
    return Table(key, {str(n): Fraction(n) for n in range(first, last + 1)})


# What is told


def test_quartiles_of_eleven_are_figures_in_their_places() -> None:
    found = quartiles(numbers(3, 1, 2, 4, 6, 5, 7, 9, 8, 10, 11))
    assert found == Quartiles(11, Fraction(35, 10), Fraction(6), Fraction(85, 10))


def test_quartiles_lie_between_two_figures_in_proportion() -> None:
    # places 1.25, 2.5 and 3.75 of 10, 20, 40, 50, 80, 90
    found = quartiles(numbers(10, 20, 40, 50, 80, 90))
    assert found == Quartiles(6, Fraction(25), Fraction(45), Fraction(73))  # 72.5


def test_five_have_quartiles() -> None:
    found = quartiles(numbers(1, 2, 3, 4, 5))
    assert found == Quartiles(5, Fraction(2), Fraction(3), Fraction(4))


def test_quantile_of_the_whole_is_the_last() -> None:
    assert quantile(numbers(1, 2), Fraction(1)) == 2


def test_fewer_than_five_have_no_quartiles() -> None:
    with pytest.raises(ValueError, match="4 figures: at least 5 are needed"):
        quartiles(numbers(1, 2, 3, 4))


@pytest.mark.parametrize(
    ("figure", "shown"),
    [("0", "0"), ("12.5", "13"), ("12.4", "12"), ("99.5", "100"), ("1234567", "1200000"),
     ("0.0349", "0.035"), ("-12.5", "-13"), ("-0.5", "-0.5"), ("55", "55"), ("85", "85"),
     ("115", "120"), ("10.4", "10"), ("9.54", "9.5"), ("1", "1"), ("100", "100")],
)  # fmt: skip
def test_quartiles_have_two_digits(figure: str, shown: str) -> None:
    assert rounded(Fraction(figure)) == Fraction(shown)


@pytest.mark.parametrize(
    ("figure", "where"),
    [(9, Place.LOWEST), (10, Place.BELOW), (19, Place.BELOW), (20, Place.MIDDLE),
     (21, Place.ABOVE), (30, Place.ABOVE), (31, Place.HIGHEST)],
)  # fmt: skip
def test_place_among_quartiles(figure: int, where: Place) -> None:
    among = Quartiles(11, Fraction(10), Fraction(20), Fraction(30))
    assert place(Fraction(figure), among) is where


def test_shares_name_options_of_five_clusters_or_more() -> None:
    found = shares(["a"] * 9 + ["b"] * 5 + ["c"] * 4 + ["d"] * 3)
    assert found == Shares(21, (("a", 9), ("b", 5)))
    assert found.others == 7


def test_rest_of_fewer_than_five_takes_the_rarest_option_along() -> None:
    found = shares(["a"] * 9 + ["b"] * 6 + ["c"] * 4)
    assert found == Shares(19, (("a", 9),))
    assert found.others == 10


def test_rest_of_five_takes_no_more_along() -> None:
    assert shares(["a"] * 6 + ["b"] * 3 + ["c"] * 2).counts == (("a", 6),)
    assert shares(["a"] * 9 + ["b"] * 6 + ["c"]).counts == (("a", 9),)


def test_options_stand_by_how_many_chose_them_and_then_by_name() -> None:
    found = shares(["a"] * 5 + ["c"] * 7 + ["b"] * 5)
    assert found.counts == (("c", 7), ("a", 5), ("b", 5))


def test_rare_options_alone_are_all_told_together() -> None:
    assert shares(["a"] * 3 + ["b"] * 2) == Shares(5, ())


def test_shares_without_a_rest_name_every_option() -> None:
    found = shares(["a"] * 6 + ["b"] * 5)
    assert (found.counts, found.others) == ((("a", 6), ("b", 5)), 0)


# What may be told


@pytest.mark.parametrize(
    ("figures", "do"),
    [
        ([1, 2, 3, 4, 5], False),  # who knows four knows the fifth by the median
        ([1, 2, 3, 4, 5, 6], True),
        ([0, 0, 0, 0, 0, 0], False),
        ([0] * 30 + [1, 2, 3, 4], False),  # who knows the four knows all others
        ([0] * 30 + [1, 2, 3, 4, 5], True),
        ([0, 0, 0, 0, 0, 1, 1, 1, 1, 1], True),
    ],
)
def test_figures_hide_each_other(figures: list[float], do: bool) -> None:
    assert hide_each_other(numbers(*figures)) is do


def test_change_is_counted_by_cluster() -> None:
    one = {"a": Fraction(1), "b": Fraction(2), "c": Fraction(3)}
    other = {"b": Fraction(2), "c": Fraction(4), "d": Fraction(5)}
    assert changed(one, other) == 3
    assert list(beyond(one, other)) == [("a", Fraction(1)), ("c", Fraction(3))]


def test_group_within_another_leaves_six_or_none() -> None:
    whole = told(1, 20)
    assert may_stand_beside(told(1, 14, "sector:ict"), whole)
    assert not may_stand_beside(told(1, 15, "sector:ict"), whole)
    assert may_stand_beside(told(1, 20, "sector:ict"), whole)


def test_groups_that_overlap_are_far_enough_apart_on_either_side() -> None:
    assert may_stand_beside(told(1, 10, "sector:ict"), told(7, 16, "country:FI"))
    assert not may_stand_beside(told(1, 10, "sector:ict"), told(2, 20, "country:FI"))


def test_table_is_published_beside_all_that_ever_were() -> None:
    old, last = told(1, 10), told(1, 18)
    assert may_publish(told(1, 24), [old, last])
    assert not may_publish(told(1, 24), [told(1, 22), old, last])
    assert not may_publish(told(1, 5), [])


def test_what_countries_leave_of_all_clusters_is_six_or_none() -> None:
    whole = told(1, 30).contributions
    finland, sweden = told(1, 12).contributions, told(13, 26).contributions
    assert leave_nobody_alone(whole, [finland])
    assert not leave_nobody_alone(whole, [finland, sweden])
    assert leave_nobody_alone(whole, [finland, sweden, told(27, 30).contributions])


# When a table is made anew


def test_first_table_of_a_group_is_published() -> None:
    found = told(1, 12)
    assert standing(found, [], found.contributions) is found


def test_table_stands_until_enough_is_new() -> None:
    last = told(1, 12)
    for newest, shown in [(17, last), (18, told(1, 18))]:
        found = told(1, newest)
        assert standing(found, [last], found.contributions) == shown


def test_of_a_large_group_a_tenth_is_new() -> None:
    last = told(1, 100).contributions
    assert not is_due(told(1, 109).contributions, last)
    assert is_due(told(1, 110).contributions, last)
    assert not is_due(told(1, 240).contributions, told(1, 220).contributions)


def test_of_a_small_group_six_clusters_are_new() -> None:
    last = told(1, 12).contributions
    assert not is_due(told(1, 17).contributions, last)
    assert is_due(told(1, 18).contributions, last)


def test_last_table_stands_where_less_than_a_tenth_is_new() -> None:
    first, last, found = told(1, 80), told(1, 100), told(1, 108)
    assert may_publish(found, [first, last])
    assert standing(found, [first, last], found.contributions) is last


def test_table_stands_while_a_new_one_would_tell_of_too_few() -> None:
    last = told(1, 12)
    found = told(4, 16)  # three left, four joined
    assert standing(found, [last], found.contributions) is last


def test_nothing_is_told_of_a_group_that_never_had_a_table() -> None:
    assert standing(told(1, 5), [], told(1, 30).contributions) is None


def test_last_country_is_not_told_where_few_others_remain() -> None:
    sweden, finland = told(13, 26, "country:SE"), told(1, 12, "country:FI")
    published = [told(1, 30), sweden]
    whole = told(1, 30).contributions
    assert standing(finland, published, whole, kin={"country:SE"}) is None
    assert standing(finland, published, whole) is finland


def test_country_is_told_where_six_others_remain() -> None:
    sweden, finland = told(13, 24, "country:SE"), told(1, 12, "country:FI")
    whole = told(1, 30)
    assert standing(finland, [whole, sweden], whole.contributions, {"country:SE"}) is finland


def test_first_country_leaves_others_too() -> None:
    whole, finland = told(1, 30).contributions, told(1, 27, "country:FI")
    assert standing(finland, [], whole, kin=frozenset()) is None
    assert standing(finland, [], whole) is finland
