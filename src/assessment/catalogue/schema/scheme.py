"""scheme.yaml: the family of labels."""

from typing import Annotated

from pydantic import Field

from assessment.catalogue.schema.base import Id, Language, Level, Part, Version
from assessment.catalogue.schema.conditions import ConditionEntry
from assessment.catalogue.schema.questions import FigureEntry, QuestionEntry


class ProfileEntry(Part):
    """What is asked about the cluster once, for eligibility and conditions."""

    questions: Annotated[list[QuestionEntry], Field(min_length=1, max_length=100)]
    """The questions about the cluster, in the order in which they are asked."""

    figures: Annotated[list[FigureEntry], Field(max_length=100)] = []
    """Figures derived from the answers to the profile."""


class EligibilityEntry(Part):
    """A condition that a cluster must meet; names in it are those of the profile."""

    id: Id
    """The name of the rule; labels and texts use it."""

    when: ConditionEntry
    """What must hold; unqualified names are questions and figures of the profile."""


class SchemeFile(Part):
    """scheme.yaml: names, scales, shared answers, profile and eligibility."""

    id: Id
    """The name of the scheme, which is also the name of its folder."""

    version: Version
    """The version of the rules, in quotation marks, such as "2026" or "1.1"."""

    languages: Annotated[list[Language], Field(min_length=1, max_length=40)]
    """The languages in which there are texts; the first is the one that the others translate."""

    labels: Annotated[list[Id], Field(min_length=1, max_length=20)]
    """The labels, lowest first; each has a file of its own, named after it."""

    scales: Annotated[
        dict[Id, Annotated[list[Level], Field(min_length=2, max_length=21)]], Field(min_length=1)
    ]
    """The rating scales by name: their levels, lowest first, each one more than the one before."""

    answer_sets: dict[Id, Annotated[list[Id], Field(min_length=2, max_length=200)]] = {}
    """Lists of options by name that several questions share."""

    profile: ProfileEntry | None = None
    """What is asked once about the cluster itself, whichever label it applies for."""

    eligibility: Annotated[list[EligibilityEntry], Field(max_length=50)] = []
    """Conditions on the profile; a label names those without which it takes no application."""
