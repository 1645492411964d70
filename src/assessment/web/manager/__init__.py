"""The cluster's side: desk, questionnaire, library, submission."""

from assessment.web.manager import (
    assigning,
    clusters,
    commenting,
    history,
    library,
    pieces,
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
    "clusters",
    "commenting",
    "history",
    "library",
    "pages",
    "pieces",
    "profile",
    "questionnaire",
    "readiness",
    "submitting",
    "supporting",
    "team",
    "team_invitations",
]
