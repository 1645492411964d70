"""Seals on documents (PAdES): who made a PDF, and that no byte of it was changed since.

The only place that knows pyHanko. A seal is a signature of the level PAdES B-B (ETSI EN 319 142-1), of
B-T where a timestamp authority is set, and certifies that nothing may be added to the document.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Literal

from asn1crypto import cms, x509
from pkcs11 import PKCS11Error
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_byterange import BuildProps
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    SignatureCoverageLevel,
    validate_pdf_signature,
)
from pyhanko_certvalidator import ValidationContext

from assessment.domain.proof import Seal, SealFault
from assessment.reports.pdf_marks import SEAL_FIELD
from assessment.reports.seal_form import (
    DIGEST,
    certificates_in,
    lower_form,
    stamp_in,
    written_seal,
    written_stamp,
)

CLOCKS_DIFFER = timedelta(minutes=5)
"""How much earlier than our clock an authority's may be."""

STAMP_WAITS = timedelta(hours=1)
"""How long after a seal its timestamp may come. It is asked for at once: a later one took its place."""

_LONGEST_NAME = 64
_STAMPED = BuildProps("Assessment", revision="timestamped")
"""What a seal says, where its signature covers it, of whether a timestamp stands beside the signature."""


class NotSealed(Exception):
    """A document could not be sealed; the text says why."""


Chain = Sequence[x509.Certificate]
"""Certificates that travel together."""


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
            md_algorithm=DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            reason=reason,
            app_build_props=_STAMPED if self.timestamper else None,
        )
        sealed = self._sealed(pdf, how)
        while _has_high_form(_only(sealed)):
            sealed = self._sealed(pdf, how)
        fault = self.check(sealed)
        if fault is not None:
            raise NotSealed(f"the seal reads as {fault}")
        return sealed

    def _sealed(self, pdf: bytes, how: PdfSignatureMetadata) -> bytes:
        stamper = _Rewriting(self.timestamper) if self.timestamper else None
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        try:
            sealed = PdfSigner(how, signer=self.signer, timestamper=stamper).sign_pdf(
                writer, existing_fields_only=True
            )
        except (SigningError, TimestampRequestError, PdfError, PKCS11Error, OSError) as error:
            raise NotSealed(f"{type(error).__name__}: {error}") from error
        return bytes(sealed.getvalue())


class _Rewriting(TimeStamper):
    """Asks another for timestamps, and writes them in the form that is ours."""

    def __init__(self, asked: TimeStamper) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._asked = asked

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        token = await self._asked.async_timestamp(message_digest, md_algorithm)
        try:
            return written_stamp(token, certificates_in(token))
        except (LookupError, ValueError, TypeError, AttributeError) as error:
            raise TimestampRequestError(f"a timestamp of another form: {error!r}") from error


def read_seal(
    pdf: bytes,
    issuers: Sequence[Chain],
    stampers: Sequence[Chain] = (),
) -> Seal:
    """Whether the file is a PDF that one of the issuer's keys has sealed, byte for byte as it was then.

    `issuers` are the certificates of the keys that the issuer uses or has used, each with those that travel
    with it behind it; `stampers` those that travelled with the timestamps that it was given. Nothing is
    fetched, and no certificate authority is asked: the issuer's own certificate is known, or the seal is
    another's.
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
    chains = [chain for chain in issuers if chain[0].dump() == cert.dump()]
    if not chains:
        return said.seal(SealFault.OTHER_SEAL)
    try:
        stamped = _stamp_of_whole(found, pdf, chains, stampers)
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
    token = stamp_in(_only(sealed).signer_info)
    return [] if token is None else certificates_in(token)


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
    chains: Sequence[Chain],
    stampers: Sequence[Chain],
) -> datetime | Literal[False] | None:
    """False where anything was changed, else the time that is attested, None where none is."""
    seal = found[-1]
    is_sole = len(found) == 1 and seal.field_name == SEAL_FIELD
    if not is_sole or not _covers_all(seal):
        return False
    at = seal.self_reported_timestamp
    # only these are trusted, whoever else signed them, and as of the day of the seal
    context = ValidationContext(trust_roots=[chains[0][0]], allow_fetching=False, moment=at)
    trusted = [one for chain in stampers for one in chain]
    of_stamps = ValidationContext(trust_roots=trusted, allow_fetching=False, moment=at)
    status = validate_pdf_signature(seal, context, ts_validation_context=of_stamps)
    if not status.bottom_line or not _is_as_written(seal, pdf, chains, stampers):
        return False
    stamp = status.timestamp_validity
    if (stamp is not None) is not _says_stamped(seal):
        return False
    if stamp is None:
        return None
    stamped: datetime = stamp.timestamp
    is_of_then = at is not None and at - CLOCKS_DIFFER <= stamped <= at + STAMP_WAITS
    return stamped if is_of_then else False


def _says_stamped(seal: EmbeddedPdfSignature) -> bool:
    """Whether a timestamp was put beside the signature, by what the signature covers: nobody can take it
    away, or add one."""
    return bool("/Prop_Build" in seal.sig_object)


def _covers_all(seal: EmbeddedPdfSignature) -> bool:
    """Whether the seal covers the whole file. Looked at first: what was added is nobody's to read."""
    return bool(seal.evaluate_signature_coverage() is SignatureCoverageLevel.ENTIRE_FILE)


def _has_high_form(seal: EmbeddedPdfSignature) -> bool:
    """Whether the signature is the one of the two of ECDSA that is not ours."""
    signature: bytes = seal.signer_info["signature"].native
    return lower_form(signature, seal.signer_cert.public_key) != signature


def _is_as_written(
    seal: EmbeddedPdfSignature, pdf: bytes, chains: Sequence[Chain], stampers: Sequence[Chain]
) -> bool:
    """Whether the signature itself, the one part of the file that it does not cover, is byte for byte as
    we write it, with certificates that have travelled together, and the zeros behind it."""
    signer = seal.signer_info
    token = stamp_in(signer)
    tokens = [None]
    if token is not None:
        travelling = _dumps(certificates_in(token))
        known = [chain for chain in stampers if _dumps(chain) == travelling]
        tokens = [written_stamp(token, chain) for chain in known]
    first, until, after, _rest = seal.byte_range
    room = pdf[first + until : after]
    forms = [written_seal(signer, chain, stamp) for chain in chains for stamp in tokens]
    return any(
        b"<" + form.hex().upper().encode().ljust(len(room) - 2, b"0") + b">" == room
        for form in forms
    )


def _dumps(certificates: Chain) -> set[bytes]:
    return {one.dump() for one in certificates}


def enclosed_file(pdf: bytes, name: str) -> bytes | None:
    """The file of that name that travels inside a PDF; None where there is none."""
    reader = PdfFileReader(BytesIO(pdf), strict=True)
    with suppress(KeyError):  # most documents enclose nothing
        listed = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
        for at in range(0, len(listed), 2):
            if str(listed[at + 1]["/UF"]) == name:
                return bytes(listed[at + 1]["/EF"]["/F"].data)
    return None
