"""Schemes in force, and the drafts and submissions that follow them."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from assessment.db.models import (
    Assessment,
    AttachedEvidence,
    ParkedAnswer,
    Publication,
    Questionnaire,
    SchemeEdition,
    SchemeTrial,
    Sheet,
    Submission,
)
from assessment.domain.workflow import TAKEN_BACK_FROM, State


def publications_in_force(session: Session) -> Sequence[Publication]:
    """The newest publication of each scheme, without the text of its files."""
    newest = select(func.max(Publication.id)).group_by(Publication.scheme_id)
    return session.scalars(
        select(Publication)
        .where(Publication.id.in_(newest))
        .options(joinedload(Publication.edition).options(defer(SchemeEdition.files)))
        .order_by(Publication.scheme_id)
    ).all()


def digest_in_force(session: Session, scheme_id: str) -> str | None:
    """The digest of the scheme's newest publication; None while there is none."""
    return session.scalar(
        select(Publication.scheme_digest)
        .where(Publication.scheme_id == scheme_id)
        .order_by(Publication.id.desc())
        .limit(1)
    )


def publications(session: Session, scheme_id: str) -> Sequence[Publication]:
    """Every publication of a scheme, newest first, without the text of its files."""
    return session.scalars(
        select(Publication)
        .where(Publication.scheme_id == scheme_id)
        .options(joinedload(Publication.edition).options(defer(SchemeEdition.files)))
        .order_by(Publication.id.desc())
    ).all()


def published_editions(session: Session, scheme_id: str) -> Sequence[SchemeEdition]:
    """The text of every version of a scheme that was ever in force, newest first."""
    return session.scalars(
        select(SchemeEdition)
        .join(Publication, Publication.scheme_digest == SchemeEdition.digest)
        .where(Publication.scheme_id == scheme_id)
        .order_by(Publication.id.desc())
    ).all()


def edition(session: Session, digest: str) -> SchemeEdition:
    """The frozen text of a scheme. Raises `NoResultFound`."""
    return session.scalars(select(SchemeEdition).where(SchemeEdition.digest == digest)).one()


def edition_of_version(session: Session, scheme_id: str, version: str) -> SchemeEdition | None:
    """The text that was kept last of a version of a scheme."""
    return session.scalar(
        select(SchemeEdition)
        .where(SchemeEdition.scheme_id == scheme_id, SchemeEdition.version == version)
        .order_by(SchemeEdition.recorded_at.desc())
        .limit(1)
    )


def parked_answer(session: Session, sheet_id: int, parked_id: int) -> ParkedAnswer | None:
    """The answer that was put aside from this sheet."""
    return session.scalar(
        select(ParkedAnswer).where(ParkedAnswer.sheet_id == sheet_id, ParkedAnswer.id == parked_id)
    )


def sheets_for_change(session: Session, scheme_id: str) -> Sequence[Sheet]:
    """What clusters have answered under a scheme, locked, with the answers as they stand then."""
    sheets = session.scalars(
        select(Sheet)
        .where(Sheet.scheme_id == scheme_id)
        .order_by(Sheet.id)
        .with_for_update(of=Sheet)
        .execution_options(populate_existing=True)
    ).all()
    session.scalars(
        select(Sheet)
        .where(Sheet.id.in_([sheet.id for sheet in sheets]))
        .options(selectinload(Sheet.answers))
        .execution_options(populate_existing=True)
    ).all()
    return sheets


def labels_with_drafts(session: Session, scheme_id: str) -> frozenset[str]:
    """The labels of a scheme for which a draft is open, or will be if a submission is withdrawn."""
    found = session.scalars(
        select(Assessment.label_id)
        .where(
            Assessment.scheme_id == scheme_id,
            Assessment.state.in_((State.DRAFT, *TAKEN_BACK_FROM)),
        )
        .distinct()
    )
    return frozenset(found)


def count_drafts(session: Session, scheme_id: str) -> int:
    """How many drafts are open under a scheme."""
    counted = select(func.count()).select_from(Assessment)
    of_scheme = (Assessment.scheme_id == scheme_id, Assessment.state == State.DRAFT)
    return session.scalar(counted.where(*of_scheme)) or 0


def lock_scheme(session: Session, scheme_id: str) -> None:
    """Lets one publish a scheme after the other; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(scheme_id))))


def frozen_submissions(session: Session, scheme_id: str) -> Sequence[int]:
    """The ids of every submission under a scheme that stands, oldest first."""
    return session.scalars(
        select(Submission.id)
        .join(Submission.assessment)
        .where(Assessment.scheme_id == scheme_id, Submission.withdrawn_at.is_(None))
        .order_by(Submission.id)
    ).all()


def attachments_of(
    session: Session, sheet_ids: Collection[int]
) -> dict[int, list[AttachedEvidence]]:
    """What is attached on these sheets with its evidence, in the order in which it was attached."""
    found = session.scalars(
        select(AttachedEvidence)
        .where(AttachedEvidence.sheet_id.in_(sheet_ids))
        .options(joinedload(AttachedEvidence.evidence))
        .order_by(AttachedEvidence.id)
    )
    by_sheet: dict[int, list[AttachedEvidence]] = defaultdict(list)
    for attached in found:
        by_sheet[attached.sheet_id].append(attached)
    return dict(by_sheet)


def parked_answers(session: Session, sheet_id: int) -> Sequence[ParkedAnswer]:
    """The answers that new versions of the scheme have changed or put aside, newest first."""
    return session.scalars(
        select(ParkedAnswer)
        .where(ParkedAnswer.sheet_id == sheet_id)
        .order_by(ParkedAnswer.id.desc())
    ).all()


def trial(session: Session, trial_id: int) -> SchemeTrial | None:
    return session.scalar(
        select(SchemeTrial)
        .where(SchemeTrial.id == trial_id)
        .options(joinedload(SchemeTrial.author))
    )


def trials(session: Session, scheme_id: str) -> Sequence[SchemeTrial]:
    """The drafts tried in the lab, newest first, without their files and results."""
    return session.scalars(
        select(SchemeTrial)
        .where(SchemeTrial.scheme_id == scheme_id)
        .options(
            defer(SchemeTrial.files), defer(SchemeTrial.result), joinedload(SchemeTrial.author)
        )
        .order_by(SchemeTrial.id.desc())
        .limit(20)
    ).all()


def waiting_trials(session: Session) -> Sequence[int]:
    """The trials that have not been run yet, oldest first."""
    return session.scalars(
        select(SchemeTrial.id).where(SchemeTrial.finished_at.is_(None)).order_by(SchemeTrial.id)
    ).all()


def questionnaires(
    session: Session, digest: str, label_id: str, language: str
) -> Sequence[Questionnaire]:
    """What was ordered of a label's questionnaire in a language, in every format."""
    return session.scalars(
        select(Questionnaire).where(
            Questionnaire.scheme_digest == digest,
            Questionnaire.label_id == label_id,
            Questionnaire.language == language,
        )
    ).all()


def questionnaire(session: Session, number: int) -> Questionnaire:
    """The questionnaire that was ordered under the number. Raises `NoResultFound`."""
    return session.scalars(select(Questionnaire).where(Questionnaire.id == number)).one()
