"""What a cluster manager sees first: labels held, what is open and how far, what waits, what is next."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Catalogue, Edition
from assessment.db.models import Assessment, Assignment, Certificate, Comment, Membership
from assessment.db.queries import comments, tasks
from assessment.domain.criteria import Criterion, Label, Scheme
from assessment.domain.progress import Progress, Remainder, remainder
from assessment.domain.scorecard import CriterionScore, Reason, Scorecard
from assessment.domain.validity import HOME
from assessment.domain.workflow import OVER, State
from assessment.services.assessments import Worksheet
from assessment.services.checklist import checklist, next_problem, next_unanswered, under
from assessment.services.comments import excerpt
from assessment.services.dated_steps import DatedStep, dated_steps, read_known
from assessment.services.renewing import Renewable, renewable, renewal_drafts
from assessment.services.tasks import is_asked, is_done
from assessment.services.worksheets import label_on_offer, read_worksheets

MOST_DETAILED = 3
"""Clusters whose answers are read and scored for the desk.

Scoring takes some milliseconds for each draft and each next label. Whoever works on more clusters
than these sees the others as a list, each of which leads to its own page.
"""


class WaitingKind(StrEnum):
    """Why something in a draft waits for somebody."""

    ASSIGNED = "mine"
    TO_CONFIRM = "confirm"
    EVIDENCE_TOO_OLD = "old"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many criteria of a draft that wait for somebody, of one kind."""

    kind: WaitingKind
    draft: Assessment
    number: int


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A comment that names the reader in an open conversation, and a draft that asks its criterion."""

    comment: Comment
    draft: Assessment
    criterion: Criterion

    @property
    def excerpt(self) -> str:
        """The beginning of its text."""
        return excerpt(self.comment)


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft with its progress and the criterion to go on with; None where nothing is left.

    It `changed_at` the last step, answer, evidence or comment.
    """

    assessment: Assessment
    progress: Progress
    following: CriterionScore | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class NextLabel:
    """The label above those held, with what it still asks of the answers that there are.

    `draft` is an open draft on the same answers; without one there is no page to go to.
    """

    edition: Edition
    label: Label
    remainder: Remainder
    draft: Assessment | None


@dataclass(frozen=True, slots=True)
class Block:
    """One cluster on the desk; the details are there for the first few clusters alone.

    `assessments` are all but the discarded ones, newest first.
    """

    membership: Membership
    certificates: Sequence[Certificate]
    assessments: Sequence[Assessment]
    drafts: Sequence[OpenDraft] = ()
    next_labels: Sequence[NextLabel] = ()
    waiting: Sequence[Waiting] = ()
    mentions: Sequence[Mentioned] = ()
    renewable: Sequence[Renewable] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """The clusters of a person in the order of the memberships, and what waits in all until a day.

    `renewals` are the numbers of the assessments that renew a label.
    """

    blocks: Sequence[Block]
    steps: Sequence[DatedStep]
    renewals: frozenset[int]


def read_desk(
    session: Session, memberships: Sequence[Membership], catalogue: Catalogue, at: datetime
) -> Desk:
    """A block for each cluster, and the steps with a day, in a fixed number of queries."""
    cluster_ids = [membership.cluster_id for membership in memberships]
    known = read_known(session, memberships)
    found = [own for own in known.assessments if own.state != State.DISCARDED]
    certificates, awards = known.certificates, known.awards
    detailed = cluster_ids[:MOST_DETAILED]
    wanted = _to_be_scored([own for own in found if own.cluster_id in detailed], catalogue)
    worksheets = read_worksheets(session, wanted, catalogue, at, certificates, known.told)
    personal = _personal(session, memberships, {own.sheet_id for own in wanted})
    blocks = []
    for membership in memberships:
        own = [each for each in found if each.cluster_id == membership.cluster_id]
        held = [c for c in certificates if c.submission.assessment in own]
        sheets = [worksheets[each.id] for each in own if each.id in worksheets]
        block = _block(membership, held, own, sheets, personal, catalogue, at)
        if membership.cluster_id in detailed:
            now_ = renewable(awards, membership.cluster_id, own, catalogue, at)
            block = replace(block, renewable=now_)
        blocks.append(block)
    renewals = known.renewals | renewal_drafts(awards, found, catalogue, at)
    return Desk(blocks, dated_steps(known, catalogue, at), renewals)


def _to_be_scored(found: Sequence[Assessment], catalogue: Catalogue) -> list[Assessment]:
    """Every draft, and of a scheme without one the newest whose label is on offer, to tell the next."""
    places = {_place(own) for own in found if own.state == State.DRAFT}
    chosen = []
    for own in found:
        is_first = _place(own) not in places and label_on_offer(catalogue, own) is not None
        if own.state == State.DRAFT or is_first:
            places.add(_place(own))
            chosen.append(own)
    return chosen


def _place(own: Assessment) -> tuple[int, str]:
    return own.cluster_id, own.scheme_id


@dataclass(frozen=True, slots=True)
class _Personal:
    """What concerns the reader: their tasks; comments, and whether each waits for them."""

    tasks: Sequence[Assignment]
    comments: Sequence[tuple[Comment, bool]]


def _personal(
    session: Session, memberships: Sequence[Membership], sheet_ids: Collection[int]
) -> _Personal:
    if not memberships:
        return _Personal((), ())
    user_id = memberships[0].user_id
    return _Personal(
        tasks.assigned_to(session, user_id), comments.noticed(session, user_id, sheet_ids)
    )


def _block(
    membership: Membership,
    held: Sequence[Certificate],
    own: Sequence[Assessment],
    sheets: Sequence[Worksheet],
    personal: _Personal,
    catalogue: Catalogue,
    at: datetime,
) -> Block:
    drafts = [sheet for sheet in sheets if sheet.assessment.state == State.DRAFT]
    return Block(
        membership,
        held,
        own,
        [_open_draft(draft, personal.comments) for draft in drafts],
        list(_next_labels(sheets, own, catalogue, at)),
        list(_waiting(drafts, personal.tasks)),
        list(_mentions(drafts, personal.comments)),
    )


def _open_draft(draft: Worksheet, remarks: Sequence[tuple[Comment, bool]]) -> OpenDraft:
    changes = [item.changed_at for item in checklist(draft) if item.changed_at]
    sheet_id = draft.assessment.sheet_id
    changes += [found.written_at for found, _waits in remarks if found.sheet_id == sheet_id]
    following = next_unanswered(draft) or next_problem(draft)
    done = draft.progress
    changed_at = max([draft.assessment.changed_at, *changes])
    return OpenDraft(draft.assessment, done, following, changed_at)


def _next_labels(
    sheets: Sequence[Worksheet],
    assessments: Sequence[Assessment],
    catalogue: Catalogue,
    at: datetime,
) -> Iterator[NextLabel]:
    """The next label of each scheme that the cluster has answers under, above what is under way."""
    by_scheme = {sheet.assessment.scheme_id: sheet for sheet in reversed(sheets)}
    for scheme_id, sheet in by_scheme.items():
        edition = catalogue.edition(scheme_id)
        drafts = {
            own.assessment.label_id: own.assessment
            for own in sheets
            if own.assessment.scheme_id == scheme_id and own.assessment.state == State.DRAFT
        }
        applied = {
            each.label_id
            for each in assessments
            if each.scheme_id == scheme_id and each.turn not in (None, OVER)
        }
        label = next_label(edition.scheme, sheet, drafts, applied, at)
        if label is not None:
            draft = drafts.get(label.id) or next(iter(drafts.values()), None)
            card = card_under(sheet, label)
            yield NextLabel(edition, label, remainder(card), draft)


def next_label(
    scheme: Scheme,
    sheet: Worksheet,
    drafts: dict[str, Assessment],
    applied: Collection[str],
    at: datetime,
) -> Label | None:
    """The label to strive for: the lowest with a draft above those held or applied for, or the lowest
    above them.

    Labels come lowest first. None where the highest is held or applied for.
    """
    today = at.astimezone(HOME).date()
    held = {h.label_id for h in sheet.sheet.held if h.until is None or h.until >= today}
    held.update(applied)
    labels = list(scheme)
    highest = max((i for i, label in enumerate(labels) if label.id in held), default=-1)
    above = labels[highest + 1 :]
    return next((label for label in above if label.id in drafts), next(iter(above), None))


def card_under(sheet: Worksheet, label: Label) -> Scorecard:
    """The scorecard of the same answers for the label; its own is not made twice."""
    own = sheet.scorecard
    return own if own.label is label else under(sheet, label).scorecard


def _waiting(drafts: Sequence[Worksheet], mine: Sequence[Assignment]) -> Iterator[Waiting]:
    """What is assigned to the reader, or should be looked at again, by kind.

    Drafts share their answers, so each criterion waits once: in the draft where most do.
    """
    for kind in WaitingKind:
        told: set[tuple[int, str]] = set()
        found = [(draft.assessment, set(_criteria_of(kind, draft, mine))) for draft in drafts]
        for draft, keys in sorted(found, key=lambda each: -len(each[1])):
            fresh = {(draft.sheet_id, key) for key in keys} - told
            told |= fresh
            if fresh:
                yield Waiting(kind, draft, len(fresh))


def _criteria_of(kind: WaitingKind, draft: Worksheet, mine: Sequence[Assignment]) -> Iterable[str]:
    """The criteria of one draft that wait for this reason."""
    match kind:
        case WaitingKind.ASSIGNED:
            own = (t.criterion_id for t in mine if t.sheet_id == draft.assessment.sheet_id)
            return (key for key in own if is_asked(draft, key) and not is_done(draft, key))
        case WaitingKind.TO_CONFIRM:
            return draft.carried
        case WaitingKind.EVIDENCE_TOO_OLD:
            return _lacking(draft, Reason.EVIDENCE_TOO_OLD)
        case WaitingKind.IMPOSSIBLE:
            return _lacking(draft, Reason.FIGURE_OUT_OF_BOUNDS)


def _lacking(draft: Worksheet, reason: Reason) -> Iterable[str]:
    """Without what is to be confirmed: whoever does that sees what else it lacks."""
    fresh = (c for c in draft.scorecard.criteria if c.criterion.id not in draft.carried)
    return (found.criterion.id for found in fresh if reason in found.lacks)


def _mentions(
    drafts: Sequence[Worksheet], remarks: Sequence[tuple[Comment, bool]]
) -> Iterator[Mentioned]:
    """The comments that wait for the reader, as far as a draft asks their criteria."""
    for comment, waits in remarks:
        asking = (d for d in drafts if d.assessment.sheet_id == comment.sheet_id)
        draft = next((d for d in asking if is_asked(d, comment.criterion_id)), None)
        if waits and draft is not None:
            criterion = draft.scorecard.label.criterion(comment.criterion_id)
            yield Mentioned(comment, draft.assessment, criterion)
