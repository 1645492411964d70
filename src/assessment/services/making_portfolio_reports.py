"""Making reports of the portfolio. Runs in the worker alone: it loads the renderer."""

from collections.abc import Callable

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import PortfolioReport
from assessment.db.queries import portfolio_reports as queries
from assessment.reports.pdf import html_to_pdf
from assessment.reports.portfolio import portfolio_html
from assessment.reports.portfolio_facts import portfolio_facts
from assessment.services.making import Workshop


def make_waiting_portfolio_reports(
    engine: Engine, settings: Settings, after_each: Callable[[], object] = lambda: None
) -> int:
    """Makes the reports that were ordered; as `Workshop.make_waiting` says. They have no seal."""

    def prepare(_session: Session, report: PortfolioReport) -> Callable[[], bytes]:
        facts = portfolio_facts(report.record, report.language, report.digest)
        return lambda: html_to_pdf(portfolio_html(facts))

    workshop = Workshop(
        "portfolio report", engine, settings, PortfolioReport, queries.report, prepare
    )
    return workshop.make_waiting(after_each)
