"""The reviewers' side: their list, their ratings, the consensus."""

from assessment.web.review import (
    agreeing,
    asking,
    calibration,
    interview,
    interview_sheets,
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
    "interview_sheets",
    "outcome",
    "pages",
    "profile",
    "rating",
    "seat",
    "seats",
]
