"""The forms by which an application moves on: the formal check, the panel, the decision."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # the published types lag behind
    DateField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from assessment.domain.criteria import Criterion
from assessment.web.forms.fields import TEXT_LIMIT, at_most, one_line, options, plain
from assessment.web.forms.review import NOT_APPLICABLE, verdict


def reason_field(label: str, missing: str) -> TextAreaField:
    """A text that has to be given."""
    return TextAreaField(
        label, filters=[plain], validators=[DataRequired(missing), at_most(TEXT_LIMIT)]
    )


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why something is done that others are told of."""

    reason = reason_field(_l("Reason"), _l("Write the reason."))


class FormalCheckForm(FlaskForm):  # type: ignore[misc]
    """Whether an application goes into review, or back to its cluster."""

    verdict = RadioField(
        _l("Formal check"),
        choices=[
            SelectChoice("accept", _l("Accept it for review")),
            SelectChoice("return", _l("Return it to the cluster, with reasons")),
        ],
        validators=[DataRequired(_l("Choose whether to accept or to return it."))],
    )
    note = TextAreaField(
        _l("Reasons, or a note for the record"), filters=[plain], validators=[at_most(TEXT_LIMIT)]
    )

    def validate(self, extra_validators: Any = None) -> bool:
        is_whole: bool = super().validate(extra_validators)
        if self.verdict.data == "return" and not self.note.data:
            self.note.errors = [*self.note.errors, _l("Write what has to be mended.")]
            return False
        return is_whole


def _because_field() -> TextAreaField:
    return TextAreaField(
        _l("Why, in spite of a possible conflict of interest"),
        filters=[plain],
        validators=[at_most(TEXT_LIMIT)],
    )


class PanelForm(FlaskForm):  # type: ignore[misc]
    """The reviewers to propose, who of them leads, and why somebody with a warning is among them."""

    reviewers = SelectMultipleField(
        _l("Reviewers"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    lead = SelectField(
        _l("Who leads the panel"), coerce=lambda value: int(value) if value else None
    )
    because = _because_field()

    @classmethod
    def among(cls, people: Sequence[tuple[int, str]], best: Sequence[int]) -> "PanelForm":
        """The form with these people by id and name, and the best panel chosen already."""
        form = cls(reviewers=list(best))
        form.reviewers.choices = options(people)
        form.lead.choices = options([("", _l("The first one chosen")), *people])
        return form

    @property
    def lead_id(self) -> int | None:
        """Who leads: the one chosen for it, or the first of the panel."""
        chosen: list[int] = self.reviewers.data or []
        return self.lead.data or next(iter(chosen), None)


class ReplaceForm(FlaskForm):  # type: ignore[misc]
    """Who takes a reviewer's place, and why; and why somebody with a warning."""

    reviewer = RadioField(
        _l("New reviewer"), coerce=int, validators=[InputRequired(_l("Choose a reviewer."))]
    )
    because = _because_field()
    reason = reason_field(_l("Reason"), _l("Write why somebody else takes the place."))

    @classmethod
    def among(cls, people: Sequence[tuple[int, str]], best: Sequence[int]) -> "ReplaceForm":
        form = cls(reviewer=next(iter(best), None))
        form.reviewer.choices = options(people)
        return form


class DeclarationForm(FlaskForm):  # type: ignore[misc]
    """A reviewer's declaration before anything is seen."""

    is_clear = RadioField(
        _l("Your declaration"),
        choices=[
            SelectChoice("yes", _l("None of these holds for me. I accept the review.")),
            SelectChoice("no", _l("There is a tie. I describe it below for the secretariat.")),
        ],
        validators=[DataRequired(_l("Choose one of the two."))],
    )
    disclosed = TextAreaField(
        _l("The tie that there is"), filters=[plain], validators=[at_most(TEXT_LIMIT)]
    )

    def validate(self, extra_validators: Any = None) -> bool:
        is_whole: bool = super().validate(extra_validators)
        if self.is_clear.data == "no" and not self.disclosed.data:
            self.disclosed.errors = [*self.disclosed.errors, _l("Describe the tie.")]
            return False
        return is_whole

    @property
    def said(self) -> str:
        """The tie that is disclosed; "" where there is none."""
        return self.disclosed.data or "" if self.is_clear.data == "no" else ""


class ConditionForm(Form):
    """One condition of an award; empty ones do not count."""

    text = StringField(_l("What has to be done"), filters=[one_line], validators=[at_most(1000)])
    due_on = DateField(_l("By when"), validators=[Optional()])

    def validate(self, extra_validators: Any = None) -> bool:
        is_whole: bool = super().validate(extra_validators)
        if self.text.data and not self.due_on.data:
            self.due_on.errors = [*self.due_on.errors, _l("Give the day.")]
            return False
        return is_whole


class ChangeForm(Form):
    """One criterion whose final level is not the agreed one, and why; empty ones do not count."""

    criterion = SelectField(_l("Criterion"), coerce=lambda value: value or "", default="")
    level = SelectField(_l("Final level"), coerce=verdict)
    reason = StringField(_l("Why"), filters=[one_line], validators=[at_most(1000)])

    def validate(self, extra_validators: Any = None) -> bool:
        is_whole: bool = super().validate(extra_validators)
        if self.criterion.data and self.level.data is None:
            self.level.errors = [*self.level.errors, _l("Choose the final level.")]
            is_whole = False
        if self.criterion.data and not self.reason.data:
            self.reason.errors = [*self.reason.errors, _l("Write why.")]
            is_whole = False
        return is_whole


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """What is proposed to be decided, with the statement that the cluster reads."""

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
            change.form.criterion.choices = options([("", _l("None")), *named])
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
        if self.outcome.data == "award_with_conditions" and not self.given:
            first = self.conditions[0].form.text
            first.errors = [*first.errors, _l("Write at least one condition.")]
            self.conditions.errors = [each.errors for each in self.conditions]
            is_whole = False
        if self.outcome.data == "defer" and not self.until.data:
            self.until.errors = [*self.until.errors, _l("Give the day until which it waits.")]
            is_whole = False
        return is_whole

    @property
    def given(self) -> list[ConditionForm]:
        """The conditions that were filled in."""
        return [each.form for each in self.conditions if each.form.text.data]

    @property
    def changed(self) -> list[ChangeForm]:
        """The final levels that were filled in."""
        return [each.form for each in self.changes if each.form.criterion.data]
