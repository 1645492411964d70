"""The cluster's side: desk, questionnaire, submission."""

from assessment.web.manager import (
    clusters,
    profile,
    questionnaire,
    readiness,
    removing,
    submitting,
    team,
    team_invitations,
)
from assessment.web.manager.blueprint import pages

__all__ = [
    "clusters",
    "pages",
    "profile",
    "questionnaire",
    "readiness",
    "removing",
    "submitting",
    "team",
    "team_invitations",
]
