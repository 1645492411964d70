"""Tables of groups: quartiles by hand, what may be told, when a table is made anew."""

from fractions import Fraction

import pytest

from assessment.domain.benchmark import (
    Contributions,
    Figure,
    Place,
    Quartiles,
    Shares,
    cells,
    hide_each_other,
    is_due,
    place,
    quantile,
    quartiles,
    renewed,
    rounded,
    shares,
    tellable,
)


def numbers(*values: float) -> list[Fraction]:
    return [Fraction(str(value)) for value in values]


def told(first: int, last: int) -> dict[str, Figure]:
    """The clusters from one number to another, each with its number as its figure."""
    return {str(n): Fraction(n) for n in range(first, last + 1)}


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


def test_tables_part_their_contributions_into_those_that_stand_in_the_same() -> None:
    parted = cells([told(1, 20), told(1, 8), told(7, 20)])
    assert parted == [told(1, 6), told(7, 8), told(9, 20)]


def test_another_figure_of_a_cluster_is_another_contribution() -> None:
    one, other = told(1, 2), told(1, 2) | {"2": Fraction(30)}
    assert cells([one, other]) == [told(1, 1), told(2, 2), {"2": Fraction(30)}]


def test_of_clusters_in_no_table_all_are_told_if_they_hide_each_other() -> None:
    assert tellable(told(1, 6), []) == told(1, 6)
    assert tellable(told(1, 5), []) == {}


def test_group_within_another_leaves_six_or_none() -> None:
    """Of fifteen within twenty one more is left out, so that six stand in the table of all alone."""
    whole = told(1, 20)
    assert tellable(told(1, 14), [whole]) == told(1, 14)
    assert tellable(whole, [whole]) == whole
    found = tellable(told(1, 15), [whole])
    assert len(found) == 14
    assert found.items() < told(1, 15).items()


def test_who_is_left_out_has_nothing_to_do_with_figures() -> None:
    figures = {"1": 30, "2": 7, "3": 90}
    changed = told(1, 20) | {key: Fraction(figure) for key, figure in figures.items()}
    fifteen = {key: changed[key] for key in told(1, 15)}
    assert tellable(fifteen, [changed]).keys() == tellable(told(1, 15), [told(1, 20)]).keys()


def test_groups_that_cross_take_of_each_cell_what_hides_each_other() -> None:
    """Six of the eleven stand in the table of the first half; five alone are not told beside them."""
    parted = cells([told(1, 24), told(1, 12)])
    assert tellable(told(7, 17), parted) == told(7, 12)
    assert tellable(told(7, 18), parted) == told(7, 18)


@pytest.mark.parametrize(("clusters", "counts"), [(26, [26, 8, 8, 0]), (32, [32, 8, 8, 10])])
def test_sectors_do_not_tell_what_they_leave_of_all(clusters: int, counts: list[int]) -> None:
    """But for one cluster, the third sector is what the first two leave: of it, six and more are left."""
    published: list[Contributions] = [told(1, clusters)]
    for sector in (told(1, 8), told(9, 16), told(17, clusters - 1)):
        published.append(tellable(sector, cells(published)))
    assert [len(table) for table in published] == counts


def test_new_figures_are_told_when_they_hide_each_other() -> None:
    last = told(1, 12)
    assert tellable(told(1, 17), [last]) == last
    assert tellable(told(1, 18), [last]) == told(1, 18)


def test_cluster_that_has_left_is_not_told_by_the_difference() -> None:
    found = tellable(told(2, 30), [told(1, 30)])
    assert len(found) == 24  # with it, six are in the older table alone


# When a table is made anew


def test_first_table_of_a_group_is_published() -> None:
    assert renewed(told(1, 12), None, []) == told(1, 12)
    assert renewed(told(1, 5), None, []) is None


def test_table_stands_until_enough_is_new() -> None:
    last = told(1, 12)
    assert renewed(told(1, 17), last, [last]) is None
    assert renewed(told(1, 18), last, [last]) == told(1, 18)


def test_of_a_large_group_a_tenth_is_new() -> None:
    last = told(1, 100)
    for newest, due in [(109, False), (110, True)]:
        assert is_due(told(1, newest), told(1, newest), last) is due


def test_clusters_that_have_left_make_a_table_due_and_those_left_out_do_not() -> None:
    last = told(1, 30)
    assert not is_due(told(1, 30), told(7, 30), last)
    assert not is_due(told(6, 30), told(10, 30), last)
    assert is_due(told(7, 30), told(10, 30), last)


def test_less_than_half_of_a_group_is_not_shown() -> None:
    """Half of the group stands in another table, with too few that are not of the group."""
    for others, shown in [(6, True), (7, False)]:
        group = told(1, 6) | told(101, 100 + others)
        other = told(101, 100 + others) | told(201, 204)
        assert tellable(group, [other]) == told(1, 6)
        assert renewed(group, None, [other]) == (told(1, 6) if shown else None), others
