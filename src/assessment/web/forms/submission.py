"""The forms with which a cluster hands in, and takes back."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired

from assessment.web.forms.fields import at_most, one_line, plain

REASON_LIMIT = 2_000


class SubmitForm(FlaskForm):  # type: ignore[misc]
    """The statement, signed with name and function; `digest` names the text that was read."""

    digest = HiddenField()
    is_agreed = BooleanField(
        _l("I sign this statement for the cluster"),
        validators=[DataRequired(_l("Tick this to sign the statement."))],
    )
    name = StringField(
        _l("Your name"),
        filters=[one_line],
        validators=[DataRequired(_l("Write your name.")), at_most(200)],
    )
    function = StringField(
        _l("Your function in the cluster"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Write your function, such as cluster manager.")),
            at_most(200),
        ],
    )


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    """Why a submission is taken back."""

    reason = TextAreaField(
        _l("Reason"),
        filters=[plain],
        validators=[
            DataRequired(_l("Write why you withdraw the application.")),
            at_most(REASON_LIMIT),
        ],
    )
