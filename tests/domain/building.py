"""Builders of labels and sheets with good defaults; a test names only what it is about."""

from fractions import Fraction

from assessment.domain.answers import Answer, AnswerSheet
from assessment.domain.criteria import Criterion, Label, RatingScale, Section, SupportRule, Tier

NO_SUPPORT = SupportRule()


def make_scale(lowest: int = 0, highest: int = 4) -> RatingScale:
    return RatingScale("maturity", tuple(range(lowest, highest + 1)))


def make_criterion(
    criterion_id: str = "team",
    *,
    points: int | Fraction = 4,
    minimum: int | None = None,
    support: SupportRule = NO_SUPPORT,
    scale: RatingScale | None = None,
) -> Criterion:
    """Four points on the levels 0 to 4, so that a level earns as many points; nothing to support."""
    return Criterion(criterion_id, "1.1", scale or make_scale(), support, Fraction(points), minimum)


def make_section(section_id: str, *criteria: Criterion, number: int = 1) -> Section:
    return Section(section_id, number, criteria)


def make_label(
    *criteria: Criterion,
    sections: tuple[Section, ...] = (),
    threshold: int | Fraction = 1,
    panel_size: int = 2,
) -> Label:
    """A gold label that asks the criteria in one section, or the sections where they are given."""
    asked = sections or (make_section("structure", *(criteria or (make_criterion(),))),)
    return Label("gold", Tier.GOLD, asked, Fraction(threshold), panel_size, 2)


def make_answer(
    level: int | None = 4, *, justification: str = "We do.", evidence_count: int = 9
) -> Answer:
    """A claim that is supported whatever its rule asks."""
    return Answer(level, justification, evidence_count)


def make_sheet(**levels: int) -> AnswerSheet:
    """Supported claims: `make_sheet(team=3)`."""
    return AnswerSheet({key: make_answer(level) for key, level in levels.items()})
