"""Builders with good defaults: people, a cluster, and an assessment led to any state."""

import io
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.db.models import Assessment, Cluster, Membership, Submission, User
from assessment.db.queries import assessments, reviews
from assessment.domain.criteria import Label
from assessment.domain.workflow import State
from assessment.services.assessments import AnswerDraft, open_assessment, save_answer
from assessment.services.consensus import (
    AgreementDraft,
    close_consensus,
    read_panel,
    record_agreement,
)
from assessment.services.decisions import Outcome, decide
from assessment.services.evidence import attach_file
from assessment.services.mail import Mailing
from assessment.services.reviews import RatingDraft, appoint_panel, hand_in_review, save_rating
from assessment.services.submissions import submit_assessment

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
PASSWORD = "three calm reindeer"
PASSWORD_HASH = (
    "$argon2id$v=19$m=8,t=1,p=1$X4Wkt7+aUlzerphbQjc0fg$39YLL1x48UE8fqFz7fjFN5ZcecqYny8hmDvLhs0MS1A"
)
MAILING = Mailing("https://labels.example")
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def make_person(session: Session, name: str, **values: object) -> User:
    """Somebody with an account: `name` becomes name@people.example."""
    person = User(
        email=f"{name}@people.example",
        name=name.title(),
        fs_uniquifier=secrets.token_hex(32),
        password=PASSWORD_HASH,
        active=True,
        **{"country": "FI", "created_at": NOON, **values},
    )
    session.add(person)
    session.flush()
    return person


def make_cluster(session: Session, name: str = "Northern Timber", **roles: User) -> Cluster:
    """A cluster in Lapland with people in roles: `owner=...`, `editor=...`, `viewer=...`."""
    cluster = Cluster(
        name=name, organisation="Timber House", country="FI", region="FI1D7", created_at=NOON
    )
    session.add(cluster)
    session.flush()
    for role, person in roles.items():
        session.add(Membership(cluster_id=cluster.id, user_id=person.id, role=role))
    session.flush()
    return cluster


@dataclass
class World:
    """The same few people everywhere, and one cluster that they meet over."""

    owner: User
    editor: User
    viewer: User
    stranger: User
    reviewer: User
    colleague: User
    idle_reviewer: User
    secretary: User
    cluster: Cluster
    foreign_cluster: Cluster


def make_world(session: Session) -> World:
    """A cluster with its team, another cluster's owner, three reviewers and a secretary."""
    people = {
        name: make_person(session, name) for name in ("owner", "editor", "viewer", "stranger")
    }
    reviewer = make_person(session, "reviewer", is_reviewer=True)
    colleague = make_person(session, "colleague", is_reviewer=True, country="AT")
    idle = make_person(session, "idle", is_reviewer=True, country="DE")
    secretary = make_person(session, "secretary", is_secretariat=True)
    cluster = make_cluster(
        session, owner=people["owner"], editor=people["editor"], viewer=people["viewer"]
    )
    foreign = make_cluster(session, "Southern Stone", owner=people["stranger"])
    return World(
        **people,
        reviewer=reviewer,
        colleague=colleague,
        idle_reviewer=idle,
        secretary=secretary,
        cluster=cluster,
        foreign_cluster=foreign,
    )


@dataclass
class Line:
    """Leads one assessment of the world's cluster along the line, step by step."""

    session: Session
    world: World
    edition: Edition
    folder: Path
    self_level: int = 4
    ratings: tuple[int, int] = (4, 4)

    @property
    def label(self) -> Label:
        return self.edition.scheme.label("gold")

    def open(self) -> Assessment:
        return open_assessment(
            self.session,
            cluster_id=self.world.cluster.id,
            scheme_id=self.edition.scheme.id,
            label=self.label,
            actor_id=self.world.owner.id,
            at=NOON,
        )

    def answer_all(self, assessment: Assessment) -> None:
        for criterion in self.label.criteria:
            for number in range(criterion.support.asks_evidence(self.self_level)):
                attach_file(
                    self.session,
                    assessment_id=assessment.id,
                    criterion=criterion,
                    filename=f"proof-{number}.pdf",
                    stream=io.BytesIO(PDF + str(number).encode()),
                    folder=self.folder,
                    limit=1_000_000,
                    actor_id=self.world.owner.id,
                    at=NOON,
                )
            save_answer(
                self.session,
                assessment_id=assessment.id,
                criterion=criterion,
                draft=AnswerDraft(self.self_level, f"Because of {criterion.id}.", 0),
                actor_id=self.world.owner.id,
                at=NOON,
            )

    def submit(self, assessment: Assessment) -> Submission:
        return submit_assessment(
            self.session,
            assessment_id=assessment.id,
            edition=self.edition,
            actor_id=self.world.owner.id,
            at=NOON,
            mailing=MAILING,
        )

    def appoint(self, submission: Submission) -> None:
        appoint_panel(
            self.session,
            submission=submission,
            label=self.label,
            reviewer_ids=[self.world.reviewer.id, self.world.colleague.id],
            actor_id=self.world.secretary.id,
            at=NOON,
            mailing=MAILING,
        )

    def rate_all(self, submission: Submission, reviewer: User, level: int) -> None:
        for criterion in self.label.criteria:
            save_rating(
                self.session,
                submission=submission,
                reviewer_id=reviewer.id,
                criterion=criterion,
                draft=RatingDraft(level, f"Seen by {reviewer.name}.", 0),
                at=NOON,
            )

    def hand_in(self, submission: Submission, reviewer: User) -> bool:
        return hand_in_review(
            self.session,
            submission=submission,
            label=self.label,
            reviewer_id=reviewer.id,
            at=NOON,
            mailing=MAILING,
        )

    def agree_all(self, submission: Submission, level: int) -> None:
        for difference in read_panel(self.session, submission.id, self.label).differences:
            record_agreement(
                self.session,
                submission=submission,
                criterion=difference.criterion,
                draft=AgreementDraft(level, "Settled at the table.", 0),
                actor_id=self.world.reviewer.id,
                at=NOON,
            )

    def close(self, submission: Submission) -> None:
        close_consensus(
            self.session,
            submission=submission,
            label=self.label,
            actor_id=self.world.reviewer.id,
            at=NOON,
            mailing=MAILING,
        )

    def decide(self, submission: Submission, outcome: Outcome) -> None:
        decide(
            self.session,
            submission=submission,
            label=self.label,
            languages=self.edition.scheme.languages,
            outcome=outcome,
            statement="Well done.",
            issuer="The Office",
            actor_id=self.world.secretary.id,
            at=NOON,
            mailing=MAILING,
        )

    def lead_to(self, state: State) -> Assessment:
        """The assessment in that state, everything before it done."""
        assessment = self.open()
        if state is State.DRAFT:
            return assessment
        self.answer_all(assessment)
        submission = self.submit(assessment)
        if state is State.SUBMITTED:
            return assessment
        self.appoint(submission)
        if state is State.IN_REVIEW:
            return assessment
        people = (self.world.reviewer, self.world.colleague)
        for reviewer, level in zip(people, self.ratings, strict=True):
            self.rate_all(submission, reviewer, level)
            self.hand_in(submission, reviewer)
        if state is State.CONSENSUS:
            return assessment
        self.agree_all(submission, max(self.ratings))
        self.close(submission)
        if state is not State.REVIEWED:
            is_award = state is State.AWARDED
            self.decide(submission, Outcome.AWARD if is_award else Outcome.DECLINE)
        return assessment

    def submission(self, assessment: Assessment) -> Submission:
        """The submission of an assessment that has one, with what pages need of it."""
        found = assessments.submission_of(self.session, assessment.id)
        assert found is not None
        return reviews.submission(self.session, found.id)
