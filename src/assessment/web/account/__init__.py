"""A person's own account, and accepting an invitation."""

from assessment.web.account import invitations, mail, profile
from assessment.web.account.blueprint import pages

__all__ = ["invitations", "mail", "pages", "profile"]
