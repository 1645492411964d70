"""What is done to a label after its award."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # the published types lag behind
    Field,
    Form,
    RadioField,
    SelectChoice,
    StringField,
    ValidationError,
)
from wtforms.validators import AnyOf

from assessment.domain.label_life import LifeEvent
from assessment.web.forms.fields import at_most, one_line
from assessment.web.forms.process import reason_field

MET, MISSED = "met", "missed"


class LifeForm(FlaskForm):  # type: ignore[misc]
    """A label is suspended, or its suspension lifted: which of them the page offered, and why."""

    event = StringField(validators=[AnyOf([LifeEvent.SUSPEND, LifeEvent.LIFT])])
    reason = reason_field(_l("Reason"), _l("Write the reason."))


class ConditionCheckForm(Form):
    """What became of one condition; a miss says what was seen."""

    finding = RadioField(
        _l("What became of it"),
        choices=[
            SelectChoice("", _l("Not known yet")),
            SelectChoice(MET, _l("Met")),
            SelectChoice(MISSED, _l("Not met")),
        ],
        default="",
    )
    note = StringField(_l("What was seen"), filters=[one_line], validators=[at_most(1000)])

    @classmethod
    def of(cls, number: int, sent: Any, values: Mapping[str, Any]) -> "ConditionCheckForm":
        """The fields of the condition of that number."""
        return cls(sent, prefix=f"c{number}-", data=values)

    def validate_note(self, field: Field) -> None:
        if self.finding.data == MISSED and not field.data:
            raise ValidationError(_l("Write what was seen, and why it is not met."))


class ConditionForms:
    """The forms of all conditions, as far as a summary of what is wrong asks for them."""

    form_errors = ()

    def __init__(self, parts: Mapping[int, ConditionCheckForm]) -> None:
        self.parts = parts

    @property
    def errors(self) -> dict[str, Any]:
        return {field.name: field.errors for field in self if field.errors}

    def __iter__(self) -> Iterator[Field]:
        for part in self.parts.values():
            yield from part
