"""Going back to an earlier version of an answer: what it would do, and doing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.db.models import Answer, AnswerVersion
from assessment.db.queries import assessments as queries
from assessment.domain.criteria import Criterion
from assessment.domain.merging import NOTHING, changed_parts
from assessment.services.answering import (
    AnswerDraft,
    Conflict,
    attached_values,
    record_of,
    save_answer,
    taken_today,
)


@dataclass(frozen=True, slots=True)
class WayBack:
    """An earlier version of an answer, and the draft that going back to it saves.

    `now` is how the answer stands, `left_out` names the parts that today's criterion does not take as
    they were.
    """

    earlier: AnswerVersion
    now: Mapping[str, Any]
    draft: AnswerDraft

    @property
    def changed(self) -> tuple[str, ...]:
        """The parts in which the version differs from how the answer stands."""
        return changed_parts(self.earlier.record, self.now)

    @property
    def gains(self) -> tuple[str, ...]:
        """The parts that going back to it would change; none where all that differs is left out."""
        return changed_parts(record_of(self.draft), self.now)

    @property
    def left_out(self) -> tuple[str, ...]:
        return changed_parts(self.earlier.record, record_of(self.draft))


def way_back(
    session: Session, assessment_id: int, criterion: Criterion, version: int, at: datetime
) -> WayBack | None:
    """What going back to a version of an answer would do; None when there is no such version.

    What a question no longer takes is left out, and a file that is attached no more.
    """
    sheet_id = queries.assessment(session, assessment_id).sheet_id
    earlier = queries.answer_version(session, sheet_id, criterion.id, version)
    if earlier is None:
        return None
    saved = session.get(Answer, (sheet_id, criterion.id))
    values = attached_values(session, assessment_id, criterion, earlier.record["values"])
    record = {**earlier.record, "values": values}
    draft = taken_today(criterion, record, saved.version if saved else 0, at)
    return WayBack(earlier, record_of(saved) if saved else NOTHING, draft)


def restore_answer(
    session: Session,
    *,
    assessment_id: int,
    criterion: Criterion,
    version: int,
    seen: int,
    actor_id: int,
    at: datetime,
) -> Answer | Conflict | None:
    """Saves an earlier version of an answer again; None when there is no such version.

    `seen` is the version that it is to take the place of: when another stands there that says something
    else, nothing is written and the conflict is returned. Raises as `save_answer` does.
    """
    way = way_back(session, assessment_id, criterion, version, at)
    if way is None:
        return None
    saved = session.get(Answer, (way.earlier.sheet_id, criterion.id))
    if saved is not None and saved.version != seen and way.gains:
        return Conflict(saved, way.draft, way.gains, way.draft)
    return save_answer(
        session,
        assessment_id=assessment_id,
        criterion=criterion,
        draft=way.draft,
        actor_id=actor_id,
        at=at,
    )
