"""A scorecard and the way to a label as plain data: the one form in which records, interfaces and
commands give them.

Fractions are texts ("9/2", "120"), so that they stay exact; what is open or does not exist is None.
"""

from fractions import Fraction
from typing import Any

from assessment.domain.readiness import Readiness
from assessment.domain.scorecard import CriterionScore, LabelCondition, Scorecard, SectionScore


def scorecard_data(scorecard: Scorecard) -> dict[str, Any]:
    """Everything that a scorecard says, as values that JSON has."""
    threshold = scorecard.label.threshold
    return {
        "label": scorecard.label.id,
        "points": str(scorecard.points),
        "possible": str(scorecard.possible),
        "maximum": str(scorecard.maximum),
        "threshold": {"points": _text(threshold), "status": scorecard.threshold.value},
        "minimums": scorecard.minimums.value,
        "outcome": scorecard.outcome.value,
        "conditions": [_condition_data(condition) for condition in scorecard.conditions],
        "sections": [_section_data(section) for section in scorecard.sections],
        "criteria": [_criterion_data(found) for found in scorecard.criteria],
    }


def _condition_data(condition: LabelCondition) -> dict[str, Any]:
    return {
        "key": condition.key,
        "kind": condition.kind.value,
        "subject": condition.subject,
        "status": condition.status.value,
        "actual": _text(condition.actual),
        "required": _text(condition.required),
        "missing": _text(condition.missing),
    }


def _section_data(section: SectionScore) -> dict[str, Any]:
    return {
        "id": section.section_id,
        "number": section.number,
        "points": str(section.points),
        "possible": str(section.possible),
        "maximum": str(section.maximum),
        "minimum": None if section.minimum is None else section.minimum.value,
        "excluded": str(section.excluded),
        "claimed": str(section.claimed),
    }


def _criterion_data(found: CriterionScore) -> dict[str, Any]:
    return {
        "id": found.criterion.id,
        "number": found.criterion.number,
        "level": found.level,
        "points": _text(found.points),
        "maximum": str(found.criterion.points),
        "reason": found.reason.value,
        "lacks": [reason.value for reason in found.lacks],
        "minimum": None if found.minimum is None else found.minimum.value,
        "figures": {key: _text(figure) for key, figure in found.figures.items()},
        "open_questions": list(found.open_questions),
    }


def readiness_data(found: Readiness) -> dict[str, Any]:
    """The shortest way to a label, as values that JSON has."""
    return {
        "is_reached": found.is_reached,
        "is_reachable": found.is_reachable,
        "steps": found.steps,
        "effort": found.effort,
        "raises": [
            {
                "id": step.criterion.id,
                "from": step.start,
                "to": step.target,
                "steps": step.steps,
                "effort": step.effort,
                "points": str(step.points),
                "is_support": step.is_support,
            }
            for step in found.raises
        ],
        "remaining": [_condition_data(condition) for condition in found.remaining],
        "points": None if found.after is None else str(found.after.points),
    }


def _text(number: Fraction | None) -> str | None:
    return None if number is None else str(number)
