"""States of applications, and who has the next step, as they are called on pages."""

from collections.abc import Mapping

from assessment.domain.next_steps import Holder
from assessment.domain.workflow import State
from assessment.reports.words.messages import Messages


def state_names(messages: Messages) -> Mapping[str, str]:
    """The states in which an application can be under way or decided, in their order."""
    _ = messages.gettext
    return {
        State.SUBMITTED: _("Submitted"),
        State.ACCEPTED: _("Accepted for review"),
        State.PANEL_PROPOSED: _("Panel proposed"),
        State.IN_REVIEW: _("In review"),
        State.CLARIFICATION: _("Clarification asked"),
        State.CONSENSUS: _("Consensus"),
        State.REVIEWED: _("Waiting for decision"),
        State.DECISION_PROPOSED: _("Decision to confirm"),
        State.CONDITIONAL: _("Awarded with conditions"),
        State.AWARDED: _("Awarded"),
        State.DEFERRED: _("Deferred"),
        State.DECLINED: _("Declined"),
        State.APPEALED: _("Appeal"),
    }


def holder_names(messages: Messages) -> Mapping[str, str]:
    """Who can have the next step."""
    _ = messages.gettext
    return {
        Holder.SECRETARIAT: _("Secretariat"),
        Holder.SECOND_PERSON: _("A second person of the secretariat"),
        Holder.CLUSTER: _("Cluster"),
        Holder.REVIEWERS: _("Reviewers"),
        Holder.LEAD: _("Lead of the panel"),
        Holder.NOBODY: _("Nobody"),
    }
