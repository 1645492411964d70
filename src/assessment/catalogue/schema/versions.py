"""changes/*.yaml, from one version to the next, and translated/*.yaml, what translations translate."""

from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, model_validator

from assessment.catalogue.schema.base import Id, Language, Part, Version
from assessment.catalogue.schema.faults import refuse


class ChangeClass(StrEnum):
    """What became of a criterion."""

    EDITORIAL = "editorial"
    CLARIFIED = "clarified"
    RESCORED = "rescored"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    RETIRED = "retired"


def _when(kind: str, **keys: Any) -> dict[str, Any]:
    """What the JSON Schema says about the other keys of a change of this class."""
    return {"properties": {"class": {"const": kind}, **keys}, "required": list(keys)}


class ChangeEntry(Part):
    """The class of one criterion's change; `into` says what a split or merged one became."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                _when("split", into={"type": "array"}),
                _when("merged", into={"type": "string"}),
                {
                    "properties": {"class": {"not": {"enum": ["split", "merged"]}}},
                    "not": {"required": ["into"]},
                },
            ]
        }
    )

    kind: ChangeClass = Field(alias="class")
    """What became of the criterion; it decides what happens to answers in drafts."""

    into: Id | Annotated[list[Id], Field(min_length=2, max_length=20)] | None = None
    """The criteria that a split one became, or the one into which it was merged."""

    @model_validator(mode="after")
    def _goes_somewhere(self) -> Self:
        if self.kind is ChangeClass.SPLIT and not isinstance(self.into, list):
            raise refuse("into: expected a list of at least two criteria")
        if self.kind is ChangeClass.MERGED and not isinstance(self.into, str):
            raise refuse("into: expected one criterion")
        if self.kind not in (ChangeClass.SPLIT, ChangeClass.MERGED) and self.into is not None:
            raise refuse("into: only for split and merged")
        return self


class ChangesFile(Part):
    """What changed between two versions of a scheme, by criterion."""

    earlier: Version = Field(alias="from")
    """The version before the changes, in quotation marks."""

    later: Version = Field(alias="to")
    """The version with the changes, which is also the name of the file."""

    criteria: dict[Id, ChangeEntry]
    """Every criterion that changed; one that is not named here is as it was."""


Fingerprint = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$", strict=True)]


class TranslatedFile(Part):
    """By the key of each translated text: the fingerprint of the source text that it translates."""

    language: Language
    """The language of the translation, which is also the name of the file."""

    texts: dict[str, Fingerprint]
    """The fingerprint of the source text that each translation translates, by the text's key."""
