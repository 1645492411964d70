"""The cluster's side: desk, questionnaire, library, submission."""

from assessment.web.manager import (
    clusters,
    history,
    library,
    pieces,
    profile,
    questionnaire,
    readiness,
    submitting,
    supporting,
)
from assessment.web.manager.blueprint import pages

__all__ = [
    "clusters",
    "history",
    "library",
    "pages",
    "pieces",
    "profile",
    "questionnaire",
    "readiness",
    "submitting",
    "supporting",
]
