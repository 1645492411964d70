"""Where a credential leads: to its issuer, and to the lists that say whether it still stands."""

import json
from base64 import urlsafe_b64decode
from datetime import timedelta
from enum import StrEnum, auto
from urllib.parse import quote, urlsplit

CREDENTIAL_NAME = "credential.jwt"
"""The name of the file inside a certificate."""

LIST_SIZE = 131_072
"""How many certificates a status list has room for: the least that the standard allows (W3C Bitstring
Status List, "minimum list length"), so that nobody can tell from a request which certificate is meant."""

LIST_STANDS = timedelta(days=2)
"""How long a copy of a status list may be trusted."""


def certificate_token(credential: str) -> str:
    """The last part of the address of the certificate that a credential (a compact JWT) speaks of, "" where
    it has none. Its signature and its days are not looked at: for one that a seal covers."""
    try:
        payload = credential.split(".")[1]
        said = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return str(said["id"]).partition("/verify/")[2]
    except (ValueError, LookupError, TypeError):
        return ""


class Purpose(StrEnum):
    """What a status list tells of a credential."""

    REVOCATION = auto()
    SUSPENSION = auto()


def place_in_list(document_id: int) -> tuple[int, int]:
    """The number of the list that names the certificate's document, and its place there. Each document
    has its own, so that the credential of one that was corrected can be revoked."""
    return divmod(document_id, LIST_SIZE)


def status_address(base_url: str, purpose: Purpose, number: int) -> str:
    """The address of a list."""
    return f"{base_url}/credentials/status/{purpose}/{number}"


def issuer_id(base_url: str) -> str:
    """What the issuer is known by: a decentralized identifier of its address (did:web), which wants
    https; elsewhere, as on one's own machine, the address itself.
    """
    address = urlsplit(base_url)
    if address.scheme != "https":
        return f"{base_url}/issuer"
    parts = [address.netloc, *address.path.strip("/").split("/")]
    return "did:web:" + ":".join(quote(part, safe="") for part in parts if part)
