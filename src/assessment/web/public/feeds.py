"""New labels as a feed, and what search engines are told: sitemap and robots."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from flask import Response, request
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import issued, public_register
from assessment.db.queries.issued import Award
from assessment.domain.deadlines import day_of
from assessment.domain.label_life import LifeState
from assessment.domain.policy import Action
from assessment.reports import formats
from assessment.reports.feeds import Entry, Feed, atom, sitemap
from assessment.web.access import access
from assessment.web.context import catalogue, label_name, scheme_name, settings
from assessment.web.language import answer_in_language_asked, country_name, language
from assessment.web.open_answers import open_answer, open_to_scripts
from assessment.web.public.blueprint import pages
from assessment.web.public.open_data import mark_of, public_address, public_folder
from assessment.web.transactions import current_session
from assessment.web.wording import word_for

MOST_ENTRIES = 50
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
"""The moment of a feed that has no entry yet."""
_CLOSED = ("account", "assessments", "desk", "evidence", "reviews", "secretariat", "submissions")
"""The beginnings of addresses that ask to sign in; what they hold is closed whatever a robot does."""


@pages.get("/register/feed.xml")
@access(Action.SEE_PUBLIC_PAGE)
def feed() -> Response:
    """The labels that were awarded last, the newest first."""
    answer_in_language_asked()
    today = day_of(now())
    made = open_answer(mark_of(today), "application/atom+xml", lambda: _feed(today))
    return open_to_scripts(made)


def _feed(day: date) -> bytes:
    awards = issued.newest(current_session(), day, MOST_ENTRIES)
    return atom(
        Feed(
            "register",
            _("New labels of clusters"),
            settings().issuer,
            language(),
            public_address("public.register"),
            public_address("public.feed", **_language_asked()),
            [_entry(award) for award in awards],
            _BEGAN,
        )
    )


def _language_asked() -> dict[str, str]:
    """The part of the feed's own address that names its language, where it was asked by it."""
    return {"language": language()} if request.args.get("language") == language() else {}


def _entry(award: Award) -> Entry:
    label = label_name(award.scheme_id, award.label_id)
    title = (
        _("%(cluster)s: %(label)s renewed", cluster=award.cluster, label=label)
        if award.is_renewal
        else _("%(cluster)s: %(label)s awarded", cluster=award.cluster, label=label)
    )
    if award.life is not LifeState.VALID:
        title = f"{title} ({word_for(award.life, 'standing')})"
    return Entry(
        f"certificate:{award.token}",
        title,
        _told(award),
        public_address("public.certificate", token=award.token),
        award.issued_at,
        max(filter(None, (award.issued_at, award.life_since, award.corrected_at))),
    )


def _told(award: Award) -> str:
    """What was awarded for which time, and what was done to it since; never why."""
    words = [
        _(
            "%(cluster)s (%(country)s), %(scheme)s: certificate %(number)s, valid from %(first)s until "
            "%(until)s.",
            cluster=award.cluster,
            country=country_name(award.country),
            scheme=scheme_name(award.scheme_id),
            number=award.number,
            first=formats.day(award.first, language()),
            until=formats.day(award.until, language()),
        )
    ]
    since = award.life_since and formats.day(day_of(award.life_since), language())
    match award.life:
        case LifeState.SUSPENDED:
            words.append(_("The label has been suspended since %(day)s.", day=since))
        case LifeState.REVOKED:
            words.append(_("The label was revoked on %(day)s.", day=since))
        case LifeState.SUPERSEDED:
            words.append(_("This certificate was replaced by a renewal on %(day)s.", day=since))
    return " ".join(words)


@pages.get("/sitemap.xml")
@access(Action.SEE_PUBLIC_PAGE)
def site_map() -> Response:
    """The public pages, the certificates in force and the pages of clusters."""
    answer_in_language_asked()
    today = day_of(now())
    return open_answer(mark_of(today), "application/xml", lambda: sitemap(_addresses(today)))


def _addresses(day: date) -> Iterator[str]:
    for endpoint in ("home", "about", "glossary", "register", "verify"):
        yield public_address(f"public.{endpoint}")
    for edition in catalogue():
        for label in edition.scheme:
            yield public_address("public.label", scheme_id=edition.scheme.id, label_id=label.id)
    cluster = public_folder("public.cluster", "public_id")
    for public_id in public_register.clusters_listed(current_session(), day):
        yield cluster + public_id
    certificate = public_folder("public.certificate", "token")
    for token in public_register.tokens_in_force(current_session(), day):
        yield certificate + token


@pages.get("/robots.txt")
@access(Action.SEE_PUBLIC_PAGE)
def robots() -> Response:
    """What robots leave alone: pages that ask to sign in, and each narrowing of the register."""
    answer_in_language_asked()
    closed = [f"Disallow: /{place}" for place in _CLOSED]
    closed += ["Disallow: /register?", "Disallow: /verify?"]
    lines = ["User-agent: *", *closed, "", f"Sitemap: {public_address('public.site_map')}", ""]
    return open_answer(mark_of(day_of(now())), "text/plain", lambda: "\n".join(lines))
