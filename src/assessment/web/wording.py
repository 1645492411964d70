"""The words for states, events and roles, the same on every page."""

from flask import Flask
from flask_babel import lazy_gettext as _l
from jinja2 import pass_context
from jinja2.runtime import Context

from assessment.domain.policy import ClusterRole
from assessment.domain.validity import Standing
from assessment.domain.workflow import Event, State
from assessment.services.accounts import Office

NAMES = {
    "state": {
        State.DRAFT: _l("Draft"),
        State.SUBMITTED: _l("Submitted"),
        State.IN_REVIEW: _l("In review"),
        State.CONSENSUS: _l("Consensus"),
        State.REVIEWED: _l("Waiting for decision"),
        State.AWARDED: _l("Awarded"),
        State.DECLINED: _l("Declined"),
    },
    "event": {
        Event.SUBMIT: _l("Submitted"),
        Event.APPOINT_PANEL: _l("Panel appointed"),
        Event.HAND_IN_LAST_REVIEW: _l("All reviews handed in"),
        Event.CLOSE_CONSENSUS: _l("Consensus closed"),
        Event.AWARD: _l("Label awarded"),
        Event.DECLINE: _l("Application declined"),
    },
    "role": {
        ClusterRole.OWNER: _l("Owner"),
        ClusterRole.EDITOR: _l("Editor"),
        ClusterRole.VIEWER: _l("Viewer"),
        Office.REVIEWER: _l("Reviewer"),
        Office.SECRETARIAT: _l("Secretariat"),
    },
    "standing": {Standing.VALID: _l("Valid"), Standing.EXPIRED: _l("Expired")},
    "document": {"certificate": _l("Certificate"), "report": _l("Evaluation report")},
}


@pass_context  # keeps the compiler of templates from settling the language once for all
def name_of(_context: Context, value: str, kind: str) -> str:
    """The word for a value of `state`, `event`, `role`, `standing` or `document`."""
    return str(NAMES[kind][value])  # type: ignore[index]


def init_wording(app: Flask) -> None:
    """Lets templates say `state|name('state')`."""
    app.jinja_env.filters["name"] = name_of
