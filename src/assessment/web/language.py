"""Which language and theme a page comes in, and how it writes numbers and dates."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from babel import Locale
from babel.support import NullTranslations
from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, get_locale, get_translations
from flask_login import current_user, user_logged_in
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from assessment.reports import formats
from assessment.reports.words.outcome import missing
from assessment.resources import TRANSLATIONS

LANGUAGES = {"en": "English", "fi": "Suomi"}
THEMES = ("auto", "light", "dark")
LANGUAGE_COOKIE = "language"
THEME_COOKIE = "theme"
CHOSEN = "chosen_language"
"""Where a visit keeps the language that was chosen before anybody signed in."""


def select_language() -> str:
    """What an open answer was asked for; else the person's own choice, the browser's cookie, or what the
    browser asks for.
    """
    if not has_request_context():
        return "en"
    if "asked_language" in g:
        return str(g.asked_language)
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if not g.get("is_broken") and current_user and current_user.is_authenticated:
        chosen = current_user.language
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(list(LANGUAGES)) or "en"


def answer_in_language_asked() -> None:
    """Has this request answered in the `language` of its address, English where that names none of ours.

    For answers that are the same for everybody; to be called before anything is worded.
    """
    wanted = request.args.get("language", "")
    g.asked_language = wanted if wanted in LANGUAGES else "en"


def language() -> str:
    """The language of this page, as in the criteria files; looked up once."""
    try:
        found: str = g.language
    except AttributeError:
        found = g.language = str(get_locale() or "en")
    return found


def theme() -> str:
    """The person's theme: `auto` follows the device."""
    chosen = request.cookies.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def country_choices() -> list[tuple[str, str]]:
    """Countries by ISO 3166 code and name in the page's language, sorted by name."""
    territories = Locale.parse(language()).territories
    named = [
        (c, n) for c, n in territories.items() if len(c) == 2 and c.isalpha() and c not in _NOT
    ]
    return sorted(named, key=lambda pair: pair[1])


_NOT = frozenset({"EU", "EZ", "UN", "XA", "XB", "QO", "ZZ"})


def country_name(code: str) -> str:
    return formats.country_name(code, language())


def _points(value: Fraction | int | None) -> str:
    return formats.points(value, language())


def _missing(value: Fraction | int) -> str:
    return formats.points(missing(Fraction(value)), language())


def _number(value: Fraction | int) -> str:
    return formats.number(value, language())


def _day(value: date | str) -> str:
    found = date.fromisoformat(value) if isinstance(value, str) else value
    return formats.day(found, language())


def _short_day(value: date) -> str:
    return formats.short_day(value, language())


def _period(since: date | str, until: date | str) -> str:
    first, last = (date.fromisoformat(d) if isinstance(d, str) else d for d in (since, until))
    return formats.period(first, last, language())


def _moment(value: datetime) -> str:
    return formats.moment(value, language())


def _share(value: Fraction) -> str:
    return formats.share(value, language())


def _file_size(value: int) -> str:
    return formats.file_size(value, language())


def _keep_choice(_app: Flask, user: Any) -> None:
    """Who chose a language on the way to signing in keeps it; an older choice of this browser's, perhaps
    somebody else's, gives way to the person's own.
    """
    chosen = session.pop(CHOSEN, "")
    if chosen in LANGUAGES:
        user.language = chosen


def _wording() -> NullTranslations:
    """The translations of this page, looked up once: a long page says hundreds of things."""
    try:
        found: NullTranslations = g.wording
    except AttributeError:
        found = g.wording = get_translations()
    return found


@pass_eval_context
def _said(context: EvalContext, text: str, /, **facts: Any) -> str:
    """What `_('…')` says in a template; in HTML the facts are escaped, and the text is not."""
    return _completed(context, _wording().gettext(text), facts)


@pass_eval_context
def _counted(context: EvalContext, one: str, many: str, num: int, /, **facts: Any) -> str:
    """What `ngettext('…', '…', n)` says in a template."""
    return _completed(context, _wording().ngettext(one, many, num), {"num": num} | facts)


def _completed(context: EvalContext, text: str, facts: dict[str, Any]) -> str:
    whole = Markup(text) if context.autoescape else text  # noqa: S704 (our own wording)
    return whole % facts if facts or "%" in text else whole


def init_language(app: Flask) -> None:
    """Babel with our own translations, and the filters that write for a reader."""
    Babel(
        app,
        locale_selector=select_language,
        default_translation_directories=str(TRANSLATIONS),
    )
    user_logged_in.connect(_keep_choice, app)
    app.jinja_env.filters.update(
        points=_points,
        missing=_missing,
        number=_number,
        share=_share,
        day=_day,
        period=_period,
        short_day=_short_day,
        moment=_moment,
        file_size=_file_size,
        country=country_name,
    )
    app.jinja_env.globals["page_language"] = language
    # In place of Flask-Babel's, which look for the page's language at each word of it.
    app.jinja_env.globals.update(_=_said, gettext=_said, ngettext=_counted)
