"""What happened in the team of a cluster, one row per step, never changed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Code, Key, now
from assessment.db.models.cluster import Invitation
from assessment.db.models.person import User


class TeamEvent(Base):
    """Who did what to whom. `step` is a `team.TeamStep`, `role` the role that it is about.

    Whom it concerns is a person with an account, or an invitation to one without.
    """

    __tablename__ = "team_events"
    __table_args__ = (Index(None, "cluster_id", "happened_at"),)

    id: Mapped[Key]
    cluster_id: Mapped[int] = mapped_column(ForeignKey("clusters.id"))
    step: Mapped[Code]
    role: Mapped[Code] = mapped_column(default="")
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitations.id"), index=True)
    happened_at: Mapped[datetime] = mapped_column(default=now)

    actor: Mapped[User] = relationship(lazy="raise", foreign_keys=actor_id)
    person: Mapped[User | None] = relationship(lazy="raise", foreign_keys=person_id)
    invitation: Mapped[Invitation | None] = relationship(lazy="raise")
