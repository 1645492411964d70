"""How alike the reviewers of a label rate: a coefficient per criterion, and who is stricter."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from sqlalchemy.orm import Session

from assessment.catalogue.loader import frozen_edition
from assessment.db.models import User
from assessment.db.queries import agreement as queries
from assessment.db.queries.agreement import GivenLevel
from assessment.domain.agreement import RatingTable, Severity, Unit, nameless_table, severities
from assessment.domain.criteria import RatingScale
from assessment.services.standing_figures import as_it_stands

ENOUGH_UNITS = 5
"""Units below which a coefficient says nothing."""
ENOUGH_RATINGS = 10
"""Ratings below which the severity of a reviewer says nothing."""


class Reading(StrEnum):
    """What a coefficient says, after Krippendorff (2004)."""

    TOO_FEW = auto()
    ALL_ALIKE = auto()
    RELIABLE = auto()
    TENTATIVE = auto()
    UNRELIABLE = auto()


@dataclass(frozen=True, slots=True)
class CriterionAgreement:
    """The coefficient of one criterion over `units` applications; None where it says nothing."""

    criterion_id: str
    alpha: float | None
    units: int
    reading: Reading


@dataclass(frozen=True, slots=True)
class Strictness:
    """How a reviewer rates beside the others; `is_enough` where it rests on enough ratings."""

    reviewer: User
    severity: Severity

    @property
    def is_enough(self) -> bool:
        return self.severity.ratings >= ENOUGH_RATINGS


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """How alike a label's reviewers rate, by the ratings of before the panels talked."""

    criteria: tuple[CriterionAgreement, ...]
    reviewers: tuple[Strictness, ...]
    applications: int


def agreement_report(
    session: Session, scheme_id: str, label_id: str, *, except_clusters_of: int
) -> AgreementReport:
    """The report over the decided applications for a label, without those of that person's clusters."""
    own = queries.own_clusters(session, except_clusters_of)
    told = as_it_stands(
        session,
        ("agreement", scheme_id, label_id, own),
        lambda: _counted(session, scheme_id, label_id, except_clusters_of),
    )
    people = queries.people_by_id(session, told.severities)
    reviewers = [Strictness(people[who], found) for who, found in told.severities.items()]
    return AgreementReport(
        told.criteria,
        tuple(sorted(reviewers, key=lambda each: (each.severity.mean, each.reviewer.id))),
        told.applications,
    )


@dataclass(frozen=True, slots=True)
class _Counted:
    """The same with reviewers by their numbers."""

    criteria: tuple[CriterionAgreement, ...]
    severities: Mapping[int, Severity]
    applications: int


def _counted(session: Session, scheme_id: str, label_id: str, except_clusters_of: int) -> _Counted:
    given = queries.given_levels(session, scheme_id, label_id, except_clusters_of)
    scales = _scales(session, label_id, {level.scheme_digest for level in given})
    units = _units(given, scales)
    by_criterion: dict[str, list[Unit]] = defaultdict(list)
    for (_submission_id, criterion_id), unit in units.items():
        by_criterion[criterion_id].append(unit)
    return _Counted(
        tuple(_criterion(key, of_it) for key, of_it in by_criterion.items()),
        severities(units.values()),
        len({submission_id for submission_id, _criterion_id in units}),
    )


def _scales(
    session: Session, label_id: str, digests: Iterable[str]
) -> Mapping[tuple[str, str], RatingScale]:
    """The scale of each criterion by the rules of its day."""
    editions = queries.editions(session, digests)
    return {
        (edition.digest, criterion.id): criterion.scale
        for edition in editions
        for criterion in frozen_edition(edition.files).scheme.label(label_id).rated
    }


def _units(
    given: Sequence[GivenLevel], scales: Mapping[tuple[str, str], RatingScale]
) -> dict[tuple[int, str], Unit]:
    """One for each criterion of each application, by the panel of its last round."""
    levels: dict[tuple[int, str], dict[int, int | None]] = defaultdict(dict)
    found: dict[tuple[int, str], RatingScale] = {}
    for level in given:
        key = (level.submission_id, level.criterion_id)
        scale = scales.get((level.scheme_digest, level.criterion_id))
        if scale is not None:
            found[key] = scale
            levels[key][level.reviewer_id] = level.level
    return {key: Unit(scale, levels[key]) for key, scale in found.items()}


def _criterion(criterion_id: str, units: Sequence[Unit]) -> CriterionAgreement:
    table = nameless_table(units)
    count = len(table.rows[0]) if table.rows else 0
    if count < ENOUGH_UNITS:
        return CriterionAgreement(criterion_id, None, count, Reading.TOO_FEW)
    if len({value for row in table.rows for value in row if value is not None}) < 2:
        return CriterionAgreement(criterion_id, None, count, Reading.ALL_ALIKE)
    found = alpha(table)
    return CriterionAgreement(criterion_id, found, count, reading_of(found))


def reading_of(found: float) -> Reading:
    """From 0.8 the ratings can be relied on, from 0.667 for tentative conclusions alone."""
    if found >= 0.8:
        return Reading.RELIABLE
    return Reading.TENTATIVE if found >= 0.667 else Reading.UNRELIABLE


def alpha(table: RatingTable) -> float:
    """Krippendorff's alpha of ordinal levels: 1 all alike, 0 as by chance, below it worse.

    Raises `ValueError` where all values are the same: there is nothing to agree on.
    """
    import krippendorff  # brings numpy, which no page needs but this one

    rows = [[float("nan") if v is None else float(v) for v in row] for row in table.rows]
    return float(krippendorff.alpha(reliability_data=rows, level_of_measurement="ordinal"))
