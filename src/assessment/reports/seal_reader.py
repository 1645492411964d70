"""Reads the seal of a file that anybody handed in: in a process of its own, with little time and memory.

Whatever is wrong with the file ends that process and nothing else. As a program it reads as many bytes of
public keys as its argument says, then the file, and prints one line of JSON.
"""

import json
import resource
import subprocess
import sys
from datetime import datetime

from assessment.domain.credentials import CREDENTIAL_NAME
from assessment.domain.proof import Seal, SealFault

SECONDS = 3
"""Of computing; a document of ours takes less than one."""

PATIENCE = 8
"""Seconds until a file that takes so long counts as unreadable, on a machine that is busy, too."""

BYTES = 700_000_000
"""Of address space, most of which the interpreter's libraries take."""


def read_apart(content: bytes, keys: bytes) -> Seal:
    """What the file says of its seal by the issuer's public keys, as `public_keys` gives them.

    A file on which the reader ends, or takes too long, is unreadable.
    """
    command = [sys.executable, "-m", "assessment.reports.seal_reader", str(len(keys))]
    try:
        read = subprocess.run(  # noqa: S603  # our own interpreter and module
            command, input=keys + content, capture_output=True, timeout=PATIENCE, check=True
        )
        told = json.loads(read.stdout.splitlines()[-1])
    except (subprocess.SubprocessError, ValueError, IndexError):
        return Seal(SealFault.UNREADABLE)
    fault, at = told["fault"], told["at"]
    return Seal(
        SealFault(fault) if fault else None,
        told["by"],
        datetime.fromisoformat(at) if at else None,
        told["is_timestamped"],
        told["fingerprint"],
        told["credential"],
    )


def main() -> None:
    """Limits itself, then reads."""
    limit_itself()
    from assessment.reports.issuer_keys import keys_in  # after the limits: it is what works
    from assessment.reports.sealing import enclosed_file, read_seal

    keys = keys_in(sys.stdin.buffer.read(int(sys.argv[1])))
    content = sys.stdin.buffer.read()
    found = read_seal(content, keys.seals, keys.stamps)
    credential = None if found.fault else enclosed_file(content, CREDENTIAL_NAME)
    told = {
        "fault": found.fault,
        "by": found.by,
        "at": found.at.isoformat() if found.at else None,
        "is_timestamped": found.is_timestamped,
        "fingerprint": found.fingerprint,
        "credential": (credential or b"").decode("ascii", "replace"),
    }
    print(json.dumps(told))


def limit_itself() -> None:
    """From now on this process has no more than its time and memory: the system ends it, or refuses."""
    for what, most in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, BYTES)):
        _soft, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, hard))


if __name__ == "__main__":
    main()
