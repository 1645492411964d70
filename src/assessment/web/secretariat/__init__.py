"""The secretariat's desk: applications, panels, decisions, clusters, people."""

from assessment.web.secretariat import (
    applications,
    checking,
    clusters,
    deciding,
    panels,
    people,
    schemes,
)
from assessment.web.secretariat.blueprint import pages

__all__ = [
    "applications",
    "checking",
    "clusters",
    "deciding",
    "pages",
    "panels",
    "people",
    "schemes",
]
