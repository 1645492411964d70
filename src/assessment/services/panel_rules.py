"""Which panel a submission asks for."""

from assessment.db.models import Submission
from assessment.domain.criteria import Label, Panel


def panel_rule(submission: Submission, label: Label) -> Panel:
    """Who rates this submission; a renewal by the reduced process may have a panel of its own."""
    return label.panel_for(is_renewal=is_renewal(submission))


def is_renewal(submission: Submission) -> bool:
    """Whether it renewed a label that the cluster held when it was submitted."""
    return submission.renews_until is not None
