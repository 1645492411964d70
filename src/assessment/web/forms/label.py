"""What is done to a label after its award."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # the published types lag behind
    Form,
    RadioField,
    SelectChoice,
    StringField,
)
from wtforms.validators import DataRequired

from assessment.domain.label_life import LIFE_TRANSITIONS, LifeEvent, LifeState
from assessment.web.forms.fields import at_most, one_line, options
from assessment.web.forms.process import reason_field

NAMES = {
    LifeEvent.SUSPEND: _l("Suspend it: it does not hold until the suspension is lifted"),
    LifeEvent.LIFT: _l("Lift the suspension: it holds again"),
    LifeEvent.REVOKE: _l("Revoke it, for good"),
}
"""What the secretariat can do to a label; a renewal replaces it by itself."""


class LifeForm(FlaskForm):  # type: ignore[misc]
    """What is to be done to a label, and why."""

    event = RadioField(
        _l("What is to be done"), validators=[DataRequired(_l("Choose what is to be done."))]
    )
    reason = reason_field(_l("Reason"), _l("Write the reason."))

    @classmethod
    def from_state(cls, life: LifeState) -> "LifeForm":
        """The form with what can be done to a label that is in this state."""
        form = cls()
        possible = [event for event in NAMES if (life, event) in LIFE_TRANSITIONS]
        form.event.choices = options((event, NAMES[event]) for event in possible)
        return form


class ConditionCheckForm(Form):
    """What became of one condition."""

    finding = RadioField(
        _l("What became of it"),
        choices=[
            SelectChoice("", _l("Not known yet")),
            SelectChoice("met", _l("Met")),
            SelectChoice("missed", _l("Not met")),
        ],
        default="",
    )
    note = StringField(_l("What was seen"), filters=[one_line], validators=[at_most(1000)])

    @classmethod
    def of(cls, number: int, sent: Any, **values: Any) -> "ConditionCheckForm":
        """The fields of the condition of that number."""
        return cls(sent, prefix=f"c{number}-", data=values)
