"""Writing, changing, deleting and resolving comments on a criterion."""

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import comments, people
from assessment.domain.policy import Action
from assessment.services.comments import (
    NoSuchComment,
    NotYours,
    Place,
    delete_comment,
    edit_comment,
    may_change,
    reopen,
    resolve,
    write_comment,
)
from assessment.web.access import LARGEST_KEY, access, current_assessment, current_user_id
from assessment.web.context import edition_of
from assessment.web.forms.review import ConfirmForm
from assessment.web.forms.teamwork import CommentForm
from assessment.web.language import language
from assessment.web.manager.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Assessment, Comment

_PLACE = "/assessments/<int:assessment_id>/criteria/<criterion_id>/comments"


def _open(criterion_id: str) -> "tuple[Assessment, Place]":
    """The draft, and the criterion of its sheet; raises `UnknownCriterion`."""
    found = current_assessment()
    asked = edition_of(found.scheme_id).scheme.label(found.label_id).criterion(criterion_id)
    return found, Place(found.cluster_id, found.sheet_id, asked.id)


@pages.get("/assessments/<int:assessment_id>/comments/<int:number>")
@access(Action.READ_ASSESSMENT, subject="assessment_id")
def comment_find(assessment_id: int, number: int) -> ResponseReturnValue:
    """Leads to where a comment stands today; mails know it by this address."""
    key = comments.criterion_of(current_session(), current_assessment().sheet_id, number)
    if key is None:
        raise NoSuchComment
    anchor = f"comment-{number}"
    return redirect(
        url_for("manager.criterion", assessment_id=assessment_id, criterion_id=key, _anchor=anchor)
    )


@pages.post(_PLACE)
@access(Action.COMMENT, subject="assessment_id")
def comment_write(assessment_id: int, criterion_id: str) -> ResponseReturnValue:
    """Adds a remark or a reply; one that cannot be taken comes back as it was typed."""
    found, place = _open(criterion_id)
    form = _form(found)
    if not form.validate_on_submit():
        return _page(found, place, form), 422
    parent_id = request.form.get("parent", type=int)
    if parent_id is not None and not 0 < parent_id <= LARGEST_KEY:
        raise NoSuchComment
    written = write_comment(
        current_session(),
        place,
        text=form.text.data or "",
        to=form.to.data or (),
        parent_id=parent_id,
        actor_id=current_user_id(),
        at=now(),
    )
    return _back(found, place, written.id)


@pages.route(f"{_PLACE}/<int:number>", methods=["GET", "POST"])
@access(Action.COMMENT, subject="assessment_id")
def comment_edit(assessment_id: int, criterion_id: str, number: int) -> ResponseReturnValue:
    """Changes one's own words soon after writing them."""
    found, place = _open(criterion_id)
    comment = _own(place, number)
    form = _form(found, comment)
    if request.method == "GET" and not may_change(comment, current_user_id(), now()):
        flash(_("It is too late to change this comment. Write a reply instead."), "error")
        return _back(found, place, number)
    if form.validate_on_submit() and _edit(place, number, form):
        return _back(found, place, number)
    return _page(found, place, form), 422 if form.errors else 200


def _edit(place: Place, number: int, form: CommentForm) -> bool:
    try:
        edit_comment(
            current_session(),
            place,
            number,
            text=form.text.data or "",
            to=form.to.data or (),
            actor_id=current_user_id(),
            at=now(),
        )
    except NotYours:
        form.text.errors = [_("It is too late to change this comment. Write a reply instead.")]
        return False
    return True


@pages.route(f"{_PLACE}/<int:number>/delete", methods=["GET", "POST"])
@access(Action.COMMENT, subject="assessment_id")
def comment_delete(assessment_id: int, criterion_id: str, number: int) -> ResponseReturnValue:
    """Empties one's own comment, after one more question."""
    found, place = _open(criterion_id)
    comment = _own(place, number)
    if ConfirmForm().validate_on_submit():
        delete_comment(current_session(), place, number, actor_id=current_user_id(), at=now())
        flash(_("Deleted."), "success")
        return _back(found, place, number)
    words = edition_of(found.scheme_id).texts.in_language(language())
    return render_template(
        "manager/comment_delete.html",
        assessment=found,
        criterion_id=place.criterion_id,
        comment=comment,
        words=words,
    )


@pages.post(f"{_PLACE}/<int:number>/resolve")
@access(Action.COMMENT, subject="assessment_id")
def comment_resolve(assessment_id: int, criterion_id: str, number: int) -> ResponseReturnValue:
    """Ends a conversation."""
    found, place = _open(criterion_id)
    resolve(current_session(), place, number, actor_id=current_user_id(), at=now())
    return _back(found, place, number)


@pages.post(f"{_PLACE}/<int:number>/reopen")
@access(Action.COMMENT, subject="assessment_id")
def comment_reopen(assessment_id: int, criterion_id: str, number: int) -> ResponseReturnValue:
    """Takes a conversation up again."""
    found, place = _open(criterion_id)
    reopen(current_session(), place, number)
    return _back(found, place, number)


def _own(place: Place, number: int) -> "Comment":
    """A comment of one's own; others' are not there to be changed."""
    found = comments.comment(current_session(), place.sheet_id, place.criterion_id, number)
    if found is None or found.deleted_at or found.author_id != current_user_id():
        raise NoSuchComment
    return found


def _form(found: "Assessment", comment: "Comment | None" = None) -> CommentForm:
    data = {}
    if comment is not None:
        data = {"text": comment.text, "to": [mention.user_id for mention in comment.mentions]}
    team = people.team(current_session(), found.cluster_id)
    return CommentForm(data=data).among(
        (person.id, person.name) for person in team if person.id != current_user_id()
    )


def _page(found: "Assessment", place: Place, form: CommentForm) -> str:
    return render_template(
        "manager/comment.html",
        assessment=found,
        criterion_id=place.criterion_id,
        words=edition_of(found.scheme_id).texts.in_language(language()),
        parent=request.form.get("parent", type=int),
        form=form,
    )


def _back(found: "Assessment", place: Place, number: int) -> ResponseReturnValue:
    address = url_for(
        "manager.criterion",
        assessment_id=found.id,
        criterion_id=place.criterion_id,
        _anchor=f"comment-{number}",
    )
    return redirect(address, 303)
