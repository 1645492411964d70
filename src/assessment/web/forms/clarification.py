"""What a panel asks, and what a cluster answers."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Form,
    MultipleFileField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from assessment.web.forms.fields import (
    TEXT_LIMIT,
    at_most,
    file_wiring,
    options,
    plain,
    version_field,
)


class QuestionForm(FlaskForm):  # type: ignore[misc]
    """What a reviewer wants to know, and about which criterion."""

    criterion = SelectField(_l("Criterion"))
    text = TextAreaField(
        _l("What the cluster should tell or show"),
        filters=[plain],
        validators=[DataRequired(_l("Write the question.")), at_most(TEXT_LIMIT)],
    )

    @classmethod
    def about(cls, criteria: Sequence[tuple[str, str]], **values: Any) -> "QuestionForm":
        """The form with these criteria, by id and name."""
        form = cls(**values)
        form.criterion.choices = options(criteria)
        return form


class SendForm(FlaskForm):  # type: ignore[misc]
    """That the answers are whole: without it they are saved and not sent."""

    is_whole = BooleanField(_l("This is our whole answer: once sent, nothing is added or changed"))


class AnswerPartForm(Form):
    """The answer to one question: words, pieces of the library, new files."""

    version = version_field()
    answer = TextAreaField(_l("Your answer"), filters=[plain], validators=[at_most(TEXT_LIMIT)])
    evidence = SelectMultipleField(
        _l("From your library"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    files = MultipleFileField(_l("Add files"))

    @classmethod
    def of(
        cls, number: int, library: Sequence[tuple[int, str]], limit: int, sent: Any, **values: Any
    ) -> "AnswerPartForm":
        """The fields of the question of that number, with these pieces to choose from."""
        form = cls(sent, prefix=f"q{number}-", data=values)
        form.evidence.choices = options(library)
        form.files.render_kw = file_wiring(limit)
        return form
