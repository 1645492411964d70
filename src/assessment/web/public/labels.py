"""A label on offer, for anyone: its questionnaire at a glance and as files, and the eligibility check.

The rules of a label are no secret: whoever thinks of applying, or of funding a cluster that does,
reads here what is asked before any account is made.
"""

from flask import abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from assessment.db.base import now
from assessment.domain.policy import Action
from assessment.services.questionnaires import (
    KINDS,
    order_questionnaire,
    questionnaire_path,
    questionnaires,
    spoken,
)
from assessment.web.access import access
from assessment.web.context import settings
from assessment.web.forms.question_values import read_values
from assessment.web.language import language
from assessment.web.previews import Preview, preview_of
from assessment.web.public.blueprint import pages
from assessment.web.transactions import current_session


@pages.get("/labels/<scheme_id>/<label_id>")
@access(Action.SEE_PUBLIC_PAGE)
def label(scheme_id: str, label_id: str) -> ResponseReturnValue:
    """The whole questionnaire at a glance."""
    return render_template("public/label.html", preview=preview_of(scheme_id, label_id))


@pages.get("/labels/<scheme_id>/<label_id>/eligibility")
@access(Action.SEE_PUBLIC_PAGE)
def eligibility(scheme_id: str, label_id: str) -> ResponseReturnValue:
    """A short form and what follows from it. Nothing is kept: the answers stand in the address."""
    preview = preview_of(scheme_id, label_id)
    if not preview.label.eligibility:
        return redirect(url_for("public.label", scheme_id=scheme_id, label_id=label_id))
    is_sent = bool(request.args)
    sent = request.args if is_sent else None
    form = preview.form({}, formdata=sent, meta={"csrf": False})
    is_valid = is_sent and form.validate()
    found = preview.prospect(read_values(form, preview.deciding)) if is_valid else None
    page = render_template("public/eligibility.html", preview=preview, form=form, prospect=found)
    return page, 422 if is_sent and not is_valid else 200


@pages.get("/labels/<scheme_id>/<label_id>/questionnaire/<kind>")
@access(Action.SEE_PUBLIC_PAGE)
def questionnaire(scheme_id: str, label_id: str, kind: str) -> ResponseReturnValue:
    """The questionnaire as a file in the reader's language; while it is made, a page that waits.

    Looking makes nothing: who wants a file first orders it with the button on the label's page.
    """
    preview = _with_kind(scheme_id, label_id, kind)
    found = questionnaires(current_session(), preview.edition, label_id, language()).get(kind)
    path = questionnaire_path(settings(), found)
    if path is not None:
        return send_file(
            path,
            mimetype=KINDS[kind],
            as_attachment=True,
            download_name=_download_name(preview, kind),
        )
    if found is None:
        return redirect(url_for("public.label", scheme_id=scheme_id, label_id=label_id))
    again = {} if found.fault else {"Retry-After": "3"}
    page = render_template(
        "public/questionnaire_waiting.html",
        preview=preview,
        kind=kind,
        has_failed=bool(found.fault),
    )
    return page, 202, again


@pages.post("/labels/<scheme_id>/<label_id>/questionnaire/<kind>")
@access(Action.SEE_PUBLIC_PAGE)
def order(scheme_id: str, label_id: str, kind: str) -> ResponseReturnValue:
    """Has the file made, once for everybody, and leads to where it will be."""
    preview = _with_kind(scheme_id, label_id, kind)
    order_questionnaire(current_session(), preview.edition, label_id, language(), kind, now())
    return redirect(
        url_for("public.questionnaire", scheme_id=scheme_id, label_id=label_id, kind=kind), 303
    )


def _with_kind(scheme_id: str, label_id: str, kind: str) -> Preview:
    if kind not in KINDS:
        abort(404)
    return preview_of(scheme_id, label_id)


def _download_name(preview: Preview, kind: str) -> str:
    """Scheme, label, version and language, as a file's name."""
    scheme = preview.edition.scheme
    words = spoken(preview.edition, language())
    return f"{scheme.id}-{preview.label.id}-{scheme.version}-{words}.{kind}"
