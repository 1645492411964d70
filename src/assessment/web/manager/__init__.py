"""The cluster's side: desk, questionnaire, submission."""

from assessment.web.manager import (
    cluster_profile,
    clusters,
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
    "pages",
    "profile",
    "questionnaire",
    "readiness",
    "removing",
    "submitting",
]
