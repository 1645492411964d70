"""A person's own account, signing in with a code, and accepting an invitation."""

from assessment.web.account import (
    authenticator,
    hints,
    invitations,
    mail,
    own_data,
    profile,
    second_step,
    sessions,
    signing_in,
)
from assessment.web.account.blueprint import pages

__all__ = [
    "authenticator",
    "hints",
    "invitations",
    "mail",
    "own_data",
    "pages",
    "profile",
    "second_step",
    "sessions",
    "signing_in",
]
