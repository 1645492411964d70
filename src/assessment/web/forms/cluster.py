"""The forms of a cluster's profile: its facts, and its figures of one year."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    EmailField,
    Field,
    Form,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Optional

from assessment.domain.clusters import ClusterFacts, YearFigure
from assessment.domain.errors import InvalidValue
from assessment.reports.regions import region_name, regions_of
from assessment.web.cluster_words import (
    FACTS,
    FIGURES,
    LEGAL_FORMS,
    LOCAL_LANGUAGES,
    MEASURES,
    NETWORKS,
    PUBLIC_PARTS,
    SECTORS,
    language_name,
)
from assessment.web.forms.fields import (
    EMAIL_RULES,
    at_most,
    one_line,
    options,
    plain,
    readable_name,
    web_address,
    whole_address,
    without_address,
)
from assessment.web.forms.number_field import NumberField
from assessment.web.forms.numbers import Kind
from assessment.web.forms.question_values import today
from assessment.web.forms.questions import TicksField, refusal
from assessment.web.forms.region_field import RegionField
from assessment.web.language import country_choices, language

PRIORITIES = 20
"""Priorities that a cluster may name."""


class ClusterFactsForm(FlaskForm):  # type: ignore[misc]
    """The facts of a cluster."""

    name = StringField(
        FACTS["name"],
        filters=[one_line],
        validators=[
            DataRequired(_l("Write the cluster's name.")),
            at_most(200),
            without_address,
            readable_name,
        ],
    )
    organisation = StringField(
        FACTS["organisation"], filters=[one_line], validators=[at_most(200), readable_name]
    )
    country = SelectField(FACTS["country"])
    region = RegionField(FACTS["region"], render_kw={"list": "regions"})
    founded = DateField(FACTS["founded"], validators=[Optional()])
    legal_form = SelectField(FACTS["legal_form"])
    website = StringField(
        FACTS["website"], filters=[whole_address], validators=[at_most(500), web_address()]
    )
    eccp_address = StringField(
        FACTS["eccp_address"], filters=[whole_address], validators=[at_most(500), web_address()]
    )
    description = TextAreaField(FACTS["description"], filters=[plain], validators=[at_most(5000)])
    description_local = TextAreaField(
        FACTS["description_local"], filters=[plain], validators=[at_most(5000)]
    )
    local_language = SelectField(FACTS["local_language"])
    sectors = TicksField(FACTS["sectors"])
    priorities = TextAreaField(FACTS["priorities"], filters=[plain])
    networks = TicksField(FACTS["networks"])
    other_networks = StringField(
        FACTS["other_networks"], filters=[one_line], validators=[at_most(500)]
    )
    contact_name = StringField(FACTS["contact_name"], filters=[one_line], validators=[at_most(200)])
    contact_email = EmailField(
        FACTS["contact_email"],
        filters=[one_line],
        validators=[Optional(), *EMAIL_RULES],
    )
    contact_phone = StringField(
        FACTS["contact_phone"], filters=[one_line], validators=[at_most(50)]
    )

    @classmethod
    def of(cls, facts: ClusterFacts, **values: Any) -> "ClusterFactsForm":
        """The form with these facts; `formdata=None` keeps what was sent out of it."""
        data = asdict(facts) | {
            "region": region_name(facts.region, language()) if facts.region else "",
            "priorities": "\n".join(facts.priorities),
        }
        form = cls(data=data, **values)
        known = options(country_choices())
        form.country.choices = known
        form.legal_form.choices = options([("", "–"), *LEGAL_FORMS.items()])
        spoken = sorted(((code, language_name(code)) for code in LOCAL_LANGUAGES), key=_second)
        form.local_language.choices = options([("", "–"), *spoken])
        form.sectors.choices = options(sorted(SECTORS.items(), key=_second))
        form.networks.choices = options(NETWORKS.items())
        form.founded.render_kw = {"max": today().isoformat()}
        return form

    def validate_founded(self, field: Field) -> None:
        """A cluster that answers has been founded."""
        if field.data and field.data > today():
            raise ValidationError(_("Write a day that has been, at the latest today."))

    def validate_local_language(self, field: Field) -> None:
        """A text in the local language says which that is, so that it can be read aloud."""
        if self.description_local.data and not field.data:
            raise ValidationError(_("Choose the language in which the description is written."))

    def validate_priorities(self, _field: Field) -> None:
        """A list that people read."""
        if len(self._priorities) > PRIORITIES or any(len(line) > 200 for line in self._priorities):
            message = _(
                "Write at most %(count)s lines of at most 200 characters.", count=PRIORITIES
            )
            raise ValidationError(message)

    @property
    def _priorities(self) -> tuple[str, ...]:
        lines = (self.priorities.data or "").splitlines()
        return tuple(line.strip() for line in lines if line.strip())

    @property
    def known_regions(self) -> list[str]:
        """What the field of the region proposes."""
        return [region_name(r.code, language()) for r in regions_of(self.country.data or "")]

    @property
    def facts(self) -> ClusterFacts:
        """What a valid form says."""
        taken: dict[str, Any] = {
            key: self[key].data or None if key == "founded" else self[key].data or ""
            for key in ClusterFacts.__dataclass_fields__
        }
        taken |= {
            "region": self.region.code,
            "sectors": tuple(self.sectors.data or ()),
            "networks": tuple(self.networks.data or ()),
            "priorities": self._priorities,
        }
        return ClusterFacts(**taken)


def _second(pair: tuple[Any, Any]) -> str:
    return str(pair[1])


class PublicPartsForm(FlaskForm):  # type: ignore[misc]
    """The parts of the profile that anybody may read."""

    parts = TicksField(_l("Anybody may read"))

    @classmethod
    def of(cls, parts: list[str]) -> "PublicPartsForm":
        """The form with these parts ticked."""
        form = cls(data={"parts": parts})
        form.parts.choices = options(PUBLIC_PARTS.items())
        return form


class YearForm(FlaskForm):  # type: ignore[misc]
    """The figures of a cluster for one year, each under its own name."""

    @classmethod
    def of(cls, figures: Mapping[str, Any], **values: Any) -> "YearForm":
        """The form with these figures; `formdata=None` keeps what was sent out of it."""
        fields = {figure.value: _figure_field(figure) for figure in YearFigure}
        form: YearForm = type("YearForm", (cls,), fields)(data=dict(figures), **values)
        return form

    @property
    def figures(self) -> dict[str, str]:
        """What a valid form says, as plain JSON."""
        return {f.value: self[f.value].data for f in YearFigure if self[f.value].data}


_KINDS = {YearFigure.STAFF: Kind.DECIMAL, YearFigure.BUDGET: Kind.MONEY}


def _figure_field(figure: YearFigure) -> NumberField:
    def check(_form: Form, field: Field) -> None:
        try:
            figure.question.read(field.data)
        except InvalidValue as invalid:
            raise ValidationError(refusal(invalid)) from None

    measure = str(MEASURES.get(figure, ""))
    return NumberField(
        FIGURES[figure],
        kind=_KINDS.get(figure, Kind.WHOLE),
        measure=measure,
        signs=(measure, "€") if figure is YearFigure.BUDGET else (measure,),
        validators=[Optional(), check],
        render_kw={"inputmode": "decimal"},
    )
