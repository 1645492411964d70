"""A corrected certificate takes the place of the one before; both stay on record."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from openbadgeslib.ob3 import OB3VerificationError
from pypdf import PdfReader
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import (
    Certificate,
    Document,
    EventRecord,
    OutboxMessage,
    StatusList,
    Submission,
)
from assessment.db.queries import credentials, outcomes
from assessment.domain.errors import IllegalTransition
from assessment.domain.label_life import LifeState
from assessment.domain.proof import Genuineness
from assessment.domain.seals import MismatchKind, Sealed
from assessment.reports.credential import read_credential, verify_credential
from assessment.reports.issuer_keys import keys_in
from assessment.reports.public_keys import public_keys
from assessment.services import making_documents
from assessment.services.auditing import audit_events
from assessment.services.correcting import (
    Correction,
    NothingCorrected,
    correct_certificate,
    names_another,
)
from assessment.services.correcting_names import confirm_name, propose_name
from assessment.services.documents import document_path
from assessment.services.making_documents import make_waiting_documents
from assessment.services.proofs import check_file
from assessment.services.status_lists import sign_status_lists
from tests.building import MAILING, NOON, OFFICE, Line
from tests.issuing import issue, made

WORDS = Correction("Northern Timber ry", "Timber Office", "The name was misspelt.")


def correct(line: Line, correction: Correction = WORDS, at: datetime = NOON) -> list[Document]:
    """By the secretary; another name or organisation is confirmed by the deputy."""
    submission = line.session.scalars(select(Submission)).one()
    certificate = line.session.scalars(select(Certificate)).one()
    papers = credentials.current_papers(line.session, submission.id)
    how: dict[str, Any] = {"submission": submission, "at": at, "mailing": MAILING}
    if not names_another(correction, certificate, papers, submission):
        return correct_certificate(
            line.session,
            correction=correction,
            letterhead=OFFICE,
            actor_id=line.world.secretary.id,
            **how,
        )
    proposed = propose_name(
        line.session, correction=correction, actor_id=line.world.secretary.id, **how
    )
    return confirm_name(
        line.session,
        correction_id=proposed.id,
        letterhead=OFFICE,
        actor_id=line.world.deputy.id,
        **how,
    )


def test_the_one_before_stays_byte_for_byte_and_is_known_as_corrected(
    line: Line, engine: Engine, settings: Settings
) -> None:
    issue(line)
    ((first, content),) = made(line, engine, settings)
    (ordered,) = correct(line)
    assert (ordered.version, ordered.supersedes_id, ordered.reason) == (
        2,
        first.id,
        "The name was misspelt.",
    )
    (_first, before), (second, after) = made(line, engine, settings)
    assert before == content != after
    assert first.superseded_at == NOON
    checked = [check_file(line.session, settings, one).genuineness for one in (before, after)]
    assert checked == [Genuineness.CORRECTED, Genuineness.ISSUED]
    assert second.facts is not None
    assert (second.facts["cluster_name"], second.facts["organisation"]) == WORDS_SAID


def test_the_paper_says_when_it_was_corrected_and_which_one_is_no_longer_valid(
    line: Line, engine: Engine, settings: Settings
) -> None:
    certificate = issue(line, ("en", "fi"))
    for day, name in ((15, "Northern Timber ry"), (20, "Northern Timber RY")):
        correct(line, replace(WORDS, cluster_name=name), datetime(2026, 2, day, 23, tzinfo=UTC))
    line.session.commit()
    assert make_waiting_documents(engine, settings) == 2
    told = []
    for one in credentials.current_papers(line.session, certificate.submission_id):
        path = document_path(settings, one)
        assert path is not None
        told.append(" ".join(PdfReader(path).pages[0].extract_text().split()))
    told_in_english = "Corrected on 21 February 2026. Earlier papers with this number"
    assert told_in_english in told[0]
    assert "Korjattu 21. helmikuuta 2026. Aiemmat paperit, joissa on tämä numero" in told[1]
    assert audit_events(line.session).is_whole
    with pytest.raises(NothingCorrected):
        correct(line, replace(WORDS, cluster_name="Northern Timber RY"))


WORDS_SAID = ("Northern Timber ry", "Timber Office")


def test_what_was_not_made_yet_is_never_made(
    line: Line, engine: Engine, settings: Settings
) -> None:
    issue(line)
    (ordered,) = correct(line)
    line.session.commit()
    assert make_waiting_documents(engine, settings) == 1
    first, second = documents(line.session)
    assert (first.made_at, first.superseded_at) == (None, NOON)
    assert (second.id, second.version) == (ordered.id, 2)
    assert second.made_at is not None
    assert [one.id for one in outcomes.documents(line.session, second.submission_id)] == [second.id]


def documents(session: Session) -> Sequence[Document]:
    every = select(Document).order_by(Document.id).execution_options(populate_existing=True)
    return session.scalars(every).all()


@pytest.mark.parametrize("moment", ["sealed_pdf", "prepare_certificate"])
def test_one_that_is_corrected_while_it_is_made_says_what_it_was_ordered_to_say(
    line: Line, engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """The corrected one is made after it, and the first is known as corrected."""
    if moment == "prepare_certificate" and engine.dialect.name == "sqlite":
        pytest.skip("nobody else writes meanwhile")
    issue(line)
    whole, corrected = getattr(making_documents, moment), []

    def correct_meanwhile(*about: Any) -> Any:
        if not corrected:
            corrected.extend(correct(line))
            line.session.commit()
        return whole(*about)

    monkeypatch.setattr(making_documents, moment, correct_meanwhile)
    make_waiting_documents(engine, settings)
    make_waiting_documents(engine, settings)
    key = keys_in(public_keys(settings.keys_path)).credentials
    assert key is not None
    told = []
    for one in documents(line.session):
        assert one.facts is not None
        name = read_credential(one.credential, key).name
        told.append((one.version, one.facts["cluster_name"], name, one.superseded_at is not None))
    assert told == [
        (1, "Northern Timber", "Gold: Northern Timber", True),
        (2, "Northern Timber ry", "Gold: Northern Timber ry", False),
    ]


def test_the_chain_tells_of_the_correction_and_what_is_stored_still_matches_it(
    line: Line, engine: Engine, settings: Settings
) -> None:
    certificate = issue(line)
    made(line, engine, settings)
    correct(line)
    line.session.flush()
    event = line.session.scalars(
        select(EventRecord).where(EventRecord.kind == "correct_certificate")
    ).one()
    assert event.facts["reason"] == "The name was misspelt."
    assert len(event.facts["replaced"]) == 1
    assert audit_events(line.session).is_whole
    certificate.cluster_name = "Another"
    line.session.flush()
    (found,) = audit_events(line.session).records.mismatches
    assert (found.kind, found.of, found.event) == (
        MismatchKind.ALTERED,
        Sealed.CERTIFICATE,
        event.number,
    )


def test_a_correction_does_not_cover_what_was_altered_before_it(line: Line) -> None:
    certificate = issue(line)
    certificate.valid_until = date(2060, 1, 1)
    line.session.flush()
    correct(line)
    line.session.flush()
    (found,) = audit_events(line.session).records.mismatches
    assert (found.kind, found.of) == (MismatchKind.ALTERED, Sealed.CERTIFICATE)


def test_what_is_printed_is_compared_with_what_the_award_told(line: Line) -> None:
    issue(line)
    (document,) = documents(line.session)
    assert audit_events(line.session).is_whole
    assert document.facts is not None
    document.facts = document.facts | {"cluster_name": "Somebody Else"}
    line.session.flush()
    (found,) = audit_events(line.session).records.mismatches
    assert (found.kind, found.of) == (MismatchKind.ALTERED, Sealed.PAPER)


def test_the_credential_of_the_one_before_is_refused(
    line: Line, engine: Engine, settings: Settings
) -> None:
    issue(line)
    ((first, _content),) = made(line, engine, settings)
    before = first.credential
    correct(line)
    _first, (second, _other) = made(line, engine, settings)
    after = second.credential
    sign_status_lists(engine, settings)
    key = keys_in(public_keys(settings.keys_path)).credentials
    assert key is not None

    def fetch(address: str, *_how: object, **_more: object) -> bytes:
        found = select(StatusList).where(StatusList.purpose == address.rsplit("/", 2)[1])
        return line.session.scalars(found).one().token.encode()

    assert verify_credential(after, key, fetch).name == "Gold: Northern Timber ry"
    with pytest.raises(OB3VerificationError):
        verify_credential(before, key, fetch)


def test_the_team_is_told_with_the_reason(line: Line) -> None:
    issue(line)
    correct(line)
    line.session.flush()
    told = line.session.scalars(
        select(OutboxMessage).where(OutboxMessage.subject.startswith("Certificate corrected: "))
    ).all()
    assert {message.recipient for message in told} == {
        person.email for person in (line.world.owner, line.world.editor, line.world.viewer)
    }
    assert len(told) == 3
    number = line.session.scalars(select(Certificate.number)).one()
    for message in told:
        assert "The reason given:\nThe name was misspelt.\n" in message.body
        assert f"certificate {number} of Northern Timber (Gold)" in " ".join(message.body.split())


def test_a_correction_that_corrects_nothing_is_none(line: Line) -> None:
    issue(line)
    same = Correction("Northern Timber", "", "Why not.")
    document = line.session.scalars(select(Document)).one()
    assert document.facts is not None
    same = replace(same, organisation=document.facts["organisation"])
    with pytest.raises(NothingCorrected):
        correct(line, same)


@pytest.mark.parametrize("life", [LifeState.REVOKED, LifeState.SUPERSEDED])
def test_what_has_ended_is_not_corrected(line: Line, life: LifeState) -> None:
    issue(line)
    line.session.scalars(select(Certificate)).one().life = life
    line.session.flush()
    for words in (WORDS, replace(WORDS, cluster_name="Northern Timber")):
        with pytest.raises(IllegalTransition):
            correct(line, words)
    assert [one.superseded_at for one in documents(line.session)] == [None]
