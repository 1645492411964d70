"""What a certificate that somebody shows is worth today."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition, kept_edition
from assessment.db.queries import issued, schemes
from assessment.db.queries.issued import Issued
from assessment.domain.criteria import Label
from assessment.domain.label_life import LifeState
from assessment.domain.validity import Standing, Validity
from assessment.services.issuing import standing_on

_MOST = 40
"""Renewals that are followed: more than anybody lives to see."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The certificate that counts, under which rules, and what it is worth on a day."""

    certificate: Issued
    edition: Edition
    label: Label
    standing: Standing


def prove(session: Session, token: str, day: date) -> Proof | None:
    """What holds in place of the certificate of that token on the day; None where there is none.

    One that was renewed is followed to the renewal, by which the label holds from then on.
    """
    found = issued.issued(session, token=token)
    for _renewal in range(_MOST):
        if found is None or found.life is not LifeState.SUPERSEDED:
            break
        found = issued.issued(session, renewing=found.id) or found
    if found is None:
        return None
    digest = found.rules
    edition = kept_edition(digest, lambda: schemes.edition(session, digest).files)
    label = edition.scheme.label(found.label_id)
    validity = Validity(found.first, found.until)
    standing = standing_on(session, found.id, validity, found.life, label, day)
    return Proof(found, edition, label, standing)
