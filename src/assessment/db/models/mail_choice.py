"""Which mail somebody wants, and what waits for their digest."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from assessment.db.base import Base, Code, Key


class MailChoice(Base):
    """The `domain.mail_topics.Way` that a person chose for a topic; without a row the usual one holds."""

    __tablename__ = "mail_choices"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    topic: Mapped[Code] = mapped_column(primary_key=True)
    way: Mapped[Code]


class KeptMail(Base):
    """A mail that is told as one line of the next digest: its subject, and where its link leads.

    The row goes with the digest that tells it.
    """

    __tablename__ = "kept_mail"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[Code]
    subject: Mapped[str] = mapped_column(String(300))
    path: Mapped[str] = mapped_column(String(500))
    kept_at: Mapped[datetime]
