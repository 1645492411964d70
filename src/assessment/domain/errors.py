"""What can go wrong in the business, as exceptions that carry facts and no wording for a page."""


class DomainError(Exception):
    """A rule of the business says no."""


class UnknownCriterion(DomainError):
    """A criterion was named that the label does not ask."""


class InvalidRating(DomainError):
    """A rating level was given that the criterion's scale does not have."""


class InvalidValue(DomainError):
    """A value was given that its question cannot take; `reason` names the rule, `facts` its figures."""

    def __init__(self, question_id: str, reason: str, **facts: object) -> None:
        super().__init__(f"{question_id}: {reason}")
        self.question_id = question_id
        self.reason = reason
        self.facts = facts


class IllegalTransition(DomainError):
    """An event came in a state in which it cannot happen."""


class Incomplete(DomainError):
    """Something that must be whole still has gaps; `gaps` names each of them."""

    def __init__(self, gaps: tuple[object, ...]) -> None:
        super().__init__(f"{len(gaps)} gaps")
        self.gaps = gaps


class CallClosed(DomainError):
    """No call for the label is open; `opens_on` is when the next one opens, as far as one is known."""

    def __init__(self, opens_on: object = None) -> None:
        super().__init__(f"the next call opens on {opens_on}")
        self.opens_on = opens_on


class NotRenewable(DomainError):
    """The label is held and cannot be applied for now: too early, or while it is suspended.

    `opens_on` is the first day on which its renewal may be submitted, None while it is suspended.
    """

    def __init__(self, opens_on: object = None) -> None:
        super().__init__(f"a renewal may be submitted from {opens_on} on")
        self.opens_on = opens_on


class StaleVersion(DomainError):
    """Somebody else saved in between; nothing was written."""


class UnsuitablePanel(DomainError):
    """The chosen reviewers do not make a panel that is allowed: `reason` names the rule, `who` whom
    it concerns where it is not all of them."""

    def __init__(self, reason: str, who: tuple[int, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.who = who


class RefusedUpload(DomainError):
    """A file cannot be taken as evidence; `reason` says why."""

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


class StillNeeded(DomainError):
    """Something cannot be deleted because an answer or a submission rests on it."""
