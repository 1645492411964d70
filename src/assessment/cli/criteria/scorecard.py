"""A scorecard, and the shortest way to a label, as plain lines of text."""

from collections.abc import Iterator, Sequence

from assessment.catalogue.numerals import bounds_text, mixed
from assessment.catalogue.schema import TextsFile
from assessment.domain.conditions import Status
from assessment.domain.criteria import Label
from assessment.domain.readiness import Readiness
from assessment.domain.scorecard import (
    ConditionKind,
    CriterionScore,
    LabelCondition,
    Reason,
    Scorecard,
    SectionScore,
)

_REASONS = {
    Reason.UNANSWERED: "not answered",
    Reason.QUESTIONS_OPEN: "questions are open",
    Reason.ANSWERED: "answered",
    Reason.NOT_APPLICABLE: "claimed not to apply",
    Reason.NOT_APPLICABLE_BY_RULE: "does not apply by rule",
    Reason.FUTURE: "shown, not yet scored",
}
_LACKS = {
    Reason.QUESTIONS_OPEN: "questions are open",
    Reason.FIGURE_OUT_OF_BOUNDS: "a figure is out of bounds",
    Reason.JUSTIFICATION_MISSING: "not justified",
    Reason.EVIDENCE_MISSING: "evidence is missing",
    Reason.EVIDENCE_UNSUITABLE: "the evidence is of another kind",
    Reason.EVIDENCE_TOO_OLD: "the evidence is too old",
}
"""What keeps a claim from being supported, in words."""

_TITLE_WIDTH = 44


def scorecard_lines(card: Scorecard, words: TextsFile) -> Iterator[str]:
    """The whole scorecard: outcome, conditions, sections, criteria."""
    yield f"{words.labels[card.label.id].title}: {card.outcome}"
    yield _points_line(card)
    yield ""
    yield "Conditions"
    rows = [
        (condition.status, _condition_name(condition, words), _standing(condition))
        for condition in card.conditions
    ]
    yield from _table(rows or [("", "there are none", "")])
    for section in card.sections:
        yield ""
        yield _section_line(section, words)
        yield from _table([_criterion_row(found, words) for found in section.criteria])


def _points_line(card: Scorecard) -> str:
    """The points in all; a label without a score says how much is answered instead."""
    if card.label.threshold is None:
        return f"{card.answered} of {card.asked} criteria answered; the label has no score"
    line = f"{mixed(card.points)} of {mixed(card.maximum)} points"
    if card.possible != card.points:
        line += f", {mixed(card.possible)} within reach of what is still open"
    return f"{line}; threshold {mixed(card.label.threshold)}"


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """The rows with their columns aligned; the last column is as long as it is."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, (*widths, 0), strict=True)]
        yield f"  {'  '.join(cells)}".rstrip()


def _shortened(title: str) -> str:
    return title if len(title) <= _TITLE_WIDTH else f"{title[: _TITLE_WIDTH - 3].rstrip()}..."


def _condition_name(condition: LabelCondition, words: TextsFile) -> str:
    subject = condition.subject
    match condition.kind:
        case ConditionKind.ELIGIBILITY:
            return f"Eligibility: {_shortened(words.eligibility[subject])}"
        case ConditionKind.PREREQUISITE:
            return f"Prerequisite: {words.labels[subject].title}"
        case ConditionKind.MINIMUM:
            return f"Minimum: {_shortened(words.criteria[subject].title)}"
        case ConditionKind.SECTION:
            return f"Minimum of the section: {_shortened(words.sections[subject].title)}"
    return condition.kind.capitalize()


_MEASURES = {
    ConditionKind.PREREQUISITE: "{actual} months held, {required} asked",
    ConditionKind.COMPLETE: "{actual} of {required} criteria",
    ConditionKind.IMPROVEMENTS: "{actual} of {required} areas",
    ConditionKind.MINIMUM: "level {actual}, {required} asked",
    ConditionKind.SECTION: "{actual} points, {required} asked",
    ConditionKind.THRESHOLD: "{actual} points, {required} asked",
    ConditionKind.ELIGIBILITY: "{actual}, {required} asked",
}


def _standing(condition: LabelCondition) -> str:
    """The figures of a condition, and by how much it is missed."""
    if condition.required is None:
        return ""
    required = mixed(condition.required)
    if condition.actual is None:
        return f"nothing yet, {required} asked"
    standing = _MEASURES[condition.kind].format(actual=mixed(condition.actual), required=required)
    if condition.missing:
        standing += f": {mixed(condition.missing)} away"
    return standing


def _section_line(section: SectionScore, words: TextsFile) -> str:
    line = f"{section.number} {words.sections[section.section_id].title}"
    if section.section.points:
        line += f": {mixed(section.points)} of {mixed(section.maximum)} points"
    if section.excluded:
        line += f", taken over the rest without {mixed(section.excluded)}"
    if section.is_over_cap:
        line += f"; {mixed(section.claimed - section.excluded)} more cannot be claimed away"
    return line


def _criterion_row(found: CriterionScore, words: TextsFile) -> tuple[str, ...]:
    criterion = found.criterion
    level = f"level {found.level}" if found.level is not None else "-"
    points = "-" if found.points is None else mixed(found.points)
    if criterion.is_scored:
        points += f" of {mixed(criterion.points)}"
    title = _shortened(words.criteria[criterion.id].title)
    return criterion.number, title, level, points, _reason(found, words)


def _reason(found: CriterionScore, words: TextsFile) -> str:
    """Why it scores that, everything that the claim lacks, and whether a minimum is missed."""
    reasons = [_REASONS.get(found.reason, "")]
    if found.lacks:
        reasons = [f"claimed, but {' and '.join(_LACKS[lack] for lack in found.lacks)}"]
    if found.open_questions and found.reason is not Reason.UNANSWERED:
        reasons.append(f"open: {', '.join(found.open_questions)}")
    if Reason.FIGURE_OUT_OF_BOUNDS in found.lacks:
        reasons += _impossible(found, words)
    if found.minimum is Status.MISSED:
        reasons.append(f"below the minimum {found.criterion.minimum}")
    return "; ".join(reasons)


def _impossible(found: CriterionScore, words: TextsFile) -> Iterator[str]:
    """The figures that cannot be true, with the bounds in which they would be."""
    names = words.criteria[found.criterion.id].figures
    for figure in found.out_of_bounds:
        within = bounds_text(figure.at_least, figure.at_most)
        yield f"“{names[figure.id]}” is {mixed(found.figures[figure.id])}, expected {within}"


def readiness_lines(found: Readiness, words: TextsFile) -> Iterator[str]:
    """The fewest raises that reach the label, or why none do."""
    yield ""
    yield f"Shortest way to {words.labels[_label(found).id].title}"
    if found.is_reached:
        yield "  It is reached."
        return
    if found.after is None:
        yield "  No raise of levels reaches it."
    elif found.raises:
        yield from _table(
            [
                (
                    step.criterion.number,
                    _shortened(words.criteria[step.criterion.id].title),
                    _raise_text(step.start, step.target, is_support=step.is_support),
                    f"+{mixed(step.points)} points, effort {step.effort}",
                )
                for step in found.raises
            ]
        )
        points = mixed(found.after.points)
        yield f"  {found.steps} steps, effort {found.effort}: {points} points"
    if found.remaining:
        yield "  Still to be met, which raising levels does not do:"
        rows = [(c.status, _condition_name(c, words), _standing(c)) for c in found.remaining]
        yield from _table(rows)


def _raise_text(start: int, target: int, *, is_support: bool) -> str:
    if start == target:
        return f"support level {target}"
    return f"level {start} to {target}" + (", supported" if is_support else "")


def _label(found: Readiness) -> Label:
    return found.before.label
