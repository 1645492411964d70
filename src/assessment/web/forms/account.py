"""The forms of people's own accounts."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # the published types lag behind
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import DataRequired, EqualTo, Length

from assessment.domain.digest import Rhythm
from assessment.services.accounts import LONGEST_PASSWORD, SHORTEST_PASSWORD
from assessment.web.forms.fields import one_line


class AcceptInvitationForm(FlaskForm):  # type: ignore[misc]
    """What a new person tells about themselves."""

    name = StringField(
        _l("Your name"),
        filters=[one_line],
        validators=[DataRequired(_l("Write your name.")), Length(max=200)],
    )
    country = SelectField(_l("Your country"), default="FI")
    password = PasswordField(
        _l("Password"),
        validators=[
            DataRequired(_l("Choose a password.")),
            Length(
                min=SHORTEST_PASSWORD,
                max=LONGEST_PASSWORD,
                message=_l("Use at least 12 characters."),
            ),
        ],
        render_kw={"autocomplete": "new-password"},
    )
    password_again = PasswordField(
        _l("Password again"),
        validators=[EqualTo("password", _l("The two passwords are not the same."))],
        render_kw={"autocomplete": "new-password"},
    )


class ProfileForm(FlaskForm):  # type: ignore[misc]
    """Name and country of the signed-in person."""

    name = StringField(
        _l("Your name"),
        filters=[one_line],
        validators=[DataRequired(_l("Write your name.")), Length(max=200)],
    )
    country = SelectField(_l("Your country"))
    organisation = StringField(_l("Organisation"), filters=[one_line], validators=[Length(max=200)])


class MailForm(FlaskForm):  # type: ignore[misc]
    """How often somebody wants the digest."""

    rhythm = RadioField(
        _l("News of your teams by mail"),
        choices=[
            SelectChoice(Rhythm.DAILY.value, _l("Daily, when there is something new")),
            SelectChoice(Rhythm.WEEKLY.value, _l("Weekly, on Mondays")),
            SelectChoice(Rhythm.OFF.value, _l("Never")),
        ],
        validators=[DataRequired(_l("Choose how often."))],
    )
