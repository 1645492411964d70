"""The issuer's keys: the one that seals documents, the one that signs credentials, and what is public
of them.

Keys that nobody configured are made at the first use, in `keys/` of the instance folder, readable by
the owner alone. The public part of each key that ever sealed stays there for good (`keys/seals/`), so
that what an earlier key sealed can still be checked after a change of keys; so does that of each timestamp
authority (`keys/stamps/`).
"""

import hashlib
import os
import secrets
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import pem
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pkcs11 import PKCS11Error
from pyhanko.config.pkcs11 import PKCS11PinEntryMode, PKCS11SignatureConfig, TokenCriteria
from pyhanko.sign import Signer
from pyhanko.sign.general import SigningError
from pyhanko.sign.pkcs11 import PKCS11SigningContext
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import HTTPTimeStamper

from assessment.config import Settings
from assessment.domain.proof import SealFault
from assessment.reports.credential import public_key
from assessment.reports.public_keys import CREDENTIAL_KEY, public_keys
from assessment.reports.seal_form import SUPPORTED, is_supported
from assessment.reports.sealing import Chain, NotSealed, Sealer, read_seal, stamp_certificates

YEARS = 20
"""How long a certificate made here is good for: ten times the validity of a label, so that what was
issued on its last day can be checked while anybody asks."""

_OWNER_ALONE, _OWNERS_FOLDER = 0o600, 0o700


@contextmanager
def opened_sealer(settings: Settings) -> Iterator[Sealer]:
    """The key that seals, for as long as it is needed: of a PKCS#11 token, a PKCS#12 file, or our own.

    Raises `NotSealed` when a key that is configured, or the timestamp authority, cannot be had.
    """
    stamper = HTTPTimeStamper(settings.timestamp_url) if settings.timestamp_url else None

    def keep_stamp_and_check(sealed: bytes) -> SealFault | None:
        found = stamp_certificates(sealed)
        if found:
            _keep(settings, "stamps", found)
        keys = keys_in(public_keys(settings.keys_path))
        return read_seal(sealed, keys.seals, keys.stamps).fault

    with _opened_signer(settings) as signer:
        _refuse_unsupported(signer)
        _keep_public_part(settings, signer)
        yield Sealer(signer, keep_stamp_and_check, stamper)


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What documents are checked with: the certificates of the keys that have sealed, each with those
    that travel with it behind it, those that travelled with timestamps, and the key of the credentials as
    PEM."""

    seals: Sequence[Chain] = ()
    stamps: Sequence[Chain] = ()
    credentials: bytes | None = None


def keys_in(text: bytes) -> PublicKeys:
    """The keys of a file such as `public_keys` makes, whatever its line ends. Raises `ValueError` when it
    is none."""
    text = text.removeprefix(BOM_UTF8).replace(b"\r\n", b"\n")
    seals: list[Chain] = []
    stamps: list[Chain] = []
    credentials = None
    for part in text.split(b"# ")[1:]:
        kind, _line, content = part.partition(b"\n")
        if kind == b"credentials":
            credentials = content
            continue
        found = [asn1.Certificate.load(one) for _, _, one in pem.unarmor(content, multiple=True)]
        (seals if kind == b"seal" else stamps).append(found)
    if text and not (seals or stamps or credentials):
        raise ValueError("there are no keys of an issuer in it")
    return PublicKeys(seals, stamps, credentials)


def credential_key(settings: Settings) -> bytes:
    """The private key that signs credentials, as PEM; made when there is none (NIST P-256).

    Raises `NotSealed` for another key than the one whose credentials are out: they would all be refused.
    """
    path = settings.keys_path / "credential.pem"
    if not path.exists():
        _write_once(path, _pem(ec.generate_private_key(ec.SECP256R1())))
    key = path.read_bytes()
    public = settings.keys_path / CREDENTIAL_KEY
    if not public.exists():
        _write_once(public, public_key(key))
    if public.read_bytes() != public_key(key):
        raise NotSealed(f"{path}: is not the key of {public.name}, with which credentials are out")
    return key


@contextmanager
def _opened_signer(settings: Settings) -> Iterator[Signer]:
    if settings.seal_pkcs11_module:
        with _token(settings) as signer:
            yield signer
    elif settings.seal_pkcs12:
        yield _of_file(settings)
    else:
        yield _own(settings)


@contextmanager
def _token(settings: Settings) -> Iterator[Signer]:
    """The key of a token. What is signed is hashed here: not every token knows how to."""
    config = PKCS11SignatureConfig(
        module_path=settings.seal_pkcs11_module,
        token_criteria=TokenCriteria(label=settings.seal_pkcs11_token),
        cert_label=settings.seal_pkcs11_label,
        user_pin=settings.seal_password or None,
        prompt_pin=PKCS11PinEntryMode.SKIP,
        raw_mechanism=True,
    )
    with ExitStack() as opened:
        try:
            signer = opened.enter_context(PKCS11SigningContext(config))
        except (PKCS11Error, SigningError, LookupError) as error:
            raise NotSealed(
                f"seal_pkcs11_module: {config.module_path}: {type(error).__name__} {error}"
            ) from error
        yield signer


def _of_file(settings: Settings) -> Signer:
    path = Path(settings.seal_pkcs12)
    try:
        content = path.read_bytes()
        found: Signer = SimpleSigner.load_pkcs12_data(
            content, [], settings.seal_password.encode() or None
        )
    except (OSError, ValueError) as error:
        raise NotSealed(f"seal_pkcs12: {path}: {error}") from error
    return found


def _own(settings: Settings) -> Signer:
    """The key made here, with a certificate signed by itself in the issuer's name."""
    path = settings.keys_path / "seal.pem"
    if not path.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        _write_once(path, _pem(key) + _certificate(key, settings.issuer))
    found: Signer | None = SimpleSigner.load(path, path)  # type: ignore[no-untyped-call]
    if found is None:
        raise NotSealed(f"{path}: no key and certificate in it")
    return found


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _certificate(key: ec.EllipticCurvePrivateKey, issuer: str) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer[:64])])
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    usage = dict.fromkeys(_USES, False) | {"digital_signature": True, "content_commitment": True}
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today)
        .not_valid_after(today + timedelta(days=366 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM)


_USES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


def _refuse_unsupported(signer: Signer) -> None:
    assert signer.signing_cert is not None  # noqa: S101  # each way above brings one
    key = signer.signing_cert.public_key
    if not is_supported(key):
        curve = f" on {key.curve[1]}" if key.algorithm == "ec" else ""
        raise NotSealed(f"the key that seals is {key.algorithm}{curve}; supported are {SUPPORTED}")


def _keep_public_part(settings: Settings, signer: Signer) -> None:
    """Notes the certificates that travel in a seal, the signer's first."""
    assert signer.signing_cert is not None  # noqa: S101  # each way above brings one
    others = [one for one in signer.cert_registry if one != signer.signing_cert]
    _keep(settings, "seals", [signer.signing_cert, *others])


def _keep(settings: Settings, folder: str, found: Sequence[asn1.Certificate]) -> None:
    name = hashlib.sha256(b"".join(one.dump() for one in found)).hexdigest()
    path = settings.keys_path / folder / f"{name}.pem"
    settings.keys_path.mkdir(parents=True, exist_ok=True, mode=_OWNERS_FOLDER)
    if not path.exists():
        _write_once(path, b"".join(pem.armor("CERTIFICATE", one.dump()) for one in found))


def _write_once(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all; of two processes that are at it, the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=_OWNERS_FOLDER)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ALONE)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
