"""With whom a cluster is compared."""

from fractions import Fraction

import pytest

from assessment.domain.peer_groups import COUNTED, Group, GroupKind, Peer, Size, groups_of
from assessment.domain.workflow import State

LAPP = Peer("12", "FI", frozenset({"ict", "food"}), Fraction(45), is_holder=True)


def keys(peer: Peer) -> list[list[str]]:
    return [[group.key for group in ways] for ways in groups_of(peer)]


def test_cluster_is_compared_with_all_its_sectors_country_size_and_holders() -> None:
    assert keys(LAPP) == [
        ["all"],
        ["sector:food"],
        ["sector:ict"],
        ["country:FI"],
        ["size:40-79", "size:0-79"],
        ["holders"],
    ]


def test_cluster_without_sectors_and_members_has_neither_group() -> None:
    assert keys(Peer("7", "SE")) == [["all"], ["country:SE"], ["holders"]]


def test_three_sectors_at_most_in_the_order_of_the_list() -> None:
    many = Peer("7", "SE", frozenset({"security", "maritime", "ict", "food"}))
    assert keys(many)[1:4] == [["sector:food"], ["sector:ict"], ["sector:maritime"]]


@pytest.mark.parametrize(
    ("group", "is_in"),
    [
        (Group(GroupKind.ALL), True),
        (Group(GroupKind.SECTOR, "ict"), True),
        (Group(GroupKind.SECTOR, "health"), False),
        (Group(GroupKind.COUNTRY, "FI"), True),
        (Group(GroupKind.COUNTRY, "SE"), False),
        (Group(GroupKind.SIZE, "40-79"), True),
        (Group(GroupKind.SIZE, "80-"), False),
        (Group(GroupKind.HOLDERS), True),
    ],
)
def test_group_includes_those_with_what_it_names(group: Group, is_in: bool) -> None:
    assert group.includes(LAPP) is is_in


@pytest.mark.parametrize(
    ("size", "members", "is_in"),
    [("0-39", 39, True), ("0-39", 40, False), ("160-", 160, True), ("160-", None, False)],
)
def test_class_of_size_has_both_its_ends(size: str, members: int | None, is_in: bool) -> None:
    assert str(Size.read(size)) == size
    assert Size.read(size).includes(None if members is None else Fraction(members)) is is_in


def test_figures_count_from_the_formal_check_on_unless_declined() -> None:
    assert set(State) - COUNTED == {
        State.DRAFT,
        State.DISCARDED,
        State.SUBMITTED,
        State.DECLINED,
        State.APPEALED,
    }
