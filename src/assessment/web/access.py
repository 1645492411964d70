"""Every endpoint states what it does; whoever may not do it is refused before the view runs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.routing import IntegerConverter, Map

from assessment.db.queries import relations
from assessment.db.queries.relations import Relation
from assessment.db.session import Session
from assessment.domain.policy import (
    NO_SUBJECT,
    NOBODY,
    Action,
    Actor,
    Subject,
    Verdict,
    allows,
    may,
)
from assessment.web.errors import WrongState, interrupted
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Assessment

View = TypeVar("View", bound=Callable[..., Any])
FindRelation = Callable[[Session, int | None, int], Relation | None]

LARGEST_KEY = 2**31 - 1
NO_RELATION = Relation(NO_SUBJECT)

RELATIONS: dict[str, FindRelation] = {
    "cluster_id": relations.to_cluster,
    "assessment_id": relations.to_assessment,
    "submission_id": relations.to_submission,
    "document_id": relations.to_document,
    "complaint_id": relations.to_complaint,
    "evidence_id": relations.to_evidence,
}
"""How the actor's relation is found from the number in an address."""


@dataclass(frozen=True, slots=True)
class Access:
    """What an endpoint does, and the address part that names its subject (None: it has none)."""

    action: Action
    subject: str | None = None


EXTERNAL: dict[str, Access] = {
    "static": Access(Action.SEE_PUBLIC_PAGE),
    "bootstrap.static": Access(Action.SEE_PUBLIC_PAGE),
    "security.login": Access(Action.SIGN_IN),
    "security.logout": Access(Action.SIGN_IN),
    "security.forgot_password": Access(Action.SIGN_IN),
    "security.reset_password": Access(Action.SIGN_IN),
    "security.change_password": Access(Action.USE_ACCOUNT),
    "security.verify": Access(Action.USE_ACCOUNT),
    "security.wan_register": Access(Action.USE_ACCOUNT),
    "security.wan_register_response": Access(Action.USE_ACCOUNT),
    "security.wan_signin": Access(Action.SIGN_IN),
    "security.wan_signin_response": Access(Action.SIGN_IN),
    "security.wan_verify": Access(Action.USE_ACCOUNT),
    "security.wan_verify_response": Access(Action.USE_ACCOUNT),
}
"""What the endpoints of libraries do; one that is not named here is refused."""


class RowNumber(IntegerConverter):
    """A number in an address, at most what both databases can hold as a key."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_KEY)


def access(action: Action, *, subject: str | None = None) -> Callable[[View], View]:
    """Marks a view with what it does and whom it concerns."""

    def mark(view: View) -> View:
        view.access = Access(action, subject)  # type: ignore[attr-defined]
        return view

    return mark


def access_of(app: Flask, endpoint: str) -> Access | None:
    """What an endpoint states; None when it states nothing and is therefore refused."""
    return EXTERNAL.get(endpoint) or getattr(app.view_functions[endpoint], "access", None)


def current_actor() -> Actor:
    """The person at the keyboard."""
    person = current_user._get_current_object()  # once: a page asks dozens of times
    if not person.is_authenticated:
        return NOBODY
    return Actor(person.id, person.is_reviewer, person.is_secretariat)


def current_user_id() -> int:
    """The signed-in person's id, in views that only signed-in people reach."""
    user_id: int = current_user.id
    return user_id


def current_subject() -> Subject:
    """How the actor stands to what this page is about."""
    relation: Relation = g.get("relation", NO_RELATION)
    return relation.subject


def current_assessment() -> "Assessment":
    """The assessment that this page is about, with its cluster and sheet.

    For views whose subject is an `assessment_id`; the guard has found it.
    """
    relation: Relation = g.relation
    assert relation.assessment is not None  # noqa: S101  # without one the guard answers 404
    return relation.assessment


def can(action: str) -> bool:
    """For templates: whether this page may offer the action on its subject."""
    return may(current_actor(), Action(action), current_subject())


def guard() -> ResponseReturnValue | None:
    """Refuses the request unless the policy allows what its endpoint states."""
    if request.endpoint is None:
        return None
    stated = access_of(current_app, request.endpoint)
    if stated is None:
        raise Forbidden
    if stated.action is Action.SEE_PUBLIC_PAGE:
        return None
    actor = current_actor()
    g.relation = _relation(stated, actor)
    verdict = allows(actor, stated.action, g.relation.subject)
    if verdict is Verdict.WRONG_STATE and _is_to_answer_first(stated, actor):
        return redirect(
            url_for("review.seat", submission_id=(request.view_args or {})["submission_id"])
        )
    return _answer(verdict)


def _is_to_answer_first(stated: Access, actor: Actor) -> bool:
    """Whether a reviewer reads on before they have answered the invitation: it is shown instead."""
    is_reading = request.method == "GET" and stated.subject == "submission_id"
    return is_reading and may(actor, Action.ANSWER_INVITATION, g.relation.subject)


def _relation(stated: Access, actor: Actor) -> Relation:
    if stated.subject is None:
        return NO_RELATION
    number = (request.view_args or {})[stated.subject]
    found = RELATIONS[stated.subject](current_session(), actor.user_id, number)
    if found is None and actor.user_id is not None:
        raise NotFound
    return found or NO_RELATION


def _answer(verdict: Verdict) -> ResponseReturnValue | None:
    match verdict:
        case Verdict.ALLOWED:
            return None
        case Verdict.SIGN_IN_FIRST if request.method == "POST":
            return interrupted()
        case Verdict.SIGN_IN_FIRST:
            return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
        case Verdict.FORBIDDEN:
            raise Forbidden
        case Verdict.WRONG_STATE:
            raise WrongState
        case _:
            raise NotFound
