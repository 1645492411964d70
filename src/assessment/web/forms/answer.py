"""The form of one answer: rating level, justification, evidence."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    IntegerField,
    MultipleFileField,
    RadioField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Length, Optional
from wtforms.widgets import HiddenInput

from assessment.domain.criteria import Criterion
from assessment.services.uploads import MEDIA_TYPES
from assessment.web.forms.fields import (
    TEXT_LIMIT,
    level_choices,
    level_or_none,
    one_line,
    plain,
    web_address,
)


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """What a cluster answers to one criterion, with new evidence."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    level = RadioField(_l("Your rating"), coerce=level_or_none, validators=[Optional()])
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

    def validate_link_title(self, field: StringField) -> None:
        """A description needs the address that it describes."""
        if field.data and not self.link_url.data:
            raise ValidationError(_l("Write the web address too, or leave this empty."))

    @classmethod
    def for_criterion(cls, criterion: Criterion, limit: int, **values: object) -> "AnswerForm":
        """The form with the levels of the criterion; `limit` is a file's largest size in bytes."""
        form = cls(**values)
        form.level.choices = level_choices(criterion)
        form.files.render_kw = {
            "accept": ",".join(MEDIA_TYPES),
            "data-max-bytes": str(limit),
            "data-max-total-bytes": str(4 * limit),
        }
        return form
