"""The forms by which an application moves on: the formal check, the panel, a reason."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # the published types lag behind
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from assessment.web.forms.fields import TEXT_LIMIT, at_most, options, plain


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
