"""A panel's questions on the pages of both sides, from the first word to the frozen answer."""

import io

import pytest
from sqlalchemy import select

from assessment.db.models import Evidence, PanelQuestion
from assessment.domain.workflow import State
from tests.building import PDF, Line, World
from tests.web.conftest import Seat
from tests.web.filled import read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def question_id(line: Line) -> int:
    found = line.session.scalars(select(PanelQuestion.id)).one()
    line.session.commit()  # releases the write lock to the browsers
    return found


def test_questions_are_written_by_each_and_asked_by_whoever_leads(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    page = f"/reviews/{submission.id}/questions"
    colleague, lead = seat(world.colleague), seat(world.reviewer)
    form = {"criterion": "web-presence", "text": "Who updates the pages?"}
    assert colleague.post(page, form).status_code == 303
    assert "Whoever leads the panel asks these together." in colleague.get(page).text
    assert colleague.post(f"{page}/ask").status_code == 403
    assert "Who updates the pages?" in lead.get(page).text
    assert lead.post(f"{page}/ask").status_code == 303
    assert "Your clock stands still" in lead.get(page).text
    assert (
        "Read and answer the questions"
        in seat(world.owner).get(f"/assessments/{submission.assessment_id}").text
    )


def test_a_reviewer_sees_no_question_of_a_colleague_before_it_is_asked(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    page = f"/reviews/{submission.id}/questions"
    form = {"criterion": "web-presence", "text": "Who updates the pages?"}
    seat(world.reviewer).post(page, form)
    assert "Who updates the pages?" not in seat(world.colleague).get(page).text


def test_a_round_without_questions_is_not_asked(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    lead, page = seat(world.reviewer), f"/reviews/{submission.id}/questions"
    assert lead.post(f"{page}/ask").status_code == 303
    assert "No question is written down. Nothing was asked." in lead.get(page).text


def test_answer_with_a_file_is_sent_frozen_and_read_by_the_panel(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.CLARIFICATION))
    page = f"/assessments/{submission.assessment_id}/clarification"
    number, owner = question_id(line), seat(world.owner)
    assert "How is it measured?" in owner.get(page).text
    form = {
        f"q{number}-version": "0",
        f"q{number}-answer": "By the counter.",
        f"q{number}-files": (io.BytesIO(PDF + b"counter"), "counter.pdf"),
        "is_whole": "y",
    }
    response = owner.post(f"{page}/send", form)
    assert response.status_code == 303
    told = owner.get(response.location).text
    assert "Sent. The panel is told by mail" in told
    assert "Saved." not in told
    assert f'href="/submissions/{submission.id}#clarified"' in told
    piece = line.session.scalars(select(Evidence.id).order_by(Evidence.id.desc())).first()
    line.session.commit()
    reviewer = seat(world.reviewer)
    told = reviewer.get(f"/reviews/{submission.id}/criteria/web-presence").text
    assert "By the counter." in read(told)
    file = f"/submissions/{submission.id}/clarifications/1/evidence/{piece}"
    assert file in told
    sent = reviewer.get(file)
    assert (sent.status_code, sent.data) == (200, PDF + b"counter")
    assert seat(world.stranger).get(file).status_code == 404
    assert "By the counter." in read(owner.get(f"/submissions/{submission.id}").text)
    assert owner.get(page).status_code == 409


def test_silence_is_saved_and_not_sent(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.CLARIFICATION))
    page, owner = f"/assessments/{submission.assessment_id}/clarification", seat(world.owner)
    number = question_id(line)
    form = {f"q{number}-version": "0", f"q{number}-answer": " ", "is_whole": "y"}
    assert owner.post(f"{page}/send", form).status_code == 303
    shown = owner.get(page).text
    assert "A question has neither words nor evidence. Saved, and not sent." in shown
    assert "Saved.</" not in shown


def test_what_is_not_said_to_be_whole_is_saved_and_not_sent(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.CLARIFICATION))
    page, owner = f"/assessments/{submission.assessment_id}/clarification", seat(world.owner)
    number = question_id(line)
    form = {f"q{number}-version": "0", f"q{number}-answer": "By the counter."}
    assert owner.post(f"{page}/send", form).location == page
    shown = owner.get(page).text
    assert "Saved, and not sent. Tick that this is your whole answer, then send." in shown
    assert "By the counter.</textarea>" in shown
    assert "whole answer" not in seat(world.editor).get(page).text


def test_beside_the_question_stands_what_was_submitted(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.CLARIFICATION))
    shown = seat(world.owner).get(f"/assessments/{submission.assessment_id}/clarification").text
    assert "What you submitted here" in shown
    assert "Because of " in read(shown)
    assert f'href="/submissions/{submission.id}#' in shown
    assert shown.count("From your library") == 1


def test_two_who_answer_one_question_both_read_both(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.CLARIFICATION))
    page, number = f"/assessments/{submission.assessment_id}/clarification", question_id(line)

    def form(text: str) -> dict[str, object]:
        return {f"q{number}-version": "0", f"q{number}-answer": text}

    assert seat(world.editor).post(page, form("By the counter.")).status_code == 303
    response = seat(world.owner).post(page, form("By a survey."))
    assert response.status_code == 200
    shown = read(response.text)
    assert "Editor wrote something else here meanwhile: By the counter." in shown
    assert "By a survey.</textarea>" in response.text


def test_a_refused_file_keeps_the_words(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.CLARIFICATION))
    page, number = f"/assessments/{submission.assessment_id}/clarification", question_id(line)
    form = {
        f"q{number}-version": "0",
        f"q{number}-answer": "By the counter.",
        f"q{number}-files": (io.BytesIO(b"MZ"), "counter.exe"),
    }
    response = seat(world.owner).post(page, form)
    assert response.status_code == 200
    assert "By the counter.</textarea>" in response.text
    assert "field__error" in response.text


def test_a_viewer_reads_and_writes_nothing(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.CLARIFICATION))
    viewer = seat(world.viewer)
    shown = viewer.get(f"/assessments/{submission.assessment_id}/clarification").text
    assert "How is it measured?" in shown
    assert "<textarea" not in shown
