"""The keys of criteria files, and what each may hold. docs/criteria.md explains them to authors."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assessment.domain.criteria import Tier

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,63}$")]
Level = Annotated[int, Field(ge=0, le=20, strict=True)]
Count = Annotated[int, Field(ge=1, le=50, strict=True)]
Points = Annotated[int, Field(ge=1, le=10_000, strict=True)]
Wording = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4_000, strict=True)
]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SchemeFile(Part):
    """scheme.yaml: the family of labels."""

    id: Id
    version: Annotated[str, Field(min_length=1, max_length=40, strict=True)]
    languages: Annotated[list[Annotated[str, Field(pattern=r"^[a-z]{2}$")]], Field(min_length=1)]
    labels: Annotated[list[Id], Field(min_length=1)]
    scales: dict[Id, Annotated[list[Level], Field(min_length=2)]]


class JustificationRule(Part):
    """From this level on, a claim needs a justification in words."""

    from_level: Level


class EvidenceRule(Part):
    """From this level on, a claim needs at least so many pieces of evidence."""

    from_level: Level
    at_least: Count = 1


class CriterionDefaults(Part):
    """What holds for every criterion that does not say otherwise."""

    scale: Id | None = None
    justification: JustificationRule | None = None
    evidence: EvidenceRule | None = None


class CriterionEntry(CriterionDefaults):
    """One criterion of the bank."""

    id: Id


class CriteriaFile(Part):
    """criteria.yaml: every criterion once."""

    defaults: CriterionDefaults = CriterionDefaults()
    criteria: Annotated[list[CriterionEntry], Field(min_length=1)]


class AskedCriterion(Part):
    """A criterion as a label asks it."""

    id: Id
    points: Points
    minimum: Level | None = None


class AskedSection(Part):
    """A section of a label."""

    id: Id
    criteria: Annotated[list[AskedCriterion], Field(min_length=1)]


class PanelRule(Part):
    """How many reviewers rate a submission."""

    reviewers: Annotated[int, Field(ge=1, le=5, strict=True)]


class ValidityRule(Part):
    """How many years a certificate holds."""

    years: Annotated[int, Field(ge=1, le=20, strict=True)]


class LabelFile(Part):
    """One file per label: what it asks and when it is reached."""

    id: Id
    tier: Tier
    threshold: Points
    panel: PanelRule
    validity: ValidityRule
    sections: Annotated[list[AskedSection], Field(min_length=1)]


class SchemeTexts(Part):
    title: Wording
    note: Wording


class LabelTexts(Part):
    title: Wording
    claim: Wording
    description: Wording


class SectionTexts(Part):
    title: Wording
    intro: Wording


class CriterionTexts(Part):
    title: Wording
    question: Wording
    why: Wording
    evidence: Wording
    levels: dict[Level, Wording]


class TextsFile(Part):
    """texts/<language>.yaml: all wording of the scheme in one language."""

    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    scheme: SchemeTexts
    labels: dict[Id, LabelTexts]
    scales: dict[Id, dict[Level, Wording]]
    sections: dict[Id, SectionTexts]
    criteria: dict[Id, CriterionTexts]
