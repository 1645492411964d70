"""A cluster's library of evidence: its pieces, their versions, and how their addresses answer."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Code, Digest, Key, LongText, now
from assessment.db.models.person import User
from assessment.domain.evidence import Confidentiality
from assessment.domain.validity import HOME


class Evidence(Base):
    """A file or a link in the library of a cluster, which may support many answers.

    `effective_from` and `effective_until` are the first and the last day that it speaks of, both or
    neither; `confidentiality` is a `domain.evidence.Confidentiality`. A file has versions, the
    `newest` of which is numbered here; a link has `url` and the number 0. What is archived is
    offered no more and stays where it supports something.
    """

    __tablename__ = "evidence"

    id: Mapped[Key]
    cluster_id: Mapped[int] = mapped_column(ForeignKey("clusters.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    url: Mapped[str] = mapped_column(String(2000), default="")
    effective_from: Mapped[date | None]
    effective_until: Mapped[date | None]
    confidentiality: Mapped[Code] = mapped_column(default=Confidentiality.NORMAL)
    note: Mapped[LongText] = mapped_column(default="")
    newest: Mapped[int] = mapped_column(default=0)
    added_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    added_at: Mapped[datetime] = mapped_column(default=now)
    archived_at: Mapped[datetime | None]

    author: Mapped[User] = relationship(lazy="raise")
    file: Mapped["EvidenceVersion | None"] = relationship(
        lazy="raise",
        viewonly=True,
        primaryjoin="and_(EvidenceVersion.evidence_id == Evidence.id,"
        " EvidenceVersion.number == Evidence.newest)",
    )
    check: Mapped["LinkCheck | None"] = relationship(lazy="raise", viewonly=True)

    @property
    def dated_on(self) -> date | None:
        """The latest day that it speaks of, from which a rule counts its age once that day has been."""
        return self.effective_until

    @property
    def added_on(self) -> date:
        """The day on which what it is now was added: the newest version, or the link."""
        return (self.file or self).added_at.astimezone(HOME).date()

    @property
    def is_confidential(self) -> bool:
        return self.confidentiality == Confidentiality.CONFIDENTIAL

    @property
    def filename(self) -> str:
        """The name of the newest version; a link has none."""
        return self.file.filename if self.file else ""

    @property
    def media_type(self) -> str:
        """What the newest version is; "" for a link."""
        return self.file.media_type if self.file else ""

    @property
    def size(self) -> int | None:
        """The bytes of the newest version."""
        return self.file.size if self.file else None

    @property
    def sha256(self) -> str | None:
        """The digest of the newest version."""
        return self.file.sha256 if self.file else None


class EvidenceVersion(Base):
    """One version of a file, numbered from 1; never changed.

    It lies in the evidence folder under its SHA-256; `size` is in bytes, `media_type` is what its
    content was found to be.
    """

    __tablename__ = "evidence_versions"
    __table_args__ = (UniqueConstraint("evidence_id", "number"),)

    id: Mapped[Key]
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    number: Mapped[int]
    filename: Mapped[str] = mapped_column(String(300))
    media_type: Mapped[str] = mapped_column(String(150))
    size: Mapped[int]
    sha256: Mapped[Digest] = mapped_column(index=True)
    added_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    added_at: Mapped[datetime] = mapped_column(default=now)

    author: Mapped[User] = relationship(lazy="raise")


class LinkCheck(Base):
    """How the address of a link answered when it was last looked at.

    `asked_at` is set while somebody waits for a look. `state` is a `domain.evidence.LinkState`, ""
    before the first look; `http_status` the number of the answer where there was one; `moved_to`
    where it led in the end when that is another address.
    """

    __tablename__ = "link_checks"

    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), primary_key=True)
    asked_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    state: Mapped[Code] = mapped_column(default="")
    http_status: Mapped[int | None]
    moved_to: Mapped[str] = mapped_column(String(2000), default="")


class DiscardedFile(Base):
    """A file that was deleted from a library; the worker takes it off the disk when nobody else has it."""

    __tablename__ = "discarded_files"

    sha256: Mapped[Digest] = mapped_column(primary_key=True)
    discarded_at: Mapped[datetime] = mapped_column(default=now)
