"""The forms of a panel's outcome, and of a case on which reviewers calibrate."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    RadioField,
    SelectField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Optional

from assessment.db.base import now
from assessment.domain.criteria import Criterion, Visit
from assessment.domain.deadlines import day_of
from assessment.reports import formats
from assessment.web.forms.fields import TEXT_LIMIT, at_most, level_or_none, options, plain
from assessment.web.language import language

VISIT_NAMES = {Visit.ON_SITE: _l("On site"), Visit.VIDEO: _l("By video")}


def _text(label: str) -> TextAreaField:
    return TextAreaField(label, filters=[plain], validators=[Optional(), at_most(TEXT_LIMIT)])


class FindingForm(FlaskForm):  # type: ignore[misc]
    """What the panel says of one section."""

    strengths = _text(_l("Strengths"))
    improvements = _text(_l("Improvement areas"))
    recommendations = _text(_l("Recommendations"))


def _has_been(form: "VisitForm", field: Field) -> None:
    """Refuses a day that is still to come, and one before the application was submitted."""
    if field.data is None:
        return
    if field.data > day_of(now()):
        raise ValidationError(_l("This day is still to come."))
    if form.submitted_on is not None and field.data < form.submitted_on:
        raise ValidationError(
            _(
                "The application was submitted on %(day)s: the visit came after it.",
                day=formats.day(form.submitted_on, language()),
            )
        )


class VisitForm(FlaskForm):  # type: ignore[misc]
    """When, how and with whom the panel met the cluster; never before `submitted_on`."""

    submitted_on: date | None = None

    visited_on = DateField(_l("Day of the visit"), validators=[Optional(), _has_been])
    form = SelectField(
        _l("How you met"),
        choices=options([("", "–"), *VISIT_NAMES.items()]),
        validators=[Optional()],
    )
    people = _text(_l("Who took part"))


class CaseForm(FlaskForm):  # type: ignore[misc]
    """One's own level for an invented case, and why."""

    level = RadioField(
        _l("Your rating"),
        coerce=level_or_none,
        validators=[InputRequired(_l("Choose the level that you would give."))],
    )
    reason = TextAreaField(
        _l("Why this level"),
        filters=[plain],
        validators=[
            DataRequired(_l("Write why you would give this level.")),
            at_most(TEXT_LIMIT),
        ],
    )

    @classmethod
    def for_criterion(cls, criterion: Criterion, **values: object) -> "CaseForm":
        """The form with the levels of the criterion that the case is about."""
        form = cls(**values)
        form.level.choices = options((level, level) for level in criterion.scale.levels)
        return form
