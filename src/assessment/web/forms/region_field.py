"""The field of a region: by its name in the reader's language, or by its NUTS code."""

from typing import Any

from flask_babel import gettext as _
from wtforms import StringField, ValidationError
from wtforms.form import BaseForm

from assessment.reports.regions import find_region
from assessment.web.forms.fields import one_line
from assessment.web.language import country_name


class RegionField(StringField):
    """A region of the country that the form's field `country` names.

    Once it is valid, `code` is its NUTS code, "" where nothing is written. A code that was saved
    before and is none of today's stays until another region takes its place.
    """

    code = ""

    def __init__(self, label: Any = None, **values: Any) -> None:
        super().__init__(label, filters=[one_line], **values)

    def pre_validate(self, form: BaseForm) -> None:
        """Takes a region that the country has."""
        self.code = ""
        if not self.data:
            return
        country = form["country"].data or ""
        found = find_region(self.data, country)
        if found is None and self.data != self.object_data:
            raise ValidationError(
                _(
                    "No region of %(country)s is called that. Write its name or its NUTS code, "
                    "for example Lapland or FI1D7.",
                    country=country_name(country),
                )
            )
        self.code = found.code if found else self.data[:5]
