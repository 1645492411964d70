"""How reviewers rated the invented cases on which they calibrate."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessment.db.base import Base, Code, Digest, Key, LongText


class Calibration(Base):
    """A reviewer's own level for one case, given before they saw the reference; never changed.

    `case_digest` is that of the case's text and `reference` its level as they were then, in the edition
    `version`: the same text is asked once, whatever edition it comes back in.
    """

    __tablename__ = "calibrations"
    __table_args__ = (UniqueConstraint("user_id", "scheme_id", "anchor_id", "case_digest"),)

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    scheme_id: Mapped[Code]
    version: Mapped[Code]
    anchor_id: Mapped[Code]
    criterion_id: Mapped[Code]
    case_digest: Mapped[Digest]
    level: Mapped[int]
    reference: Mapped[int]
    reason: Mapped[LongText]
    rated_at: Mapped[datetime]
