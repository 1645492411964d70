"""Reports of the portfolio: ordered from the figures of the day, the same file ever after."""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Catalogue
from assessment.config import Settings
from assessment.db.models import PortfolioReport
from assessment.db.queries import portfolio_reports as queries
from assessment.services.portfolio_records import portfolio_record
from assessment.services.records import record_digest
from assessment.services.uploads import clean_filename, stored_path


def order_report(
    session: Session,
    *,
    catalogue: Catalogue,
    language: str,
    issuer: str,
    actor_id: int,
    at: datetime,
) -> PortfolioReport:
    """The report of the day in a language, made after the commit from its record alone.

    Where nothing has changed since one of the same day, it is that one.
    """
    record = portfolio_record(session, catalogue, language, issuer, at)
    digest = record_digest(record)
    found = queries.same_report(session, language, digest)
    if found is not None:
        return found
    ordered = PortfolioReport(
        language=language, record=record, digest=digest, ordered_by=actor_id, requested_at=at
    )
    session.add(ordered)
    session.flush()
    session.info["work_waits"] = True
    return ordered


def portfolio_report_path(settings: Settings, report: PortfolioReport) -> Path | None:
    """Where the report lies; None while it is not made."""
    return stored_path(settings.documents_path, report.sha256) if report.sha256 else None


def portfolio_report_name(report: PortfolioReport) -> str:
    """What it is, its day, its number and language, as a file's name."""
    return clean_filename(f"portfolio {report.record['on']} {report.id} {report.language}.pdf")
