"""Since when a label is held that was renewed, from what its renewals record."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from assessment.db.models import Submission
from assessment.db.queries import renewals
from assessment.domain.label_life import LifeState

_WITHHELD = (LifeState.SUSPENDED, LifeState.REVOKED)


@dataclass(frozen=True, slots=True)
class Unbroken:
    """What a certificate renews: the number of the one before, "" where none is known, and the first day
    of the first certificate in the row of renewals."""

    number: str
    since: date


def unbroken(session: Session, submission: Submission) -> Unbroken | None:
    """What the certificate of a submission goes on from.

    None for a first award, and where one of those before was suspended or revoked: then the label was not
    held all the time.
    """
    told = submission.record.get("renews") or {}
    since = date.fromisoformat(told["since"]) if "since" in told else None
    before_id = submission.renews_certificate_id
    while before_id is not None:
        before = renewals.link(session, before_id)
        if before.life in _WITHHELD:
            return None
        since = date.fromisoformat(before.since) if before.since else before.first
        before_id = before.renews_id
    return None if since is None else Unbroken(told.get("number") or "", since)
