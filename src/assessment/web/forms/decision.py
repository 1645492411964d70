"""The form of a decision: the outcome with its statement, conditions, days and final levels."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # the published types lag behind
    DateField,
    Field,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import DataRequired, Optional

from assessment.domain.criteria import Criterion
from assessment.web.forms.fields import at_most, one_line, options
from assessment.web.forms.process import reason_field
from assessment.web.forms.review import NOT_APPLICABLE, verdict


def _refuse(field: Field, message: Any) -> bool:
    """Adds what is wrong with a field, which is then not whole."""
    field.errors = [*field.errors, message]
    return False


class ConditionForm(Form):
    """One condition of an award; empty ones do not count."""

    text = StringField(_l("What has to be done"), filters=[one_line], validators=[at_most(1000)])
    due_on = DateField(_l("By when"), validators=[Optional()])

    @property
    def is_begun(self) -> bool:
        return bool(self.text.data or self.due_on.data)

    def validate(self, extra_validators: Any = None) -> bool:
        is_whole: bool = super().validate(extra_validators)
        if self.text.data and not (self.due_on.data or self.due_on.errors):
            is_whole = _refuse(self.due_on, _l("Give the day."))
        if self.due_on.data and not self.text.data:
            is_whole = _refuse(
                self.text, _l("Write what has to be done by that day, or empty the day.")
            )
        return is_whole


class ChangeForm(Form):
    """One criterion whose final level is not the agreed one, and why; empty ones do not count."""

    criterion = SelectField(_l("Criterion"), coerce=lambda value: value or "", default="")
    level = SelectField(_l("Final level"), coerce=verdict)
    reason = StringField(_l("Why"), filters=[one_line], validators=[at_most(1000)])

    @property
    def is_begun(self) -> bool:
        return bool(self.criterion.data or self.level.data is not None or self.reason.data)

    def validate(self, extra_validators: Any = None) -> bool:
        is_whole: bool = super().validate(extra_validators)
        if self.is_begun and not self.criterion.data:
            return _refuse(
                self.criterion, _l("Choose the criterion, or empty its level and reason.")
            )
        if self.criterion.data and self.level.data is None:
            is_whole = _refuse(self.level, _l("Choose the final level."))
        if self.criterion.data and not self.reason.data:
            is_whole = _refuse(self.reason, _l("Write why."))
        return is_whole


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """What is proposed to be decided, with the statement that the cluster reads.

    Whatever is written counts, or is refused: what another decision would need is not dropped.
    """

    outcome = RadioField(
        _l("Decision"),
        choices=[
            SelectChoice("award", _l("Award the label")),
            SelectChoice("award_with_conditions", _l("Award the label with conditions")),
            SelectChoice("defer", _l("Defer the decision")),
            SelectChoice("decline", _l("Decline")),
        ],
        validators=[DataRequired(_l("Choose a decision."))],
    )
    statement = reason_field(
        _l("Statement to the cluster"),
        _l("Write what the cluster should know about the decision."),
    )
    conditions = FieldList(
        FormField(ConditionForm, _l("Condition")),
        _l("Conditions"),
        min_entries=3,
        max_entries=10,
    )
    until = DateField(_l("Deferred until"), validators=[Optional()])

    changes = FieldList(
        FormField(ChangeForm, _l("Change")), _l("Final levels"), min_entries=3, max_entries=50
    )

    @classmethod
    def on(cls, criteria: Sequence[tuple[Criterion, str]], **values: Any) -> "DecisionForm":
        """The form with these rated criteria, and what is written for each."""
        form = cls(**values)
        highest = max((criterion.scale.highest for criterion, _words in criteria), default=0)
        for change in form.changes:
            named = [(criterion.id, words) for criterion, words in criteria]
            change.form.criterion.choices = options([("", _l("Choose")), *named])
            change.form.level.choices = options(
                [
                    ("", _l("Choose")),
                    *((level, str(level)) for level in range(highest + 1)),
                    (NOT_APPLICABLE, _l("Does not apply to this cluster")),
                ]
            )
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        is_whole: bool = super().validate(extra_validators)
        checks = (self._check_conditions(), self._check_until(), self._check_changes())
        return is_whole and all(checks)

    def _check_conditions(self) -> bool:
        if self.outcome.data == "award_with_conditions":
            if self.given:
                return True
            return self.refuse_at(
                {self.conditions[0].form.text: _l("Write at least one condition.")}
            )
        if not self.outcome.data:
            return True
        message = _l("Choose the award with conditions above, or empty this condition.")
        return self.refuse_at({one.text: message for one in self.given})

    def _check_until(self) -> bool:
        if self.outcome.data == "defer" and not (self.until.data or self.until.errors):
            return _refuse(self.until, _l("Give the day until which it waits."))
        if self.until.data and self.outcome.data not in (None, "", "defer"):
            return _refuse(self.until, _l("Choose to defer the decision above, or empty the day."))
        return True

    def _check_changes(self) -> bool:
        """Whether each criterion has one final level."""
        named: set[str] = set()
        twice = []
        for one in self.changed:
            if one.criterion.data in named:
                twice.append(one.criterion)
            named.add(one.criterion.data)
        message = _l("This criterion has a final level already: keep one of the two.")
        return self.refuse_at(dict.fromkeys(twice, message))

    def refuse_at(self, faults: Mapping[Field, Any]) -> bool:
        """Adds what is wrong with single fields of a condition or a final level; whether nothing is."""
        for field, message in faults.items():
            _refuse(field, message)
        for rows in (self.conditions, self.changes):
            errors = [each.errors for each in rows]
            rows.errors = errors if any(errors) else []
        return not faults

    @property
    def given(self) -> list[ConditionForm]:
        """The conditions that were filled in, if only in part."""
        return [each.form for each in self.conditions if each.form.is_begun]

    @property
    def changed(self) -> list[ChangeForm]:
        """The final levels that were filled in."""
        return [each.form for each in self.changes if each.form.criterion.data]
