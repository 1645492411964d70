"""Whom somebody invites."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, StringField
from wtforms.validators import DataRequired

from assessment.web.forms.fields import EMAIL_RULES, at_most, one_line


class InviteeForm(FlaskForm):  # type: ignore[misc]
    """The name and the address of somebody who is invited."""

    name = StringField(
        _l("Name"),
        filters=[one_line],
        validators=[DataRequired(_l("Write the person's name.")), at_most(200)],
    )
    email = EmailField(
        _l("E-mail"),
        filters=[one_line],
        validators=[DataRequired(_l("Write the person's e-mail address.")), *EMAIL_RULES],
    )
