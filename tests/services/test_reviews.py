"""Independent ratings, each of a reviewer's own."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.db.faults import NotThere
from assessment.db.models import Rating, Submission, User
from assessment.db.queries import outcomes, reviews
from assessment.domain.criteria import Criterion, Label
from assessment.domain.errors import IllegalTransition, Incomplete, InvalidRating
from assessment.domain.workflow import State
from assessment.services.reviews import (
    RatingConflict,
    RatingDraft,
    rating_gaps,
    save_rating,
)
from tests.building import NOON, Line, World
from tests.services.at_once import at_once


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


@pytest.fixture
def in_review(line: Line) -> Submission:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    line.session.commit()
    return submission


@pytest.fixture
def criterion(gold: Label) -> Criterion:
    return gold.criterion("lifelong-learning")


def rate(
    session: Session,
    submission: Submission,
    reviewer: User,
    criterion: Criterion,
    draft: RatingDraft,
) -> Rating | RatingConflict:
    return save_rating(
        session,
        submission=submission,
        reviewer_id=reviewer.id,
        criterion=criterion,
        draft=draft,
        at=NOON + timedelta(hours=1),
    )


def stored(session: Session) -> list[tuple[int | None, str, int]]:
    found = session.execute(select(Rating.level, Rating.comment, Rating.version))
    return [tuple(row) for row in found]


def test_save_rating_keeps_level_and_comment(
    line: Line, in_review: Submission, criterion: Criterion, world: World
) -> None:
    saved = rate(
        line.session, in_review, world.reviewer, criterion, RatingDraft(3, "Well shown.", 0)
    )
    assert isinstance(saved, Rating)
    assert (saved.level, saved.comment, saved.version) == (3, "Well shown.", 1)
    assert saved.saved_at == NOON + timedelta(hours=1)


def test_save_rating_of_the_same_again_changes_nothing(
    line: Line, in_review: Submission, criterion: Criterion, world: World
) -> None:
    for _ in range(2):
        rate(line.session, in_review, world.reviewer, criterion, RatingDraft(3, "Well shown.", 0))
    assert stored(line.session) == [(3, "Well shown.", 1)]


def test_save_rating_over_an_unseen_version_returns_both_and_writes_nothing(
    line: Line, in_review: Submission, criterion: Criterion, world: World
) -> None:
    rate(line.session, in_review, world.reviewer, criterion, RatingDraft(3, "Well shown.", 0))
    late = RatingDraft(1, "Hardly shown.", 0)
    refused = rate(line.session, in_review, world.reviewer, criterion, late)
    assert isinstance(refused, RatingConflict)
    assert (refused.saved.level, refused.saved.comment, refused.draft) == (3, "Well shown.", late)
    assert stored(line.session) == [(3, "Well shown.", 1)]


def test_save_rating_in_two_windows_at_once_tells_the_second(
    engine: Engine, line: Line, in_review: Submission, criterion: Criterion, world: World
) -> None:
    _, refused = at_once(
        engine,
        lambda s: rate(s, in_review, world.reviewer, criterion, RatingDraft(3, "One.", 0)),
        lambda s: rate(s, in_review, world.reviewer, criterion, RatingDraft(2, "Two.", 0)),
    )
    assert isinstance(refused, RatingConflict)
    assert stored(line.session) == [(3, "One.", 1)]


def test_save_rating_keeps_reviewers_apart(
    line: Line, in_review: Submission, criterion: Criterion, world: World
) -> None:
    rate(line.session, in_review, world.reviewer, criterion, RatingDraft(3, "Mine.", 0))
    rate(line.session, in_review, world.colleague, criterion, RatingDraft(1, "Mine too.", 0))
    one, other = reviews.seats(line.session, in_review.id)
    assert reviews.ratings(line.session, one.id)[criterion.id].comment == "Mine."
    assert reviews.ratings(line.session, other.id)[criterion.id].comment == "Mine too."


def test_save_rating_refuses_a_level_that_the_scale_does_not_have(
    line: Line, in_review: Submission, criterion: Criterion, world: World
) -> None:
    with pytest.raises(InvalidRating):
        rate(line.session, in_review, world.reviewer, criterion, RatingDraft(5, "Ten!", 0))


def test_save_rating_needs_a_seat(
    line: Line, in_review: Submission, criterion: Criterion, world: World
) -> None:
    with pytest.raises(NotThere):
        rate(line.session, in_review, world.idle_reviewer, criterion, RatingDraft(3, "", 0))


def test_gaps_name_each_missing_level_and_each_comment_that_is_due(
    line: Line, in_review: Submission, world: World
) -> None:
    line.rate_all(in_review, world.reviewer, 4)
    drafts = {
        "number-of-participants": RatingDraft(3, "", 1),  # one step off: no comment is due
        "human-resources": RatingDraft(1, " ", 1),  # below the minimum 2
        "lifelong-learning": RatingDraft(2, "", 1),  # two steps below the cluster's 4
        "clarity-of-roles": RatingDraft(2, "Two roles overlap.", 1),  # below, and explained
        "web-presence": RatingDraft(None, "Later.", 1),
    }
    for key, draft in drafts.items():
        rate(line.session, in_review, world.reviewer, line.label.criterion(key), draft)
    seat = reviews.seat_of(line.session, in_review.id, world.reviewer.id)
    gaps = rating_gaps(in_review, line.label, reviews.ratings(line.session, seat.id))
    assert [(gap.criterion.id, gap.lacks) for gap in gaps] == [
        ("human-resources", "comment"),
        ("lifelong-learning", "comment"),
        ("web-presence", "level"),
    ]


def test_hand_in_of_an_unfinished_review_names_the_gaps(
    line: Line, in_review: Submission, world: World
) -> None:
    with pytest.raises(Incomplete) as caught:
        line.hand_in(in_review, world.reviewer)
    assert [gap.criterion for gap in caught.value.gaps] == list(line.label.criteria)
    assert reviews.seats(line.session, in_review.id)[0].handed_in_at is None


def test_the_last_review_handed_in_opens_the_consensus(
    line: Line, in_review: Submission, world: World
) -> None:
    line.rate_all(in_review, world.reviewer, 4)
    line.rate_all(in_review, world.colleague, 4)
    assert line.hand_in(in_review, world.colleague) is False
    assert in_review.assessment.state == State.IN_REVIEW
    assert line.hand_in(in_review, world.reviewer) is True
    assert in_review.assessment.state == State.CONSENSUS
    last = outcomes.events(line.session, in_review.assessment_id)[-1]
    assert (last.kind, last.actor_id) == ("hand_in_last_review", world.reviewer.id)


def test_a_review_handed_in_can_no_longer_change(
    line: Line, in_review: Submission, criterion: Criterion, world: World
) -> None:
    line.rate_all(in_review, world.reviewer, 4)
    line.hand_in(in_review, world.reviewer)
    with pytest.raises(IllegalTransition):
        rate(line.session, in_review, world.reviewer, criterion, RatingDraft(0, "No.", 1))
    with pytest.raises(IllegalTransition):
        line.hand_in(in_review, world.reviewer)


def test_both_reviews_handed_in_at_once_open_the_consensus_once(
    engine: Engine, line: Line, in_review: Submission, world: World
) -> None:
    line.rate_all(in_review, world.reviewer, 4)
    line.rate_all(in_review, world.colleague, 4)
    line.session.commit()
    assert at_once(
        engine,
        lambda s: replace(line, session=s).hand_in(in_review, world.reviewer),
        lambda s: replace(line, session=s).hand_in(in_review, world.colleague),
    ) == (False, True)
    steps = [e.kind for e in outcomes.steps(line.session, in_review.assessment_id)]
    assert steps == ["submit", "accept", "propose_panel", "appoint_panel", "hand_in_last_review"]
