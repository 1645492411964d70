"""What a cluster says about itself, for eligibility and conditions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.db.models import Profile
from assessment.db.queries import clusters as queries
from assessment.domain.criteria import Label
from assessment.domain.questions import plain
from assessment.domain.validity import HOME
from assessment.services.answering import unread_values


@dataclass(frozen=True, slots=True)
class ProfileConflict:
    """Somebody else saved first: `saved` is theirs, `values` is what was not written."""

    saved: Profile
    values: Mapping[str, Any]


def save_profile(
    session: Session,
    *,
    cluster_id: int,
    scheme_id: str,
    label: Label,
    values: Mapping[str, Any],
    version: int,
    actor_id: int,
    at: datetime,
) -> Profile | ProfileConflict:
    """Saves the answers to the scheme's questions about the cluster; `version` is the one seen.

    Every label of a scheme has the same profile. Saving the same again changes nothing. Raises
    `InvalidValue` for a value that its question does not take.
    """
    written, today = {}, at.astimezone(HOME).date()
    for question in label.profile:
        value = plain(question.read(values.get(question.id), today))
        if value is not None:
            written[question.id] = value
    saved = queries.profile_for_change(session, cluster_id, scheme_id)
    if saved is not None:
        written = unread_values(label.profile, saved.values, today) | written
    if saved is None:
        saved = Profile(cluster_id=cluster_id, scheme_id=scheme_id)
        session.add(saved)
    elif saved.values == written:
        return saved
    elif saved.version != version:
        return ProfileConflict(saved, written)
    saved.values = written
    saved.saved_by = actor_id
    saved.saved_at = at
    session.flush()
    return saved
