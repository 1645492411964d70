"""Accounts and headers: what the libraries are told."""

import time
from datetime import timedelta
from typing import Any, cast

from flask import Flask, flash, url_for
from flask_babel import gettext as _
from flask_security import (
    MailUtil,
    PasswordUtil,
    Security,
    UserMixin,
    WebauthnUtil,
    hash_password,
    wan_registered,
)
from flask_security.webauthn import WebAuthnRegisterForm, WebAuthnSigninResponseForm
from flask_talisman import Talisman
from flask_wtf import CSRFProtect
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from werkzeug.local import LocalProxy
from wtforms import RadioField, SelectChoice  # type: ignore[attr-defined]  # the types lag behind

from assessment.config import Settings
from assessment.db.accounts import Accounts
from assessment.db.base import now
from assessment.db.session import Session
from assessment.db.tries import count_try
from assessment.resources import TRANSLATIONS
from assessment.services.accounts import SHORTEST_PASSWORD
from assessment.services.notices import Change, tell_of_change
from assessment.services.passwords import normal_password, password_fault
from assessment.services.sessions import IDLE, REMEMBERED
from assessment.web.context import mailing as our_mailing
from assessment.web.forms.account import LONGEST_PASSKEY_NAME, password_words
from assessment.web.forms.fields import one_line
from assessment.web.forms.questions import MOST_COLUMNS, MOST_ROWS
from assessment.web.sessions import init_sessions
from assessment.web.transactions import current_session

CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

FRESH_FOR = timedelta(minutes=20)
"""How long somebody who has just signed in may change how they sign in without being asked again."""

PASSKEY_WITHIN = timedelta(minutes=2)
"""From the server's challenge to the answer that a passkey signed."""

CODE_STEP = "assessment.web.account.second_step.CodeStep"
PASSKEY_PAGE = "security/passkey.html"

_CHANGES = {"reset_notice": Change.PASSWORD_RESET, "change_notice": Change.PASSWORD_CHANGED}
"""The library's notices under our names."""


CHECK_OF_A_FILE = "assessment.web.public.verification.check"
"""Answers everybody the same and changes nothing: no page elsewhere gains by having it sent, and whoever
keeps no cookies could not send it otherwise. Its limit stays."""

ONE_CLICK = "assessment.web.account.mail.stop_mail"
"""The view that a mail program calls to unsubscribe its reader; the address itself is the proof."""


class _OutboxMail(MailUtil):
    """Writes the library's mail anew in its reader's language, and sends it through our outbox."""

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
        mailing = our_mailing()
        kind = template.rpartition("/")[2]
        if kind in _CHANGES:
            tell_of_change(current_session(), kwargs["user"], _CHANGES[kind], mailing)
            return
        path = url_for("security.reset_password", token=kwargs["reset_token"])
        mailing.queue(current_session(), kwargs["user"], "password_wanted", path, {})


class _Passwords(PasswordUtil):
    """Takes the passwords that our own rules take."""

    def normalize(self, password: str) -> str:
        return normal_password(password)

    def validate(
        self, password: str, is_register: bool, **kwargs: Any
    ) -> tuple[list[Any] | None, str]:
        user = kwargs["user"]
        fault = password_fault(password, (user.email, user.name, user.organisation))
        return [password_words(fault)] if fault else None, normal_password(password)


class _Passkeys(WebauthnUtil):
    """Passkeys that stand for both factors: the device finds them and asks who is there."""

    def authenticator_selection(
        self, user: UserMixin, usage: str
    ) -> AuthenticatorSelectionCriteria:
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=UserVerificationRequirement.REQUIRED,
        )

    def user_verification(
        self, user: UserMixin | None, usage: list[str]
    ) -> UserVerificationRequirement:
        return UserVerificationRequirement.REQUIRED

    def name_svn(self, value: str) -> tuple[str | None, str | None]:
        name = one_line(value)
        if not 0 < len(name) <= LONGEST_PASSKEY_NAME:
            return _("Give it a name of at most 64 characters."), None
        return None, name


class _PasskeyForm(WebAuthnRegisterForm):
    """What the script sends to begin a passkey; every passkey is good by itself."""

    usage = RadioField(choices=[SelectChoice("first", "first")], default="first")


class _PasskeyAnswer(WebAuthnSigninResponseForm):
    """What a device signed; each challenge is good once, also for two who bring it at the same moment."""

    def validate(self, **kwargs: Any) -> bool:
        if not super().validate(**kwargs):
            return False
        key, seconds = f"passkey {self.challenge}", int(2 * PASSKEY_WITHIN.total_seconds())
        if count_try(current_session(), key, at=int(time.time()), seconds=seconds) > 1:
            self.credential.errors = [_("This answer of the passkey was used before. Try again.")]
            return False
        return True


def _tell_of_passkey(_app: Flask, user: Any, name: str, **_facts: Any) -> None:
    mailing = our_mailing()
    tell_of_change(current_session(), user, Change.PASSKEY_ADDED, mailing, detail=name)
    flash(_("The passkey %(name)s signs you in from now on.", name=name), "success")


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
        "PERMANENT_SESSION_LIFETIME": IDLE,
        "REMEMBER_COOKIE_SECURE": settings.is_https,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_DURATION": REMEMBERED,
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
        "SECURITY_EMAIL_PLAINTEXT": False,  # `_OutboxMail` writes it, in the reader's language
        "SECURITY_POST_LOGIN_VIEW": "/start",
        "SECURITY_POST_LOGOUT_VIEW": "/",
        "SECURITY_POST_RESET_VIEW": "/start",
        "SECURITY_POST_CHANGE_VIEW": "/account/signing-in",
        "SECURITY_AUTO_LOGIN_AFTER_RESET": False,
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_VERIFY_URL": "/confirm-identity",
        "SECURITY_RESET_URL": "/reset-password",
        "SECURITY_CHANGE_URL": "/change-password",
        "SECURITY_RESET_PASSWORD_WITHIN": timedelta(hours=2),
        "SECURITY_DEFAULT_REMEMBER_ME": False,
        "SECURITY_DATETIME_FACTORY": now,
        "SECURITY_FRESHNESS": FRESH_FOR,
        "SECURITY_FRESHNESS_GRACE_PERIOD": FRESH_FOR,
        "SECURITY_TWO_FACTOR_IMPLEMENTATIONS": {"code": CODE_STEP},
        "SECURITY_WEBAUTHN": True,
        "SECURITY_WAN_RP_NAME": "Cluster Assessment",
        "SECURITY_WAN_ALLOW_USER_HINTS": False,  # nobody learns who has a passkey
        "SECURITY_WAN_ALLOW_AS_VERIFY": ["first"],
        "SECURITY_WAN_SIGNIN_WITHIN": PASSKEY_WITHIN,
        "SECURITY_WAN_REGISTER_URL": "/passkeys/add",
        "SECURITY_WAN_SIGNIN_URL": "/passkeys/sign-in",
        "SECURITY_WAN_VERIFY_URL": "/passkeys/confirm",
        "SECURITY_WAN_REGISTER_TEMPLATE": PASSKEY_PAGE,
        "SECURITY_WAN_SIGNIN_TEMPLATE": PASSKEY_PAGE,
        "SECURITY_WAN_VERIFY_TEMPLATE": PASSKEY_PAGE,
        "RATELIMIT_STORAGE_URI": "database://",
        "RATELIMIT_HEADERS_ENABLED": False,
    }


def init_security(app: Flask, settings: Settings) -> None:
    """Accounts with argon2, passkeys and codes, CSRF protection, and strict headers."""
    forged = CSRFProtect(app)
    for endpoint in (ONE_CLICK, CHECK_OF_A_FILE):
        forged.exempt(endpoint)
    Security(
        app,
        Accounts(cast(Session, LocalProxy(current_session))),
        mail_util_cls=_OutboxMail,
        password_util_cls=_Passwords,
        webauthn_util_cls=_Passkeys,
        wan_register_form=_PasskeyForm,
        wan_signin_response_form=_PasskeyAnswer,
    )
    wan_registered.connect(_tell_of_passkey, app)
    init_sessions(app)
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


def hash_new_password(text: str) -> str:
    """The argon2 hash of a password, brought to the form in which signing in compares it."""
    return hash_password(normal_password(text))
