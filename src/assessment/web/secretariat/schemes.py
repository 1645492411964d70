"""Schemes: what is in force, and the lab in which a draft is tried before it is."""

from pathlib import Path
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from assessment.catalogue.changes import NoWay
from assessment.catalogue.faults import CriteriaFault
from assessment.catalogue.loader import Edition
from assessment.db.base import now
from assessment.db.queries import people, schemes
from assessment.domain.deadlines import day_of
from assessment.domain.errors import DomainError
from assessment.domain.policy import Action
from assessment.reports.list_files import LIST_FORMATS, Column, ListFile
from assessment.services.drafts import (
    ARCHIVE_LIMIT,
    Draft,
    checked_draft,
    compare,
    draft_in_archive,
    draft_in_folder,
)
from assessment.services.publishing import AlreadyInForce, LabelInUse, VersionTaken
from assessment.services.trials import (
    Overtaken,
    PromisesBroken,
    broken_promises,
    is_overtaken,
    publish_trial,
    try_draft,
)
from assessment.web.access import access, current_user_id
from assessment.web.context import catalogue, settings
from assessment.web.forms.secretariat import DraftForm, PublishForm
from assessment.web.language import language
from assessment.web.listing import send_list
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import (
    abandon_session,
    begin_writing,
    current_session,
    reads_first,
)

if TYPE_CHECKING:
    from assessment.db.models import Publication, SchemeTrial

AGAIN_IN = 3
"""Seconds after which the page of a running trial looks again."""


@pages.get("/secretariat/schemes")
@access(Action.RUN_SECRETARIAT)
def scheme_list() -> ResponseReturnValue:
    """Every scheme with the version in force and who published it."""
    return render_template(
        "secretariat/schemes.html",
        editions=[(edition, edition.texts.in_language(language())) for edition in catalogue()],
        published=_published(),
    )


def _published() -> "dict[str, Publication]":
    found = schemes.publications_in_force(current_session())
    return {publication.scheme_id: publication for publication in found}


@pages.get("/secretariat/schemes/file/<string:kind>")
@access(Action.RUN_SECRETARIAT)
def schemes_file(kind: str) -> ResponseReturnValue:
    """The list as a spreadsheet."""
    if kind not in LIST_FORMATS:
        abort(404)
    columns = [
        Column(_("Scheme"), 40),
        Column(_("Labels"), 30),
        Column(_("In force")),
        Column(_("Published"), 12),
        Column(_("Published by"), 30),
    ]
    published, rows = _published(), []
    for edition in catalogue():
        words, publication = edition.texts.in_language(language()), published.get(edition.scheme.id)
        labels = ", ".join(words.labels[label.id].title for label in edition.scheme)
        rows.append(
            [
                words.scheme.title,
                labels,
                edition.scheme.version,
                day_of(publication.published_at) if publication else None,
                publication.author if publication else None,
            ]
        )
    return send_list(ListFile(_("Schemes"), columns, rows, language(), day_of(now())), kind)


@pages.get("/secretariat/schemes/<scheme_id>")
@access(Action.RUN_SECRETARIAT)
def scheme(scheme_id: str) -> ResponseReturnValue:
    """One scheme: its versions so far, and where a draft comes in."""
    return _scheme_page(_in_force(scheme_id), DraftForm(formdata=None))


def _in_force(scheme_id: str) -> Edition:
    edition = catalogue().editions.get(scheme_id)
    if edition is None:
        abort(404)
    return edition


def _scheme_page(edition: Edition, form: DraftForm, faults: list[str] | None = None) -> str:
    session = current_session()
    return render_template(
        "secretariat/scheme.html",
        edition=edition,
        words=edition.texts.in_language(language()),
        publications=schemes.publications(session, edition.scheme.id),
        trials=schemes.trials(session, edition.scheme.id),
        form=form,
        faults=faults or [],
    )


@pages.post("/secretariat/schemes/<scheme_id>/trials")
@access(Action.RUN_SECRETARIAT)
@reads_first
def scheme_try(scheme_id: str) -> ResponseReturnValue:
    """Takes a draft from an archive or the server's folder, checks it, and has it run."""
    edition = _in_force(scheme_id)
    form = DraftForm()
    if not form.validate_on_submit():
        return _scheme_page(edition, form), 422
    if not form.has_archive and not (_folder(edition) / "scheme.yaml").is_file():
        form.archive.errors = [_("Choose an archive: the server’s folder has no such scheme.")]
        return _scheme_page(edition, form), 422
    try:
        draft = _draft(edition, form)
    except CriteriaFault as fault:
        return _scheme_page(edition, form, fault.faults), 422
    if draft.edition.scheme.id != scheme_id:
        form.archive.errors = [_("This archive holds another scheme.")]
        return _scheme_page(edition, form), 422
    return _tried(draft)


def _tried(draft: Draft) -> ResponseReturnValue:
    trial = try_draft(begin_writing(), draft, actor_id=current_user_id(), at=now())
    return redirect(url_for("secretariat.scheme_trial", trial_id=trial.id), 303)


def _draft(edition: Edition, form: DraftForm) -> Draft:
    if form.has_archive:
        return draft_in_archive(form.archive.data.stream.read(ARCHIVE_LIMIT + 1))
    return draft_in_folder(_folder(edition))


def _folder(edition: Edition) -> Path:
    """Where the server has the files of the scheme, if it has them."""
    return settings().criteria_path / edition.scheme.id


@pages.get("/secretariat/trials/<int:trial_id>")
@access(Action.RUN_SECRETARIAT)
def scheme_trial(trial_id: int) -> ResponseReturnValue:
    """A draft in the lab: what it changes in the text, and for whom it changes the label."""
    return _trial_page(_trial(trial_id), PublishForm(formdata=None))


def _trial(trial_id: int) -> "SchemeTrial":
    found = schemes.trial(current_session(), trial_id)
    if found is None:
        abort(404)
    return found


def _trial_page(found: "SchemeTrial", form: PublishForm, status: int = 200) -> ResponseReturnValue:
    edition = _in_force(found.scheme_id)
    draft = checked_draft(found.files)
    publications = schemes.publications(current_session(), found.scheme_id)
    memberships = people.memberships_of(current_session(), current_user_id())
    own = {membership.cluster_id for membership in memberships}
    rows = (found.result or {}).get("rows", [])
    page = render_template(
        "secretariat/trial.html",
        trial=found,
        edition=edition,
        draft=draft.edition,
        words=draft.edition.texts.in_language(language()),
        comparison=compare(edition, draft),
        rows=[row for row in rows if row["cluster_id"] not in own],
        own_count=sum(row["cluster_id"] in own for row in rows),
        is_in_force=draft.edition.digest == edition.digest,
        broken=broken_promises(found),
        is_overtaken=is_overtaken(found, publications),
        is_taken=any(one.edition.version == found.version for one in publications),
        open_drafts=schemes.count_drafts(current_session(), found.scheme_id),
        form=form,
    )
    headers = {} if found.finished_at else {"Refresh": str(AGAIN_IN)}
    return page, status, headers


@pages.post("/secretariat/trials/<int:trial_id>/again")
@access(Action.RUN_SECRETARIAT)
@reads_first
def scheme_try_again(trial_id: int) -> ResponseReturnValue:
    """Runs a draft once more: over what was submitted since, beside what is in force since."""
    return _tried(checked_draft(_trial(trial_id).files))


@pages.post("/secretariat/trials/<int:trial_id>/publish")
@access(Action.RUN_SECRETARIAT)
def scheme_publish(trial_id: int) -> ResponseReturnValue:
    """Puts a tried draft into force."""
    found = _trial(trial_id)
    form = PublishForm()
    if not form.validate_on_submit():
        return _trial_page(found, form, 422)
    if found.finished_at is None or found.fault:
        form.note.errors = [_("Wait until the draft has been run, then publish it.")]
        return _trial_page(found, form, 422)
    try:
        publish_trial(
            current_session(), found, actor=current_user, note=form.note.data or "", at=now()
        )
    except (DomainError, NoWay) as refused:
        abandon_session()
        form.note.errors = [_refusal(refused)]
        return _trial_page(found, form, 422)
    except CriteriaFault as fault:  # the language has become stricter since it was tried
        abandon_session()
        form.note.errors = fault.faults
        return _trial_page(found, form, 422)
    flash(_("Published. From now on every draft follows this version."), "success")
    return redirect(url_for("secretariat.scheme", scheme_id=found.scheme_id), 303)


def _refusal(refused: Exception) -> str:
    match refused:
        case AlreadyInForce():
            return str(_("This version is in force already."))
        case VersionTaken():
            return str(
                _("Version %(version)s is published with another text.", version=refused)
                + " "
                + _("Raise the version in scheme.yaml.")
            )
        case LabelInUse():
            return str(
                _("The draft leaves out a label for which an assessment is open: %(label)s.")
                % {"label": refused}
            )
        case PromisesBroken():
            return str(_("Worked examples do not give what they promise."))
        case Overtaken():
            return str(_("Another version came into force since this draft was tried."))
        case NoWay():
            return str(
                _("No changes file leads from one version to the other: %(way)s.", way=refused)
            )
    raise refused
