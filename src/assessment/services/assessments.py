"""Opening an assessment, answering it, and what it scores."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.db.models import Answer, Assessment, Evidence, Sheet
from assessment.db.queries import assessments as queries
from assessment.db.queries import clusters, schemes
from assessment.domain import answers as domain
from assessment.domain.answers import AnswerSheet, Piece
from assessment.domain.criteria import Label
from assessment.domain.errors import StaleVersion
from assessment.domain.evidence import evidence_kind
from assessment.domain.progress import Progress, progress
from assessment.domain.scorecard import Scorecard
from assessment.domain.scoring import score
from assessment.domain.validity import HOME
from assessment.domain.workflow import Event, State
from assessment.services.carrying import EARLIER, mark_to_confirm
from assessment.services.steps import take_step


@dataclass(frozen=True, slots=True)
class Worksheet:
    """An assessment as it stands: answers and evidence by criterion id, profile, and what they score."""

    assessment: Assessment
    answers: Mapping[str, Answer]
    evidence: Mapping[str, list[Evidence]]
    sheet: AnswerSheet
    scorecard: Scorecard

    @property
    def carried(self) -> tuple[str, ...]:
        """The criteria whose answer comes from before and nobody has confirmed."""
        asked = (found.criterion.id for found in self.scorecard.criteria if found.is_asked)
        return tuple(key for key in asked if key in self.answers and self.answers[key].carried)

    @property
    def progress(self) -> Progress:
        """How far the whole of it is."""
        return progress(self.scorecard.criteria, self.carried)

    @property
    def moved(self) -> tuple[str, ...]:
        """Those of them that a new version of the scheme touched."""
        return tuple(key for key in self.carried if self.answers[key].carried != EARLIER)


def open_assessment(
    session: Session,
    *,
    cluster_id: int,
    edition: Edition,
    label: Label,
    actor_id: int,
    at: datetime,
) -> Assessment:
    """The cluster's assessment for the label that is under way, or a new draft.

    A cluster has one at a time: it may begin anew when the last one is decided. Raises
    `StaleVersion` when another edition has come into force in between.
    """
    scheme_id = edition.scheme.id
    schemes.lock_scheme(session, scheme_id)
    in_force = schemes.digest_in_force(session, scheme_id)
    if in_force not in (None, edition.digest):
        raise StaleVersion(edition.scheme.version)
    found = queries.under_way(session, cluster_id, scheme_id, label.id)
    if found is not None:
        return found
    sheet = _sheet(session, cluster_id, edition)
    assessment = Assessment(
        cluster_id=cluster_id,
        scheme_id=scheme_id,
        label_id=label.id,
        sheet=sheet,
        state=State.DRAFT,
        opened_by=actor_id,
        opened_at=at,
        changed_at=at,
    )
    try:
        with session.begin_nested():
            session.add(assessment)
    except IntegrityError:
        found = queries.under_way(session, cluster_id, scheme_id, label.id)
        if found is None:
            raise
        return found
    mark_to_confirm(session, assessment, edition, label)
    return assessment


def discard_assessment(
    session: Session, *, assessment_id: int, actor_id: int, at: datetime
) -> Assessment:
    """Ends a draft that nobody will submit. The answers stay with the cluster, on its sheet.

    Raises `IllegalTransition` when the assessment is no longer a draft.
    """
    assessment = queries.draft_for_change(session, assessment_id)
    take_step(session, assessment, Event.DISCARD, actor_id=actor_id, at=at)
    queries.forget_imports(session, assessment_id)
    session.flush()
    return assessment


def _sheet(session: Session, cluster_id: int, edition: Edition) -> Sheet:
    """What the cluster has answered under the scheme, or a new sheet."""
    scheme = edition.scheme
    found = queries.sheet(session, cluster_id, scheme.id)
    if found is not None:
        return found
    made = Sheet(cluster_id=cluster_id, scheme_id=scheme.id, scheme_version=scheme.version)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        found = queries.sheet(session, cluster_id, scheme.id)
        if found is None:
            raise
        return found
    return made


def read_worksheet(
    session: Session, assessment: Assessment, label: Label, at: datetime
) -> Worksheet:
    """Answers, evidence, profile, labels held and scorecard of an assessment, in three queries."""
    answers = queries.answers(session, assessment.id)
    evidence = queries.attached_evidence(session, assessment.id)
    profile, held = clusters.profile_and_labels_held(
        session, assessment.cluster_id, assessment.scheme_id
    )
    sheet = AnswerSheet(
        answers_of(label, answers, evidence), profile, held, at.astimezone(HOME).date()
    )
    return Worksheet(assessment, answers, evidence, sheet, score(label, sheet))


def answers_of(
    label: Label, answers: Mapping[str, Answer], evidence: Mapping[str, list[Evidence]]
) -> dict[str, domain.Answer]:
    """The answers of a draft; a level that today's scale no longer has counts as unanswered."""
    sheet = {}
    for criterion in label.criteria:
        if saved := answers.get(criterion.id):
            level = saved.level if saved.level in criterion.scale.levels else None
            sheet[criterion.id] = domain.Answer(
                level,
                saved.justification,
                tuple(piece(item) for item in evidence.get(criterion.id, ())),
                saved.values,
                saved.is_not_applicable,
            )
    return sheet


def piece(evidence: Evidence) -> Piece:
    """A piece of evidence as far as rules ask."""
    return Piece(evidence_kind(evidence.media_type), evidence.dated_on, evidence.added_on)
