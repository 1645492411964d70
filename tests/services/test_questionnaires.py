"""Questionnaires as files: ordered once for everybody, made by the worker, kept by edition."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import Questionnaire
from assessment.db.queries.made_files import files_to_make
from assessment.services import making_questionnaires
from assessment.services.making_questionnaires import make_waiting_questionnaires
from assessment.services.questionnaires import (
    order_questionnaire,
    questionnaire_path,
    questionnaires,
)
from tests.building import NOON


def order(session: Session, edition: Edition, kind: str = "xlsx", language: str = "en") -> None:
    order_questionnaire(session, edition, "bronze", language, kind, NOON)
    session.commit()


def found(session: Session, edition: Edition, language: str = "en") -> dict[str, Questionnaire]:
    session.expire_all()
    rows = dict(questionnaires(session, edition, "bronze", language))
    session.commit()
    return rows


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Puts a renderer that fails in the place of the real one."""

    def fail(_html: str) -> bytes:
        raise RuntimeError("no ink")

    return lambda: monkeypatch.setattr(making_questionnaires, "html_to_pdf", fail)


def test_ordering_is_once_for_everybody(session: Session, edition: Edition) -> None:
    for _ in range(3):
        order(session, edition)
    assert len(files_to_make(session, Questionnaire, now())) == 1
    order(session, edition, "pdf")
    order(session, edition, language="fi")
    assert len(files_to_make(session, Questionnaire, now())) == 3


def test_language_that_the_scheme_lacks_is_its_first(session: Session, edition: Edition) -> None:
    order(session, edition, language="sv")
    assert [*found(session, edition, "en")] == ["xlsx"]


def test_workbook_is_made_and_kept(
    engine: Engine, session: Session, settings: Settings, edition: Edition
) -> None:
    order(session, edition)
    assert questionnaire_path(settings, found(session, edition)["xlsx"]) is None
    assert make_waiting_questionnaires(engine, settings) == 1
    path = questionnaire_path(settings, found(session, edition)["xlsx"])
    assert path is not None
    assert path.read_bytes().startswith(b"PK")
    assert make_waiting_questionnaires(engine, settings) == 0


def test_fault_is_kept_and_tried_again_later(
    engine: Engine,
    session: Session,
    settings: Settings,
    edition: Edition,
    broken: Callable[[], None],
) -> None:
    broken()
    order(session, edition, "pdf")
    order(session, edition)
    assert make_waiting_questionnaires(engine, settings) == 1
    failed = found(session, edition)["pdf"]
    assert (failed.attempts, failed.fault) == (1, "RuntimeError: no ink")
    assert files_to_make(session, Questionnaire, now()) == []
    assert files_to_make(session, Questionnaire, now() + timedelta(days=1)) == [failed.id]
