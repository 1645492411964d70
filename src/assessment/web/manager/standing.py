"""Where a draft stands under each label of its scheme, the shortest way there, and what would be if."""

from collections.abc import Mapping

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.catalogue.schema import TextsFile
from assessment.db.base import now
from assessment.db.queries.self_reports import reports_of
from assessment.domain.criteria import Label
from assessment.domain.policy import Action
from assessment.domain.progress import remainder
from assessment.domain.readiness import MOST_STEPS, readiness, steps_of
from assessment.domain.scorecard import Scorecard
from assessment.domain.trying import all_at, can_be_tried, try_levels
from assessment.domain.workflow import State
from assessment.reports.chart_rows import ChartWords
from assessment.reports.standing import pictures, section_rows
from assessment.services.assessments import Worksheet
from assessment.services.labels import Labels, read_labels
from assessment.web.access import access, current_assessment
from assessment.web.context import edition_of
from assessment.web.language import language
from assessment.web.manager.blueprint import pages
from assessment.web.transactions import current_session


@pages.get("/assessments/<int:assessment_id>/standing")
@access(Action.READ_ASSESSMENT, subject="assessment_id")
def standing(assessment_id: int) -> ResponseReturnValue:
    """Points, minimums and conditions of a label, each explained, and beside it the other labels."""
    labels = _labels()
    worksheet = labels.of(request.args.get("label"))
    card, words = worksheet.scorecard, _words(labels)
    rows, chart_words = section_rows(card, words, worksheet.carried), _chart_words(card.label)
    return render_template(
        "manager/standing.html",
        **_around(labels, worksheet),
        card=card,
        rows=rows,
        pictures=pictures(card, rows, chart_words, language()),
        chart=chart_words,
        reports=reports_of(current_session(), assessment_id),
        others=[(each.scorecard, remainder(each.scorecard)) for each in labels.sheets.values()],
    )


@pages.get("/assessments/<int:assessment_id>/shortest-way")
@access(Action.READ_ASSESSMENT, subject="assessment_id")
def shortest_way(assessment_id: int) -> ResponseReturnValue:
    """The fewest raises with which a draft's answers reach a label, as a list of things to do."""
    labels = _labels()
    worksheet = labels.of(request.args.get("label"))
    label = worksheet.scorecard.label
    if steps_of(label) > MOST_STEPS:
        flash(_("This label has too many criteria to look for the shortest way on a page."), "info")
        return redirect(url_for("manager.assessment", assessment_id=assessment_id))
    return render_template(
        "manager/shortest_way.html",
        **_around(labels, worksheet),
        way=readiness(label, worksheet.sheet),
    )


@pages.get("/assessments/<int:assessment_id>/what-if")
@access(Action.READ_ASSESSMENT, subject="assessment_id")
def what_if(assessment_id: int) -> ResponseReturnValue:
    """What other levels would change. All of it stands in the address; nothing is kept."""
    labels = _labels()
    worksheet = labels.of(request.args.get("label"))
    levels = _levels(worksheet)
    trial = try_levels(worksheet.scorecard.label, worksheet.sheet, levels)
    tried = [(s, [c for c in s.criteria if can_be_tried(c)]) for s in trial.before.sections]
    return render_template(
        "manager/what_if.html",
        **_around(labels, worksheet),
        trial=trial,
        sections=[(section, criteria) for section, criteria in tried if criteria],
        steps=sorted(
            {level for own in worksheet.scorecard.label.rated for level in own.scale.levels}
        ),
        left=remainder(trial.after),
        may_search=steps_of(worksheet.scorecard.label) <= MOST_STEPS,
    )


def _labels() -> Labels:
    """The draft under every label; an assessment that is a draft no more has its own page alone."""
    session = current_session()
    found = current_assessment()
    if found.state != State.DRAFT:
        abort(redirect(url_for("manager.assessment", assessment_id=found.id)))
    return read_labels(session, found, edition_of(found.scheme_id), now())


def _words(labels: Labels) -> TextsFile:
    return edition_of(labels.assessment.scheme_id).texts.in_language(language())


def _around(labels: Labels, worksheet: Worksheet) -> Mapping[str, object]:
    """What the pages of this module have in common."""
    return {
        "assessment": labels.assessment,
        "label": worksheet.scorecard.label,
        "labels": [each.scorecard.label for each in labels.sheets.values()],
        "worksheet": worksheet,
        "homes": labels.homes,
        "words": _words(labels),
    }


def _levels(worksheet: Worksheet) -> dict[str, int]:
    """The levels that the address asks for; what no scale has counts as today's."""
    label, card = worksheet.scorecard.label, worksheet.scorecard
    if request.args.get("start") == "shortest" and steps_of(label) <= MOST_STEPS:
        raises = readiness(label, worksheet.sheet).raises
        return {own.criterion.id: own.target for own in raises}
    if "set" in request.args:
        level = request.args.get("all", type=int)
        return {} if level is None else all_at(card, level)
    return dict(_chosen(card))


def _chosen(card: Scorecard) -> list[tuple[str, int]]:
    wanted = [
        (found.criterion, request.args.get(f"level-{found.criterion.id}", type=int))
        for found in card.criteria
        if can_be_tried(found)
    ]
    return [(own.id, level) for own, level in wanted if level in own.scale.levels]


def _chart_words(label: Label) -> ChartWords:
    if label.is_scored:
        title, agreed = _("Share of points by section"), _("Points today")
    else:
        title, agreed = _("Share of criteria by section"), _("Done")
    return ChartWords(title, agreed, _("Answered"), _("Needed"))
