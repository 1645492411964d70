"""The cluster's side: desk, questionnaire, submission."""

from assessment.web.manager import (
    clusters,
    history,
    profile,
    questionnaire,
    readiness,
    removing,
    submitting,
)
from assessment.web.manager.blueprint import pages

__all__ = [
    "clusters",
    "history",
    "pages",
    "profile",
    "questionnaire",
    "readiness",
    "removing",
    "submitting",
]
