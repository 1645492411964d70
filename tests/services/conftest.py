"""A quicker line: the rows that the services make, a sheet at a time (`test_line` walks the real one)."""

import io
from dataclasses import dataclass

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.config import Settings
from assessment.db.models import (
    Agreement,
    Answer,
    Assessment,
    AttachedEvidence,
    Evidence,
    EvidenceVersion,
    Rating,
    Submission,
    User,
)
from assessment.db.queries import assessments, reviews
from assessment.domain.criteria import Criterion, EvidenceKind
from assessment.services.consensus import read_panel
from assessment.services.uploads import check_file, store_file
from tests.building import NOON, Line, World, level_on, proof
from tests.filling import FRESH, Filling, evidence_asked


@dataclass
class QuickLine(Line):
    """Writes whole sheets at once where `Line` calls a service for each criterion."""

    def answer_all(self, assessment: Assessment) -> None:
        if assessments.answers(self.session, assessment.id):
            self._confirm_all(assessment)
            return
        filling = Filling(self.label, self.profile)
        self.save_profile(filling.profile)
        proofs: dict[tuple[EvidenceKind, int], Evidence] = {}
        for criterion in filter(filling.is_asked, self.label.criteria):
            level = level_on(criterion, self.self_level)
            self.session.merge(
                Answer(
                    sheet_id=assessment.sheet_id,
                    criterion_id=criterion.id,
                    level=level if criterion.is_chosen else None,
                    justification=f"Because of {criterion.id}.",
                    values=filling.answer(criterion, level),
                    is_answered=True,
                    saved_by=self.world.owner.id,
                    saved_at=NOON,
                )
            )
            for key in enumerate(evidence_asked(criterion, level)):
                self._support(assessment, criterion, proofs, *key)
        self.session.flush()

    def _confirm_all(self, assessment: Assessment) -> None:
        """Everything that comes from before is still true."""
        on_sheet = Answer.sheet_id == assessment.sheet_id
        self.session.execute(update(Answer).where(on_sheet).values(carried=""))

    def _support(
        self,
        assessment: Assessment,
        criterion: Criterion,
        proofs: dict[tuple[EvidenceKind, int], Evidence],
        number: int,
        kind: EvidenceKind,
    ) -> None:
        """A piece of evidence; the same one serves every criterion that asks for its like."""
        if (kind, number) not in proofs:
            proofs[kind, number] = self._proof(kind, number)
            self.session.add(proofs[kind, number])
            self.session.flush()
        self.session.add(
            AttachedEvidence(
                sheet_id=assessment.sheet_id,
                criterion_id=criterion.id,
                evidence_id=proofs[kind, number].id,
            )
        )

    def _proof(self, kind: EvidenceKind, number: int) -> Evidence:
        common = {
            "cluster_id": self.world.cluster.id,
            "effective_from": FRESH,
            "effective_until": FRESH,
            "added_by": self.world.owner.id,
            "added_at": NOON,
        }
        if kind is EvidenceKind.LINK:
            url = f"https://timber.example/{number}"
            return Evidence(title=url, url=url, **common)
        name, content = proof(kind, number)
        stored = check_file(name, io.BytesIO(content), limit=1_000)
        store_file(self.folder, stored)
        file = Evidence(title=stored.filename, newest=1, **common)
        self.session.add(file)
        self.session.flush()
        self.session.add(
            EvidenceVersion(
                evidence_id=file.id,
                number=1,
                filename=stored.filename,
                media_type=stored.media_type,
                size=stored.size,
                sha256=stored.sha256,
                added_by=self.world.owner.id,
                added_at=NOON,
            )
        )
        return file

    def rate_all(self, submission: Submission, reviewer: User, level: int) -> None:
        seat = reviews.seat_of(self.session, submission.id, reviewer.id)
        self.session.add_all(
            Rating(
                seat_id=seat.id,
                criterion_id=criterion.id,
                level=level_on(criterion, level),
                comment=f"Seen by {reviewer.name}.",
                saved_at=NOON,
            )
            for criterion in self.to_be_rated(submission)
        )
        self.session.flush()

    def agree_all(self, submission: Submission, level: int) -> None:
        self.session.add_all(
            Agreement(
                submission_id=submission.id,
                round=submission.round,
                criterion_id=difference.criterion.id,
                level=level_on(difference.criterion, level),
                reason="Settled at the table.",
                recorded_by=self.world.reviewer.id,
                recorded_at=NOON,
            )
            for difference in read_panel(self.session, submission, self.label).open
        )
        self.session.flush()


@pytest.fixture
def quick_line(session: Session, world: World, edition: Edition, settings: Settings) -> QuickLine:
    """Leads an assessment of the world's cluster along the line, quickly."""
    return QuickLine(session, world, edition, settings.evidence_path)
