"""Every label that is held or was held, with its standing: the one statement that the register rests on."""

from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    case,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)

from assessment.db.models import Assessment, Certificate, EarlierLabel, Submission
from assessment.db.queries.renewals import holds_on, is_renewed_on, is_replaced
from assessment.domain.label_life import LifeState
from assessment.domain.validity import NEAR, Standing


def has_begun(day: date) -> ColumnElement[bool]:
    """Of a certificate: all but one that holds only from its first day on, while that is to come."""
    return or_(Certificate.life != LifeState.VALID, Certificate.valid_until < day, holds_on(day))


def _is_held_anew(day: date) -> ColumnElement[bool]:
    """Of a label from before: whether a certificate of that label is in force beside it."""
    return (
        select(Certificate.id)
        .join(Certificate.submission)
        .join(Submission.assessment)
        .where(
            Assessment.cluster_id == EarlierLabel.cluster_id,
            Assessment.scheme_id == EarlierLabel.scheme_id,
            Assessment.label_id == EarlierLabel.label_id,
            Certificate.life == LifeState.VALID,
            Certificate.valid_until >= day,
        )
        .correlate(EarlierLabel)
        .exists()
    )


def listed_labels(
    day: date, *, cluster_id: int | None = None, label: tuple[str, str] | None = None
) -> Any:
    """Every label of the register with its standing. One that is held by two certificates at a time is
    listed once, by the renewal. `cluster_id` narrows it to one cluster, `label` to a label of a scheme.
    """
    awarded, earlier = _awarded(day), _earlier(day)
    if cluster_id is not None:
        awarded = awarded.where(Assessment.cluster_id == cluster_id)
        earlier = earlier.where(EarlierLabel.cluster_id == cluster_id)
    if label is not None:
        scheme_id, label_id = label
        awarded = awarded.where(Assessment.scheme_id == scheme_id, Assessment.label_id == label_id)
        earlier = earlier.where(
            EarlierLabel.scheme_id == scheme_id, EarlierLabel.label_id == label_id
        )
    return union_all(awarded, earlier).subquery()


def _awarded(day: date) -> Select[Any]:
    """Labels awarded here."""
    return (
        select(
            Assessment.cluster_id.label("cluster_id"),
            Assessment.scheme_id.label("scheme_id"),
            Assessment.label_id.label("label_id"),
            Certificate.id.label("certificate_id"),
            Certificate.cluster_name.label("holder"),
            Certificate.number.label("number"),
            Certificate.token.label("token"),
            Certificate.valid_from.label("first"),
            Certificate.valid_until.label("until"),
            standing(Certificate.life, Certificate.valid_until, day).label("standing"),
            case((Certificate.life == LifeState.VALID, Submission.scheme_digest), else_="").label(
                "rules"
            ),
        )
        .select_from(Certificate)
        .join(Certificate.submission)
        .join(Submission.assessment)
        .where(
            has_begun(day),
            or_(Certificate.life != LifeState.VALID, ~is_renewed_on(day)),
        )
    )


def _earlier(day: date) -> Select[Any]:
    """Labels from before, column by column as those awarded here."""
    replaced = case((is_replaced(), LifeState.SUPERSEDED.value), else_=LifeState.VALID.value)
    return select(
        EarlierLabel.cluster_id,
        EarlierLabel.scheme_id,
        EarlierLabel.label_id,
        cast(null(), Integer),
        cast(null(), String),
        EarlierLabel.number,
        literal(""),
        EarlierLabel.valid_from,
        EarlierLabel.valid_until,
        standing(replaced, EarlierLabel.valid_until, day),
        literal(""),
    ).where(
        EarlierLabel.valid_from <= day,
        or_(EarlierLabel.valid_until < day, is_replaced(), ~_is_held_anew(day)),
    )


def standing(life: Any, until: Any, day: date) -> Any:
    """As `Validity.standing`, but for the days of grace, which the rules of the award decide."""
    return case(
        (life == LifeState.REVOKED, Standing.REVOKED.value),
        (life == LifeState.SUPERSEDED, Standing.SUPERSEDED.value),
        (until < day, Standing.EXPIRED.value),
        (life == LifeState.SUSPENDED, Standing.SUSPENDED.value),
        (until <= day + NEAR, Standing.EXPIRING.value),
        else_=Standing.VALID.value,
    )
