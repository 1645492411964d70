"""Appeals and complaints, and what the secretariat answers."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # the published types lag behind
    RadioField,
    SelectChoice,
)
from wtforms.validators import DataRequired

from assessment.domain.complaints import Finding
from assessment.web.forms.process import reason_field


class AppealForm(FlaskForm):  # type: ignore[misc]
    """What speaks against the decision."""

    grounds = reason_field(_l("Grounds"), _l("Write what speaks against the decision."))


class AppealAnswerForm(FlaskForm):  # type: ignore[misc]
    """Whether a fresh panel looks at the application, and why."""

    verdict = RadioField(
        _l("The appeal"),
        choices=[
            SelectChoice("admit", _l("Admit it: a fresh panel reviews what was submitted")),
            SelectChoice("reject", _l("Reject it: the decision stands")),
        ],
        validators=[DataRequired(_l("Choose whether to admit or to reject it."))],
    )
    answer = reason_field(_l("Answer to the cluster"), _l("Write why."))


class ComplaintForm(FlaskForm):  # type: ignore[misc]
    """What went wrong."""

    text = reason_field(_l("What happened"), _l("Write what happened."))


class ComplaintAnswerForm(FlaskForm):  # type: ignore[misc]
    """What the secretariat finds, and what it does."""

    finding = RadioField(
        _l("Finding"),
        choices=[
            SelectChoice(Finding.UPHELD.value, _l("The complaint is upheld")),
            SelectChoice(Finding.PARTLY_UPHELD.value, _l("The complaint is upheld in part")),
            SelectChoice(Finding.NOT_UPHELD.value, _l("The complaint is not upheld")),
        ],
        validators=[DataRequired(_l("Choose what you find."))],
    )
    answer = reason_field(_l("Answer to the cluster"), _l("Write what you found and what you do."))
