"""How long work rests that did not succeed."""

from datetime import timedelta

from assessment.services.retries import pause_after


def test_pauses_grow_up_to_six_hours() -> None:
    minutes = [2, 4, 8, 16, 32, 64, 128, 256, 360, 360]
    assert [pause_after(n) for n in range(1, 11)] == [timedelta(minutes=m) for m in minutes]
    assert pause_after(1_000_000) == timedelta(hours=6)
