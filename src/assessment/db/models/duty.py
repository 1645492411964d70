"""The duties of a label's holder, and how they were done."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Code, Key, LongText
from assessment.db.models.outcome import Certificate
from assessment.db.models.person import User


class DutyTerm(Base):
    """One time that a duty falls due under a certificate (`domain.duties.DutyDays`).

    Written when the certificate is issued. `said` is what the holder brought up to date; it is done
    once somebody said so.
    """

    __tablename__ = "duty_terms"
    __table_args__ = (UniqueConstraint("certificate_id", "duty_id", "number"),)

    id: Mapped[Key]
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"))
    duty_id: Mapped[Code]
    number: Mapped[int]
    falls_on: Mapped[date]
    ready_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    said: Mapped[LongText] = mapped_column(default="")
    done_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    done_at: Mapped[datetime | None]

    certificate: Mapped[Certificate] = relationship(lazy="raise", back_populates="duty_terms")
    author: Mapped[User | None] = relationship(lazy="raise")
