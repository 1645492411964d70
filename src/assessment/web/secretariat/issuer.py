"""The issuer's paper: what is configured, what is wrong with it, and how a certificate looks on it."""

from typing import TYPE_CHECKING

from flask import Response, abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from assessment.db.base import now
from assessment.db.queries import specimens as queries
from assessment.domain.policy import Action
from assessment.reports.issuer import PaperFault, paper_folder
from assessment.services.papers import Letterhead, read_letterhead
from assessment.services.questionnaires import spoken
from assessment.services.specimens import order_specimen, specimen_record
from assessment.services.uploads import stored_path
from assessment.web.access import access
from assessment.web.context import catalogue, settings
from assessment.web.forms.review import ConfirmForm
from assessment.web.language import LANGUAGES, language
from assessment.web.secretariat.blueprint import pages
from assessment.web.sending import shown_in_place
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Specimen


@pages.get("/secretariat/issuer")
@access(Action.RUN_SECRETARIAT)
def issuer() -> ResponseReturnValue:
    """The paper as it is read now, and the specimen that was asked for."""
    letterhead, fault = _letterhead()
    return render_template(
        "secretariat/issuer.html",
        form=ConfirmForm(formdata=None),
        paper=letterhead.paper if letterhead else None,
        fault=fault,
        file=paper_folder(settings()) / "issuer.toml",
        labels=_labels(),
        chosen=(request.args.get("label", ""), request.args.get("language", language())),
        specimen=_asked_for(),
    )


@pages.post("/secretariat/issuer")
@access(Action.RUN_SECRETARIAT)
def order_specimen_of() -> ResponseReturnValue:
    """Has a specimen made, and leads to where it is shown."""
    letterhead, _fault = _letterhead()
    scheme_id, _slash, label_id = request.form.get("label", "").partition("/")
    asked = request.form.get("language", "")
    if (
        f"{scheme_id}/{label_id}" not in {key for key, _title in _labels()}
        or asked not in LANGUAGES
    ):
        abort(400)
    if letterhead is None or not ConfirmForm().validate_on_submit():
        return redirect(url_for("secretariat.issuer"), 303)
    edition = catalogue().edition(scheme_id)
    said = specimen_record(edition, label_id, spoken(edition, asked), letterhead, now())
    specimen = order_specimen(current_session(), said, now())
    current_session().flush()
    address = url_for(
        "secretariat.issuer",
        label=f"{scheme_id}/{label_id}",
        language=asked,
        specimen=specimen.id,
        _anchor="specimen",
    )
    return redirect(address, 303)


@pages.get("/secretariat/issuer/specimens/<int:number>")
@access(Action.RUN_SECRETARIAT)
@shown_in_place
def specimen(number: int) -> ResponseReturnValue:
    """The specimen as PDF; 202 while it is made, with `Retry-After` unless it has a fault."""
    found = queries.find_specimen(current_session(), number)
    if found is None:
        abort(404)
    if found.sha256 is None:
        again = {} if found.fault else {"Retry-After": "2"}
        return Response("", 202, again, mimetype="text/plain")
    path = stored_path(settings().documents_path, found.sha256)
    if not path.is_file():
        abort(404)
    return send_file(path, mimetype="application/pdf", conditional=False, etag=False)


def _letterhead() -> tuple[Letterhead | None, str]:
    """The paper, or what is wrong with it."""
    try:
        return read_letterhead(settings()), ""
    except PaperFault as fault:
        return None, str(fault)


def _labels() -> list[tuple[str, str]]:
    """Every label on offer by scheme and id, with its title."""
    return [
        (
            f"{edition.scheme.id}/{label.id}",
            edition.texts.in_language(language()).labels[label.id].title,
        )
        for edition in catalogue()
        for label in edition.scheme
    ]


def _asked_for() -> "Specimen | None":
    number = request.args.get("specimen", type=int)
    return queries.find_specimen(current_session(), number) if number else None
