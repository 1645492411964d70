"""Steps of a cluster that have a day: what they are, and who on the team takes them."""

from collections.abc import Mapping
from enum import StrEnum

from assessment.domain.policy import Action


class StepKind(StrEnum):
    """What a cluster can or has to do until a day."""

    PANEL = "panel"
    CLARIFICATION = "clarification"
    RETURNED = "returned"
    CONDITION = "condition"
    DUTY = "duty"
    APPEAL = "appeal"
    RENEWAL = "renewal"


TAKEN_BY: Mapping[StepKind, Action] = {
    StepKind.PANEL: Action.ANSWER_PROPOSAL,
    StepKind.CLARIFICATION: Action.ANSWER_CLARIFICATION,
    StepKind.RETURNED: Action.ANSWER,
    StepKind.CONDITION: Action.REPORT_CONDITION,
    StepKind.DUTY: Action.FULFIL_DUTY,
    StepKind.APPEAL: Action.APPEAL,
    StepKind.RENEWAL: Action.OPEN_ASSESSMENT,
}
"""What somebody must be allowed to do for the step to wait for them; all others are only told of it."""
