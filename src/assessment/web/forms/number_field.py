"""The field of a number: read as people write it, shown as their language writes it."""

from collections.abc import Collection
from fractions import Fraction
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import StringField

from assessment.reports import formats
from assessment.web.forms.numbers import Kind, TwoReadings, plain_digits, written


class NumberField(StringField):
    """A number as people write it (`numbers.plain_digits`), with its measure behind the field.

    `measure` is shown, `signs` may be typed with the number. It is shown with its thousands apart,
    if it is then read as the same number.
    """

    def __init__(
        self,
        *args: Any,
        kind: Kind = Kind.DECIMAL,
        measure: str = "",
        signs: Collection[str] = (),
        **values: Any,
    ) -> None:
        super().__init__(*args, **values)
        self.kind, self.measure, self.signs = kind, measure, signs

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keeps what was typed for the page, and plain digits as the value."""
        self.data = None
        language = str(get_locale())
        typed = str(valuelist[0]).strip() if valuelist else ""
        try:
            self.data = plain_digits(typed, language, self.kind, self.signs) or None
        except TwoReadings as found:
            message = _(
                "%(typed)s can be read in two ways: write %(first)s or %(second)s.",
                typed=typed,
                first=found.with_thousands,
                second=written(found.with_decimals, language),
            )
            raise ValueError(message) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self._shown(self.data) if self.data else ""

    def _shown(self, digits: str) -> str:
        """The digits in the way of the reader's language."""
        language = str(get_locale())
        try:
            grouped = formats.number(Fraction(digits), language)
            is_same = plain_digits(grouped, language, self.kind) == digits
        except ValueError:
            is_same = False
        return grouped if is_same else written(digits, language)
