"""Reports of the portfolio, each with the figures of its day."""

from typing import Any, ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Digest, Key, MadeFile
from assessment.db.models.person import User


class PortfolioReport(MadeFile, Base):
    """A report of the portfolio in one language; `record` has its figures and lists and is never changed.

    `digest` is the SHA-256 of its canonical JSON.
    """

    __tablename__ = "portfolio_reports"

    kind: ClassVar[str] = "portfolio"

    id: Mapped[Key]
    language: Mapped[str] = mapped_column(String(8))
    record: Mapped[dict[str, Any]]
    digest: Mapped[Digest]
    ordered_by: Mapped[int] = mapped_column(ForeignKey("users.id"))

    author: Mapped[User] = relationship(lazy="raise")
