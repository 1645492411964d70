"""The days that a decision may set."""

from datetime import date

import pytest

from assessment.domain.decision_days import DayFault, WrongDays, check_decision_days

TODAY, TOMORROW = date(2026, 6, 15), date(2026, 6, 16)
END = date(2028, 6, 30)


def test_each_day_is_later_than_today_and_a_condition_due_while_the_certificate_holds() -> None:
    check_decision_days(TODAY)
    check_decision_days(TODAY, conditions=[TOMORROW, END], end=END)
    check_decision_days(TODAY, until=TOMORROW)


def test_every_wrong_day_is_named_by_its_place() -> None:
    days = [date(2020, 1, 1), TOMORROW, date(2028, 7, 1), TODAY]
    with pytest.raises(WrongDays) as refused:
        check_decision_days(TODAY, conditions=days, until=TODAY, end=END)
    assert refused.value.conditions == {
        0: DayFault.NOT_TO_COME,
        2: DayFault.AFTER_END,
        3: DayFault.NOT_TO_COME,
    }
    assert (refused.value.until, refused.value.end) == (DayFault.NOT_TO_COME, END)


def test_a_deferral_without_a_certificate_may_last_as_long_as_it_has_to() -> None:
    check_decision_days(TODAY, until=date(2040, 1, 1))
