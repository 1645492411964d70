"""The report of the portfolio: ordered by a press, waited for, and there for the secretariat."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

from assessment.db.base import now
from assessment.db.queries import portfolio_reports as queries
from assessment.domain.policy import Action
from assessment.services.portfolio_reports import (
    order_report,
    portfolio_report_name,
    portfolio_report_path,
)
from assessment.web.access import access, current_user_id
from assessment.web.context import catalogue, settings
from assessment.web.forms.review import ConfirmForm
from assessment.web.language import LANGUAGES
from assessment.web.secretariat.blueprint import pages
from assessment.web.sending import send_document
from assessment.web.transactions import current_session


@pages.post("/secretariat/portfolio/reports")
@access(Action.RUN_SECRETARIAT)
def order_portfolio_report() -> ResponseReturnValue:
    """Keeps the portfolio as it stands, and leads to where its report will be."""
    if not ConfirmForm().validate_on_submit():
        return redirect(url_for("secretariat.portfolio"), 303)
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        abort(400)
    ordered = order_report(
        current_session(),
        catalogue=catalogue(),
        language=language,
        issuer=settings().issuer,
        actor_id=current_user_id(),
        at=now(),
    )
    return redirect(url_for("secretariat.portfolio_report", report_id=ordered.id), 303)


@pages.get("/secretariat/portfolio/reports/<int:report_id>")
@access(Action.RUN_SECRETARIAT)
def portfolio_report(report_id: int) -> ResponseReturnValue:
    """The report; 202 and a page that waits for it while it is not made. Whoever joined the secretariat
    since and finds work of their own in it orders one that names none."""
    found = queries.find_report(current_session(), report_id)
    if found is None:
        abort(404)
    if queries.names_own_work(current_session(), found, current_user_id()):
        raise Forbidden
    path = portfolio_report_path(settings(), found)
    return send_document(found, path, lambda: portfolio_report_name(found))
