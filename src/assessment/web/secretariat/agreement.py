"""How alike reviewers rate, for the secretariat alone."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from assessment.domain.policy import Action
from assessment.services.agreement import ENOUGH_RATINGS, ENOUGH_UNITS, agreement_report
from assessment.web.access import access, current_user_id
from assessment.web.context import catalogue
from assessment.web.language import language
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import current_session


@pages.get("/secretariat/agreement")
@access(Action.RUN_SECRETARIAT)
def reviewer_agreement() -> ResponseReturnValue:
    """Krippendorff's alpha for each criterion of a label, and the severity of each reviewer."""
    known = [
        (edition, label)
        for edition in catalogue()
        for label in edition.scheme
        if label.rated and label.panel_size > 1
    ] or [(edition, label) for edition in catalogue() for label in edition.scheme]
    asked = (request.args.get("scheme", ""), request.args.get("label", ""))
    edition, label = next(
        (pair for pair in known if (pair[0].scheme.id, pair[1].id) == asked), known[0]
    )
    return render_template(
        "secretariat/agreement.html",
        known=[(each.scheme.id, one.id, each.texts.in_language(language())) for each, one in known],
        edition=edition,
        label=label,
        words=edition.texts.in_language(language()),
        report=agreement_report(
            current_session(),
            edition.scheme.id,
            label.id,
            except_clusters_of=current_user_id(),
        ),
        enough_units=ENOUGH_UNITS,
        enough_ratings=ENOUGH_RATINGS,
    )
