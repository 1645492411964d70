from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.validity import Standing, Validity, first_validity


@pytest.mark.parametrize(
    ("decided_on", "years", "end"),
    [
        (date(2026, 6, 15), 2, date(2028, 6, 30)),
        (date(2026, 1, 1), 2, date(2028, 1, 31)),
        (date(2026, 1, 31), 2, date(2028, 1, 31)),
        (date(2026, 12, 1), 2, date(2028, 12, 31)),
        (date(2026, 12, 31), 1, date(2027, 12, 31)),
        (date(2026, 2, 28), 2, date(2028, 2, 29)),
        (date(2024, 2, 29), 2, date(2026, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2098, 2, 1), 2, date(2100, 2, 28)),
        (date(1998, 2, 1), 2, date(2000, 2, 29)),
    ],
)
def test_certificate_holds_to_the_end_of_the_month_years_later(decided_on, years, end):
    assert first_validity(decided_on, years) == Validity(decided_on, end)


@given(decided_on=st.dates(max_value=date(9970, 12, 31)), years=st.integers(1, 20))
def test_validity_ends_on_the_last_day_of_the_same_month(decided_on, years):
    validity = first_validity(decided_on, years)
    assert validity.start == decided_on
    assert (validity.end.year, validity.end.month) == (decided_on.year + years, decided_on.month)
    assert (validity.end + timedelta(days=1)).day == 1


@pytest.mark.parametrize("years", [0, -1])
def test_certificate_holds_for_at_least_one_year(years):
    with pytest.raises(ValueError, match="at least one year"):
        first_validity(date(2026, 6, 15), years)


@pytest.mark.parametrize(
    ("today", "standing"),
    [
        (date(2026, 6, 15), Standing.VALID),
        (date(2026, 6, 16), Standing.VALID),
        (date(2028, 6, 29), Standing.VALID),
        (date(2028, 6, 30), Standing.VALID),
        (date(2028, 7, 1), Standing.EXPIRED),
    ],
)
def test_certificate_is_valid_from_its_first_to_its_last_day(today, standing):
    assert Validity(date(2026, 6, 15), date(2028, 6, 30)).standing(today) is standing
