"""Independent ratings, each of a reviewer's own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.db.models import Rating, Seat, Submission
from assessment.db.queries import assessments
from assessment.db.queries import reviews as queries
from assessment.domain.criteria import Criterion, Label, NotApplicable
from assessment.domain.errors import IllegalTransition, Incomplete, InvalidRating
from assessment.domain.merging import merge
from assessment.domain.review import Level, needs_comment, to_be_rated
from assessment.domain.scorecard import Scorecard
from assessment.domain.workflow import Event, SeatEvent, SeatState, State, advance_seat
from assessment.services.announcing import announce
from assessment.services.mail import Mailing
from assessment.services.panel_rules import panel_rule
from assessment.services.records import own_scorecard, rules_of
from assessment.services.steps import check_step, record_event, take_step


@dataclass(frozen=True, slots=True)
class RatingDraft:
    """What a reviewer wants to save; `version` is the one that they saw (0: none yet).

    `is_not_applicable` stands in place of a level; `checks` are the quality checks ticked, `notes` the
    reviewer's own. `seen` are the parts (`parts_of`) as the page showed them, where it tells: what two
    windows changed is then brought together, and without it the version decides. `insisting` are the
    parts in which this one counts over the version that the number beside them names.
    """

    level: int | None
    comment: str
    version: int
    checks: tuple[str, ...] = ()
    is_not_applicable: bool = False
    notes: str = ""
    seen: Mapping[str, Any] | None = None
    insisting: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RatingConflict:
    """The rating was saved differently in between, in another window: both versions.

    `contradicted` are the parts in which they differ; `together` is mine in these and else what stands.
    """

    saved: Rating
    draft: RatingDraft
    contradicted: tuple[str, ...]
    together: Mapping[str, Any]


def save_rating(
    session: Session,
    *,
    submission: Submission,
    reviewer_id: int,
    criterion: Criterion,
    draft: RatingDraft,
    at: datetime,
) -> Rating | RatingConflict:
    """Saves one rating of one's own; saving the same again changes nothing.

    Raises `InvalidRating` for a level that the scale does not have, and `IllegalTransition` when
    the review is handed in or over.
    """
    mine = _checked(criterion, draft)
    seat = _open_seat(session, submission, reviewer_id)
    saved = queries.rating_for_change(session, seat.id, criterion.id)
    if saved is None:
        saved = Rating(seat_id=seat.id, criterion_id=criterion.id)
        session.add(saved)
    else:
        theirs = parts_of(saved)
        if mine == theirs:
            return saved
        merged = merge(_base(saved, theirs, draft), mine, theirs)
        if merged.contradicted:
            return RatingConflict(saved, draft, merged.contradicted, merged.insisting)
        if merged.record == theirs:
            return saved
        mine = dict(merged.record)
    _write(saved, mine)
    saved.saved_at = at
    session.flush()
    return saved


def parts_of(rating: Rating | None) -> dict[str, Any]:
    """What a rating says, part by part as plain values: the `claim`, `checks`, `comment` and `notes`."""
    if rating is None:
        return {"claim": [None, False], "checks": [], "comment": "", "notes": ""}
    return {
        "claim": [rating.level, rating.is_not_applicable],
        "checks": list(rating.checks),
        "comment": rating.comment,
        "notes": rating.notes,
    }


def _write(rating: Rating, parts: Mapping[str, Any]) -> None:
    rating.level, rating.is_not_applicable = parts["claim"]
    rating.checks, rating.comment, rating.notes = parts["checks"], parts["comment"], parts["notes"]


def _base(saved: Rating, theirs: Mapping[str, Any], draft: RatingDraft) -> dict[str, Any]:
    """What the draft was made from; a part of which nobody knows is contradicted where it differs."""
    if draft.seen is None:
        return dict(theirs) if draft.version == saved.version else {}
    insisted = [part for part, version in draft.insisting.items() if version == saved.version]
    return {**draft.seen, **{part: theirs[part] for part in insisted if part in theirs}}


def _checked(criterion: Criterion, draft: RatingDraft) -> dict[str, Any]:
    """The parts that the draft writes."""
    level = None if draft.is_not_applicable else draft.level
    if level is not None:
        criterion.check_level(level)
    if draft.is_not_applicable and criterion.not_applicable is NotApplicable.FORBID:
        raise InvalidRating(f"{criterion.id}: must apply")
    return {
        "claim": [level, draft.is_not_applicable],
        "checks": [check for check in criterion.checks if check in draft.checks],
        "comment": draft.comment,
        "notes": draft.notes,
    }


RATING = frozenset({State.IN_REVIEW, State.CLARIFICATION})
"""States in which ratings are given; they are not handed in while the cluster is asked for more."""


def _open_seat(session: Session, submission: Submission, reviewer_id: int) -> Seat:
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    seat = queries.seat_of(session, submission.id, reviewer_id)
    if assessment.state not in RATING or seat.state != SeatState.ACCEPTED:
        raise IllegalTransition(f"rating on a seat that is {seat.state} in {assessment.state}")
    return seat


def is_rated(rating: Rating) -> bool:
    """Whether the reviewer has said a level, or that the criterion does not apply."""
    return rating.level is not None or rating.is_not_applicable


@dataclass(frozen=True, slots=True)
class RatingGap:
    """What a criterion lacks before a review can be handed in: its `level` or its `comment`."""

    criterion: Criterion
    lacks: str


def rating_gaps(
    submission: Submission, label: Label, ratings: dict[str, Rating]
) -> tuple[RatingGap, ...]:
    """What is missing in a review, in the label's order."""
    return gaps_of(own_scorecard(submission, label), ratings)


def gaps_of(own: Scorecard, ratings: Mapping[str, Rating]) -> tuple[RatingGap, ...]:
    """The same beside the cluster's own scorecard."""
    gaps = []
    for criterion in to_be_rated(own):
        rating = ratings.get(criterion.id)
        if rating is None or not is_rated(rating):
            gaps.append(RatingGap(criterion, "level"))
        elif lacks_comment(criterion, own.of(criterion.id).level, rating):
            gaps.append(RatingGap(criterion, "comment"))
    return tuple(gaps)


def lacks_comment(criterion: Criterion, self_level: Level, rating: Rating) -> bool:
    """Whether a level that must be explained (`domain.review.needs_comment`) is not."""
    return needs_comment(criterion, self_level, rating.level) and not rating.comment.strip()


def hand_in_review(
    session: Session,
    *,
    submission: Submission,
    label: Label,
    reviewer_id: int,
    at: datetime,
    mailing: Mailing,
) -> bool:
    """Closes one's own review; True when it was the panel's last and the consensus opens.

    Raises `Incomplete` with the gaps, and `IllegalTransition` when it is handed in already.
    """
    seat = _open_seat(session, submission, reviewer_id)
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    check_step(assessment, Event.HAND_IN_LAST_REVIEW)
    gaps = rating_gaps(submission, label, queries.ratings(session, seat.id))
    if gaps:
        raise Incomplete(gaps)
    seat.state = advance_seat(SeatState(seat.state), SeatEvent.HAND_IN)
    seat.handed_in_at = at
    session.flush()
    record_event(
        session,
        "hand_in_review",
        actor_id=reviewer_id,
        at=at,
        assessment=assessment,
        about_id=reviewer_id,
    )
    panel = queries.seats(session, submission.id)
    is_whole = len(panel) == panel_rule(submission, label).reviewers
    if not is_whole or any(other.state != SeatState.HANDED_IN for other in panel):
        return False
    take_step(session, assessment, Event.HAND_IN_LAST_REVIEW, actor_id=reviewer_id, at=at)
    edition, _label = rules_of(submission)
    for other in panel:
        announce(
            session,
            mailing,
            [other.reviewer],
            "consensus_open",
            f"/reviews/{submission.id}/{'outcome' if len(panel) == 1 else 'consensus'}",
            assessment=assessment,
            edition=edition,
            until=assessment.due_on,
            is_lead=other.is_lead,
            is_alone=len(panel) == 1,
        )
    return True
