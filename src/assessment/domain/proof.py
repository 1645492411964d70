"""What a file proves that somebody was given as a document of ours."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto


class SealFault(StrEnum):
    """Why a file is no document as the issuer sealed it."""

    UNREADABLE = auto()
    UNSEALED = auto()
    OTHER_SEAL = auto()
    CHANGED = auto()


@dataclass(frozen=True, slots=True)
class Seal:
    """What a file says of its seal: `fault` is None where it is the issuer's and nothing was changed.

    `by` and `at` are what the seal says of itself, also where it cannot be trusted; `fingerprint` is the
    SHA-256 of the certificate that it was made with, in small hexadecimal digits; `credential` what travels
    in a certificate for software, only where there is no fault.
    """

    fault: SealFault | None
    by: str = ""
    at: datetime | None = None
    is_timestamped: bool = False
    fingerprint: str = ""
    credential: str = ""


class Genuineness(StrEnum):
    """Whether a file is a document that was issued here."""

    ISSUED = auto()
    """Byte for byte what was issued, and it counts."""
    CORRECTED = auto()
    """Byte for byte what was issued; a corrected one has taken its place since."""
    SEALED = auto()
    """Sealed here and unchanged, but not on record: as from before a backup was brought back."""
    CHANGED = auto()
    """Sealed here, and changed since."""
    FOREIGN = auto()
    """Not from here: another's seal, no seal, or no PDF that can be read."""


def genuineness(seal: Seal, is_on_record: bool, is_superseded: bool) -> Genuineness:
    """What a file is, by its seal and by whether exactly its bytes are on record.

    A document from before there were seals is known by its bytes alone.
    """
    if is_on_record:
        return Genuineness.CORRECTED if is_superseded else Genuineness.ISSUED
    if seal.fault is None:
        return Genuineness.SEALED
    return Genuineness.CHANGED if seal.fault is SealFault.CHANGED else Genuineness.FOREIGN
