"""The team of a cluster: what happens in it, and how many mails its owners may cause."""

from collections.abc import Mapping
from enum import StrEnum

from assessment.domain.errors import DomainError
from assessment.domain.policy import ClusterRole

FORMER_MEMBER = "Former member"
"""The name of a person whose account was deleted; whoever reads it is told in their language."""

OPEN_INVITATIONS = 50
"""Invitations of one cluster that may be open at a time."""
MAILS_A_DAY = 50
"""Invitations that one cluster may send within 24 hours, those sent again included."""
MAILS_A_DAY_TO_ONE = 3
"""How many of these may go to the same address."""


class TeamStep(StrEnum):
    """What somebody did to the team."""

    INVITED = "invited"
    SENT_AGAIN = "sent_again"
    WITHDRAWN = "withdrawn"
    JOINED = "joined"
    ROLE_CHANGED = "role_changed"
    HANDED_OVER = "handed_over"
    REMOVED = "removed"
    LEFT = "left"


class NotInvited(StrEnum):
    """Why an address is not invited."""

    IS_MEMBER = "is_member"
    IS_INVITED = "is_invited"
    TOO_MANY_OPEN = "too_many_open"
    TOO_MANY_TODAY = "too_many_today"
    TOO_MANY_TO_ADDRESS = "too_many_to_address"


class InvitationRefused(DomainError):
    """The address is not invited to the team; `reason` says why."""

    def __init__(self, reason: NotInvited) -> None:
        super().__init__(reason)
        self.reason = reason


class LastOwner(DomainError):
    """A cluster always has an owner who can sign in."""


class NotOnTeam(DomainError):
    """Somebody is not, or no longer, what the change takes for granted."""


def check_owner_remains(roles: Mapping[int, ClusterRole | None]) -> None:
    """Raises `LastOwner` unless somebody of these people, who can sign in, is an owner."""
    if ClusterRole.OWNER not in roles.values():
        raise LastOwner


def check_mails(open_invitations: int, sent_today: int, sent_to_address: int) -> None:
    """Raises `InvitationRefused` when one more invitation would be too many."""
    if open_invitations >= OPEN_INVITATIONS:
        raise InvitationRefused(NotInvited.TOO_MANY_OPEN)
    if sent_today >= MAILS_A_DAY:
        raise InvitationRefused(NotInvited.TOO_MANY_TODAY)
    if sent_to_address >= MAILS_A_DAY_TO_ONE:
        raise InvitationRefused(NotInvited.TOO_MANY_TO_ADDRESS)
