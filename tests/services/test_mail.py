"""Mail: written into the outbox with the work that causes it, sent after the commit."""

import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

import pytest
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import OutboxMessage
from assessment.domain.mail_topics import Topic
from assessment.domain.policy import ClusterRole
from assessment.domain.workflow import State
from assessment.services import mail, transports
from assessment.services.accounts import Office, invite_person
from assessment.services.mail import Mailing, queue_mail, send_waiting_mail
from assessment.services.panels import object_to_panel
from assessment.services.stopping import stop_token
from tests.building import MAILING, NOON, Line, World
from tests.mail_server import MailServer

ABOUT = {
    **{"cluster": "Timber", "label": "Gold", "until": date(2026, 6, 30)},
    **{"is_lead": False, "is_alone": False, "certificate": None, "is_on_appeal": False},
}
TEAM = ("editor", "owner", "viewer")
OFFICE = ("secretary", "deputy")
PANEL = ("reviewer", "colleague")
Mail = tuple[str, str, str]
"""Recipient, subject and link."""


class Clock:
    """A clock that the test moves on."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time

    def advance(self, **span: float) -> None:
        self.time += timedelta(**span)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(mail, "now", clock)
    return clock


def queue(
    session: Session, *recipients: str, subject: str = "Hello", body: str = "Read.\n"
) -> None:
    for name in recipients or ("aila",):
        queue_mail(session, f"{name}@people.example", subject, body)
    session.commit()


def outbox(session: Session) -> list[OutboxMessage]:
    session.flush()
    session.expire_all()
    found = list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))
    session.commit()
    return found


def queued(session: Session) -> list[Mail]:
    """Who is told what, in the order of the steps, with the link of each mail."""
    return [(m.recipient.partition("@")[0], m.subject, link_in(m.body)) for m in outbox(session)]


def link_in(body: str) -> str:
    """The one link of the mail itself, above those by which its reader chooses what comes.

    Of a decline the one to the decision, above that to an appeal.
    """
    links = [line for line in body.splitlines() if line.startswith("https://")]
    beside = ("/account/mail", "/mail/stop/", "/appeal")
    (link,) = [each for each in links if not any(part in each for part in beside)]
    return link.removeprefix("https://labels.example")


def letters(settings: Settings) -> list[EmailMessage]:
    files = sorted(settings.outbox_path.glob("*.eml"))
    return [read_letter(path.read_bytes()) for path in files]


def read_letter(content: bytes) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(content, policy=default))


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


class Postbox:
    """What a real SMTP server was given, and by whom; addresses in `refused` are turned away."""

    def __init__(self, *refused: str) -> None:
        self.refused = refused
        self.letters: list[Envelope] = []
        self.peers: list[object] = []
        self.is_hanging_up = False

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address in self.refused:
            return "550 No such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        self.letters.append(envelope)
        self.peers.append(session.peer)
        return "250 OK"

    async def handle_NOOP(self, *_: Any) -> str:  # noqa: N802
        return "421 That was enough" if self.is_hanging_up else "250 OK"


@pytest.fixture
def away(settings: Settings) -> Iterator[Settings]:
    """The settings lead to a port at which nobody listens, nor can for the time of the test."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        yield settings.model_copy(update={"smtp_host": "127.0.0.1", "smtp_port": port})


@contextmanager
def smtp_server(handler: Postbox, settings: Settings, **options: Any) -> Iterator[Settings]:
    """A real server; the settings lead to it."""
    server = MailServer(handler, **options)
    server.start()
    try:
        yield settings.model_copy(update={"smtp_host": "127.0.0.1", "smtp_port": server.port})
    finally:
        server.stop()


def test_every_step_to_an_award_tells_those_whom_it_concerns(
    session: Session, line: Line, world: World
) -> None:
    assessment = line.lead_to(State.AWARDED)
    number = line.submission(assessment).id
    own = f"/assessments/{assessment.id}"
    office, review = f"/secretariat/submissions/{number}", f"/reviews/{number}"
    about = "Northern Timber, Gold"
    assert queued(session) == [
        *((who, f"Submitted: {about}", own) for who in TEAM),
        *((who, f"New application: {about}", office) for who in OFFICE),
        *((who, f"Proposed panel: {about}", f"{own}/panel") for who in TEAM),
        *((who, f"Asked to review: {about}", f"{review}/seat") for who in PANEL),
        *((who, f"Your panel is appointed: {about}", own) for who in TEAM if who != "owner"),
        *((who, f"Consensus is open: {about}", f"{review}/consensus") for who in PANEL),
        *((who, f"Waiting for decision: {about}", f"{office}/decision") for who in OFFICE),
        ("deputy", f"Decision to confirm: {about}", f"{office}/decision/confirm"),
        *((who, f"Label awarded: {about}", own) for who in TEAM),
        *((who, f"Outcome of your review: {about}", f"{review}/seat") for who in PANEL),
    ]


def test_a_decline_tells_the_cluster(session: Session, quick_line: Line) -> None:
    assessment = quick_line.lead_to(State.DECLINED)
    own = f"/assessments/{assessment.id}"
    told = [mail for mail in queued(session) if mail[1].startswith("Decision on")]
    assert told == [(who, "Decision on Northern Timber, Gold", own) for who in TEAM]
    bodies = [mail.body for mail in outbox(session) if mail.subject.startswith("Decision on")]
    assert all(f"https://labels.example{own}/appeal\n" in body for body in bodies)


def test_the_receipt_tells_the_digest_of_the_submission(session: Session, quick_line: Line) -> None:
    submission = quick_line.submission(quick_line.lead_to(State.SUBMITTED))
    assert f"\n{submission.digest}\n\n" in outbox(session)[0].body


@pytest.mark.parametrize(
    ("role", "subject", "sentence"),
    [
        (
            Office.REVIEWER,
            "Invitation to Cluster Assessment",
            "You are invited as a reviewer of cluster assessments.",
        ),
        (
            Office.SECRETARIAT,
            "Invitation to Cluster Assessment",
            "You are invited to join the secretariat.",
        ),
        (
            ClusterRole.EDITOR,
            "Invitation to work on Northern Timber",
            "You are invited to work on the assessment of Northern Timber.",
        ),
    ],
)
def test_an_invitation_says_as_what(
    session: Session, world: World, role: Office | ClusterRole, subject: str, sentence: str
) -> None:
    invite(session, world, role=role)
    (message,) = outbox(session)
    assert (message.recipient, message.subject) == ("aila@people.example", subject)
    assert message.body.splitlines()[:3] == ["Hello Aila,", "", sentence]
    assert "Accept here within 7 days:" in message.body
    assert link_in(message.body).startswith("/invitations/")


def invite(session: Session, world: World, **changes: Any) -> None:
    values: dict[str, Any] = {
        "email": "aila@people.example",
        "name": "Aila",
        "role": Office.REVIEWER,
        "language": "en",
        "days": 7,
        "actor_id": world.secretary.id,
        "at": NOON,
        "mailing": MAILING,
        **changes,
    }
    is_on_cluster = isinstance(values["role"], ClusterRole)
    invite_person(session, cluster_id=world.cluster.id if is_on_cluster else None, **values)


def test_an_invitation_speaks_the_language_it_was_given(session: Session, world: World) -> None:
    invite(session, world, language="fi", role=ClusterRole.VIEWER)
    invite(session, world, language="fi")
    assert [m.subject for m in outbox(session)] == [
        "Kutsu klusterin tiimiin: Northern Timber",
        "Kutsu Cluster Assessment -palveluun",
    ]


def test_a_decline_is_told_in_finnish(session: Session, quick_line: Line, world: World) -> None:
    world.owner.language = "fi"
    quick_line.lead_to(State.DECLINED)
    assert [mail[1] for mail in queued(session) if mail[0] == "owner"][-1] == (
        "Päätös: Northern Timber, Kulta"
    )


def test_everybody_reads_mail_in_their_own_language(
    session: Session, quick_line: Line, world: World
) -> None:
    for person in (world.owner, world.colleague, world.secretary):
        person.language = "fi"
    assessment = quick_line.lead_to(State.AWARDED)
    number = quick_line.submission(assessment).id
    office, review = f"/secretariat/submissions/{number}", f"/reviews/{number}"
    own, about = f"/assessments/{assessment.id}", "Northern Timber, Kulta"
    mails = queued(session)
    assert [m for m in mails if m[0] in ("owner", "colleague", "secretary")] == [
        ("owner", f"Hakemus on lähetetty: {about}", own),
        ("secretary", f"Uusi hakemus: {about}", office),
        ("owner", f"Ehdotus arviointiryhmäksi: {about}", f"{own}/panel"),
        ("colleague", f"Arviointipyyntö: {about}", f"{review}/seat"),
        ("colleague", f"Konsensus on avattu: {about}", f"{review}/consensus"),
        ("secretary", f"Odottaa päätöstä: {about}", f"{office}/decision"),
        ("owner", f"Laatumerkki on myönnetty: {about}", own),
        ("colleague", f"Arviointisi lopputulos: {about}", f"{review}/seat"),
    ]
    assert [m[1] for m in mails if m[0] == "editor"] == [
        "Submitted: Northern Timber, Gold",
        "Proposed panel: Northern Timber, Gold",
        "Your panel is appointed: Northern Timber, Gold",
        "Label awarded: Northern Timber, Gold",
    ]


def test_mail_of_work_that_was_rolled_back_is_never_sent(
    engine: Engine, session: Session, settings: Settings, quick_line: Line
) -> None:
    draft = quick_line.open()
    quick_line.answer_all(draft)
    session.commit()
    quick_line.submit(draft)
    session.rollback()
    assert send_waiting_mail(engine, settings) == 0
    assert not settings.outbox_path.exists()


def test_a_mail_becomes_a_file_of_the_outbox(
    engine: Engine, session: Session, settings: Settings
) -> None:
    queue(session, subject="Säännöt", body="Lue – täällä.\n")
    assert send_waiting_mail(engine, settings) == 1
    (letter,) = letters(settings)
    assert (letter["To"], letter["Subject"]) == ("aila@people.example", "Säännöt")
    assert letter["From"] == "Cluster Assessment <no-reply@localhost>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"] == outbox(session)[0].message_id
    assert letter.get_content() == "Lue – täällä.\r\n"


def test_mail_is_sent_once(
    engine: Engine, session: Session, settings: Settings, clock: Clock
) -> None:
    queue(session, "aila", "oula")
    assert [send_waiting_mail(engine, settings), send_waiting_mail(engine, settings)] == [2, 0]
    assert [(m.sent_at, m.attempts, m.fault) for m in outbox(session)] == [(NOON, 1, "")] * 2


def crash_at(step: str, engine: Engine, settings: Settings) -> None:
    """The sender ends at this step of its first mail."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mail, step, lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            send_waiting_mail(engine, settings)


def test_a_crash_before_the_mark_leaves_one_file(
    engine: Engine, session: Session, settings: Settings, clock: Clock
) -> None:
    queue(session)
    crash_at("_mark_as_sent", engine, settings)
    first = files_in(settings.outbox_path)
    clock.advance(minutes=5)
    assert send_waiting_mail(engine, settings) == 1
    assert files_in(settings.outbox_path) == first


def test_a_mail_written_again_is_the_same_to_the_byte(
    engine: Engine, session: Session, settings: Settings, clock: Clock
) -> None:
    queue(session, subject="Säännöt", body="Lue – täällä.\n")
    crash_at("_mark_as_sent", engine, settings)
    first = files_in(settings.outbox_path)
    for path in settings.outbox_path.iterdir():
        path.unlink()
    clock.advance(minutes=5)
    send_waiting_mail(engine, settings)
    assert files_in(settings.outbox_path) == first


def test_mail_of_a_database_begun_anew_lies_beside_the_old(
    engine: Engine, session: Session, settings: Settings
) -> None:
    queue(session, subject="Old")
    send_waiting_mail(engine, settings)
    (old,) = outbox(session)
    session.delete(old)
    session.commit()
    session.add(
        OutboxMessage(
            id=old.id,
            message_id="<new@x.invalid>",
            recipient="a@b.example",
            subject="New",
            body=".",
        )
    )
    session.commit()
    send_waiting_mail(engine, settings)
    assert {letter["Subject"] for letter in letters(settings)} == {"Old", "New"}


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x85", "\x0b"])
def test_names_cannot_smuggle_headers_into_a_mail(
    engine: Engine, session: Session, settings: Settings, world: World, end: str
) -> None:
    world.cluster.name = f"Timber{end}Bcc: spy@evil.example{end}{end}Gone"
    invite(session, world, role=ClusterRole.EDITOR, name=f"Aila{end}Bcc: spy@evil.example")
    session.commit()
    assert send_waiting_mail(engine, settings) == 1
    (letter,) = letters(settings)
    assert letter.keys() == [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "Content-Type",
        "Content-Transfer-Encoding",
        "MIME-Version",
    ]
    assert letter["Subject"].startswith("Invitation to work on Timber")
    assert letter["To"] == "aila@people.example"


def test_a_long_subject_is_cut(session: Session) -> None:
    queue(session, subject="word " * 100)
    assert outbox(session)[0].subject == ("word " * 60)


def test_an_address_that_makes_no_mail_stops_no_other(
    engine: Engine, session: Session, settings: Settings
) -> None:
    queue_mail(session, "aila@people.example\r\nBcc: spy@evil.example", "Hello", "Read.\n")
    queue(session, "oula")
    assert send_waiting_mail(engine, settings) == 1
    assert [letter["To"] for letter in letters(settings)] == ["oula@people.example"]
    bad, good = outbox(session)
    assert (bad.sent_at, bad.fault != "") == (None, True)
    assert good.sent_at is not None


def test_a_server_that_is_away_is_tried_again_with_growing_pauses(
    engine: Engine, session: Session, settings: Settings, away: Settings, clock: Clock
) -> None:
    queue(session)
    pauses = []
    for attempt in range(1, 11):
        assert send_waiting_mail(engine, away) == 0
        (message,) = outbox(session)
        assert (message.sent_at, message.attempts) == (None, attempt)
        assert "refused" in message.fault
        assert message.claimed_until is not None
        pauses.append(message.claimed_until - clock.time)
        clock.time = message.claimed_until
    minutes = [2, 4, 8, 16, 32, 64, 128, 256, 360, 360]
    assert pauses == [timedelta(minutes=number) for number in minutes]
    assert send_waiting_mail(engine, settings) == 1


def test_a_postponed_mail_rests_until_its_pause_is_over(
    engine: Engine, session: Session, settings: Settings, away: Settings, clock: Clock
) -> None:
    queue(session)
    send_waiting_mail(engine, away)
    clock.advance(minutes=1.9)
    assert send_waiting_mail(engine, settings) == 0
    clock.advance(minutes=0.1)
    assert send_waiting_mail(engine, settings) == 1


def test_a_crash_between_claim_and_send_is_mended_after_the_claim(
    engine: Engine, session: Session, settings: Settings, clock: Clock
) -> None:
    queue(session, "aila", "oula")
    crash_at("_message", engine, settings)
    assert [m.attempts for m in outbox(session)] == [1, 0]
    assert send_waiting_mail(engine, settings) == 1
    clock.advance(minutes=4.9)
    assert send_waiting_mail(engine, settings) == 0
    clock.advance(minutes=0.1)
    assert send_waiting_mail(engine, settings) == 1
    assert [m.attempts for m in outbox(session)] == [2, 1]


@pytest.mark.parametrize("fault", [None, ValueError("no such line")])
def test_a_mail_that_went_with_its_account_while_it_was_sent_stops_no_other(
    engine: Engine,
    session: Session,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    fault: ValueError | None,
) -> None:
    queue(session, "aila", "oula")
    compose = mail._message

    def compose_and_forget(waiting: OutboxMessage, settings: Settings) -> EmailMessage:
        if waiting.recipient == "oula@people.example":
            return compose(waiting, settings)
        session.execute(delete(OutboxMessage).where(OutboxMessage.id == waiting.id))
        session.commit()
        if fault is not None:
            raise fault
        return compose(waiting, settings)

    monkeypatch.setattr(mail, "_message", compose_and_forget)
    assert send_waiting_mail(engine, settings) == (2 if fault is None else 1)
    (left,) = outbox(session)
    assert left.sent_at is not None


def test_a_mail_is_claimed_when_its_turn_comes_and_not_before(
    engine: Engine,
    session: Session,
    settings: Settings,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queue(session, "aila", "oula", "piia")
    compose = mail._message
    claims = []

    def take_four_minutes(waiting: OutboxMessage, settings: Settings) -> EmailMessage:
        claims.append([m.claimed_until for m in outbox(session)])
        clock.advance(minutes=4)
        return compose(waiting, settings)

    monkeypatch.setattr(mail, "_message", take_four_minutes)
    assert send_waiting_mail(engine, settings) == 3
    until = [NOON + timedelta(minutes=number) for number in (5, 9, 13)]
    assert claims == [[until[0], None, None], [until[0], until[1], None], until]


def test_what_was_sent_is_not_kept(engine: Engine, session: Session, settings: Settings) -> None:
    queue_mail(session, "aila@people.example\r\nBcc: spy@evil.example", "Hello", "Waits.\n")
    queue(session, "oula", body="https://labels.example/invitations/secret\n")
    send_waiting_mail(engine, settings)
    assert [(m.sent_at is None, m.body) for m in outbox(session)] == [
        (True, "Waits.\n"),
        (False, ""),
    ]


def test_a_server_that_is_away_costs_one_try(
    engine: Engine, session: Session, settings: Settings, away: Settings, clock: Clock
) -> None:
    queue(session, "aila", "oula", "piia")
    assert send_waiting_mail(engine, away) == 0
    assert [(m.attempts, m.claimed_until, m.fault != "") for m in outbox(session)] == [
        (1, NOON + timedelta(minutes=2), True),
        (0, None, False),
        (0, None, False),
    ]
    assert send_waiting_mail(engine, settings) == 2


def test_a_server_that_hangs_is_left_after_one_try(
    engine: Engine, session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transports, "CONNECTING", 0.2)
    queue(session, "aila", "oula")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        hanging = settings.model_copy(update={"smtp_host": "127.0.0.1", "smtp_port": port})
        assert send_waiting_mail(engine, hanging) == 0
    assert [(m.attempts, m.fault) for m in outbox(session)] == [
        (1, "Connection unexpectedly closed: timed out"),
        (0, ""),
    ]


def test_a_folder_that_cannot_be_written_costs_one_try(
    engine: Engine, session: Session, settings: Settings
) -> None:
    settings.outbox_path.write_text("a file in the way")
    queue(session, "aila", "oula")
    assert send_waiting_mail(engine, settings) == 0
    assert [m.attempts for m in outbox(session)] == [1, 0]


def test_all_mail_of_a_batch_goes_over_one_connection(
    engine: Engine, session: Session, settings: Settings
) -> None:
    queue(session, "aila", "oula", "piia")
    postbox = Postbox()
    with smtp_server(postbox, settings) as served:
        assert send_waiting_mail(engine, served) == 3
    assert (len(postbox.letters), len(set(postbox.peers))) == (3, 1)


def test_a_connection_that_the_server_ends_between_two_mails_is_made_anew(
    engine: Engine, session: Session, settings: Settings
) -> None:
    queue(session, "aila", "oula", "piia")
    postbox = Postbox()
    postbox.is_hanging_up = True
    with smtp_server(postbox, settings) as served:
        assert send_waiting_mail(engine, served) == 3
    assert len(set(postbox.peers)) == 3
    assert [m.attempts for m in outbox(session)] == [1, 1, 1]


def test_a_real_server_is_given_the_mail(
    engine: Engine, session: Session, settings: Settings
) -> None:
    queue(session, subject="Säännöt", body="Lue – täällä.\n")
    postbox = Postbox()
    with smtp_server(postbox, settings) as served:
        assert send_waiting_mail(engine, served) == 1
    (envelope,) = postbox.letters
    assert (envelope.mail_from, envelope.rcpt_tos) == (
        "no-reply@localhost",
        ["aila@people.example"],
    )
    letter = read_letter(cast(bytes, envelope.content))
    assert (letter["Subject"], letter.get_content().strip()) == ("Säännöt", "Lue – täällä.")
    assert letter["Message-ID"] == outbox(session)[0].message_id
    assert not settings.outbox_path.exists()


def test_the_address_that_ends_a_mail_leaves_as_it_is_however_long(
    engine: Engine, session: Session, settings: Settings
) -> None:
    address = "https://labels.example/mail/stop/" + "long-token." * 30
    queue_mail(session, "aila@people.example", "Säännöt " * 20, "Read it.", address)
    session.commit()
    postbox = Postbox()
    with smtp_server(postbox, settings) as served:
        assert send_waiting_mail(engine, served) == 1
    (envelope,) = postbox.letters
    lines = cast(bytes, envelope.content).split(b"\r\n")
    assert f"List-Unsubscribe: <{address}>".encode() in lines
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines


def test_a_real_server_that_refuses_one_is_given_the_others(
    engine: Engine, session: Session, settings: Settings, clock: Clock
) -> None:
    queue(session, "aila", "oula")
    postbox = Postbox("aila@people.example")
    with smtp_server(postbox, settings) as served:
        assert send_waiting_mail(engine, served) == 1
    assert [envelope.rcpt_tos for envelope in postbox.letters] == [["oula@people.example"]]
    refused, sent = outbox(session)
    assert "No such person" in refused.fault
    assert (refused.sent_at, refused.claimed_until) == (None, NOON + timedelta(minutes=2))
    assert (sent.sent_at, sent.fault) == (NOON, "")


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
@pytest.mark.parametrize(("password", "number"), [("right", 1), ("wrong", 0)])
def test_a_real_server_may_ask_who_sends(
    engine: Engine, session: Session, settings: Settings, password: str, number: int
) -> None:
    queue(session)

    def check(_server: Any, _session: Any, _envelope: Any, _kind: str, data: Any) -> AuthResult:
        is_known = isinstance(data, LoginPassword) and data.password == b"right"
        return AuthResult(success=is_known, handled=False)

    options = {"authenticator": check, "auth_required": True, "auth_require_tls": False}
    with smtp_server(Postbox(), settings, **options) as served:
        known = served.model_copy(update={"smtp_user": "labels", "smtp_password": password})
        assert send_waiting_mail(engine, known) == number
    assert (outbox(session)[0].fault == "") is (number == 1)


def test_mail_is_never_sent_in_clear_where_encryption_is_asked(
    engine: Engine, session: Session, settings: Settings
) -> None:
    queue(session)
    postbox = Postbox()
    with smtp_server(postbox, settings) as served:
        secure = served.model_copy(update={"smtp_security": "starttls"})
        assert send_waiting_mail(engine, secure) == 0
    assert postbox.letters == []
    assert outbox(session)[0].fault == str(
        smtplib.SMTPNotSupportedError("STARTTLS extension not supported by server.")
    )


def test_mailing_leads_to_the_public_address(session: Session, world: World) -> None:
    Mailing("https://elsewhere.example", "k" * 32).queue(
        session, world.owner, "consensus_open", "/reviews/7/consensus", ABOUT
    )
    session.flush()
    (message,) = outbox(session)
    links = [line for line in message.body.splitlines() if line.startswith("https://")]
    stop = f"https://elsewhere.example/mail/stop/{stop_token('k' * 32, world.owner.id, Topic.WORK)}"
    assert links == [
        "https://elsewhere.example/reviews/7/consensus",
        "https://elsewhere.example/account/mail",
        stop,
    ]
    assert message.unsubscribe == stop
    assert (message.recipient, message.subject) == (
        "owner@people.example",
        "Consensus is open: Timber, Gold",
    )


def body_of(session: Session, reader: str, subject: str) -> str:
    found = select(OutboxMessage.body).where(
        OutboxMessage.recipient == f"{reader}@people.example",
        OutboxMessage.subject.startswith(subject),
    )
    return " ".join(session.scalars(found).one().split())


def test_who_leads_reads_that_they_close_the_consensus_and_all_read_until_when(
    session: Session, quick_line: Line
) -> None:
    quick_line.lead_to(State.CONSENSUS)
    lead = body_of(session, "reviewer", "Consensus is open")
    other = body_of(session, "colleague", "Consensus is open")
    assert "You lead the panel" in lead
    assert "close the consensus by 29 June 2026:" in lead
    assert "whoever leads the panel closes the consensus by 29 June 2026:" in other


def test_what_waits_for_a_decision_says_until_when(session: Session, quick_line: Line) -> None:
    quick_line.lead_to(State.REVIEWED)
    text = body_of(session, "secretary", "Waiting for decision")
    assert "A decision is due by 15 July 2026; propose it here: https://" in text


def test_an_objection_has_its_link_before_the_reason(session: Session, quick_line: Line) -> None:
    assessment = quick_line.lead_to(State.PANEL_PROPOSED)
    object_to_panel(
        session,
        assessment_id=assessment.id,
        reason="They compete with us.",
        actor_id=quick_line.world.owner.id,
        at=NOON,
        mailing=MAILING,
    )
    text = body_of(session, "secretary", "Objection to the panel")
    link = f"/submissions/{quick_line.submission(assessment).id}/panel"
    assert f"here: https://labels.example/secretariat{link} The reason given: They" in text
