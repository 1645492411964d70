"""One file per label: what it asks, and when it is reached."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from assessment.catalogue.schema.base import Days, Id, Level, Months, Part, Points
from assessment.catalogue.schema.faults import refuse
from assessment.domain.criteria import Aggregation, Tier, Visit
from assessment.domain.questions import Obligation

Weight = Annotated[int, Field(ge=1, le=10_000, strict=True)]
Share = Annotated[int, Field(ge=0, le=90, strict=True)]
_SHORTEST_MONTH = 28


class AskedCriterion(Part):
    """A criterion as a label asks it; without points or weight it is asked and not scored."""

    id: Id
    """A criterion of criteria.yaml."""

    points: Points | None = None
    """What the highest level earns; the levels below earn their share of it."""

    weight: Weight | None = None
    """The criterion's share of its section's points, where those are shared out by weights."""

    minimum: Level | None = None
    """The level below which the label cannot be reached, whatever the total."""

    obligation: Obligation = Obligation.MUST
    """`must` be answered; `should`: may stay empty and then earns nothing; or `informative`."""

    @model_validator(mode="after")
    def _is_scored_when_it_has_points(self) -> Self:
        if self.points is not None and self.weight is not None:
            raise refuse("expected points or weight, not both")
        is_scored = self.points is not None or self.weight is not None
        if self.obligation is Obligation.INFORMATIVE and (is_scored or self.minimum is not None):
            raise refuse("obligation: what is informative has neither points nor a minimum")
        if self.obligation is Obligation.SHOULD and self.minimum is not None:
            raise refuse("obligation: what has a minimum must be answered")
        return self


class AskedSection(Part):
    """A section of a label. `exclude_at_most` is a share of its points, in percent."""

    id: Id
    """The name of the section; texts use it, and labels may share it."""

    criteria: Annotated[list[AskedCriterion], Field(min_length=1, max_length=200)]
    """The criteria that the section asks, in this order."""

    points: Points | None = None
    """The points of the section, which its criteria share by their weights."""

    weight: Weight | None = None
    """The section's share of the label's points, where those are shared out by weights."""

    minimum: Points | None = None
    """The points of this section below which the label cannot be reached."""

    aggregate: Aggregation = Aggregation.SUM
    """`sum`: the criteria's points add up; `lowest`: the weakest criterion decides for all."""

    exclude_at_most: Share = 50
    """The percentage of the section's points that claims of "not applicable" may take out."""


class Extent(StrEnum):
    """How much of another label is taken in."""

    ALL = "all"
    MINIMUMS = "minimums"


class Inclusion(Part):
    """What this label asks because another asks it: everything, or what has a minimum there."""

    label: Id
    """The label that is taken in."""

    criteria: Extent
    """`all` of its criteria, or those that have a minimum there (`minimums`)."""


class PrerequisiteRule(Part):
    """A label that must be held, and the age in months that its certificate may have."""

    label: Id
    """The label that the cluster must hold."""

    months_at_least: Months = 0
    """The full months for which it must have been held at least."""

    months_at_most: Months | None = None
    """The full months for which it may have been held at most."""

    @model_validator(mode="after")
    def _leaves_time(self) -> Self:
        if self.months_at_most is not None and self.months_at_most < self.months_at_least:
            raise refuse("months_at_most: is less than months_at_least")
        return self


class ImprovementRule(Part):
    """The criteria that are improvement areas, and the question that names what was improved."""

    criteria: Annotated[list[Id], Field(min_length=1, max_length=20)]
    """The criteria that stand for one improvement area each."""

    named_by: Id
    """The choices question of each of them that names what was improved."""


class PanelRule(Part):
    """Who rates a submission; of the reviewers, so many from the cluster's country and from others."""

    reviewers: Annotated[int, Field(ge=1, le=5, strict=True)]
    """How many reviewers rate independently of each other."""

    national: Annotated[int, Field(ge=0, le=5, strict=True)] = 0
    """How many of them at least are from the cluster's country."""

    foreign: Annotated[int, Field(ge=0, le=5, strict=True)] = 0
    """How many of them at least are from another country."""

    visit: Visit = Visit.NONE
    """How the reviewers meet the cluster."""

    hours: Annotated[int, Field(ge=1, le=200, strict=True)] | None = None
    """The hours that one review is expected to take."""

    @model_validator(mode="after")
    def _has_seats_for_all(self) -> Self:
        if self.national + self.foreign > self.reviewers:
            raise refuse("national and foreign together are more than the reviewers")
        return self


class ClarificationRule(Part):
    """How often reviewers may ask for more, and how many days there are to answer."""

    rounds: Annotated[int, Field(ge=0, le=10, strict=True)]
    """How often reviewers may ask the cluster for more."""

    days: Days
    """The days that the cluster has for its answer each time."""


class RenewalRule(Part):
    """The years that a renewal adds, how many months after the end it may come, and by what process."""

    years: Annotated[int, Field(ge=1, le=20, strict=True)]
    """The years that a renewal adds to the end before."""

    months_late: Months = 0
    """The months after the end within which it may still be renewed."""

    is_reduced: Annotated[bool, Field(strict=True)] = False
    """Whether the renewal is a shorter process than the first award."""

    panel: PanelRule | None = None
    """Who rates a renewal by the shorter process; left out: the label's own panel."""

    @model_validator(mode="after")
    def _has_a_panel_of_its_own_when_reduced(self) -> Self:
        if self.panel is not None and not self.is_reduced:
            raise refuse("panel: only a renewal with is_reduced: true has a panel of its own")
        return self


class ValidityRule(Part):
    """How many years a certificate holds, and its renewal."""

    years: Annotated[int, Field(ge=1, le=20, strict=True)]
    """The years for which a first certificate holds."""

    renewal: RenewalRule | None = None
    """How the certificate can be renewed; left out: only by a new application."""


class DutyEntry(Part):
    """What a holder must do again and again while the certificate holds."""

    id: Id
    """The name of the duty; texts use it, and labels may share it."""

    every_months: Annotated[Months, Field(ge=1)]
    """The months after the certificate's first day, and after each time, when it falls due."""

    days: Days
    """The days that there are to do it once it has fallen due."""

    @model_validator(mode="after")
    def _is_over_before_the_next(self) -> Self:
        if self.days > self.every_months * _SHORTEST_MONTH:
            raise refuse("days: reach beyond the next time that the duty falls due")
        return self


class LabelFile(Part):
    """One file per label."""

    id: Id
    """The name of the label, which is also the name of the file."""

    tier: Tier
    """The colour and emblem of the label."""

    eligibility: list[Id] = []
    """The eligibility rules of scheme.yaml without which no application is taken."""

    prerequisite: PrerequisiteRule | None = None
    """A label that the cluster must hold already."""

    includes: Annotated[list[Inclusion], Field(max_length=10)] = []
    """What this label asks because another one asks it, with its minimums and without points."""

    improvements: ImprovementRule | None = None
    """The criteria in which the cluster names what it has improved, none of it twice."""

    aggregate: Aggregation = Aggregation.SUM
    """`sum`: the sections' points add up; `lowest`: the weakest section decides for all."""

    points: Points | None = None
    """The points of the label, which its sections share by their weights."""

    threshold: Points | None = None
    """The points needed to reach the label; left out: it has no score and needs to be complete."""

    panel: PanelRule
    """Who rates a submission, and how."""

    clarification: ClarificationRule | None = None
    """Whether reviewers may ask for more during the review."""

    validity: ValidityRule
    """How long a certificate holds."""

    duties: Annotated[list[DutyEntry], Field(max_length=20)] = []
    """What a holder must do while the certificate holds."""

    sections: Annotated[list[AskedSection], Field(max_length=50)] = []
    """The sections in the order in which they are asked; those of `includes` follow them."""

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not self.sections and not self.includes:
            raise refuse("sections: expected at least one section, or a label to include")
        return self
