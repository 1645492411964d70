"""Self-assessment reports: what is copied of a draft, when it is copied anew, and what is made of it."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import Assessment, DraftReport
from assessment.db.queries import assessments, outcomes
from assessment.db.queries import self_reports as queries
from assessment.domain.answers import AnswerSheet
from assessment.domain.errors import IllegalTransition
from assessment.domain.scoring import score
from assessment.domain.workflow import State
from assessment.reports.self_assessing import self_assessment_facts
from assessment.reports.self_assessment import self_assessment_html
from assessment.services import making_self_reports
from assessment.services.assessments import Worksheet, read_worksheet
from assessment.services.decisions import Outcome
from assessment.services.documents import document_name
from assessment.services.draft_records import draft_record, says_the_same, wider_sheet
from assessment.services.labels import read_labels
from assessment.services.making_documents import document_html
from assessment.services.making_self_reports import drafted, handed_in, make_waiting_draft_reports
from assessment.services.records import record_digest, sheet_of
from assessment.services.self_reports import (
    draft_report_name,
    draft_report_path,
    order_draft_report,
    order_report,
)
from tests.building import NOON, Line


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


def worksheet_of(line: Line, draft: Assessment) -> Worksheet:
    line.session.flush()
    line.session.expire_all()
    found = assessments.draft_for_change(line.session, draft.id)
    return read_worksheet(line.session, found, line.label, NOON)


def order(line: Line, draft: Assessment, language: str = "en", days: int = 0) -> DraftReport:
    line.session.flush()
    return order_draft_report(
        line.session,
        assessment_id=draft.id,
        edition=line.edition,
        language=language,
        actor_id=line.world.viewer.id,
        at=NOON + timedelta(days=days),
    )


def change(line: Line, draft: Assessment, words: str = "Something else.") -> None:
    saved = assessments.answers(line.session, draft.id)
    saved["committed-participation"].justification = words
    line.session.flush()


@pytest.mark.parametrize("label_id", ["bronze", "silver", "gold"])
@pytest.mark.parametrize("is_answered", [False, True])
def test_copy_of_a_draft_scores_as_its_page_does(
    line: Line, label_id: str, is_answered: bool
) -> None:
    line.label_id = label_id
    draft = line.open()
    if is_answered:
        line.answer_all(draft)
    worksheet = worksheet_of(line, draft)
    record = draft_record(worksheet, line.edition, None, None)

    copied: AnswerSheet = sheet_of(record, is_draft=True)
    assert score(line.label, copied) == worksheet.scorecard
    assert (record["carried"], record["before"]) == ([], None)
    assert "signed" not in record


def test_copy_keeps_what_the_next_label_asks_beside(line: Line) -> None:
    line.label_id = "bronze"
    bronze = line.open()
    line.answer_all(bronze)
    worksheet = worksheet_of(line, bronze)
    record = draft_record(worksheet, line.edition, None, None)

    silver = line.edition.scheme.label("silver")
    assert record["beyond"].keys() == {c.id for c in silver.criteria} - record["answers"].keys()
    labels = read_labels(line.session, bronze, line.edition, NOON)
    assert score(silver, wider_sheet(record)) == labels.of("silver").scorecard


def test_report_is_ordered_once_while_nothing_changes(line: Line) -> None:
    draft = line.open()
    first = order(line, draft)

    assert order(line, draft).id == first.id
    assert order(line, draft, days=1).id == first.id
    assert order(line, draft, "fi").id != first.id
    assert first.digest == record_digest(first.record)
    assert line.session.info["work_waits"]


def test_change_makes_another_report_and_the_list_has_the_newest_first(line: Line) -> None:
    draft = line.open()
    line.answer_all(draft)
    first = order(line, draft)
    change(line, draft)
    second = order(line, draft)

    assert second.id != first.id
    line.session.expire_all()
    assert [report.id for report in queries.reports_of(line.session, draft.id)] == [
        second.id,
        first.id,
    ]


def test_scheme_without_the_readers_language_is_told_in_its_own(line: Line) -> None:
    draft = line.open()
    assert order(line, draft, "sv").language == "en"


def test_what_was_handed_in_is_no_draft_to_order_of(line: Line) -> None:
    draft = line.lead_to(State.SUBMITTED)
    with pytest.raises(IllegalTransition):
        order(line, draft)


def test_copies_of_another_day_say_the_same_and_others_do_not() -> None:
    assert says_the_same({"on": "2026-01-01", "a": 1}, {"on": "2026-01-02", "a": 1})
    assert not says_the_same({"on": "2026-01-01", "a": 1}, {"on": "2026-01-01", "a": 2})


def test_report_of_a_draft_is_made_once_from_its_copy(
    line: Line,
    engine: Engine,
    settings: Settings,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(making_self_reports, "html_to_pdf", lambda html: b"%PDF-" + html.encode())
    draft = line.open()
    line.answer_all(draft)
    ordered = order(line, draft, "fi")
    change(line, draft, "Written after the order.")
    session.commit()
    assert draft_report_path(settings, ordered) is None

    assert make_waiting_draft_reports(engine, settings) == 1
    assert make_waiting_draft_reports(engine, settings) == 0
    session.expire_all()
    made = queries.report_of(session, draft.id, ordered.id)
    assert made is not None
    path = draft_report_path(settings, made)
    assert path is not None
    html = path.read_text("utf-8")
    assert 'lang="fi"' in html
    assert "LUONNOS" in html
    assert "Written after the order." not in html
    assert made.size == len(path.read_bytes())
    assert draft_report_name(made) == f"Northern Timber gold self-assessment draft {made.id} fi.pdf"


def test_report_of_another_assessment_is_not_found(line: Line) -> None:
    draft = line.open()
    ordered = order(line, draft)
    assert queries.report_of(line.session, draft.id + 1, ordered.id) is None


def test_report_of_what_was_handed_in_is_ordered_once_for_each_language(line: Line) -> None:
    submission = line.submission(line.lead_to(State.SUBMITTED))

    def ordered(language: str) -> int:
        return order_report(line.session, submission=submission, language=language, at=NOON).id

    assert ordered("en") == ordered("en") != ordered("fi")
    kinds = [d.kind for d in outcomes.documents(line.session, submission.id)]
    assert kinds.count("self_assessment") == 2


def test_report_of_what_was_handed_in_is_no_draft(line: Line, settings: Settings) -> None:
    submission = line.submission(line.lead_to(State.SUBMITTED))
    ordered = order_report(line.session, submission=submission, language="en", at=NOON)
    found = outcomes.document(line.session, ordered.id)

    html = document_html(line.session, settings, found)
    assert "<title>Self-assessment report: Northern Timber</title>" in html
    assert "DRAFT" not in html
    assert document_name(found) == "Northern Timber gold self-assessment en.pdf"


def test_last_assessment_under_the_label_is_compared_with_its_decision(line: Line) -> None:
    declined = line.lead_to(State.REVIEWED)
    line.decide(line.submission(declined), Outcome.DECLINE)
    draft = line.open()
    report = order(line, draft, days=400)
    submission = line.submission(declined)

    decision = outcomes.decision(line.session, submission.id)
    assert decision is not None
    assert report.record["before"] == {"submission": submission.id, "decision": decision.id}
    line.session.expire_all()
    before = drafted(line.session, queries.draft_report(line.session, report.id), "Office").before
    assert before is not None
    assert before.submission_digest == submission.digest
    assert before.final.points == before.agreed.points == 150


def test_what_was_taken_back_is_not_compared_with(line: Line) -> None:
    draft = line.lead_to(State.SUBMITTED)
    line.withdraw(draft)

    assert order(line, draft, days=1).record["before"] is None


def test_what_was_handed_in_is_compared_with_what_came_before_it_alone(line: Line) -> None:
    declined = line.lead_to(State.REVIEWED)
    first = line.submission(declined)
    line.decide(first, Outcome.DECLINE)

    assert handed_in(line.session, first, "en", "Office").before is None


def test_before_the_same_label_comes_before_a_newer_one_of_another(line: Line) -> None:
    line.label_id = "bronze"
    bronze = line.lead_to(State.SUBMITTED)
    line.label_id = "gold"
    gold = line.open()

    def named(assessment: Assessment) -> int | None:
        later = NOON + timedelta(days=1)
        found = queries.submission_before(line.session, assessment, later)
        return found.assessment_id if found else None

    assert named(gold) == bronze.id
    assert queries.submission_before(line.session, gold, NOON) is None
    assert queries.DEFERRAL == Outcome.DEFER


def test_the_same_copy_makes_the_same_report(line: Line) -> None:
    draft = line.open()
    line.answer_all(draft)
    report = order(line, draft)

    def made() -> str:
        line.session.expire_all()
        found = queries.draft_report(line.session, report.id)
        return self_assessment_html(self_assessment_facts(drafted(line.session, found, "Office")))

    first = made()
    change(line, draft)
    assert made() == first


def test_figures_are_compared_where_nothing_is_rated(line: Line) -> None:
    line.label_id = "bronze"
    line.lead_to(State.SUBMITTED)
    line.label_id = "silver"
    report = order(line, line.open(), days=1)
    line.session.expire_all()
    found = queries.draft_report(line.session, report.id)
    facts = self_assessment_facts(drafted(line.session, found, "Office"))

    assert facts.before is not None
    assert facts.before.has_figures
    (then,) = facts.before.criteria["7.7"].figures
    (now,) = next(c for c in facts.criteria if c.number == "7.7").figures
    assert then == now
    assert then.label == "Share of committed participants from abroad"
    html = self_assessment_html(facts)
    assert "Figures, then and now" in html
    assert f"Last assessment: {then.label}: {then.lines[0]}." in html
    assert "Levels and points, then and now" not in html
