"""The cluster's side: desk, questionnaire, submission."""

from assessment.web.manager import (
    assigning,
    clusters,
    commenting,
    history,
    overview,
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
    "clusters",
    "commenting",
    "history",
    "overview",
    "pages",
    "profile",
    "questionnaire",
    "removing",
    "standing",
    "submitting",
    "team",
    "team_invitations",
]
