"""Accounts, headers and limits: what the libraries are told."""

import unicodedata
from datetime import timedelta
from typing import Any, cast

from flask import Flask, request, session
from flask_babel import lazy_gettext as _l
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_security import MailUtil, Security, hash_password
from flask_talisman import Talisman
from flask_wtf import CSRFProtect
from werkzeug.local import LocalProxy

from assessment.config import Settings
from assessment.db.accounts import Accounts
from assessment.db.session import Session
from assessment.resources import TRANSLATIONS
from assessment.services.accounts import SHORTEST_PASSWORD
from assessment.services.mail import queue_mail
from assessment.web.forms.questions import MOST_COLUMNS, MOST_ROWS
from assessment.web.transactions import current_session

CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


_GUESSED = (
    "security.login",
    "security.forgot_password",
    "security.reset_password",
    "security.change_password",
    "security.verify",
)
"""Endpoints at which somebody could guess passwords or send mail."""


ONE_CLICK = "assessment.web.account.mail.stop_mail"
"""The view that a mail program calls to unsubscribe its reader; the address itself is the proof."""


class _OutboxMail(MailUtil):
    """Sends the library's mail through our outbox."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        address = recipient if isinstance(recipient, str) else recipient[1]
        queue_mail(current_session(), address, str(subject), body or "")


def security_config(settings: Settings) -> dict[str, Any]:
    """Flask's and the libraries' configuration of this installation."""
    return {
        "SECRET_KEY": settings.secret_key,
        "UPLOAD_MEGABYTES": settings.upload_megabytes,
        "MAX_CONTENT_LENGTH": 4 * settings.upload_bytes,
        "MAX_FORM_MEMORY_SIZE": 2_000_000,
        "MAX_FORM_PARTS": MOST_ROWS * MOST_COLUMNS + 500,
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_NAME": "session",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "REMEMBER_COOKIE_SECURE": settings.is_https,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "SECURITY_I18N_DIRNAME": ["builtin", str(TRANSLATIONS)],
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SALT": settings.password_salt,
        "SECURITY_PASSWORD_SINGLE_HASH": True,
        "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST_PASSWORD,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_CACHE_CONTROL": {},  # every page has its own (assessment.app)
        "SECURITY_EMAIL_SENDER": settings.mail_sender,
        "SECURITY_EMAIL_HTML": False,
        "SECURITY_EMAIL_SUBJECT_PASSWORD_RESET": _l("Choose a new password"),
        "SECURITY_EMAIL_SUBJECT_PASSWORD_NOTICE": _l("Your password was reset"),
        "SECURITY_EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE": _l("Your password was changed"),
        "SECURITY_POST_LOGIN_VIEW": "/start",
        "SECURITY_POST_LOGOUT_VIEW": "/",
        "SECURITY_POST_RESET_VIEW": "/start",
        "SECURITY_POST_CHANGE_VIEW": "/account",
        "SECURITY_AUTO_LOGIN_AFTER_RESET": False,
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_VERIFY_URL": "/confirm-identity",
        "SECURITY_RESET_URL": "/reset-password",
        "SECURITY_CHANGE_URL": "/change-password",
        "SECURITY_RESET_PASSWORD_WITHIN": timedelta(hours=2),
        "SECURITY_DEFAULT_REMEMBER_ME": False,
        "RATELIMIT_STORAGE_URI": "memory://",
        "RATELIMIT_HEADERS_ENABLED": False,
    }


def init_security(app: Flask, settings: Settings) -> None:
    """Accounts with argon2, CSRF protection, strict headers, and limits on guessing."""
    CSRFProtect(app).exempt(ONE_CLICK)
    Security(app, Accounts(cast(Session, LocalProxy(current_session))), mail_util_cls=_OutboxMail)
    Talisman(
        app,
        force_https=False,
        session_cookie_secure=settings.is_https,
        strict_transport_security=settings.is_https,
        strict_transport_security_include_subdomains=False,
        content_security_policy=CONTENT_SECURITY_POLICY,
        referrer_policy="same-origin",
        permissions_policy={"geolocation": "()", "camera": "()", "microphone": "()"},
    )
    limiter = Limiter(get_remote_address, app=app)
    for endpoint in _GUESSED:
        limit = limiter.limit(settings.sign_in_limit, methods=["POST"])
        per_account = limiter.limit(settings.sign_in_limit, methods=["POST"], key_func=_account)
        guarded = per_account(limit(app.view_functions[endpoint]))
        app.view_functions[endpoint] = cast(Any, guarded)


def _account() -> str:
    """Whom somebody tries to be: the address typed, else the person signed in."""
    return request.form.get("email", "").strip().lower() or session.get("_user_id", "")


def hash_new_password(text: str) -> str:
    """The argon2 hash of a password, brought to the form in which signing in compares it (NFKD)."""
    return hash_password(unicodedata.normalize("NFKD", text))
