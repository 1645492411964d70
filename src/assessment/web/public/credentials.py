"""What software asks of a credential: its issuer's key, and whether it was suspended or revoked."""

from flask import Response, abort, jsonify
from flask.typing import ResponseReturnValue

from assessment.db.queries import credentials
from assessment.domain.credentials import Purpose, issuer_id
from assessment.domain.policy import Action
from assessment.reports.public_keys import CREDENTIAL_KEY
from assessment.web.access import access
from assessment.web.context import settings
from assessment.web.public.blueprint import pages
from assessment.web.transactions import current_session

_FOR_ANYBODY = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


@pages.get("/credentials/status/<purpose>/<int:number>")
@access(Action.SEE_PUBLIC_PAGE)
def status_list(purpose: str, number: int) -> ResponseReturnValue:
    """A list of what was suspended or revoked, as the worker has signed it."""
    known = {str(one) for one in Purpose}
    found = (
        credentials.status_list(current_session(), purpose, number) if purpose in known else None
    )
    if found is None:
        abort(404)
    headers = {**_FOR_ANYBODY, "Cache-Control": "public, max-age=300"}
    return Response(found.token, mimetype="application/vc+jwt", headers=headers)


@pages.get("/.well-known/did.json")
@pages.get("/did.json")
@access(Action.SEE_PUBLIC_PAGE)
def did_document() -> ResponseReturnValue:
    """The issuer's key by its identifier (did:web); there is one where the service is under https."""
    key = settings().keys_path / CREDENTIAL_KEY
    if not settings().is_https or not key.is_file():
        abort(404)
    from assessment.reports.credential import (
        did_document as document,
    )  # heavy, and rarely asked for

    answer = jsonify(document(issuer_id(settings().base_url), key.read_bytes()))
    answer.headers.update(_FOR_ANYBODY)
    return answer
