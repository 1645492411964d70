"""scheme.yaml: the family of labels."""

from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, Field

from assessment.catalogue.schema.base import Days, Id, Language, Level, Part, Version
from assessment.catalogue.schema.conditions import ConditionEntry
from assessment.catalogue.schema.faults import refuse
from assessment.catalogue.schema.questions import FigureEntry, QuestionEntry
from assessment.domain.review_rules import LONGEST_REMINDER, USUAL


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


def _falling(days: list[int]) -> list[int]:
    if any(later >= earlier for earlier, later in pairwise(days)):
        raise refuse("expected days that become fewer, such as [7, 1]")
    return days


DaysBefore = Annotated[
    list[Annotated[int, Field(ge=0, le=LONGEST_REMINDER, strict=True)]],
    Field(max_length=10, json_schema_extra={"uniqueItems": True}),
    AfterValidator(_falling),
]
"""So many days before something; each is fewer than the one before it, and none is over a year."""


class ReviewEntry(Part):
    """What the labelling body rules about review: how long each step takes, and what is a conflict."""

    formal_check_days: Days = USUAL.formal_check_days
    """The days in which the secretariat checks the form of an application."""

    return_days: Days = USUAL.return_days
    """The days for handing in again what was returned, also when the call has closed meanwhile."""

    panel_days: Days = USUAL.panel_days
    """The days in which the secretariat proposes a panel for what it accepted."""

    objection_days: Annotated[int, Field(ge=0, le=365, strict=True)] = USUAL.objection_days
    """The days in which the cluster may object once to a proposed panel; 0: it is not asked."""

    acceptance_days: Days = USUAL.acceptance_days
    """The days in which a reviewer accepts or declines."""

    review_days: Days = USUAL.review_days
    """The days that a reviewer has for the ratings."""

    consensus_days: Days = USUAL.consensus_days
    """The days in which the panel agrees where its ratings differ."""

    decision_days: Days = USUAL.decision_days
    """The days in which the decision follows the panel's agreement."""

    conflict_years: Annotated[int, Field(ge=0, le=50, strict=True)] = USUAL.conflict_years
    """How many years back employment, membership, advice or a reciprocal review is a conflict."""

    appeal_days: Days = USUAL.appeal_days
    """The days after a decision in which the cluster may appeal."""

    appeal_answer_days: Days = USUAL.appeal_answer_days
    """The days in which an appeal is answered."""

    complaint_days: Days = USUAL.complaint_days
    """The days in which a complaint is answered."""

    reminder_days: DaysBefore = list(USUAL.reminder_days)
    """How many days before a deadline of the process those concerned are reminded, falling."""

    validity_reminder_days: DaysBefore = list(USUAL.validity_reminder_days)
    """How many days before a certificate's end its holder is reminded, falling."""


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

    review: ReviewEntry = ReviewEntry()
    """What the labelling body rules about review; each key has a default."""
