"""What came of doing the same with several applications, told once it is done and again when asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from assessment.db.queries import pipeline
from assessment.services.several import Prospect, Row


@dataclass(frozen=True, slots=True)
class Outcome:
    """What somebody did with several at a moment: `prospects` by the numbers of the applications."""

    way: str
    at: datetime
    prospects: Mapping[int, Prospect]


def outcome_token(secret_key: str, actor_id: int, outcome: Outcome) -> str:
    """What stands in the address of a page that tells it, for whoever did it alone."""
    told = [outcome.way, outcome.at.isoformat(), list(outcome.prospects.items())]
    return str(_signer(secret_key, actor_id).dumps(told))


def outcome_of_token(secret_key: str, actor_id: int, token: str) -> Outcome | None:
    """What the address tells; None where we did not write it for this person."""
    try:
        way, at, prospects = _signer(secret_key, actor_id).loads(token)
    except BadSignature:
        return None
    told = {number: Prospect(prospect) for number, prospect in prospects}
    return Outcome(way, datetime.fromisoformat(at), told)


def _signer(secret_key: str, actor_id: int) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt=f"several-{actor_id}")


def outcome_rows(session: Session, outcome: Outcome, actor_id: int) -> Sequence[Row]:
    """The applications as they are now, each with what came of it and whom the reminder reached."""
    found = pipeline.chosen(session, list(outcome.prospects), actor_id)
    reached = pipeline.reached_at(session, [s.assessment_id for s in found], outcome.at)
    return [
        Row(each, outcome.prospects[each.id], reached.get(each.assessment_id, ())) for each in found
    ]
