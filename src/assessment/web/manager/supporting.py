"""The evidence of one answer: attached from the library or added to it, taken off, put back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.catalogue.schema import TextsFile
from assessment.db.base import now
from assessment.db.queries import assessments
from assessment.domain.criteria import Criterion, CriterionStatus, Label
from assessment.domain.policy import Action
from assessment.domain.validity import HOME
from assessment.services.evidence import (
    attach_file,
    attach_from_library,
    attach_link,
    detach_evidence,
)
from assessment.services.holdings import read_library, rules_met
from assessment.web.access import LARGEST_KEY, access, current_assessment, current_user_id
from assessment.web.context import catalogue, edition_of, settings
from assessment.web.errors import WrongState
from assessment.web.forms.evidence import FilesForm, LinkForm
from assessment.web.language import language
from assessment.web.manager.attaching import clear_questions, fill_questions
from assessment.web.manager.blueprint import pages
from assessment.web.manager.evidence_block import evidence_block
from assessment.web.manager.library import matches
from assessment.web.manager.taking import Add, Addition
from assessment.web.transactions import current_session
from assessment.web.undoing import flash_with_undo

if TYPE_CHECKING:
    from assessment.db.models import Assessment

_PLACE = "/assessments/<int:assessment_id>/criteria/<criterion_id>/evidence"


@dataclass(frozen=True, slots=True)
class _Place:
    """The answer whose evidence is changed."""

    assessment: "Assessment"
    label: Label
    words: TextsFile
    asked: Criterion

    @property
    def page(self) -> str:
        return url_for(
            "manager.criterion",
            assessment_id=self.assessment.id,
            criterion_id=self.asked.id,
            _anchor="evidence",
        )

    @property
    def values(self) -> dict[str, Any]:
        """What addresses of this answer are made with."""
        return {"assessment_id": self.assessment.id, "criterion_id": self.asked.id}


def _open(criterion_id: str) -> _Place:
    found = current_assessment()
    edition = edition_of(found.scheme_id)
    label = edition.scheme.label(found.label_id)
    asked = label.criterion(criterion_id)
    if asked.status is not CriterionStatus.ACTIVE:
        raise WrongState
    return _Place(found, label, edition.texts.in_language(language()), asked)


@pages.get(_PLACE)
@access(Action.ANSWER, subject="assessment_id")
def choose(assessment_id: int, criterion_id: str) -> ResponseReturnValue:
    """The evidence of the answer, and the library to choose from."""
    return _page(_open(criterion_id))


@pages.post(_PLACE)
@access(Action.ANSWER, subject="assessment_id")
def attach(assessment_id: int, criterion_id: str) -> ResponseReturnValue:
    """Has the ticked pieces of the library support the answer.

    `answers` names the questions that the piece answered before it was taken off.
    """
    place = _open(criterion_id)
    wanted = [n for n in request.form.getlist("evidence", type=int) if 0 < n <= LARGEST_KEY]
    at = now()
    found = attach_from_library(
        current_session(),
        assessment_id=assessment_id,
        criterion=place.asked,
        evidence_ids=wanted,
        actor_id=current_user_id(),
        at=at,
    )
    if not found:
        flash(_("Tick what is to support this answer."), "warning")
        return redirect(url_for("manager.choose", **place.values), 303)
    fill_questions(assessment_id, place.asked, found, request.form.get("answers", "").split(), at)
    flash(
        ngettext("%(num)s piece attached.", "%(num)s pieces attached.", len(found)),
        "success",
    )
    return redirect(place.page, 303)


@pages.post(f"{_PLACE}/files")
@access(Action.ANSWER, subject="assessment_id")
def attach_files(assessment_id: int, criterion_id: str) -> ResponseReturnValue:
    """Takes files into the library and has them support the answer."""
    place = _open(criterion_id)
    form = FilesForm.bounded(settings().upload_bytes)
    return _addition(attach_file, place, partial(_page, place, files=form)).take_files(form)


@pages.post(f"{_PLACE}/links")
@access(Action.ANSWER, subject="assessment_id")
def attach_address(assessment_id: int, criterion_id: str) -> ResponseReturnValue:
    """Takes a web address into the library and has it support the answer."""
    place = _open(criterion_id)
    form = LinkForm.beside()
    return _addition(attach_link, place, partial(_page, place, link=form)).take_address(form)


def _addition(add: Add, place: _Place, page: Callable[[], str]) -> Addition:
    about = {"assessment_id": place.assessment.id, "criterion": place.asked}
    return Addition(add, about, page, place.page)


@pages.post(f"{_PLACE}/<int:evidence_id>/remove")
@access(Action.ANSWER, subject="assessment_id")
def remove(assessment_id: int, criterion_id: str, evidence_id: int) -> ResponseReturnValue:
    """Takes a piece off, and with it the answer to a question that it was; with the way back."""
    place = _open(criterion_id)
    session = current_session()
    attached = assessments.attached_evidence(session, assessment_id).get(criterion_id, [])
    title = next((piece.title for piece in attached if piece.id == evidence_id), None)
    at = now()
    cleared = clear_questions(assessment_id, place.asked, str(evidence_id), at)
    if title is None or cleared is None:
        return redirect(place.page, 303)
    detach_evidence(
        session,
        assessment_id=assessment_id,
        criterion=place.asked,
        evidence_id=evidence_id,
        actor_id=current_user_id(),
        at=at,
    )
    flash_with_undo(
        _("%(title)s no longer supports this answer. It stays in the library.", title=title),
        "manager.attach",
        place.values,
        evidence=str(evidence_id),
        answers=" ".join(cleared),
    )
    return redirect(place.page, 303)


def _page(place: _Place, *, files: FilesForm | None = None, link: LinkForm | None = None) -> str:
    session = current_session()
    attached = assessments.attached_evidence(session, place.assessment.id)
    here = attached.get(place.asked.id, [])
    known = {piece.id for piece in here}
    search = request.args.get("q", "")[:200].strip()
    at = now()
    offered = [
        holding
        for holding in read_library(session, place.assessment.cluster_id, catalogue(), at)
        if holding.evidence.id not in known and not holding.is_archived
    ]
    on = at.astimezone(HOME).date()
    found = [holding for holding in offered if matches(holding, search)]
    met = {own.evidence.id: rules_met(own.evidence, place.asked, on) for own in found}
    found.sort(key=lambda holding: -met[holding.evidence.id])
    return render_template(
        "manager/choose_evidence.html",
        assessment=place.assessment,
        label=place.label,
        words=place.words,
        criterion=place.asked,
        block=evidence_block(place.asked, here, files=files, link=link),
        fitting=[holding for holding in found if met[holding.evidence.id]],
        others=[holding for holding in found if not met[holding.evidence.id]],
        has_library=bool(offered),
        search=search,
    )
