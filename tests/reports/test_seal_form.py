"""The one form of a seal: the same signature written in any other way is a change of the file."""

import asyncio
import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import algos, cms, core, parser
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pyhanko.sign.timestamps import DummyTimeStamper

from assessment.config import Settings
from assessment.domain.proof import SealFault
from assessment.reports import sealing
from assessment.reports.issuer_keys import opened_sealer
from assessment.reports.pdf import html_to_pdf
from assessment.reports.seal_form import certificates_in, stamp_in, written_stamp
from assessment.reports.sealing import NotSealed, Sealer, read_seal, stamp_certificates
from tests.reports.offices import known, office_of
from tests.reports.timestamping import stamper_of_tests

ORDERS = {
    "secp256r1": "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
    "secp384r1": "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF"
    "581A0DB248B0A77AECEC196ACCC52973",
    "secp521r1": "1FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
    "FA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409",
    "brainpoolP256r1": "A9FB57DBA1EEA9BC3E660A909D838D718C397AA3B561A6F7901E0E82974856A7",
    "brainpoolP384r1": "8CB91E82A3386D280F5D6F7E50E641DF152F7109ED5456B31F166E6CAC0425A7"
    "CF3AB6AF6B7FC3103B883202E9046565",
    "brainpoolP512r1": "AADD9DB8DBE9C48B3FD4E6AE33C9FC07CB308DB3B3C9D20ED6639CCA70330870"
    "553E5C414CA92619418661197FAC10471DB1D381085DDADDB58796829CA90069",
}
"""How many points each curve has, as SEC 2 and RFC 5639 print it."""

PAGE = '<html lang="en"><head><title>Certificate</title></head><body><p>Gold</p></body></html>'


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return html_to_pdf(PAGE, (), "Seal of the issuer")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    key = ec.generate_private_key(ec.SECP256R1())
    return office_of(tmp_path_factory.mktemp("offices") / "own", key)


@pytest.fixture(scope="module")
def stamper() -> DummyTimeStamper:
    return stamper_of_tests()


@pytest.fixture(scope="module")
def sealed(office: Settings, pdf: bytes) -> bytes:
    """With a timestamp, and the certificates of whoever stands above office and authority."""
    with opened_sealer(office) as sealer:
        return sealer.seal(pdf, "Issued")


@pytest.fixture(scope="module")
def stamped(office: Settings, pdf: bytes, stamper: DummyTimeStamper) -> bytes:
    with opened_sealer(office) as sealer:
        return Sealer(sealer.signer, lambda _pdf: None, stamper).seal(pdf, "Issued")


@pytest.fixture(scope="module")
def read(office: Settings, stamped: bytes) -> Callable[[bytes], SealFault | None]:
    chains = known(office).seals
    return lambda pdf: read_seal(pdf, chains, [stamp_certificates(stamped)]).fault


def room_of(pdf: bytes) -> tuple[int, int]:
    begin = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    return begin, pdf.index(b">", begin)


def seal_in(pdf: bytes) -> bytes:
    begin, end = room_of(pdf)
    return bytes(cms.ContentInfo.load(bytes.fromhex(pdf[begin:end].decode())).dump())


def with_seal(pdf: bytes, seal: bytes) -> bytes:
    begin, end = room_of(pdf)
    written = seal.hex().upper().encode()
    assert len(written) <= end - begin
    return pdf[:begin] + written.ljust(end - begin, b"0") + pdf[end:]


def written_otherwise(value: bytes) -> Iterator[tuple[str, bytes]]:
    """The same value with one of its parts, at any depth, not in DER."""
    kind, method, tag, head, content, _trailer = parser.parse(value)
    length = len(content).to_bytes(4, "big")
    yield "a longer length", head[:1] + b"\x84" + length + content
    if (kind, tag) == (0, core.Integer.tag):
        yield "a longer number", parser.emit(kind, method, tag, b"\x00" + content)
    if (kind, tag) == (0, core.ObjectIdentifier.tag):
        yield "a longer identifier", parser.emit(kind, method, tag, b"\x80" + content)
    if method:
        yield "no length", head[:1] + b"\x80" + content + bytes(2)
        parts = list(parts_of(content))
        for at, part in enumerate(parts):
            for how, other in written_otherwise(part):
                whole = b"".join([*parts[:at], other, *parts[at + 1 :]])
                yield how, parser.emit(kind, method, tag, whole)


def parts_of(content: bytes) -> Iterator[bytes]:
    while content:
        _kind, _method, _tag, head, inner, trailer = parser.parse(content)
        length = len(head) + len(inner) + len(trailer)
        yield content[:length]
        content = content[length:]


def test_a_seal_and_its_timestamp_are_in_der_and_read_as_genuine(
    sealed: bytes, stamped: bytes, read: Callable[[bytes], SealFault | None]
) -> None:
    for pdf in (sealed, stamped):
        assert read(pdf) is None
        assert with_seal(pdf, seal_in(pdf)) == pdf


def test_every_part_of_a_seal_that_is_written_otherwise_is_a_change(
    stamped: bytes, read: Callable[[bytes], SealFault | None]
) -> None:
    """Of the message, its timestamp, and all certificates."""
    found: dict[str, int] = {}
    for how, seal in written_otherwise(seal_in(stamped)):
        assert read(with_seal(stamped, seal)) is not None, (how, seal.hex())
        found[how] = found.get(how, 0) + 1
    assert found == {
        "a longer length": 254,
        "a longer number": 16,
        "a longer identifier": 50,
        "no length": 136,
    }


def with_certificates(pdf: bytes, of_stamp: bool, change: Callable[[list[bytes]], Any]) -> bytes:
    """The sealed PDF with other certificates in the seal, or in its timestamp; else in DER."""
    seal = seal_in(pdf)
    message: cms.ContentInfo = cms.ContentInfo.load(seal)
    if of_stamp:
        found = stamp_in(message["content"]["signer_infos"][0])
        assert found is not None
        message = found
    (kept,) = [
        part
        for part in parts_of(cms.SignedData.load(message["content"].untag().dump()).contents)
        if part[:1] == b"\xa0"
    ]
    parts = list(parts_of(parser.parse(kept)[4]))
    change(parts)
    return with_seal(pdf, replaced(seal, kept, parser.emit(2, 1, 0, b"".join(parts))))


def replaced(value: bytes, old: bytes, new: bytes) -> bytes:
    """The value with one of its parts replaced, and the lengths of those around it made to fit."""
    if value == old:
        return new
    kind, method, tag, _head, content, _trailer = parser.parse(value)
    if not method or old not in content:
        return value
    parts = [replaced(part, old, new) for part in parts_of(content)]
    return parser.emit(kind, method, tag, b"".join(parts))


@pytest.mark.parametrize("of_stamp", [False, True])
@pytest.mark.parametrize(
    "change",
    [
        lambda found: found.append(found[0]),
        lambda found: found.append(found[1]),
        lambda found: found.insert(0, found[0]),
        lambda found: found.reverse(),
        lambda found: found.pop(0),
        lambda found: found.pop(),
    ],
    ids=["first twice", "second twice", "first twice, as a set", "turned", "less", "one less"],
)
def test_each_certificate_is_in_the_seal_once_and_at_its_place(
    stamped: bytes,
    read: Callable[[bytes], SealFault | None],
    of_stamp: bool,
    change: Callable[[list[bytes]], Any],
) -> None:
    assert with_certificates(stamped, of_stamp, len) == stamped
    changed = with_certificates(stamped, of_stamp, change)
    assert changed != stamped
    assert read(changed) in {SealFault.CHANGED, SealFault.OTHER_SEAL}


def with_stamp(pdf: bytes, stamp: cms.ContentInfo | None) -> bytes:
    """The sealed PDF with another timestamp, or none."""
    seal = cms.ContentInfo.load(seal_in(pdf))
    seal["content"]["signer_infos"][0]["unsigned_attrs"] = stamp and [
        {"type": "signature_time_stamp_token", "values": [stamp]}
    ]
    return with_seal(pdf, seal.dump(force=True))


def stamp_at(pdf: bytes, stamper: DummyTimeStamper, after: timedelta) -> cms.ContentInfo:
    """A timestamp of the authority for the seal of the PDF, so long after it."""
    signature = cms.ContentInfo.load(seal_in(pdf))["content"]["signer_infos"][0]["signature"]
    begin = read_seal(pdf, []).at
    assert begin is not None
    stamper.fixed_dt = begin + after
    digest = hashlib.sha256(signature.native).digest()
    token = asyncio.run(stamper.async_timestamp(digest, "sha256"))
    return written_stamp(token, certificates_in(token))


@pytest.mark.parametrize(
    ("after", "fault"),
    [
        (timedelta(minutes=-5, seconds=-1), SealFault.CHANGED),
        (timedelta(minutes=-5), None),
        (timedelta(), None),
        (timedelta(hours=1), None),
        (timedelta(hours=1, seconds=1), SealFault.CHANGED),
        (timedelta(days=29), SealFault.CHANGED),
    ],
)
def test_a_timestamp_of_another_time_is_a_change(
    stamped: bytes,
    stamper: DummyTimeStamper,
    office: Settings,
    after: timedelta,
    fault: SealFault | None,
) -> None:
    other = with_stamp(stamped, stamp_at(stamped, stamper, after))
    assert read_seal(other, known(office).seals, [stamp_certificates(stamped)]).fault is fault


def test_a_timestamp_that_is_taken_away_or_added_is_a_change(
    office: Settings,
    pdf: bytes,
    stamped: bytes,
    stamper: DummyTimeStamper,
    read: Callable[[bytes], SealFault | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert read(with_stamp(stamped, None)) is SealFault.CHANGED
    monkeypatch.setattr(sealing, "_STAMPED", None)  # the seal does not say that it has one
    stamper.fixed_dt = None
    with opened_sealer(office) as sealer:
        added = Sealer(sealer.signer, lambda _pdf: None, stamper).seal(pdf, "Issued")
    assert read(added) is SealFault.CHANGED


def in_another_form(token: cms.ContentInfo) -> cms.ContentInfo:
    """The timestamp with algorithms without their null, and a certificate twice."""
    bare = algos.DigestAlgorithm({"algorithm": "sha256"})
    bare["parameters"] = None
    other = cms.ContentInfo.load(token.dump())
    content = other["content"]
    content["digest_algorithms"] = [bare]
    content["signer_infos"][0]["digest_algorithm"] = bare
    content["certificates"] = [*content["certificates"], content["certificates"][0]]
    return cms.ContentInfo.load(other.dump(force=True))


def test_a_timestamp_has_one_form_however_its_authority_wrote_it(
    stamped: bytes, stamper: DummyTimeStamper, read: Callable[[bytes], SealFault | None]
) -> None:
    token = stamp_at(stamped, stamper, timedelta())
    other = in_another_form(token)
    assert other.dump() != token.dump()
    assert written_stamp(other, certificates_in(other)).dump() == token.dump()
    assert read(with_stamp(stamped, token)) is None
    assert read(with_stamp(stamped, other)) is SealFault.CHANGED


def test_algorithms_that_a_timestamp_has_signed_stay_as_they_were_signed(
    stamped: bytes, stamper: DummyTimeStamper
) -> None:
    other = in_another_form(stamp_at(stamped, stamper, timedelta()))
    signer = other["content"]["signer_infos"][0]
    bare, mechanism = signer["digest_algorithm"], signer["signature_algorithm"]
    signed = {"digest_algorithm": bare, "signature_algorithm": mechanism}
    kept = {"type": "cms_algorithm_protection", "values": [signed]}
    signer["signed_attrs"] = [*signer["signed_attrs"], cms.CMSAttribute(kept)]
    found = written_stamp(other, certificates_in(other))["content"]["signer_infos"][0]
    assert found["digest_algorithm"].dump().hex() == "300b0609608648016503040201"
    assert found["signature_algorithm"].dump() == mechanism.dump()


@pytest.mark.parametrize(
    "curve",
    [
        ec.SECP256R1(),
        ec.SECP384R1(),
        ec.SECP521R1(),
        ec.BrainpoolP256R1(),
        ec.BrainpoolP384R1(),
        ec.BrainpoolP512R1(),
    ],
    ids=lambda curve: curve.name,
)
def test_of_each_curve_the_other_form_of_a_signature_is_a_change(
    tmp_path: Path, pdf: bytes, curve: ec.EllipticCurve
) -> None:
    office = office_of(tmp_path / "own", ec.generate_private_key(curve))
    with opened_sealer(office) as sealer:
        sealed = sealer.seal(pdf, "Issued")
    ((own, *_above),) = chains = known(office).seals
    assert read_seal(sealed, chains).fault is None
    seal = cms.ContentInfo.load(seal_in(sealed))
    signer = seal["content"]["signer_infos"][0]
    r, s = decode_dss_signature(signer["signature"].native)
    other = encode_dss_signature(r, int(ORDERS[curve.name], 16) - s)
    key = load_der_public_key(own.public_key.dump())
    assert isinstance(key, ec.EllipticCurvePublicKey)
    signed = signer["signed_attrs"].untag().dump()
    key.verify(other, signed, ec.ECDSA(hashes.SHA256()))  # it holds, too
    signer["signature"] = other
    changed = with_seal(sealed, seal.dump(force=True))
    assert read_seal(changed, chains).fault is SealFault.CHANGED


@pytest.mark.parametrize(
    ("key", "called"),
    [
        (ec.generate_private_key(ec.SECP256K1()), "ec on secp256k1"),
        (ed25519.Ed25519PrivateKey.generate(), "ed25519"),
    ],
)
def test_a_key_of_another_kind_is_refused_before_it_seals(
    tmp_path: Path, key: Any, called: str
) -> None:
    office = office_of(tmp_path / "own", key)
    told = (
        f"the key that seals is {called}; supported are RSA, or EC on P-256, P-384, P-521 or "
        "brainpoolP256r1, P384r1 or P512r1"
    )
    with pytest.raises(NotSealed) as refused, opened_sealer(office):
        pass
    assert str(refused.value) == told
    assert not (office.keys_path / "seals").exists()
