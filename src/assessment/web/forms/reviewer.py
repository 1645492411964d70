"""The forms of the reviewers' register: a reviewer's own profile, and what the secretariat keeps."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from assessment.db.session import Session
from assessment.domain.conflicts import TieKind
from assessment.domain.days import Days
from assessment.services.reviewer_profiles import OwnProfile, Tie
from assessment.web.cluster_words import SECTORS
from assessment.web.forms.clusters import ClusterField, find_clusters
from assessment.web.forms.fields import TEXT_LIMIT, at_most, one_line, options, plain
from assessment.web.forms.questions import TicksField
from assessment.web.reviewer_words import TIES, spoken_choices

SPARE = 2
"""Empty rows below those that are filled in."""
MOST_ROWS = 50
MOST_AT_ONCE = 20


def capacity_field() -> IntegerField:
    """Reviews that somebody takes at once; 0: none for the time being."""
    message = _l("Write a whole number from 0 to %(most)s.", most=MOST_AT_ONCE)
    return IntegerField(
        _l("Reviews at once, at most"),
        validators=[InputRequired(message), NumberRange(0, MOST_AT_ONCE, message)],
    )


class AbsenceForm(Form):
    """Days on which a reviewer is away; empty ones do not count."""

    first = DateField(_l("First day"), validators=[Optional()])
    last = DateField(_l("Last day"), validators=[Optional()])

    def validate(self, extra_validators: Any = None) -> bool:
        is_whole: bool = super().validate(extra_validators)
        if bool(self.first.data) != bool(self.last.data):
            missing = self.last if self.first.data else self.first
            missing.errors = [*missing.errors, _l("Give both days.")]
            return False
        if self.first.data and self.last.data and self.last.data < self.first.data:
            self.last.errors = [*self.last.errors, _l("The last day comes after the first.")]
            return False
        return is_whole


class TieForm(Form):
    """What the reviewer is or was to an organisation; empty ones do not count."""

    organisation = StringField(_l("Organisation"), filters=[one_line], validators=[at_most(200)])
    cluster = ClusterField(_l("Cluster known here"))
    kind = SelectField(_l("What you are to it"), choices=options(TIES.items()))
    since = DateField(_l("Since"), validators=[Optional()])
    until = DateField(_l("Until"), validators=[Optional()])

    def validate(self, extra_validators: Any = None) -> bool:
        is_whole: bool = super().validate(extra_validators)
        if not self.is_given:
            return is_whole
        if not self.organisation.data and not self.cluster.data:
            self.organisation.errors = [_l("Name the organisation, or choose the cluster.")]
            is_whole = False
        if not self.since.data:
            self.since.errors = [*self.since.errors, _l("Give the day, about when it began.")]
            is_whole = False
        elif self.until.data and self.until.data < self.since.data:
            self.until.errors = [*self.until.errors, _l("The last day comes after the first.")]
            is_whole = False
        return is_whole

    @property
    def is_given(self) -> bool:
        fields = (self.organisation, self.cluster, self.since, self.until)
        return any(field.data for field in fields)


class OwnProfileForm(FlaskForm):  # type: ignore[misc]
    """What a reviewer tells of themselves."""

    languages = TicksField(_l("Languages in which you can review"))
    sectors = TicksField(_l("Sectors that you know"))
    capacity = capacity_field()
    absences = FieldList(
        FormField(AbsenceForm, _l("Absence")), _l("When you are away"), max_entries=MOST_ROWS
    )
    ties = FieldList(FormField(TieForm, _l("Tie")), _l("Your ties"), max_entries=MOST_ROWS)

    @classmethod
    def of(cls, told: OwnProfile, names: Mapping[int, str], **values: Any) -> "OwnProfileForm":
        """The form with what was told, and empty rows to tell more; `names` are those of the clusters
        told of, by number."""
        absences = [{"first": days.first, "last": days.last} for days in told.absences]
        ties = [
            {
                "organisation": tie.organisation,
                "cluster": names.get(tie.cluster_id or 0, ""),
                "kind": tie.kind.value,
                "since": tie.since,
                "until": tie.until,
            }
            for tie in told.ties
        ]
        form = cls(
            data={
                "languages": told.languages,
                "sectors": told.sectors,
                "capacity": told.capacity,
                "absences": [*absences, *[{}] * SPARE],
                "ties": [*ties, *[{}] * SPARE],
            },
            **values,
        )
        form.languages.choices = options(spoken_choices())
        form.sectors.choices = options(sorted(SECTORS.items(), key=lambda pair: str(pair[1])))
        return form

    def find_clusters(self, session: Session) -> None:
        """Looks for the clusters that were written, before the form is checked."""
        find_clusters(session, [row.form.cluster for row in self.ties])

    def told(self) -> OwnProfile:
        """What was filled in; a cluster known here has the name that it has here."""
        return OwnProfile(
            tuple(sorted(self.languages.data or ())),
            tuple(sorted(self.sectors.data or ())),
            self.capacity.data or 0,
            tuple(
                Days(row.form.first.data, row.form.last.data)
                for row in self.absences
                if row.form.first.data and row.form.last.data
            ),
            tuple(_tie(row.form) for row in self.ties if row.form.is_given),
        )


def _tie(row: Any) -> Tie:
    """The tie of a row that is whole."""
    named = row.cluster.named
    return Tie(
        row.organisation.data or (named.name if named else ""),
        TieKind(row.kind.data),
        row.since.data,
        row.until.data,
        named.id if named else None,
    )


class ReviewerNoteForm(FlaskForm):  # type: ignore[misc]
    """What the secretariat keeps of a reviewer."""

    capacity = capacity_field()
    trained_on = DateField(_l("Trained on"), validators=[Optional()])
    note = TextAreaField(
        _l("Note of the secretariat"), filters=[plain], validators=[at_most(TEXT_LIMIT)]
    )
