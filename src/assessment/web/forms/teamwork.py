"""The forms with which a team shares out criteria and talks about them."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Optional

from assessment.web.forms.fields import at_most, one_line, options, plain
from assessment.web.forms.question_values import today
from assessment.web.forms.questions import TicksField

NOBODY = "nobody"
"""What is sent in place of a person to take a task off."""
COMMENT_LIMIT = 5_000
"""Characters that a comment may have."""
NOTE_LIMIT = 300
"""Characters of the word that goes along with a task."""


class AssignForm(FlaskForm):  # type: ignore[misc]
    """Who sees to it, until when, and a word for them."""

    person = SelectField(
        _l("Assign to"), validators=[DataRequired(_l("Choose who sees to it, or nobody."))]
    )
    due_on = DateField(
        _l("To be done by"),
        validators=[Optional()],
    )
    note = StringField(
        _l("A word for them"),
        filters=[one_line],
        validators=[at_most(NOTE_LIMIT)],
    )

    def among(self, people: Iterable[tuple[int, str]]) -> "AssignForm":
        """The form with these people, by id and name."""
        nobody = (NOBODY, _l("Nobody: take it off"))
        self.person.choices = options([("", _l("Choose …")), *people, nobody])
        return self

    def validate_due_on(self, field: DateField) -> None:
        """Nothing is due in the past."""
        if field.data and field.data < today():
            raise ValidationError(_l("Write today or a day to come."))


class AssignManyForm(AssignForm):
    """The same for several criteria, ticked one by one or a section at a time."""

    criteria = TicksField(_l("Criteria"))
    sections = TicksField(_l("Sections"))

    def validate_criteria(self, field: TicksField) -> None:
        """Something has to be ticked."""
        if not field.data and not self.sections.data:
            raise ValidationError(_l("Tick the criteria, or whole sections."))


class CommentForm(FlaskForm):  # type: ignore[misc]
    """A remark, and whom it is for beside those whom it names."""

    text = TextAreaField(
        _l("Comment"),
        filters=[plain],
        validators=[
            DataRequired(_l("Write something first.")),
            at_most(COMMENT_LIMIT),
        ],
    )
    to = TicksField(_l("Tell"), coerce=int)

    def among(self, people: Iterable[tuple[int, str]]) -> "CommentForm":
        """The form with these people, by id and name."""
        self.to.choices = options(people)
        return self
