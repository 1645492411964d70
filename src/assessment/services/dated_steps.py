"""What waits in a person's clusters until a day: steps of applications, duties, appeals, renewals."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Catalogue, frozen_edition
from assessment.db.models import Assessment, Certificate, Membership
from assessment.db.queries import clusters, outcomes
from assessment.db.queries import dated_steps as queries
from assessment.db.queries.dated_steps import Dated
from assessment.db.queries.renewals import Place
from assessment.domain.dated_steps import TAKEN_BY, StepKind
from assessment.domain.deadlines import due_in, is_past
from assessment.domain.policy import Actor, ClusterRole, Subject, may
from assessment.domain.renewals import Award
from assessment.domain.workflow import BESIDES, State
from assessment.services.duties import is_to_be_done
from assessment.services.renewing import awards_of, renewable
from assessment.services.worksheets import Told


@dataclass(frozen=True, slots=True)
class DatedStep:
    """A step with its last day. `is_own`: whether it waits for the reader, or for others on the team.

    `assessment_id` is None for a renewal that nobody has begun; `term_id` and `duty_id` tell a duty,
    `until` the end of the label that can be renewed.
    """

    kind: StepKind
    membership: Membership
    scheme_id: str
    label_id: str
    due_on: date
    is_own: bool
    assessment_id: int | None = None
    term_id: int = 0
    duty_id: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is read of a person's clusters: all that the steps are found in.

    `dated` are the steps of applications by the assessment's number, `renewals` the numbers of those
    that were submitted as a renewal; `told` what the clusters say of
    themselves, with the labels recorded by hand.
    """

    memberships: Sequence[Membership]
    assessments: Sequence[Assessment]
    dated: Mapping[int, Dated]
    renewals: frozenset[int]
    certificates: Sequence[Certificate]
    told: Told

    @property
    def awards(self) -> Mapping[Place, Sequence[Award]]:
        """What the clusters were awarded, here and before."""
        return awards_of(self.certificates, self.told[1])


def read_known(session: Session, memberships: Sequence[Membership]) -> Known:
    """In three queries, however many clusters there are."""
    ids = [membership.cluster_id for membership in memberships]
    rows = queries.assessments_of(session, ids)
    return Known(
        memberships,
        [of for of, _is_renewal, _dated in rows],
        {of.id: dated for of, _is_renewal, dated in rows if dated is not None},
        frozenset(of.id for of, is_renewal, _dated in rows if is_renewal),
        outcomes.certificates_of_clusters(session, ids),
        clusters.profiles_and_earlier_labels(session, ids),
    )


def dated_steps(known: Known, catalogue: Catalogue, at: datetime) -> list[DatedStep]:
    """The steps in all of these clusters, the nearest day first."""
    of_ids = {membership.cluster_id: membership for membership in known.memberships}
    steps = [*_of_applications(known, of_ids, at), *_duties(known, of_ids, at)]
    returned = {step.assessment_id for step in steps if step.kind is StepKind.RETURNED}
    renewals = _renewals(known, catalogue, at)
    steps += (s for s in renewals if s.assessment_id is None or s.assessment_id not in returned)
    return sorted(steps, key=lambda step: (step.due_on, step.membership.cluster.name, step.kind))


def _of_applications(
    known: Known, memberships: Mapping[int, Membership], at: datetime
) -> Iterator[DatedStep]:
    """An appeal only while its days last, and while the label is not applied for anew."""
    busy = {_place(each) for each in known.assessments if each.state not in BESIDES}
    for of in known.assessments:
        found = known.dated.get(of.id)
        if found is None:
            continue
        due_on = found.due_on or _appeal_until(found)
        is_appeal = found.kind is StepKind.APPEAL
        if not (is_appeal and (_place(of) in busy or is_past(due_on, at))):
            yield _step(found.kind, of, memberships, due_on)


def _appeal_until(found: Dated) -> date:
    if found.decided_at is None or found.files is None:
        raise ValueError(f"a step {found.kind} without a day")
    days = frozen_edition(found.files).scheme.review.appeal_days
    return due_in(found.decided_at, days)


def _step(
    kind: StepKind, of: Assessment, memberships: Mapping[int, Membership], due_on: date
) -> DatedStep:
    membership = memberships[of.cluster_id]
    is_own = _may(membership, kind, State(of.state))
    return DatedStep(kind, membership, of.scheme_id, of.label_id, due_on, is_own, of.id)


def _may(membership: Membership, kind: StepKind, state: State | None) -> bool:
    subject = Subject(cluster_role=ClusterRole(membership.role), state=state)
    return may(Actor(membership.user_id), TAKEN_BY[kind], subject)


def _place(of: Assessment) -> Place:
    return of.cluster_id, of.scheme_id, of.label_id


def _duties(
    known: Known, memberships: Mapping[int, Membership], at: datetime
) -> Iterator[DatedStep]:
    for certificate in known.certificates:
        of = certificate.submission.assessment
        membership = memberships[of.cluster_id]
        is_own = _may(membership, StepKind.DUTY, State(of.state))
        about = (StepKind.DUTY, membership, of.scheme_id, of.label_id)
        for term in certificate.duty_terms:
            if is_to_be_done(term, certificate, at):
                yield DatedStep(*about, term.due_on, is_own, of.id, term.id, term.duty_id)


def _renewals(known: Known, catalogue: Catalogue, at: datetime) -> Iterator[DatedStep]:
    """The labels that can be renewed now, but for those whose renewal is submitted."""
    awards = known.awards
    for membership in known.memberships:
        own = [a for a in known.assessments if a.cluster_id == membership.cluster_id]
        for one in renewable(awards, membership.cluster_id, own, catalogue, at):
            draft, days, award = one.assessment, one.renewing.days, one.renewing.award
            if days is None or award is None or (draft and draft.state != State.DRAFT):
                continue
            yield DatedStep(
                StepKind.RENEWAL,
                membership,
                one.edition.scheme.id,
                one.label.id,
                days.last,
                _may(membership, StepKind.RENEWAL, None),
                draft.id if draft else None,
                until=award.until,
            )
