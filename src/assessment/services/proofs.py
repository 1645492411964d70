"""Whether a file that somebody was given is a document from here; nothing of it is kept."""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, flock

from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import Certificate, Document
from assessment.db.queries import credentials as queries
from assessment.db.queries import outcomes
from assessment.domain.credentials import certificate_token
from assessment.domain.errors import DomainError
from assessment.domain.proof import Genuineness, Seal, genuineness
from assessment.reports.public_keys import public_keys
from assessment.reports.seal_reader import read_apart

TURNS, PAUSE = 10, 0.2
"""How often one asks for one's turn, and the seconds between: a website has few processes."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of checking a file; `document` where exactly its bytes are on record. `certificate` is the
    one that it is, or, of a file that we sealed and have not on record, the one on record it speaks of."""

    genuineness: Genuineness
    seal: Seal
    sha256: str
    document: Document | None = None
    certificate: Certificate | None = None


def check_file(session: Session, settings: Settings, content: bytes) -> Proof:
    """Reads the seal in a process of its own, and looks the bytes up among those issued. Raises `Busy`."""
    with _one_at_a_time(settings):
        try:
            seal = read_apart(content, public_keys(settings.keys_path))
        except BlockingIOError:  # the system has no room for another process
            raise Busy from None
    sha256 = hashlib.sha256(content).hexdigest()
    document = queries.document_with_digest(session, sha256)
    certificate = None
    if document is None and seal.credential:
        certificate = outcomes.certificate_by_token(session, certificate_token(seal.credential))
    elif document is not None and document.kind == "certificate":
        certificate = outcomes.certificate_of(session, document.submission_id)
    found = genuineness(
        seal, document is not None, document is not None and document.superseded_at is not None
    )
    return Proof(found, seal, sha256, document, certificate)


class Busy(DomainError):
    """Another file is being checked, or there is no room for checking one."""


@contextmanager
def _one_at_a_time(settings: Settings) -> Iterator[None]:
    """Whoever comes while a file is being read waits a moment for their turn. Raises `Busy`."""
    with (settings.instance_path / "checking.lock").open("w") as lock:
        for _turn in range(TURNS):
            with suppress(BlockingIOError):
                flock(lock, LOCK_EX | LOCK_NB)
                break
            time.sleep(PAUSE)
        else:
            raise Busy
        yield
