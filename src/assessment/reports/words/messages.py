"""The interface's wording for what is said in code: sentences, numbers and lists in one language."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.support import Translations

from assessment.domain.questions import plain
from assessment.domain.team import FORMER_MEMBER
from assessment.reports import formats
from assessment.resources import TRANSLATIONS

_LOCALES = {"en": "en_GB"}
_STAND_IN = "en"


class Messages:
    """Says in a language what is not part of a scheme's own wording.

    A language without a translation gets the English sentences, one that nobody knows the English
    figures too.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._translations = Translations.load(str(TRANSLATIONS), [language])
        try:
            self._locale = Locale.parse(_LOCALES.get(language, language))
        except UnknownLocaleError:
            self._locale = Locale.parse(_LOCALES[_STAND_IN])

    def gettext(self, message: str, **values: object) -> str:
        """The sentence with its values; a plain per cent sign in it stands double."""
        return self._translations.gettext(message) % values

    def person(self, name: str) -> str:
        """A person's name; of one whose account was deleted, only that they were here."""
        return self.gettext("Former member") if name == FORMER_MEMBER else name

    def ngettext(self, one: str, many: str, num: int, **values: object) -> str:
        """The sentence that suits the number, which it may name as `num`."""
        return self._translations.ngettext(one, many, num) % {"num": num, **values}

    def number(self, value: Fraction, measure: str | None = None) -> str:
        """A number that was written in digits, with all of them, and as its measure asks."""
        if measure is not None:
            return formats.measured(value, measure, str(self._locale))
        digits = Decimal(plain(value))
        return str(format_decimal(digits, locale=self._locale, decimal_quantization=False))

    def percent(self, value: Fraction) -> str:
        """A number of per cent."""
        share = Decimal(plain(value)) / 100
        return str(format_percent(share, locale=self._locale, decimal_quantization=False))

    def points(self, value: Fraction) -> str:
        """Points with at most two decimals."""
        return formats.points(value, str(self._locale))

    def either(self, items: Sequence[str]) -> str:
        """The items of which one is enough: a, b or c."""
        return str(format_list(list(items), style="or", locale=self._locale))

    def quoted(self, name: str) -> str:
        """A name in the language's quotation marks."""
        return self.gettext("“%(name)s”", name=name)
