"""Builders of labels and sheets with good defaults; a test names only what it is about."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from assessment.domain.answers import Answer, AnswerSheet, HeldLabel, Piece
from assessment.domain.conditions import Comparison, Operator
from assessment.domain.criteria import (
    Criterion,
    EvidenceKind,
    Label,
    Panel,
    RatingScale,
    Section,
    SupportRule,
    Tier,
)
from assessment.domain.facts import Facts
from assessment.domain.questions import PROFILE, Question, QuestionType, Reference

NO_SUPPORT = SupportRule()
TODAY = date(2026, 6, 15)
ENOUGH = tuple(Piece(kind, TODAY) for kind in EvidenceKind for _ in range(9))
"""Evidence that meets every rule of these tests."""


def make_scale(lowest: int = 0, highest: int = 4) -> RatingScale:
    return RatingScale("maturity", tuple(range(lowest, highest + 1)))


def make_criterion(
    criterion_id: str = "team",
    *,
    points: int | Fraction = 4,
    minimum: int | None = None,
    support: SupportRule = NO_SUPPORT,
    scale: RatingScale | None = None,
    **more: Any,
) -> Criterion:
    """Four points on the levels 0 to 4, so that a level earns as many points; nothing to support."""
    scale = make_scale() if scale is None else scale
    return Criterion(criterion_id, "1.1", scale, support, Fraction(points), minimum, **more)


def make_section(section_id: str, *criteria: Criterion, number: int = 1, **more: Any) -> Section:
    """A section that sums its criteria; half of its points may be claimed as not applicable."""
    return Section(section_id, number, criteria, **more)


def make_label(
    *criteria: Criterion,
    sections: tuple[Section, ...] = (),
    threshold: int | Fraction | None = 1,
    reviewers: int = 2,
    **more: Any,
) -> Label:
    """A gold label that asks the criteria in one section, or the sections where they are given."""
    asked = sections or (make_section("structure", *(criteria or (make_criterion(),))),)
    points = None if threshold is None else Fraction(threshold)
    return Label("gold", Tier.GOLD, asked, points, Panel(reviewers), 2, **more)


def make_question(
    question_id: str = "size", kind: QuestionType = QuestionType.WHOLE, **more: Any
) -> Question:
    """A question that must be answered, by a whole number."""
    return Question(question_id, kind, **more)


def make_yes_no(question_id: str, **more: Any) -> Question:
    return Question(question_id, QuestionType.YES_NO, **more)


def make_answer(
    level: int | None = 4,
    *,
    justification: str = "We do.",
    evidence: tuple[Piece, ...] = ENOUGH,
    **more: Any,
) -> Answer:
    """A claim that is supported whatever its rule asks."""
    return Answer(level, justification, evidence, **more)


def make_sheet(
    answers: Mapping[str, Answer] | None = None,
    *,
    profile: Mapping[str, Any] | None = None,
    held: tuple[HeldLabel, ...] = (),
    on: date | None = TODAY,
    **levels: int,
) -> AnswerSheet:
    """Answers as they are given, and supported claims: `make_sheet(team=3)`."""
    claims = {key: make_answer(level) for key, level in levels.items()}
    return AnswerSheet({**(answers or {}), **claims}, profile or {}, held, on)


def own(name: str, column: str | None = None, *, owner: str = "team") -> Reference:
    """A question, figure or column of the criterion `team`."""
    return Reference(owner, name, column)


def of_profile(name: str, column: str | None = None) -> Reference:
    return Reference(PROFILE, name, column)


def is_yes(of: Reference) -> Comparison:
    return Comparison(of, Operator.EQUALS, True)


def compare(of: Reference, operator: Operator, value: Any) -> Comparison:
    """A comparison; whole numbers may be written as such."""
    exact = Fraction(value) if type(value) is int else value
    return Comparison(of, operator, exact)


def facts_of(criterion: Criterion, values: Mapping[str, Any], **more: Any) -> Facts:
    """The facts of a label that asks one criterion, to which these values are the answer."""
    sheet = make_sheet({criterion.id: make_answer(None, values=values)}, **more)
    return Facts(make_label(criterion), sheet)
