"""How often somebody wants the team's news by mail."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from assessment.db.base import Base, Code


class DigestChoice(Base):
    """A person's `domain.digest.Rhythm`, and when their news were last looked through.

    Who has no row gets the digest daily.
    """

    __tablename__ = "digest_choices"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    rhythm: Mapped[Code]
    looked_at: Mapped[datetime | None]
