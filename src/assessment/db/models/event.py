"""What happened to an assessment, one row per step, never changed."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Code, Key, now
from assessment.db.models.person import User


class EventRecord(Base):
    """Who moved an assessment from which state to which, and when."""

    __tablename__ = "events"

    id: Mapped[Key]
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"), index=True)
    event: Mapped[Code]
    state_before: Mapped[Code]
    state_after: Mapped[Code]
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    happened_at: Mapped[datetime] = mapped_column(default=now)

    actor: Mapped[User] = relationship(lazy="raise")
