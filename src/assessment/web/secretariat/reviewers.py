"""The reviewers' register: search and filters, and one reviewer with what the secretariat keeps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from assessment.db.base import now
from assessment.db.queries import reviewer_register, reviews
from assessment.domain.clusters import Sector
from assessment.domain.deadlines import day_of
from assessment.domain.policy import Action
from assessment.reports.list_files import LIST_FORMATS, Column, ListFile, Value
from assessment.services.reviewer_profiles import (
    Entry,
    entries,
    note_reviewer,
    register_entries,
)
from assessment.web.access import access
from assessment.web.cluster_words import SECTORS, language_name
from assessment.web.forms.fields import one_line
from assessment.web.forms.reviewer import ReviewerNoteForm
from assessment.web.language import country_name, language
from assessment.web.listing import PAGE_SIZE, page_of, send_list
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import current_session


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the register is narrowed to; an empty text narrows nothing."""

    words: str = ""
    country: str = ""
    spoken: str = ""
    sector: str = ""
    state: str = ""

    @classmethod
    def from_request(cls) -> "Wanted":
        names = ("q", "country", "language", "sector", "state")
        return cls(*(one_line(request.args.get(name, ""))[:200] for name in names))

    def holds(self, entry: Entry) -> bool:
        """Whether a reviewer fits all of it."""
        person, profile = entry.registered.person, entry.registered.profile
        words = f"{person.name} {person.organisation} {person.email}".casefold()
        return (
            all(word in words for word in self.words.casefold().split())
            and self.country in ("", person.country)
            and (not self.spoken or bool(profile and self.spoken in profile.languages))
            and (not self.sector or bool(profile and self.sector in profile.sectors))
            and (self.state not in STATES or STATES[self.state](entry))
        )


STATES: dict[str, Callable[[Entry], bool]] = {
    "free": lambda entry: entry.is_free,
    "full": lambda entry: not entry.is_free,
    "trained": lambda entry: bool(entry.registered.profile and entry.registered.profile.trained_on),
    "calibrated": lambda entry: entry.is_calibrated,
    "silent": lambda entry: not (entry.registered.profile and entry.registered.profile.told_at),
}


@pages.get("/secretariat/reviewers")
@access(Action.RUN_SECRETARIAT)
def reviewers() -> ResponseReturnValue:
    """Every reviewer with country, languages, sectors, availability, training and load."""
    everybody = register_entries(current_session(), now())
    wanted = Wanted.from_request()
    found = [entry for entry in everybody if wanted.holds(entry)]
    page = page_of(len(found))
    return render_template(
        "secretariat/reviewers.html",
        entries=found[page.first : page.first + PAGE_SIZE],
        page=page,
        total=len(everybody),
        wanted=wanted,
        choices=_choices(everybody),
    )


@pages.get("/secretariat/reviewers/<string:kind>")
@access(Action.RUN_SECRETARIAT)
def reviewers_file(kind: str) -> ResponseReturnValue:
    """The register with its filters as a spreadsheet."""
    if kind not in LIST_FORMATS:
        abort(404)
    wanted = Wanted.from_request()
    found = filter(wanted.holds, register_entries(current_session(), now()))
    columns = [
        Column(_("Name"), 32),
        Column(_("Organisation"), 32),
        Column(_("Country"), 16),
        Column(_("Languages"), 24),
        Column(_("Sectors"), 40),
        Column(_("Trained on"), 12),
        Column(_("Open reviews"), 9),
        Column(_("At most at once"), 9),
        Column(_("Reviews done"), 9),
    ]
    rows = (_row(entry) for entry in found)
    return send_list(ListFile(_("Reviewers"), columns, rows, language(), day_of(now())), kind)


def _row(entry: Entry) -> list[Value]:
    person, profile = entry.registered.person, entry.registered.profile
    return [
        person.name,
        person.organisation,
        country_name(person.country) if person.country else "",
        ", ".join(language_name(code) for code in profile.languages) if profile else "",
        ", ".join(str(SECTORS[Sector(code)]) for code in profile.sectors) if profile else "",
        profile.trained_on if profile else None,
        entry.registered.open_seats,
        entry.capacity,
        entry.registered.reviews_done,
    ]


def _choices(everybody: Sequence[Entry]) -> dict[str, list[tuple[str, str]]]:
    """What there is to narrow by: only what somebody has."""
    profiles = [e.registered.profile for e in everybody if e.registered.profile]
    countries = {e.registered.person.country for e in everybody} - {""}
    spoken = {code for profile in profiles for code in profile.languages}
    sectors = {code for profile in profiles for code in profile.sectors}
    found = {
        "country": [(code, country_name(code)) for code in countries],
        "language": [(code, language_name(code)) for code in spoken],
        "sector": [(code, str(SECTORS[Sector(code)])) for code in sectors],
    }
    told = {name: sorted(pairs, key=lambda pair: pair[1]) for name, pairs in found.items()}
    told["state"] = [
        ("free", _("Free for a review")),
        ("full", _("Not free")),
        ("trained", _("Trained")),
        ("calibrated", _("Calibrated")),
        ("silent", _("Profile not filled in")),
    ]
    return told


@pages.route("/secretariat/reviewers/<int:user_id>", methods=["GET", "POST"])
@access(Action.RUN_SECRETARIAT)
def reviewer(user_id: int) -> ResponseReturnValue:
    """One reviewer: what they told, their seats, and what the secretariat keeps of them."""
    session = current_session()
    found = reviewer_register.registered(session, user_id)
    if found is None:
        raise NotFound
    kept, today = found.profile, day_of(now())
    away = reviewer_register.absences_since(session, today)
    entry = entries([found], away, today)[0]
    form = ReviewerNoteForm(
        capacity=entry.capacity,
        trained_on=kept.trained_on if kept else None,
        note=kept.note if kept else "",
    )
    if form.validate_on_submit():
        note_reviewer(
            session,
            user_id,
            capacity=form.capacity.data or 0,
            trained_on=form.trained_on.data,
            note=form.note.data or "",
        )
        flash(_("Saved."), "success")
        return redirect(url_for("secretariat.reviewer", user_id=user_id), 303)
    page = page_of(reviews.count_seats_of_reviewer(session, user_id))
    shown = render_template(
        "secretariat/reviewer.html",
        form=form,
        entry=entry,
        affiliations=reviewer_register.affiliations(session, [user_id]),
        seats=reviews.seats_of_reviewer(session, user_id, first=page.first, limit=PAGE_SIZE),
        page=page,
    )
    return shown, 422 if form.errors else 200
