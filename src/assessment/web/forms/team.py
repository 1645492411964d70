"""The forms about a cluster's team."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # the published types lag behind
    BooleanField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import DataRequired

from assessment.domain.policy import ClusterRole
from assessment.web.forms.fields import at_most, one_line, options, without_address
from assessment.web.forms.invitee import InviteeForm
from assessment.web.language import LANGUAGES

NOTE_LIMIT = 300
"""Characters of the inviter's own line in an invitation."""
_ROLES = [
    SelectChoice(ClusterRole.OWNER.value, _l("Owner: also submits and looks after the team")),
    SelectChoice(ClusterRole.EDITOR.value, _l("Editor: answers, adds evidence, assigns")),
    SelectChoice(ClusterRole.VIEWER.value, _l("Viewer: reads and comments")),
]


class TeamInvitationForm(InviteeForm):
    """Whom to invite to the team, and as what."""

    role = RadioField(
        _l("Role"),
        choices=_ROLES,
        default=ClusterRole.EDITOR.value,
        validators=[DataRequired(_l("Choose a role."))],
    )
    language = SelectField(_l("Language of the invitation"), choices=options(LANGUAGES.items()))
    note = StringField(
        _l("A personal line"),
        filters=[one_line],
        validators=[
            at_most(NOTE_LIMIT),
            without_address,
        ],
    )

    def validate_name(self, field: StringField) -> None:
        """It stands in the mail."""
        without_address(self, field)


class RoleForm(FlaskForm):  # type: ignore[misc]
    """A member's role."""

    role = RadioField(_l("Role"), choices=_ROLES, validators=[DataRequired(_l("Choose a role."))])


class HandOverForm(FlaskForm):  # type: ignore[misc]
    """Who is to own the cluster."""

    user_id = RadioField(
        _l("New owner"), coerce=int, validators=[DataRequired(_l("Choose the new owner."))]
    )
    is_sure = BooleanField(
        _l("I hand this cluster over and stay as an editor"),
        validators=[DataRequired(_l("Confirm that you hand the cluster over."))],
    )

    @classmethod
    def among(cls, people: Iterable[tuple[int, str]], chosen: int | None) -> "HandOverForm":
        """The form with these people, by id and name."""
        form = cls(user_id=chosen)
        form.user_id.choices = options(people)
        return form


class LeaveForm(FlaskForm):  # type: ignore[misc]
    """The last word before leaving a team."""

    is_sure = BooleanField(
        _l("I leave this team"),
        validators=[DataRequired(_l("Confirm that you leave the team."))],
    )
