"""A quicker line: the rows that the services make, a sheet at a time (`test_line` walks the real one)."""

import io
from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.config import Settings
from assessment.db.models import (
    Agreement,
    Answer,
    Assessment,
    AttachedEvidence,
    Evidence,
    Rating,
    Submission,
    User,
)
from assessment.db.queries import reviews
from assessment.services.consensus import read_panel
from assessment.services.uploads import store_file
from tests.building import NOON, PDF, Line, World


@dataclass
class QuickLine(Line):
    """Writes whole sheets at once where `Line` calls a service for each criterion."""

    def answer_all(self, assessment: Assessment) -> None:
        asked = {c.id: c.support.asks_evidence(self.self_level) for c in self.label.criteria}
        proofs = [self._proof(number) for number in range(max(asked.values()))]
        self.session.add_all(proofs)
        self.session.flush()
        for key, number in asked.items():
            self.session.add(
                Answer(
                    assessment_id=assessment.id,
                    criterion_id=key,
                    level=self.self_level,
                    justification=f"Because of {key}.",
                    saved_by=self.world.owner.id,
                    saved_at=NOON,
                )
            )
            self.session.add_all(
                AttachedEvidence(
                    assessment_id=assessment.id, criterion_id=key, evidence_id=proof.id
                )
                for proof in proofs[:number]
            )
        self.session.flush()

    def _proof(self, number: int) -> Evidence:
        content = io.BytesIO(PDF + str(number).encode())
        stored = store_file(self.folder, f"proof-{number}.pdf", content, limit=1_000)
        return Evidence(
            cluster_id=self.world.cluster.id,
            title=stored.filename,
            filename=stored.filename,
            media_type=stored.media_type,
            size=stored.size,
            sha256=stored.sha256,
            added_by=self.world.owner.id,
            added_at=NOON,
        )

    def rate_all(self, submission: Submission, reviewer: User, level: int) -> None:
        seat = reviews.seat_of(self.session, submission.id, reviewer.id)
        self.session.add_all(
            Rating(
                seat_id=seat.id,
                criterion_id=criterion.id,
                level=level,
                comment=f"Seen by {reviewer.name}.",
                saved_at=NOON,
            )
            for criterion in self.label.criteria
        )
        self.session.flush()

    def agree_all(self, submission: Submission, level: int) -> None:
        self.session.add_all(
            Agreement(
                submission_id=submission.id,
                criterion_id=difference.criterion.id,
                level=level,
                reason="Settled at the table.",
                recorded_by=self.world.reviewer.id,
                recorded_at=NOON,
            )
            for difference in read_panel(self.session, submission.id, self.label).differences
        )
        self.session.flush()


@pytest.fixture
def quick_line(session: Session, world: World, edition: Edition, settings: Settings) -> QuickLine:
    """Leads an assessment of the world's cluster along the line, quickly."""
    return QuickLine(session, world, edition, settings.evidence_path)
