"""What a bundle of documents is to have."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField
from wtforms.validators import DataRequired, Optional

from assessment.db.queries.bundles import Choice
from assessment.domain.bundles import BENCHMARKING, CERTIFICATE, REPORT
from assessment.web.forms.fields import options
from assessment.web.forms.questions import TicksField

KIND_TITLES = {
    CERTIFICATE: _l("Certificates"),
    REPORT: _l("Evaluation reports"),
    BENCHMARKING: _l("Benchmarking reports"),
}


class BundleForm(FlaskForm):  # type: ignore[misc]
    """Which documents, of which applications, in which languages."""

    kinds = TicksField(
        _l("Documents"),
        choices=options(KIND_TITLES.items()),
        validators=[DataRequired(_l("Choose at least one kind of document."))],
    )
    call = SelectField(_l("Call"), default="")
    first = DateField(_l("Decided from"), validators=[Optional()])
    last = DateField(_l("Decided until"), validators=[Optional()])
    languages = TicksField(
        _l("Languages"), validators=[DataRequired(_l("Choose at least one language."))]
    )

    @classmethod
    def offering(
        cls, calls: Iterable[tuple[object, str]], languages: Mapping[str, str], **values: Any
    ) -> "BundleForm":
        """The form with the calls to choose from, by number and title; without one if there are none."""
        form = cls(**values)
        form.call.choices = options([("", _l("None: by the day of the decision")), *calls])
        form.languages.choices = options(languages.items())
        if len(form.call.choices) == 1:
            del form.call
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        """Also asks for a call or a day, and for days in their order."""
        is_good: bool = super().validate(extra_validators)
        first, last = self.first.data, self.last.data
        for day in (self.first, self.last):
            if day.data and not 2000 <= day.data.year < 3000:
                day.errors = [_l("Give a year from 2000 to 2999.")]
                is_good = False
        if first and last and last < first:
            self.last.errors = [_l("The last day comes before the first.")]
            is_good = False
        if not self.call_id and first is None and not self.first.errors:
            ask = _l("Choose a call or give the day.") if "call" in self else _l("Give the day.")
            self.first.errors = [ask]
            is_good = False
        return is_good

    @property
    def call_id(self) -> int | None:
        """The number of the call that was chosen."""
        chosen = self.call.data if "call" in self else ""
        return int(chosen) if chosen and chosen.isascii() and chosen.isdigit() else None

    @property
    def choice(self) -> Choice:
        """What was chosen; with a call no days count."""
        days: tuple[date | None, date | None] = (self.first.data, self.last.data)
        if self.call_id is not None:
            days = (None, None)
        return Choice(
            tuple(self.kinds.data or ()), tuple(self.languages.data or ()), self.call_id, *days
        )
