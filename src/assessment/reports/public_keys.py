"""What is public of the issuer's keys, as a file that anybody may have: to check documents without us.

It is PEM with a line before each part that says what it is: `# seal` a key that has sealed, its own
certificate first and those above it after, `# stamp` a timestamp authority, `# credentials` the key of the
credentials.
"""

from pathlib import Path

CREDENTIAL_KEY = "credential.public.pem"
_PARTS = (("seal", "seals/*.pem"), ("stamp", "stamps/*.pem"), ("credentials", CREDENTIAL_KEY))


def public_keys(folder: Path) -> bytes:
    """The certificates of all keys that have sealed and of the timestamp authorities that were asked, and
    the public key of the credentials; empty while nothing was made yet."""
    found = [(kind, path) for kind, names in _PARTS for path in sorted(folder.glob(names))]
    return b"".join(f"# {kind}\n".encode() + path.read_bytes() for kind, path in found)
