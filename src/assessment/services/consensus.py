"""What a panel agrees on after its independent ratings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.db.models import Agreement, Rating, Seat, Submission
from assessment.db.queries import assessments, people
from assessment.db.queries import reviews as queries
from assessment.domain.criteria import Criterion, Label, NotApplicable
from assessment.domain.errors import IllegalTransition, Incomplete, InvalidRating
from assessment.domain.review import (
    Difference,
    Level,
    agreed_levels,
    differences,
    panel_sheet,
    to_be_rated,
)
from assessment.domain.scorecard import Scorecard
from assessment.domain.scoring import score
from assessment.domain.workflow import Event, State
from assessment.services.announcing import announce
from assessment.services.mail import Mailing
from assessment.services.panel_outcomes import outcome_gaps
from assessment.services.records import rules_of, sheet_of
from assessment.services.reviews import is_rated
from assessment.services.steps import check_step, take_step


@dataclass(frozen=True, slots=True)
class PanelView:
    """Everything that a panel has said on `criteria`: seats, ratings by seat, differences, agreements."""

    criteria: tuple[Criterion, ...]
    seats: Sequence[Seat]
    ratings: Mapping[int, Mapping[str, Rating]]
    differences: tuple[Difference, ...]
    agreements: Mapping[str, Agreement]
    levels: Mapping[str, Level]
    scorecard: Scorecard

    @property
    def open(self) -> tuple[Difference, ...]:
        """The differences on which nothing is agreed yet."""
        return tuple(d for d in self.differences if d.criterion.id not in self.agreements)

    @property
    def settled(self) -> Mapping[str, Agreement]:
        """What was agreed on each difference, and why; one on which reviewers agree now does not count."""
        disputed = {found.criterion.id for found in self.differences}
        return {key: found for key, found in self.agreements.items() if key in disputed}

    @property
    def noted(self) -> tuple[Criterion, ...]:
        """The criteria of which more than a level is to be known before anything is decided.

        The reviewers differ, a minimum is missed, or somebody has written a comment.
        """
        found = {difference.criterion.id for difference in self.differences}
        found |= {missed.criterion.id for missed in self.scorecard.missed_minimums}
        found |= {key for key, ratings in self.reviewed.items() if any(r.comment for r in ratings)}
        return tuple(criterion for criterion in self.criteria if criterion.id in found)

    @property
    def reviewed(self) -> Mapping[str, list[Rating]]:
        """The ratings of each criterion, in the order of the seats."""
        return {
            criterion.id: [self.ratings[seat.id][criterion.id] for seat in self.seats]
            for criterion in self.criteria
        }

    @property
    def remarked(self) -> Mapping[str, list[Rating | None]]:
        """What reviewers wrote or ticked on criteria that are not rated, in the order of the seats."""
        rated = {criterion.id for criterion in self.criteria}
        keys = {key for found in self.ratings.values() for key in found if key not in rated}
        return {
            key: [self.ratings[seat.id].get(key) for seat in self.seats] for key in sorted(keys)
        }


@dataclass(frozen=True, slots=True)
class AgreementDraft:
    """What somebody wants to record; `version` is the one that they saw (0: none yet).

    `level` None: that the criterion does not apply.
    """

    level: Level
    reason: str
    version: int


@dataclass(frozen=True, slots=True)
class AgreementConflict:
    """Another member of the panel recorded something else first."""

    saved: Agreement
    draft: AgreementDraft


def read_panel(session: Session, submission: Submission, label: Label) -> PanelView:
    """What the panel has said, once all reviews are in; the score counts what is agreed so far."""
    sheet = sheet_of(submission.record)
    own = score(label, sheet)
    criteria = to_be_rated(own)
    seats = queries.seats(session, submission.id)
    ratings = queries.ratings_by_seat(session, [seat.id for seat in seats])
    reviews = [
        {key: rating.level for key, rating in ratings[seat.id].items() if is_rated(rating)}
        for seat in seats
    ]
    agreements = queries.agreements(session, submission.id)
    levels = agreed_levels(criteria, reviews, {k: a.level for k, a in agreements.items()})
    return PanelView(
        criteria,
        seats,
        ratings,
        differences(criteria, reviews),
        agreements,
        levels,
        score(label, panel_sheet(own, sheet, levels)),
    )


def final_scorecard(submission: Submission, label: Label, levels: Mapping[str, Level]) -> Scorecard:
    """What the submission scores with these levels in place of the panel's."""
    sheet = sheet_of(submission.record)
    return score(label, panel_sheet(score(label, sheet), sheet, levels))


def record_agreement(
    session: Session,
    *,
    submission: Submission,
    criterion: Criterion,
    draft: AgreementDraft,
    actor_id: int,
    at: datetime,
) -> Agreement | AgreementConflict:
    """Records what the panel agrees on for one criterion, and why.

    Raises `InvalidRating` for a level that the scale does not have, and `IllegalTransition` when
    the consensus is closed.
    """
    if draft.level is not None:
        criterion.check_level(draft.level)
    elif criterion.not_applicable is NotApplicable.FORBID:
        raise InvalidRating(f"{criterion.id}: must apply")
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    if assessment.state != State.CONSENSUS:
        raise IllegalTransition(f"agreement in state {assessment.state}")
    saved = queries.agreement_for_change(session, submission, criterion.id)
    if saved is None:
        saved = Agreement(
            submission_id=submission.id, round=submission.round, criterion_id=criterion.id
        )
        session.add(saved)
    elif (saved.level, saved.reason) == (draft.level, draft.reason):
        return saved
    elif saved.version != draft.version:
        return AgreementConflict(saved, draft)
    saved.level = draft.level
    saved.reason = draft.reason
    saved.recorded_by = actor_id
    saved.recorded_at = at
    session.flush()
    return saved


def close_consensus(
    session: Session,
    *,
    submission: Submission,
    label: Label,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> None:
    """Ends the panel's work and hands it to the secretariat.

    Raises `Incomplete` with the differences on which nothing is agreed, or with what the outcome still
    lacks (`OutcomeGap`), and `IllegalTransition` when it is closed already.
    """
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    check_step(assessment, Event.CLOSE_CONSENSUS)
    panel = read_panel(session, submission, label)
    if panel.open:
        raise Incomplete(panel.open)
    gaps = outcome_gaps(session, submission, label)
    if gaps:
        raise Incomplete(gaps)
    take_step(session, assessment, Event.CLOSE_CONSENSUS, actor_id=actor_id, at=at)
    edition, _label = rules_of(submission)
    announce(
        session,
        mailing,
        people.secretariat_for(session, assessment.cluster_id, assessment.id),
        "decision_waiting",
        f"/secretariat/submissions/{submission.id}/decision",
        assessment=assessment,
        edition=edition,
        until=assessment.due_on,
    )
