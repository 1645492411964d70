"""The cluster's side: desk, questionnaire, submission."""

from assessment.web.manager import (
    clusters,
    confirming,
    discarding,
    history,
    importing,
    profile,
    questionnaire,
    readiness,
    removing,
    submitting,
)
from assessment.web.manager.blueprint import pages

__all__ = [
    "clusters",
    "confirming",
    "discarding",
    "history",
    "importing",
    "pages",
    "profile",
    "questionnaire",
    "readiness",
    "removing",
    "submitting",
]
