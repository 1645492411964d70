"""The form of one answer: the criterion's questions, rating level, justification, evidence."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    FileField,
    FormField,
    IntegerField,
    MultipleFileField,
    RadioField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Length, Optional
from wtforms.widgets import HiddenInput

from assessment.domain.criteria import Criterion, NotApplicable
from assessment.domain.questions import Question
from assessment.services.uploads import MEDIA_TYPES
from assessment.web.forms.fields import (
    TEXT_LIMIT,
    chosen_files,
    level_choices,
    level_or_none,
    one_line,
    plain,
    web_address,
)
from assessment.web.forms.question_values import form_data, rows_filled, today
from assessment.web.forms.question_words import QuestionWords
from assessment.web.forms.questions import with_questions


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """What a cluster answers to one criterion, with new evidence."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    scheme_version = StringField(widget=HiddenInput(), validators=[Optional()])
    level = RadioField(_l("Your rating"), coerce=level_or_none, validators=[Optional()])
    is_not_applicable = BooleanField(_l("This does not apply to us"))
    justification = TextAreaField(
        _l("Justification"), filters=[plain], validators=[Length(max=TEXT_LIMIT)]
    )
    files = MultipleFileField(_l("Add files"))
    link_url = StringField(
        _l("Add a web address"), filters=[one_line], validators=[Length(max=2000), web_address()]
    )
    link_title = StringField(
        _l("What the address shows"), filters=[one_line], validators=[Length(max=300)]
    )
    dated_on = DateField(_l("Date of what you add"), validators=[Optional()])

    def validate_link_title(self, field: StringField) -> None:
        """A description needs the address that it describes."""
        if field.data and not self.link_url.data:
            raise ValidationError(_l("Write the web address too, or leave this empty."))

    def validate_dated_on(self, field: DateField) -> None:
        """A date needs what it dates, and evidence speaks of what has been."""
        has_file = any(chosen_files(other) for other in self if isinstance(other, FileField))
        if field.data and not has_file and not self.link_url.data:
            raise ValidationError(
                _l("Add the file or the web address that has this date, or leave this empty.")
            )
        if field.data and field.data > today():
            raise ValidationError(_l("Write a day that has been, at the latest today."))

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
        accepted = {"accept": ",".join(MEDIA_TYPES), "data-max-bytes": str(limit)}
        form.files.render_kw = {**accepted, "data-max-total-bytes": str(4 * limit)}
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

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

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
        data = values.pop("data", {}) | form_data(questions, saved)
        form: ProfileForm = kind(data=data, **values)
        return form
