"""Limits on guessing and on costly work, counted in the database, so that all workers count together."""

import time
from collections.abc import Mapping
from typing import Any, cast

from flask import Flask, request, session
from flask_babel import gettext as _
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user
from flask_security import lookup_identity, uia_email_mapper
from limits.storage import Storage
from werkzeug.datastructures import MultiDict

from assessment.config import Settings
from assessment.db.faults import Unavailable
from assessment.db.tries import count_try, forget_tries, tries
from assessment.web.account.second_step import HALFWAY
from assessment.web.transactions import current_session, written_at_once

NAMING = ("security.login", "security.forgot_password")
"""Endpoints at which somebody types whom they want to be."""

CODES = ("account.second_step",)
"""Endpoints at which somebody who has the password could guess six digits."""

SIGNED_IN = ("security.change_password", "security.verify", "security.wan_verify_response")
"""Endpoints at which somebody before an open screen could guess the password."""

BY_LINK = ("security.reset_password", "security.wan_signin_response")
"""Endpoints whose address is the secret; only the network address is known of who tries."""

CODE_LIMIT = "30 per hour"
"""Makes guessing a code take a year and more, whatever the other limit is set to."""

LAB = ("secretariat.scheme_try", "secretariat.scheme_try_again")
"""Endpoints at which one press has the worker run a draft over everything that was submitted."""

LAB_LIMIT = "60 per hour"
"""Of each person at all of them together."""

SUGGESTING = ("secretariat.cluster_names", "review.cluster_names")
"""Endpoints that look for names while somebody types; without an answer nothing is suggested."""

SUGGESTING_LIMIT = "120 per minute"
"""Of each person: more than anybody types, since the script waits for a pause."""

CHECKING = ("public.check",)
"""Endpoints at which anybody has a file read, which takes a moment of the machine."""

CHECKING_LIMIT = "10 per minute"
"""Of each network address."""


class SharedCounts(Storage):
    """The counts of the limits in our database; each is committed at once, before the view runs."""

    STORAGE_SCHEME = ("database",)  # type: ignore[assignment]  # a list that nobody changes

    @property
    def base_exceptions(self) -> type[Exception]:
        return Unavailable

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        with written_at_once() as database:
            return count_try(database, key, at=int(time.time()), seconds=expiry, amount=amount)

    def get(self, key: str) -> int:
        return tries(current_session(), key, int(time.time()))[0]

    def get_expiry(self, key: str) -> float:
        return tries(current_session(), key, int(time.time()))[1]

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        forget_tries(current_session())
        return None

    def clear(self, key: str) -> None:
        forget_tries(current_session(), key)


def limit_tries(app: Flask, settings: Settings) -> None:
    """Limits the tries at every endpoint where guessing could pay, per network address and account.

    Of what is costly each person has so many. The endpoints must have been registered.
    """
    limiter = Limiter(get_remote_address, app=app)
    lab = limiter.shared_limit(
        LAB_LIMIT, "lab", key_func=_signed_in, methods=["POST"], error_message=_lab_pauses
    )
    for endpoint in LAB:
        app.view_functions[endpoint] = cast(Any, lab(app.view_functions[endpoint]))
    for endpoint in SUGGESTING:
        suggesting = limiter.limit(SUGGESTING_LIMIT, key_func=_signed_in)
        app.view_functions[endpoint] = cast(Any, suggesting(app.view_functions[endpoint]))
    for endpoint in CHECKING:
        checking = limiter.limit(CHECKING_LIMIT, methods=["POST"], error_message=_checking_pauses)
        app.view_functions[endpoint] = cast(Any, checking(app.view_functions[endpoint]))
    for endpoint in (*NAMING, *CODES, *SIGNED_IN, *BY_LINK):
        _limit(app, limiter, endpoint, settings.sign_in_limit, get_remote_address)
    for endpoints, whose in ((NAMING, _named), (CODES, _halfway), (SIGNED_IN, _signed_in)):
        for endpoint in endpoints:
            _limit(app, limiter, endpoint, settings.sign_in_limit, whose)
    for endpoint in CODES:
        _limit(app, limiter, endpoint, CODE_LIMIT, _halfway)


def _limit(app: Flask, limiter: Limiter, endpoint: str, limit: str, whose: Any) -> None:
    limited = limiter.limit(
        limit, methods=["POST"], key_func=whose, error_message=_signing_in_pauses
    )
    app.view_functions[endpoint] = cast(Any, limited(app.view_functions[endpoint]))


def _signing_in_pauses() -> str:
    return str(_("For safety, signing in pauses after several tries. Wait a minute and try again."))


def _checking_pauses() -> str:
    return str(_("So many files in a minute are too many. Wait a minute and try again."))


def _lab_pauses() -> str:
    return str(
        _(
            "Within an hour each person can try 60 drafts, those with faults among them. Look at the "
            "results that there are, and try again in an hour."
        )
    )


def _named() -> str:
    """The account that the library finds by what was typed, or else the address as it would write it.

    One address can be typed in many ways; counted by what was typed, each would have its own tries.
    """
    typed = _typed_address()
    found = lookup_identity(typed)
    return (found.email if found else uia_email_mapper(typed) or typed).lower() or request.path


def _typed_address() -> str:
    """From the form or from JSON, since the library takes either."""
    sent = request.get_json(silent=True) if request.is_json else request.form
    return str(MultiDict(sent).get("email", "")) if isinstance(sent, Mapping) else ""


def _halfway() -> str:
    """Who has given the password in this visit, whatever else was sent."""
    return session.get(HALFWAY) or request.path


def _signed_in() -> str:
    return str(current_user.id) if current_user.is_authenticated else request.path
