"""What was worked out once is not worked out again while there is room for it."""

from assessment.domain.kept import Kept


def test_what_is_kept_is_worked_out_once() -> None:
    kept: Kept[list[int]] = Kept(2)
    first = kept.get("a", lambda: [1])
    assert kept.get("a", lambda: [2]) is first


def test_the_one_kept_longest_makes_room() -> None:
    kept: Kept[int] = Kept(2)
    for key, value in (("a", 1), ("b", 2), ("c", 3)):
        kept.get(key, lambda value=value: value)  # type: ignore[misc]
    assert kept.get("b", lambda: 9) == 2
    assert kept.get("a", lambda: 9) == 9
