"""The receipt by mail, with the application as a PDF."""

from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from sqlalchemy import Engine, select

from assessment.config import Settings
from assessment.db.models import OutboxMessage
from assessment.db.queries import outcomes
from assessment.domain.workflow import State
from assessment.services import mail, making_documents
from assessment.services.mail import send_waiting_mail
from assessment.services.making_documents import document_html, make_waiting_documents
from tests.building import Line, World


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


@pytest.fixture
def submitted(line: Line, world: World) -> int:
    """The submission of a cluster whose editor reads Finnish."""
    world.editor.language = "fi"
    number = line.submission(line.lead_to(State.SUBMITTED)).id
    line.session.commit()
    return number


@pytest.fixture
def render_with(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[str], bytes]], None]:
    """Puts another renderer in the place of the real one, which takes its time."""

    def render(renderer: Callable[[str], bytes]) -> None:
        monkeypatch.setattr(making_documents, "sealed_pdf", lambda html, *_: renderer(html))

    return render


def fake_pdf(html: str) -> bytes:
    return b"%PDF-" + html.encode()


def sent(settings: Settings) -> dict[str, EmailMessage]:
    """The mail that left, by receiver."""
    read = (
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(settings.outbox_path.glob("*.eml"))
    )
    return {message["To"]: message for message in read}  # type: ignore[misc]


def attached(message: EmailMessage) -> list[tuple[str | None, bytes]]:
    return [
        (part.get_filename(), part.get_payload(decode=True))  # type: ignore[misc]
        for part in message.iter_attachments()
    ]


def test_receipt_waits_for_the_application_and_takes_it_along(
    engine: Engine, line: Line, world: World, settings: Settings, submitted: int, render_with
) -> None:
    render_with(fake_pdf)
    assert send_waiting_mail(engine, settings) == 2  # to the secretariat
    assert make_waiting_documents(engine, settings) == 2
    assert send_waiting_mail(engine, settings) == 3
    received = sent(settings)
    by_language = {d.language: d for d in outcomes.documents(line.session, submitted)}
    pages = {
        language: fake_pdf(document_html(line.session, settings, document))
        for language, document in by_language.items()
    }
    assert attached(received[world.owner.email]) == [
        ("Northern Timber gold application en.pdf", pages["en"])
    ]
    assert attached(received[world.editor.email]) == [
        ("Northern Timber gold application fi.pdf", pages["fi"])
    ]
    assert attached(received[world.secretary.email]) == []


def test_receipt_is_sent_once(
    engine: Engine, settings: Settings, submitted: int, render_with
) -> None:
    render_with(fake_pdf)
    make_waiting_documents(engine, settings)
    assert send_waiting_mail(engine, settings) == 5
    assert send_waiting_mail(engine, settings) == 0
    assert len(sent(settings)) == 5


def test_receipt_without_its_document_leaves_with_the_link_alone(
    engine: Engine, line: Line, world: World, settings: Settings, submitted: int
) -> None:
    for document in outcomes.documents(line.session, submitted):
        document.attempts = outcomes.HOPELESS
    line.session.commit()
    assert send_waiting_mail(engine, settings) == 5
    receipt = sent(settings)[world.owner.email]
    assert attached(receipt) == []
    assert "https://labels.example/assessments/" in receipt.get_content()


def test_application_that_is_too_large_stays_behind_its_link(
    engine: Engine,
    world: World,
    settings: Settings,
    submitted: int,
    render_with,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    render_with(fake_pdf)
    monkeypatch.setattr(mail, "ATTACHMENT_LIMIT", 1_000)
    make_waiting_documents(engine, settings)
    send_waiting_mail(engine, settings)
    assert attached(sent(settings)[world.owner.email]) == []


def test_application_says_what_was_frozen(line: Line, settings: Settings, submitted: int) -> None:
    html = document_html(line.session, settings, outcomes.documents(line.session, submitted)[0])
    submission = line.submission(line.open())
    assert "Because of committed-participation." in html
    assert "Olga Owner, Chair of the board" in html
    assert "All of this is true." in html
    assert submission.digest in html
    evidence = submission.record["answers"]["committed-participation"]["evidence"]
    assert all(f"SHA-256 {item['sha256']}" in html for item in evidence)


def test_no_mail_is_lost_with_the_document_of_a_withdrawn_submission(
    engine: Engine, line: Line, settings: Settings, submitted: int, render_with
) -> None:
    render_with(fake_pdf)
    line.withdraw(line.submission(line.open()).assessment)
    line.session.commit()
    make_waiting_documents(engine, settings)
    send_waiting_mail(engine, settings)
    waiting = line.session.scalars(select(OutboxMessage).where(OutboxMessage.sent_at.is_(None)))
    assert waiting.all() == []
