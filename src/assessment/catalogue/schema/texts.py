"""texts/<language>.yaml: all wording of a scheme in one language."""

from typing import Annotated, Literal

from pydantic import Field

from assessment.catalogue.schema.base import Id, Language, Level, Part, Wording

PluralForm = Literal["zero", "one", "two", "few", "many"]
"""What Unicode CLDR calls the forms of words behind numbers, without `other`, which `units` has."""


class SchemeTexts(Part):
    """The scheme's title, and the note that stands on pages and certificates."""

    title: Wording
    """The name of the scheme as people read it."""

    note: Wording
    """What has to be said on every page and certificate about the standing of the scheme."""


class LabelTexts(Part):
    """A label's title, the claim printed under it, and what it is."""

    title: Wording
    """The name of the label as people read it."""

    claim: Wording
    """The few words under the title on the certificate."""

    description: Wording
    """Whom the label is for and what it takes, in a few sentences."""

    statement: Wording | None = None
    """What the owner of the cluster signs with the submission; without it, the usual sentences."""


class SectionTexts(Part):
    """A section's title and introduction."""

    title: Wording
    """The heading of the section."""

    intro: Wording
    """What the section is about, and the terms that its criteria use."""


class ColumnTexts(Part):
    """A column's head, with help and its own options."""

    label: Wording
    """What is asked, as it stands above the field."""

    help: Wording | None = None
    """How to answer: what counts, what does not, in which period."""

    options: dict[Id, Wording] = {}
    """The question's own options in words; those of an answer set stand with it."""


class QuestionTexts(ColumnTexts):
    """A question's label, with help, its own options and its columns."""

    columns: dict[Id, ColumnTexts] = {}
    """The columns of a table in words."""


class ProfileTexts(Part):
    """The cluster's profile: title, introduction, questions and figures."""

    title: Wording
    """The heading of the profile."""

    intro: Wording
    """What the profile is needed for."""

    questions: dict[Id, QuestionTexts] = {}
    """The questions of the profile in words."""

    figures: dict[Id, Wording] = {}
    """The names of the profile's figures."""


class DutyTexts(Part):
    """A duty of the holder in words."""

    title: Wording
    """The short name of the duty."""

    description: Wording
    """What the holder has to do, in a sentence."""


class AnchorTexts(Part):
    """A case for calibrating reviewers in words; clusters do not see it."""

    title: Wording
    """The short name of the case."""

    case: Wording
    """What the invented cluster claims and shows, in several sentences."""

    why: Wording
    """Why the reference level holds, and why neither one lower nor one higher."""


class CriterionTexts(Part):
    """A criterion in words; `guidance` and `checks` are for reviewers."""

    title: Wording
    """The short name of the criterion."""

    question: Wording
    """What the cluster is asked, as one question."""

    why: Wording | None = None
    """Why it matters; may be left out where the criterion is not rated."""

    evidence: Wording | None = None
    """What counts as evidence; may be left out where the criterion is not rated."""

    levels: dict[Level, Wording] = {}
    """What each rating level means here, so that two reviewers would choose the same."""

    guidance: Wording | None = None
    """What reviewers should look at and how to decide in doubt; clusters do not see it."""

    checks: dict[Id, Wording] = {}
    """The quality checks that a reviewer ticks, in words."""

    references: Annotated[list[Wording], Field(max_length=20)] = []
    """Where to read more."""

    questions: dict[Id, QuestionTexts] = {}
    """The criterion's questions in words."""

    figures: dict[Id, Wording] = {}
    """The names of the criterion's figures."""


class TextsFile(Part):
    """All wording of the scheme in one language."""

    language: Language
    """The language of this file, which is also its name."""

    scheme: SchemeTexts
    """The scheme in words."""

    labels: dict[Id, LabelTexts]
    """Each label in words."""

    eligibility: dict[Id, Wording] = {}
    """Each eligibility rule as one sentence."""

    duties: dict[Id, DutyTexts] = {}
    """Each duty of the holder in words."""

    profile: ProfileTexts | None = None
    """The questions about the cluster in words."""

    units: dict[Id, Wording] = {}
    """Units as they stand behind a number."""

    unit_forms: dict[Id, dict[PluralForm, Wording]] = {}
    """What a unit is behind some numbers instead, by the plural forms of the language (CLDR)."""

    answer_sets: dict[Id, dict[Id, Wording]] = {}
    """The options of the shared answer sets in words."""

    scales: dict[Id, dict[Level, Wording]]
    """The short name of each level of each scale."""

    sections: dict[Id, SectionTexts]
    """Each section in words."""

    criteria: dict[Id, CriterionTexts]
    """Each criterion in words."""

    anchors: dict[Id, AnchorTexts] = {}
    """Each case for calibrating reviewers in words."""
