"""Whether what is stored is still what the events tell of."""

from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.seals import (
    Comparison,
    Kept,
    Mismatch,
    MismatchKind,
    Seal,
    Sealed,
    compare,
)

SUBMISSION, DECISION = Sealed.SUBMISSION, Sealed.DECISION


def seal(event: int, digest: str | None, key: int = 1, kind: Sealed = SUBMISSION) -> Seal:
    return Seal(kind, event, key, digest)


def row(number: int, digest: str, key: int = 1, kind: Sealed = SUBMISSION) -> Kept:
    return Kept(kind, number, key, digest)


def test_what_matches_is_counted() -> None:
    assert compare([seal(1, "a"), seal(2, "b", 2)], [row(7, "a"), row(8, "b", 2)]) == Comparison(2)


def test_an_altered_row_is_told_once_with_its_event() -> None:
    found = compare([seal(1, "a"), seal(2, "b")], [row(7, "a"), row(8, "x")])
    assert found == Comparison(2, 0, (Mismatch(MismatchKind.ALTERED, SUBMISSION, 8, 2),))


def test_a_removed_row_is_told_by_its_event() -> None:
    found = compare([seal(1, "a"), seal(2, "b")], [row(8, "b")])
    assert found == Comparison(1, 0, (Mismatch(MismatchKind.REMOVED, SUBMISSION, 0, 1),))


def test_an_inserted_row_has_no_event() -> None:
    found = compare([seal(1, "a")], [row(7, "a"), row(8, "a")])
    assert found == Comparison(2, 0, (Mismatch(MismatchKind.INSERTED, SUBMISSION, 8, 0),))


def test_a_row_is_known_by_what_it_is_about() -> None:
    found = compare([seal(1, "a", 1)], [row(7, "a", 2)])
    assert {each.kind for each in found.mismatches} == {
        MismatchKind.REMOVED,
        MismatchKind.INSERTED,
    }
    assert compare([seal(1, "a")], [row(7, "a", kind=DECISION)]).mismatches != ()


def test_an_event_without_a_seal_vouches_for_one_row_that_is_counted_apart() -> None:
    found = compare([seal(1, None), seal(2, "b")], [row(7, "a"), row(8, "b"), row(9, "c")])
    assert found == Comparison(2, 1, (Mismatch(MismatchKind.INSERTED, SUBMISSION, 9, 0),))


def test_an_event_without_a_seal_whose_row_is_gone_proves_nothing() -> None:
    assert compare([seal(1, None)], []) == Comparison()


DIGESTS = st.lists(st.sampled_from("abcdef"), max_size=6)


@given(digests=DIGESTS, data=st.data())
def test_whatever_order_they_come_in_a_whole_record_has_no_mismatch(
    digests: list[str], data: st.DataObject
) -> None:
    seals = [seal(number, digest) for number, digest in enumerate(digests, 1)]
    rows = [row(number, digest) for number, digest in enumerate(digests, 1)]
    found = compare(data.draw(st.permutations(seals)), data.draw(st.permutations(rows)))
    assert found == Comparison(len(digests))


@given(digests=DIGESTS.filter(bool), data=st.data())
def test_each_alteration_removal_and_insertion_is_found(
    digests: list[str], data: st.DataObject
) -> None:
    seals = [seal(number, digest) for number, digest in enumerate(digests, 1)]
    rows = [row(number, digest) for number, digest in enumerate(digests, 1)]
    at = data.draw(st.integers(0, len(rows) - 1))
    altered = [*rows[:at], row(at + 1, "x"), *rows[at + 1 :]]
    for changed, kind in [
        (altered, MismatchKind.ALTERED),
        (rows[:at] + rows[at + 1 :], MismatchKind.REMOVED),
        ([*rows, row(99, "x")], MismatchKind.INSERTED),
    ]:
        (mismatch,) = compare(seals, changed).mismatches
        assert mismatch.kind is kind
