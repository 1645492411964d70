"""What panels write beside their levels."""

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from assessment.db.models import Assessment, Decision, PanelFinding, PanelVisit, Submission


def findings(session: Session, submission_id: int) -> dict[str, PanelFinding]:
    """What the panel of this round says, by section."""
    found = session.scalars(
        select(PanelFinding)
        .join(Submission, Submission.id == PanelFinding.submission_id)
        .where(PanelFinding.submission_id == submission_id, PanelFinding.round == Submission.round)
    )
    return {finding.section_id: finding for finding in found}


def visit(session: Session, submission_id: int) -> PanelVisit | None:
    """How the panel of this round met the cluster."""
    return session.scalar(
        select(PanelVisit)
        .join(Submission, Submission.id == PanelVisit.submission_id)
        .where(PanelVisit.submission_id == submission_id, PanelVisit.round == Submission.round)
    )


def finding_for_change(
    session: Session, submission: Submission, section_id: str
) -> PanelFinding | None:
    return session.scalar(
        select(PanelFinding)
        .where(
            PanelFinding.submission_id == submission.id,
            PanelFinding.round == submission.round,
            PanelFinding.section_id == section_id,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def visit_for_change(session: Session, submission: Submission) -> PanelVisit | None:
    return session.scalar(
        select(PanelVisit)
        .where(PanelVisit.submission_id == submission.id, PanelVisit.round == submission.round)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def earlier_verdict(
    session: Session, submission: Submission, criterion_id: str
) -> tuple[Any, ...] | None:
    """What the cluster's last decided submission of the same label said of a criterion.

    Moment, version of the scheme, the answer and the panel's verdict as the records keep them, and the
    moment of the decision; an answer is None where that label did not ask the criterion.
    """
    row = session.execute(
        _EARLIER,
        {
            "cluster_id": submission.assessment.cluster_id,
            "scheme_id": submission.assessment.scheme_id,
            "label_id": submission.assessment.label_id,
            "own": submission.id,
            "until": submission.submitted_at,
        },
    ).first()
    if row is None:
        return None
    at, version, answers, verdicts, decided_at = row
    said, found = (answers or {}).get(criterion_id), (verdicts or {}).get(criterion_id)
    return at, version, said, found, decided_at


_EARLIER = (
    select(
        Submission.submitted_at,
        Submission.record["scheme"]["version"],
        Submission.record["answers"],
        Decision.record["criteria"],
        Decision.decided_at,
    )
    .join(Assessment, Assessment.id == Submission.assessment_id)
    .join(Decision, Decision.submission_id == Submission.id)
    .where(
        Assessment.cluster_id == bindparam("cluster_id"),
        Assessment.scheme_id == bindparam("scheme_id"),
        Assessment.label_id == bindparam("label_id"),
        Submission.id != bindparam("own"),
        Submission.submitted_at <= bindparam("until"),
        Decision.decided_at.is_not(None),
    )
    .order_by(Decision.decided_at.desc(), Decision.id.desc())
    .limit(1)
)
"""Made once: the paths into its records take longer to say than to follow."""
