"""What a cluster claims: one answer per criterion, all of them a sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessment.domain.criteria import Criterion


@dataclass(frozen=True, slots=True)
class Answer:
    """A claim: the chosen level (None: not yet answered), the justification, the pieces of evidence.

    `is_attested` marks a level that a reviewer gives: it stands on the reviewer's word, so the
    rules on justification and evidence do not apply to it.
    """

    level: int | None = None
    justification: str = ""
    evidence_count: int = 0
    is_attested: bool = False

    def has_justification(self, criterion: Criterion) -> bool:
        if self.level is None or self.is_attested:
            return True
        return bool(self.justification.strip()) or not criterion.support.asks_justification(
            self.level
        )

    def has_evidence(self, criterion: Criterion) -> bool:
        if self.level is None or self.is_attested:
            return True
        return self.evidence_count >= criterion.support.asks_evidence(self.level)


UNANSWERED = Answer()


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """All answers by criterion id. A criterion without an entry is unanswered, which is not zero."""

    answers: Mapping[str, Answer] = field(default_factory=dict)

    @classmethod
    def attested(cls, levels: Mapping[str, int]) -> "AnswerSheet":
        """The sheet that reviewers' levels make."""
        return cls({key: Answer(level, is_attested=True) for key, level in levels.items()})

    def of(self, criterion_id: str) -> Answer:
        return self.answers.get(criterion_id, UNANSWERED)
