"""Bundles of documents of many applications, and what is in each."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Code, Digest, Key, LongText, MadeFile, Name
from assessment.db.models.call import Call
from assessment.db.models.outcome import Document
from assessment.db.models.person import User
from assessment.db.models.submission import Submission
from assessment.domain.bundles import Standing


class Bundle(MadeFile, Base):
    """Documents of the applications to a call, or of those that were decided from a day to another.

    As a file it is a ZIP, packed once none of its documents waits; from `removed_at` on that is gone, and
    can be packed again. `language` is that of the list inside.
    """

    __tablename__ = "bundles"

    id: Mapped[Key]
    kinds: Mapped[list[str]]
    languages: Mapped[list[str]]
    call_id: Mapped[int | None] = mapped_column(ForeignKey("calls.id"))
    decided_from: Mapped[date | None]
    decided_until: Mapped[date | None]
    language: Mapped[str] = mapped_column(String(8))
    ordered_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    stopped_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    stopped_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    size: Mapped[int | None] = mapped_column(BigInteger)

    call: Mapped[Call | None] = relationship(lazy="raise")
    author: Mapped[User] = relationship(lazy="raise", foreign_keys=[ordered_by])
    stopper: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[stopped_by])


class BundleItem(Base):
    """One document that a bundle has, or leaves out.

    `standing` is a `domain.bundles.Standing`. `remark` says why it is left out (`Lack`), or the fault of
    one that failed; what is left out in every language has none. `filename` and `sha256` are
    those of the document as it was made last.
    """

    __tablename__ = "bundle_items"
    __table_args__ = (
        UniqueConstraint("bundle_id", "submission_id", "kind", "language"),
        Index(None, "standing", "bundle_id"),
    )

    id: Mapped[Key]
    bundle_id: Mapped[int] = mapped_column(ForeignKey("bundles.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    kind: Mapped[Code]
    language: Mapped[str] = mapped_column(String(8))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    standing: Mapped[Code] = mapped_column(default=Standing.WAITING)
    remark: Mapped[LongText] = mapped_column(default="")
    has_begun: Mapped[bool] = mapped_column(default=False)
    cluster_name: Mapped[Name]
    filename: Mapped[str] = mapped_column(String(250), default="")
    sha256: Mapped[Digest | None]

    submission: Mapped[Submission] = relationship(lazy="raise")
    document: Mapped[Document | None] = relationship(lazy="raise")
