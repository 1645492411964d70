"""A decided submission, with everything that its evaluation report is made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar

from assessment.catalogue.loader import Edition
from assessment.catalogue.schema import TextsFile
from assessment.domain.answers import AnswerSheet
from assessment.domain.criteria import Label
from assessment.domain.facts import Facts
from assessment.domain.review import panel_sheet
from assessment.domain.scorecard import Scorecard
from assessment.domain.scoring import score
from assessment.reports.findings import Reviewer
from assessment.reports.formats import country_name
from assessment.reports.words.messages import Messages
from assessment.reports.words.names import Names


@dataclass(frozen=True, slots=True)
class Appealed:
    """The appeal that a verdict decides on: its grounds, and when it was made and declined before."""

    grounds: str
    made_at: datetime
    first_decided_at: datetime


@dataclass(frozen=True)
class Verdict:
    """A decided submission, to be told in one language.

    `record` is the submission's frozen record and `decision` the decision's, `sheet` the answers that
    stand in the former. Records of the first release lack what came later: profile, values, checks.
    What `is_draft` is not handed in yet.
    """

    names_confidential: ClassVar[bool] = False
    """Whether its document may name evidence that is confidential."""

    edition: Edition
    language: str
    record: Mapping[str, Any]
    decision: Mapping[str, Any]
    sheet: AnswerSheet
    submitted_at: datetime
    submission_digest: str
    decided_at: datetime
    statement: str
    issuer: str
    certificate_number: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    appealed: Appealed | None = None
    is_draft: bool = False

    @cached_property
    def label(self) -> Label:
        return self.edition.scheme.label(self.record["label"])

    @property
    def words(self) -> TextsFile:
        return self.edition.texts.in_language(self.language)

    @property
    def renews(self) -> Mapping[str, Any] | None:
        """The label that it renews, as the record keeps it; None for a first application."""
        return self.record.get("renews")

    @cached_property
    def names(self) -> Names:
        return Names(self.label, self.words, Messages(self.language))

    @cached_property
    def facts(self) -> Facts:
        """What the cluster's answers say."""
        return Facts(self.label, self.sheet)

    @cached_property
    def panel(self) -> tuple[Reviewer, ...]:
        """Who reviewed it, in the order of their seats."""
        return tuple(
            Reviewer(
                self.names.messages.person(member["name"]),
                country_name(member["country"], self.language),
            )
            for member in self.decision["panel"]
        )

    @cached_property
    def own(self) -> Scorecard:
        """What the cluster's own answers score."""
        return score(self.label, self.sheet)

    @property
    def _agreed_levels(self) -> dict[str, int | None]:
        rated = {criterion.id for criterion in self.label.rated}
        found = self.decision["criteria"].items()
        return {key: verdict["agreed"] for key, verdict in found if key in rated}

    @property
    def changes(self) -> Mapping[str, Mapping[str, Any]]:
        """The levels that the decision set otherwise than the panel, each with its reason."""
        changes: Mapping[str, Mapping[str, Any]] = self.decision.get("changes", {})
        return changes

    @cached_property
    def agreed(self) -> Scorecard:
        """The score with the panel's level on every criterion that it has rated."""
        return self._scored(self._agreed_levels)

    @cached_property
    def final(self) -> Scorecard:
        """The score that the decision rests on: the panel's levels, but for those that it changed."""
        changed = {key: change["level"] for key, change in self.changes.items()}
        return self._scored({**self._agreed_levels, **changed}) if changed else self.agreed

    def _scored(self, levels: Mapping[str, int | None]) -> Scorecard:
        return score(self.label, panel_sheet(self.own, self.sheet, levels))
