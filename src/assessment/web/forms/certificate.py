"""The form of whoever corrects a certificate."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired

from assessment.web.forms.fields import at_most, one_line, readable_name
from assessment.web.forms.process import reason_field


class CorrectionForm(FlaskForm):  # type: ignore[misc]
    """What the certificate is to say, and why."""

    cluster_name = StringField(
        _l("Name of the cluster"),
        filters=[one_line],
        validators=[
            InputRequired(_l("Write the name as it is to stand there.")),
            at_most(200),
            readable_name,
        ],
    )
    organisation = StringField(
        _l("Organisation"), filters=[one_line], validators=[at_most(200), readable_name]
    )
    reason = reason_field(_l("Reason"), _l("Write the reason."))
