"""The secretariat's desk: applications, panels, decisions, clusters, people."""

from assessment.web.secretariat import (
    agreement,
    appeals,
    applications,
    calls,
    checking,
    clusters,
    complaints,
    deciding,
    importing,
    labels,
    panels,
    people,
    portfolio,
    reviewers,
    schemes,
    several,
    views,
)
from assessment.web.secretariat.blueprint import pages

__all__ = [
    "agreement",
    "appeals",
    "applications",
    "calls",
    "checking",
    "clusters",
    "complaints",
    "deciding",
    "importing",
    "labels",
    "pages",
    "panels",
    "people",
    "portfolio",
    "reviewers",
    "schemes",
    "several",
    "views",
]
