"""Numbers and dates as people read them, in the language of the page or document."""

import math
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent, is_currency

from assessment.domain.validity import HOME

_LOCALES = {"en": "en_GB", "fi": "fi_FI"}


_FALLBACK = "en_GB"


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    """How the language writes; the English way where nothing is known of it."""
    name = _LOCALES.get(language, language).replace("-", "_")
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_FALLBACK)


def _rounded_down(value: Fraction | int, decimals: int) -> Decimal:
    """The value in so many decimals: exact, without the error and the limits of a float."""
    return Decimal(f"{math.floor(value * 10**decimals)}e-{decimals}")


def points(value: Fraction | int | None, language: str) -> str:
    """Points with at most two decimals, rounded down: what falls short never reads as reached.

    An en dash for what has none yet.
    """
    if value is None:
        return "–"
    return format_decimal(_rounded_down(value, 2), format="#,##0.##", locale=_locale(language))


def number(value: Fraction | int, language: str) -> str:
    """A number that somebody gave, with all its decimals."""
    digits = _rounded_down(value, 9)
    return format_decimal(digits, format="#,##0.#########", locale=_locale(language))


def is_money(measure: str | None) -> bool:
    """Whether a measure is a currency, or a unit named after one: `eur`, `eur-per-member`."""
    code, _, _rest = (measure or "").partition("-")
    return is_currency(code.upper())


def measured(value: Fraction | int, measure: str | None, language: str) -> str:
    """A number as its measure asks: money that is not whole has its cents."""
    if value.denominator == 1 or not is_money(measure):
        return number(value, language)
    digits = _rounded_down(value, 9)
    return format_decimal(digits, format="#,##0.00#######", locale=_locale(language))


def rounded(value: Fraction) -> Fraction:
    """A derived figure to the nearest hundredth, a half upwards, as it is shown everywhere."""
    return Fraction(math.floor(value * 100 + Fraction(1, 2)), 100)


def percent(value: Fraction | int, language: str) -> str:
    """A number of per cent that somebody gave or that was derived, with all its decimals."""
    digits = _rounded_down(value, 9) / 100
    return format_percent(digits, locale=_locale(language), decimal_quantization=False)


def share(value: Fraction, language: str) -> str:
    """A share in whole per cent, as `whole_percent` rounds it."""
    return format_percent(Decimal(whole_percent(value)) / 100, locale=_locale(language))


def whole_percent(value: Fraction) -> int:
    """A share in whole per cent, a half upwards.

    What falls short of the whole never reads as 100 %, and what is there never as 0 %.
    """
    nearest = math.floor(value * 100 + Fraction(1, 2))
    return min(max(nearest, 1), 99) if 0 < value < 1 else nearest


def day(value: date, language: str) -> str:
    """A date with the month in words: 21 November 2026, 21. marraskuuta 2026.

    Of a moment, the day that it is at home.
    """
    local = value.astimezone(HOME).date() if isinstance(value, datetime) else value
    return format_date(local, "long", locale=_locale(language))


def short_day(value: date, language: str) -> str:
    """A date for a table: 21 Nov 2026, 21.11.2026. Of a moment, the day that it is at home."""
    local = value.astimezone(HOME).date() if isinstance(value, datetime) else value
    return _in_table(local, language)


@lru_cache(maxsize=4096)  # the rows of a list share their days
def _in_table(local: date, language: str) -> str:
    pattern = "d MMM y" if language == "en" else "d.M.y"
    return format_date(local, pattern, locale=_locale(language))


def period(since: date, until: date, language: str) -> str:
    """The days from one to another, or the one day that both are."""
    if since == until:
        return day(until, language)
    return f"{day(since, language)} – {day(until, language)}"


def moment(value: datetime, language: str) -> str:
    """A date with the time of day, in the zone that the product is at home in."""
    local = value.astimezone(HOME)
    if language == "en":
        return f"{_in_table(local.date(), language)} {local:%H:%M}"
    return format_datetime(local, "d.M.y 'klo' H.mm", locale=_locale(language))


def time_of_day(value: datetime, language: str) -> str:
    """The time of day at home: 14:03, 14.03."""
    pattern = "HH:mm" if language == "en" else "H.mm"
    return format_datetime(value.astimezone(HOME), pattern, locale=_locale(language))


def file_size(value: int, language: str) -> str:
    """Bytes as kB, MB or GB, as a person would say it."""
    if value < 1_000_000:
        return f"{format_decimal(max(1, round(value / 1000)), locale=_locale(language))} kB"
    unit, name = (1_000_000, "MB") if value < 1_000_000_000 else (1_000_000_000, "GB")
    return f"{format_decimal(value / unit, format='0.#', locale=_locale(language))} {name}"


def country_name(code: str, language: str) -> str:
    """The name of a country (ISO 3166 alpha-2) in the language; the code where it is unknown."""
    return str(_locale(language).territories.get(code, code))
