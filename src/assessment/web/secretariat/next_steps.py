"""What is to be done next about an application, in the words of its list, of the file, and of its page."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from assessment.domain.next_steps import Holder
from assessment.domain.workflow import State
from assessment.services.pipeline import Waiting


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step in words, and the page on which the secretariat takes it; "" where others do."""

    words: object
    endpoint: str = ""


_OURS = {
    State.SUBMITTED: NextStep(_l("Formal check"), "secretariat.formal_check"),
    State.ACCEPTED: NextStep(_l("Propose a panel"), "secretariat.panel"),
    State.IN_REVIEW: NextStep(_l("Look after the panel"), "secretariat.seats"),
    State.REVIEWED: NextStep(_l("Decide"), "secretariat.decision"),
    State.DECISION_PROPOSED: NextStep(_l("Confirm the decision"), "secretariat.application"),
    State.CONDITIONAL: NextStep(_l("Check the conditions"), "secretariat.conditions"),
    State.DEFERRED: NextStep(_l("Take it up again"), "secretariat.take_up"),
    State.APPEALED: NextStep(_l("Answer the appeal"), "secretariat.appeal"),
}
_CONFIRM_MISS = NextStep(_l("Confirm the missed condition"), "secretariat.confirm_conditions")
_CONFIRM_NAME = NextStep(_l("Confirm the correction"), "secretariat.confirming_name")
_OF_OTHERS = {
    State.PANEL_PROPOSED: NextStep(_l("Agree or object to the panel")),
    State.IN_REVIEW: NextStep(_l("Review")),
    State.CLARIFICATION: NextStep(_l("Answer the panel")),
    State.CONSENSUS: NextStep(_l("Agree")),
    State.CONDITIONAL: NextStep(_l("Meet the conditions")),
}


def next_step(row: Waiting) -> NextStep | None:
    """The step that moves it on; None where nobody does."""
    if row.holder is Holder.NOBODY:
        return None
    if row.is_missed:
        return _CONFIRM_MISS
    if row.is_renamed and row.holder is Holder.SECOND_PERSON:
        return _CONFIRM_NAME
    is_ours = row.holder in (Holder.SECRETARIAT, Holder.SECOND_PERSON)
    return (_OURS if is_ours else _OF_OTHERS).get(State(row.application.state))
