"""The secretariat's desk: applications, panels, decisions, clusters, people."""

from assessment.web.secretariat import applications, clusters, deciding, people, schemes
from assessment.web.secretariat.blueprint import pages

__all__ = ["applications", "clusters", "deciding", "pages", "people", "schemes"]
