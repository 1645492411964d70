"""An assessment beside the one before: how each criterion stood then, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from assessment.domain.deadlines import day_of
from assessment.domain.errors import UnknownCriterion
from assessment.domain.scorecard import CriterionScore, Scorecard
from assessment.reports.findings import AnswerFinding
from assessment.reports.verdict import Verdict
from assessment.reports.words.names import Names
from assessment.reports.words.values import Answers


@dataclass(frozen=True, slots=True)
class Then:
    """How a criterion stood in the assessment before; `highest` is the top of its scale then.

    `level` and `points` are by the cluster's own answers, None where there were none; the `final` ones by
    the decision, None where there was none. `change` is by how many levels the cluster's own rating has
    gone up since (down: below 0), None where one of the two has no level or the scale is another one.
    `figures` are those of a criterion that is not rated.
    """

    level: int | None
    highest: int | None
    points: Fraction | None
    maximum: Fraction
    final_level: int | None = None
    final_points: Fraction | None = None
    change: int | None = None
    figures: tuple[AnswerFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class BeforeFinding:
    """The assessment before; `criteria` by the number that they have now, those that both ask.

    `final_points` is None where it was not decided.
    """

    label_title: str
    submitted_on: date
    is_decided: bool
    points: Fraction
    maximum: Fraction
    final_points: Fraction | None
    criteria: Mapping[str, Then]

    @property
    def has_figures(self) -> bool:
        """Whether there is a figure to compare."""
        return any(then.figures for then in self.criteria.values())

    @property
    def changes(self) -> tuple[int, int, int]:
        """How many criteria stand higher, as high and lower than then, of those with both levels."""
        known = [then.change for then in self.criteria.values() if then.change is not None]
        return sum(c > 0 for c in known), known.count(0), sum(c < 0 for c in known)


def compare(now: Scorecard, before: Verdict) -> BeforeFinding:
    """What the scorecard is beside the assessment before, whatever label and edition that was under."""
    own, is_decided = before.own, bool(before.decision["criteria"])
    final = before.final if is_decided else None
    found = {}
    for score in now.criteria:
        then = _found(own, score.criterion.id)
        if then is not None and then.is_asked and score.is_asked:
            decided = _found(final, score.criterion.id) if final else None
            figures = _figures(then, before.names)
            found[score.criterion.number] = replace(_then(score, then, decided), figures=figures)
    return BeforeFinding(
        before.words.labels[before.label.id].title,
        day_of(before.submitted_at),
        is_decided,
        own.points,
        own.maximum,
        final.points if final else None,
        found,
    )


def _found(card: Scorecard, criterion_id: str) -> CriterionScore | None:
    try:
        return card.of(criterion_id)
    except UnknownCriterion:
        return None


def _figures(then: CriterionScore, names: Names) -> tuple[AnswerFinding, ...]:
    """What its answers came to, of a criterion in which nothing else can be compared."""
    criterion = then.criterion
    if criterion.is_rated or not then.is_answered:
        return ()
    return tuple(Answers(criterion.id, names).figures(criterion.figures, then.figures))


def _then(now: CriterionScore, then: CriterionScore, decided: CriterionScore | None) -> Then:
    criterion = then.criterion
    is_comparable = criterion.scale == now.criterion.scale
    has_both = now.level is not None and then.level is not None
    return Then(
        then.level,
        criterion.scale.highest if criterion.is_rated else None,
        then.points,
        criterion.points if criterion.is_scored else Fraction(0),
        decided.level if decided else None,
        decided.points if decided else None,
        (now.level or 0) - (then.level or 0) if is_comparable and has_both else None,
    )
