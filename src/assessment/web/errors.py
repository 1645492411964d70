"""Pages for what went wrong: what happened, that nothing is lost, and where to go from here."""

from functools import partial

from flask import Flask, current_app, g, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import (
    Conflict,
    HTTPException,
    InternalServerError,
    MethodNotAllowed,
    TooManyRequests,
)

from assessment.db.faults import NotThere, SavedMeanwhile, Unavailable
from assessment.domain.errors import IllegalTransition, InvalidValue, StaleVersion, UnknownCriterion
from assessment.domain.policy import NOBODY, Verdict, allows
from assessment.domain.team import NotOnTeam
from assessment.services.clarifications import NotYourQuestion
from assessment.services.comments import NoSuchComment, NotYours
from assessment.services.correcting import NeedsSecondPerson, NothingCorrected
from assessment.services.decisions import SamePerson
from assessment.web.addresses import sent_from
from assessment.web.forms import seen
from assessment.web.transactions import abandon_session

_SECRET = ("csrf_token", "password", "one_time_code")
_OWN_USE = frozenset(
    {
        "as_it_is",
        "event",
        "hint",
        "next",
        "parent",
        "part_version",
        "save",
        "save_and_next",
        "save_in_section",
        "scheme_version",
        "seen",
        "shown",
        "take",
        "version",
    }
)
"""Fields that no person fills in, and buttons."""


class WrongState(Conflict):
    """The work has moved on; what the page offers is no longer possible."""


def wants_data() -> bool:
    """Whether a script asks, which reads JSON, and not a person, who reads a page."""
    return request.accept_mimetypes.best == "application/json"


def interrupted() -> ResponseReturnValue:
    """What a person sees whose form came too late: everything typed, and a way to send it again.

    Sending again is offered only where the form came from our own pages.
    """
    is_in = current_user.is_authenticated
    code = 400 if is_in else 401
    if wants_data():
        return {"state": "stale" if is_in else "signed_out", "said": _not_saved(is_in)}, code
    page = render_template(
        "errors/interrupted.html",
        kept=_sent(),
        texts=_typed(),
        had_files=any(file.filename for file in request.files.values()),
        can_send_again=_came_from_here(),
        asks_to_sign_in=not is_in and _needs_a_person(),
    )
    return page, code


def _needs_a_person() -> bool:
    """Whether the form is of no use to a visitor; those of the libraries are about signing in itself."""
    stated = getattr(current_app.view_functions.get(request.endpoint or ""), "access", None)
    return stated is not None and allows(NOBODY, stated.action) is Verdict.SIGN_IN_FIRST


def _sent() -> list[tuple[str, str]]:
    """The fields of the form that was sent, by name, without what is secret."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if not any(secret in name for secret in _SECRET)
    ]


def _typed() -> list[tuple[str, str]]:
    """What a person put into it: the fields that are not there for the form's own use."""
    return [(name, value) for name, value in _sent() if value and not _is_for_own_use(name, value)]


def _is_for_own_use(name: str, value: str) -> bool:
    is_kept_file = name.endswith("-kept") and value.isdecimal()
    return name in _OWN_USE or name.startswith(seen.PREFIX) or is_kept_file


def _not_saved(is_in: bool) -> str:
    if request.files:
        return _not_sent(is_in)
    if is_in:
        return str(_("Not saved: this page is too old."))
    return str(_("Not saved: you are signed out. Sign in in another tab; your text is kept here."))


def _not_sent(is_in: bool) -> str:
    if is_in:
        return str(_("Not sent: this page is too old. Load it again."))
    return str(_("Not sent: you are signed out. Sign in in another tab, then try again here."))


def _came_from_here() -> bool:
    return sent_from().netloc == request.host


_CODES: dict[type[Exception], int] = {
    IllegalTransition: 409,
    InvalidValue: 409,
    NeedsSecondPerson: 409,
    NothingCorrected: 409,
    NotOnTeam: 409,
    NotYourQuestion: 409,
    NotYours: 409,
    SamePerson: 403,
    SavedMeanwhile: 409,
    StaleVersion: 409,
    NoSuchComment: 404,
    NotThere: 404,
    UnknownCriterion: 404,
}
"""What a refusal of the house is as an answer: the work has moved on, or there is no such thing."""

_RECEIVED = (403, 404, 409, 500, 503)
"""Refusals of forms that were received whole."""

_CHECK = "public.check"
"""Where anybody has a document checked."""

_PLACES = {
    "manager": ("manager.assessment", "assessment_id"),
    "review": ("review.seat", "submission_id"),
    "secretariat": ("secretariat.application", "submission_id"),
}
"""The page that shows where a piece of work stands, by persona."""


def _told(code: int, error: Exception | None = None) -> ResponseReturnValue:
    """The page for an error, with what was typed into our own form that led to it.

    On a fault of ours it asks nothing more of the database.
    """
    is_check = request.endpoint == _CHECK
    title, text = _wording_of_check(code) if is_check else _wording(code)
    if isinstance(error, TooManyRequests):
        text = error.description or text
    abandon_session()
    if wants_data():
        return {"state": "refused", "said": _("Not saved: %(why)s", why=title)}, code
    g.is_broken = code >= 500
    actions = [(_("Go to your start page"), url_for("public.start"))]
    if is_check:
        actions = [(_("Check a certificate"), url_for("public.verify"))]
    endpoint, part = _PLACES.get(request.blueprint or "", ("", ""))
    if code == 409 and part in (request.view_args or {}):
        number = (request.view_args or {})[part]
        actions.insert(0, (_("See where it stands"), url_for(endpoint, **{part: number})))
    texts = _typed() if code in _RECEIVED and _came_from_here() else []
    facts = {"title": title, "text": text, "actions": actions, "texts": texts}
    return render_template("errors/error.html", **facts), code


def _http_error(error: HTTPException) -> ResponseReturnValue:
    answer = make_response(_told(error.code or 500, error))
    if isinstance(error, MethodNotAllowed):
        answer.allow.update(error.valid_methods or ())
    return answer


def _wording(code: int) -> tuple[str, str]:
    match code:
        case 403:
            return _("This is not yours to do"), _(
                "Your role does not include this. Ask the secretariat."
            )
        case 404:
            return _("There is no such page"), _(
                "The address may be mistyped, or the page is not open to you."
            )
        case 409:
            return _("Not possible at this step"), _(
                "The work has moved on, or has not come this far yet. Nothing was changed. "
                "The links below show where it stands."
            )
        case 413:
            return _("That was too large to receive"), _(
                "Go back in your browser: what you typed is still there. "
                "Choose files of at most %(limit)s MB in all and save again.",
                limit=4 * current_app.config["UPLOAD_MEGABYTES"],
            )
        case 429:
            return _("Too many tries"), _("Wait a while and try again.")
        case 503:
            return _("The service is busy"), _(
                "What you sent was not saved. Go back in your browser, where it still stands, "
                "and send it again in a moment."
            )
    if code >= 500:
        return _("Something went wrong on our side"), _(
            "What you sent was not saved. Go back in your browser, where it still stands, "
            "and try again; if it happens again, tell the secretariat what you were doing."
        )
    return _("The request could not be understood"), _("Go back and try again.")


def _wording_of_check(code: int) -> tuple[str, str]:
    """The same where a visitor sent a document to be checked, of which nothing is ever saved."""
    title, text = _wording(code)
    if code == 413:
        return title, _("The file is too large to be a document from here.")
    if code >= 500:
        return title, _("The file was not checked. Try again in a moment.")
    return title, _("The file was not checked. Choose it again.") if code == 400 else text


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    return interrupted()


def _busy(error: Unavailable) -> ResponseReturnValue:
    current_app.logger.exception("the database did not answer", exc_info=error)
    return _told(503)


def _unexpected(error: InternalServerError) -> ResponseReturnValue:
    return _told(500)


def init_errors(app: Flask) -> None:
    """Registers the pages for errors."""
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(InternalServerError, _unexpected)
    app.register_error_handler(Unavailable, _busy)
    for fault, code in _CODES.items():
        app.register_error_handler(fault, partial(_told, code))
