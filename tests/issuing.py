"""Certificates as files, made by the real renderer and sealed with the installation's own key."""

from sqlalchemy import Engine, select

from assessment.config import Settings
from assessment.db.models import Certificate, Document
from assessment.db.queries import outcomes
from assessment.domain.workflow import State
from assessment.services.documents import document_path
from assessment.services.making_documents import make_waiting_documents
from tests.building import Line


def issue(line: Line, languages: tuple[str, ...] = ("en",)) -> Certificate:
    """A certificate whose documents in these languages are ordered, and no other document is."""
    line.lead_to(State.AWARDED)
    others = [
        document
        for document in line.session.scalars(select(Document))
        if document.kind != "certificate" or document.language not in languages
    ]
    outcomes.release_mail(line.session, [document.id for document in others])
    for document in others:
        line.session.delete(document)
    certificate = line.session.scalars(select(Certificate)).one()
    line.session.commit()
    return certificate


def made(line: Line, engine: Engine, settings: Settings) -> list[tuple[Document, bytes]]:
    """Makes what is ordered; every document on record with its content, the first one first."""
    line.session.commit()
    make_waiting_documents(engine, settings)
    found = []
    every = select(Document).order_by(Document.id).execution_options(populate_existing=True)
    for document in line.session.scalars(every):
        path = document_path(settings, document)
        assert path is not None, document.fault
        found.append((document, path.read_bytes()))
    line.session.commit()
    return found
