"""What a panel writes beside its levels: findings section by section, and the visit."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from assessment.db.base import Base, Code, LongText
from assessment.db.models.submission import Submission


class PanelFinding(Base):
    """What the panel says of one section. `version` counts its saves from 1."""

    __tablename__ = "panel_findings"

    submission_id: Mapped[int] = mapped_column(ForeignKey(Submission.id), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    section_id: Mapped[Code] = mapped_column(primary_key=True)
    strengths: Mapped[LongText] = mapped_column(default="")
    improvements: Mapped[LongText] = mapped_column(default="")
    recommendations: Mapped[LongText] = mapped_column(default="")
    version: Mapped[int] = mapped_column()
    saved_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    saved_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class PanelVisit(Base):
    """How the panel met the cluster: the day, `form` (a `Visit`, or "" until chosen), and the people."""

    __tablename__ = "panel_visits"

    submission_id: Mapped[int] = mapped_column(ForeignKey(Submission.id), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    visited_on: Mapped[date | None]
    form: Mapped[Code] = mapped_column(default="")
    people: Mapped[LongText] = mapped_column(default="")
    version: Mapped[int] = mapped_column()
    saved_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    saved_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
