"""The forms of reviewers: a rating, an agreement."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # the published types lag behind
    RadioField,
    SelectChoice,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Optional

from assessment.domain.criteria import Criterion, NotApplicable
from assessment.web.forms.fields import (
    TEXT_LIMIT,
    at_most,
    level_choices,
    level_or_none,
    options,
    plain,
    version_field,
)
from assessment.web.forms.questions import TicksField

NOT_APPLICABLE = "not_applicable"
"""What is sent in place of a level when a reviewer finds that the criterion does not apply."""


def verdict(value: Any) -> int | str | None:
    """A level, the word for "not applicable", or None where nothing is chosen."""
    return NOT_APPLICABLE if value == NOT_APPLICABLE else level_or_none(value)


def verdict_choices(criterion: Criterion) -> list[SelectChoice]:
    """The levels of the criterion, and "not applicable" where its rule lets one say so."""
    choices = level_choices(criterion)
    if criterion.not_applicable is not NotApplicable.FORBID:
        choices += options([(NOT_APPLICABLE, _l("Does not apply to this cluster"))])
    return choices


class RatingForm(FlaskForm):  # type: ignore[misc]
    """One reviewer's level and comment for one criterion, with notes of their own."""

    version = version_field()
    level = RadioField(_l("Your rating"), coerce=verdict, validators=[Optional()])
    checks = TicksField(_l("Quality checks: tick what you found to be so"))
    comment = TextAreaField(_l("Comment"), filters=[plain], validators=[at_most(TEXT_LIMIT)])
    notes = TextAreaField(
        _l("Private notes"), filters=[plain], validators=[Optional(), at_most(TEXT_LIMIT)]
    )

    @classmethod
    def for_criterion(
        cls, criterion: Criterion, checks: Mapping[str, str], **values: object
    ) -> "RatingForm":
        """The form with the levels of the criterion, if it is rated, and its quality checks, by id."""
        form = cls(**values)
        form.level.choices = verdict_choices(criterion)
        form.checks.choices = options((key, checks[key]) for key in criterion.checks)
        if not criterion.checks:
            del form.checks
        if not criterion.is_rated:
            del form.level
        return form


class AgreementForm(FlaskForm):  # type: ignore[misc]
    """The level that the panel agrees on, and why."""

    version = version_field()
    level = RadioField(
        _l("Agreed rating"),
        coerce=verdict,
        validators=[InputRequired(_l("Choose the level on which the panel agrees."))],
    )
    reason = TextAreaField(
        _l("Why this level"),
        filters=[plain],
        validators=[
            DataRequired(_l("Write why the panel agrees on this level.")),
            at_most(TEXT_LIMIT),
        ],
    )

    @classmethod
    def for_criterion(cls, criterion: Criterion, **values: object) -> "AgreementForm":
        """The form with the levels of the criterion."""
        form = cls(**values)
        form.level.choices = verdict_choices(criterion)
        return form


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """A button that acts; it carries nothing but the proof that it is ours."""
