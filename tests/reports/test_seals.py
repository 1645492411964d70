"""Seals: made with the issuer's key, read by us and by another's program, and no byte can change."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pkcs11
import pytest
from asn1crypto import cms
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st
from pkcs11 import Attribute
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.x509 import decode_x509_certificate

from assessment.config import Settings
from assessment.domain.proof import Seal, SealFault
from assessment.reports.issuer_keys import credential_key, opened_sealer
from assessment.reports.pdf import Enclosed, html_to_pdf
from assessment.reports.sealing import NotSealed, read_seal
from tests.reports.offices import known, place, usage_of_seals
from tests.reports.timestamping import authority

PAGE = (
    '<!doctype html><html lang="en"><head><title>Certificate G-2026-0001</title>'
    '<meta name="dcterms.created" content="2026-05-14"></head>'
    '<body><h1>Arctic Design</h1><p><a href="https://labels.example">check</a></p></body></html>'
)
ENCLOSED = Enclosed(
    "credential.jwt", "Credential", b"abc.def.ghi", datetime(2026, 5, 14, tzinfo=UTC)
)


def installed(name: str) -> str:
    """The program, where `tools/seal_programs.sh` could bring it; in CI it must be there."""
    found = shutil.which(name)
    if found is None and not os.environ.get("CI"):
        pytest.skip(f"{name} is not installed")
    assert found is not None
    return found


def softhsm() -> str:
    """The library of the token that is made of software."""
    found = [
        *Path("/usr/lib").glob("**/libsofthsm2.so"),
        *Path("/usr/lib64").glob("**/libsofthsm2.so"),
    ]
    return str(found[0])


def issuers(settings: Settings) -> Sequence[Sequence[Certificate]]:
    return known(settings).seals


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return html_to_pdf(PAGE, [ENCLOSED], place_for_seal="Seal of the issuer")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return place(tmp_path_factory.mktemp("instance"))


@pytest.fixture(scope="module")
def sealed(office: Settings, pdf: bytes) -> bytes:
    with opened_sealer(office) as sealer:
        return sealer.seal(pdf, "Issued")


def test_the_seal_is_the_issuers_and_what_was_sealed_stays_byte_for_byte(
    office: Settings, pdf: bytes, sealed: bytes
) -> None:
    found = read_seal(sealed, issuers(office))
    assert (found.fault, found.by, found.is_timestamped) == (None, office.issuer, False)
    assert sealed.startswith(pdf)


@pytest.fixture(scope="module")
def read(office: Settings):
    known = issuers(office)
    return lambda content: read_seal(content, known).fault


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_any_changed_byte_is_found(sealed: bytes, read, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sealed) - 1))
    other = data.draw(st.integers(1, 255))
    changed = bytearray(sealed)
    changed[at] ^= other
    assert read(bytes(changed)) is not None


def test_no_byte_of_the_signature_itself_can_change(sealed: bytes, read) -> None:
    """The one part that it does not cover: what stands in the file between its two ranges."""
    begin = sealed.rindex(b"/Contents <")
    for at in range(begin, sealed.index(b">", begin) + 1):
        changed = bytearray(sealed)
        changed[at] ^= 1
        assert read(bytes(changed)) is not None, at


@pytest.mark.parametrize("more", [b"\n", b"%", b"\n%%EOF\n"])
def test_nothing_can_be_added(sealed: bytes, read, more: bytes) -> None:
    assert read(sealed + more) is not None


def test_cut_short_it_is_no_document(sealed: bytes, read) -> None:
    for length in (0, 1, 100, len(sealed) // 2, len(sealed) - 1):
        assert read(sealed[:length]) is not None


def test_other_files_are_told_apart(office: Settings, pdf: bytes, sealed: bytes, read) -> None:
    assert read(b"") is SealFault.UNREADABLE
    assert read(b"\x89PNG\r\n\x1a\n" + bytes(100)) is SealFault.UNREADABLE
    assert read(pdf) is SealFault.UNSEALED
    assert read_seal(sealed, []).fault is SealFault.OTHER_SEAL


def test_the_seal_of_another_office_in_our_name_is_anothers(
    tmp_path: Path, office: Settings, pdf: bytes, read
) -> None:
    with opened_sealer(place(tmp_path)) as forger:
        forged = forger.seal(pdf, "Issued")
    assert read(forged) is SealFault.OTHER_SEAL
    assert read_seal(forged, issuers(office)).by == office.issuer


def test_a_second_seal_over_the_first_is_a_change(office: Settings, sealed: bytes) -> None:
    with opened_sealer(office) as sealer, pytest.raises(NotSealed):
        sealer.seal(sealed, "Again")


def test_poppler_takes_the_seal(tmp_path: Path, sealed: bytes) -> None:
    program = installed("pdfsig")
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealed)
    told = subprocess.run([program, file], capture_output=True, text=True, check=False).stdout
    for line in (
        "Signature Type: ETSI.CAdES.detached",
        "Total document signed",
        "Signature Validation: Signature is Valid.",
    ):
        assert line in told


def test_a_key_of_a_pkcs12_file_seals_and_the_key_before_is_still_known(
    tmp_path: Path, pdf: bytes
) -> None:
    own = place(tmp_path / "own")
    with opened_sealer(own) as sealer:
        before = sealer.seal(pdf, "Issued")
    other = place(tmp_path / "other")
    with opened_sealer(other):
        pass
    text = (other.keys_path / "seal.pem").read_bytes()
    content = pkcs12.serialize_key_and_certificates(
        b"seal",
        load_pem_private_key(text, None),  # type: ignore[arg-type]
        x509.load_pem_x509_certificate(text),
        None,
        BestAvailableEncryption(b"secret"),
    )
    file = tmp_path / "seal.p12"
    file.write_bytes(content)
    now = place(tmp_path / "own", seal_pkcs12=str(file), seal_password="secret")
    with opened_sealer(now) as sealer:
        after = sealer.seal(pdf, "Issued")
    assert [read_seal(one, issuers(now)).fault for one in (before, after)] == [None, None]
    assert len(issuers(now)) == 2
    wrong = place(tmp_path / "own", seal_pkcs12=str(file), seal_password="guess")
    with pytest.raises(NotSealed, match="seal_pkcs12"), opened_sealer(wrong):
        pass


def test_keys_are_for_the_owner_alone_and_made_once(office: Settings, sealed: bytes) -> None:
    path = office.keys_path / "seal.pem"
    assert path.stat().st_mode & 0o077 == 0
    assert office.keys_path.stat().st_mode & 0o077 == 0
    key = path.read_bytes()
    with opened_sealer(office):
        pass
    assert path.read_bytes() == key


def test_another_key_of_credentials_is_refused_once_one_is_out(tmp_path: Path) -> None:
    office, other = place(tmp_path / "office"), place(tmp_path / "other")
    key = credential_key(office)
    assert credential_key(office) == key
    (office.keys_path / "credential.pem").write_bytes(credential_key(other))
    with pytest.raises(NotSealed, match=r"credential\.pem: is not the key of"):
        credential_key(office)


def test_what_is_not_sealed_says_so_in_its_type() -> None:
    assert Seal(SealFault.UNSEALED) == Seal(SealFault.UNSEALED, "", None, False)


def test_a_seal_with_a_timestamp_is_of_that_time_and_any_change_of_it_is_found(
    tmp_path: Path, pdf: bytes
) -> None:
    with authority() as address:
        stamped = place(tmp_path, timestamp_url=address)
        with opened_sealer(stamped) as sealer:
            sealed = sealer.seal(pdf, "Issued")
    keys = known(stamped).seals, known(stamped).stamps
    found = read_seal(sealed, *keys)
    assert (found.fault, found.is_timestamped) == (None, True)
    begin = sealed.rindex(b"/Contents")
    end = sealed.index(b"0000000000", begin)
    for at in range(begin + 12, end, (end - begin) // 60):
        changed = bytearray(sealed)
        changed[at] = ord("1") if changed[at] != ord("1") else ord("2")
        assert read_seal(bytes(changed), *keys).fault is not None
    assert read_seal(sealed, keys[0]).fault is SealFault.CHANGED


def test_whoever_stands_above_the_timestamp_authority_is_no_issuer(
    tmp_path: Path, pdf: bytes
) -> None:
    with authority() as address:
        stamped = place(tmp_path, timestamp_url=address)
        with opened_sealer(stamped) as sealer:
            sealed = sealer.seal(pdf, "Issued")
    keys = known(stamped)
    assert [one.subject.native["common_name"] for (one,) in keys.seals] == [stamped.issuer]
    (travelled,) = keys.stamps
    assert {one.subject.native["common_name"] for one in travelled} == {
        "Authority of the tests",
        "Authority of authorities",
    }
    assert read_seal(sealed, keys.seals, keys.stamps).is_timestamped


def test_of_an_rsa_key_too_any_changed_digit_of_the_seal_is_found(
    tmp_path: Path, pdf: bytes
) -> None:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Office with RSA")])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=30))
        .add_extension(usage_of_seals(), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "seal.p12"
    secret = BestAvailableEncryption(b"secret")
    file.write_bytes(pkcs12.serialize_key_and_certificates(b"seal", key, certificate, None, secret))
    office = place(tmp_path / "office", seal_pkcs12=str(file), seal_password="secret")
    with opened_sealer(office) as sealer:
        sealed = sealer.seal(pdf, "Issued")
    keys = known(office)
    assert read_seal(sealed, keys.seals).fault is None
    begin = sealed.rindex(b"/Contents")
    end = sealed.index(b"0000000000", begin)
    for at in range(begin + 11, end, 9):
        changed = bytearray(sealed)
        changed[at] = ord("1") if changed[at] != ord("1") else ord("2")
        assert read_seal(bytes(changed), keys.seals).fault is not None


def test_the_other_form_of_the_same_signature_is_a_change(office: Settings, sealed: bytes) -> None:
    """ECDSA has two signatures for each: who changes one into the other has changed the file."""
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    begin = sealed.rindex(b"/Contents") + 11
    written = bytes.fromhex(sealed[begin : sealed.index(b">", begin)].decode())
    info = cms.ContentInfo.load(written)
    signature = info["content"]["signer_infos"][0]["signature"].native
    r, s = decode_dss_signature(signature)
    other = encode_dss_signature(r, order - s)
    if len(other) != len(signature):
        other = signature[:-1] + bytes([signature[-1] ^ 1])
    changed = sealed.replace(signature.hex().upper().encode(), other.hex().upper().encode())
    assert changed != sealed
    assert read_seal(changed, issuers(office)).fault is SealFault.CHANGED


def test_without_the_timestamp_authority_nothing_is_sealed(tmp_path: Path, pdf: bytes) -> None:
    nobody = place(tmp_path, timestamp_url="http://127.0.0.1:9/")
    with opened_sealer(nobody) as sealer, pytest.raises(NotSealed, match="TimestampRequestError"):
        sealer.seal(pdf, "Issued")


def test_the_key_of_a_token_seals(
    tmp_path: Path, pdf: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = installed("softhsm2-util")
    (tmp_path / "tokens").mkdir()
    configured = tmp_path / "softhsm2.conf"
    configured.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(configured))
    token = ["--token", "office", "--pin", "1234"]
    started = [
        program,
        "--init-token",
        "--free",
        "--so-pin",
        "1234",
        *token[2:],
        "--label",
        "office",
    ]
    subprocess.run(started, check=True, capture_output=True)
    other = place(tmp_path / "other")
    with opened_sealer(other):
        pass
    own = (other.keys_path / "seal.pem").read_bytes()
    module = softhsm()
    with (
        pkcs11.lib(module).get_token(token_label="office").open(rw=True, user_pin="1234") as session
    ):
        key = load_pem_private_key(own, None)
        inner = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        session.create_object(
            decode_ec_private_key(inner) | {Attribute.LABEL: "seal", Attribute.TOKEN: True}
        )
        certificate = x509.load_pem_x509_certificate(own).public_bytes(Encoding.DER)
        session.create_object(
            decode_x509_certificate(certificate) | {Attribute.LABEL: "seal", Attribute.TOKEN: True}
        )
    now = place(
        tmp_path / "now",
        seal_pkcs11_module=module,
        seal_pkcs11_token="office",
        seal_pkcs11_label="seal",
        seal_password="1234",
    )
    with opened_sealer(now) as sealer:
        sealed = sealer.seal(pdf, "Issued")
    assert read_seal(sealed, issuers(now)).fault is None
    assert not (now.keys_path / "seal.pem").exists()
    wrong = now.model_copy(update={"seal_password": "4321"})
    with pytest.raises(NotSealed, match="seal_pkcs11"), opened_sealer(wrong):
        pass
