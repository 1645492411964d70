"""Offices that seal, each in a folder of its own, with keys of any kind."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

from assessment.config import Settings
from assessment.reports.issuer_keys import PublicKeys, keys_in
from assessment.reports.public_keys import public_keys


def place(folder: Path, **more: str) -> Settings:
    return Settings(instance_path=folder, secret_key="k" * 32, password_salt="s" * 16, **more)


def known(settings: Settings) -> PublicKeys:
    return keys_in(public_keys(settings.keys_path))


def office_of(folder: Path, key: Any) -> Settings:
    """An office that seals with this key, from a PKCS#12 file; whoever stands above it travels along."""
    folder.mkdir()
    root = ec.generate_private_key(ec.SECP256R1())
    above = _certificate("Above the office", root, "Above the office", root)
    own = _certificate("Office", key, "Above the office", root)
    file = folder / "seal.p12"
    file.write_bytes(
        pkcs12.serialize_key_and_certificates(b"seal", key, own, [above], NoEncryption())
    )
    return place(folder / "office", seal_pkcs12=str(file))


def usage_of_seals() -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
        "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    allowed = {"digital_signature", "content_commitment"}
    return x509.KeyUsage(**{name: name in allowed for name in names})


def _certificate(called: str, key: Any, by: str, signing: Any) -> x509.Certificate:
    today = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, called)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, by)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=30))
        .add_extension(usage_of_seals(), critical=True)
        .sign(signing, None if isinstance(signing, ed25519.Ed25519PrivateKey) else hashes.SHA256())
    )
