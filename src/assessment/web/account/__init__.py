"""A person's own account, and accepting an invitation."""

from assessment.web.account import hints, invitations, profile
from assessment.web.account.blueprint import pages

__all__ = ["hints", "invitations", "pages", "profile"]
