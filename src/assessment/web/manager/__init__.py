"""The cluster's side: desk, questionnaire, submission."""

from assessment.web.manager import (
    assigning,
    clusters,
    commenting,
    history,
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
    "assigning",
    "clusters",
    "commenting",
    "history",
    "pages",
    "profile",
    "questionnaire",
    "readiness",
    "removing",
    "submitting",
    "team",
    "team_invitations",
]
