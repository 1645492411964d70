"""The reports of a draft, each with the copy of the answers from which it is made."""

from typing import Any, ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Digest, Key, MadeFile
from assessment.db.models.assessment import Assessment
from assessment.db.models.person import User
from assessment.db.models.scheme import SchemeEdition


class DraftReport(MadeFile, Base):
    """A self-assessment report of a draft in one language; `record` is never changed.

    It has the shape of a submission's (`services.draft_records`), and `digest` is the SHA-256 of its
    canonical JSON.
    """

    __tablename__ = "draft_reports"

    kind: ClassVar[str] = "self_assessment"

    id: Mapped[Key]
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"), index=True)
    language: Mapped[str] = mapped_column(String(8))
    scheme_digest: Mapped[str] = mapped_column(ForeignKey("scheme_editions.digest"))
    record: Mapped[dict[str, Any]]
    digest: Mapped[Digest]
    ordered_by: Mapped[int] = mapped_column(ForeignKey("users.id"))

    assessment: Mapped[Assessment] = relationship(lazy="raise")
    edition: Mapped[SchemeEdition] = relationship(lazy="raise")
    author: Mapped[User] = relationship(lazy="raise")
