"""The forms of evidence: files, addresses, new versions, and what is said of a piece."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    MultipleFileField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Optional

from assessment.db.base import now
from assessment.domain.evidence import Confidentiality, Period
from assessment.domain.validity import HOME
from assessment.services.library import TITLE_LIMIT, Described
from assessment.web.forms.fields import (
    at_most,
    chosen_files,
    file_wiring,
    one_line,
    plain,
    web_address,
    whole_address,
)

NOTE_LIMIT = 2_000


def _address() -> StringField:
    """A field for the address of a link."""
    return StringField(
        _l("Web address"),
        filters=[whole_address],
        validators=[
            InputRequired(_l("Write a web address, such as www.example.org.")),
            at_most(2000),
            web_address(),
        ],
    )


class _DescribedForm(FlaskForm):  # type: ignore[misc]
    """What is said of every piece: the period that it speaks of, and who may read of it."""

    effective_from = DateField(_l("Dated, or first day of its period"), validators=[Optional()])
    effective_until = DateField(_l("Last day of its period"), validators=[Optional()])
    is_confidential = BooleanField(_l("Confidential"))

    def validate_effective_from(self, field: DateField) -> None:
        """Evidence speaks of what has begun."""
        if field.data and field.data > now().astimezone(HOME).date():
            raise ValidationError(_l("Write a day that has been, at the latest today."))

    def validate_effective_until(self, field: DateField) -> None:
        """A period has a first day, and ends after it."""
        first = self.effective_from.data
        if field.data and not first:
            raise ValidationError(_l("Write the first day too, or leave this empty."))
        if field.data and first and field.data < first:
            raise ValidationError(_l("Write a day that is not before the first one."))

    def described(self, title: str = "", note: str = "") -> Described:
        """What the form says."""
        is_confidential = self.is_confidential.data
        return Described(
            title,
            Period.of(self.effective_from.data, self.effective_until.data),
            Confidentiality.CONFIDENTIAL if is_confidential else Confidentiality.NORMAL,
            note,
        )


class FilesForm(_DescribedForm):
    """Files for the library, and what is said of all of them."""

    files = MultipleFileField(_l("Add files"))

    def validate_files(self, field: MultipleFileField) -> None:
        """At least one."""
        if not chosen_files(field):
            raise ValidationError(_l("Choose at least one file."))

    @classmethod
    def bounded(cls, limit: int, **values: Any) -> "FilesForm":
        """The form for files of at most `limit` bytes."""
        form = cls(**values)
        form.files.render_kw = {**file_wiring(limit), "data-max-total-bytes": str(4 * limit)}
        return form


class LinkForm(_DescribedForm):
    """A web address for the library."""

    url = _address()
    title = StringField(
        _l("What the address shows"), filters=[one_line], validators=[at_most(TITLE_LIMIT)]
    )

    @classmethod
    def beside(cls, **values: Any) -> "LinkForm":
        """The form where another one stands on the same page."""
        return cls(prefix="link-", **values)


class PieceForm(_DescribedForm):
    """What is said of one piece. The address is asked of a link alone."""

    title = StringField(_l("Title"), filters=[one_line], validators=[at_most(TITLE_LIMIT)])
    url = _address()
    note = TextAreaField(_l("Note for the team"), filters=[plain], validators=[at_most(NOTE_LIMIT)])


class VersionForm(FlaskForm):  # type: ignore[misc]
    """A new version of a file."""

    file = FileField(_l("New version"))

    def validate_file(self, field: FileField) -> None:
        """There must be one."""
        if not chosen_files(field):
            raise ValidationError(_l("Choose a file."))

    @classmethod
    def bounded(cls, limit: int) -> "VersionForm":
        """The form for a file of at most `limit` bytes."""
        form = cls()
        form.file.render_kw = file_wiring(limit)
        return form
