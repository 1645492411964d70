"""The public register as open data, with the filters of its page and in the language asked for."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from io import BytesIO

from flask import Response, current_app, url_for
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import holders
from assessment.db.queries.holders import WantedHolders
from assessment.db.queries.shown_labels import HolderRow
from assessment.domain.deadlines import day_of
from assessment.domain.policy import Action
from assessment.reports.list_files import Column, ListFile, write_list
from assessment.reports.open_register import (
    SHAPE,
    About,
    OpenLabel,
    as_json,
    as_json_ld,
    rows,
)
from assessment.reports.regions import region_name
from assessment.services.holders import read_register, register_mark, with_standing
from assessment.web.access import access
from assessment.web.cluster_words import fact_shown
from assessment.web.context import catalogue, label_name, label_tier, scheme_name, settings
from assessment.web.language import answer_in_language_asked, country_name, language
from assessment.web.open_answers import open_answer, open_to_scripts
from assessment.web.public.blueprint import pages
from assessment.web.public.register_filters import understood, wanted_holders
from assessment.web.transactions import current_session
from assessment.web.wording import word_for


@pages.get("/register.json")
@access(Action.SEE_PUBLIC_PAGE)
def register_json() -> Response:
    """The labels with codes and words."""
    return _answer("application/json", _as_json)


@pages.get("/register.jsonld")
@access(Action.SEE_PUBLIC_PAGE)
def register_json_ld() -> Response:
    """The clusters with their labels in the words of schema.org."""
    return _answer("application/ld+json", lambda day: as_json_ld(_about(day), _labels(day)))


@pages.get("/register.csv")
@access(Action.SEE_PUBLIC_PAGE)
def register_csv() -> Response:
    """The labels as a table for spreadsheets."""
    return _answer("text/csv", _as_csv)


def _answer(mimetype: str, make: Callable[[date], str | bytes]) -> Response:
    answer_in_language_asked()
    today = day_of(now())
    return open_to_scripts(open_answer(mark_of(today), mimetype, lambda: make(today)))


def mark_of(day: date) -> str:
    """What every answer about the register follows from: the record, the day, the rules' words, and what
    this installation is."""
    rules = (edition.digest for edition in catalogue())
    known = settings()
    place = (known.base_url, known.issuer, current_app.static_url_path or "")
    return "\0".join(
        (register_mark(current_session()), day.isoformat(), str(SHAPE), *place, *rules)
    )


def public_address(endpoint: str, **values: object) -> str:
    """A page of this installation, as the world finds it."""
    return settings().base_url + url_for(endpoint, **values)  # type: ignore[arg-type]


def public_folder(endpoint: str, part: str) -> str:
    """The same up to its last part, for addresses of which there are many."""
    return public_address(endpoint, **{part: "-"}).removesuffix("-")


def _about(day: date) -> About:
    return About(
        _("Register of labelled clusters"),
        language(),
        settings().issuer,
        public_address("public.register"),
        public_address("public.home"),
        day,
    )


def _as_json(day: date) -> str:
    wanted = wanted_holders(read_register(current_session(), day), day)
    return as_json(_about(day), _labels(day, wanted), understood(wanted))


def _labels(day: date, wanted: WantedHolders | None = None) -> Iterator[OpenLabel]:
    session = current_session()
    wanted = wanted or wanted_holders(read_register(session, day), day)
    said = _Said()
    for row in with_standing(session, holders.every(session, wanted), day):
        yield _open_label(row, said)


class _Said:
    """The words and addresses of one answer, each looked up once: it may have ten thousand rows."""

    def __init__(self) -> None:
        self.cluster_page = public_folder("public.cluster", "public_id")
        self.certificate_page = public_folder("public.certificate", "token")
        self.country = cache(country_name)
        self.region = cache(lambda code: region_name(code, language()) if code else "")
        self.sector = cache(lambda sector: fact_shown([sector], "sectors"))
        self.scheme = cache(scheme_name)
        self.label = cache(label_name)
        self.tier = cache(label_tier)
        self.standing = cache(lambda standing: word_for(standing, "standing"))


def _open_label(row: HolderRow, said: _Said) -> OpenLabel:
    return OpenLabel(
        cluster_id=row.public_id,
        cluster=row.cluster,
        cluster_url=said.cluster_page + row.public_id,
        organisation=row.organisation,
        website=row.website,
        country=row.country,
        country_name=said.country(row.country),
        region=row.region,
        region_name=said.region(row.region),
        sectors=tuple((sector, said.sector(sector)) for sector in row.sectors),
        scheme=row.scheme_id,
        scheme_title=said.scheme(row.scheme_id),
        label=row.label_id,
        label_title=said.label(row.scheme_id, row.label_id),
        tier=said.tier(row.scheme_id, row.label_id),
        number=row.number,
        certificate_url=said.certificate_page + row.token if row.token else "",
        first=row.first,
        until=row.until,
        standing=row.standing,
        standing_words=said.standing(row.standing),
        is_in_force=row.standing.is_in_force,
    )


def _as_csv(day: date) -> bytes:
    columns = [
        _("Cluster"),
        _("Lead organisation"),
        _("Website"),
        _("Country code"),
        _("Country"),
        _("Region code"),
        _("Region"),
        _("Sectors"),
        _("Scheme"),
        _("Label"),
        _("Certificate"),
        _("Valid from"),
        _("Valid until"),
        _("Status"),
        _("Page of the cluster"),
        _("Page of the certificate"),
    ]
    title = _("Register of labelled clusters")
    heads = [Column(column) for column in columns]
    file = BytesIO()
    write_list(file, ListFile(title, heads, rows(_labels(day)), language(), day), "csv")
    return file.getvalue()
