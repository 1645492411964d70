"""The cluster's side: desk, questionnaire, submission."""

from assessment.web.manager import (
    clusters,
    overview,
    profile,
    questionnaire,
    removing,
    standing,
    submitting,
)
from assessment.web.manager.blueprint import pages

__all__ = [
    "clusters",
    "overview",
    "pages",
    "profile",
    "questionnaire",
    "removing",
    "standing",
    "submitting",
]
