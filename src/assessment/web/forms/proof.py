"""The form of whoever was given a document and asks whether it is from here."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired


class FileForm(FlaskForm):  # type: ignore[misc]
    """A document to be checked."""

    file = FileField(
        _l("The PDF"),
        validators=[FileRequired(_l("Choose a file."))],
        render_kw={"accept": ".pdf,application/pdf"},
    )
