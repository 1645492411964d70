"""What is found of a submission, in words of one language: by the cluster alone, or by a panel too."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import ClassVar

from assessment.domain.conditions import Status
from assessment.domain.criteria import EvidenceKind
from assessment.domain.questions import Obligation
from assessment.domain.scorecard import Reason
from assessment.reports.questionnaire import standing_in


@dataclass(frozen=True, slots=True)
class TableFinding:
    """The rows of an answer that is a table; `totals` has a text below each column, or is empty."""

    heads: tuple[str, ...]
    are_numbers: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerFinding:
    """What was answered to one question, or a figure that follows from answers.

    `lines` holds one text, with its line breaks, or several options; nothing was answered where it
    is empty and there is no `table`. `url` makes the text a link; one that `is_long` has paragraphs.
    The `remark` tells of a figure that cannot be true.
    """

    label: str
    lines: tuple[str, ...] = ()
    url: str = ""
    table: TableFinding | None = None
    is_long: bool = False
    is_derived: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceFinding:
    """A piece of evidence: a file with its SHA-256, or a link with its address.

    `since` and `dated_on` are the first and the last day that it speaks of; earlier records have the
    last alone. `kind` is what it counts as, and `size` that of a file, in bytes. Of one that
    `is_confidential` nothing is told but that it was there.
    """

    title: str
    sha256: str
    url: str
    dated_on: date | None = None
    since: date | None = None
    is_confidential: bool = False
    kind: EvidenceKind | None = None
    size: int | None = None

    @property
    def has_safe_url(self) -> bool:
        """Whether the address is one of the web, fit for a link in a document."""
        return self.url.startswith(("https://", "http://"))


@dataclass(frozen=True, slots=True)
class RatingFinding:
    """What one reviewer gave and wrote.

    `level` None: that the criterion does not apply; where nothing is rated, that there is none.
    """

    reviewer: str
    level: int | None
    comment: str


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """A quality check, with the reviewers who ticked it."""

    text: str
    reviewers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LevelFinding:
    """A rating level of a criterion in words; `highest` is the top of its scale."""

    value: int
    highest: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class SideFinding:
    """How a criterion stands by the cluster's answers, or by the panel.

    `level` is None where there is none, and `reason` says why; `lacks` is what a claim lacks.
    """

    reason: Reason
    level: LevelFinding | None = None
    lacks: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class CriterionFinding:
    """One criterion: how it stands on both sides, with what both of them said.

    `condition` says when it applies ("" always). `points` is None where there are none: not scored
    (`maximum` 0), or unanswered. `minimum_status` is None where no minimum bears on it. `is_derived`
    says that its level follows from the answers. `final` is how it stands by a decision that set it
    otherwise than the panel, with the reason; points and minimum are counted by it. `explained` says why
    the cluster's own answer has the points that it has.
    """

    number: str
    title: str
    question: str
    is_rated: bool
    own: SideFinding
    agreed: SideFinding
    points: Fraction | None
    maximum: Fraction
    minimum: int | None = None
    minimum_status: Status | None = None
    is_excluded: bool = False
    is_derived: bool = False
    obligation: Obligation = Obligation.MUST
    condition: str = ""
    answers: tuple[AnswerFinding, ...] = ()
    figures: tuple[AnswerFinding, ...] = ()
    justification: str = ""
    asks_evidence: bool = False
    evidence: tuple[EvidenceFinding, ...] = ()
    checks: tuple[CheckFinding, ...] = ()
    ratings: tuple[RatingFinding, ...] = ()
    agreement_reason: str = ""
    final: SideFinding | None = None
    change_reason: str = ""
    explained: str = ""

    @property
    def is_out_by_rule(self) -> bool:
        return self.agreed.reason is Reason.NOT_APPLICABLE_BY_RULE


@dataclass(frozen=True, slots=True)
class SectionFinding:
    """A section with its points by self rating and by agreement.

    `maximum` is 0 where no points count in it. `self_points` is None where none count by the
    cluster's own answers. `notes` say how its points come about where they do not simply add up.
    `strengths`, `improvements` and `recommendations` are the panel's words, "" where there are none.
    """

    number: int
    title: str
    intro: str
    self_points: Fraction | None
    points: Fraction
    maximum: Fraction
    criteria: tuple[CriterionFinding, ...]
    minimum: Fraction | None = None
    minimum_status: Status | None = None
    notes: tuple[str, ...] = ()
    strengths: str = ""
    improvements: str = ""
    recommendations: str = ""

    @property
    def is_rated(self) -> bool:
        """Whether a level is asked anywhere in it."""
        return any(criterion.is_rated for criterion in self.criteria)


@dataclass(frozen=True, slots=True)
class ConditionFinding:
    """A condition of the label, how it stands, and by how much."""

    status: Status
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ProfileFinding:
    """What the cluster says about itself."""

    title: str
    answers: tuple[AnswerFinding, ...]
    figures: tuple[AnswerFinding, ...]


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A member of the panel; `country` is its name in the report's language."""

    name: str
    country: str


@dataclass(frozen=True, slots=True)
class WarningFinding:
    """A tie of which the rules warned at the appointment, and why the reviewer was chosen anyway."""

    tie: str
    because: str


@dataclass(frozen=True, slots=True)
class QuestionFinding:
    """What the panel asked about a criterion, and what the cluster answered; "" for nothing."""

    number: str
    title: str
    question: str
    answer: str
    evidence: tuple[EvidenceFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class ClarificationFinding:
    """A round of questions with its days, None where they are not on record.

    `is_answered` is False where the days ran out; what was saved until then is the answer.
    """

    number: int
    asked_on: date | None
    due_on: date | None
    closed_on: date | None
    is_answered: bool
    digest: str
    questions: tuple[QuestionFinding, ...]


@dataclass(frozen=True, slots=True)
class AwardConditionFinding:
    """What the cluster has to do by a day after an award."""

    text: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class DeclarationFinding:
    """What a member of the panel declared before seeing anything; `declared_on` None: not on record.

    `disclosed` is a tie ("" for none), and `cleared_because` why it is no conflict. `left_because` is
    None for who stayed, and `is_replaced` says that somebody else was given the place.
    """

    name: str
    country: str
    is_lead: bool
    declared_on: date | None
    disclosed: str
    cleared_because: str
    left_because: str | None = None
    is_replaced: bool = False
    took_over_from: str = ""
    warnings: tuple[WarningFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitFinding:
    """When, how (in words) and with whom the panel met the cluster."""

    visited_on: date | None
    form: str
    people: str


@dataclass(frozen=True, slots=True)
class AppealFinding:
    """What a second decision answers: the cluster's grounds, and the day on which it was declined."""

    grounds: str
    made_on: date
    first_decided_on: date


@dataclass(frozen=True, slots=True)
class RenewalFinding:
    """The label that is renewed by its last day; `number` is "" where no certificate was issued here.

    `holds_from` is None unless it is awarded.
    """

    until: date
    number: str
    holds_from: date | None


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """Who signed which statement, in which language."""

    name: str
    function: str
    statement: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionFacts:
    """What stands in every document about a submission, in words of its language.

    `maximum` is 0 for a label without points, `threshold` None for one without a threshold. `signed`
    is None for a submission from before statements were signed.
    """

    is_reviewed: ClassVar[bool]
    """Whether a panel has found something, beside what the cluster says itself."""

    language: str
    tier: str
    label_title: str
    scheme_title: str
    scheme_version: str
    scheme_note: str
    scheme_digest: str
    cluster_name: str
    organisation: str
    country: str
    issuer: str
    submitted_at: datetime
    submission_digest: str
    points: Fraction
    maximum: Fraction
    threshold: Fraction | None
    conditions: tuple[ConditionFinding, ...]
    sections: tuple[SectionFinding, ...]
    profile: ProfileFinding | None = None
    signed: SignatureFacts | None = None

    @property
    def criteria(self) -> tuple[CriterionFinding, ...]:
        return tuple(c for section in self.sections for c in section.criteria)

    @property
    def changed(self) -> tuple[CriterionFinding, ...]:
        """The criteria whose level the decision set otherwise than the panel."""
        return tuple(criterion for criterion in self.criteria if criterion.final)

    @property
    def scored_sections(self) -> tuple[SectionFinding, ...]:
        """The sections in which points count."""
        return tuple(section for section in self.sections if section.maximum)

    @property
    def is_draft(self) -> bool:
        """Whether it is not handed in: the answers may still change."""
        return False

    def standing_in(self) -> tuple[int, int]:
        """How many texts stand in the source language, and how many translate an earlier wording."""
        return standing_in(self, self.language)
