"""The consensus: what the panel differs on, and what it agrees."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.catalogue.loader import frozen_edition
from assessment.catalogue.texts import level_texts
from assessment.db.base import now
from assessment.db.queries import reviews
from assessment.domain.errors import Incomplete
from assessment.domain.policy import Action
from assessment.services.consensus import (
    AgreementConflict,
    AgreementDraft,
    close_consensus,
    read_panel,
    record_agreement,
)
from assessment.services.mail import Mailing
from assessment.web.access import access, current_user_id
from assessment.web.context import settings
from assessment.web.forms.review import AgreementForm
from assessment.web.language import language
from assessment.web.review.blueprint import pages
from assessment.web.transactions import current_session


@pages.get("/reviews/<int:submission_id>/consensus")
@access(Action.READ_REVIEWS, subject="submission_id")
def consensus(submission_id: int) -> ResponseReturnValue:
    """Every criterion with the panel's ratings; the disputed ones first, largest difference on top."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition = frozen_edition(submission.edition.files)
    label = edition.scheme.label(submission.record["label"])
    return render_template(
        "review/consensus.html",
        submission=submission,
        label=label,
        words=edition.texts.in_language(language()),
        panel=read_panel(session, submission_id, label),
        state=submission.assessment.state,
    )


@pages.route("/reviews/<int:submission_id>/consensus/<criterion_id>", methods=["GET", "POST"])
@access(Action.AGREE, subject="submission_id")
def agree(submission_id: int, criterion_id: str) -> ResponseReturnValue:
    """Both ratings with their comments, and the form for what is agreed."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition = frozen_edition(submission.edition.files)
    label = edition.scheme.label(submission.record["label"])
    asked = label.criterion(criterion_id)
    panel = read_panel(session, submission_id, label)
    if asked not in [difference.criterion for difference in panel.differences]:
        abort(404)
    saved = panel.agreements.get(criterion_id)
    conflict = None
    form = AgreementForm.for_criterion(
        asked,
        data={
            "version": saved.version if saved else 0,
            "level": saved.level if saved else None,
            "reason": saved.reason if saved else "",
        },
    )
    if form.validate_on_submit():
        result = record_agreement(
            session,
            submission=submission,
            criterion=asked,
            draft=AgreementDraft(form.level.data, form.reason.data or "", form.version.data or 0),
            actor_id=current_user_id(),
            at=now(),
        )
        if not isinstance(result, AgreementConflict):
            flash(_("Recorded."), "success")
            return redirect(url_for("review.consensus", submission_id=submission_id), 303)
        conflict = result
        form.version.data = result.saved.version
    words = edition.texts.in_language(language())
    page = render_template(
        "review/agree.html",
        submission=submission,
        label=label,
        words=words,
        section=label.section_of(asked.id),
        criterion=asked,
        answer=submission.record["answers"][asked.id],
        levels=level_texts(words, asked),
        panel=panel,
        form=form,
        conflict=conflict,
    )
    return page, 422 if form.errors else 200


@pages.post("/reviews/<int:submission_id>/consensus/close")
@access(Action.AGREE, subject="submission_id")
def close(submission_id: int) -> ResponseReturnValue:
    """Ends the panel's work and hands it to the secretariat."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition = frozen_edition(submission.edition.files)
    try:
        close_consensus(
            session,
            submission=submission,
            label=edition.scheme.label(submission.record["label"]),
            actor_id=current_user_id(),
            at=now(),
            mailing=Mailing(settings().base_url),
        )
    except Incomplete:
        session.rollback()
        flash(_("On some criteria nothing is agreed yet. Nothing was closed."), "error")
    else:
        flash(_("Closed. The secretariat decides next."), "success")
    return redirect(url_for("review.consensus", submission_id=submission_id), 303)
