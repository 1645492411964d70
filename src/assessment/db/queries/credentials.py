"""What the lists of revoked and suspended credentials are made from, and the lists."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from assessment.db.models import Certificate, Document, StatusList, Submission


def credentials_with_life(session: Session, life: str) -> Sequence[int]:
    """The documents with a credential, of certificates of that life."""
    return session.scalars(
        _WITH_CREDENTIAL.join(
            Certificate, Certificate.submission_id == Document.submission_id
        ).where(Certificate.life == life)
    ).all()


def replaced_credentials(session: Session) -> Sequence[int]:
    """The documents with a credential whose place a corrected one has taken."""
    return session.scalars(_WITH_CREDENTIAL.where(Document.superseded_at.is_not(None))).all()


_WITH_CREDENTIAL = select(Document.id).where(Document.credential != "")


def last_document(session: Session) -> int:
    """The highest number of a document, 0 where there is none."""
    return session.scalar(select(func.max(Document.id))) or 0


def status_list(session: Session, purpose: str, number: int) -> StatusList | None:
    return session.scalar(
        select(StatusList).where(StatusList.purpose == purpose, StatusList.number == number)
    )


def document_with_digest(session: Session, sha256: str) -> Document | None:
    """The document of exactly that content, with its submission and the rules that it was made under."""
    return session.scalars(
        select(Document)
        .where(Document.sha256 == sha256)
        .options(
            joinedload(Document.submission).options(
                joinedload(Submission.edition), joinedload(Submission.assessment)
            )
        )
        .order_by(Document.id)
    ).first()


def papers(session: Session, submission_id: int) -> Sequence[Document]:
    """The certificates of a submission as documents that were made, also those that were corrected."""
    return session.scalars(
        select(Document)
        .where(
            Document.submission_id == submission_id,
            Document.kind == "certificate",
            Document.made_at.is_not(None),
        )
        .order_by(Document.version, Document.language)
    ).all()


def current_papers(session: Session, submission_id: int) -> Sequence[Document]:
    """The certificates of a submission that count today as documents, as they stand now, whether they are
    made yet or not."""
    return session.scalars(
        select(Document)
        .where(
            Document.submission_id == submission_id,
            Document.kind == "certificate",
            Document.superseded_at.is_(None),
        )
        .order_by(Document.language)
        .execution_options(populate_existing=True)
    ).all()


def credential(session: Session, submission_id: int, languages: Sequence[str]) -> Document | None:
    """The certificate that counts today as a document with its credential, in the first of these
    languages that it was made in."""
    found = [one for one in current_papers(session, submission_id) if one.credential]
    by_language = {one.language: one for one in found}
    asked = [*languages, *sorted(by_language)]
    return next((by_language[each] for each in asked if each in by_language), None)
