"""What a cluster says of a condition of its award."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form

from assessment.web.forms.process import reason_field


class ReportForm(Form):
    """How the condition was met."""

    said = reason_field(_l("How it was met"), _l("Write how the condition was met."))

    @classmethod
    def of(cls, number: int, sent: Any = None) -> "ReportForm":
        """The field of the condition of that number."""
        return cls(sent, prefix=f"c{number}-")
