"""Two people change one record: what both wrote stays, and contradictions are named."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.merging import (
    NOTHING,
    changed_parts,
    gives_up,
    merge,
    merge_answers,
)

LEVELS = st.one_of(st.none(), st.integers(0, 4))


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    values = draw(st.dictionaries(st.sampled_from("abc"), st.sampled_from(["1", "2", ["x"]])))
    is_not_applicable = draw(st.booleans())
    return {
        "level": None if is_not_applicable else draw(LEVELS),
        "justification": draw(st.sampled_from(["", "We do.", "We did."])),
        "values": values,
        "is_not_applicable": is_not_applicable,
    }


def record(**changes: Any) -> dict[str, Any]:
    return {**NOTHING, **changes}


def test_changes_of_different_parts_are_both_kept() -> None:
    base = record(level=1, justification="Old.", values={"a": "1", "b": "1"})
    mine = record(level=1, justification="New.", values={"a": "1", "b": "2"})
    theirs = record(level=3, justification="Old.", values={"a": "5", "b": "1", "c": "9"})
    merged = merge_answers(base, mine, theirs)
    assert merged.contradicted == ()
    assert merged.record == record(
        level=3, justification="New.", values={"a": "5", "b": "2", "c": "9"}
    )


def test_changes_of_the_same_part_contradict_each_other_and_theirs_stands() -> None:
    base = record(values={"a": "1"})
    mine, theirs = record(level=2, values={"a": "2"}), record(level=2, values={"a": "3"})
    merged = merge_answers(base, mine, theirs)
    assert merged.contradicted == ("q-a",)
    assert merged.record == theirs
    assert merged.insisting == mine


def test_level_and_not_applicable_are_one_claim() -> None:
    mine, theirs = record(level=2), record(is_not_applicable=True)
    assert merge_answers(NOTHING, mine, theirs).contradicted == ("claim",)


def test_an_answer_taken_back_stays_taken_back() -> None:
    base, mine = record(values={"a": "1", "b": "1"}), record(values={"b": "1"})
    assert merge_answers(base, mine, record(values={"a": "1", "b": "2"})).record == record(
        values={"b": "2"}
    )


def test_changed_parts_are_named_in_the_order_of_the_answer() -> None:
    before = record(values={"a": "1"})
    after = record(level=1, justification="Now.", values={"a": "2"})
    assert changed_parts(before, after) == ("q-a", "claim", "justification")


@given(records(), records())
def test_what_only_one_side_changed_stands_as_that_side_wrote_it(base: Any, other: Any) -> None:
    assert merge_answers(base, other, base).record == other
    assert merge_answers(base, base, other).record == other
    assert merge_answers(base, other, other).record == other


@given(records(), records(), records())
def test_without_contradiction_it_does_not_matter_who_came_first(
    base: Any, mine: Any, theirs: Any
) -> None:
    there, back = merge_answers(base, mine, theirs), merge_answers(base, theirs, mine)
    assert set(there.contradicted) == set(back.contradicted)
    if not there.contradicted:
        assert there.record == back.record == there.insisting


@given(records(), records(), records())
def test_who_insists_overrules_the_contradicted_parts_alone(
    base: Any, mine: Any, theirs: Any
) -> None:
    merged = merge_answers(base, mine, theirs)
    assert set(changed_parts(merged.record, merged.insisting)) == set(merged.contradicted)


@given(records(), records(), records())
def test_theirs_is_never_lost(base: Any, mine: Any, theirs: Any) -> None:
    merged = merge_answers(base, mine, theirs)
    lost = set(changed_parts(base, theirs)) & set(changed_parts(theirs, merged.record))
    assert lost == set()


FACTS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["1", "2", ["x"], True]))
PAIR = (("a", "b"),)


def differing(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    return {key for key in {**one, **other} if one.get(key) != other.get(key)}


def test_facts_changed_by_two_people_are_both_kept() -> None:
    base = {"region": "FI1D7", "founded": "2015-03-01"}
    mine = {"region": "FI1D7", "website": "https://timber.example"}
    theirs = {"region": "FI1B1", "founded": "2015-03-01", "sectors": ["ict"]}
    merged = merge(base, mine, theirs)
    assert merged.contradicted == ()
    assert merged.record == {
        "region": "FI1B1",
        "website": "https://timber.example",
        "sectors": ["ict"],
    }


def test_facts_that_say_one_thing_are_changed_together() -> None:
    base = {"a": "FI"}
    mine, theirs = {"a": "FI", "b": "FI1D7"}, {"a": "SE"}
    assert merge(base, mine, theirs).record == {"a": "SE", "b": "FI1D7"}
    merged = merge(base, mine, theirs, together=PAIR)
    assert merged.contradicted == ("a", "b")
    assert merged.record == theirs
    assert merged.insisting == mine
    assert merge(base, mine, theirs, together=PAIR, yielding=["b"]) == merged
    assert merge(theirs, mine, theirs, together=PAIR, yielding=["b"]).record == theirs


@given(FACTS, FACTS, FACTS)
def test_what_nobody_here_touched_overwrites_nothing(base: Any, mine: Any, theirs: Any) -> None:
    merged = merge(base, mine, theirs)
    for key in {**base, **theirs}.keys() - differing(base, mine):
        assert merged.record.get(key) == merged.insisting.get(key) == theirs.get(key)


@given(FACTS, FACTS, FACTS)
def test_what_was_written_here_is_kept_or_contradicted(base: Any, mine: Any, theirs: Any) -> None:
    merged = merge(base, mine, theirs)
    for key in differing(base, mine):
        assert merged.insisting.get(key) == mine.get(key)
        assert (merged.record.get(key) == mine.get(key)) != (key in merged.contradicted)


@given(FACTS, FACTS, FACTS)
def test_contradicted_are_the_facts_that_both_changed_differently(
    base: Any, mine: Any, theirs: Any
) -> None:
    found = set(merge(base, mine, theirs).contradicted)
    assert found == differing(base, mine) & differing(base, theirs) & differing(mine, theirs)


@given(FACTS, FACTS, FACTS)
def test_who_has_seen_theirs_may_insist(base: Any, mine: Any, theirs: Any) -> None:
    merged = merge(base, mine, theirs, together=PAIR)
    again = merge(theirs, merged.insisting, theirs, together=PAIR)
    assert (again.contradicted, again.record) == ((), merged.insisting)


@given(FACTS, FACTS, st.sets(st.sampled_from("abcd")))
def test_where_one_yields_theirs_stands(mine: Any, theirs: Any, yielding: set[str]) -> None:
    merged = merge(theirs, mine, theirs, yielding=yielding)
    assert merged.contradicted == ()
    assert not yielding & differing(dict(merged.record), theirs)


@given(FACTS, FACTS, FACTS, st.sets(st.sampled_from("abcd")))
def test_nobody_yields_to_what_they_have_not_seen(
    base: Any, mine: Any, theirs: Any, yielding: set[str]
) -> None:
    merged = merge(base, mine, theirs, yielding=yielding)
    assert merged.contradicted == merge(base, mine, theirs).contradicted


@given(FACTS, FACTS, FACTS)
def test_facts_bound_together_come_from_one_side(base: Any, mine: Any, theirs: Any) -> None:
    merged = merge(base, mine, theirs, together=PAIR)
    for record in (merged.record, merged.insisting):
        pair = (record.get("a"), record.get("b"))
        assert pair in [(each.get("a"), each.get("b")) for each in (mine, theirs)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (record(level=2), record(level=3)),
        (record(level=2), record()),
        (record(is_not_applicable=True), record(level=0)),
        (record(values={"a": "12"}), record(values={"a": "15"})),
        (record(values={"a": "12"}), record()),
        (record(values={"a": True}), record(values={"a": False})),
        (record(values={"a": [{"b": "x", "c": 1}]}), record(values={"a": [{"b": "y", "c": 2}]})),
        (record(justification="One two three."), record(justification="One.")),
        (record(justification="A text."), record()),
    ],
)
def test_what_was_said_and_is_not_said_any_more_is_given_up(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert gives_up(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (record(), record(level=3, values={"a": "12"}, justification="A text.")),
        (record(level=2), record(level=2, justification="A text.")),
        (record(level=0), record(level=0, values={"a": "1"})),
        (record(justification="One two three four"), record(justification="One four five")),
        (record(justification="One two"), record(justification="One two three")),
        (record(values={"a": ["x", "y"]}), record(values={"a": ["y"]})),
        (record(values={"a": [{"b": "x"}]}), record(values={"a": [{"b": "x"}, {"b": "z"}]})),
    ],
)
def test_what_is_added_to_or_half_of_which_is_left_is_not_given_up(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert not gives_up(before, after)
