"""What happened, one row per step in one chain for the installation; never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Code, Digest, Key
from assessment.db.models.person import User


class EventRecord(Base):
    """Who did what, when, to what, and from which state to which. Written by `steps.record_event` alone.

    `number` counts without gaps from 1; `digest` seals the row with the one before
    (`domain.chain`). `actor_id` is None where a day has come and nobody acted. `about_id` is whom it
    concerns. `facts` has reasons and figures as plain JSON, people by their numbers alone: a row stays
    when an account goes. The database refuses to update or delete a row, by triggers that a migration
    which makes this table anew has to make anew.
    """

    __tablename__ = "events"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[Code]
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessments.id"), index=True)
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("certificates.id"), index=True)
    state_before: Mapped[Code | None]
    state_after: Mapped[Code | None]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    about_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    happened_at: Mapped[datetime]
    previous_digest: Mapped[Digest]
    digest: Mapped[Digest]

    actor: Mapped[User | None] = relationship(lazy="raise", foreign_keys=actor_id)
    about: Mapped[User | None] = relationship(lazy="raise", foreign_keys=about_id)


class EventHead(Base):
    """Number and digest of the last event: one row, locked while an event is added."""

    __tablename__ = "event_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[Key]
    number: Mapped[int]
    digest: Mapped[Digest]
