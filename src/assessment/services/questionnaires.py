"""Questionnaires as files: ordered by whoever wants one first, made behind the web, then there for all.

There is at most one for each edition in force, label, language and format, so that no number of
readers makes more work than that.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.config import Settings
from assessment.db.models import Questionnaire
from assessment.db.queries import schemes as queries
from assessment.services.uploads import stored_path

KINDS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The formats by the ending of a file, with their media types."""


def spoken(edition: Edition, language: str) -> str:
    """The language in which a reader gets it: theirs, or the scheme's first where it lacks theirs."""
    known = edition.scheme.languages
    return language if language in known else edition.texts.source


def questionnaires(
    session: Session, edition: Edition, label_id: str, language: str
) -> Mapping[str, Questionnaire]:
    """What was ordered so far of a label in the reader's language, by format."""
    found = queries.questionnaires(session, edition.digest, label_id, spoken(edition, language))
    return {each.kind: each for each in found}


def order_questionnaire(
    session: Session, edition: Edition, label_id: str, language: str, kind: str, at: datetime
) -> None:
    """Has the file made after the commit, if nobody has ordered it before."""
    if kind in questionnaires(session, edition, label_id, language):
        return
    ordered = Questionnaire(
        scheme_id=edition.scheme.id,
        scheme_digest=edition.digest,
        label_id=label_id,
        language=spoken(edition, language),
        kind=kind,
        requested_at=at,
    )
    try:
        with session.begin_nested():
            session.add(ordered)
    except IntegrityError:
        return
    session.info["work_waits"] = True


def questionnaire_path(settings: Settings, found: Questionnaire | None) -> Path | None:
    """Where the file lies; None while it is not made."""
    if found is None or not found.sha256:
        return None
    path = stored_path(settings.documents_path, found.sha256)
    return path if path.is_file() else None
