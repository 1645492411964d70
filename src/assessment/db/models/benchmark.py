"""What clusters are compared in, and what was published of groups of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from assessment.db.base import Base, Code, Key, LongText, Name


class ComparedSubmission(Base):
    """A submission of which the figures were written down; `members` as its profile tells them."""

    __tablename__ = "compared_submissions"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    members: Mapped[LongText | None]


class ComparedFigure(Base):
    """The figure of a submission in which a criterion compares clusters, as
    `services.compared_figures.plain_figure` writes it.

    Figures of one `measure` (`domain.comparing.measure_of`) can be compared.
    """

    __tablename__ = "compared_figures"

    submission_id: Mapped[int] = mapped_column(
        ForeignKey("compared_submissions.submission_id"), primary_key=True
    )
    criterion_id: Mapped[Code] = mapped_column(primary_key=True)
    measure: Mapped[Code]
    figure: Mapped[LongText]


class OutsidePeer(Base):
    """A cluster with which others are compared and which has no application here; `figures` are those of
    criteria, each with its measure. One that `is_invented` belongs to the demonstration.
    """

    __tablename__ = "outside_peers"

    id: Mapped[Key]
    scheme_id: Mapped[Code] = mapped_column(index=True)
    name: Mapped[Name]
    country: Mapped[Code]
    sectors: Mapped[list[str]]
    members: Mapped[LongText | None]
    is_holder: Mapped[bool] = mapped_column(default=False)
    is_invented: Mapped[bool] = mapped_column(default=False)
    figures: Mapped[dict[str, Any]]


class BenchmarkTable(Base):
    """What was published of a group in one indicator; never changed.

    `contributions` are the figures that it rests on, by cluster, which nobody is told; `told` is what
    stands in reports.
    """

    __tablename__ = "benchmark_tables"
    __table_args__ = (Index(None, "scheme_id", "criterion_id"),)

    id: Mapped[Key]
    scheme_id: Mapped[Code]
    criterion_id: Mapped[Code]
    measure: Mapped[Code]
    group_key: Mapped[Code]
    contributions: Mapped[dict[str, str]]
    told: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]


class Comparison(Base):
    """What the benchmarking report of a submission is made from, as it was when it was ordered.

    `round` is that of the panel, as of the document.
    """

    __tablename__ = "comparisons"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    record: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
