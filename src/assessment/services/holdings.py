"""What a cluster's library holds: what each piece supports, and what is wrong with it there."""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Catalogue, Edition
from assessment.db.models import Evidence
from assessment.db.queries import evidence as queries
from assessment.db.queries.evidence import Freezing, Use
from assessment.domain.criteria import Criterion, EvidenceRule
from assessment.domain.errors import UnknownCriterion
from assessment.domain.evidence import DEAD
from assessment.domain.validity import HOME
from assessment.services.assessments import piece


@dataclass(frozen=True, slots=True)
class Support:
    """A criterion that the piece supports; `ages` are the rules that its age fails.

    `assessment_id` is an open draft that asks it, None where there is none.
    """

    criterion: Criterion
    scheme_id: str
    assessment_id: int | None
    ages: tuple[EvidenceRule, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """A piece of the library with everything that it supports and the submissions it is part of."""

    evidence: Evidence
    supports: tuple[Support, ...] = ()
    freezings: tuple[Freezing, ...] = ()

    @property
    def is_unused(self) -> bool:
        return not self.supports and not self.freezings

    @property
    def is_too_old(self) -> bool:
        """Whether some criterion that it supports asks for something newer, or for a date."""
        return any(support.ages for support in self.supports)

    @property
    def is_dead(self) -> bool:
        """Whether its address led nowhere when it was last looked at."""
        check = self.evidence.check
        return bool(self.evidence.url and check and check.state in DEAD)

    @property
    def is_archived(self) -> bool:
        return self.evidence.archived_at is not None


def read_library(
    session: Session, cluster_id: int, catalogue: Catalogue, at: datetime
) -> list[Holding]:
    """Everything in a cluster's library, newest first, in three queries."""
    which = queries.belongs_to(cluster_id)
    return _holdings(
        queries.library(session, cluster_id),
        queries.uses(session, which),
        queries.freezings(session, which),
        catalogue,
        at,
    )


def read_holding(session: Session, evidence_id: int, catalogue: Catalogue, at: datetime) -> Holding:
    """One piece of a library. Raises `NoResultFound`."""
    which = queries.is_piece(evidence_id)
    found = queries.evidence(session, evidence_id)
    uses, freezings = queries.uses(session, which), queries.freezings(session, which)
    return _holdings([found], uses, freezings, catalogue, at)[0]


def ages_of(evidence: Evidence, criterion: Criterion, on: date) -> tuple[EvidenceRule, ...]:
    """The criterion's rules for which nothing but its age keeps the piece from counting that day."""
    asked = piece(evidence)
    return tuple(rule for rule in criterion.support.evidence if asked.fails_by_age(rule, on))


def rules_met(evidence: Evidence, criterion: Criterion, on: date) -> int:
    """For how many of the criterion's rules the piece counts that day."""
    asked = piece(evidence)
    return sum(asked.counts_for(rule, on) for rule in criterion.support.evidence)


def _holdings(
    library: Iterable[Evidence],
    uses: Iterable[Use],
    freezings: Iterable[Freezing],
    catalogue: Catalogue,
    at: datetime,
) -> list[Holding]:
    on = at.astimezone(HOME).date()
    used, frozen = defaultdict(list), defaultdict(list)
    for use in uses:
        used[use.evidence_id].append(use)
    for freezing in freezings:
        frozen[freezing.evidence_id].append(freezing)
    return [
        Holding(
            evidence,
            tuple(_supports(evidence, used[evidence.id], catalogue, on)),
            tuple(frozen[evidence.id]),
        )
        for evidence in library
    ]


def _supports(
    evidence: Evidence, uses: Iterable[Use], catalogue: Catalogue, on: date
) -> Iterable[Support]:
    """One for each criterion, by a draft that asks it where there is one; what no scheme has any
    more is left out."""
    by_criterion: dict[tuple[str, str], list[Use]] = defaultdict(list)
    for use in uses:
        by_criterion[use.scheme_id, use.criterion_id].append(use)
    for (scheme_id, criterion_id), drafts in by_criterion.items():
        edition = catalogue.editions.get(scheme_id)
        asking = _asking(edition, criterion_id) if edition else {}
        draft = next((use for use in drafts if use.label_id in asking), None)
        if asking:
            label_id = draft.label_id if draft else None
            criterion = asking.get(label_id or "") or next(iter(asking.values()))
            ages = ages_of(evidence, criterion, on)
            yield Support(criterion, scheme_id, draft.assessment_id if draft else None, ages)


def _asking(edition: Edition, criterion_id: str) -> dict[str, Criterion]:
    """The criterion as each label asks it, by label."""
    found = {}
    for label in edition.scheme:
        with suppress(UnknownCriterion):
            found[label.id] = label.criterion(criterion_id)
    return found
