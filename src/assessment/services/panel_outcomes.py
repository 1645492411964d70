"""What the panel writes in the consensus beside its levels: findings by section, and the visit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from assessment.db.models import PanelFinding, PanelVisit, Submission, User
from assessment.db.queries import assessments, people
from assessment.db.queries import panel_outcomes as queries
from assessment.domain.criteria import Label, Panel, Visit
from assessment.domain.errors import IllegalTransition
from assessment.domain.merging import merge
from assessment.domain.scorecard import Scorecard
from assessment.domain.workflow import State
from assessment.services.panel_rules import panel_rule
from assessment.services.records import own_scorecard

FINDING = ("strengths", "improvements", "recommendations")
VISIT = ("visited_on", "form", "people")
Written = TypeVar("Written", PanelFinding, PanelVisit)


@dataclass(frozen=True, slots=True)
class OutcomeDraft:
    """What somebody of the panel wants to save: texts by part (a day is ISO 8601, "" for none).

    `seen` are the parts as the page showed them; in those of `insisting` this draft counts over the
    version that the number beside them names.
    """

    parts: Mapping[str, str]
    seen: Mapping[str, Any]
    insisting: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutcomeConflict:
    """Somebody else wrote something else in these parts; `together` is mine there, else what stands."""

    saved: PanelFinding | PanelVisit
    author: User
    draft: OutcomeDraft
    contradicted: tuple[str, ...]
    together: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OutcomeGap:
    """What is still to be written before the panel closes: of a section, or ("") the visit's day."""

    section_id: str


def finding_parts(found: PanelFinding | None) -> dict[str, str]:
    """What a finding says, part by part."""
    return {part: getattr(found, part) if found else "" for part in FINDING}


def visit_parts(found: PanelVisit | None) -> dict[str, str]:
    """What is said of the visit, part by part."""
    if found is None:
        return dict.fromkeys(VISIT, "")
    day = found.visited_on.isoformat() if found.visited_on else ""
    return {"visited_on": day, "form": found.form, "people": found.people}


def save_finding(
    session: Session,
    *,
    submission: Submission,
    section_id: str,
    draft: OutcomeDraft,
    actor_id: int,
    at: datetime,
) -> PanelFinding | OutcomeConflict:
    """Saves what the panel says of a section, together with what others wrote in other parts.

    Raises `IllegalTransition` when the consensus is closed, or not open yet.
    """
    _check_open(session, submission)
    found = queries.finding_for_change(session, submission, section_id)
    key = {"submission_id": submission.id, "round": submission.round, "section_id": section_id}

    def write(row: PanelFinding, parts: Mapping[str, str]) -> None:
        row.strengths, row.improvements, row.recommendations = (parts[p] for p in FINDING)

    row = found or PanelFinding(**key)
    return _save(session, row, finding_parts(found), draft, write, actor_id, at)


def save_visit(
    session: Session, *, submission: Submission, draft: OutcomeDraft, actor_id: int, at: datetime
) -> PanelVisit | OutcomeConflict:
    """Saves when, how and with whom the panel met the cluster. Raises as `save_finding` does."""
    _check_open(session, submission)
    found = queries.visit_for_change(session, submission)

    def write(row: PanelVisit, parts: Mapping[str, str]) -> None:
        day = parts["visited_on"]
        row.visited_on = date.fromisoformat(day) if day else None
        row.form, row.people = parts["form"], parts["people"]

    row = found or PanelVisit(submission_id=submission.id, round=submission.round)
    return _save(session, row, visit_parts(found), draft, write, actor_id, at)


def _check_open(session: Session, submission: Submission) -> None:
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    if assessment.state != State.CONSENSUS:
        raise IllegalTransition(f"outcome in state {assessment.state}")


def _save(
    session: Session,
    row: Written,
    theirs: Mapping[str, str],
    draft: OutcomeDraft,
    write: Callable[[Written, Mapping[str, str]], None],
    actor_id: int,
    at: datetime,
) -> Written | OutcomeConflict:
    insisted = [part for part, version in draft.insisting.items() if version == row.version]
    base = {**draft.seen, **{part: theirs[part] for part in insisted if part in theirs}}
    merged = merge(base, draft.parts, theirs)
    if merged.contradicted and row.version:
        author = people.user(session, row.saved_by)
        assert author is not None  # noqa: S101  # rows of people stay
        return OutcomeConflict(row, author, draft, merged.contradicted, merged.insisting)
    parts = dict(draft.parts) if not row.version else dict(merged.record)
    if row.version and parts == theirs:
        return row
    write(row, parts)
    row.saved_by, row.saved_at = actor_id, at
    session.add(row)
    session.flush()
    return row


def sections_to_find(own: Scorecard) -> tuple[str, ...]:
    """The sections of which the panel writes: those in which it rates, or all where it rates nothing."""
    rated = [
        section.section_id
        for section in own.sections
        if any(found.is_to_be_rated for found in section.criteria)
    ]
    return tuple(rated or [section.section_id for section in own.sections])


def outcome_gaps(session: Session, submission: Submission, label: Label) -> tuple[OutcomeGap, ...]:
    """What the panel has still to write: a strength or an improvement area of each section, and the
    day of the visit where the label asks for one."""
    findings = queries.findings(session, submission.id)
    visit = queries.visit(session, submission.id)
    return gaps_in(own_scorecard(submission, label), panel_rule(submission, label), findings, visit)


def gaps_in(
    own: Scorecard,
    rule: Panel,
    findings: Mapping[str, PanelFinding],
    visit: PanelVisit | None,
) -> tuple[OutcomeGap, ...]:
    """The same of what has been read already."""
    gaps = [
        OutcomeGap(section_id)
        for section_id in sections_to_find(own)
        if not _says_something(findings.get(section_id))
    ]
    if rule.visit is not Visit.NONE and (visit is None or visit.visited_on is None):
        gaps.append(OutcomeGap(""))
    return tuple(gaps)


def _says_something(found: PanelFinding | None) -> bool:
    return found is not None and bool(found.strengths.strip() or found.improvements.strip())


def outcome_record(session: Session, submission: Submission) -> dict[str, Any]:
    """What the panel wrote, as a decision keeps it: plain texts, by section, and the visit."""
    findings = queries.findings(session, submission.id)
    return {
        "sections": {key: finding_parts(found) for key, found in sorted(findings.items())},
        "visit": visit_parts(queries.visit(session, submission.id)),
    }
