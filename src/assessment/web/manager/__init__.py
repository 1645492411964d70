"""The cluster's side: desk, questionnaire, submission."""

from assessment.web.manager import (
    clusters,
    history,
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
    "history",
    "overview",
    "pages",
    "profile",
    "questionnaire",
    "removing",
    "standing",
    "submitting",
]
