"""What everybody who may sees of a submission: the frozen record, evidence, documents."""

from assessment.web.submission import files, record, reports
from assessment.web.submission.blueprint import pages

__all__ = ["files", "pages", "record", "reports"]
