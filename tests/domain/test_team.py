"""Pure rules of teams: owners, and when tasks and digests are due."""

from datetime import UTC, date, datetime, timedelta

import pytest

from assessment.domain.digest import Rhythm, is_due, latest_morning
from assessment.domain.policy import ClusterRole
from assessment.domain.tasks import Urgency, urgency
from assessment.domain.team import LastOwner, check_owner_remains

TODAY = date(2026, 6, 15)


def test_an_owner_has_to_remain() -> None:
    check_owner_remains({1: None, 2: ClusterRole.OWNER})
    with pytest.raises(LastOwner):
        check_owner_remains({1: None, 2: ClusterRole.EDITOR})


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, Urgency.OVERDUE),
        (0, Urgency.SOON),
        (3, Urgency.SOON),
        (4, Urgency.LATER),
    ],
)
def test_a_task_is_due_soon_three_days_ahead_and_overdue_the_day_after(
    days: int, expected: Urgency
) -> None:
    assert urgency(TODAY + timedelta(days=days), TODAY) is expected


def test_a_task_without_a_day_is_never_overdue() -> None:
    assert urgency(None, TODAY) is Urgency.UNDATED


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("rhythm", "at", "morning"),
    [  # Helsinki is three hours ahead in summer, two in winter; 15 June 2026 is a Monday
        (Rhythm.DAILY, "2026-06-17 04:00", "2026-06-17 04:00"),
        (Rhythm.DAILY, "2026-06-17 03:59", "2026-06-16 04:00"),
        (Rhythm.DAILY, "2026-12-17 05:00", "2026-12-17 05:00"),
        (Rhythm.DAILY, "2026-12-17 04:59", "2026-12-16 05:00"),
        (Rhythm.WEEKLY, "2026-06-15 04:00", "2026-06-15 04:00"),
        (Rhythm.WEEKLY, "2026-06-15 03:59", "2026-06-08 04:00"),
        (Rhythm.WEEKLY, "2026-06-21 20:00", "2026-06-15 04:00"),
    ],
)
def test_the_morning_is_at_seven_in_helsinki_and_weekly_on_mondays(
    rhythm: Rhythm, at: str, morning: str
) -> None:
    assert latest_morning(moment(at), rhythm) == moment(morning)


@pytest.mark.parametrize(
    ("rhythm", "looked_at", "expected"),
    [
        (Rhythm.DAILY, None, True),
        (Rhythm.DAILY, "2026-06-17 03:59", True),
        (Rhythm.DAILY, "2026-06-17 04:00", False),
        (Rhythm.WEEKLY, "2026-06-15 03:59", True),
        (Rhythm.WEEKLY, "2026-06-15 04:00", False),
        (Rhythm.OFF, None, False),
        (Rhythm.OFF, "2020-01-01 00:00", False),
    ],
)
def test_news_are_looked_through_once_after_each_morning(
    rhythm: Rhythm, looked_at: str | None, expected: bool
) -> None:
    at = moment("2026-06-17 12:00")
    assert is_due(rhythm, moment(looked_at) if looked_at else None, at) is expected
