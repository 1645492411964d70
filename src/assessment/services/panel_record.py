"""The panel's work as a decision keeps it: plain values, with names as they were."""

from collections.abc import Mapping, Sequence
from typing import Any

from assessment.db.models import Rating, Seat
from assessment.services.consensus import PanelView


def panel_record(panel: PanelView, seats: Sequence[Seat], round_: int) -> dict[str, Any]:
    """Who reviewed with which declaration, who left, each rating, and what was agreed and why.

    Ratings are in the order of `panel`; those of reviewers who were replaced are not among them.
    """
    names = {seat.id: seat.reviewer.name for seat in seats}
    return {
        "panel": [
            _member(seat) | {"took_over_from": names.get(seat.replaces_id or 0, "")}
            for seat in panel.seats
        ],
        "left": [
            _member(seat) | {"reason": seat.reason, "state": seat.state}
            for seat in seats
            if seat.round == round_ and seat.left_at is not None and seat.answered_at is not None
        ],
        "criteria": {
            criterion_id: {
                "agreed": panel.levels[criterion_id],
                "ratings": [_rating(rating) for rating in ratings],
                "reason": agreement.reason
                if (agreement := panel.agreements.get(criterion_id))
                else "",
            }
            for criterion_id, ratings in panel.reviewed.items()
        },
        "remarks": {
            criterion_id: {"ratings": [_remark(remark) for remark in remarks]}
            for criterion_id, remarks in panel.remarked.items()
        },
    }


def _member(seat: Seat) -> dict[str, Any]:
    declared: Mapping[str, Any] = seat.declaration or {}
    return {
        "name": seat.reviewer.name,
        "country": seat.reviewer.country,
        "is_lead": seat.is_lead,
        "disclosed": declared.get("disclosed", ""),
        "cleared_because": declared.get("cleared_because", ""),
        "declared_at": declared.get("declared_at"),
        "conflicts": seat.conflicts,
    }


def _rating(rating: Rating) -> dict[str, Any]:
    return {"level": rating.level, "comment": rating.comment, "checks": rating.checks}


def _remark(remark: Rating | None) -> dict[str, Any]:
    if remark is None:
        return {"level": None, "comment": "", "checks": []}
    return {"level": None, "comment": remark.comment, "checks": remark.checks}
