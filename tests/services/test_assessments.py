"""Opening an assessment, answering it, and what it scores."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.db.models import Answer, AnswerVersion, Assessment
from assessment.db.queries import assessments
from assessment.domain.criteria import Criterion, EvidenceKind, Label
from assessment.domain.errors import IllegalTransition, InvalidRating
from assessment.domain.scorecard import Reason
from assessment.domain.workflow import State
from assessment.services.answering import AnswerDraft, Conflict, save_answer
from assessment.services.assessments import open_assessment, read_worksheet
from tests.building import NOON, Line, World
from tests.services.at_once import at_once

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


@pytest.fixture
def criterion(gold: Label) -> Criterion:
    return gold.criterion("lifelong-learning")


@pytest.fixture
def draft(line: Line) -> Assessment:
    assessment = line.open()
    line.session.commit()
    return assessment


def save(
    session: Session,
    assessment: Assessment,
    criterion: Criterion,
    draft: AnswerDraft,
    actor_id: int | None = None,
) -> Answer | Conflict:
    return save_answer(
        session,
        assessment_id=assessment.id,
        criterion=criterion,
        draft=draft,
        actor_id=actor_id or assessment.opened_by,
        at=NOON if actor_id is None else LATER,
    )


def stored(session: Session, assessment: Assessment) -> list[tuple[int | None, str, int, int]]:
    """Level, justification, version and author of every answer in the database."""
    found = select(Answer.level, Answer.justification, Answer.version, Answer.saved_by)
    return [
        tuple(row) for row in session.execute(found.where(Answer.sheet_id == assessment.sheet_id))
    ]


def test_open_assessment_makes_a_draft(line: Line, world: World) -> None:
    assessment = line.open()
    assert (assessment.cluster_id, assessment.scheme_id, assessment.label_id, assessment.state) == (
        world.cluster.id,
        "cluster-excellence",
        "gold",
        State.DRAFT,
    )
    assert (assessment.opened_by, assessment.opened_at, assessment.changed_at) == (
        world.owner.id,
        NOON,
        NOON,
    )


def test_open_assessment_twice_gives_the_same_draft(line: Line) -> None:
    assert line.open() is line.open()


def test_open_assessment_gives_the_one_under_way(line: Line) -> None:
    assert line.lead_to(State.SUBMITTED) is line.open()


def test_open_assessment_after_the_decision_gives_a_new_draft(line: Line) -> None:
    decided = line.lead_to(State.DECLINED)
    again = line.open()
    assert again.id != decided.id
    assert (decided.state, again.state) == (State.DECLINED, State.DRAFT)


def test_open_assessment_by_two_at_once_gives_one_draft(
    engine: Engine, session: Session, world: World, edition: Edition, gold: Label
) -> None:
    session.commit()

    def open_as(actor_id: int, other: Session) -> int:
        return open_assessment(
            other,
            cluster_id=world.cluster.id,
            edition=edition,
            label=gold,
            actor_id=actor_id,
            at=NOON,
        ).id

    first, second = at_once(
        engine, lambda s: open_as(world.owner.id, s), lambda s: open_as(world.editor.id, s)
    )
    assert first == second
    assert session.scalars(select(Assessment.opened_by)).all() == [world.owner.id]


def test_save_answer_keeps_what_was_said_by_whom_and_when(
    session: Session, draft: Assessment, criterion: Criterion, world: World
) -> None:
    saved = save(session, draft, criterion, AnswerDraft(3, "A plan.", 0), world.editor.id)
    assert isinstance(saved, Answer)
    assert (saved.level, saved.justification, saved.version) == (3, "A plan.", 1)
    assert (saved.saved_by, saved.saved_at) == (world.editor.id, LATER)


def test_save_answer_takes_a_text_before_a_level_is_chosen(
    session: Session, draft: Assessment, criterion: Criterion, world: World
) -> None:
    save(session, draft, criterion, AnswerDraft(None, "Still asking.", 0))
    assert stored(session, draft) == [(None, "Still asking.", 1, world.owner.id)]


def test_save_answer_counts_its_versions(
    session: Session, draft: Assessment, criterion: Criterion, world: World
) -> None:
    save(session, draft, criterion, AnswerDraft(3, "A plan.", 0))
    save(session, draft, criterion, AnswerDraft(4, "A plan and a budget.", 1))
    assert stored(session, draft) == [(4, "A plan and a budget.", 2, world.owner.id)]


@pytest.mark.parametrize("version", [0, 1, 7])
def test_save_answer_of_the_same_again_changes_nothing(
    session: Session, draft: Assessment, criterion: Criterion, world: World, version: int
) -> None:
    first = save(session, draft, criterion, AnswerDraft(3, "A plan.", 0))
    again = save(session, draft, criterion, AnswerDraft(3, "A plan.", version), world.editor.id)
    assert again is first
    assert stored(session, draft) == [(3, "A plan.", 1, world.owner.id)]


def test_save_answer_over_an_unseen_version_returns_both_and_writes_nothing(
    session: Session, draft: Assessment, criterion: Criterion, world: World
) -> None:
    save(session, draft, criterion, AnswerDraft(3, "A plan.", 0))
    save(session, draft, criterion, AnswerDraft(2, "Half a plan.", 1), world.editor.id)
    late = AnswerDraft(4, "A plan and a budget.", 1)
    refused = save(session, draft, criterion, late)
    assert isinstance(refused, Conflict)
    assert (refused.saved.level, refused.saved.justification) == (2, "Half a plan.")
    assert refused.draft is late
    session.commit()
    assert stored(session, draft) == [(2, "Half a plan.", 2, world.editor.id)]


def test_save_answer_by_two_who_saw_none_tells_the_second(
    engine: Engine, session: Session, draft: Assessment, criterion: Criterion, world: World
) -> None:
    theirs = AnswerDraft(3, "A plan.", 0)
    mine = AnswerDraft(4, "A budget.", 0)
    saved, refused = at_once(
        engine,
        lambda s: save(s, draft, criterion, theirs),
        lambda s: save(s, draft, criterion, mine, world.editor.id),
    )
    assert isinstance(saved, Answer)
    assert isinstance(refused, Conflict)
    assert (refused.saved.level, refused.saved.justification, refused.draft) == (3, "A plan.", mine)
    assert stored(session, draft) == [(3, "A plan.", 1, world.owner.id)]


def test_save_answer_by_two_who_say_the_same_saves_it_once(
    engine: Engine, session: Session, draft: Assessment, criterion: Criterion, world: World
) -> None:
    same = AnswerDraft(3, "A plan.", 0)
    at_once(
        engine,
        lambda s: save(s, draft, criterion, same),
        lambda s: save(s, draft, criterion, same, world.editor.id),
    )
    assert stored(session, draft) == [(3, "A plan.", 1, world.owner.id)]


def test_save_answer_by_two_who_saw_the_same_version_tells_the_second(
    engine: Engine, session: Session, draft: Assessment, criterion: Criterion, world: World
) -> None:
    save(session, draft, criterion, AnswerDraft(1, "A start.", 0))
    session.commit()
    _, refused = at_once(
        engine,
        lambda s: save(s, draft, criterion, AnswerDraft(3, "A plan.", 1)),
        lambda s: save(s, draft, criterion, AnswerDraft(4, "A budget.", 1), world.editor.id),
    )
    assert isinstance(refused, Conflict)
    assert refused.saved.version == 2
    assert stored(session, draft) == [(3, "A plan.", 2, world.owner.id)]


@pytest.mark.parametrize("level", [-1, 5])
def test_save_answer_refuses_a_level_that_the_scale_does_not_have(
    session: Session, draft: Assessment, criterion: Criterion, level: int
) -> None:
    with pytest.raises(InvalidRating):
        save(session, draft, criterion, AnswerDraft(level, "A plan.", 0))
    assert stored(session, draft) == []


def test_save_answer_after_submission_is_refused(line: Line, criterion: Criterion) -> None:
    assessment = line.lead_to(State.SUBMITTED)
    with pytest.raises(IllegalTransition):
        save(line.session, assessment, criterion, AnswerDraft(0, "No longer.", 1))
    assert line.session.scalar(
        select(func.count()).select_from(Answer).where(Answer.justification == "No longer.")
    ) == 0  # fmt: skip


def test_save_answer_while_somebody_submits_is_refused(
    engine: Engine, session: Session, line: Line, criterion: Criterion, world: World
) -> None:
    draft = line.open()
    line.answer_all(draft)
    session.commit()
    lines = Line(session, world, line.edition, line.folder)

    def submit(other: Session) -> None:
        lines.session = other
        lines.submit(draft)

    with pytest.raises(IllegalTransition):
        at_once(engine, submit, lambda s: save(s, draft, criterion, AnswerDraft(1, "Too late.", 1)))
    assert session.get_one(Answer, (draft.id, criterion.id)).level == 4


def test_worksheet_scores_what_is_there(
    session: Session, line: Line, draft: Assessment, gold: Label
) -> None:
    answers = {
        "lifelong-learning": AnswerDraft(3, "A plan.", 0),  # evidence asked, none there: 0
        "number-of-participants": AnswerDraft(1, "", 0),  # 4 × 1/4, no text asked
        "prospects-of-financing": AnswerDraft(3, "A budget.", 0),  # 5 × 3/4 with a document
        "web-presence": AnswerDraft(1, "  ", 0),  # justification asked, only blanks: 0
        "communication": AnswerDraft(None, "Later.", 0),  # not answered
    }
    for key, answer in answers.items():
        save(session, draft, gold.criterion(key), answer)
    line.attach(draft, gold.criterion("prospects-of-financing"), EvidenceKind.DOCUMENT)
    sheet = read_worksheet(session, assessments.assessment(session, draft.id), gold, NOON)
    scored = {key: sheet.scorecard.of(key) for key in answers}
    assert {key: (c.points, c.reason) for key, c in scored.items()} == {
        "lifelong-learning": (Fraction(0), Reason.EVIDENCE_MISSING),
        "number-of-participants": (Fraction(1), Reason.ANSWERED),
        "prospects-of-financing": (Fraction(15, 4), Reason.ANSWERED),
        "web-presence": (Fraction(0), Reason.JUSTIFICATION_MISSING),
        "communication": (None, Reason.UNANSWERED),
    }
    assert (sheet.scorecard.points, sheet.scorecard.answered) == (Fraction(19, 4), 4)


def test_every_save_stays_in_the_history_of_the_answer(
    line: Line, draft: Assessment, criterion: Criterion
) -> None:
    save(line.session, draft, criterion, AnswerDraft(1, "Begun.", 0))
    save(line.session, draft, criterion, AnswerDraft(2, "Done.", 1), line.world.editor.id)
    history = assessments.answer_versions(line.session, draft.sheet_id, criterion.id)
    assert [
        (v.version, v.author.name, v.saved_at, v.record["level"], v.record["justification"])
        for v in history
    ] == [
        (2, line.world.editor.name, LATER, 2, "Done."),
        (1, line.world.owner.name, NOON, 1, "Begun."),
    ]


def test_what_changes_nothing_or_is_not_written_leaves_no_trace_in_the_history(
    line: Line, draft: Assessment, criterion: Criterion
) -> None:
    save(line.session, draft, criterion, AnswerDraft(1, "Begun.", 0))
    save(line.session, draft, criterion, AnswerDraft(1, "Begun.", 1))
    save(line.session, draft, criterion, AnswerDraft(3, "Late.", 0), line.world.editor.id)
    history = assessments.answer_versions(line.session, draft.sheet_id, criterion.id)
    assert [v.version for v in history] == [1]


def test_a_criterion_is_answered_once_for_every_label(line: Line, edition: Edition) -> None:
    silver = edition.scheme.label("silver")
    shared = {c.id for c in line.label.active} & {c.id for c in silver.active}
    assert len(shared) > 0
    gold = line.open()
    line.answer_all(gold)
    line.label_id = "silver"
    draft = line.open()
    sheet = read_worksheet(line.session, draft, silver, NOON)
    answered = {c.criterion.id for c in sheet.scorecard.criteria if c.is_answered}
    assert answered == shared
    assert draft.sheet_id == gold.sheet_id


def test_who_saw_the_contradiction_overrules_it_and_nothing_else(
    line: Line, draft: Assessment, criterion: Criterion
) -> None:
    save(line.session, draft, criterion, AnswerDraft(1, "Old.", 0))
    save(line.session, draft, criterion, AnswerDraft(3, "Theirs.", 1), line.world.editor.id)
    mine = AnswerDraft(1, "Mine.", 1)
    assert isinstance(save(line.session, draft, criterion, mine), Conflict)
    kept = save(line.session, draft, criterion, replace(mine, part_versions={"justification": 2}))
    assert isinstance(kept, Answer)
    assert (kept.level, kept.justification, kept.version) == (3, "Mine.", 3)


def test_overruling_one_part_overrules_no_other_that_was_not_seen(
    line: Line, draft: Assessment, criterion: Criterion
) -> None:
    save(line.session, draft, criterion, AnswerDraft(1, "Old.", 0))
    save(line.session, draft, criterion, AnswerDraft(3, "Theirs.", 1), line.world.editor.id)
    mine = AnswerDraft(2, "Mine.", 1, part_versions={"justification": 2})
    found = save(line.session, draft, criterion, mine)
    assert isinstance(found, Conflict)
    assert found.contradicted == ("claim",)


def test_part_seen_at_the_newest_version_counts_without_a_trace_of_the_others(
    line: Line, draft: Assessment, criterion: Criterion
) -> None:
    for version, text in enumerate(("Old.", "Theirs.", "Theirs again.")):
        save(line.session, draft, criterion, AnswerDraft(1, text, version))
    gone = (draft.sheet_id, criterion.id, 1)
    line.session.delete(line.session.get_one(AnswerVersion, gone))
    line.session.flush()
    unseen = save(line.session, draft, criterion, AnswerDraft(1, "Mine.", 1))
    assert isinstance(unseen, Conflict)
    assert unseen.contradicted == ("justification",)
    seen = AnswerDraft(1, "Mine.", 1, part_versions={"justification": 3})
    kept = save(line.session, draft, criterion, seen)
    assert isinstance(kept, Answer)
    assert (kept.justification, kept.version) == ("Mine.", 4)


def test_overruling_a_version_that_is_not_the_newest_is_a_conflict_again(
    line: Line, draft: Assessment, criterion: Criterion
) -> None:
    save(line.session, draft, criterion, AnswerDraft(1, "Old.", 0))
    save(line.session, draft, criterion, AnswerDraft(1, "Theirs.", 1))
    save(line.session, draft, criterion, AnswerDraft(1, "Theirs again.", 2))
    found = save(
        line.session,
        draft,
        criterion,
        AnswerDraft(1, "Mine.", 1, part_versions={"justification": 2}),
    )
    assert isinstance(found, Conflict)
    assert found.contradicted == ("justification",)
