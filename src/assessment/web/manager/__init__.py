"""The cluster's side: desk, questionnaire, library, submission."""

from assessment.web.manager import (
    assigning,
    cluster_profile,
    clusters,
    commenting,
    history,
    library,
    pieces,
    previewing,
    profile,
    questionnaire,
    readiness,
    submitting,
    supporting,
    team,
    team_invitations,
)
from assessment.web.manager.blueprint import pages

__all__ = [
    "assigning",
    "cluster_profile",
    "clusters",
    "commenting",
    "history",
    "library",
    "pages",
    "pieces",
    "previewing",
    "profile",
    "questionnaire",
    "readiness",
    "submitting",
    "supporting",
    "team",
    "team_invitations",
]
