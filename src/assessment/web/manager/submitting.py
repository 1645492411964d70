"""Handing in: what is still missing, the statement to sign, and taking it back."""

import hashlib

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from assessment.catalogue.wording import Text
from assessment.db.base import now
from assessment.domain.eligibility import deciding_questions
from assessment.domain.errors import CallClosed, Incomplete, NotRenewable
from assessment.domain.facts import Facts
from assessment.domain.policy import Action
from assessment.domain.questions import PROFILE
from assessment.domain.renewals import submit_by
from assessment.reports.words.messages import Messages
from assessment.reports.words.statement import statement_words
from assessment.services.assessments import read_worksheet
from assessment.services.calls import admission_of
from assessment.services.checking import check_of
from assessment.services.records import Signature
from assessment.services.renewing import renewing_of
from assessment.services.submissions import submit_assessment, withdraw_submission
from assessment.web.access import access, current_assessment, current_user_id
from assessment.web.context import edition_of, mailing
from assessment.web.forms.submission import SubmitForm, WithdrawForm
from assessment.web.language import language
from assessment.web.manager.blueprint import pages
from assessment.web.transactions import current_session


@pages.get("/assessments/<int:assessment_id>/check")
@access(Action.CHECK_SUBMISSION, subject="assessment_id")
def check(assessment_id: int) -> ResponseReturnValue:
    """Everything that is missing, each item leading to its place; or the statement to sign."""
    return _check_page(SubmitForm(formdata=None, name=current_user.name))


def _check_page(form: SubmitForm) -> str:
    session = current_session()
    found = current_assessment()
    edition = edition_of(found.scheme_id)
    label = edition.scheme.label(found.label_id)
    worksheet = read_worksheet(session, found, label, now())
    statement = _statement(found.scheme_id, label.id)
    form.digest.data = _digest(statement)
    admitted = admission_of(
        session,
        assessment_id=found.id,
        scheme_id=found.scheme_id,
        label_id=label.id,
        at=now(),
    )
    turn = renewing_of(session, found, label, now())
    return render_template(
        "manager/check.html",
        worksheet=worksheet,
        check=check_of(worksheet),
        deciding={rule.id: deciding_questions(label, rule.id) for rule in label.eligibility},
        still_open=Facts(label, worksheet.sheet).open_questions(PROFILE),
        label=label,
        words=edition.texts.in_language(language()),
        statement=statement,
        form=form,
        admission=admitted,
        renewing=turn,
        submit_by=submit_by(admitted, turn),
    )


def _statement(scheme_id: str, label_id: str) -> str:
    """The statement in the language of the page."""
    words = edition_of(scheme_id).texts.in_language(language())
    return statement_words(words, label_id, Messages(language()))


def _digest(statement: str) -> str:
    return hashlib.sha256(statement.encode()).hexdigest()


@pages.post("/assessments/<int:assessment_id>/submit")
@access(Action.SUBMIT, subject="assessment_id")
def submit(assessment_id: int) -> ResponseReturnValue:
    """Freezes the assessment with the signed statement and hands it to the secretariat."""
    session = current_session()
    found = current_assessment()
    form, statement = SubmitForm(), _statement(found.scheme_id, found.label_id)
    if form.validate_on_submit() and (form.digest.data or _digest(statement)) != _digest(statement):
        form.is_agreed.data = False
        form.is_agreed.errors = [_("The statement reads otherwise now. Read it again, then sign.")]
    if form.errors:
        return _check_page(form), 422
    try:
        submit_assessment(
            session,
            assessment_id=assessment_id,
            edition=edition_of(found.scheme_id),
            signed=Signature(
                form.name.data or "",
                form.function.data or "",
                str(statement),
                statement.language if isinstance(statement, Text) else language(),
            ),
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
    except CallClosed:
        flash(
            _("No call is open for this label. Nothing was submitted; everything is kept."), "error"
        )
        return redirect(url_for("manager.check", assessment_id=assessment_id), 303)
    except NotRenewable:
        flash(
            _("The label cannot be renewed yet. Nothing was submitted; everything is kept."),
            "error",
        )
        return redirect(url_for("manager.check", assessment_id=assessment_id), 303)
    except Incomplete:
        flash(_("Something is still missing. Nothing was submitted."), "error")
        return redirect(url_for("manager.check", assessment_id=assessment_id), 303)
    flash(_("Submitted. A receipt with the application as a PDF is on its way by mail."), "success")
    return redirect(url_for("manager.assessment", assessment_id=assessment_id), 303)


@pages.get("/assessments/<int:assessment_id>/withdraw")
@access(Action.WITHDRAW, subject="assessment_id")
def ask_to_withdraw(assessment_id: int) -> ResponseReturnValue:
    """Asks why the application is to be taken back, and whether it is."""
    return _withdraw_page(WithdrawForm(formdata=None))


def _withdraw_page(form: WithdrawForm) -> str:
    found = current_assessment()
    return render_template("manager/withdraw.html", assessment=found, form=form)


@pages.post("/assessments/<int:assessment_id>/withdraw")
@access(Action.WITHDRAW, subject="assessment_id")
def withdraw(assessment_id: int) -> ResponseReturnValue:
    """Takes the application back while no review has begun."""
    form = WithdrawForm()
    if not form.validate_on_submit():
        return _withdraw_page(form), 422
    session = current_session()
    withdraw_submission(
        session,
        assessment_id=assessment_id,
        edition=edition_of(current_assessment().scheme_id),
        reason=form.reason.data or "",
        actor_id=current_user_id(),
        at=now(),
        mailing=mailing(),
    )
    flash(_("Withdrawn. The assessment is a draft again; everybody concerned is told."), "success")
    return redirect(url_for("manager.assessment", assessment_id=assessment_id), 303)
