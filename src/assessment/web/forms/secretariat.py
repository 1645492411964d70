"""The forms of the secretariat."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileRequired
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from assessment.reports.workbook_reading import SIZE_LIMIT
from assessment.web.forms.clusters import ClusterField
from assessment.web.forms.fields import (
    TEXT_LIMIT,
    at_most,
    one_line,
    options,
    plain,
    readable_name,
    web_address,
    whole_address,
)
from assessment.web.forms.invitee import InviteeForm
from assessment.web.forms.region_field import RegionField
from assessment.web.language import LANGUAGES


class ClusterForm(FlaskForm):  # type: ignore[misc]
    """A cluster for the register."""

    name = StringField(
        _l("Name of the cluster"),
        filters=[one_line],
        validators=[DataRequired(_l("Write the cluster's name.")), at_most(200), readable_name],
    )
    organisation = StringField(
        _l("Lead organisation"), filters=[one_line], validators=[at_most(200), readable_name]
    )
    country = SelectField(_l("Country"), default="FI")
    region = RegionField(_l("Region"))
    website = StringField(
        _l("Website"), filters=[whole_address], validators=[at_most(500), web_address()]
    )


class InvitationForm(InviteeForm):
    """Whom to invite, and as what."""

    role = RadioField(_l("Invite as"), default="owner")
    cluster = ClusterField(_l("Cluster"))
    language = SelectField(_l("Language of the invitation"), choices=options(LANGUAGES.items()))


class ViewForm(FlaskForm):  # type: ignore[misc]
    """A view of the list of applications."""

    name = StringField(
        _l("Name of the view"),
        filters=[one_line],
        validators=[DataRequired(_l("Write a name for the view.")), at_most(80)],
    )
    is_shared = BooleanField(_l("Everybody of the secretariat sees it"))
    is_default = BooleanField(_l("My list begins with it"))


class CallForm(FlaskForm):  # type: ignore[misc]
    """A call for applications."""

    title = StringField(
        _l("Title of the call"),
        filters=[one_line],
        validators=[DataRequired(_l("Write a title.")), at_most(200)],
    )
    labels = SelectMultipleField(
        _l("Labels"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[DataRequired(_l("Choose at least one label."))],
    )
    opens_on = DateField(_l("First day"), validators=[InputRequired(_l("Give the day."))])
    closes_on = DateField(_l("Last day"), validators=[InputRequired(_l("Give the day."))])
    note = TextAreaField(
        _l("Note about the call"), filters=[plain], validators=[at_most(TEXT_LIMIT)]
    )


class ImportForm(FlaskForm):  # type: ignore[misc]
    """A table for the register."""

    file = FileField(
        _l("File (CSV or XLSX)"),
        validators=[FileRequired(_l("Choose a file."))],
        render_kw={"accept": ".csv,.xlsx", "data-max-bytes": str(SIZE_LIMIT)},
    )


class DraftForm(FlaskForm):  # type: ignore[misc]
    """Where a draft of a scheme comes from: an archive, or the server's own folder."""

    archive = FileField(_l("The draft as a ZIP archive"), render_kw={"accept": ".zip"})

    @property
    def has_archive(self) -> bool:
        """Whether a file was chosen; a field left empty sends one without a name."""
        return bool(getattr(self.archive.data, "filename", ""))


class PublishForm(FlaskForm):  # type: ignore[misc]
    """The last word before a draft comes into force."""

    note = StringField(
        _l("What is new, in one sentence"), filters=[one_line], validators=[at_most(500)]
    )
