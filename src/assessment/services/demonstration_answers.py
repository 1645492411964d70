"""What the clusters of the demonstration say: basic facts, answers and evidence, saved by the services."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from sqlalchemy.orm import Session

from assessment.catalogue.values_file import plain_values
from assessment.config import Settings
from assessment.db.models import Assessment
from assessment.db.queries import assessments, clusters, evidence
from assessment.domain.criteria import Criterion, Label
from assessment.domain.evidence import Confidentiality, Period
from assessment.domain.questions import Question, QuestionType
from assessment.services.answering import AnswerDraft, save_answer
from assessment.services.demonstration_files import evidence_file
from assessment.services.demonstration_stories import (
    Calendar,
    Story,
    StoryAnswer,
    StoryAssessment,
    StoryDocument,
)
from assessment.services.evidence import attach_file, attach_link
from assessment.services.library import Described, add_version
from assessment.services.profiles import save_profile

_RENEWED = 2
"""How many days before the loading new versions of documents were added."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Fills in one assessment of a story, in the name of the cluster's owner."""

    session: Session
    settings: Settings
    calendar: Calendar
    story: Story
    assessment: Assessment
    actor_id: int

    def answer(self, label: Label, told: StoryAssessment) -> None:
        """The basic facts first, then every answer, spread over the days of work."""
        if told.profile:
            self._describe(label, told.profile, self.calendar.moment(told.days.opened, 5))
        last = told.days.submitted or told.days.answered or told.days.opened
        moments = self.calendar.moments(told.days.opened, last, len(told.answers))
        for (criterion_id, answer), at in zip(told.answers.items(), moments, strict=True):
            criterion = label.criterion(criterion_id)
            for key in answer.evidence:
                self._attach(key, criterion, at)
            self._save(criterion, answer, at)

    def _describe(self, label: Label, facts: Mapping[str, Any], at: datetime) -> None:
        """Saves the basic facts, laid over those that are known of the cluster."""
        cluster_id, scheme_id = self.assessment.cluster_id, self.assessment.scheme_id
        found = clusters.profile(self.session, cluster_id, scheme_id)
        known = found.values if found else {}
        save_profile(
            self.session,
            cluster_id=cluster_id,
            scheme_id=scheme_id,
            label=label,
            values={**known, **self._values(label.profile, facts)},
            seen=known,
            actor_id=self.actor_id,
            at=at,
        )

    def _save(self, criterion: Criterion, answer: StoryAnswer, at: datetime) -> None:
        before = assessments.answers(self.session, self.assessment.id).get(criterion.id)
        save_answer(
            self.session,
            assessment_id=self.assessment.id,
            criterion=criterion,
            draft=AnswerDraft(
                answer.level,
                answer.justification,
                before.version if before else 0,
                self._values(criterion.questions, answer.values),
            ),
            actor_id=self.actor_id,
            at=at,
        )

    def _values(self, questions: Sequence[Question], told: Mapping[str, Any]) -> dict[str, Any]:
        """The values as plain JSON; dates are told as days before the loading."""
        dates = {question.id for question in questions if question.type is QuestionType.DATE}
        return {
            key: self.calendar.day(value).isoformat() if key in dates else value
            for key, value in plain_values(told).items()
        }

    def _attach(self, key: str, criterion: Criterion, at: datetime) -> None:
        document = self.story.documents[key]
        described = self._described(document)
        if document.link:
            attach_link(
                self.session,
                assessment_id=self.assessment.id,
                criterion=criterion,
                url=document.link,
                described=described,
                actor_id=self.actor_id,
                at=at,
            )
            return
        attach_file(
            self.session,
            assessment_id=self.assessment.id,
            criterion=criterion,
            filename=document.file,
            stream=BytesIO(evidence_file(document.file, document.lines, self.story.note)),
            folder=self.settings.evidence_path,
            limit=self.settings.upload_bytes,
            described=described,
            actor_id=self.actor_id,
            at=at,
        )

    def renew(self, told: StoryAssessment) -> None:
        """Adds the new versions of the documents that have one."""
        used = {key for answer in told.answers.values() for key in answer.evidence}
        files = {
            piece.filename: piece.id
            for piece in evidence.library(self.session, self.assessment.cluster_id)
        }
        for key in sorted(used):
            document = self.story.documents[key]
            if not document.again:
                continue
            add_version(
                self.session,
                evidence_id=files[document.file],
                filename=document.file,
                stream=BytesIO(evidence_file(document.file, document.again, self.story.note)),
                folder=self.settings.evidence_path,
                limit=self.settings.upload_bytes,
                actor_id=self.actor_id,
                at=self.calendar.moment(_RENEWED),
            )

    def _described(self, document: StoryDocument) -> Described:
        """What the story says of a document."""
        since, until = (
            None if days is None else self.calendar.day(days)
            for days in (document.since, document.dated)
        )
        return Described(
            document.title,
            Period.of(since or until, until),
            Confidentiality(document.confidentiality),
            document.note,
        )
