"""From a frozen record, of a draft or a submission, to everything in its self-assessment report."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assessment.domain.answers import AnswerSheet
from assessment.domain.criteria import Label
from assessment.domain.progress import progress
from assessment.domain.raises import Raise
from assessment.domain.readiness import MOST_STEPS, Readiness, next_label, readiness, steps_of
from assessment.reports.applying import Applied
from assessment.reports.before import compare
from assessment.reports.findings import ConditionFinding
from assessment.reports.gathering import submission_facts
from assessment.reports.self_assessment import (
    GapFinding,
    SectionProgress,
    SelfAssessmentFacts,
    StepFinding,
    WayFinding,
)
from assessment.reports.standing import SectionRow, charted_sections, section_rows
from assessment.reports.verdict import Verdict
from assessment.reports.words.method import own_method
from assessment.reports.words.names import Names
from assessment.reports.words.outcome import other_findings
from assessment.reports.words.reasons import reason_words


@dataclass(frozen=True)
class SelfAssessed(Applied):
    """A record with the cluster's own answers; `before` is its assessment before, if there was one.

    `beyond` are the answers with those that the label to reach next asks beside its own; `carried` the
    criteria whose answers come from before and nobody has confirmed.
    """

    before: Verdict | None = None
    beyond: AnswerSheet | None = None
    carried: tuple[str, ...] = ()

    @cached_property
    def next_label(self) -> Label | None:
        return next_label(self.edition.scheme, self.own)

    @cached_property
    def rows(self) -> list[SectionRow]:
        return section_rows(self.own, self.words, self.carried)


def self_assessment_facts(assessed: SelfAssessed) -> SelfAssessmentFacts:
    """What stands in the report, in the language of the document."""
    card, rows = assessed.own, assessed.rows
    return SelfAssessmentFacts(
        **submission_facts(assessed),
        is_unsubmitted=assessed.is_draft,
        submitted_by=assessed.names.messages.person(assessed.submitted_by),
        outcome=card.outcome,
        progress=progress(card.criteria, assessed.carried),
        progresses=tuple(_progress(row) for row in rows),
        charted=tuple(charted_sections(card, rows)),
        method=tuple(
            own_method(assessed.label, assessed.names.messages, is_draft=assessed.is_draft)
        ),
        way=_way(assessed),
        before=compare(card, assessed.before) if assessed.before else None,
    )


def _progress(row: SectionRow) -> SectionProgress:
    found = row.section
    needed = None if found.minimum is None else found.section.minimum
    return SectionProgress(row.name, row.progress, found.points, found.maximum, needed)


def _way(assessed: SelfAssessed) -> WayFinding | None:
    label = assessed.next_label
    if label is None:
        return None
    names = Names(label, assessed.words, assessed.names.messages)
    is_own = label.id == assessed.label.id
    title = assessed.words.labels[label.id].title
    if steps_of(label) > MOST_STEPS:
        return WayFinding(title, is_own, label.is_scored, True, is_looked_for=False)
    way = readiness(label, assessed.sheet if is_own else assessed.beyond or assessed.sheet)
    return WayFinding(
        title,
        is_own,
        label.is_scored,
        bool(label.rated),
        is_reachable=way.is_reachable,
        steps=way.steps,
        raises=tuple(_step(raised, way, names) for raised in way.raises),
        gaps=tuple(_gaps(way, names)),
        names_areas=way.names_areas,
        left=tuple(_left(way, names)),
    )


def _step(raised: Raise, way: Readiness, names: Names) -> StepFinding:
    criterion = raised.criterion
    return StepFinding(
        name=names.criterion(criterion.id),
        start=None if way.before.of(criterion.id).level is None else raised.start,
        target=raised.target,
        steps=raised.steps,
        is_support=raised.is_support,
        points=raised.points,
        text=names.words.criteria[criterion.id].levels[raised.target],
    )


def _gaps(way: Readiness, names: Names) -> Iterator[GapFinding]:
    """What has to be answered or supported beside the raises."""
    raised = {own.criterion.id for own in way.raises}
    for found in way.before.gaps:
        if found.criterion.id not in raised:
            yield GapFinding(names.criterion(found.criterion.id), reason_words(found, names))


def _left(way: Readiness, names: Names) -> Iterator[ConditionFinding]:
    yield from other_findings(way.left_over, way.after or way.before, names)
