"""Making questionnaires as files. Runs in the worker alone: it loads the renderers."""

from collections.abc import Callable

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition, frozen_edition
from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import Questionnaire
from assessment.db.queries import schemes as queries
from assessment.domain.validity import HOME
from assessment.reports.asking import questionnaire_facts
from assessment.reports.filling import questionnaire_sheets
from assessment.reports.pdf import html_to_pdf
from assessment.reports.questionnaire import questionnaire_html
from assessment.reports.workbook import workbook_bytes
from assessment.services.making import Workshop
from assessment.services.shelf import make_shelf


def make_waiting_questionnaires(
    engine: Engine, settings: Settings, after_each: Callable[[], object] = lambda: None
) -> int:
    """Makes the questionnaires that were ordered; as `Workshop.make_waiting` says."""

    def prepare(session: Session, ordered: Questionnaire) -> Callable[[], bytes]:
        edition = _edition(session, engine, settings, ordered)
        return lambda: _content(edition, ordered, settings)

    workshop = Workshop(
        "questionnaire",
        engine,
        settings,
        Questionnaire,
        queries.questionnaire,
        prepare,
    )
    return workshop.make_waiting(after_each)


def _edition(
    session: Session, engine: Engine, settings: Settings, ordered: Questionnaire
) -> Edition:
    """The edition that was ordered: one in force, or one that was."""
    for edition in make_shelf(settings.criteria_path, engine).in_force(session):
        if edition.digest == ordered.scheme_digest:
            return edition
    return frozen_edition(queries.edition(session, ordered.scheme_digest).files)


def _content(edition: Edition, ordered: Questionnaire, settings: Settings) -> bytes:
    facts = questionnaire_facts(
        edition,
        ordered.label_id,
        ordered.language,
        issuer=settings.issuer,
        made_on=now().astimezone(HOME).date(),
    )
    if ordered.kind == "xlsx":
        return workbook_bytes(questionnaire_sheets(facts))
    return html_to_pdf(questionnaire_html(facts))
