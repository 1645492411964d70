"""Is this certificate real, and is it still valid?"""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.catalogue.loader import frozen_edition
from assessment.db.base import now
from assessment.db.queries import outcomes, renewals
from assessment.domain.deadlines import day_of
from assessment.domain.label_life import LifeState
from assessment.domain.policy import Action
from assessment.services.issuing import standing_of
from assessment.services.unbroken import unbroken
from assessment.web.access import access
from assessment.web.forms.fields import plain
from assessment.web.language import language
from assessment.web.public.blueprint import pages
from assessment.web.transactions import current_session


@pages.get("/verify")
@access(Action.SEE_PUBLIC_PAGE)
def verify() -> ResponseReturnValue:
    """A field for the number on a certificate, and what came of looking it up."""
    number = plain(request.args.get("number", "")).upper()
    if not number:
        return render_template("public/verify.html", number="", is_unknown=False)
    found = outcomes.certificate_by_number(current_session(), number)
    if found is None:
        return render_template("public/verify.html", number=number, is_unknown=True), 404
    return redirect(url_for("public.certificate", token=found.token))


@pages.get("/verify/<token>")
@access(Action.SEE_PUBLIC_PAGE)
def certificate(token: str) -> ResponseReturnValue:
    """The address in the QR code: what the certificate says, and whether it is valid today."""
    found = outcomes.certificate_by_token(current_session(), plain(token))
    if found is None:
        return render_template("public/verify.html", number="", is_unknown=True), 404
    edition = frozen_edition(found.submission.edition.files)
    label = edition.scheme.label(found.submission.assessment.label_id)
    renewed_by = None
    if found.life == LifeState.SUPERSEDED:
        renewed_by = renewals.renewal_of(current_session(), found.id)
    return render_template(
        "public/certificate.html",
        certificate=found,
        renewed_by=renewed_by,
        renews=unbroken(current_session(), found.submission),
        label=label,
        words=edition.texts.in_language(language()),
        scheme=edition.scheme,
        standing=standing_of(found, label, day_of(now())),
    )
