"""Calibration: before the first rating each reviewer rates the scheme's invented cases."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.db.models import Calibration, Seat
from assessment.db.queries import calibrations as queries
from assessment.domain.criteria import Criterion, Label
from assessment.domain.errors import IllegalTransition
from assessment.domain.review_rules import Anchor


@dataclass(frozen=True, slots=True)
class Case:
    """An invented case with what the reviewer said of it; `given` None: not rated yet."""

    anchor: Anchor
    criterion: Criterion
    digest: str
    given: Calibration | None = None

    @property
    def deviation(self) -> int | None:
        """One's own level minus the reference; None while there is none."""
        return None if self.given is None else self.given.level - self.given.reference


def case_digest(edition: Edition, anchor: Anchor) -> str:
    """SHA-256 of what is asked: criterion, reference, and the case in the scheme's source language.

    A translation that is mended does not ask the case again.
    """
    texts = edition.texts
    words = texts.in_language(texts.source).anchors[anchor.id]
    parts = (anchor.criterion_id, str(anchor.level), words.title, words.case)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def cases_of(session: Session, edition: Edition, label: Label, user_id: int) -> tuple[Case, ...]:
    """The cases of a label in the order in which they are rated, with what this person said."""
    anchors = edition.scheme.anchors_of(label)
    if not anchors:
        return ()
    given = queries.given_by(session, user_id, edition.scheme.id)
    found = []
    for anchor in anchors:
        digest = case_digest(edition, anchor)
        criterion = label.criterion(anchor.criterion_id)
        found.append(Case(anchor, criterion, digest, given.get((anchor.id, digest))))
    return tuple(found)


def has_to_calibrate(session: Session, edition: Edition, label: Label, seat: Seat) -> bool:
    """Whether a case is still to be rated before the first rating on this seat."""
    cases = cases_of(session, edition, label, seat.reviewer_id)
    return any(case.given is None for case in cases) and not queries.has_ratings(session, seat.id)


def rate_case(
    session: Session,
    *,
    edition: Edition,
    case: Case,
    level: int,
    reason: str,
    user_id: int,
    at: datetime,
) -> Calibration:
    """Records one's level for a case, once; the reference is seen from then on.

    Raises `IllegalTransition` when the case is rated already, and `InvalidRating` for a level that the
    scale does not have.
    """
    case.criterion.check_level(level)
    queries.lock_person(session, user_id)
    known = queries.given_by(session, user_id, edition.scheme.id)
    if (case.anchor.id, case.digest) in known:
        raise IllegalTransition(f"case {case.anchor.id} is rated")
    given = Calibration(
        user_id=user_id,
        scheme_id=edition.scheme.id,
        version=edition.scheme.version,
        anchor_id=case.anchor.id,
        criterion_id=case.anchor.criterion_id,
        case_digest=case.digest,
        level=level,
        reference=case.anchor.level,
        reason=reason,
        rated_at=at,
    )
    session.add(given)
    session.flush()
    return given


@dataclass(frozen=True, slots=True)
class Deviations:
    """How far a reviewer's levels were from the references: own minus reference, oldest first."""

    user_id: int
    levels: tuple[int, ...]

    @property
    def exact(self) -> int:
        """How many cases they rated as the reference does."""
        return self.levels.count(0)

    @property
    def sum(self) -> int:
        """Below zero: stricter than the references; above: milder."""
        return sum(self.levels)


def deviations(session: Session, user_ids: Iterable[int] | None = None) -> dict[int, Deviations]:
    """For the secretariat: each reviewer's deviations on every case that they rated, by person.

    `user_ids` None: of everybody who has rated a case.
    """
    found: dict[int, list[int]] = {}
    for given in queries.all_given(session, user_ids):
        found.setdefault(given.user_id, []).append(given.level - given.reference)
    return {user_id: Deviations(user_id, tuple(levels)) for user_id, levels in found.items()}
