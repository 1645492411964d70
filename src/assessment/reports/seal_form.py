"""How a seal and its timestamp are written: each has one form only, so that no byte of either can differ.

A signature covers neither its own encoding nor the certificates beside it. So both are written anew from
what was signed and what is known, in DER, and what stands in a file has to be the same.
"""

from collections.abc import Sequence

from asn1crypto import algos, cms, core, keys, parser, x509
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from pyhanko.sign import ExternalSigner

DIGEST = "sha256"
_STAMP = "signature_time_stamp_token"
_PROTECTION = "cms_algorithm_protection"
_ORDERS = {
    "secp256r1": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "secp384r1": int("F" * 48 + "C7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973", 16),
    "secp521r1": int(
        "1" + "F" * 64 + "FA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409", 16
    ),
    "brainpoolp256r1": 0xA9FB57DBA1EEA9BC3E660A909D838D718C397AA3B561A6F7901E0E82974856A7,
    "brainpoolp384r1": int(
        "8CB91E82A3386D280F5D6F7E50E641DF152F7109ED5456B31F166E6CAC0425A7"
        "CF3AB6AF6B7FC3103B883202E9046565",
        16,
    ),
    "brainpoolp512r1": int(
        "AADD9DB8DBE9C48B3FD4E6AE33C9FC07CB308DB3B3C9D20ED6639CCA70330870"
        "553E5C414CA92619418661197FAC10471DB1D381085DDADDB58796829CA90069",
        16,
    ),
}
"""How many points the curves of a key have (SEC 2, 2.4.2 to 2.6.1; RFC 5639, 3.4 to 3.7)."""

SUPPORTED = "RSA, or EC on P-256, P-384, P-521 or brainpoolP256r1, P384r1 or P512r1"


def is_supported(key: keys.PublicKeyInfo) -> bool:
    """Whether a signature of the key has one form, or forms of which we can tell ours."""
    if key.algorithm != "ec":
        return bool(key.algorithm == "rsa")
    kind, curve = key.curve
    return kind == "named" and curve in _ORDERS


def lower_form(signature: bytes, key: keys.PublicKeyInfo) -> bytes:
    """The one of the two forms of an ECDSA signature that is ours: (r, n - s) holds as (r, s) does, so
    the lower s is written. Raises `LookupError` for a key that is not supported."""
    if not is_supported(key):
        raise LookupError(key.algorithm)
    if key.algorithm != "ec":
        return signature
    r, s = decode_dss_signature(signature)
    return encode_dss_signature(r, min(s, _ORDERS[key.curve[1]] - s))


def stamp_in(signer: cms.SignerInfo) -> cms.ContentInfo | None:
    """The timestamp beside a signature, None where there is nothing. Raises `ValueError` for another
    thing there, which nothing covers."""
    beside = signer["unsigned_attrs"]
    if not beside:
        return None
    if len(beside) != 1 or beside[0]["type"].native != _STAMP or len(beside[0]["values"]) != 1:
        raise ValueError("something stands beside the signature")
    return beside[0]["values"][0]


def certificates_in(token: cms.ContentInfo) -> list[x509.Certificate]:
    """The certificates that travel with a timestamp, each once."""
    found = [one.chosen for one in token["content"]["certificates"]]
    return list({one.dump(): one for one in found}.values())


def written_seal(
    signer: cms.SignerInfo, chain: Sequence[x509.Certificate], stamp: cms.ContentInfo | None
) -> bytes:
    """The seal as we write it, of what its signer signed; `chain` are the signer's own certificate and
    those that travel with it."""
    signature = lower_form(signer["signature"].native, chain[0].public_key)
    info = ExternalSigner(chain[0], None).signer_info(
        DIGEST, _attributes(signer["signed_attrs"]), signature
    )
    if stamp is not None:
        info["unsigned_attrs"] = [{"type": _STAMP, "values": [stamp]}]
    return bytes(_message("v1", {"content_type": "data"}, info, chain).dump())


def written_stamp(
    token: cms.ContentInfo, certificates: Sequence[x509.Certificate]
) -> cms.ContentInfo:
    """A timestamp as we write it (RFC 3161, in DER), with these certificates, that of the authority among
    them. Its algorithms are named as what it signed names them (RFC 6211), else as we do.

    Raises `LookupError` for an authority that is not among the certificates or has an unsupported key.
    """
    (signer,) = token["content"]["signer_infos"]
    attributes = _attributes(signer["signed_attrs"])
    digest, mechanism = _algorithms(signer, attributes)
    named = signer["sid"].chosen
    (authority,) = (
        one
        for one in certificates
        if (one.issuer.dump(), one.serial_number)
        == (named["issuer"].dump(), named["serial_number"].native)
    )
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": {
                        "issuer": authority.issuer,
                        "serial_number": authority.serial_number,
                    }
                }
            ),
            "digest_algorithm": digest,
            "signed_attrs": attributes,
            "signature_algorithm": mechanism,
            "signature": lower_form(signer["signature"].native, authority.public_key),
        }
    )
    said = token["content"]["encap_content_info"]["content"].parsed.dump()
    content = {"content_type": "tst_info", "content": core.ParsableOctetString(said)}
    return _message("v3", content, info, certificates)


def _algorithms(
    signer: cms.SignerInfo, attributes: cms.CMSAttributes
) -> tuple[algos.DigestAlgorithm, algos.SignedDigestAlgorithm]:
    for one in attributes:
        if one["type"].native == _PROTECTION:
            signed = one["values"][0]
            return (signed["digest_algorithm"].copy(), signed["signature_algorithm"].untag())
    return (
        algos.DigestAlgorithm(signer["digest_algorithm"].native),
        algos.SignedDigestAlgorithm(signer["signature_algorithm"].native),
    )


def _message(
    version: str,
    content: dict[str, object],
    info: cms.SignerInfo,
    certificates: Sequence[x509.Certificate],
) -> cms.ContentInfo:
    return cms.ContentInfo(
        {
            "content_type": "signed_data",
            "content": cms.SignedData(
                {
                    "version": version,
                    "digest_algorithms": [info["digest_algorithm"]],
                    "encap_content_info": content,
                    "certificates": [
                        cms.CertificateChoices("certificate", one) for one in certificates
                    ],
                    "signer_infos": [info],
                }
            ),
        }
    )


def _attributes(signed: cms.CMSAttributes) -> cms.CMSAttributes:
    """Signed attributes without the way in which their length was written: the rest is signed."""
    return cms.CMSAttributes.load(parser.emit(0, 1, core.SetOf.tag, signed.contents))
