"""Limits on guessing, counted in the database, so that all web workers count together."""

import time
from typing import Any, cast

from flask import Flask, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import Storage

from assessment.config import Settings
from assessment.db.faults import Unavailable
from assessment.db.tries import count_try, forget_tries, tries
from assessment.web.transactions import current_session

PASSWORDS = (
    "security.login",
    "security.forgot_password",
    "security.reset_password",
    "security.change_password",
    "security.verify",
    "security.wan_signin_response",
    "security.wan_verify_response",
)
"""Endpoints at which somebody could guess, or have mail sent."""

CODES = ("account.second_step",)
"""Endpoints at which somebody who has the password could guess six digits."""

CODE_LIMIT = "30 per hour"
"""Makes guessing a code take a year and more, whatever the other limit is set to."""


class SharedCounts(Storage):
    """The counts of the limits in our database; each is committed at once, before the view runs."""

    STORAGE_SCHEME = ("database",)  # type: ignore[assignment]  # a list that nobody changes

    @property
    def base_exceptions(self) -> type[Exception]:
        return Unavailable

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        database = current_session()
        counted = count_try(database, key, at=int(time.time()), seconds=expiry, amount=amount)
        database.commit()
        return counted

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


def limit_guessing(app: Flask, settings: Settings) -> None:
    """Limits the tries at every endpoint where guessing could pay, per network address and account.

    The endpoints must have been registered.
    """
    limiter = Limiter(get_remote_address, app=app)
    for endpoint in (*PASSWORDS, *CODES):
        _limit(app, limiter, endpoint, settings.sign_in_limit, get_remote_address)
        _limit(app, limiter, endpoint, settings.sign_in_limit, _account)
    for endpoint in CODES:
        _limit(app, limiter, endpoint, CODE_LIMIT, _account)


def _limit(app: Flask, limiter: Limiter, endpoint: str, limit: str, whose: Any) -> None:
    limited = limiter.limit(limit, methods=["POST"], key_func=whose)
    app.view_functions[endpoint] = cast(Any, limited(app.view_functions[endpoint]))


def _account() -> str:
    """Whom somebody tries to be: the address typed, else who gave the password, else who is signed in."""
    typed = request.form.get("email", "").strip().lower()
    return typed or session.get("tf_user_id") or session.get("_user_id") or request.path
