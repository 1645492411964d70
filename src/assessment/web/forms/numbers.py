"""Numbers as people write them, read in the language of the page."""

import re
from collections.abc import Collection
from enum import StrEnum, auto

from babel.numbers import get_currency_symbol

_SPACES = re.compile(r"[\s\u00a0\u202f]")
_BETWEEN_THOUSANDS = re.compile(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))|(?<=^[-+]) ")
_TWO_WAYS = re.compile(r"([-+]?[1-9][0-9]{0,2})([.,])([0-9]{3})")
_GROUPED = re.compile(r"[-+]?[1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]+)?")
_ONE_SIGN = re.compile(r"[-+]?[0-9]+([.,][0-9]+)?")
_OWN_SIGNS = {"en": "."}  # everywhere else a comma stands before the decimals


class Kind(StrEnum):
    """What a number counts: single things, money, or anything with decimals."""

    WHOLE = auto()
    MONEY = auto()
    DECIMAL = auto()


class TwoReadings(ValueError):
    """What may be read with thousands and with decimals; both readings as plain digits."""

    def __init__(self, with_thousands: str, with_decimals: str) -> None:
        super().__init__(with_thousands, with_decimals)
        self.with_thousands, self.with_decimals = with_thousands, with_decimals


def own_sign(language: str) -> str:
    """The sign that the language writes before decimals."""
    return _OWN_SIGNS.get(language, ",")


def written(digits: str, language: str) -> str:
    """Plain digits with the decimal sign of the language."""
    return digits.replace(".", own_sign(language))


def currency_signs(currency: str, language: str) -> tuple[str, ...]:
    """What people write for a currency: its code and its sign."""
    return currency, get_currency_symbol(currency, language)


def plain_digits(
    typed: str, language: str, kind: Kind = Kind.DECIMAL, signs: Collection[str] = ()
) -> str:
    """The number in plain digits with a decimal point; what is no number stays as it is.

    Spaces between thousands do not count, nor does one of the `signs` before or behind the number.
    Raises `TwoReadings` where one sign before three digits may be for thousands or for decimals.
    """
    text = _evenly_spaced(typed).replace("\N{MINUS SIGN}", "-")
    text = _BETWEEN_THOUSANDS.sub("", _without_sign(text, signs))
    if found := _TWO_WAYS.fullmatch(text):
        return _one_reading(found[1], found[2], found[3], language, kind)
    if found := _GROUPED.fullmatch(text):
        text = text.replace(found[1], "")
    return text.replace(",", ".") if _ONE_SIGN.fullmatch(text) else text


def _without_sign(text: str, signs: Collection[str]) -> str:
    """The text without the sign that stands before or behind a digit."""
    for sign in (_evenly_spaced(sign) for sign in signs if sign.strip()):
        bare = text.casefold()
        behind, before = text[len(sign) :].lstrip(), text[: -len(sign)].rstrip()
        if bare.startswith(sign.casefold()) and behind[:1] in tuple("+-0123456789"):
            return behind
        if bare.endswith(sign.casefold()) and before[-1:].isdigit():
            return before
    return text


def _evenly_spaced(text: str) -> str:
    """The text with one plain space wherever it has any."""
    return " ".join(_SPACES.sub(" ", text).split())


def _one_reading(head: str, sign: str, tail: str, language: str, kind: Kind) -> str:
    """What `1.250` or `1,250` says where the language or the kind of number leaves one reading."""
    with_thousands, with_decimals = head + tail, f"{head}.{tail}"
    is_own = sign == own_sign(language)
    groups_so = not is_own and language == "en"
    if kind is Kind.WHOLE and not is_own:
        return with_thousands
    if kind is Kind.WHOLE and tail != "000":
        return with_decimals
    if kind is Kind.MONEY and groups_so:
        return with_thousands
    if kind is Kind.DECIMAL and is_own:
        return with_decimals
    raise TwoReadings(with_thousands, with_decimals.rstrip("0").rstrip("."))
