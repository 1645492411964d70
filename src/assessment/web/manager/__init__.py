"""The cluster's side: desk, questionnaire, submission."""

from assessment.web.manager import (
    assigning,
    cluster_profile,
    clusters,
    commenting,
    confirming,
    discarding,
    history,
    importing,
    overview,
    previewing,
    profile,
    questionnaire,
    removing,
    standing,
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
    "confirming",
    "discarding",
    "history",
    "importing",
    "overview",
    "pages",
    "previewing",
    "profile",
    "questionnaire",
    "removing",
    "standing",
    "submitting",
    "team",
    "team_invitations",
]
