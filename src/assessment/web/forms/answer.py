"""The form of one answer: the criterion's questions, rating level, justification."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from assessment.domain.criteria import Criterion, NotApplicable
from assessment.domain.questions import Question, QuestionType
from assessment.web.forms.fields import (
    TEXT_LIMIT,
    at_most,
    file_wiring,
    level_choices,
    level_or_none,
    plain,
    version_field,
)
from assessment.web.forms.question_values import field_name, form_data, rows_filled
from assessment.web.forms.question_words import QuestionWords
from assessment.web.forms.questions import with_questions


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """What a cluster answers to one criterion."""

    version = version_field()
    scheme_version = StringField(widget=HiddenInput(), validators=[Optional()])
    level = RadioField(_l("Your rating"), coerce=level_or_none, validators=[Optional()])
    is_not_applicable = BooleanField(_l("This does not apply to us"))
    justification = TextAreaField(
        _l("Justification"), filters=[plain], validators=[at_most(TEXT_LIMIT)]
    )

    @classmethod
    def for_criterion(
        cls,
        criterion: Criterion,
        words: QuestionWords,
        limit: int,
        saved: Mapping[str, Any] | None = None,
        **values: Any,
    ) -> "AnswerForm":
        """The form with the questions and levels of the criterion.

        `saved` are the values of its questions; `limit` is a file's largest size in bytes.
        """
        known = saved or {}
        kind = with_questions(cls, criterion.questions, words, rows_filled(known))
        data = values.pop("data", {}) | form_data(criterion.questions, known)
        form = kind(data=data, **values)
        form.level.choices = level_choices(criterion)
        if criterion.not_applicable is NotApplicable.FORBID:
            del form.is_not_applicable
        if not criterion.is_chosen:
            del form.level
        for question in criterion.questions:
            if question.type is QuestionType.FILE:
                form[field_name(question)].render_kw = file_wiring(limit)
        return form

    def mark_ids(self, prefix: str) -> None:
        """Puts the prefix before the id of every field, so that several forms fit on a page."""
        if prefix:
            _mark_ids(self, prefix)


def _mark_ids(fields: Iterable[Field], prefix: str) -> None:
    for field in fields:
        field.id = field.label.field_id = f"{prefix}{field.id}"
        if isinstance(field, FieldList):
            _mark_ids(field.entries, prefix)
        elif isinstance(field, FormField):
            _mark_ids(field.form, prefix)


class ProfileForm(FlaskForm):  # type: ignore[misc]
    """What a cluster says about itself."""

    @classmethod
    def of_questions(
        cls,
        questions: tuple[Question, ...],
        words: QuestionWords,
        saved: Mapping[str, Any],
        **values: Any,
    ) -> "ProfileForm":
        """The form with these questions and what was answered to them."""
        kind = with_questions(cls, questions, words, rows_filled(saved))
        form: ProfileForm = kind(data=form_data(questions, saved), **values)
        return form
