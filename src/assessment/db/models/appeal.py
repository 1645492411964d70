"""Appeals against decisions, and complaints about how an application is handled."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Code, Key, LongText
from assessment.db.models.assessment import Assessment
from assessment.db.models.person import User
from assessment.db.models.submission import Submission


class Appeal(Base):
    """What a cluster says against the decision on a submission; there is one at most.

    `due_on` is the last day for an answer. `is_admitted` None: it waits; True: a fresh panel looks at
    the submission as it was frozen; False: the decision stands. `answer` says why.
    """

    __tablename__ = "appeals"

    id: Mapped[Key]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), unique=True)
    grounds: Mapped[LongText]
    made_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    due_on: Mapped[date]
    is_admitted: Mapped[bool | None]
    answer: Mapped[LongText] = mapped_column(default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]

    submission: Mapped[Submission] = relationship(lazy="raise", back_populates="appeal")


class Complaint(Base):
    """What a cluster says about how one of its applications is handled, and what came of it.

    `finding` is a `domain.complaints.Finding`, None while nobody has answered; `due_on` is the last day
    for that.
    """

    __tablename__ = "complaints"

    id: Mapped[Key]
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"), index=True)
    text: Mapped[LongText]
    made_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    due_on: Mapped[date]
    finding: Mapped[Code | None]
    answer: Mapped[LongText] = mapped_column(default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]

    assessment: Mapped[Assessment] = relationship(lazy="raise")
    author: Mapped[User] = relationship(lazy="raise", foreign_keys=[made_by])
