"""What the pages of the account share."""

from typing import TYPE_CHECKING, cast

from flask_login import current_user
from flask_security import auth_required

from assessment.services.second_factor import SecondFactor
from assessment.web.context import settings
from assessment.web.security import FRESH_FOR

if TYPE_CHECKING:
    from assessment.db.models import User

ISSUER = "Cluster Assessment"
"""How an authenticator app names us."""

fresh = auth_required("session", within=lambda: FRESH_FOR, grace=lambda: FRESH_FOR)
"""Asks people to confirm who they are unless they have just done so."""


def own_account() -> "User":
    """The signed-in person, in views that only signed-in people reach."""
    return cast("User", current_user._get_current_object())


def second_factor() -> SecondFactor:
    """The codes of this installation."""
    return SecondFactor(settings().secret_key, ISSUER)
