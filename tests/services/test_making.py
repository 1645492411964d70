"""Making the PDFs of a decision, behind the web."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import Assessment, Document
from assessment.db.queries import outcomes
from assessment.domain.workflow import State
from assessment.services import making, making_documents
from assessment.services.decisions import Outcome
from assessment.services.demonstration_telling import cancel_documents
from assessment.services.documents import document_name, document_path
from assessment.services.making_documents import document_html, make_waiting_documents
from tests.building import NOON, Line

Renderer = Callable[[str], bytes]


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


@pytest.fixture
def awarded(line: Line) -> int:
    """The submission of an awarded assessment, the four documents of the decision ordered."""
    submission = line.submission(line.lead_to(State.REVIEWED))
    cancel_documents(line.session, submission.id)
    line.decide(submission, Outcome.AWARD)
    line.session.commit()
    return submission.id


@pytest.fixture
def render_with(monkeypatch: pytest.MonkeyPatch) -> Callable[[Renderer], None]:
    """Puts another renderer in the place of the real one, which takes its time."""

    def render(renderer: Renderer) -> None:
        monkeypatch.setattr(making_documents, "sealed_pdf", lambda html, *_: renderer(html))

    return render


def documents(session: Session, submission_id: int) -> dict[tuple[str, str], Document]:
    session.expire_all()
    found = {(d.kind, d.language): d for d in outcomes.documents(session, submission_id)}
    session.commit()
    return found


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def fake_pdf(html: str) -> bytes:
    return b"%PDF-" + html.encode()


def test_the_documents_of_a_decision_are_made_once(
    engine: Engine,
    session: Session,
    settings: Settings,
    awarded: int,
    render_with: Callable[[Renderer], None],
) -> None:
    render_with(fake_pdf)
    assert make_waiting_documents(engine, settings) == 4
    made = documents(session, awarded)
    assert [*made] == [
        ("certificate", "en"),
        ("certificate", "fi"),
        ("report", "en"),
        ("report", "fi"),
    ]
    for document in made.values():
        path = document_path(settings, document)
        assert path is not None
        content = path.read_bytes()
        assert document.sha256 == hashlib.sha256(content).hexdigest()
        assert (document.size, document.fault) == (len(content), "")
        assert document.made_at is not None
        assert f'lang="{document.language}"' in content.decode()
    before = {key: (d.sha256, d.made_at) for key, d in made.items()}
    assert make_waiting_documents(engine, settings) == 0
    after = documents(session, awarded)
    assert {key: (d.sha256, d.made_at) for key, d in after.items()} == before
    assert len(files_in(settings.documents_path)) == 4


def test_a_document_that_is_not_made_has_no_path(
    session: Session, settings: Settings, awarded: int
) -> None:
    waiting = documents(session, awarded)
    assert {document_path(settings, document) for document in waiting.values()} == {None}


def test_a_document_that_fails_keeps_its_fault_and_stops_no_other(
    engine: Engine,
    session: Session,
    settings: Settings,
    awarded: int,
    render_with: Callable[[Renderer], None],
) -> None:
    def fail_for_finnish(html: str) -> bytes:
        if 'lang="fi"' in html:
            raise ValueError("no such glyph")
        return fake_pdf(html)

    render_with(fail_for_finnish)
    assert make_waiting_documents(engine, settings) == 2
    found = documents(session, awarded)
    assert {key: (d.made_at is not None, d.fault) for key, d in found.items()} == {
        ("certificate", "en"): (True, ""),
        ("certificate", "fi"): (False, "ValueError: no such glyph"),
        ("report", "en"): (True, ""),
        ("report", "fi"): (False, "ValueError: no such glyph"),
    }


def test_a_document_that_fails_rests_with_growing_pauses(
    engine: Engine,
    session: Session,
    settings: Settings,
    awarded: int,
    render_with: Callable[[Renderer], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries: list[datetime] = []
    clock = NOON

    def fail(_html: str) -> bytes:
        tries.append(clock)
        raise MemoryError

    render_with(fail)
    monkeypatch.setattr(making, "now", lambda: clock)
    for _minute in range(16):
        assert make_waiting_documents(engine, settings) == 0
        clock += timedelta(minutes=1)
    assert [(t - NOON).seconds // 60 for t in tries] == [0] * 4 + [2] * 4 + [6] * 4 + [14] * 4
    found = documents(session, awarded).values()
    assert {(d.attempts, d.retry_at) for d in found} == {(4, NOON + timedelta(minutes=30))}


def test_a_document_that_ends_the_worker_rests_like_one_that_fails(
    engine: Engine,
    session: Session,
    settings: Settings,
    awarded: int,
    render_with: Callable[[Renderer], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Killed(BaseException):
        """What no worker sees coming."""

    def end(_html: str) -> bytes:
        raise Killed

    monkeypatch.setattr(making, "now", lambda: NOON)
    render_with(end)
    with pytest.raises(Killed):
        make_waiting_documents(engine, settings)
    render_with(fake_pdf)
    assert make_waiting_documents(engine, settings) == 3
    (left,) = [d for d in documents(session, awarded).values() if d.made_at is None]
    assert (left.attempts, left.retry_at, left.fault) == (1, NOON + timedelta(minutes=2), "")
    monkeypatch.setattr(making, "now", lambda: NOON + timedelta(minutes=2))
    render_with(end)
    with pytest.raises(Killed):
        make_waiting_documents(engine, settings)
    session.refresh(left)
    assert (left.attempts, left.fault) == (2, "The worker ended while making it.")


def test_a_document_is_left_to_the_worker_that_makes_it(
    engine: Engine, settings: Settings, awarded: int, render_with: Callable[[Renderer], None]
) -> None:
    elsewhere = []

    def make_others_elsewhere(html: str) -> bytes:
        render_with(fake_pdf)
        elsewhere.append(make_waiting_documents(engine, settings))
        return fake_pdf(html)

    render_with(make_others_elsewhere)
    assert (make_waiting_documents(engine, settings), elsewhere) == (1, [3])


def test_a_document_that_failed_is_made_after_its_rest(
    engine: Engine,
    session: Session,
    settings: Settings,
    awarded: int,
    render_with: Callable[[Renderer], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_html: str) -> bytes:
        raise MemoryError

    render_with(fail)
    assert make_waiting_documents(engine, settings) == 0
    render_with(fake_pdf)
    assert make_waiting_documents(engine, settings) == 0
    later = now() + timedelta(minutes=2)
    monkeypatch.setattr(making, "now", lambda: later)
    assert make_waiting_documents(engine, settings) == 4
    assert {d.fault for d in documents(session, awarded).values()} == {""}


def test_a_document_made_meanwhile_by_another_worker_stays_theirs(
    engine: Engine,
    session: Session,
    settings: Settings,
    awarded: int,
    render_with: Callable[[Renderer], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def make_first_elsewhere(html: str) -> bytes:
        after_our_turn = now() + timedelta(minutes=3)
        monkeypatch.setattr(making, "now", lambda: after_our_turn)
        render_with(lambda other: b"%PDF-theirs" + other.encode())
        make_waiting_documents(engine, settings)
        return fake_pdf(html)

    render_with(make_first_elsewhere)
    make_waiting_documents(engine, settings)
    found = documents(session, awarded)
    assert len(found) == 4
    for document in found.values():
        path = document_path(settings, document)
        assert path is not None
        assert path.read_bytes().startswith(b"%PDF-theirs")


def test_short_work_has_its_turn_after_each_document(
    engine: Engine,
    session: Session,
    settings: Settings,
    awarded: int,
    render_with: Callable[[Renderer], None],
) -> None:
    render_with(fake_pdf)
    made: list[int] = []

    def look() -> None:
        made.append(sum(d.made_at is not None for d in documents(session, awarded).values()))

    make_waiting_documents(engine, settings, after_each=look)
    assert made == [1, 2, 3, 4]


def test_a_decline_makes_the_report_alone(
    engine: Engine,
    line: Line,
    settings: Settings,
    render_with: Callable[[Renderer], None],
) -> None:
    render_with(fake_pdf)
    submission = line.submission(line.lead_to(State.DECLINED))
    line.session.commit()
    make_waiting_documents(engine, settings)
    made = documents(line.session, submission.id)
    assert {kind for kind, _language in made} == {"application", "report"}


def test_documents_tell_what_was_frozen_and_not_what_changed_since(
    line: Line, session: Session, settings: Settings, awarded: int
) -> None:
    line.world.cluster.name = "Renamed Since"
    line.world.reviewer.name = "Renamed Reviewer"
    session.flush()
    for document in outcomes.documents(session, awarded):
        html = document_html(session, settings, document)
        assert "Northern Timber" in html
        assert "Renamed" not in html


def test_the_certificate_leads_to_its_public_page(
    session: Session, settings: Settings, awarded: int
) -> None:
    _decision, certificate = outcomes.decision_and_certificate(session, awarded)
    assert certificate is not None
    html = document_html(session, settings, outcomes.documents(session, awarded)[0])
    assert f"https://labels.example/verify/{certificate.token}" in html
    assert certificate.number in html


def report_on(line: Line, settings: Settings, assessment: Assessment) -> str:
    """The English report on a decided assessment, as HTML for print."""
    submission = line.submission(assessment)
    found = outcomes.documents(line.session, submission.id)
    document = next(d for d in found if (d.kind, d.language) == ("report", "en"))
    return document_html(line.session, settings, document)


def test_the_report_on_a_label_with_points_has_points_and_checks(
    line: Line, settings: Settings
) -> None:
    html = report_on(line, settings, line.lead_to(State.AWARDED))
    assert "150 of 150 points" in html
    assert "Quality checks" in html
    assert "<svg" in html


def test_the_report_on_a_label_of_figures_has_neither_points_nor_levels(
    line: Line, settings: Settings
) -> None:
    line.label_id = "bronze"
    html = report_on(line, settings, line.lead_to(State.AWARDED))
    assert "All 6 conditions of the label are met" in html
    assert "<svg" not in html
    assert "Levels by criterion" not in html


def test_the_report_on_a_label_that_takes_in_others_has_levels_and_says_what_is_missed(
    line: Line, settings: Settings
) -> None:
    line.label_id = "silver"
    html = report_on(line, settings, line.lead_to(State.DECLINED))
    assert "Levels by criterion" in html
    assert "It was not held on the day of submission." in html
    assert "<svg" not in html


def test_a_declined_report_names_who_decides_here(line: Line, settings: Settings) -> None:
    html = report_on(line, settings, line.lead_to(State.DECLINED))
    assert f"<dd>{settings.issuer}</dd>" in html
    assert "The Office" not in html


def test_a_certificate_is_called_by_its_number_too(quick_line: Line) -> None:
    submission = quick_line.submission(quick_line.lead_to(State.AWARDED))
    found = [d for d in outcomes.documents(quick_line.session, submission.id) if d.language == "en"]
    names = {
        d.kind: document_name(outcomes.document(quick_line.session, d.id), "G-2026-0001")
        for d in found
        if d.kind == "certificate"
    }
    assert names == {"certificate": "Northern Timber gold certificate G-2026-0001 en.pdf"}
    assert outcomes.certificate_number(quick_line.session, submission.id) == "G-2026-0001"
    assert outcomes.certificate_number(quick_line.session, 0) == ""
