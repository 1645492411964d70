"""Telling a story of the demonstration: each step is taken by the real service, in the past."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from io import BytesIO

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.config import Settings
from assessment.db.models import Assessment, Cluster, Membership, Submission, User
from assessment.domain.criteria import Criterion, Label
from assessment.domain.policy import ClusterRole
from assessment.services.assessments import AnswerDraft, open_assessment, save_answer
from assessment.services.clusters import register_cluster
from assessment.services.consensus import AgreementDraft, close_consensus, record_agreement
from assessment.services.decisions import Outcome, decide
from assessment.services.demonstration_files import evidence_file
from assessment.services.demonstration_stories import Owner, Reviewer, Story
from assessment.services.evidence import attach_file, attach_link
from assessment.services.mail import Mailing
from assessment.services.reviews import RatingDraft, appoint_panel, hand_in_review, save_rating
from assessment.services.submissions import submit_assessment


class SilentMailing(Mailing):
    """Queues nothing: what the demonstration tells has happened already."""

    def queue_to(
        self,
        session: Session,
        email: str,
        name: str,
        language: str,
        kind: str,
        path: str,
        facts: dict[str, str],
    ) -> None:
        """No mail."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The people with a demonstration account; the reviewers in the order of their seats."""

    manager: User
    reviewers: Mapping[Reviewer, User]
    secretariat: User


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells stories with this cast; the days in them count back from `at`."""

    session: Session
    settings: Settings
    edition: Edition
    cast: Cast
    at: datetime

    @property
    def mailing(self) -> Mailing:
        return SilentMailing(self.settings.base_url)

    def reviewer_id(self, reviewer: Reviewer) -> int:
        return self.cast.reviewers[reviewer].id

    def moment(self, days: int, minutes: int = 0) -> datetime:
        """A moment on the working day that many days ago, or on the Friday before a weekend."""
        day = (self.at - timedelta(days=days)).date()
        day -= timedelta(days=max(0, day.weekday() - 4))
        return datetime.combine(day, time(7), UTC) + timedelta(minutes=minutes)

    def moments(self, first: int, last: int, count: int) -> Iterator[datetime]:
        """That many moments, spread evenly from the first day (days ago) to the last."""
        for i in range(count):
            yield self.moment(first - (first - last) * i // max(count - 1, 1), 10 + 3 * i)

    def tell(self, story: Story) -> None:
        """Leads one cluster through the steps that its story has days for."""
        days = story.days
        label = self.edition.scheme.label(story.label)
        owner = self._owner(story.owner)
        assessment = self._open(story, label, owner)
        self._answer(story, label, assessment, owner)
        if days.submitted is None:
            return
        submission = submit_assessment(
            self.session,
            assessment_id=assessment.id,
            edition=self.edition,
            actor_id=owner.id,
            at=self.moment(days.submitted, 240),
            mailing=self.mailing,
        )
        if days.appointed is not None:
            self._appoint(submission, label, days.appointed)
        if days.appointed is not None and days.reviewed is not None:
            self._rate(story, submission, label, days.appointed, days.reviewed)
        if days.agreed is not None:
            self._agree(story, submission, label, days.agreed)
        if days.decided is not None:
            self._award(story, submission, label, days.decided)

    def _owner(self, owner: Owner | str) -> User:
        if not isinstance(owner, Owner):
            return self.cast.manager
        user = User(
            email=owner.email,
            password=None,
            active=False,
            fs_uniquifier=secrets.token_hex(32),
            name=owner.name,
            country="FI",
            organisation=owner.organisation,
            language=owner.language,
            created_at=self.at - timedelta(days=365),
        )
        self.session.add(user)
        self.session.flush()
        return user

    def _open(self, story: Story, label: Label, owner: User) -> Assessment:
        cluster = self._register(story)
        self.session.add(
            Membership(cluster_id=cluster.id, user_id=owner.id, role=ClusterRole.OWNER)
        )
        return open_assessment(
            self.session,
            cluster_id=cluster.id,
            scheme_id=self.edition.scheme.id,
            label=label,
            actor_id=owner.id,
            at=self.moment(story.days.opened),
        )

    def _register(self, story: Story) -> Cluster:
        facts = story.cluster
        cluster = register_cluster(
            self.session,
            name=facts.name,
            organisation=facts.organisation,
            country=facts.country,
            region=facts.region,
            website=facts.website,
            at=self.moment(story.days.opened + 30),
        )
        cluster.description = facts.description
        cluster.is_demonstration = True
        return cluster

    def _answer(self, story: Story, label: Label, assessment: Assessment, owner: User) -> None:
        last = story.days.submitted or story.days.answered or story.days.opened
        moments = self.moments(story.days.opened, last, len(story.answers))
        for (criterion_id, answer), at in zip(story.answers.items(), moments, strict=True):
            criterion = label.criterion(criterion_id)
            for key in answer.evidence:
                self._attach(story, key, assessment.id, criterion, owner.id, at)
            save_answer(
                self.session,
                assessment_id=assessment.id,
                criterion=criterion,
                draft=AnswerDraft(answer.level, answer.justification, 0),
                actor_id=owner.id,
                at=at,
            )

    def _attach(
        self,
        story: Story,
        key: str,
        assessment_id: int,
        criterion: Criterion,
        actor_id: int,
        at: datetime,
    ) -> None:
        document = story.documents[key]
        if document.link:
            attach_link(
                self.session,
                assessment_id=assessment_id,
                criterion=criterion,
                url=document.link,
                title=document.title,
                actor_id=actor_id,
                at=at,
            )
            return
        attach_file(
            self.session,
            assessment_id=assessment_id,
            criterion=criterion,
            filename=document.file,
            stream=BytesIO(evidence_file(document.file, document.lines, story.note)),
            folder=self.settings.evidence_path,
            limit=self.settings.upload_bytes,
            actor_id=actor_id,
            at=at,
        )

    def _appoint(self, submission: Submission, label: Label, day: int) -> None:
        appoint_panel(
            self.session,
            submission=submission,
            label=label,
            reviewer_ids=[self.reviewer_id(reviewer) for reviewer in self.cast.reviewers],
            actor_id=self.cast.secretariat.id,
            at=self.moment(day),
            mailing=self.mailing,
        )

    def _rate(
        self, story: Story, submission: Submission, label: Label, first: int, last: int
    ) -> None:
        """Each reviewer's ratings; a review that covers every criterion is handed in."""
        for reviewer, ratings in story.ratings.items():
            moments = self.moments(first - 1, last, len(ratings))
            for (criterion_id, rating), at in zip(ratings.items(), moments, strict=True):
                save_rating(
                    self.session,
                    submission=submission,
                    reviewer_id=self.reviewer_id(reviewer),
                    criterion=label.criterion(criterion_id),
                    draft=RatingDraft(rating.level, rating.comment, 0),
                    at=at,
                )
            if len(ratings) == len(label.criteria):
                self._hand_in(reviewer, submission, label, self.moment(last, 240))

    def _hand_in(
        self, reviewer: Reviewer, submission: Submission, label: Label, at: datetime
    ) -> None:
        hand_in_review(
            self.session,
            submission=submission,
            label=label,
            reviewer_id=self.reviewer_id(reviewer),
            at=at,
            mailing=self.mailing,
        )

    def _agree(self, story: Story, submission: Submission, label: Label, day: int) -> None:
        moments = self.moments(day, day, len(story.agreements))
        for (criterion_id, agreement), at in zip(story.agreements.items(), moments, strict=True):
            record_agreement(
                self.session,
                submission=submission,
                criterion=label.criterion(criterion_id),
                draft=AgreementDraft(agreement.level, agreement.reason, 0),
                actor_id=self.reviewer_id("finland"),
                at=at,
            )

    def _award(self, story: Story, submission: Submission, label: Label, day: int) -> None:
        """The panel closes its work on the day before; the secretariat awards the label."""
        close_consensus(
            self.session,
            submission=submission,
            label=label,
            actor_id=self.reviewer_id("finland"),
            at=self.moment(day + 1, 60),
            mailing=self.mailing,
        )
        decide(
            self.session,
            submission=submission,
            label=label,
            languages=self.edition.scheme.languages,
            outcome=Outcome.AWARD,
            statement=story.statement,
            issuer=self.settings.issuer,
            actor_id=self.cast.secretariat.id,
            at=self.moment(day, 240),
            mailing=self.mailing,
        )
