"""What a holder says of a duty that was done."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.validators import DataRequired

from assessment.web.forms.process import reason_field


class DutyForm(FlaskForm):  # type: ignore[misc]
    """What was brought up to date, confirmed."""

    said = reason_field(_l("What was brought up to date"), _l("Write what was brought up to date."))
    is_confirmed = BooleanField(
        _l("What the duty asks has been done"),
        validators=[DataRequired(_l("Tick this to confirm that it has been done."))],
    )
