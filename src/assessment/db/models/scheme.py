"""The text of schemes: what was in force, what is, and drafts of what may be."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Code, Digest, Key, LongText, MadeFile, Name, now
from assessment.db.models.person import User


class SchemeEdition(Base):
    """The exact text of a scheme's files by name, kept for ever under its SHA-256."""

    __tablename__ = "scheme_editions"

    digest: Mapped[Digest] = mapped_column(primary_key=True)
    scheme_id: Mapped[Code]
    version: Mapped[Code]
    files: Mapped[dict[str, str]]
    recorded_at: Mapped[datetime] = mapped_column(default=now)


class Publication(Base):
    """An edition put into force: from then on it is what drafts follow. The newest counts.

    `author` is the person's name as it was then, or the account that ran the command.
    """

    __tablename__ = "publications"

    id: Mapped[Key]
    scheme_id: Mapped[Code] = mapped_column(index=True)
    scheme_digest: Mapped[str] = mapped_column(ForeignKey("scheme_editions.digest"))
    note: Mapped[LongText] = mapped_column(default="")
    author: Mapped[Name]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    published_at: Mapped[datetime]

    edition: Mapped[SchemeEdition] = relationship(lazy="raise")


class Questionnaire(MadeFile, Base):
    """The questionnaire of a label, one for each edition, language and format: `pdf` or `xlsx`."""

    __tablename__ = "questionnaires"
    __table_args__ = (UniqueConstraint("scheme_digest", "label_id", "language", "kind"),)

    id: Mapped[Key]
    scheme_id: Mapped[Code]
    scheme_digest: Mapped[Digest]
    label_id: Mapped[Code]
    language: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(4))


class SchemeTrial(Base):
    """A draft of a scheme in the criteria lab, run over every frozen submission.

    `files` are all files of the draft by name. `done` of `total` submissions are scored; `result`
    has a row for each once `finished_at` is set; `fault` says why it could not be run.
    """

    __tablename__ = "scheme_trials"

    id: Mapped[Key]
    scheme_id: Mapped[Code] = mapped_column(index=True)
    version: Mapped[Code]
    digest: Mapped[Digest]
    files: Mapped[dict[str, str]]
    requested_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    requested_at: Mapped[datetime] = mapped_column(default=now)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any] | None]
    finished_at: Mapped[datetime | None]
    fault: Mapped[LongText] = mapped_column(default="")

    author: Mapped[User] = relationship(lazy="raise")
