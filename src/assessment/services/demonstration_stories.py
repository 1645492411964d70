"""The demonstration's clusters as they stand in the package: one file each, read and checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assessment.catalogue.source import read_source

Days = Annotated[int, Field(ge=1)]
Reviewer = Literal["finland", "austria"]
Colleague = Literal["owner", "editor", "viewer"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ClusterFacts(_Part):
    """What the register says of the cluster."""

    name: str
    organisation: str
    country: str
    region: str
    website: str
    description: str


class StoryProfile(_Part):
    """The cluster's own profile: facts, `founded` in days before the loading, and figures by how many
    years they lie back."""

    founded: Days
    legal_form: str
    eccp_address: str
    description_local: str
    sectors: tuple[str, ...] = Field(strict=False)
    priorities: tuple[str, ...] = Field(strict=False)
    networks: tuple[str, ...] = Field(strict=False)
    contact_name: str
    contact_email: str
    years: dict[int, dict[str, int | float]]


class Owner(_Part):
    """An invented person who owns the cluster, with the password of all."""

    name: str
    email: str
    organisation: str
    language: str = "en"


class StoryDays(_Part):
    """How many days before the loading each step ended; None for what has not happened yet.

    `answered` is the last day of work on a draft; in a submission this is the day of `submitted`.
    """

    opened: Days
    answered: Days | None = None
    submitted: Days | None = None
    appointed: Days | None = None
    reviewed: Days | None = None
    agreed: Days | None = None
    decided: Days | None = None

    @model_validator(mode="after")
    def _is_in_order(self) -> "StoryDays":
        given = [day for _, day in self if day is not None]
        if given != sorted(given, reverse=True):
            raise ValueError("the steps must be in the order in which they happen")
        return self


class StoryDocument(_Part):
    """A piece of evidence: a file made from its lines, or a link, under a title.

    `dated` is the latest day of which it speaks, in days before the loading, and `since` the first
    where it speaks of more than one. `again` are the lines of a new version, added after a submission.
    """

    file: str = ""
    lines: tuple[str, ...] = Field(default=(), strict=False)
    link: str = ""
    title: str = ""
    since: Days | None = None
    dated: Days | None = None
    confidentiality: Literal["normal", "confidential"] = "normal"
    note: str = ""
    again: tuple[str, ...] = Field(default=(), strict=False)


class StoryAnswer(_Part):
    """A claim: level, values, justification, and the documents that support it, by their keys.

    A date among the values is the number of days before the loading.
    """

    level: int | None = None
    values: dict[str, Any] = {}
    justification: str = ""
    evidence: tuple[str, ...] = Field(default=(), strict=False)


class StoryRating(_Part):
    level: int
    checks: tuple[str, ...] = Field(default=(), strict=False)
    comment: str = ""


class StoryAgreement(_Part):
    level: int
    reason: str


class StoryAssessment(_Part):
    """The path to one label as far as it has come.

    `profile` has the basic facts that are new or have changed when it is opened.
    """

    days: StoryDays
    profile: dict[str, Any] = {}
    answers: dict[str, StoryAnswer]
    ratings: dict[Reviewer, dict[str, StoryRating]] = {}
    agreements: dict[str, StoryAgreement] = {}
    statement: str = ""


class StoryTask(_Part):
    """A criterion given to somebody `days` ago; `due` counts the days from the loading on."""

    criterion: str
    to: Colleague
    days: Days
    due: int | None = None
    note: str = ""


class StoryRemark(_Part):
    by: Colleague
    days: Days
    text: str


class StoryConversation(_Part):
    """Remarks on a criterion, the first and the replies to it; `resolved` so many days ago."""

    criterion: str
    remarks: Annotated[tuple[StoryRemark, ...], Field(min_length=1, strict=False)]
    resolved: Days | None = None


class Story(_Part):
    """One cluster with its documents, and its assessments by label in the order of their opening.

    `team` are the people beside the owner, by their roles.
    """

    cluster: ClusterFacts
    profile: StoryProfile
    owner: Literal["manager"] | Owner
    note: str
    documents: dict[str, StoryDocument]
    assessments: Annotated[dict[str, StoryAssessment], Field(min_length=1)]
    team: tuple[Colleague, ...] = Field(default=(), strict=False)
    tasks: tuple[StoryTask, ...] = Field(default=(), strict=False)
    conversations: tuple[StoryConversation, ...] = Field(default=(), strict=False)


@cache
def read_stories() -> tuple[Story, ...]:
    """Every story of the package, by the name of its file."""
    folder = files("assessment") / "demonstration"
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return tuple(
        Story.model_validate(read_source(f.name, f.read_text(encoding="utf-8")).value)
        for f in found
    )


@dataclass(frozen=True, slots=True)
class Calendar:
    """When the days of a story are: they count back from the loading, `at`."""

    at: datetime

    def day(self, days: int) -> date:
        """The working day that many days ago, or the Friday before a weekend."""
        day = (self.at - timedelta(days=days)).date()
        return day - timedelta(days=max(0, day.weekday() - 4))

    def moment(self, days: int, minutes: int = 0) -> datetime:
        """A moment on that day, so many minutes after its work has begun."""
        return datetime.combine(self.day(days), time(7), UTC) + timedelta(minutes=minutes)

    def moments(self, first: int, last: int, count: int) -> Iterator[datetime]:
        """That many moments, spread evenly from the first day (days ago) to the last."""
        for i in range(count):
            yield self.moment(first - (first - last) * i // max(count - 1, 1), 10 + 3 * i)
