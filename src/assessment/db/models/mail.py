"""Mail that waits to leave."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Key, LongText, now
from assessment.db.models.outcome import Document


class OutboxMessage(Base):
    """A mail, written with the work that causes it and sent after the commit.

    `message_id` is the mail's own identifier, the same at every attempt; nobody else tries before
    `claimed_until`. A mail with a document waits until that is made, and takes it along. `unsubscribe` is
    the address where its reader ends mail of this kind, if any.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "id",
            sqlite_where=text("sent_at IS NULL"),
            postgresql_where=text("sent_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    message_id: Mapped[str] = mapped_column(String(255), unique=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[LongText]
    unsubscribe: Mapped[str] = mapped_column(String(500), default="")
    queued_at: Mapped[datetime] = mapped_column(default=now)
    claimed_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    fault: Mapped[LongText] = mapped_column(default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))

    document: Mapped[Document | None] = relationship(lazy="raise")
