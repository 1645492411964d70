"""anchors.yaml: cases on which reviewers calibrate."""

from typing import Annotated

from pydantic import Field

from assessment.catalogue.schema.base import Id, Level, Part


class AnchorEntry(Part):
    """An invented case for one criterion, and its reference level; the case stands in the texts."""

    id: Id
    """The name of the case; texts use it."""

    criterion: Id
    """The criterion that the case is about; reviewers of the labels that ask it rate the case first."""

    level: Level
    """The reference level, one of the criterion's scale."""


class AnchorsFile(Part):
    """anchors.yaml: the cases that reviewers rate before their first review."""

    anchors: Annotated[list[AnchorEntry], Field(max_length=100)] = []
    """The cases in the order in which they are rated."""
