"""Specimens of certificates."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.db.models import Specimen


def by_digest(session: Session, digest: str) -> Specimen | None:
    return session.scalar(select(Specimen).where(Specimen.digest == digest))


def find_specimen(session: Session, number: int) -> Specimen | None:
    return session.get(Specimen, number) if 0 < number < 2**31 else None


def specimen(session: Session, number: int) -> Specimen:
    """The specimen that was ordered under the number. Raises `NoResultFound`."""
    return session.scalars(select(Specimen).where(Specimen.id == number)).one()
