"""The cluster's side: desk, questionnaire, submission."""

from assessment.web.manager import (
    cluster_profile,
    clusters,
    history,
    previewing,
    profile,
    questionnaire,
    readiness,
    removing,
    submitting,
)
from assessment.web.manager.blueprint import pages

__all__ = [
    "cluster_profile",
    "clusters",
    "history",
    "pages",
    "previewing",
    "profile",
    "questionnaire",
    "readiness",
    "removing",
    "submitting",
]
