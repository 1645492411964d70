"""A chain of entries is whole, or each break is told with its kind and numbers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.chain import (
    EMPTY,
    ORIGIN,
    Break,
    BreakKind,
    Entry,
    Head,
    entry_digest,
    moment_text,
    next_entry,
    verify,
)

ALTERED, REMOVED, INSERTED = BreakKind.ALTERED, BreakKind.REMOVED, BreakKind.INSERTED
REPLACED, REWRITTEN, HEADLESS = BreakKind.REPLACED, BreakKind.REWRITTEN, BreakKind.HEADLESS


def chain(*contents: Mapping[str, object]) -> list[Entry]:
    entries: list[Entry] = []
    for told in contents:
        entries.append(next_entry(head_of(entries), told))
    return entries


def head_of(entries: list[Entry]) -> Head:
    return Head(entries[-1].number, entries[-1].digest) if entries else EMPTY


def of(length: int) -> list[Entry]:
    """A chain of that length, each entry with a word of its own."""
    return chain(*({"kind": f"step {i}"} for i in range(1, length + 1)))


def again(entry: Entry, **told: object) -> Entry:
    """The entry with other contents, which give its digest."""
    contents = {**entry.contents, **told}
    digest = entry_digest(entry.number, contents, entry.previous)
    return replace(entry, contents=contents, digest=digest)


def breaks(
    entries: list[Entry], head: Head | None, kept: Head | None = None
) -> list[tuple[BreakKind, int, int]]:
    return [(b.kind, b.first, b.last) for b in verify(entries, head, kept)]


def test_a_digest_is_that_of_one_text_which_anybody_can_write_down() -> None:
    """`printf '%s' '{"actor_id":7,"facts":{"reason":"K\\u00e4si"},"kind":"submit","number":1,`
    `"previous_digest":"000…"}' | sha256sum`, in one line.
    """
    contents = {"kind": "submit", "actor_id": 7, "about_id": None, "facts": {"reason": "Käsi"}}
    assert (
        entry_digest(1, contents, ORIGIN)
        == "7bc56bd4f65f6f6080daf1f4a3fcfcbafaa9886046670d4e59b61921e9ae93a7"
    )


def test_what_is_none_is_left_out_so_that_a_new_column_changes_no_digest() -> None:
    assert entry_digest(1, {"a": 1, "b": None}, ORIGIN) == entry_digest(1, {"a": 1}, ORIGIN)


def test_a_moment_has_one_text_whatever_its_zone() -> None:
    summer = datetime(2026, 6, 15, 15, 0, tzinfo=timezone(timedelta(hours=3)))
    assert moment_text(summer) == "2026-06-15T12:00:00.000000+00:00"
    assert moment_text(summer) == moment_text(summer.astimezone(UTC))


def test_an_altered_entry_is_named_once() -> None:
    entries = of(5)
    head = head_of(entries)
    entries[2] = replace(entries[2], contents={"kind": "other"})
    assert breaks(entries, head) == [(ALTERED, 3, 3)]


def test_an_altered_entry_with_a_digest_to_match_is_replaced() -> None:
    entries = of(5)
    head = head_of(entries)
    entries[2] = again(entries[2], kind="other")
    assert breaks(entries, head) == [(REPLACED, 3, 3)]


def test_the_last_entry_with_a_digest_to_match_is_found_by_the_head() -> None:
    entries = of(3)
    head = head_of(entries)
    entries[2] = again(entries[2], kind="other")
    assert breaks(entries, head) == [(REPLACED, 3, 3)]


def test_a_first_entry_that_claims_one_before_is_altered() -> None:
    first = of(1)[0]
    forged = replace(first, previous="a" * 64, digest=entry_digest(1, first.contents, "a" * 64))
    assert breaks([forged], head_of([forged])) == [(ALTERED, 1, 1)]


@pytest.mark.parametrize(("gone", "told"), [({2}, (2, 2)), ({2, 3}, (2, 3)), ({4, 5}, (4, 5))])
def test_missing_numbers_are_removed_entries(gone: set[int], told: tuple[int, int]) -> None:
    entries = of(5)
    rest = [entry for entry in entries if entry.number not in gone]
    assert breaks(rest, head_of(entries)) == [(REMOVED, *told)]


def test_all_entries_gone_are_told_by_the_head() -> None:
    assert breaks([], head_of(of(3))) == [(REMOVED, 1, 3)]


def test_an_entry_behind_the_head_is_inserted() -> None:
    entries = of(3)
    more = [*entries, next_entry(head_of(entries), {"kind": "forged"})]
    assert breaks(more, head_of(entries)) == [(INSERTED, 4, 4)]


def test_a_second_entry_with_a_number_is_inserted() -> None:
    entries = of(3)
    more = [entries[0], entries[1], again(entries[1], kind="forged"), entries[2]]
    assert breaks(more, head_of(entries)) == [(INSERTED, 2, 2)]


def test_an_entry_put_between_two_is_inserted_and_those_moved_up_are_altered() -> None:
    first, second, third = of(3)
    forged = next_entry(Head(1, first.digest), {"kind": "forged"})
    moved = [replace(second, number=3), replace(third, number=4)]
    assert breaks([first, forged, *moved], Head(4, third.digest)) == [
        (INSERTED, 2, 2),
        (ALTERED, 3, 3),
        (ALTERED, 4, 4),
    ]


def test_a_copy_that_takes_the_place_of_the_next_does_not_blame_what_it_copies() -> None:
    first, second, third = of(3)
    copy = replace(second, number=3)
    assert breaks([first, second, copy], Head(3, third.digest)) == [(ALTERED, 3, 3)]


def test_what_is_no_plain_value_is_altered() -> None:
    (entry,) = of(1)
    assert breaks([replace(entry, contents={"kind": b"step 1"})], head_of([entry])) == [
        (ALTERED, 1, 1)
    ]


def test_a_removed_entry_is_found_also_when_the_others_close_up() -> None:
    first, _second, third = of(3)
    closed = replace(third, number=2)
    assert breaks([first, closed], Head(2, third.digest)) == [(ALTERED, 2, 2)]
    sealed = replace(closed, digest=entry_digest(2, closed.contents, closed.previous))
    assert breaks([first, sealed], Head(2, sealed.digest)) == [(REPLACED, 1, 1)]


def test_a_head_that_is_gone_is_told() -> None:
    assert breaks(of(2), None) == [(HEADLESS, 0, 0)]


def test_a_chain_sealed_anew_is_found_by_a_head_kept_elsewhere_alone() -> None:
    entries = of(5)
    kept = head_of(entries[:3])
    forged = chain({"kind": "other"}, *(entry.contents for entry in entries[1:]))
    assert breaks(forged, head_of(forged)) == []
    assert breaks(forged, head_of(forged), kept) == [(REWRITTEN, 3, 3)]


def test_a_chain_cut_with_its_head_is_found_by_a_head_kept_elsewhere_alone() -> None:
    entries = of(5)
    cut = entries[:2]
    assert breaks(cut, head_of(cut)) == []
    assert breaks(cut, head_of(cut), head_of(entries)) == [(REMOVED, 3, 5)]


def test_a_chain_that_went_on_agrees_with_each_earlier_head() -> None:
    entries = of(5)
    for length in range(6):
        assert breaks(entries, head_of(entries), head_of(entries[:length])) == []


WORDS = st.text(max_size=6)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=3,
)
NAMES = st.sampled_from(["kind", "actor_id", "facts", "happened_at"])
CHAINS = st.lists(st.dictionaries(NAMES, PLAIN), max_size=5).map(lambda told: chain(*told))
LONGER = CHAINS.filter(lambda entries: len(entries) > 1)


@given(CHAINS)
def test_an_untouched_chain_has_no_break(entries: list[Entry]) -> None:
    assert breaks(entries, head_of(entries), head_of(entries)) == []


@given(LONGER, st.data())
def test_any_altered_field_is_found_at_its_number(
    entries: list[Entry], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    entry = entries[place]
    name = data.draw(NAMES)
    other = data.draw(st.just("a forgery") | st.lists(st.just(0), min_size=9))
    forged = data.draw(
        st.sampled_from(
            [
                replace(entry, contents={**entry.contents, name: other}),
                replace(entry, previous="f" * 64),
                replace(entry, digest="f" * 64),
            ]
        )
    )
    altered = [*entries[:place], forged, *entries[place + 1 :]]
    assert breaks(altered, head_of(entries)) == [(ALTERED, entry.number, entry.number)]
    whole = again(entry, **{name: other})
    replaced = [*entries[:place], whole, *entries[place + 1 :]]
    assert breaks(replaced, head_of(entries)) == [(REPLACED, entry.number, entry.number)]


@given(LONGER, st.data())
def test_any_removed_run_is_found_with_its_numbers(
    entries: list[Entry], data: st.DataObject
) -> None:
    first = data.draw(st.integers(1, len(entries)))
    last = data.draw(st.integers(first, len(entries)))
    rest = [*entries[: first - 1], *entries[last:]]
    assert breaks(rest, head_of(entries)) == [(REMOVED, first, last)]


@given(LONGER, st.data())
def test_any_two_that_change_places_are_found(entries: list[Entry], data: st.DataObject) -> None:
    one, other = sorted(
        data.draw(st.lists(st.integers(0, len(entries) - 1), min_size=2, max_size=2, unique=True))
    )
    swapped = list(entries)
    swapped[one] = replace(entries[other], number=one + 1)
    swapped[other] = replace(entries[one], number=other + 1)
    found = breaks(swapped, head_of(entries))
    assert {(ALTERED, one + 1, one + 1), (ALTERED, other + 1, other + 1)} <= set(found)
    swapped[one], swapped[other] = entries[other], entries[one]
    assert breaks(swapped, head_of(entries)) != []


@given(LONGER, st.data())
def test_any_inserted_entry_is_found(entries: list[Entry], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(entries)))
    forged = next_entry(head_of(entries[:place]), {"kind": "forged"})
    moved = [replace(entry, number=entry.number + 1) for entry in entries[place:]]
    head = head_of(entries)
    found = list(verify([*entries[:place], forged, *moved], Head(head.number + 1, head.digest)))
    assert found[0].first == place + 1
    assert Break(INSERTED, len(entries) + 1, len(entries) + 1) in list(
        verify([*entries, next_entry(head, {"kind": "forged"})], head)
    )
