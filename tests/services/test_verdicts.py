"""Reviews of what may not apply, of what has quality checks, and of what needs no level."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.config import Settings
from assessment.db.models import Agreement, Rating, Submission, User
from assessment.db.queries import outcomes, reviews
from assessment.domain.conditions import Status
from assessment.domain.errors import Incomplete, InvalidRating
from assessment.domain.scorecard import Reason
from assessment.services.consensus import (
    AgreementConflict,
    AgreementDraft,
    read_panel,
    record_agreement,
)
from assessment.services.decisions import Outcome
from assessment.services.reviews import RatingConflict, RatingDraft, rating_gaps, save_rating
from tests.building import NOON, Line, World

RATED = ["team", "growth", "plan", "waste", "export", "visitors"]
"""The criteria of the scheme that a panel rates, in the label's order."""


@pytest.fixture
def line(session: Session, world: World, all_types: Edition, settings: Settings) -> Line:
    return Line(session, world, all_types, settings.evidence_path, ratings=(3, 3))


@pytest.fixture
def in_review(line: Line) -> Submission:
    """The cluster claims the highest level of everything but waste, which does not apply to it."""
    assessment = line.open()
    line.answer_all(assessment)
    line.claim_not_applicable(assessment, "waste", "We have none.")
    submission = line.submit(assessment)
    line.appoint(submission)
    line.session.commit()
    return line.submission(assessment)


def rate(
    line: Line, submission: Submission, reviewer: User, criterion_id: str, draft: RatingDraft
) -> Rating | RatingConflict:
    return save_rating(
        line.session,
        submission=submission,
        reviewer_id=reviewer.id,
        criterion=line.label.criterion(criterion_id),
        draft=draft,
        at=NOON,
    )


def gaps(line: Line, submission: Submission, reviewer: User) -> list[tuple[str, str]]:
    seat = reviews.seat_of(line.session, submission.id, reviewer.id)
    found = rating_gaps(submission, line.label, reviews.ratings(line.session, seat.id))
    return [(gap.criterion.id, gap.lacks) for gap in found]


def hand_in(line: Line, submission: Submission, waste: Sequence[RatingDraft]) -> None:
    """Both reviewers give the highest level to all but waste."""
    for reviewer, draft in zip(line.panel, waste, strict=True):
        line.rate_all(submission, reviewer, 3)
        rate(line, submission, reviewer, "waste", draft)
        line.hand_in(submission, reviewer)


def agree(
    line: Line, submission: Submission, level: int | None, version: int = 0
) -> Agreement | AgreementConflict:
    return record_agreement(
        line.session,
        submission=submission,
        criterion=line.label.criterion("waste"),
        draft=AgreementDraft(level, "Seen on site.", version),
        actor_id=line.world.reviewer.id,
        at=NOON,
    )


def out(version: int = 0, comment: str = "") -> RatingDraft:
    """That it does not apply."""
    return RatingDraft(None, comment, version, is_not_applicable=True)


def test_only_what_has_a_level_is_to_be_rated(
    line: Line, in_review: Submission, world: World
) -> None:
    assert [key for key, lacks in gaps(line, in_review, world.reviewer)] == RATED
    with pytest.raises(Incomplete) as caught:
        line.hand_in(in_review, world.reviewer)
    assert len(caught.value.gaps) == len(RATED)


def test_what_is_ruled_out_by_the_answers_is_not_to_be_rated(line: Line, world: World) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    line.change_values(assessment, "facts", {"is-open": False})
    submission = line.submit(assessment)
    line.appoint(submission)
    submission = line.submission(assessment)
    assert "visitors" not in [key for key, _ in gaps(line, submission, world.reviewer)]


def test_quality_checks_are_kept_in_the_order_of_the_criterion(
    line: Line, in_review: Submission, world: World
) -> None:
    draft = RatingDraft(3, "Seen.", 0, ("seen", "unknown", "counted"))
    saved = rate(line, in_review, world.reviewer, "waste", draft)
    assert isinstance(saved, Rating)
    assert saved.checks == ["counted", "seen"]
    line.session.commit()
    line.session.expire_all()
    assert (saved.checks, saved.version) == (["counted", "seen"], 1)
    rate(line, in_review, world.reviewer, "waste", RatingDraft(3, "Seen.", 1, ("counted",)))
    assert (saved.checks, saved.version) == (["counted"], 2)


def test_other_checks_over_an_unseen_version_return_both(
    line: Line, in_review: Submission, world: World
) -> None:
    rate(line, in_review, world.reviewer, "waste", RatingDraft(3, "", 0, ("seen",)))
    refused = rate(line, in_review, world.reviewer, "waste", RatingDraft(3, "", 0))
    assert isinstance(refused, RatingConflict)
    assert refused.saved.checks == ["seen"]


def test_a_verdict_of_not_applicable_is_a_rating(
    line: Line, in_review: Submission, world: World
) -> None:
    saved = rate(line, in_review, world.reviewer, "waste", out())
    assert isinstance(saved, Rating)
    assert (saved.level, saved.is_not_applicable) == (None, True)
    seat = reviews.seat_of(line.session, in_review.id, world.reviewer.id)
    assert reviews.rated_counts(line.session, [seat.id]) == {seat.id: 1}
    assert "waste" not in [key for key, _ in gaps(line, in_review, world.reviewer)]


def test_a_comment_is_due_where_reviewer_and_cluster_differ_on_whether_it_applies(
    line: Line, in_review: Submission, world: World
) -> None:
    line.rate_all(in_review, world.reviewer, 3)
    rate(line, in_review, world.reviewer, "waste", RatingDraft(1, "", 1))
    rate(line, in_review, world.reviewer, "export", out(1))
    assert gaps(line, in_review, world.reviewer) == [("waste", "comment"), ("export", "comment")]


@pytest.mark.parametrize("criterion_id", ["team", "growth", "plan"])
def test_what_must_apply_cannot_be_found_not_to(
    line: Line, in_review: Submission, world: World, criterion_id: str
) -> None:
    with pytest.raises(InvalidRating):
        rate(line, in_review, world.reviewer, criterion_id, out())


def test_an_indicator_takes_no_level(line: Line, in_review: Submission, world: World) -> None:
    with pytest.raises(InvalidRating):
        rate(line, in_review, world.reviewer, "facts", RatingDraft(0, "", 0))


def test_two_who_find_that_it_does_not_apply_agree(line: Line, in_review: Submission) -> None:
    hand_in(line, in_review, [out(1), out(1)])
    panel = read_panel(line.session, in_review, line.label)
    assert [criterion.id for criterion in panel.criteria] == RATED
    assert (panel.differences, panel.levels["waste"]) == ((), None)
    assert panel.scorecard.of("waste").reason is Reason.NOT_APPLICABLE
    assert panel.scorecard.points == 60  # nine points leave the section, which is scaled up


def test_whether_it_applies_is_the_greatest_difference(line: Line, in_review: Submission) -> None:
    hand_in(line, in_review, [RatingDraft(2, "A little.", 1), out(1)])
    panel = read_panel(line.session, in_review, line.label)
    assert [(d.criterion.id, d.levels, d.size) for d in panel.differences] == [
        ("waste", (2, None), 3)
    ]
    assert "waste" not in panel.levels
    assert panel.scorecard.of("waste").reason is Reason.UNANSWERED
    with pytest.raises(Incomplete):
        line.close(in_review)


def test_the_panel_agrees_that_it_does_not_apply(line: Line, in_review: Submission) -> None:
    hand_in(line, in_review, [RatingDraft(2, "A little.", 1), out(1)])
    saved = agree(line, in_review, None)
    assert isinstance(saved, Agreement)
    assert (saved.level, saved.version) == (None, 1)
    assert agree(line, in_review, None) is saved
    panel = read_panel(line.session, in_review, line.label)
    assert (panel.open, panel.levels["waste"]) == ((), None)
    assert panel.scorecard.points == 60


def test_the_panel_agrees_that_it_does_apply(line: Line, in_review: Submission) -> None:
    hand_in(line, in_review, [RatingDraft(2, "A little.", 1), out(1)])
    agree(line, in_review, 2)
    panel = read_panel(line.session, in_review, line.label)
    assert panel.scorecard.of("waste").points == 6  # 9 × 2/3, although the cluster claimed none
    assert panel.scorecard.points == 57


def test_an_agreement_over_an_unseen_one_returns_both(line: Line, in_review: Submission) -> None:
    hand_in(line, in_review, [RatingDraft(2, "A little.", 1), out(1)])
    agree(line, in_review, None)
    refused = agree(line, in_review, 2)
    assert isinstance(refused, AgreementConflict)
    assert (refused.saved.level, refused.draft.level) == (None, 2)


def test_what_must_apply_cannot_be_agreed_not_to(line: Line, in_review: Submission) -> None:
    hand_in(line, in_review, [out(1), out(1)])
    with pytest.raises(InvalidRating):
        record_agreement(
            line.session,
            submission=in_review,
            criterion=line.label.criterion("team"),
            draft=AgreementDraft(None, "No.", 0),
            actor_id=line.world.reviewer.id,
            at=NOON,
        )


def test_a_decision_keeps_verdicts_checks_and_every_condition(
    line: Line, in_review: Submission
) -> None:
    hand_in(line, in_review, [RatingDraft(2, "A little.", 1, ("seen",)), out(1)])
    agree(line, in_review, None)
    line.close(in_review)
    line.decide(in_review, Outcome.AWARD)
    line.session.commit()
    line.session.expire_all()
    found = outcomes.decision(line.session, in_review.id)
    assert found is not None
    assert list(found.record["criteria"]) == RATED
    assert found.record["criteria"]["waste"] == {
        "agreed": None,
        "ratings": [
            {"level": 2, "comment": "A little.", "checks": ["seen"]},
            {"level": None, "comment": "", "checks": []},
        ],
        "reason": "Seen on site.",
    }
    conditions = found.record["scorecard"]["conditions"]
    assert {condition["key"]: condition["status"] for condition in conditions} == {
        "eligibility.staffed": Status.MET,
        "eligibility.online": Status.MET,
        "minimum.team": Status.MET,
        "section.work": Status.MET,
        "threshold": Status.MET,
    }
    assert Fraction(found.record["scorecard"]["points"]) == 60
