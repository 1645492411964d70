"""An assessment at a glance: the questionnaire of a draft, the path of a submitted one."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import assessments, outcomes, reviews, schemes
from assessment.domain.criteria import Label
from assessment.domain.deadlines import day_of, is_past
from assessment.domain.facts import Facts
from assessment.domain.policy import Action
from assessment.domain.questions import PROFILE
from assessment.domain.renewals import Award, renewing
from assessment.domain.validity import Standing
from assessment.domain.workflow import UNDER_REVIEW, State
from assessment.services.appeals import appeal_until, first_decision
from assessment.services.assessments import read_worksheet
from assessment.services.checklist import (
    SEARCH_LIMIT,
    checklist,
    next_problem,
    next_unanswered,
    parts,
    search,
    unfolded,
)
from assessment.services.condition_reports import condition_reports, open_to_report
from assessment.services.decisions import still_counts
from assessment.services.issuing import standing_of
from assessment.services.panel_rules import panel_rule
from assessment.services.records import rules_of
from assessment.web.access import access, can, current_assessment, current_user_id
from assessment.web.context import catalogue, edition_of
from assessment.web.forms.condition import ReportForm
from assessment.web.forms.fields import one_line
from assessment.web.forms.review import ConfirmForm
from assessment.web.language import language
from assessment.web.manager.blueprint import pages
from assessment.web.manager.filters import Around, chips, chosen_of, narrowed
from assessment.web.manager.teamwork import draft_teamwork
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Assessment, Submission


@pages.get("/assessments/<int:assessment_id>")
@access(Action.READ_ASSESSMENT, subject="assessment_id")
def assessment(assessment_id: int) -> ResponseReturnValue:
    """Where an assessment stands: the questionnaire of a draft, the path of a submitted one."""
    session = current_session()
    found = current_assessment()
    if found.state == State.DRAFT:
        return _questionnaire(found)
    submission = assessments.submission_of(session, assessment_id)
    if submission is not None:
        return path_page(found, submission)
    return render_template(
        "manager/discarded.html",
        assessment=found,
        events=outcomes.steps(session, assessment_id),
        withdrawn=assessments.withdrawn_submissions(session, assessment_id),
    )


@pages.get("/assessments/<int:assessment_id>/next")
@access(Action.READ_ASSESSMENT, subject="assessment_id")
def go_on(assessment_id: int) -> ResponseReturnValue:
    """Leads to the next criterion that is unanswered, or whose answer is not enough yet."""
    found = current_assessment()
    home = url_for("manager.assessment", assessment_id=assessment_id)
    if found.state != State.DRAFT:
        return redirect(home)
    worksheet = read_worksheet(current_session(), found, _label(found), now())
    is_problem = request.args.get("to") == "problem"
    wanted = next_problem if is_problem else next_unanswered
    following = wanted(worksheet, request.args.get("after"))
    if following is None:
        flash(_nothing_left(is_problem=is_problem), "success")
        return redirect(home)
    key = following.criterion.id
    return redirect(url_for("manager.criterion", assessment_id=assessment_id, criterion_id=key))


def _nothing_left(*, is_problem: bool) -> str:
    if is_problem:
        return str(_("Everything that is answered is enough, apart from where you were."))
    return str(_("Nothing else is unanswered."))


def _label(found: "Assessment") -> Label:
    return edition_of(found.scheme_id).scheme.label(found.label_id)


def _questionnaire(found: "Assessment") -> str:
    session, edition = current_session(), edition_of(found.scheme_id)
    label = edition.scheme.label(found.label_id)
    worksheet = read_worksheet(session, found, label, now())
    words = edition.texts.in_language(language())
    teamwork = draft_teamwork(worksheet)
    held = [
        Award(label.id, one.since, one.until)
        for one in worksheet.sheet.held
        if one.label_id == label.id and one.until is not None
    ]
    items, around = checklist(worksheet), Around(now(), current_user_id(), teamwork)
    chosen = chosen_of(request.args.getlist("show"))
    query = one_line(request.args.get("q", ""))[:SEARCH_LIMIT]
    shown = search(narrowed(items, chosen, around), query, words, worksheet)
    is_narrowed = bool(chosen or query)
    unanswered = next_unanswered(worksheet)
    return render_template(
        "manager/assessment.html",
        withdrawn=assessments.withdrawn_submissions(session, found.id),
        worksheet=worksheet,
        is_renewal=renewing(held, label.renewal, day_of(now())).is_of_held_label,
        words=words,
        parts=parts(worksheet, shown),
        chips=chips(items, chosen, around),
        chosen=chosen,
        query=query,
        is_narrowed=is_narrowed,
        unfold=unfolded(worksheet),
        unanswered=unanswered,
        problem=next_problem(worksheet),
        teamwork=teamwork,
        parked=schemes.parked_answers(session, found.sheet_id),
        news=catalogue().issue_since(found.scheme_id, found.opened_at),
        version=edition.scheme.version,
        still_open=Facts(label, worksheet.sheet).open_questions(PROFILE),
    )


def path_page(
    found: "Assessment", submission: "Submission", told: Mapping[int, ReportForm] | None = None
) -> str:
    """The path of a submitted assessment; `told` is what was sent of a condition and refused."""
    session = current_session()
    edition, label = rules_of(submission)
    decision, certificate = outcomes.decision_and_certificate(session, submission.id)
    decision = decision if still_counts(decision, State(found.state)) else None
    conditions = decision.conditions if decision else []
    may_report = can("report_condition")
    to_report = open_to_report(found, decision, certificate) if may_report else []
    last_day = appeal_until(session, found, submission)
    return render_template(
        "manager/path.html",
        assessment=found,
        submission=submission,
        label=label,
        words=edition.texts.in_language(language()),
        events=outcomes.steps(session, found.id),
        decision=decision,
        certificate=certificate,
        is_coming=certificate is not None
        and standing_of(session, certificate, label, day_of(now())) is Standing.COMING,
        reports=condition_reports(session, found.id) if conditions else {},
        report_forms={number: ReportForm.of(number) for number in to_report} | dict(told or {}),
        faulty=next(iter((told or {}).values()), ConfirmForm(formdata=None)),
        appeal_by=None if last_day is None or is_past(last_day, now()) else last_day,
        first_decision=first_decision(session, submission),
        documents=outcomes.documents(session, submission.id),
        is_alone=panel_rule(submission, label).is_of_one,
        seats=reviews.seats(session, submission.id) if found.state in UNDER_REVIEW else (),
    )
