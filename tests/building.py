"""Builders with good defaults: an assessment led to any state, and the people whom it needs."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.db.base import now
from assessment.db.models import (
    Answer,
    Assessment,
    Certificate,
    Complaint,
    Evidence,
    Profile,
    Submission,
    User,
)
from assessment.db.queries import assessments, clusters, outcomes, reviews
from assessment.domain.conditions import Status
from assessment.domain.criteria import Criterion, EvidenceKind, Label
from assessment.domain.deadlines import day_of
from assessment.domain.evidence import Period
from assessment.domain.questions import QuestionType
from assessment.domain.review import to_be_rated
from assessment.domain.workflow import Event, State
from assessment.reports.issuer import IssuerPaper
from assessment.services.answering import AnswerDraft, Conflict, save_answer
from assessment.services.appeals import make_appeal
from assessment.services.assessments import discard_assessment, open_assessment
from assessment.services.calibrating import cases_of, rate_case
from assessment.services.clarifications import ask_clarification, write_question
from assessment.services.complaints import make_complaint
from assessment.services.consensus import (
    AgreementDraft,
    close_consensus,
    read_panel,
    record_agreement,
)
from assessment.services.decisions import (
    Condition,
    Outcome,
    Proposal,
    confirm_decision,
    propose_decision,
)
from assessment.services.evidence import (
    attach_file,
    attach_from_library,
    attach_link,
    detach_evidence,
)
from assessment.services.formal_checks import accept_application, formal_conditions
from assessment.services.library import Described
from assessment.services.mail import Mailing
from assessment.services.panel_outcomes import (
    OutcomeDraft,
    save_finding,
    save_visit,
    sections_to_find,
)
from assessment.services.panels import agree_to_panel, propose_panel
from assessment.services.papers import Letterhead
from assessment.services.profiles import ProfileConflict, save_profile
from assessment.services.records import Signature, self_scorecard
from assessment.services.reviews import RatingDraft, hand_in_review, save_rating
from assessment.services.seats import Declaration, declare
from assessment.services.steps import take_step
from assessment.services.submissions import submit_assessment, withdraw_submission
from tests.filling import FRESH, NOON, Filling, evidence_asked
from tests.people import PASSWORD, PASSWORD_HASH, World, make_cluster, make_person, make_world
from tests.services.files import SMALLEST

__all__ = [
    "FRESH",
    "MAILING",
    "NOON",
    "PASSWORD",
    "PASSWORD_HASH",
    "PDF",
    "SIGNED",
    "Line",
    "World",
    "level_on",
    "make_cluster",
    "make_person",
    "make_world",
    "proof",
    "today",
]

MAILING = Mailing("https://labels.example", "k" * 32)
SIGNED = Signature("Olga Owner", "Chair of the board", "All of this is true.", "en")
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PROOFS = {
    EvidenceKind.DOCUMENT: (".pdf", PDF),
    EvidenceKind.SPREADSHEET: (".csv", SMALLEST[".csv"]),
    EvidenceKind.IMAGE: (".png", SMALLEST[".png"]),
}
OFFICE = Letterhead(IssuerPaper(name="The Office"), "https://labels.example")


DUE = NOON.date() + timedelta(days=90)
OUTCOMES = {
    State.AWARDED: Outcome.AWARD,
    State.CONDITIONAL: Outcome.AWARD_WITH_CONDITIONS,
    State.DEFERRED: Outcome.DEFER,
    State.DECLINED: Outcome.DECLINE,
}


def today() -> date:
    """The day at home, asked when it is needed: a run may go on over midnight."""
    return day_of(now())


def proof(kind: EvidenceKind, number: int) -> tuple[str, bytes]:
    """A file of that kind by name and content, another one for each number."""
    ending, content = PROOFS[kind]
    return f"proof-{number}{ending}", content + str(number).encode()


def level_on(criterion: Criterion, level: int) -> int:
    """The level, or the highest of the criterion's scale below it; 0 where nothing is rated."""
    return min(level, criterion.scale.highest) if criterion.is_rated else 0


@dataclass
class Line:
    """Leads one assessment of the world's cluster along the line, step by step.

    Levels above the highest of a criterion's scale become that one. `profile` replaces single
    answers of the profile, which is eligible. `is_renewal` has the panel of a renewal.
    """

    session: Session
    world: World
    edition: Edition
    folder: Path
    self_level: int = 4
    ratings: tuple[int, ...] = (4, 4)
    label_id: str = "gold"
    profile: dict[str, Any] = field(default_factory=dict)
    is_renewal: bool = False

    @property
    def label(self) -> Label:
        return self.edition.scheme.label(self.label_id)

    @property
    def panel(self) -> list[User]:
        """As many reviewers as the label asks for."""
        world = self.world
        size = self.label.panel_for(is_renewal=self.is_renewal).reviewers
        return [world.reviewer, world.colleague, world.idle_reviewer][:size]

    def complain(self, assessment: Assessment) -> Complaint:
        """The cluster complains about how its application is handled."""
        return make_complaint(
            self.session,
            assessment=assessment,
            edition=self.edition,
            text="Nobody answers.",
            actor_id=self.world.owner.id,
            at=NOON,
            mailing=MAILING,
        )

    def open(self) -> Assessment:
        return open_assessment(
            self.session,
            cluster_id=self.world.cluster.id,
            edition=self.edition,
            label=self.label,
            actor_id=self.world.owner.id,
            at=NOON,
        )

    def answer_all(self, assessment: Assessment) -> None:
        """The cluster's profile, and every criterion at the same level with what that asks for."""
        for known in [each for each in self.session if isinstance(each, Answer)]:
            self.session.expire(known)  # a new draft marks what it finds in the database alone
        filling = Filling(self.label, self.profile)
        self.save_profile(filling.profile)
        for criterion in self.label.criteria:
            if filling.is_asked(criterion):
                self.answer(assessment, criterion, filling)

    def save_profile(
        self, values: dict[str, Any], seen: Mapping[str, Any] | None = None, **standing: Any
    ) -> Profile | ProfileConflict:
        """Saves the profile from a page that showed `seen`; from one that shows it as it stands."""
        if seen is None:
            known = clusters.profile(self.session, self.world.cluster.id, self.edition.scheme.id)
            seen = known.values if known else {}
        return save_profile(
            self.session,
            cluster_id=self.world.cluster.id,
            scheme_id=self.edition.scheme.id,
            label=self.label,
            values=values,
            seen=seen,
            actor_id=self.world.owner.id,
            at=NOON,
            **standing,
        )

    def answer(self, assessment: Assessment, criterion: Criterion, filling: Filling) -> None:
        level = level_on(criterion, self.self_level)
        kinds = evidence_asked(criterion, level)
        proofs = [
            self.attach(assessment, criterion, kind, number) for number, kind in enumerate(kinds)
        ]
        values = filling.answer(criterion, level)
        for question in criterion.questions:
            if question.type is QuestionType.FILE:
                kind = EvidenceKind.DOCUMENT
                file = next((p for p in proofs if p.sha256), None)
                values[question.id] = str((file or self.attach(assessment, criterion, kind)).id)
        saved = assessments.answers(self.session, assessment.id).get(criterion.id)
        version = saved.version if saved else 0
        save_answer(
            self.session,
            assessment_id=assessment.id,
            criterion=criterion,
            draft=AnswerDraft(level, f"Because of {criterion.id}.", version, values),
            actor_id=self.world.owner.id,
            at=NOON,
        )

    def stands(self, assessment_id: int, criterion_id: str) -> tuple[int | None, str]:
        """The level and the words of an answer as the database has them."""
        self.session.commit()
        self.session.expire_all()
        answer = assessments.answers(self.session, assessment_id)[criterion_id]
        self.session.commit()
        return answer.level, answer.justification

    def change_values(
        self, assessment: Assessment, criterion_id: str, changes: dict[str, Any]
    ) -> None:
        """Answers some questions of a criterion otherwise than it was saved first."""
        saved = assessments.answers(self.session, assessment.id)[criterion_id]
        save_answer(
            self.session,
            assessment_id=assessment.id,
            criterion=self.label.criterion(criterion_id),
            draft=AnswerDraft(
                saved.level, saved.justification, saved.version, {**saved.values, **changes}
            ),
            actor_id=self.world.owner.id,
            at=NOON,
        )

    def claim_not_applicable(
        self, assessment: Assessment, criterion_id: str, reason: str
    ) -> Answer | Conflict:
        """Says in place of the answer saved first that the criterion does not apply."""
        return save_answer(
            self.session,
            assessment_id=assessment.id,
            criterion=self.label.criterion(criterion_id),
            draft=AnswerDraft(None, reason, 1, is_not_applicable=True),
            actor_id=self.world.owner.id,
            at=NOON,
        )

    def attach(
        self, assessment: Assessment, criterion: Criterion, kind: EvidenceKind, number: int = 0
    ) -> Evidence:
        """A fresh piece of evidence of that kind: `proof-0.pdf`, `proof-1.csv`, an address."""
        actor_id = self.world.owner.id
        if kind is EvidenceKind.LINK:
            added = attach_link(
                self.session,
                assessment_id=assessment.id,
                criterion=criterion,
                url=f"https://timber.example/{number}",
                described=Described(period=Period.of(FRESH)),
                actor_id=actor_id,
                at=NOON,
            )
            return added.evidence
        name, content = proof(kind, number)
        added = attach_file(
            self.session,
            assessment_id=assessment.id,
            criterion=criterion,
            filename=name,
            stream=io.BytesIO(content),
            folder=self.folder,
            limit=1_000_000,
            described=Described(period=Period.of(FRESH)),
            actor_id=actor_id,
            at=NOON,
        )
        return added.evidence

    def choose(
        self,
        assessment: Assessment,
        criterion: Criterion,
        *evidence_ids: int,
        by: User | None = None,
        at: datetime = NOON,
    ) -> None:
        """Has pieces of the library support an answer; the owner does unless another is named."""
        attach_from_library(
            self.session,
            assessment_id=assessment.id,
            criterion=criterion,
            evidence_ids=evidence_ids,
            actor_id=(by or self.world.owner).id,
            at=at,
        )

    def take_off(
        self,
        assessment: Assessment,
        criterion: Criterion,
        evidence_id: int,
        by: User | None = None,
        at: datetime = NOON,
    ) -> None:
        """Takes a piece off an answer; the owner does unless another is named."""
        detach_evidence(
            self.session,
            assessment_id=assessment.id,
            criterion=criterion,
            evidence_id=evidence_id,
            actor_id=(by or self.world.owner).id,
            at=at,
        )

    def submit(self, assessment: Assessment) -> Submission:
        return submit_assessment(
            self.session,
            assessment_id=assessment.id,
            edition=self.edition,
            signed=SIGNED,
            actor_id=self.world.owner.id,
            at=NOON,
            mailing=MAILING,
        )

    def withdraw(self, assessment: Assessment) -> Submission:
        return withdraw_submission(
            self.session,
            assessment_id=assessment.id,
            edition=self.edition,
            reason="A figure was wrong.",
            actor_id=self.world.owner.id,
            at=NOON,
            mailing=MAILING,
        )

    def accept(self, submission: Submission) -> None:
        """The formal check lets the application into review.

        One that misses a formal condition was let in before there was a check.
        """
        if any(c.status is not Status.MET for c in formal_conditions(submission, self.label)):
            actor_id = self.world.secretary.id
            assessment = assessments.assessment(self.session, submission.assessment_id)
            take_step(self.session, assessment, Event.ACCEPT, actor_id=actor_id, at=NOON)
            return
        accept_application(
            self.session,
            submission=submission,
            note="",
            actor_id=self.world.secretary.id,
            at=NOON,
        )

    def propose(self, submission: Submission) -> None:
        propose_panel(
            self.session,
            submission=submission,
            reviewer_ids=[person.id for person in self.panel],
            lead_id=self.panel[0].id,
            because="Nobody else knows the sector.",
            actor_id=self.world.secretary.id,
            at=NOON,
            mailing=MAILING,
        )

    def agree_to_panel(self, submission: Submission) -> None:
        agree_to_panel(
            self.session,
            assessment_id=submission.assessment_id,
            actor_id=self.world.owner.id,
            at=NOON,
            mailing=MAILING,
        )

    def declare(self, submission: Submission, reviewer: User, disclosed: str = "") -> None:
        """The reviewer declares, and accepts unless a tie is disclosed."""
        declare(
            self.session,
            submission=submission,
            reviewer_id=reviewer.id,
            declaration=Declaration(disclosed, "en"),
            at=NOON,
            mailing=MAILING,
        )
        if not disclosed:
            self.calibrate(reviewer)

    def calibrate(self, reviewer: User) -> None:
        """The reviewer rates every case of the label as its reference does."""
        for case in cases_of(self.session, self.edition, self.label, reviewer.id):
            if case.given is None:
                rate_case(
                    self.session,
                    edition=self.edition,
                    case=case,
                    level=case.anchor.level,
                    reason="As the case says.",
                    user_id=reviewer.id,
                    at=NOON,
                )

    def write_outcome(self, submission: Submission) -> None:
        """A strength of every section, and the day of the visit."""
        by = {"submission": submission, "actor_id": self.world.reviewer.id, "at": NOON}
        own = self_scorecard(submission.record, self.label)
        for section_id in sections_to_find(own):
            said = {"strengths": "Well led.", "improvements": "", "recommendations": "Go on."}
            save_finding(self.session, section_id=section_id, draft=OutcomeDraft(said, {}), **by)
        visit = {"visited_on": "2026-06-11", "form": "on_site", "people": "The whole team"}
        save_visit(self.session, draft=OutcomeDraft(visit, {}), **by)

    def appoint(self, submission: Submission) -> None:
        """From a submission to a panel at work: checked, proposed, agreed, accepted."""
        self.accept(submission)
        self.propose(submission)
        self.agree_to_panel(submission)
        for reviewer in self.panel:
            self.declare(submission, reviewer)

    def ask(self, submission: Submission, *questions: str) -> None:
        """The panel asks about web presence; whoever leads sends it."""
        for text in questions:
            write_question(
                self.session,
                submission=submission,
                criterion_id="web-presence",
                text=text,
                actor_id=self.panel[0].id,
                at=NOON,
            )
        ask_clarification(
            self.session,
            submission=submission,
            actor_id=self.panel[0].id,
            at=NOON,
            mailing=MAILING,
        )

    def rate_all(self, submission: Submission, reviewer: User, level: int) -> None:
        for criterion in self.to_be_rated(submission):
            save_rating(
                self.session,
                submission=submission,
                reviewer_id=reviewer.id,
                criterion=criterion,
                draft=RatingDraft(level_on(criterion, level), f"Seen by {reviewer.name}.", 0),
                at=NOON,
            )

    def to_be_rated(self, submission: Submission) -> tuple[Criterion, ...]:
        """The criteria for which the panel has to give a level."""
        return to_be_rated(self_scorecard(submission.record, self.label))

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
        for difference in read_panel(self.session, submission, self.label).differences:
            record_agreement(
                self.session,
                submission=submission,
                criterion=difference.criterion,
                draft=AgreementDraft(
                    level_on(difference.criterion, level), "Settled at the table.", 0
                ),
                actor_id=self.world.reviewer.id,
                at=NOON,
            )

    def close(self, submission: Submission) -> None:
        self.write_outcome(submission)
        close_consensus(
            self.session,
            submission=submission,
            label=self.label,
            actor_id=self.world.reviewer.id,
            at=NOON,
            mailing=MAILING,
        )

    def propose_decision(
        self, submission: Submission, outcome: Outcome, *further: Condition
    ) -> None:
        """The first condition, where the outcome has some, is to publish the plan by `DUE`."""
        conditions = [Condition("Publish the plan.", DUE), *further]
        propose_decision(
            self.session,
            submission=submission,
            label=self.label,
            proposal=Proposal(outcome, "Well done.", {}, conditions, DUE),
            actor_id=self.world.secretary.id,
            at=NOON,
            mailing=MAILING,
        )

    def waiting(self, submission: Submission) -> int:
        """The number of the decision that waits to be confirmed; 0 where none does."""
        waiting = outcomes.decision_waiting(self.session, submission.id)
        return waiting.id if waiting else 0

    def confirm(self, submission: Submission) -> None:
        confirm_decision(
            self.session,
            submission=submission,
            decision_id=self.waiting(submission),
            label=self.label,
            languages=self.edition.scheme.languages,
            letterhead=OFFICE,
            actor_id=self.world.deputy.id,
            at=NOON,
            mailing=MAILING,
        )

    def decide(self, submission: Submission, outcome: Outcome) -> None:
        """One person proposes, another confirms."""
        self.propose_decision(submission, outcome)
        self.confirm(submission)

    def lead_to(self, state: State) -> Assessment:
        """The assessment in that state, everything before it done."""
        assessment = self.open()
        if state is State.DRAFT:
            return assessment
        if state is State.DISCARDED:
            actor_id = self.world.owner.id
            return discard_assessment(
                self.session, assessment_id=assessment.id, actor_id=actor_id, at=NOON
            )
        outcome = OUTCOMES.get(state, Outcome.AWARD)
        is_asked = state is State.CLARIFICATION
        if state is State.APPEALED:
            outcome = Outcome.DECLINE
        for reached in self.walk(assessment, outcome, is_asked=is_asked):
            if reached is state:
                break
        if state is State.APPEALED:
            self.appeal(self.submission(assessment))
        return assessment

    def appeal(self, submission: Submission) -> None:
        """The cluster appeals against the decision, on the day on which it was made."""
        make_appeal(
            self.session,
            submission=submission,
            grounds="The plan was not read.",
            actor_id=self.world.owner.id,
            at=NOON,
            mailing=MAILING,
        )

    def walk(
        self,
        assessment: Assessment,
        outcome: Outcome = Outcome.AWARD,
        *,
        is_asked: bool = False,
    ) -> Iterator[State]:
        """Leads a draft from one state to the next, to its decision; `is_asked` stops to clarify."""
        self.answer_all(assessment)
        submission = self.submit(assessment)
        yield State.SUBMITTED
        self.accept(submission)
        yield State.ACCEPTED
        self.propose(submission)
        yield State.PANEL_PROPOSED
        self.agree_to_panel(submission)
        for reviewer in self.panel:
            self.declare(submission, reviewer)
        yield State.IN_REVIEW
        if is_asked:
            self.ask(submission, "How is it measured?")
            yield State.CLARIFICATION
        for reviewer, level in zip(self.panel, self.ratings, strict=False):
            self.rate_all(submission, reviewer, level)
            self.hand_in(submission, reviewer)
        yield State.CONSENSUS
        self.agree_all(submission, max(self.ratings))
        self.close(submission)
        yield State.REVIEWED
        self.propose_decision(submission, outcome)
        yield State.DECISION_PROPOSED
        self.confirm(submission)
        yield next(state for state, led in OUTCOMES.items() if led is outcome)

    def hold(self, first: date, until: date) -> Certificate:
        """The label, awarded by a certificate with these days, so that it can be renewed."""
        awarded = self.submission(self.lead_to(State.AWARDED))
        _decision, certificate = outcomes.decision_and_certificate(self.session, awarded.id)
        assert certificate is not None
        certificate.valid_from, certificate.valid_until = first, until
        self.session.flush()
        self.is_renewal = True
        return certificate

    def submission(self, assessment: Assessment) -> Submission:
        """The submission of an assessment that has one, with what pages need of it."""
        found = assessments.submission_of(self.session, assessment.id)
        assert found is not None
        return reviews.submission(self.session, found.id)
