"""The cluster's side: desk, questionnaire, submission."""

from assessment.web.manager import (
    assigning,
    cluster_profile,
    clusters,
    commenting,
    history,
    previewing,
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
    "cluster_profile",
    "clusters",
    "commenting",
    "history",
    "pages",
    "previewing",
    "profile",
    "questionnaire",
    "readiness",
    "removing",
    "submitting",
    "team",
    "team_invitations",
]
