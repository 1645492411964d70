"""Telling a story of the demonstration: each step is taken by the real service, in the past."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.config import Settings
from assessment.db.models import Assessment, Cluster, Membership, Submission, User
from assessment.db.queries import outcomes
from assessment.domain.clusters import plain_facts
from assessment.domain.criteria import Label
from assessment.domain.policy import ClusterRole
from assessment.reports.words.messages import Messages
from assessment.reports.words.statement import statement_words
from assessment.services.assessments import open_assessment
from assessment.services.cluster_profiles import facts_of, save_facts, save_year
from assessment.services.clusters import register_cluster
from assessment.services.consensus import AgreementDraft, close_consensus, record_agreement
from assessment.services.decisions import (
    Outcome,
    Proposal,
    confirm_decision,
    propose_decision,
)
from assessment.services.demonstration_answers import Answering
from assessment.services.demonstration_panel import calibrate, write_outcome
from assessment.services.demonstration_stories import (
    Calendar,
    Colleague,
    Owner,
    Reviewer,
    Story,
    StoryAssessment,
)
from assessment.services.demonstration_team import TeamTelling
from assessment.services.formal_checks import accept_application
from assessment.services.mail import Mailing
from assessment.services.panels import agree_to_panel, propose_panel
from assessment.services.papers import read_letterhead
from assessment.services.records import Signature
from assessment.services.reviews import RatingDraft, hand_in_review, save_rating
from assessment.services.seats import Declaration, declare
from assessment.services.submissions import submit_assessment


class SilentMailing(Mailing):
    """Queues nothing: what the demonstration tells has happened already."""

    def queue_to(self, *_whom: Any, **_what: Any) -> None:
        """No mail."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The people with a demonstration account; the reviewers in the order of their seats."""

    manager: User
    team: Mapping[Colleague, User]
    reviewers: Mapping[Reviewer, User]
    secretariat: User
    deputy: User
    since: datetime

    def panel(self, label: Label) -> list[Reviewer]:
        """Who reviews for the label: as many as it asks for."""
        return list(self.reviewers)[: label.panel_size]


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells stories with this cast; the days in them count back from `at`."""

    session: Session
    settings: Settings
    edition: Edition
    cast: Cast
    at: datetime

    @property
    def calendar(self) -> Calendar:
        return Calendar(self.at)

    @property
    def mailing(self) -> Mailing:
        return SilentMailing(self.settings.base_url, self.settings.secret_key)

    def tell(self, story: Story) -> None:
        """Registers the cluster and leads it through its assessments, one after the other."""
        owner = self._owner(story.owner)
        cluster = self._register(story, owner)
        team = TeamTelling(self.session, self.calendar, {**self.cast.team, "owner": owner})
        team.join(story, cluster)
        self._describe(story, cluster, owner)
        for label_id, told in story.assessments.items():
            label = self.edition.scheme.label(label_id)
            assessment = self._open(told, label, cluster, owner)
            answering = Answering(
                self.session, self.settings, self.calendar, story, assessment, owner.id
            )
            answering.answer(label, told)
            self._lead(told, label, assessment, owner)
            answering.renew(told)
        team.tell(story, assessment)

    def _owner(self, owner: Owner | str) -> User:
        if not isinstance(owner, Owner):
            return self.cast.manager
        user = User(
            email=owner.email,
            password=self.cast.manager.password,
            is_demonstration=True,
            fs_uniquifier=secrets.token_hex(32),
            name=owner.name,
            country="FI",
            organisation=owner.organisation,
            language=owner.language,
            created_at=self.cast.since,
        )
        self.session.add(user)
        self.session.flush()
        return user

    def _register(self, story: Story, owner: User) -> Cluster:
        """The cluster in the register, a month before its first assessment is opened."""
        facts, first = story.cluster, next(iter(story.assessments.values()))
        cluster = register_cluster(
            self.session,
            name=facts.name,
            organisation=facts.organisation,
            country=facts.country,
            region=facts.region,
            website=facts.website,
            at=self.calendar.moment(first.days.opened + 30),
        )
        cluster.description = facts.description
        cluster.is_demonstration = True
        self.session.add(
            Membership(cluster_id=cluster.id, user_id=owner.id, role=ClusterRole.OWNER)
        )
        return cluster

    def _describe(self, story: Story, cluster: Cluster, owner: User) -> None:
        """The cluster's profile a day after its registration, and the figures of each year."""
        told = story.profile.model_dump(exclude={"years", "founded"})
        first = next(iter(story.assessments.values())).days.opened + 29
        known = facts_of(cluster)
        save_facts(
            self.session,
            cluster_id=cluster.id,
            facts=replace(
                known,
                **told,
                founded=self.calendar.day(story.profile.founded),
                local_language="fi",
            ),
            seen=plain_facts(known),
            actor_id=owner.id,
            at=self.calendar.moment(first),
        )
        for back, figures in sorted(story.profile.years.items(), reverse=True):
            save_year(
                self.session,
                cluster_id=cluster.id,
                year=self.at.year - back,
                figures={name: str(number) for name, number in figures.items()},
                seen={},
                actor_id=owner.id,
                at=self.calendar.moment(first if back else 3),
            )

    def _open(
        self, told: StoryAssessment, label: Label, cluster: Cluster, owner: User
    ) -> Assessment:
        return open_assessment(
            self.session,
            cluster_id=cluster.id,
            edition=self.edition,
            label=label,
            actor_id=owner.id,
            at=self.calendar.moment(told.days.opened),
        )

    def _lead(
        self, told: StoryAssessment, label: Label, assessment: Assessment, owner: User
    ) -> None:
        """The steps from the submission on that the story has days for."""
        days = told.days
        if days.submitted is None:
            return
        submission = submit_assessment(
            self.session,
            assessment_id=assessment.id,
            edition=self.edition,
            signed=self._signature(label, owner),
            actor_id=owner.id,
            at=self.calendar.moment(days.submitted, 240),
            mailing=self.mailing,
        )
        cancel_documents(self.session, submission.id)
        if days.appointed is not None:
            self._appoint(submission, label, owner, days.submitted, days.appointed)
        if days.appointed is not None and days.reviewed is not None:
            self._review(told, submission, label, days.appointed, days.reviewed)
        if days.agreed is not None:
            self._agree(told, submission, label, days.agreed)
        if days.decided is not None:
            self._award(told, submission, label, days.decided)

    def _signature(self, label: Label, owner: User) -> Signature:
        words = self.edition.texts.in_language(owner.language)
        said = statement_words(words, label.id, Messages(owner.language))
        return Signature(owner.name, "", said, owner.language)

    def _reviewer_id(self, reviewer: Reviewer) -> int:
        return self.cast.reviewers[reviewer].id

    def _appoint(
        self, submission: Submission, label: Label, owner: User, first: int, last: int
    ) -> None:
        """Checked the day after it came, proposed a day later; agreed and accepted on the last day."""
        office = self.cast.secretariat.id
        panel = [self._reviewer_id(reviewer) for reviewer in self.cast.panel(label)]
        accept_application(
            self.session,
            submission=submission,
            note="",
            actor_id=office,
            at=self.calendar.moment(max(first - 1, last), 260),
        )
        propose_panel(
            self.session,
            submission=submission,
            reviewer_ids=panel,
            lead_id=panel[0],
            actor_id=office,
            at=self.calendar.moment(max(first - 2, last), 280),
            mailing=self.mailing,
        )
        agree_to_panel(
            self.session,
            assessment_id=submission.assessment_id,
            actor_id=owner.id,
            at=self.calendar.moment(last, 300),
            mailing=self.mailing,
        )
        for minutes, reviewer_id in enumerate(panel, 330):
            declare(
                self.session,
                submission=submission,
                reviewer_id=reviewer_id,
                declaration=Declaration("", "en"),
                at=self.calendar.moment(last, minutes),
                mailing=self.mailing,
            )

        for minutes, reviewer_id in enumerate(panel, 360):
            at = self.calendar.moment(last, minutes)
            calibrate(self.session, self.edition, label, reviewer_id, at)

    def _review(
        self, told: StoryAssessment, submission: Submission, label: Label, first: int, last: int
    ) -> None:
        """Each reviewer's ratings; a review that covers every rated criterion is handed in."""
        for reviewer in self.cast.panel(label):
            ratings = told.ratings.get(reviewer, {})
            moments = self.calendar.moments(first - 1, last, len(ratings))
            for (criterion_id, rating), at in zip(ratings.items(), moments, strict=True):
                save_rating(
                    self.session,
                    submission=submission,
                    reviewer_id=self._reviewer_id(reviewer),
                    criterion=label.criterion(criterion_id),
                    draft=RatingDraft(rating.level, rating.comment, 0, rating.checks),
                    at=at,
                )
            if len(ratings) == len(label.rated):
                self._hand_in(reviewer, submission, label, self.calendar.moment(last, 240))

    def _hand_in(
        self, reviewer: Reviewer, submission: Submission, label: Label, at: datetime
    ) -> None:
        hand_in_review(
            self.session,
            submission=submission,
            label=label,
            reviewer_id=self._reviewer_id(reviewer),
            at=at,
            mailing=self.mailing,
        )

    def _agree(self, told: StoryAssessment, submission: Submission, label: Label, day: int) -> None:
        moments = self.calendar.moments(day, day, len(told.agreements))
        for (criterion_id, agreement), at in zip(told.agreements.items(), moments, strict=True):
            record_agreement(
                self.session,
                submission=submission,
                criterion=label.criterion(criterion_id),
                draft=AgreementDraft(agreement.level, agreement.reason, 0),
                actor_id=self._reviewer_id("finland"),
                at=at,
            )

    def _award(self, told: StoryAssessment, submission: Submission, label: Label, day: int) -> None:
        """The panel closes its work on the day before; the secretariat awards the label."""
        by, at = self._reviewer_id("finland"), self.calendar.moment(day + 1, 30)
        write_outcome(self.session, submission, label, by, at)
        close_consensus(
            self.session,
            submission=submission,
            label=label,
            actor_id=self._reviewer_id("finland"),
            at=self.calendar.moment(day + 1, 60),
            mailing=self.mailing,
        )
        proposed = propose_decision(
            self.session,
            submission=submission,
            label=label,
            proposal=Proposal(Outcome.AWARD, told.statement, {}),
            actor_id=self.cast.secretariat.id,
            at=self.calendar.moment(day, 120),
            mailing=self.mailing,
        )
        confirm_decision(
            self.session,
            submission=submission,
            decision_id=proposed.id,
            label=label,
            languages=self.edition.scheme.languages,
            letterhead=read_letterhead(self.settings),
            actor_id=self.cast.deputy.id,
            at=self.calendar.moment(day, 240),
            mailing=self.mailing,
        )


def cancel_documents(session: Session, submission_id: int) -> None:
    """Takes back what is ordered for a submission and not made: mail leaves without it."""
    waiting = [d for d in outcomes.documents(session, submission_id) if d.made_at is None]
    outcomes.release_mail(session, [document.id for document in waiting])
    for document in waiting:
        session.delete(document)
    session.flush()
