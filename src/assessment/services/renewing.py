"""Renewing a label: what an application is on a day, and which labels a cluster can renew now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Catalogue, Edition
from assessment.db.models import Assessment, Certificate, EarlierLabel
from assessment.db.queries import renewals as queries
from assessment.db.queries.renewals import Place
from assessment.domain.criteria import Label
from assessment.domain.deadlines import day_of
from assessment.domain.label_life import LifeState
from assessment.domain.renewals import Award, Renewing, Turn, renewing
from assessment.domain.workflow import BESIDES, State


def renewing_of(session: Session, assessment: Assessment, label: Label, at: datetime) -> Renewing:
    """What the application would be if it were submitted now.

    A renewal that the formal check returned is still one until the day by which it may come again.
    """
    place = (assessment.cluster_id, assessment.scheme_id, assessment.label_id)
    awards = queries.awards(session, [place[0]], place[1], place[2]).get(place, [])
    today = day_of(at)
    if awards:
        returned = queries.returned(session, assessment.id)
        if returned and returned[0] and today <= returned[0]:
            today = day_of(returned[1])
    return renewing(awards, label.renewal, today)


def awards_of(
    certificates: Iterable[Certificate], earlier: Iterable[EarlierLabel]
) -> dict[Place, list[Award]]:
    """What clusters were awarded, of what has been read already: here, and before.

    As `queries.awards` tells it: what was renewed from here, by one that stood, is replaced.
    """
    certificates = tuple(certificates)
    superseded = {one.id for one in certificates if one.life == LifeState.SUPERSEDED}
    last = _last_renewals(certificates)
    found: dict[Place, list[Award]] = defaultdict(list)
    replaced: set[tuple[Place, date]] = set()
    for one in certificates:
        of, ends = one.submission.assessment, one.submission.renews_until
        place = (of.cluster_id, of.scheme_id, of.label_id)
        before_id = one.submission.renews_certificate_id
        took_place = (
            of.state == State.AWARDED
            if before_id is None
            else before_id in superseded and last[before_id] == one.submission_id
        )
        award = Award(
            of.label_id,
            one.valid_from,
            one.valid_until,
            LifeState(one.life),
            one.number,
            one.id,
            one.life == LifeState.REVOKED and ends is not None and not took_place,
        )
        found[place].append(award)
        if ends and before_id is None and (took_place or one.life == LifeState.SUPERSEDED):
            replaced.add((place, ends))
    for before in earlier:
        place = (before.cluster_id, before.scheme_id, before.label_id)
        days = before.valid_from, before.valid_until
        is_replaced = (place, before.valid_until) in replaced
        life = LifeState.SUPERSEDED if is_replaced else LifeState.VALID
        found[place].append(Award(before.label_id, *days, life, before.number))
    return dict(found)


def _last_renewals(certificates: Iterable[Certificate]) -> dict[int, int]:
    """The last submission that was awarded as a renewal of each certificate: the one that took its
    place, if any did."""
    found: dict[int, int] = {}
    for one in certificates:
        before_id = one.submission.renews_certificate_id
        if before_id is not None:
            found[before_id] = max(found.get(before_id, 0), one.submission_id)
    return found


def renewal_drafts(
    found: Mapping[Place, Sequence[Award]],
    assessments: Iterable[Assessment],
    catalogue: Catalogue,
    at: datetime,
) -> frozenset[int]:
    """The drafts, by their numbers, that renew a label held now or will when its days come."""
    labels = {(e.scheme.id, label.id): label for e in catalogue for label in e.scheme}
    return frozenset(
        each.id
        for each in assessments
        if each.state == State.DRAFT and (each.scheme_id, each.label_id) in labels
        if renewing(
            found.get((each.cluster_id, each.scheme_id, each.label_id), ()),
            labels[each.scheme_id, each.label_id].renewal,
            day_of(at),
        ).is_of_held_label
    )


def renewal_record(award: Award | None) -> dict[str, Any] | None:
    """The label that a submission renews, as its record keeps it; None for a first application."""
    if award is None:
        return None
    return {
        "certificate": award.certificate_id,
        "number": award.number,
        "since": award.first.isoformat(),
        "until": award.until.isoformat(),
    }


@dataclass(frozen=True, slots=True)
class Renewable:
    """A label of a cluster that can be renewed now, or whose renewal is under way as `assessment`."""

    edition: Edition
    label: Label
    renewing: Renewing
    assessment: Assessment | None


def renewable(
    found: Mapping[Place, Sequence[Award]],
    cluster_id: int,
    assessments: Iterable[Assessment],
    catalogue: Catalogue,
    at: datetime,
) -> list[Renewable]:
    """The labels on offer that the cluster can renew now, of what it was awarded."""
    under_way = {
        (each.scheme_id, each.label_id): each for each in assessments if each.state not in BESIDES
    }
    return [
        Renewable(edition, label, now_, under_way.get((edition.scheme.id, label.id)))
        for edition in catalogue
        for label in edition.scheme
        for now_ in (
            renewing(
                found.get((cluster_id, edition.scheme.id, label.id), ()), label.renewal, day_of(at)
            ),
        )
        if now_.turn is Turn.OPEN
    ]
