"""What a cluster claims: one answer per criterion, all of them a sheet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from assessment.domain.criteria import Criterion, EvidenceKind, EvidenceRule
from assessment.domain.figures import whole_months


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence as far as rules ask: what it is, the latest day that it speaks of, and when it
    was `added`.

    Its age is counted from the day that it speaks of. While that is still to come it is counted from the
    day on which the piece was added, which nobody can choose.
    """

    kind: EvidenceKind = EvidenceKind.DOCUMENT
    dated: date | None = None
    added: date | None = None

    def is_of_kind(self, rule: EvidenceRule) -> bool:
        """Whether the rule takes what it is, whatever its age."""
        return not rule.kinds or self.kind in rule.kinds

    def counts_for(self, rule: EvidenceRule, on: date | None) -> bool:
        """Whether it is of a kind and age that the rule takes, on that day."""
        if not self.is_of_kind(rule):
            return False
        if rule.months_old_at_most is None:
            return True
        if self.dated is None or on is None:
            return False
        since = self.added if self.added and self.dated > on else self.dated
        return whole_months(since, on) <= rule.months_old_at_most

    def fails_by_age(self, rule: EvidenceRule, on: date | None) -> bool:
        """Whether nothing but its age, or that it has none, keeps it from counting for the rule."""
        return self.is_of_kind(rule) and not self.counts_for(rule, on)


@dataclass(frozen=True, slots=True)
class Answer:
    """A claim: the chosen level (None: none chosen), the values of the questions as plain JSON, the
    justification, the pieces of evidence; or that the criterion does not apply, with the reason as
    justification.

    `is_attested` marks a level that a reviewer gives: it stands on the reviewer's word, so neither
    the questions nor the rules on justification and evidence bear on it. When it `is_final`, the
    cluster adds nothing to it: what it left open is given up.
    """

    level: int | None = None
    justification: str = ""
    evidence: tuple[Piece, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    is_not_applicable: bool = False
    is_attested: bool = False
    is_final: bool = False

    @property
    def is_begun(self) -> bool:
        """Whether there is a word of an answer, or anything that supports it."""
        has_word = self.level is not None or self.is_not_applicable or bool(self.values)
        return has_word or bool(self.justification.strip()) or bool(self.evidence)

    def has_justification(self, criterion: Criterion, level: int) -> bool:
        """Whether the claim of this level is justified as its rule asks."""
        is_asked = criterion.support.asks_justification(level)
        return bool(self.justification.strip()) or not is_asked

    def unmet_rules(self, criterion: Criterion, level: int, on: date | None) -> list[EvidenceRule]:
        """The rules on evidence that the claim of this level does not meet."""
        return [
            rule
            for rule in criterion.support.evidence_rules(level)
            if sum(piece.counts_for(rule, on) for piece in self.evidence) < rule.at_least
        ]


UNANSWERED = Answer()


@dataclass(frozen=True, slots=True)
class HeldLabel:
    """A label that the cluster holds: since when, and until when."""

    label_id: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """Everything that a score depends on beside the rules.

    `answers` by criterion id, a criterion without an entry is unanswered, which is not zero;
    `profile` the values of the questions about the cluster; `held` the labels that it holds; `on`
    the day for which it is scored (None: what depends on a day stays open). `asked_by` is
    the sheet that settles what is asked, where that is another one
    (`assessment.domain.review.panel_sheet`). `is_renewal` says whether what was submitted
    renews a label; None: it is not submitted, and the labels held and the day tell.
    """

    answers: Mapping[str, Answer] = field(default_factory=dict)
    profile: Mapping[str, Any] = field(default_factory=dict)
    held: tuple[HeldLabel, ...] = ()
    on: date | None = None
    asked_by: "AnswerSheet | None" = None
    is_renewal: bool | None = None

    def of(self, criterion_id: str) -> Answer:
        return self.answers.get(criterion_id, UNANSWERED)

    def attested(
        self, levels: Mapping[str, int | None], unsettled: Collection[str] = ()
    ) -> "AnswerSheet":
        """This sheet with the reviewers' levels in place of the cluster's; None: not applicable.

        The criteria that are `unsettled` have no level yet.
        """
        given = {
            key: replace(
                self.of(key), level=level, is_not_applicable=level is None, is_attested=True
            )
            for key, level in levels.items()
        }
        for key in unsettled:
            given[key] = replace(
                self.of(key), level=None, is_not_applicable=False, is_attested=True
            )
        return replace(self, answers={**self.answers, **given})
