"""Seals on documents (PAdES): who made a PDF, and that no byte of it was changed since.

The only place that knows pyHanko. A seal is a signature of the level PAdES B-B (ETSI EN 319 142-1), of
B-T where a timestamp authority is set, and certifies that nothing may be added to the document.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Literal

from asn1crypto import cms, core, x509
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from pkcs11 import PKCS11Error
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import ExternalSigner, PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    SignatureCoverageLevel,
    validate_pdf_signature,
)
from pyhanko_certvalidator import ValidationContext

from assessment.domain.proof import Seal, SealFault
from assessment.reports.pdf_marks import SEAL_FIELD

_DIGEST = "sha256"
_WITH_PARAMETERS = {"rsassa_pss"}
_LONGEST_NAME = 64
_ORDERS = {
    "secp256r1": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "secp384r1": int("F" * 48 + "C7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973", 16),
}
"""How many points the curves of a key have (SEC 2, 2.4.2 and 2.5.1)."""


class NotSealed(Exception):
    """A document could not be sealed; the text says why."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """The issuer's key, wherever it lies, and who attests the time of a seal, if anybody does."""

    signer: Signer
    check: Callable[[bytes], SealFault | None]
    timestamper: TimeStamper | None = None

    def seal(self, pdf: bytes, reason: str) -> bytes:
        """The PDF with the seal in its field; what was there stays as it is, byte for byte.

        What was sealed is read back as `check` does, so that nothing leaves that would be refused. Raises
        `NotSealed` when the key or the timestamp authority does not answer, or gives what is refused.
        """
        how = PdfSignatureMetadata(
            field_name=SEAL_FIELD,
            md_algorithm=_DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            reason=reason,
        )
        sealed = self._sealed(pdf, how)
        while _has_high_form(_only(sealed)):
            sealed = self._sealed(pdf, how)
        fault = self.check(sealed)
        if fault is not None:
            raise NotSealed(f"the seal reads as {fault}")
        return sealed

    def _sealed(self, pdf: bytes, how: PdfSignatureMetadata) -> bytes:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        try:
            sealed = PdfSigner(how, signer=self.signer, timestamper=self.timestamper).sign_pdf(
                writer, existing_fields_only=True
            )
        except (SigningError, TimestampRequestError, PdfError, PKCS11Error, OSError) as error:
            raise NotSealed(f"{type(error).__name__}: {error}") from error
        return bytes(sealed.getvalue())


def read_seal(
    pdf: bytes,
    issuers: Sequence[x509.Certificate],
    stampers: Sequence[x509.Certificate] = (),
    above: Sequence[x509.Certificate] = (),
) -> Seal:
    """Whether the file is a PDF that one of the issuer's keys has sealed, byte for byte as it was then.

    `issuers` are the certificates of the keys that the issuer uses or has used, `above` those that travel
    with them, `stampers` those of the timestamp authorities that it asked. Nothing is fetched, and no
    certificate authority is asked: the issuer's own certificate is known, or the seal is another's.
    """
    if not pdf.startswith(b"%PDF-"):
        return Seal(SealFault.UNREADABLE)
    if b"/ByteRange" not in pdf:
        return Seal(SealFault.UNSEALED)
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        found = reader.embedded_signatures
    except Exception:  # noqa: BLE001  # whatever is wrong with the file, it cannot be read
        return Seal(SealFault.UNREADABLE)
    if not found:
        return Seal(SealFault.UNSEALED)
    try:
        seal, cert = found[-1], found[-1].signer_cert
        said = _Said(_shown(cert), seal.self_reported_timestamp, cert.sha256.hex())
    except Exception:  # noqa: BLE001
        return Seal(SealFault.OTHER_SEAL)
    if cert.dump() not in {one.dump() for one in issuers}:
        return said.seal(SealFault.OTHER_SEAL)
    travelling = [cert, *above]
    try:
        stamped = _stamp_of_whole(found, pdf, travelling, stampers)
    except Exception:  # noqa: BLE001
        return said.seal(SealFault.CHANGED)
    return said.seal(SealFault.CHANGED) if stamped is False else said.seal(None, stamped)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a seal says of itself."""

    by: str
    at: datetime | None
    fingerprint: str

    def seal(self, fault: SealFault | None, stamped: datetime | None = None) -> Seal:
        return Seal(fault, self.by, stamped or self.at, stamped is not None, self.fingerprint)


def stamp_certificates(sealed: bytes) -> list[x509.Certificate]:
    """The certificates of the timestamp in a seal, none where it has no timestamp."""
    beside = _only(sealed).signer_info["unsigned_attrs"]
    if not beside:
        return []
    token = beside[0]["values"][0]["content"]
    return [one.chosen for one in token["certificates"]]


def _only(sealed: bytes) -> EmbeddedPdfSignature:
    found: EmbeddedPdfSignature = PdfFileReader(BytesIO(sealed)).embedded_signatures[-1]
    return found


def _shown(cert: x509.Certificate) -> str:
    """Whom a certificate names, safe for a terminal: anybody can have any name written in one."""
    name = cert.subject.native.get("common_name", cert.subject.human_friendly)
    plain = "".join(sign if sign.isprintable() else " " for sign in str(name))
    return plain[:_LONGEST_NAME]


def _stamp_of_whole(
    found: Sequence[EmbeddedPdfSignature],
    pdf: bytes,
    travelling: Sequence[x509.Certificate],
    stampers: Sequence[x509.Certificate],
) -> datetime | Literal[False] | None:
    """False where anything was changed, else the time that is attested, None where none is."""
    seal, cert = found[-1], travelling[0]
    is_sole = len(found) == 1 and seal.field_name == SEAL_FIELD
    if not is_sole or not _covers_all(seal):
        return False
    at = seal.self_reported_timestamp
    # only these are trusted, whoever else signed them, and as of the day of the seal
    context = ValidationContext(trust_roots=[cert], allow_fetching=False, moment=at)
    of_stamps = ValidationContext(trust_roots=list(stampers), allow_fetching=False, moment=at)
    status = validate_pdf_signature(seal, context, ts_validation_context=of_stamps)
    is_whole = (
        status.bottom_line
        and _is_as_written(seal, pdf, {one.dump(): one for one in travelling})
        and _is_stamp_as_written(seal, stampers)
    )
    if not is_whole:
        return False
    stamp = status.timestamp_validity
    return stamp.timestamp if stamp is not None else None


def _covers_all(seal: EmbeddedPdfSignature) -> bool:
    """Whether the seal covers the whole file. Looked at first: what was added is nobody's to read."""
    return bool(seal.evaluate_signature_coverage() is SignatureCoverageLevel.ENTIRE_FILE)


def _has_high_form(seal: EmbeddedPdfSignature) -> bool:
    """Whether the signature is the second of the two that ECDSA has for each: (r, n - s) holds as (r, s)
    does, so only the lower s is ours, and the other is a change."""
    key = seal.signer_cert.public_key
    if key.algorithm != "ec":
        return False
    _r, s = decode_dss_signature(seal.signer_info["signature"].native)
    order = _ORDERS.get(key.curve[1])
    return order is not None and s > order // 2


def _is_as_written(
    seal: EmbeddedPdfSignature, pdf: bytes, known: dict[bytes, x509.Certificate]
) -> bool:
    """Whether the signature itself, the one part of the file that it does not cover, is as a sealer
    writes it: its certificates, its form, and the zeros behind it.
    """
    written: cms.SignedData = seal.signed_data
    signer = written["signer_infos"][0]
    if _has_high_form(seal):
        return False
    others = [choice.chosen for choice in written["certificates"]]
    if not all(isinstance(one, x509.Certificate) and one.dump() in known for one in others):
        return False
    info = ExternalSigner(seal.signer_cert, None).signer_info(
        _DIGEST, signer["signed_attrs"], signer["signature"].native
    )
    if signer["unsigned_attrs"]:
        info["unsigned_attrs"] = signer["unsigned_attrs"]
    rebuilt = cms.ContentInfo(
        {
            "content_type": "signed_data",
            "content": cms.SignedData(
                {
                    "version": "v1",
                    "digest_algorithms": [info["digest_algorithm"]],
                    "encap_content_info": {"content_type": "data"},
                    "certificates": written["certificates"],
                    "signer_infos": [info],
                }
            ),
        }
    )
    first, until, after, _rest = seal.byte_range
    room = pdf[first + until : after]
    is_same: bool = (
        room == b"<" + rebuilt.dump().hex().upper().encode().ljust(len(room) - 2, b"0") + b">"
    )
    return is_same


def _is_stamp_as_written(seal: EmbeddedPdfSignature, stampers: Sequence[x509.Certificate]) -> bool:
    """Whether what stands beside the signature, and is not covered by it, is a timestamp of a known
    authority and nothing else, down to what the authority's own signature does not cover (its form is
    that of RFC 3161, which names the authority by issuer and number).
    """
    beside = seal.signer_info["unsigned_attrs"]
    if not beside:
        return True
    kind, found = beside[0]["type"].native, beside[0]["values"]
    if len(beside) != 1 or kind != "signature_time_stamp_token" or len(found) != 1:
        return False
    token: cms.SignedData = found[0]["content"]
    signers, algorithms = token["signer_infos"], token["digest_algorithms"]
    if len(signers) != 1 or len(algorithms) != 1:
        return False
    signer, known = signers[0], {one.dump() for one in stampers}
    return (
        token["version"].native == "v3"
        and signer["version"].dump() == cms.CMSVersion("v1").dump()
        and signer["sid"].chosen["issuer"].dump() in {one.issuer.dump() for one in stampers}
        and algorithms[0]["algorithm"].native == signer["digest_algorithm"]["algorithm"].native
        and all(
            _has_plain_parameters(one)
            for one in (algorithms[0], signer["digest_algorithm"], signer["signature_algorithm"])
        )
        and not signer["unsigned_attrs"]
        and not token["crls"]
        and all(one.chosen.dump() in known for one in token["certificates"])
    )


def _has_plain_parameters(algorithm: core.Sequence) -> bool:
    """Whether an algorithm has no parameters, by either way of writing that, or takes real ones."""
    is_real = algorithm["algorithm"].native in _WITH_PARAMETERS
    return is_real or algorithm["parameters"].dump() in {b"", core.Null().dump()}


def enclosed_file(pdf: bytes, name: str) -> bytes | None:
    """The file of that name that travels inside a PDF; None where there is none."""
    reader = PdfFileReader(BytesIO(pdf), strict=True)
    with suppress(KeyError):  # most documents enclose nothing
        listed = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
        for at in range(0, len(listed), 2):
            if str(listed[at + 1]["/UF"]) == name:
                return bytes(listed[at + 1]["/EF"]["/F"].data)
    return None
