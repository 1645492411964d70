"""The secretariat's desk: applications, panels, decisions, clusters, people."""

from assessment.web.secretariat import (
    agreement,
    applications,
    checking,
    clusters,
    deciding,
    panels,
    people,
    reviewers,
    schemes,
)
from assessment.web.secretariat.blueprint import pages

__all__ = [
    "agreement",
    "applications",
    "checking",
    "clusters",
    "deciding",
    "pages",
    "panels",
    "people",
    "reviewers",
    "schemes",
]
