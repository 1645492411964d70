"""A person's own account, and accepting an invitation."""

from assessment.web.account import hints, invitations, mail, profile
from assessment.web.account.blueprint import pages

__all__ = ["hints", "invitations", "mail", "pages", "profile"]
