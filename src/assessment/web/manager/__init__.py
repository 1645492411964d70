"""The cluster's side: desk, questionnaire, submission."""

from assessment.web.manager import clusters, questionnaire, submitting
from assessment.web.manager.blueprint import pages

__all__ = ["clusters", "pages", "questionnaire", "submitting"]
