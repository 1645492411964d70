"""What is missing for the label: the smallest set of raises that reaches it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import assessments
from assessment.domain.criteria import Label
from assessment.domain.policy import Action
from assessment.domain.readiness import readiness
from assessment.domain.workflow import State
from assessment.services.assessments import read_worksheet
from assessment.web.access import access
from assessment.web.context import edition_of
from assessment.web.language import language
from assessment.web.manager.blueprint import pages
from assessment.web.transactions import current_session

MOST_STEPS = 800
"""Steps of all rated criteria together up to which the shortest way is looked for within a page."""


@pages.get("/assessments/<int:assessment_id>/shortest-way")
@access(Action.READ_ASSESSMENT, subject="assessment_id")
def shortest_way(assessment_id: int) -> ResponseReturnValue:
    """The fewest raises with which a draft reaches its label, and what they leave open."""
    session = current_session()
    found = assessments.assessment(session, assessment_id)
    if found.state != State.DRAFT:
        return redirect(url_for("manager.assessment", assessment_id=assessment_id))
    edition = edition_of(found.scheme_id)
    label = edition.scheme.label(found.label_id)
    if _steps(label) > MOST_STEPS:
        flash(_("This label has too many criteria to look for the shortest way on a page."), "info")
        return redirect(url_for("manager.assessment", assessment_id=assessment_id))
    worksheet = read_worksheet(session, found, label, now())
    return render_template(
        "manager/shortest_way.html",
        assessment=found,
        label=label,
        words=edition.texts.in_language(language()),
        way=readiness(label, worksheet.sheet),
    )


def _steps(label: Label) -> int:
    """How many steps there are in all from the lowest levels to the highest."""
    return sum(len(criterion.scale.levels) - 1 for criterion in label.rated)
