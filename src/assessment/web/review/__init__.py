"""The reviewers' side: their list, their ratings, the consensus."""

from assessment.web.review import (
    agreeing,
    asking,
    calibration,
    interview,
    outcome,
    profile,
    rating,
    seat,
    seats,
)
from assessment.web.review.blueprint import pages

__all__ = [
    "agreeing",
    "asking",
    "calibration",
    "interview",
    "outcome",
    "pages",
    "profile",
    "rating",
    "seat",
    "seats",
]
