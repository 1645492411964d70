"""Language and theme."""

from flask import abort, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user

from assessment.domain.policy import Action
from assessment.services.accounts import choose_language
from assessment.web.access import access
from assessment.web.addresses import own_page
from assessment.web.context import settings
from assessment.web.language import CHOSEN, LANGUAGE_COOKIE, LANGUAGES, THEME_COOKIE, THEMES
from assessment.web.public.blueprint import pages
from assessment.web.transactions import current_session

_YEAR = 365 * 24 * 3600


@pages.post("/preferences/language")
@access(Action.SEE_PUBLIC_PAGE)
def set_language() -> ResponseReturnValue:
    """Keeps the chosen language with the person, or until somebody signs in during this visit."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        abort(400)
    if current_user.is_authenticated:
        choose_language(current_session(), current_user.id, chosen)
    else:
        session[CHOSEN] = chosen
    return _back_with(LANGUAGE_COOKIE, chosen)


@pages.post("/preferences/theme")
@access(Action.SEE_PUBLIC_PAGE)
def set_theme() -> ResponseReturnValue:
    """Keeps the chosen theme in this browser."""
    chosen = request.form.get("theme", "")
    if chosen not in THEMES:
        abort(400)
    return _back_with(THEME_COOKIE, chosen)


def _back_with(cookie: str, value: str) -> ResponseReturnValue:
    response = redirect(own_page(request.form.get("next")), 303)
    response.set_cookie(
        cookie, value, max_age=_YEAR, samesite="Lax", httponly=True, secure=settings().is_https
    )
    return response
