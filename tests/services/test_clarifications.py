"""A panel asks, the cluster answers, the answers are frozen; the clock of the review stands still."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.db.models import (
    Clarification,
    Evidence,
    OutboxMessage,
    PanelQuestion,
    Submission,
    SubmittedEvidence,
)
from assessment.db.queries import clarifications, outcomes, reviews
from assessment.domain.errors import IllegalTransition, Incomplete
from assessment.domain.workflow import State
from assessment.services.clarifications import (
    GivenAnswer,
    NoRoundLeft,
    NotYourQuestion,
    ask_clarification,
    lapse_clarification,
    rounds_left,
    save_clarification,
    send_clarification,
    take_question_back,
    write_question,
)
from assessment.services.decisions import Outcome
from assessment.services.panel_changes import replace_reviewer
from assessment.services.records import record_digest
from tests.building import MAILING, NOON, Line, World, make_person
from tests.services.at_once import at_once

LATER = NOON + timedelta(days=5)


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


@pytest.fixture
def in_review(line: Line) -> Submission:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    line.session.commit()
    return submission


@pytest.fixture
def asked(line: Line, in_review: Submission) -> Submission:
    line.ask(in_review, "How is it measured?", "Since when?")
    line.session.commit()
    return in_review


def questions(session: Session) -> list[PanelQuestion]:
    return list(session.scalars(select(PanelQuestion).order_by(PanelQuestion.id)))


def answer(
    line: Line,
    session: Session,
    submission: Submission,
    number: int,
    text: str,
    version: int = 0,
    evidence: Collection[int] | None = None,
) -> tuple[PanelQuestion, ...]:
    return save_clarification(
        session,
        assessment_id=submission.assessment_id,
        given={number: GivenAnswer(text, version, evidence)},
        actor_id=line.world.editor.id,
        at=NOON,
    )


def send(line: Line, session: Session, submission: Submission, at: datetime = LATER) -> None:
    send_clarification(
        session,
        assessment_id=submission.assessment_id,
        actor_id=line.world.owner.id,
        at=at,
        mailing=MAILING,
    )


def answer_all(line: Line, submission: Submission) -> None:
    for question in questions(line.session):
        answer(line, line.session, submission, question.id, f"So: {question.text}")


def test_a_round_asks_everything_that_is_written_down_and_has_the_days_of_the_label(
    line: Line, asked: Submission
) -> None:
    (found,) = clarifications.clarifications(line.session, asked)
    assert (found.number, found.asked_at, found.due_on) == (1, NOON, date(2026, 6, 29))
    assert [q.text for q in found.questions] == ["How is it measured?", "Since when?"]
    assert asked.assessment.state == State.CLARIFICATION
    assert clarifications.questions_to_ask(line.session, asked) == []


def test_the_whole_team_is_told_with_the_way_to_the_questions(
    line: Line, asked: Submission
) -> None:
    told = line.session.scalars(
        select(OutboxMessage).where(OutboxMessage.subject.startswith("The panel asks"))
    ).all()
    assert len(told) == 3
    assert f"/assessments/{asked.assessment_id}/clarification" in told[0].body
    assert "29 June 2026" in told[0].body


def test_nothing_is_asked_where_nothing_is_written_down(line: Line, in_review: Submission) -> None:
    with pytest.raises(Incomplete):
        line.ask(in_review)


def test_the_panel_asks_as_often_as_the_label_allows(line: Line, in_review: Submission) -> None:
    for _round in range(2):
        line.ask(in_review, "And?")
        lapse(line, in_review)
    asked = clarifications.clarifications(line.session, in_review)
    assert ([c.number for c in asked], rounds_left(line.label, asked)) == ([1, 2], 0)
    with pytest.raises(NoRoundLeft):
        line.ask(in_review, "And?")


def lapse(line: Line, submission: Submission) -> None:
    lapse_clarification(
        line.session, assessment_id=submission.assessment_id, at=LATER, mailing=MAILING
    )


def test_ratings_go_on_while_the_cluster_is_asked_and_are_not_handed_in(
    line: Line, asked: Submission, world: World
) -> None:
    Line.rate_all(line, asked, world.reviewer, 4)
    with pytest.raises(IllegalTransition):
        line.hand_in(asked, world.reviewer)


def test_a_question_is_taken_back_by_whoever_wrote_it_or_leads(
    line: Line, in_review: Submission, world: World
) -> None:
    written = [
        write_question(
            line.session,
            submission=in_review,
            criterion_id="web-presence",
            text=text,
            actor_id=world.colleague.id,
            at=NOON,
        )
        for text in ("One?", "Two?")
    ]
    back = {"submission": in_review, "question_id": written[0].id}
    with pytest.raises(NotYourQuestion):
        take_question_back(line.session, **back, actor_id=world.reviewer.id, is_lead=False)
    take_question_back(line.session, **back, actor_id=world.colleague.id, is_lead=False)
    back["question_id"] = written[1].id
    take_question_back(line.session, **back, actor_id=world.reviewer.id, is_lead=True)
    assert questions(line.session) == []


def test_a_question_that_was_asked_stays(line: Line, asked: Submission, world: World) -> None:
    with pytest.raises(NotYourQuestion):
        take_question_back(
            line.session,
            submission=asked,
            question_id=questions(line.session)[0].id,
            actor_id=world.reviewer.id,
            is_lead=True,
        )


def test_two_who_answer_one_question_see_both_and_lose_nothing(
    line: Line, asked: Submission
) -> None:
    first, second = questions(line.session)
    assert answer(line, line.session, asked, first.id, "Weekly.") == ()
    assert answer(line, line.session, asked, first.id, "Daily.") == (first,)
    assert (first.answer, first.version) == ("Weekly.", 1)
    assert answer(line, line.session, asked, first.id, "Daily.", 1) == ()
    assert answer(line, line.session, asked, first.id, "Daily.", 0) == ()  # the same again
    assert (first.answer, first.version, second.answer) == ("Daily.", 2, "")


def test_answers_are_frozen_with_their_evidence(line: Line, asked: Submission) -> None:
    first, second = questions(line.session)
    piece = line.session.scalars(select(Evidence).order_by(Evidence.id)).first()
    assert piece is not None
    answer(line, line.session, asked, first.id, "Weekly.", 0, [piece.id, 999])
    answer(line, line.session, asked, second.id, "Since 2024.")
    send(line, line.session, asked)
    (found,) = clarifications.clarifications(line.session, asked)
    assert found.record is not None
    told = found.record["questions"]
    assert [(q["criterion"], q["question"], q["answer"]) for q in told] == [
        ("web-presence", "How is it measured?", "Weekly."),
        ("web-presence", "Since when?", "Since 2024."),
    ]
    assert [item["id"] for item in told[0]["evidence"]] == [piece.id]
    assert told[0]["evidence"][0]["title"] == piece.title
    assert found.digest == record_digest(found.record)
    assert (found.answered_by, found.closed_at) == (line.world.owner.id, LATER)
    key = (asked.id, "web-presence", piece.id)
    assert line.session.get(SubmittedEvidence, key) is not None
    assert asked.assessment.state == State.IN_REVIEW
    last = outcomes.events(line.session, asked.assessment_id)[-1]
    assert (last.kind, last.facts) == (
        "answer_clarification",
        {"round": 1, "record": found.digest},
    )


def test_the_clock_of_the_review_stood_still(line: Line, asked: Submission) -> None:
    assert [s.due_on for s in reviews.seats(line.session, asked.id)] == [date(2026, 7, 13)] * 2
    answer_all(line, asked)
    send(line, line.session, asked)
    assert [s.due_on for s in reviews.seats(line.session, asked.id)] == [date(2026, 7, 18)] * 2


def test_silence_is_not_sent(line: Line, asked: Submission) -> None:
    first, second = questions(line.session)
    answer(line, line.session, asked, first.id, "Weekly.")
    with pytest.raises(Incomplete) as caught:
        send(line, line.session, asked)
    assert caught.value.gaps == (second,)


def test_what_was_saved_when_the_days_are_over_is_the_answer(line: Line, asked: Submission) -> None:
    answer(line, line.session, asked, questions(line.session)[0].id, "Weekly.")
    assert clarifications.overdue(line.session, date(2026, 6, 29)) == []
    assert clarifications.overdue(line.session, date(2026, 6, 30)) == [asked.assessment_id]
    lapse(line, asked)
    (found,) = clarifications.clarifications(line.session, asked)
    assert found.record is not None
    assert [q["answer"] for q in found.record["questions"]] == ["Weekly.", ""]
    assert (found.answered_by, asked.assessment.state) == (None, State.IN_REVIEW)
    last = outcomes.events(line.session, asked.assessment_id)[-1]
    assert (last.kind, last.actor_id) == ("lapse_clarification", None)


def test_what_was_sent_is_changed_no_more(line: Line, asked: Submission) -> None:
    answer_all(line, asked)
    send(line, line.session, asked)
    with pytest.raises(IllegalTransition):
        answer(line, line.session, asked, questions(line.session)[0].id, "Otherwise.", 1)
    with pytest.raises(IllegalTransition):
        send(line, line.session, asked)


def test_of_two_who_send_at_once_one_does(engine: Engine, line: Line, asked: Submission) -> None:
    answer_all(line, asked)
    line.session.commit()
    with pytest.raises(IllegalTransition):
        at_once(
            engine,
            lambda s: send(line, s, asked),
            lambda s: send(line, s, asked),
        )
    assert len(line.session.scalars(select(Clarification.id)).all()) == 1


def test_two_who_ask_at_once_ask_once(engine: Engine, line: Line, in_review: Submission) -> None:
    write_question(
        line.session,
        submission=in_review,
        criterion_id="web-presence",
        text="How?",
        actor_id=line.world.reviewer.id,
        at=NOON,
    )
    line.session.commit()

    def ask(session: Session) -> Clarification:
        return ask_clarification(
            session,
            submission=in_review,
            actor_id=line.world.reviewer.id,
            at=NOON,
            mailing=MAILING,
        )

    with pytest.raises(IllegalTransition):
        at_once(engine, ask, ask)


def test_the_decision_keeps_what_was_asked_and_answered(
    line: Line, asked: Submission, world: World
) -> None:
    answer_all(line, asked)
    send(line, line.session, asked)
    for reviewer in line.panel:
        line.rate_all(asked, reviewer, 4)
        line.hand_in(asked, reviewer)
    line.close(asked)
    line.propose_decision(asked, Outcome.AWARD)
    decision = outcomes.decision_waiting(line.session, asked.id)
    assert decision is not None
    (kept,) = decision.record["clarifications"]
    assert [q["answer"] for q in kept["questions"]] == [
        "So: How is it measured?",
        "So: Since when?",
    ]


def test_the_day_of_the_answers_stays_when_a_reviewer_is_replaced_meanwhile(
    line: Line, asked: Submission, world: World
) -> None:
    asked.assessment.due_on = day = date(2026, 6, 20)
    replace_reviewer(
        line.session,
        submission=asked,
        seat_id=reviews.seat_of(line.session, asked.id, world.colleague.id).id,
        reviewer_id=make_person(line.session, "third", is_reviewer=True, country="AT").id,
        reason="No time.",
        actor_id=world.secretary.id,
        at=LATER,
        mailing=MAILING,
    )
    assert asked.assessment.due_on == day
    answer_all(line, asked)
    send(line, line.session, asked)
    seats = reviews.seats(line.session, asked.id)
    assert asked.assessment.due_on == max(seat.due_on for seat in seats if seat.due_on)


def told(session: Session) -> dict[str, str]:
    """Subject and text of what the panel was told at the end, by reader."""
    found = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return {m.recipient.partition("@")[0]: f"{m.subject}\n{m.body}" for m in found}


def test_the_panel_reads_that_it_was_answered_and_who_still_rates_the_new_day(
    line: Line, in_review: Submission, world: World
) -> None:
    line.rate_all(in_review, world.colleague, 4)
    line.hand_in(in_review, world.colleague)
    line.ask(in_review, "How is it measured?")
    answer_all(line, in_review)
    send(line, line.session, in_review)
    mails = told(line.session)
    for reader in ("reviewer", "colleague"):
        assert mails[reader].startswith("Your questions are answered: Northern Timber, Gold\n")
    day = "your ratings are due by 18 July 2026 now."
    assert [day in mails[reader] for reader in ("reviewer", "colleague")] == [True, False]


def test_no_day_is_told_where_none_moved(line: Line, asked: Submission) -> None:
    answer_all(line, asked)
    send(line, line.session, asked, NOON)
    assert "due by" not in told(line.session)["reviewer"]


def test_the_panel_reads_that_the_days_for_answering_are_over(
    line: Line, asked: Submission
) -> None:
    lapse(line, asked)
    assert told(line.session)["reviewer"].startswith("The days for answering are over: Northern")
