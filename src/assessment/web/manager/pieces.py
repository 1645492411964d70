"""One piece of evidence: what is said of it, its versions, its address, putting it aside, deleting it."""

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import evidence as queries
from assessment.db.queries import people
from assessment.domain.errors import StillNeeded
from assessment.domain.policy import Action
from assessment.services import library
from assessment.services.holdings import read_holding
from assessment.web.access import access, current_user_id
from assessment.web.context import catalogue, settings
from assessment.web.errors import WrongState, wants_data
from assessment.web.forms.evidence import PieceForm, VersionForm
from assessment.web.forms.fields import chosen_files
from assessment.web.language import language
from assessment.web.manager.blueprint import pages
from assessment.web.manager.taking import take_all, taking, told_to_script
from assessment.web.sending import sandboxed, send_stored
from assessment.web.transactions import current_session
from assessment.web.undoing import flash_with_undo

if TYPE_CHECKING:
    from assessment.db.models import Evidence


@pages.get("/evidence/<int:evidence_id>")
@access(Action.READ_EVIDENCE, subject="evidence_id")
def piece(evidence_id: int) -> ResponseReturnValue:
    """Everything that is known of a piece of evidence."""
    return _page(evidence_id)


@pages.get("/evidence/<int:evidence_id>/versions/<int:number>")
@access(Action.READ_EVIDENCE, subject="evidence_id")
@sandboxed
def version(evidence_id: int, number: int) -> ResponseReturnValue:
    """One version of a file, always as an attachment."""
    found = queries.version(current_session(), evidence_id, number)
    return send_stored(found.sha256, found.media_type, found.filename)


@pages.post("/evidence/<int:evidence_id>")
@access(Action.KEEP_EVIDENCE, subject="evidence_id")
def describe(evidence_id: int) -> ResponseReturnValue:
    """Saves title, period, confidentiality and note, and the address of a link."""
    session = current_session()
    form = _form(queries.evidence(session, evidence_id))
    if not form.validate_on_submit():
        return _page(evidence_id, form=form), 422
    library.describe(
        session,
        evidence_id=evidence_id,
        described=form.described(form.title.data or "", form.note.data or ""),
        url=form.url.data or "" if "url" in form else "",
        at=now(),
    )
    flash(_("Saved."), "success")
    return _back(evidence_id)


@pages.post("/evidence/<int:evidence_id>/versions")
@access(Action.KEEP_EVIDENCE, subject="evidence_id")
def add_version(evidence_id: int) -> ResponseReturnValue:
    """Takes a new version; those before stay, and submissions keep theirs."""
    form = VersionForm.bounded(settings().upload_bytes)
    is_good = form.validate_on_submit()
    take = taking(library.add_version, evidence_id=evidence_id)
    taken = take_all(chosen_files(form.file), take)
    if wants_data():
        return told_to_script(taken, form.file.errors)
    if not is_good or taken.refusals:
        form.file.errors = [*form.file.errors, *taken.refusals]
        return _page(evidence_id, fresh=form), 422
    is_new = taken.added[0].is_new
    flash(
        _("New version added.") if is_new else _("This is the newest version already."), "success"
    )
    return _back(evidence_id)


@pages.post("/evidence/<int:evidence_id>/look")
@access(Action.KEEP_EVIDENCE, subject="evidence_id")
def look(evidence_id: int) -> ResponseReturnValue:
    """Has the worker look at the address of a link now."""
    if queries.evidence(current_session(), evidence_id).url:
        library.ask_for_look(current_session(), evidence_id=evidence_id, at=now())
    return _back(evidence_id)


@pages.post("/evidence/<int:evidence_id>/archive")
@access(Action.KEEP_EVIDENCE, subject="evidence_id")
def archive(evidence_id: int) -> ResponseReturnValue:
    """Puts a piece aside, with the way back."""
    library.archive(current_session(), evidence_id=evidence_id, at=now())
    flash_with_undo(
        _("Archived. It is offered no more and stays where it is used."),
        "manager.bring_back",
        {"evidence_id": evidence_id},
    )
    return _back(evidence_id)


@pages.post("/evidence/<int:evidence_id>/bring-back")
@access(Action.KEEP_EVIDENCE, subject="evidence_id")
def bring_back(evidence_id: int) -> ResponseReturnValue:
    """Brings back what was archived."""
    library.restore(current_session(), evidence_id=evidence_id)
    flash(_("Back in the library."), "success")
    return _back(evidence_id)


@pages.get("/evidence/<int:evidence_id>/delete")
@access(Action.KEEP_EVIDENCE, subject="evidence_id")
def ask_to_delete(evidence_id: int) -> ResponseReturnValue:
    """Asks once more; what is used somewhere is not deleted."""
    session = current_session()
    holding = read_holding(session, evidence_id, catalogue(), now())
    if not holding.is_unused:
        raise WrongState
    return render_template(
        "manager/delete_evidence.html",
        holding=holding,
        cluster=people.cluster(session, holding.evidence.cluster_id),
    )


@pages.post("/evidence/<int:evidence_id>/delete")
@access(Action.KEEP_EVIDENCE, subject="evidence_id")
def delete(evidence_id: int) -> ResponseReturnValue:
    """Deletes a piece with its versions for good, unless it is used somewhere."""
    session = current_session()
    found = queries.evidence(session, evidence_id)
    cluster_id, title = found.cluster_id, found.title
    try:
        library.delete(
            session,
            evidence_id=evidence_id,
            catalogue=catalogue(),
            actor_id=current_user_id(),
            at=now(),
        )
    except StillNeeded:
        raise WrongState from None
    flash(_("%(title)s is deleted.", title=title), "success")
    return redirect(url_for("manager.library", cluster_id=cluster_id), 303)


def _back(evidence_id: int) -> ResponseReturnValue:
    return redirect(url_for("manager.piece", evidence_id=evidence_id), 303)


def _form(found: "Evidence", *, is_filled: bool = False) -> PieceForm:
    """The form as it came, or filled with what is said of the piece."""
    is_period = found.effective_from != found.effective_until
    known = {
        "title": found.title,
        "url": found.url,
        "effective_from": found.effective_from,
        "effective_until": found.effective_until if is_period else None,
        "is_confidential": found.is_confidential,
        "note": found.note,
    }
    form = PieceForm(formdata=None, data=known) if is_filled else PieceForm()
    if not found.url:
        del form.url
    return form


def _page(
    evidence_id: int, *, form: PieceForm | None = None, fresh: VersionForm | None = None
) -> str:
    session = current_session()
    holding = read_holding(session, evidence_id, catalogue(), now())
    return render_template(
        "manager/piece.html",
        holding=holding,
        item=holding.evidence,
        cluster=people.cluster(session, holding.evidence.cluster_id),
        versions=queries.versions(session, evidence_id),
        words={e.scheme.id: e.texts.in_language(language()) for e in catalogue()},
        form=form or _form(holding.evidence, is_filled=True),
        fresh=fresh or VersionForm.bounded(settings().upload_bytes),
    )
