"""The PDFs of submissions and decisions: ordered with them, made behind the web, kept under their
SHA-256."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import Document
from assessment.services.uploads import clean_filename, stored_path


def request_documents(
    session: Session,
    submission_id: int,
    kinds: Iterable[str],
    languages: Iterable[str],
    at: datetime,
    round_: int = 1,
    facts: Mapping[str, Any] | None = None,
) -> list[Document]:
    """Orders one document per kind and language; they are made after the commit.

    `round_` is that of the panel on whose work they rest, `facts` what they say beside the submission.
    """
    languages = tuple(languages)
    ordered = [
        Document(
            submission_id=submission_id,
            kind=kind,
            language=language,
            round=round_,
            facts=dict(facts) if facts else None,
            requested_at=at,
        )
        for kind in kinds
        for language in languages
    ]
    session.add_all(ordered)
    session.info["work_waits"] = True
    return ordered


def document_path(settings: Settings, document: Document) -> Path | None:
    """Where the document lies; None while it is not made."""
    return stored_path(settings.documents_path, document.sha256) if document.sha256 else None


def document_name(document: Document, number: str = "") -> str:
    """Cluster, label, kind and language, as a file's name; of a certificate its number, too.

    A cluster that renewed its label has several certificates.
    """
    record = document.submission.record
    is_second = document.kind == "report" and document.round > 1
    kind = document.kind.replace("_", "-")
    what = f"{kind} appeal" if is_second else kind
    if document.version > 1:
        what = f"{what} corrected {document.version - 1}"
    name = (document.facts or {}).get("cluster_name") or record["cluster"]["name"]
    parts = (name, record["label"], what, number, document.language)
    return clean_filename(" ".join(part for part in parts if part).replace("/", " ") + ".pdf")
