"""The forms of reviewers: a rating, an agreement."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from assessment.domain.criteria import Criterion
from assessment.web.forms.fields import (
    TEXT_LIMIT,
    level_choices,
    level_or_none,
    plain,
)


class RatingForm(FlaskForm):  # type: ignore[misc]
    """One reviewer's level and comment for one criterion."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    level = RadioField(_l("Your rating"), coerce=level_or_none, validators=[Optional()])
    comment = TextAreaField(_l("Comment"), filters=[plain], validators=[Length(max=TEXT_LIMIT)])

    @classmethod
    def for_criterion(cls, criterion: Criterion, **values: object) -> "RatingForm":
        """The form with the levels of the criterion."""
        form = cls(**values)
        form.level.choices = level_choices(criterion)
        return form


class AgreementForm(FlaskForm):  # type: ignore[misc]
    """The level that the panel agrees on, and why."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    level = RadioField(
        _l("Agreed rating"),
        coerce=level_or_none,
        validators=[InputRequired(_l("Choose the level on which the panel agrees."))],
    )
    reason = TextAreaField(
        _l("Why this level"),
        filters=[plain],
        validators=[
            DataRequired(_l("Write why the panel agrees on this level.")),
            Length(max=TEXT_LIMIT),
        ],
    )

    @classmethod
    def for_criterion(cls, criterion: Criterion, **values: object) -> "AgreementForm":
        """The form with the levels of the criterion."""
        form = cls(**values)
        form.level.choices = level_choices(criterion)
        return form


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """A button that acts; it carries nothing but the proof that it is ours."""
