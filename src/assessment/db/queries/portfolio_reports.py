"""Reports of the portfolio that were ordered."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, joinedload

from assessment.db.models import PortfolioReport, Submission
from assessment.db.queries.taking_part import concerns

SHOWN = 20
"""Reports that the page lists."""


def reports(session: Session) -> Sequence[PortfolioReport]:
    """The last reports with who ordered them, the newest first, without records."""
    return session.scalars(
        select(PortfolioReport)
        .options(joinedload(PortfolioReport.author), defer(PortfolioReport.record, raiseload=True))
        .order_by(PortfolioReport.id.desc())
        .limit(SHOWN)
    ).all()


def same_report(session: Session, language: str, digest: str) -> PortfolioReport | None:
    """The report in the language that has the same record."""
    return session.scalar(
        select(PortfolioReport)
        .where(PortfolioReport.language == language, PortfolioReport.digest == digest)
        .order_by(PortfolioReport.id)
        .limit(1)
    )


def find_report(session: Session, report_id: int) -> PortfolioReport | None:
    return session.get(PortfolioReport, report_id) if 0 < report_id < 2**31 else None


def report(session: Session, report_id: int) -> PortfolioReport:
    """The report that was ordered under the number. Raises `NoResultFound`."""
    return session.scalars(select(PortfolioReport).where(PortfolioReport.id == report_id)).one()


def names_own_work(session: Session, report: PortfolioReport, user_id: int) -> bool:
    """Whether the report names work on a cluster of the person's own, or on which they had a part."""
    parts = ("overdue", "conditions", "objections")
    numbers = {row["number"] for part in parts for row in report.record[part]}
    own = (
        select(Submission.id)
        .join(Submission.assessment)
        .where(Submission.id.in_(numbers), concerns(user_id))
    )
    return session.scalar(own.limit(1)) is not None
