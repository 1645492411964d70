"""What a sheet of answers scores for a label, exactly, and why.

`score` is the only place where points are computed; every page, document and table shows its
`Scorecard`. Points are fractions: nothing is rounded before it is compared.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from assessment.domain.answers import Answer, AnswerSheet
from assessment.domain.conditions import Condition, Status
from assessment.domain.criteria import (
    Aggregation,
    Criterion,
    CriterionStatus,
    EvidenceRule,
    Label,
    NotApplicable,
    Section,
)
from assessment.domain.facts import Facts
from assessment.domain.label_conditions import label_conditions
from assessment.domain.scorecard import CriterionScore, Reason, Scorecard, SectionScore

MOST_OPEN = 4
"""Open conditions (on whether criteria apply) of which every outcome is looked at.

With more, what their criteria's points bear on stays open.
"""

_ZERO = Fraction(0)
Sections = tuple[SectionScore, ...]


def score(label: Label, sheet: AnswerSheet) -> Scorecard:
    """The scorecard of the sheet under the label; answers that the label does not ask are ignored.

    A claim earns its share of the criterion's points when questions, justification and evidence are
    there as its rule asks and its figures can be true, else nothing. Raises `InvalidRating` for a
    level that the scale does not have.
    """
    facts = Facts(label, sheet)
    found = tuple(
        _score_section(section, tuple(_score_criterion(facts, c) for c in section.criteria))
        for section in label.sections
    )
    others = _other_ways(found)
    sections = tuple(
        replace(section, minimum=_section_minimum(section, i, others))
        for i, section in enumerate(found)
    )
    card = Scorecard(
        label,
        sections,
        _points(label, sections),
        _possible(label, sections),
        _threshold(label, sections, others),
        (),
    )
    return replace(card, conditions=tuple(label_conditions(facts, card)))


def _score_criterion(facts: Facts, criterion: Criterion) -> CriterionScore:
    answer = facts.sheet.of(criterion.id)
    if criterion.status is not CriterionStatus.ACTIVE:
        found = CriterionScore(criterion, None, None, Reason.FUTURE)
    elif not facts.applies(criterion) or facts.asks_nothing(criterion):
        found = CriterionScore(criterion, None, None, Reason.NOT_APPLICABLE_BY_RULE)
    elif facts.is_left_out(criterion):
        found = _score_not_applicable(criterion, answer)
    else:
        found = _score_claim(facts, criterion, answer)
    figures = {figure.id: facts.figure(figure) for figure in criterion.figures}
    is_presumed = facts.is_presumed(criterion) and found.reason is not Reason.FUTURE
    return replace(found, figures=figures, is_presumed=is_presumed)


def _score_not_applicable(criterion: Criterion, answer: Answer) -> CriterionScore:
    earned = _ZERO if criterion.is_scored else None
    if not answer.is_attested and not answer.justification.strip():
        reason = Reason.JUSTIFICATION_MISSING
        return CriterionScore(criterion, None, earned, reason, (reason,))
    if criterion.not_applicable is NotApplicable.EXCLUDE:
        earned = None
    return CriterionScore(criterion, None, earned, Reason.NOT_APPLICABLE)


def _score_claim(facts: Facts, criterion: Criterion, answer: Answer) -> CriterionScore:
    level = facts.level(criterion)
    still_open = () if answer.is_attested else facts.open_questions(criterion.id)
    is_begun = level is not None or bool(facts.values(criterion.id))
    best = facts.best_level(criterion)
    if not is_begun or (level is None and criterion.is_chosen):
        return CriterionScore(criterion, None, None, Reason.UNANSWERED, (), still_open, best=best)
    if level is None and (criterion.is_rated or still_open):
        reason = Reason.QUESTIONS_OPEN
        return CriterionScore(criterion, None, None, reason, (), still_open, best=best)
    if level is not None:
        criterion.check_level(level)
    lacks = () if answer.is_attested else tuple(_lacks(facts, criterion, answer, level, still_open))
    earned = None
    if criterion.is_scored and level is not None:
        earned = _ZERO if lacks else criterion.points * criterion.scale.share(level)
    reason = lacks[0] if lacks else Reason.ANSWERED
    return CriterionScore(criterion, level, earned, reason, lacks, still_open, best=level)


def _lacks(
    facts: Facts,
    criterion: Criterion,
    answer: Answer,
    level: int | None,
    still_open: tuple[str, ...],
) -> Iterator[Reason]:
    """Everything that keeps the claim from being supported."""
    if still_open:
        yield Reason.QUESTIONS_OPEN
    if any(figure.is_out_of_bounds(facts.figure(figure)) for figure in criterion.figures):
        yield Reason.FIGURE_OUT_OF_BOUNDS
    claimed = level or 0
    if not answer.has_justification(criterion, claimed):
        yield Reason.JUSTIFICATION_MISSING
    unmet = answer.unmet_rules(criterion, claimed, facts.sheet.on)
    yield from sorted({_fault_of_evidence(rule, answer) for rule in unmet})


def _fault_of_evidence(rule: EvidenceRule, answer: Answer) -> Reason:
    if len(answer.evidence) < rule.at_least:
        return Reason.EVIDENCE_MISSING
    of_kind = [p for p in answer.evidence if not rule.kinds or p.kind in rule.kinds]
    is_of_kind = len(of_kind) >= rule.at_least
    return Reason.EVIDENCE_TOO_OLD if is_of_kind else Reason.EVIDENCE_UNSUITABLE


def _score_section(section: Section, criteria: tuple[CriterionScore, ...]) -> SectionScore:
    """The section over what counts: what applies, less what is claimed not to, up to the cap."""
    by_rule = _points_of(criteria, Reason.NOT_APPLICABLE_BY_RULE)
    claimed = _points_of(criteria, Reason.NOT_APPLICABLE)
    base = section.points - by_rule
    excluded = min(claimed, base * section.exclude_at_most)
    counted = base - excluded
    is_over = claimed > excluded
    counting = [c for c in criteria if c.criterion.is_scored and not c.is_excluded]
    today = [(c.criterion.points, c.points or _ZERO) for c in counting]
    at_best = [(c.criterion.points, c.possible) for c in counting]
    earned = _together(section, today, counted, is_over=is_over)
    best = _together(section, at_best, counted, is_over=is_over)
    maximum = section.points if counted else _ZERO
    return SectionScore(
        section, criteria, earned * maximum, best * maximum, maximum, excluded, claimed
    )


def _points_of(criteria: tuple[CriterionScore, ...], reason: Reason) -> Fraction:
    """The points that criteria take out of the score for this reason."""
    out = (c for c in criteria if c.reason is reason and c.is_excluded)
    return sum((c.criterion.points for c in out), _ZERO)


def _together(
    section: Section,
    parts: Sequence[tuple[Fraction, Fraction]],
    counted: Fraction,
    *,
    is_over: bool,
) -> Fraction:
    """The share of its points that a section earns with parts of (points, earned) each."""
    if not parts:
        return _ZERO
    if section.aggregation is Aggregation.LOWEST:
        return _ZERO if is_over else min(earned / points for points, earned in parts)
    return sum((earned for _points, earned in parts), _ZERO) / counted


def _whole(label: Label, parts: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """The label's points from sections of (maximum, points); one that is out leaves the score."""
    counting = [(maximum, points) for maximum, points in parts if maximum]
    if not counting:
        return _ZERO
    if label.aggregation is Aggregation.LOWEST:
        return label.points * min(points / maximum for maximum, points in counting)
    counted = sum((maximum for maximum, _points in counting), _ZERO)
    return sum((points for _maximum, points in counting), _ZERO) * label.points / counted


def _points(label: Label, sections: Sections) -> Fraction:
    return _whole(label, [(section.maximum, section.points) for section in sections])


def _possible(label: Label, sections: Sections) -> Fraction:
    return _whole(label, [(section.maximum, section.possible) for section in sections])


def _other_ways(sections: Sections) -> list[Sections] | None:
    """The sections as they would stand if criteria that are presumed to apply turned out not to.

    None where there are too many ways.
    """
    presumed = [c for s in sections for c in s.criteria if c.is_presumed and c.criterion.is_scored]
    open_conditions = dict.fromkeys(c.criterion.when for c in presumed)
    if len(open_conditions) > MOST_OPEN:
        return None
    return [
        tuple(_without(section, failing) for section in sections)
        for size in range(1, len(open_conditions) + 1)
        for failing in combinations(open_conditions, size)
    ]


def _without(section: SectionScore, failing: Collection[Condition | None]) -> SectionScore:
    """The section if these conditions fail."""
    criteria = tuple(
        CriterionScore(c.criterion, None, None, Reason.NOT_APPLICABLE_BY_RULE)
        if c.is_presumed and c.criterion.when in failing
        else c
        for c in section.criteria
    )
    return _score_section(section.section, criteria)


def _section_minimum(
    section: SectionScore, place: int, others: list[Sections] | None
) -> Status | None:
    """How the section's minimum stands; None where none bears on it."""
    required = section.section.minimum
    if required is None or not section.maximum:
        return None
    if others is None:
        return Status.UNDETERMINED
    ways = [section, *(way[place] for way in others)]
    return _agreed(
        _reached(way.points, way.possible, required) if way.maximum else Status.MET for way in ways
    )


def _threshold(label: Label, sections: Sections, others: list[Sections] | None) -> Status:
    """How the overall threshold stands; met where there is none."""
    required = label.threshold
    if required is None:
        return Status.MET
    if others is None:
        return Status.UNDETERMINED
    ways = [sections, *others]
    return _agreed(_reached(_points(label, w), _possible(label, w), required) for w in ways)


def _reached(points: Fraction, possible: Fraction, required: Fraction) -> Status:
    if points >= required:
        return Status.MET
    return Status.UNDETERMINED if possible >= required else Status.MISSED


def _agreed(statuses: Iterable[Status]) -> Status:
    """What holds whichever way things turn out."""
    found = set(statuses)
    return found.pop() if len(found) == 1 else Status.UNDETERMINED
