"""Interview sheets as documents: whose they are, what they keep, and what becomes of them."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import InterviewSheet, Submission, User
from assessment.db.queries import interview_sheets as queries
from assessment.db.queries import reviews
from assessment.domain.workflow import State
from assessment.reports.interview import interview_html
from assessment.reports.interviewing import interview_facts
from assessment.services import making_interview_sheets
from assessment.services.interview_sheets import order_sheet, sheet_name, sheet_path
from assessment.services.leaving import delete_account
from assessment.services.making_interview_sheets import (
    interviewed,
    make_waiting_interview_sheets,
)
from assessment.services.seats import decline_seat
from assessment.services.sweeping import sweep_closed_sheets
from tests.building import MAILING, NOON, Line


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


@pytest.fixture
def submission(line: Line) -> Submission:
    return line.submission(line.lead_to(State.IN_REVIEW))


@pytest.fixture(autouse=True)
def quick_renderer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The HTML in place of the PDF, which takes its time."""
    monkeypatch.setattr(
        making_interview_sheets, "html_to_pdf", lambda html: b"%PDF-" + html.encode()
    )


def order(
    line: Line,
    submission: Submission,
    reviewer: User | None = None,
    language: str = "en",
    *,
    with_notes: bool = False,
) -> InterviewSheet:
    line.session.flush()
    return order_sheet(
        line.session,
        submission=submission,
        reviewer_id=(reviewer or line.world.reviewer).id,
        language=language,
        with_notes=with_notes,
        at=NOON,
    )


def note(line: Line, submission: Submission, text: str) -> None:
    """The reviewer rates everything, and writes something private about web presence."""
    seat = reviews.seat_of(line.session, submission.id, line.world.reviewer.id)
    if not reviews.ratings(line.session, seat.id):
        line.rate_all(submission, line.world.reviewer, 3)
    reviews.ratings(line.session, seat.id)["web-presence"].notes = text
    line.session.flush()


def html(line: Line, sheet: InterviewSheet) -> str:
    line.session.flush()
    found = queries.sheet(line.session, sheet.id)
    return interview_html(interview_facts(interviewed(found, "Office")))


def test_a_sheet_keeps_which_submission_it_shows_to_whom(
    line: Line, submission: Submission
) -> None:
    note(line, submission, "They seem nervous.")
    plain, noted = order(line, submission), order(line, submission, with_notes=True)
    shown = {"submission": submission.digest, "reviewer": "Reviewer"}
    assert plain.record == shown | {"notes": None}
    assert noted.record == shown | {"notes": {"web-presence": "They seem nervous."}}
    seat = reviews.seat_of(line.session, submission.id, line.world.reviewer.id)
    assert {(sheet.seat_id, sheet.user_id) for sheet in (plain, noted)} == {
        (seat.id, line.world.reviewer.id)
    }


def test_ordered_again_it_is_the_same_until_what_it_shows_has_changed(
    line: Line, submission: Submission
) -> None:
    note(line, submission, "Ask the chair.")
    plain, noted = order(line, submission), order(line, submission, with_notes=True)
    assert order(line, submission).id == plain.id
    assert order(line, submission, with_notes=True).id == noted.id
    assert order(line, submission, language="fi").id not in (plain.id, noted.id)
    assert order(line, submission, line.world.colleague).id != plain.id
    note(line, submission, "Ask the treasurer.")
    assert order(line, submission).id == plain.id
    assert order(line, submission, with_notes=True).id != noted.id


def test_nothing_of_the_others_is_on_it_whenever_it_is_ordered(line: Line) -> None:
    line.ratings = (4, 2)
    submission = line.submission(line.lead_to(State.CONSENSUS))
    for rating in reviews.ratings(
        line.session, reviews.seat_of(line.session, submission.id, line.world.colleague.id).id
    ).values():
        rating.notes = "Secret of the colleague"
    for with_notes in (False, True):
        printed = html(line, order(line, submission, with_notes=with_notes))
        assert "Because of web-presence." in printed
        assert "Seen by" not in printed
        assert "Colleague" not in printed
        assert "Secret" not in printed


def test_notes_are_printed_only_when_asked_for(line: Line, submission: Submission) -> None:
    note(line, submission, "They seem <b>nervous</b>.")
    plain = html(line, order(line, submission))
    assert "nervous" not in plain
    assert "Private notes" not in plain
    assert "keep it to yourself" not in plain
    noted = html(line, order(line, submission, with_notes=True))
    assert noted.count("They seem &lt;b&gt;nervous&lt;/b&gt;.") == 1
    assert noted.count("<h4>Private notes</h4>") == 1
    assert "Your private notes are on this sheet: keep it to yourself." in noted


def test_each_criterion_stands_on_it_with_claim_and_lines(
    line: Line, submission: Submission
) -> None:
    printed = html(line, order(line, submission))
    for criterion in line.label.criteria:
        assert f'<h3 id="criterion-{criterion.number}">' in printed
        assert f"Because of {criterion.id}." in printed
        assert f"<h4>Notes on {criterion.number}</h4>" in printed
    assert printed.count('<p class="line">') == 4 * len(line.label.criteria) + 8
    finnish = html(line, order(line, submission, language="fi"))
    assert "Northern Timber – haastattelulomake – luottamuksellinen" in finnish


def test_the_sheet_is_made_once_from_its_record(
    line: Line, submission: Submission, engine: Engine, settings: Settings, session: Session
) -> None:
    note(line, submission, "Ask the chair.")
    sheet = order(line, submission, language="fi", with_notes=True)
    note(line, submission, "Said otherwise since.")
    session.commit()
    assert sheet_path(settings, sheet) is None
    assert make_waiting_interview_sheets(engine, settings) == 1
    assert make_waiting_interview_sheets(engine, settings) == 0
    session.expire_all()
    made = queries.sheet(session, sheet.id)
    path = sheet_path(settings, made)
    assert path is not None
    content = path.read_text("utf-8")
    assert "Ask the chair." in content
    assert "Said otherwise since." not in content
    assert made.size == len(path.read_bytes())
    assert sheet_name(made) == f"Northern Timber gold interview sheet {made.id} fi.pdf"


def test_it_is_its_reviewers_alone_and_of_this_submission(
    line: Line, submission: Submission
) -> None:
    world, sheet = line.world, order(line, submission)
    mine = (line.session, submission.id, world.reviewer.id, sheet.id)
    found = queries.own_sheet(*mine)
    assert found is not None
    assert found.id == sheet.id
    for other in (world.colleague, world.idle_reviewer, world.secretary, world.owner):
        assert queries.own_sheet(line.session, submission.id, other.id, sheet.id) is None
    assert queries.own_sheet(line.session, submission.id + 1, world.reviewer.id, sheet.id) is None
    listed = queries.sheets_of(line.session, sheet.seat_id)
    assert [each.id for each in listed] == [sheet.id]


def test_it_goes_with_the_seat_and_its_file_leaves_the_disk(
    line: Line, submission: Submission, engine: Engine, settings: Settings, session: Session
) -> None:
    world = line.world
    gone, stays = order(line, submission), order(line, submission, world.colleague)
    session.commit()
    make_waiting_interview_sheets(engine, settings)
    session.expire_all()
    paths = [sheet_path(settings, sheet) for sheet in (gone, stays)]
    numbers = (gone.id, stays.id)
    session.commit()
    assert sweep_closed_sheets(engine, settings) == 0
    decline_seat(
        session,
        submission=submission,
        reviewer_id=world.reviewer.id,
        reason="My sister works there.",
        at=NOON,
        mailing=MAILING,
    )
    assert queries.own_sheet(session, submission.id, world.reviewer.id, numbers[0]) is None
    session.commit()
    assert sweep_closed_sheets(engine, settings) == 1
    assert [path is not None and path.exists() for path in paths] == [False, True]
    assert session.scalars(select(InterviewSheet.id)).all() == [numbers[1]]


def test_what_was_never_made_goes_when_the_case_is_decided(
    line: Line, engine: Engine, settings: Settings, session: Session
) -> None:
    assessment = line.lead_to(State.DECISION_PROPOSED)
    submission = line.submission(assessment)
    order(line, submission)
    session.commit()
    assert sweep_closed_sheets(engine, settings) == 0
    assessment.state = State.AWARDED
    session.commit()
    assert sweep_closed_sheets(engine, settings) == 1
    assert session.scalars(select(InterviewSheet)).all() == []


def test_it_goes_with_the_account_and_its_file_leaves_the_disk(
    line: Line, engine: Engine, settings: Settings, session: Session
) -> None:
    """Also where the worker was away when the case was decided; what was not made yet goes as well."""
    assessment = line.lead_to(State.DECISION_PROPOSED)
    submission = line.submission(assessment)
    made = order(line, submission)
    session.commit()
    make_waiting_interview_sheets(engine, settings)
    session.expire_all()
    path = sheet_path(settings, made)
    assert path is not None
    assert path.exists()
    order(line, submission, language="fi")
    assessment.state = State.AWARDED
    delete_account(session, line.world.reviewer, MAILING, NOON)
    session.commit()
    assert sweep_closed_sheets(engine, settings) == 2
    assert not path.exists()
    assert session.scalars(select(InterviewSheet.id)).all() == []


def test_what_was_removed_while_others_were_made_is_left_alone(
    line: Line, submission: Submission, engine: Engine, settings: Settings, session: Session
) -> None:
    """A sheet can be swept between two that are made: it ends nobody's turn and leaves no file."""
    order(line, submission)
    order(line, submission, language="fi")
    after = order(line, submission, line.world.colleague)
    session.commit()

    def leave_meanwhile() -> None:
        decline_seat(
            session,
            submission=submission,
            reviewer_id=line.world.reviewer.id,
            reason="My sister works there.",
            at=NOON,
            mailing=MAILING,
        )
        session.commit()
        sweep_closed_sheets(engine, settings)

    turns = iter([leave_meanwhile])
    make_waiting_interview_sheets(engine, settings, lambda: next(turns, lambda: None)())
    session.expire_all()
    assert session.scalars(select(InterviewSheet.id)).all() == [after.id]
    assert after.made_at is not None
    files = [path for path in settings.documents_path.rglob("*") if path.is_file()]
    assert files == [sheet_path(settings, after)]
