"""Is this certificate real, and is it still valid? By number, by code, by the file itself."""

import re
from collections.abc import Sequence

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.catalogue.loader import frozen_edition
from assessment.db.base import now
from assessment.db.queries import credentials, outcomes, renewals
from assessment.domain.deadlines import day_of
from assessment.domain.label_life import LifeState
from assessment.domain.policy import Action
from assessment.reports.public_keys import public_keys
from assessment.services.issuing import standing_of
from assessment.services.proofs import Busy, Proof, check_file
from assessment.services.records import rules_of
from assessment.services.unbroken import unbroken
from assessment.web.access import access
from assessment.web.context import settings
from assessment.web.forms.fields import plain
from assessment.web.forms.proof import FileForm
from assessment.web.language import language
from assessment.web.public.blueprint import pages
from assessment.web.transactions import current_session

_ADDRESS = re.compile(r"/verify/([\w-]+)\s*$")
"""The end of the address of a certificate, as it is printed on it."""
_DASHES = re.compile(r"[\s\u2010-\u2015\u2212-]+")
"""What people and word processors write between the parts of a number."""
_NUMBER = re.compile(r"([A-Z])-?(\d{4})-?(\d{4,})")
"""Letter, year and number, also without what stands between them."""

FILE_BYTES = 10_000_000
"""More than any document from here has; a report of 500 pieces of evidence takes one megabyte."""


@pages.get("/verify")
@access(Action.SEE_PUBLIC_PAGE)
def verify() -> ResponseReturnValue:
    """A field for the number on a certificate, and what came of looking it up."""
    typed = plain(request.args.get("number", "")).strip()
    if not typed:
        return _verify_page()
    address = _ADDRESS.search(typed)
    if address:
        return redirect(url_for("public.certificate", token=address[1]))
    number = _DASHES.sub("-", typed).upper()
    parts = _NUMBER.fullmatch(number)
    if parts:
        number = "-".join(parts.groups())
    found = outcomes.certificate_by_number(current_session(), number)
    if found is None:
        return _verify_page(number=typed, is_unknown=True), 404
    return redirect(url_for("public.certificate", token=found.token))


@pages.get("/verify/<token>")
@access(Action.SEE_PUBLIC_PAGE)
def certificate(token: str) -> ResponseReturnValue:
    """The address in the QR code: what the certificate says, and whether it is valid today."""
    found = outcomes.certificate_by_token(current_session(), plain(token))
    if found is None:
        return _verify_page(is_unknown=True), 404
    edition = frozen_edition(found.submission.edition.files)
    label = edition.scheme.label(found.submission.assessment.label_id)
    renewed_by = None
    if found.life == LifeState.SUPERSEDED:
        renewed_by = renewals.renewal_of(current_session(), found.id)
    papers = credentials.papers(current_session(), found.submission_id)
    return render_template(
        "public/certificate.html",
        certificate=found,
        renewed_by=renewed_by,
        renews=unbroken(current_session(), found.submission),
        label=label,
        words=edition.texts.in_language(language()),
        scheme=edition.scheme,
        standing=standing_of(current_session(), found, label, day_of(now())),
        papers=[one for one in papers if one.superseded_at is None],
        has_credential=any(one.credential for one in papers if one.superseded_at is None),
        corrected=[one for one in papers if one.superseded_at is not None],
    )


@pages.get("/verify/file")
@access(Action.SEE_PUBLIC_PAGE)
def checked_file() -> ResponseReturnValue:
    """The way back for whoever loads the answer to a file anew: nothing was kept."""
    return redirect(url_for("public.verify"))


@pages.post("/verify/file")
@access(Action.SEE_PUBLIC_PAGE)
def check() -> ResponseReturnValue:
    """What a PDF proves: who sealed it, whether it was changed, and how what it certifies stands today.

    It asks for no token, as it changes nothing: so it works for whoever keeps no cookies, too.
    """
    form = FileForm(meta={"csrf": False})
    if not form.validate_on_submit():
        return _verify_page(form.file.errors), 422
    with form.file.data.stream as sent:
        content = sent.read(FILE_BYTES + 1)
    if not content:
        said = _(
            "The file is empty. Perhaps it was not downloaded whole: fetch it anew and try again."
        )
        return _verify_page([said]), 422
    if len(content) > FILE_BYTES:
        return _verify_page([_("The file is too large to be a document from here.")]), 422
    try:
        proof = check_file(current_session(), settings(), content)
    except Busy:
        said = _("Another file is being checked. Try again in a moment.")
        return _verify_page([said]), 503, {"Retry-After": "10"}
    return render_template("public/proof.html", proof=proof, **_about(proof))


@pages.get("/verify/<token>/credential.jwt")
@access(Action.SEE_PUBLIC_PAGE)
def credential(token: str) -> ResponseReturnValue:
    """The certificate for software (Open Badges 3.0), in the reader's language where there is one."""
    found = outcomes.certificate_by_token(current_session(), plain(token))
    kept = found and credentials.credential(current_session(), found.submission_id, [language()])
    if not found or not kept:
        abort(404)
    name = f"{found.number}.jwt"
    return Response(
        kept.credential,
        mimetype="application/vc+jwt",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@pages.get("/issuer.pem")
@access(Action.SEE_PUBLIC_PAGE)
def issuer_keys() -> ResponseReturnValue:
    """The issuer's public keys: what documents are checked with where there is no line to here."""
    return Response(public_keys(settings().keys_path), mimetype="application/x-pem-file")


def _verify_page(
    faults: Sequence[object] = (), *, number: str = "", is_unknown: bool = False
) -> str:
    form = FileForm(formdata=None)
    form.file.errors = list(faults)
    return render_template(
        "public/verify.html",
        form=form,
        number=number,
        is_unknown=is_unknown,
    )


def _about(proof: Proof) -> dict[str, object]:
    """What the document is about, in the reader's words; nothing where nothing of it is on record."""
    known = proof.document or proof.certificate
    if known is None:
        return {}
    edition, label = rules_of(known.submission)
    return {
        "words": edition.texts.in_language(language()),
        "label": label,
        "standing": proof.certificate
        and standing_of(current_session(), proof.certificate, label, day_of(now())),
    }
