"""The demonstration's clusters as they stand in the package: one file each, read and checked."""

from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assessment.catalogue.source import read_source

Days = Annotated[int, Field(ge=1)]
Reviewer = Literal["finland", "austria"]


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


class Owner(_Part):
    """An invented person who owns the cluster and cannot sign in."""

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
    """A piece of evidence: a file made from its lines, or a link with its title."""

    file: str = ""
    lines: tuple[str, ...] = Field(default=(), strict=False)
    link: str = ""
    title: str = ""


class StoryAnswer(_Part):
    """A claim: level, justification, and the documents that support it, by their keys."""

    level: int
    justification: str
    evidence: tuple[str, ...] = Field(strict=False)


class StoryRating(_Part):
    level: int
    comment: str = ""


class StoryAgreement(_Part):
    level: int
    reason: str


class Story(_Part):
    """One cluster's path as far as it has come."""

    cluster: ClusterFacts
    owner: Literal["manager"] | Owner
    note: str
    label: str = "gold"
    days: StoryDays
    documents: dict[str, StoryDocument]
    answers: dict[str, StoryAnswer]
    ratings: dict[Reviewer, dict[str, StoryRating]] = {}
    agreements: dict[str, StoryAgreement] = {}
    statement: str = ""


@cache
def read_stories() -> tuple[Story, ...]:
    """Every story of the package, by the name of its file."""
    folder = files("assessment") / "demonstration"
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return tuple(
        Story.model_validate(read_source(f.name, f.read_text(encoding="utf-8")).value)
        for f in found
    )
