"""What a file proves: genuine byte for byte, corrected since, changed, another's, none at all."""

import signal
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import Certificate, Document
from assessment.domain.proof import Genuineness, Seal, SealFault
from assessment.domain.validity import HOME
from assessment.reports import seal_reader
from assessment.reports.credential import read_credential, verify_credential
from assessment.reports.issuer_keys import keys_in, opened_sealer
from assessment.reports.pdf import html_to_pdf
from assessment.reports.public_keys import public_keys
from assessment.reports.sealing import enclosed_file, read_seal
from assessment.services import proofs
from assessment.services.proofs import Busy, check_file
from tests.building import Line
from tests.issuing import issue, made

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def issued(line: Line, engine: Engine, settings: Settings) -> tuple[Certificate, Document, bytes]:
    certificate = issue(line)
    ((document, content),) = made(line, engine, settings)
    return certificate, document, content


def test_a_certificate_as_issued_is_genuine_and_says_whose_it_is(
    issued: tuple[Certificate, Document, bytes], session: Session, settings: Settings
) -> None:
    certificate, document, content = issued
    found = check_file(session, settings, content)
    assert found.genuineness is Genuineness.ISSUED
    assert (found.seal.fault, found.seal.by) == (None, settings.issuer)
    assert (found.document, found.certificate) == (document, certificate)
    assert found.sha256 == document.sha256


def test_its_credential_says_the_same_and_leads_to_the_same_page(
    issued: tuple[Certificate, Document, bytes], line: Line, settings: Settings
) -> None:
    certificate, document, content = issued
    token = enclosed_file(content, "credential.jwt")
    assert token == document.credential.encode()
    key = keys_in(public_keys(settings.keys_path)).credentials
    assert key is not None
    stated = read_credential(document.credential, key)
    assert stated.address == f"https://labels.example/verify/{certificate.token}"
    assert stated.name == "Gold: Northern Timber"
    assert (stated.valid_from, stated.valid_until) == (
        certificate.valid_from,
        certificate.valid_until,
    )
    told = verify_credential(document.credential, key)
    first, last = told.issuance_date, told.expiration_date
    assert first is not None
    assert last is not None
    begin, end = certificate.valid_from, certificate.valid_until
    assert first == datetime(begin.year, begin.month, begin.day, tzinfo=HOME)
    assert last == datetime(end.year, end.month, end.day, 23, 59, 59, tzinfo=HOME)
    assert told.issuer.id == "did:web:labels.example"
    public_id = line.world.cluster.public_id
    assert told.recipient_id == f"https://labels.example/clusters/{public_id}"


def test_one_that_was_corrected_is_genuine_and_no_longer_counts(
    issued: tuple[Certificate, Document, bytes], session: Session, settings: Settings
) -> None:
    _certificate, document, content = issued
    document.superseded_at = now()
    session.flush()
    assert check_file(session, settings, content).genuineness is Genuineness.CORRECTED


def test_what_we_sealed_and_have_not_on_record_is_not_called_issued(
    issued: tuple[Certificate, Document, bytes], session: Session, settings: Settings
) -> None:
    certificate, document, content = issued
    document.sha256 = "0" * 64
    session.flush()
    found = check_file(session, settings, content)
    assert (found.genuineness, found.document) == (Genuineness.SEALED, None)
    assert found.certificate == certificate
    certificate.token = "of-another"
    session.flush()
    assert check_file(session, settings, content).certificate is None


def test_files_that_are_not_as_issued(
    issued: tuple[Certificate, Document, bytes],
    session: Session,
    settings: Settings,
    tmp_path: Path,
) -> None:
    content = issued[2]
    forger = settings.model_copy(update={"instance_path": tmp_path / "forger"})
    page = '<html lang="en"><head><title>Certificate</title></head><body><p>Gold</p></body></html>'
    with opened_sealer(forger) as sealer:
        forged = sealer.seal(html_to_pdf(page, (), "Seal"), "Seal")
    found = {
        "changed": content.replace(b"/Title", b"/Tit1e", 1),
        "longer": content + b"\n",
        "forged": forged,
        "bare": html_to_pdf(page),
        "cut": content[:4000],
        "text": b"Gold for everybody",
        "nothing": b"",
    }
    checked = {name: check_file(session, settings, file) for name, file in found.items()}
    assert {name: (one.genuineness, one.seal.fault) for name, one in checked.items()} == {
        "changed": (Genuineness.CHANGED, SealFault.CHANGED),
        "longer": (Genuineness.CHANGED, SealFault.CHANGED),
        "forged": (Genuineness.FOREIGN, SealFault.OTHER_SEAL),
        "bare": (Genuineness.FOREIGN, SealFault.UNSEALED),
        "cut": (Genuineness.FOREIGN, SealFault.UNSEALED),
        "text": (Genuineness.FOREIGN, SealFault.UNREADABLE),
        "nothing": (Genuineness.FOREIGN, SealFault.UNREADABLE),
    }
    assert {one.document for one in checked.values()} == {None}


def test_keys_are_read_with_the_line_ends_and_the_mark_of_any_system(
    issued: tuple[Certificate, Document, bytes], settings: Settings
) -> None:
    text = public_keys(settings.keys_path)
    keys = keys_in(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))
    plain = keys_in(text)
    assert keys.credentials == plain.credentials
    assert [one.dump() for seal in keys.seals for one in seal] == [
        one.dump() for seal in plain.seals for one in seal
    ]
    assert len(keys.seals) == 1


def test_any_changed_byte_of_the_certificate_is_found(
    issued: tuple[Certificate, Document, bytes], settings: Settings
) -> None:
    content = issued[2]
    keys = keys_in(public_keys(settings.keys_path))

    @how(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.integers(0, len(content) - 1), st.integers(1, 255))
    def check(at: int, by: int) -> None:
        changed = bytearray(content)
        changed[at] ^= by
        assert read_seal(bytes(changed), keys.seals, keys.stamps).fault is not None

    check()


def test_a_file_that_takes_too_long_counts_as_unreadable(
    session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal_reader, "PATIENCE", 0.01)
    found = check_file(session, settings, b"%PDF-1.7 /ByteRange")
    assert found.seal == Seal(SealFault.UNREADABLE)


def test_while_a_file_is_being_checked_the_next_one_waits_and_is_then_told(
    session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proofs, "PAUSE", 0.001)
    with proofs._one_at_a_time(settings), pytest.raises(Busy):
        check_file(session, settings, b"%PDF-1.7")
    assert check_file(session, settings, b"%PDF-1.7").seal.fault is SealFault.UNSEALED


def test_a_small_file_that_would_take_for_ever_ends_its_reader_alone(
    session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends: list[int] = []
    run = subprocess.run

    def watched(*given: Any, **how: Any) -> Any:
        try:
            return run(*given, **how)
        except subprocess.CalledProcessError as error:
            ends.append(error.returncode)
            raise

    monkeypatch.setattr(seal_reader, "PATIENCE", 100)
    monkeypatch.setattr(subprocess, "run", watched)
    fields = [f"{n} 0 obj<</T(f)/Kids[{n + 1} 0 R {n + 1} 0 R]>>endobj" for n in range(3, 43)]
    body = [
        "%PDF-1.7",
        "1 0 obj<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[3 0 R]>>>>endobj",
        "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj",
        *fields,
        "43 0 obj<</T(x)/FT/Tx>>endobj",
        "% /ByteRange",
    ]
    text, places = "", []
    for line_ in body:
        if " obj" in line_:
            places.append(len(text))
        text += line_ + "\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(text)
    text += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}"
    text += f"trailer<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    assert check_file(session, settings, text.encode()).seal.fault is SealFault.UNREADABLE
    assert ends == [-signal.SIGXCPU]


def test_no_file_is_checked_beside_another_also_where_no_process_can_be_begun(
    session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_given: Any, **_how: Any) -> Any:
        raise BlockingIOError("Resource temporarily unavailable")

    with monkeypatch.context() as there:
        there.setattr(subprocess, "run", refused)
        with pytest.raises(Busy):
            check_file(session, settings, b"%PDF-1.7")
    assert check_file(session, settings, b"%PDF-1.7").seal.fault is SealFault.UNSEALED
