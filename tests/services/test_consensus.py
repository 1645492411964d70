"""What a panel agrees on after its independent ratings, scored by the same core."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.db.models import Agreement, Submission
from assessment.domain.conditions import Status
from assessment.domain.errors import IllegalTransition, Incomplete, InvalidRating
from assessment.domain.scoring import score
from assessment.domain.workflow import State
from assessment.services.consensus import (
    AgreementConflict,
    AgreementDraft,
    read_panel,
    record_agreement,
)
from assessment.services.records import sheet_of
from assessment.services.reviews import RatingDraft, save_rating
from tests.building import NOON, Line, World
from tests.services.at_once import at_once

COLLEAGUE = {"committed-participation": 3, "prospects-of-financing": 2, "strategy-building": 1}
"""Where the colleague, who gives 4 to all else, differs from the reviewer's 4."""


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


@pytest.fixture
def consensus(line: Line, world: World) -> Submission:
    """Both reviews are in; they differ on three criteria."""
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    line.rate_all(submission, world.reviewer, 4)
    line.hand_in(submission, world.reviewer)
    line.rate_all(submission, world.colleague, 4)
    for key, level in COLLEAGUE.items():
        save_rating(
            line.session,
            submission=submission,
            reviewer_id=world.colleague.id,
            criterion=line.label.criterion(key),
            draft=RatingDraft(level, "Less than claimed.", 1),
            at=NOON,
        )
    line.hand_in(submission, world.colleague)
    line.session.commit()
    return submission


def agree(
    line: Line,
    submission: Submission,
    key: str,
    level: int,
    version: int = 0,
    *,
    reason: str = "Settled.",
    session: Session | None = None,
) -> Agreement | AgreementConflict:
    return record_agreement(
        session or line.session,
        submission=submission,
        criterion=line.label.criterion(key),
        draft=AgreementDraft(level, reason, version),
        actor_id=line.world.colleague.id,
        at=NOON + timedelta(days=1),
    )


def test_panel_shows_where_the_reviews_differ(line: Line, consensus: Submission) -> None:
    panel = read_panel(line.session, consensus, line.label)
    assert [(d.criterion.id, d.levels, d.size) for d in panel.differences] == [
        ("committed-participation", (4, 3), 1),
        ("prospects-of-financing", (4, 2), 2),
        ("strategy-building", (4, 1), 3),
    ]
    assert panel.open == panel.differences


def test_panel_shows_the_ratings_in_the_order_of_the_seats(
    line: Line, consensus: Submission
) -> None:
    panel = read_panel(line.session, consensus, line.label)
    assert [seat.reviewer.name for seat in panel.seats] == ["Reviewer", "Colleague"]
    assert [(r.level, r.comment) for r in panel.reviewed["strategy-building"]] == [
        (4, "Seen by Reviewer."),
        (1, "Less than claimed."),
    ]
    assert list(panel.reviewed) == [criterion.id for criterion in line.label.criteria]


def test_panel_scores_only_what_is_agreed(line: Line, consensus: Submission) -> None:
    scorecard = read_panel(line.session, consensus, line.label).scorecard
    assert (scorecard.answered, scorecard.points) == (28, Fraction(150 - 4 - 5 - 6))
    assert (scorecard.threshold, scorecard.minimums) == (Status.MET, Status.UNDETERMINED)


def test_panel_scores_agreed_levels_exactly(line: Line, consensus: Submission) -> None:
    agree(line, consensus, "committed-participation", 3)  # 4 × 3/4 = 3
    agree(line, consensus, "prospects-of-financing", 3)  # 5 × 3/4 = 15/4
    agree(line, consensus, "strategy-building", 1)  # 6 × 1/4 = 3/2, below the minimum 2
    panel = read_panel(line.session, consensus, line.label)
    assert panel.open == ()
    assert panel.scorecard.points == 135 + 3 + Fraction(15, 4) + Fraction(3, 2)
    assert [c.criterion.id for c in panel.scorecard.missed_minimums] == ["strategy-building"]
    assert panel.scorecard.outcome is Status.MISSED


def test_panel_is_scored_by_the_same_core_as_everything(line: Line, consensus: Submission) -> None:
    agree(line, consensus, "committed-participation", 3)
    panel = read_panel(line.session, consensus, line.label)
    levels = {c.id: 4 for c in line.label.criteria if c.id not in COLLEAGUE}
    levels["committed-participation"] = 3
    assert panel.levels == levels
    open_ids = ["prospects-of-financing", "strategy-building"]
    sheet = sheet_of(consensus.record).attested(levels, open_ids)
    assert panel.scorecard == score(line.label, sheet)


def test_an_agreement_where_nobody_differs_moves_no_level(
    line: Line, consensus: Submission
) -> None:
    agree(line, consensus, "web-presence", 0)
    assert read_panel(line.session, consensus, line.label).levels["web-presence"] == 4


def test_what_was_settled_counts_where_the_reviewers_differ(
    line: Line, consensus: Submission
) -> None:
    agree(line, consensus, "web-presence", 0)
    agree(line, consensus, "strategy-building", 2)
    assert list(read_panel(line.session, consensus, line.label).settled) == ["strategy-building"]


def test_noted_are_differences_missed_minimums_and_comments(
    line: Line, consensus: Submission
) -> None:
    for ratings in read_panel(line.session, consensus, line.label).ratings.values():
        for rating in ratings.values():
            rating.comment = ""
            if rating.criterion_id == "geographical-concentration":  # its minimum is 1
                rating.level = 0
        ratings["web-presence"].comment = "Seen."
    line.session.flush()
    noted = read_panel(line.session, consensus, line.label).noted
    expected = {*COLLEAGUE, "geographical-concentration", "web-presence"}
    assert [one.id for one in noted] == [c.id for c in line.label.criteria if c.id in expected]


def test_agreement_keeps_level_reason_author_and_moment(
    line: Line, consensus: Submission, world: World
) -> None:
    saved = agree(line, consensus, "strategy-building", 2, reason="The plan is old.")
    assert isinstance(saved, Agreement)
    assert (saved.level, saved.reason, saved.version) == (2, "The plan is old.", 1)
    assert (saved.recorded_by, saved.recorded_at) == (world.colleague.id, NOON + timedelta(days=1))


def test_agreement_of_the_same_again_changes_nothing(line: Line, consensus: Submission) -> None:
    first = agree(line, consensus, "strategy-building", 2)
    again = agree(line, consensus, "strategy-building", 2)
    assert again is first
    assert isinstance(again, Agreement)
    assert again.version == 1


def test_agreement_over_an_unseen_version_returns_both(line: Line, consensus: Submission) -> None:
    agree(line, consensus, "strategy-building", 2)
    refused = agree(line, consensus, "strategy-building", 3, reason="No, more.")
    assert isinstance(refused, AgreementConflict)
    assert (refused.saved.level, refused.draft) == (2, AgreementDraft(3, "No, more.", 0))
    changed = agree(line, consensus, "strategy-building", 3, version=1)
    assert isinstance(changed, Agreement)
    assert (changed.level, changed.version) == (3, 2)


def test_two_agreements_at_once_tell_the_second(
    engine: Engine, line: Line, consensus: Submission
) -> None:
    saved, refused = at_once(
        engine,
        lambda s: agree(line, consensus, "strategy-building", 2, session=s),
        lambda s: agree(line, consensus, "strategy-building", 3, session=s),
    )
    assert isinstance(saved, Agreement)
    assert isinstance(refused, AgreementConflict)
    assert (refused.saved.level, refused.draft.level) == (2, 3)


def test_agreement_refuses_a_level_that_the_scale_does_not_have(
    line: Line, consensus: Submission
) -> None:
    with pytest.raises(InvalidRating):
        agree(line, consensus, "strategy-building", 5)


def test_agreement_before_all_reviews_are_in_is_refused(line: Line) -> None:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    with pytest.raises(IllegalTransition):
        agree(line, submission, "strategy-building", 2)


def test_close_names_the_differences_that_are_still_open(line: Line, consensus: Submission) -> None:
    agree(line, consensus, "prospects-of-financing", 3)
    line.session.commit()
    with pytest.raises(Incomplete) as caught:
        line.close(consensus)
    assert [gap.criterion.id for gap in caught.value.gaps] == [
        "committed-participation",
        "strategy-building",
    ]


def test_close_ends_the_work_of_the_panel(line: Line, consensus: Submission) -> None:
    line.agree_all(consensus, 3)
    line.close(consensus)
    assert consensus.assessment.state == State.REVIEWED
    with pytest.raises(IllegalTransition):
        agree(line, consensus, "strategy-building", 2, version=1)
    with pytest.raises(IllegalTransition):
        line.close(consensus)


def test_close_by_two_at_once_lets_one_win(
    engine: Engine, line: Line, consensus: Submission
) -> None:
    line.agree_all(consensus, 3)
    line.session.commit()
    with pytest.raises(IllegalTransition):
        at_once(
            engine,
            lambda s: replace(line, session=s).close(consensus),
            lambda s: replace(line, session=s).close(consensus),
        )
