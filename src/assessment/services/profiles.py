"""What a cluster says about itself, for eligibility and conditions."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.db.models import Profile
from assessment.db.queries import clusters as queries
from assessment.domain.criteria import Label
from assessment.domain.merging import merge
from assessment.domain.questions import Question, plain
from assessment.domain.validity import HOME
from assessment.services.answering import unread_values


@dataclass(frozen=True, slots=True)
class ProfileConflict:
    """Somebody else answered the `contradicted` questions otherwise; nothing is written.

    `saved` is theirs, `together` both sides' changes, and of the contradicted answers mine.
    """

    saved: Profile | None
    together: Mapping[str, Any]
    contradicted: tuple[str, ...]


def save_profile(
    session: Session,
    *,
    cluster_id: int,
    scheme_id: str,
    label: Label,
    values: Mapping[str, Any],
    seen: Mapping[str, Any],
    actor_id: int,
    at: datetime,
    yielding: Collection[str] = (),
    leaving: Collection[str] = (),
) -> Profile | ProfileConflict:
    """Saves the answers to the scheme's questions about the cluster that differ from those `seen`.

    What others saved since in other answers stays, and theirs in the questions `yielding`; nothing is
    saved of those in `leaving`, whatever `values` says. Every label of a scheme has the same profile.
    Saving the same again changes nothing. Raises `InvalidValue` for a value that its question does
    not take.
    """
    today = at.astimezone(HOME).date()
    mine = values_meant(label.profile, values, today)
    saved = queries.profile_for_change(session, cluster_id, scheme_id)
    theirs = saved.values if saved else {}
    mine = unread_values(label.profile, theirs, today) | mine
    left = {key: seen.get(key) for key in leaving}
    mine = {key: value for key, value in {**mine, **left}.items() if value is not None}
    merged = merge(seen, mine, theirs, yielding=yielding)
    if merged.contradicted:
        return ProfileConflict(saved, merged.insisting, merged.contradicted)
    if saved is None:
        saved = Profile(cluster_id=cluster_id, scheme_id=scheme_id)
        session.add(saved)
    elif merged.record == theirs:
        return saved
    saved.values = dict(merged.record)
    saved.saved_by = actor_id
    saved.saved_at = at
    session.flush()
    return saved


def values_meant(
    questions: Iterable[Question], values: Mapping[str, Any], today: date
) -> dict[str, Any]:
    """Answers in the form in which they are kept. Raises as `save_profile` does."""
    meant = {q.id: plain(q.read(values.get(q.id), today)) for q in questions}
    return {key: value for key, value in meant.items() if value is not None}
