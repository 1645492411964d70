"""How alike reviewers rate, for the secretariat alone."""

from collections.abc import Iterator

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.catalogue.loader import Edition
from assessment.db.base import now
from assessment.domain.criteria import Label
from assessment.domain.deadlines import day_of
from assessment.domain.policy import Action
from assessment.reports.list_files import LIST_FORMATS, Column, ListFile, Value
from assessment.services.agreement import (
    ENOUGH_RATINGS,
    ENOUGH_UNITS,
    AgreementReport,
    Reading,
    agreement_report,
)
from assessment.web.access import access, current_user_id
from assessment.web.context import catalogue, label_name
from assessment.web.language import language
from assessment.web.listing import send_list
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import current_session
from assessment.web.wording import person_name, word_for


@pages.get("/secretariat/agreement")
@access(Action.RUN_SECRETARIAT)
def reviewer_agreement() -> ResponseReturnValue:
    """Krippendorff's alpha for each criterion of a label, and the severity of each reviewer."""
    edition, label = _asked()
    report = _report(edition, label)
    return render_template(
        "secretariat/agreement.html",
        known=[
            (each.scheme.id, one.id, each.texts.in_language(language())) for each, one in _known()
        ],
        edition=edition,
        label=label,
        words=edition.texts.in_language(language()),
        report=report,
        telling=[one for one in report.criteria if one.reading is not Reading.TOO_FEW],
        enough_units=ENOUGH_UNITS,
        enough_ratings=ENOUGH_RATINGS,
    )


@pages.get("/secretariat/agreement/<string:what>/<string:kind>")
@access(Action.RUN_SECRETARIAT)
def agreement_file(what: str, kind: str) -> ResponseReturnValue:
    """All criteria, or all reviewers, as a spreadsheet."""
    if what not in ("criteria", "reviewers") or kind not in LIST_FORMATS:
        abort(404)
    edition, label = _asked()
    report = _report(edition, label)
    if what == "criteria":
        title = _("Agreement per criterion")
        columns, rows = _criteria_columns(), _criteria_rows(edition, label, report)
    else:
        title = _("Severity per reviewer")
        columns, rows = _reviewer_columns(), _reviewer_rows(report)
    title = f"{title} {label_name(edition.scheme.id, label.id)}"
    return send_list(ListFile(title, columns, rows, language(), day_of(now())), kind)


def _known() -> list[tuple[Edition, Label]]:
    """The labels on which several reviewers rate; all of them where there is none."""
    every = [(edition, label) for edition in catalogue() for label in edition.scheme]
    return [pair for pair in every if pair[1].rated and pair[1].panel_size > 1] or every


def _asked() -> tuple[Edition, Label]:
    """The label that the address names; else the first."""
    known = _known()
    asked = (request.args.get("scheme", ""), request.args.get("label", ""))
    return next((pair for pair in known if (pair[0].scheme.id, pair[1].id) == asked), known[0])


def _report(edition: Edition, label: Label) -> AgreementReport:
    return agreement_report(
        current_session(), edition.scheme.id, label.id, except_clusters_of=current_user_id()
    )


def _criteria_columns() -> list[Column]:
    return [
        Column(_("Number"), 8),
        Column(_("Criterion"), 50),
        Column(_("Alpha"), 8),
        Column(_("Applications"), 12),
        Column(_("What it says"), 40),
    ]


def _criteria_rows(
    edition: Edition, label: Label, report: AgreementReport
) -> Iterator[list[Value]]:
    words = edition.texts.in_language(language()).criteria
    found = {one.criterion_id: one for one in report.criteria}
    for criterion in label.criteria:
        one = found.get(criterion.id)
        if one is None:
            continue
        said = str(word_for(one.reading, "reading"))
        alpha = None if one.alpha is None else round(one.alpha, 3)
        yield [criterion.number, words[criterion.id].title, alpha, one.units, said]


def _reviewer_columns() -> list[Column]:
    return [Column(_("Reviewer"), 30), Column(_("Severity"), 10), Column(_("Ratings"), 10)]


def _reviewer_rows(report: AgreementReport) -> Iterator[list[Value]]:
    for one in report.reviewers:
        size = round(one.severity.mean * 100) if one.is_enough else None
        yield [person_name(one.reviewer), size, one.severity.ratings]
