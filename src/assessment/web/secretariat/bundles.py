"""Documents in bulk: chosen, seen beforehand, made by the worker, and taken away as one file."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from babel import Locale
from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import Forbidden

from assessment.db.base import now
from assessment.db.queries import bundles as queries
from assessment.db.queries import calls as calls_queries
from assessment.domain.bundles import CERTIFICATE, Stage, Standing, cause_of, stage_of
from assessment.domain.deadlines import day_of
from assessment.domain.policy import Action
from assessment.reports.words.bundles import cause_words, kind_words, lack_words, remark_words
from assessment.reports.words.messages import Messages
from assessment.services.bundles import (
    Foreseen,
    NothingToCollect,
    NothingToStop,
    foresee,
    order_bundle,
    stop_bundle,
    take_up_again,
)
from assessment.services.packing import KEPT, bundle_path
from assessment.web.access import access, current_user_id
from assessment.web.context import catalogue, settings
from assessment.web.forms.bundle import KIND_TITLES, BundleForm
from assessment.web.forms.review import ConfirmForm
from assessment.web.language import language
from assessment.web.listing import PAGE_SIZE, page_of
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Bundle

AGAIN_IN = 3
"""Seconds after which the page of a bundle at work looks again."""


@pages.get("/secretariat/bundles")
@access(Action.RUN_SECRETARIAT)
def bundles() -> ResponseReturnValue:
    """The bundles so far, the newest first."""
    session = current_session()
    page = page_of(queries.count_bundles(session))
    found = queries.bundles(session, first=page.first, limit=PAGE_SIZE)
    counts = queries.counts(session, [bundle.id for bundle in found])
    return render_template(
        "secretariat/bundles.html",
        rows=[(bundle, counts[bundle.id], _stage(bundle, counts[bundle.id])) for bundle in found],
        page=page,
        kind_titles=KIND_TITLES,
    )


@pages.get("/secretariat/bundles/new")
@access(Action.RUN_SECRETARIAT)
def bundle_new() -> ResponseReturnValue:
    """What to choose; and what of it there is, would be ordered, or cannot be, before anything begins."""
    if "asked" not in request.args:
        form = _form(formdata=None, data=_usual())
        return _choosing(form, None)
    form = _form(formdata=request.args, meta={"csrf": False})
    if not form.validate():
        return _choosing(form, None), 422
    return _choosing(form, foresee(current_session(), form.choice, current_user_id()))


def _usual() -> dict[str, object]:
    """What is chosen at first: certificates in every language; the call that is named, or this year."""
    today, call = day_of(now()), request.args.get("call", "")
    days = {} if call else {"first": today.replace(month=1, day=1), "last": today}
    return {"kinds": [CERTIFICATE], "languages": [*_languages()], "call": call, **days}


def _form(**values: object) -> BundleForm:
    calls = [(call.id, call.title) for call in calls_queries.calls(current_session())]
    return BundleForm.offering(calls, _languages(), **values)


def _languages() -> dict[str, str]:
    """Every language of a scheme on offer, by its name in that of the page."""
    found = {one for edition in catalogue() for one in edition.scheme.languages}
    names = Locale.parse(language()).languages
    return {one: names.get(one, one).capitalize() for one in sorted(found)}


def _choosing(form: BundleForm, foreseen: Foreseen | None) -> str:
    messages = Messages(language())
    lacking = foreseen.lacking if foreseen else []
    return render_template(
        "secretariat/bundle_new.html",
        form=form,
        foreseen=foreseen,
        kinds=_counted_by_kind(foreseen) if foreseen else [],
        lacking=[
            (one.candidate, kind_words(one.kind, messages), one.language, words)
            for one in lacking[:PAGE_SIZE]
            if (words := lack_words(one.lack, messages) if one.lack else "")
        ],
        lacking_count=len(lacking),
        language_names=_languages(),
    )


def _counted_by_kind(foreseen: Foreseen) -> list[tuple[str, int, int]]:
    """Of each kind how many documents there would be, and how many of them are made."""
    all_of = Counter(one.kind for one in foreseen.collected)
    made = Counter(one.kind for one in foreseen.collected if one.there and one.there.is_made)
    return [(str(title), all_of[kind], made[kind]) for kind, title in KIND_TITLES.items()]


@pages.post("/secretariat/bundles")
@access(Action.RUN_SECRETARIAT)
def bundle_begin() -> ResponseReturnValue:
    """Has the worker begin, and leads to the page that tells how far it is."""
    form = _form()
    if not form.validate_on_submit():
        return _choosing(form, None), 422
    try:
        found = order_bundle(
            current_session(),
            form.choice,
            language=language(),
            actor_id=current_user_id(),
            at=now(),
        )
    except NothingToCollect:
        flash(_("There is no such document. Nothing was begun."), "error")
        return redirect(url_for("secretariat.bundle_new"), 303)
    return redirect(url_for("secretariat.bundle", number=found.id), 303)


@pages.get("/secretariat/bundles/<int:number>")
@access(Action.RUN_SECRETARIAT)
def bundle(number: int) -> ResponseReturnValue:
    """How far a bundle is, each document with its state, and at the end its file."""
    session, user_id = current_session(), current_user_id()
    found = _bundle(number)
    counts = queries.counts(session, [number])[number]
    page = page_of(queries.count_items(session, number, user_id))
    messages, names = Messages(language()), _languages()
    items = queries.items(session, number, user_id, first=page.first, limit=PAGE_SIZE)
    stage = _stage(found, counts)
    return render_template(
        "secretariat/bundle.html",
        bundle=found,
        form=ConfirmForm(formdata=None),
        counts=counts,
        total=sum(counts.values()) - counts.get(Standing.LEFT_OUT, 0),
        stage=stage,
        outdated=len(queries.outdated_items(session, number)) if stage is Stage.READY else 0,
        own_count=sum(counts.values()) - page.total,
        rows=[
            (
                item,
                kind_words(item.kind, messages),
                remark_words(Standing(item.standing), item.remark, messages),
            )
            for item in items
        ],
        page=page,
        fault=cause_words(cause_of(found.fault), messages) if found.fault else "",
        kept_until=found.made_at + KEPT if found.made_at else None,
        kind_titles=KIND_TITLES,
        language_names=names,
        spoken=[names.get(one, one) for one in found.languages],
        again_in=AGAIN_IN,
    )


@pages.get("/secretariat/bundles/<int:number>/stop")
@access(Action.RUN_SECRETARIAT)
def bundle_ask_to_stop(number: int) -> ResponseReturnValue:
    """Asks once more before the making is stopped."""
    found = _bundle(number)
    _refuse_own(number)
    counts = queries.counts(current_session(), [number])[number]
    if not counts.get(Standing.WAITING):
        return redirect(url_for("secretariat.bundle", number=number), 303)
    return render_template(
        "secretariat/bundle_stop.html", bundle=found, waiting=counts[Standing.WAITING]
    )


@pages.post("/secretariat/bundles/<int:number>/stop")
@access(Action.RUN_SECRETARIAT)
def bundle_stop(number: int) -> ResponseReturnValue:
    """Stops: what is made stays, and is packed."""
    try:
        stop_bundle(
            current_session(), _bundle_for_change(number), actor_id=current_user_id(), at=now()
        )
    except NothingToStop:
        flash(_("Nothing was left to stop."), "info")
    else:
        flash(_("Stopped. What was made stays."), "success")
    return redirect(url_for("secretariat.bundle", number=number), 303)


@pages.post("/secretariat/bundles/<int:number>/again")
@access(Action.RUN_SECRETARIAT)
def bundle_again(number: int) -> ResponseReturnValue:
    """Tries what failed again, and packs the file anew."""
    take_up_again(current_session(), _bundle_for_change(number))
    return redirect(url_for("secretariat.bundle", number=number), 303)


@pages.get("/secretariat/bundles/<int:number>/file")
@access(Action.RUN_SECRETARIAT)
def bundle_file(number: int) -> ResponseReturnValue:
    """The file, for whoever may read all that is in it."""
    found = _bundle(number)
    path = bundle_path(settings(), found)
    if path is None or not path.is_file():
        abort(404)
    _refuse_own(number)
    name = f"documents-{found.id}-{day_of(found.requested_at).isoformat()}.zip"
    return send_file(
        path,
        mimetype="application/zip",
        as_attachment=True,
        download_name=name,
        conditional=False,
        etag=False,
    )


def _bundle(number: int) -> "Bundle":
    return queries.bundle(current_session(), number) or abort(404)


def _bundle_for_change(number: int) -> "Bundle":
    found = queries.bundle_for_change(current_session(), number) or abort(404)
    _refuse_own(number)
    return found


def _refuse_own(number: int) -> None:
    """Raises `Forbidden` for whom documents of the bundle concern themselves."""
    session = current_session()
    counts = queries.counts(session, [number])[number]
    if queries.count_items(session, number, current_user_id()) < sum(counts.values()):
        raise Forbidden


def _stage(found: "Bundle", counts: Mapping[str, int]) -> Stage:
    return stage_of(
        waiting=counts.get(Standing.WAITING, 0),
        made=counts.get(Standing.MADE, 0),
        has_file=found.made_at is not None,
        is_removed=found.removed_at is not None,
    )
