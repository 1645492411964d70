"""Taking evidence off an answer, asked once more before it is done."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.catalogue.schema import TextsFile
from assessment.db.base import now
from assessment.db.queries import assessments
from assessment.domain.criteria import Criterion, Label
from assessment.domain.policy import Action
from assessment.services.answering import AnswerDraft, Conflict, save_answer, unread_values
from assessment.services.evidence import detach_evidence
from assessment.web.access import access, current_user_id
from assessment.web.context import edition_of
from assessment.web.forms.question_values import today
from assessment.web.language import language
from assessment.web.manager.attaching import file_questions
from assessment.web.manager.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Assessment, Evidence

_PLACE = (
    "/assessments/<int:assessment_id>/criteria/<criterion_id>/evidence/<int:evidence_id>/remove"
)


@dataclass(frozen=True, slots=True)
class _Attached:
    """A piece of evidence where it is attached; `item` is None when it is off already."""

    assessment: "Assessment"
    label: Label
    words: TextsFile
    asked: Criterion
    item: "Evidence | None"

    @property
    def page(self) -> str:
        return url_for(
            "manager.criterion", assessment_id=self.assessment.id, criterion_id=self.asked.id
        )


def _open(assessment_id: int, criterion_id: str, evidence_id: int) -> _Attached:
    session = current_session()
    found = assessments.assessment(session, assessment_id)
    edition = edition_of(found.scheme_id)
    label = edition.scheme.label(found.label_id)
    attached = assessments.attached_evidence(session, assessment_id).get(criterion_id, [])
    item = next((item for item in attached if item.id == evidence_id), None)
    words = edition.texts.in_language(language())
    return _Attached(found, label, words, label.criterion(criterion_id), item)


@pages.get(_PLACE)
@access(Action.ANSWER, subject="assessment_id")
def ask_to_remove(assessment_id: int, criterion_id: str, evidence_id: int) -> ResponseReturnValue:
    """Asks whether the evidence is to be taken off."""
    attached = _open(assessment_id, criterion_id, evidence_id)
    if attached.item is None:
        return redirect(attached.page, 303)
    return render_template("manager/remove_evidence.html", attached=attached, words=attached.words)


@pages.post(_PLACE)
@access(Action.ANSWER, subject="assessment_id")
def remove(assessment_id: int, criterion_id: str, evidence_id: int) -> ResponseReturnValue:
    """Takes it off, and with it the answer to a question that the file was."""
    attached = _open(assessment_id, criterion_id, evidence_id)
    if attached.item is not None and _clear_questions(attached, str(evidence_id)):
        detach_evidence(
            current_session(),
            assessment_id=assessment_id,
            criterion=attached.asked,
            evidence_id=evidence_id,
        )
        flash(_("Removed."), "success")
    return redirect(attached.page, 303)


def _clear_questions(attached: _Attached, evidence_id: str) -> bool:
    """Leaves the questions open that the file answers; False when somebody else saved meanwhile."""
    saved = assessments.answers(current_session(), attached.assessment.id).get(attached.asked.id)
    answered = {
        question.id
        for question in file_questions(attached.asked)
        if saved is not None and saved.values.get(question.id) == evidence_id
    }
    if saved is None or not answered:
        return True
    left = {*answered, *unread_values(attached.asked.questions, saved.values, today())}
    kept = {key: value for key, value in saved.values.items() if key not in left}
    result = save_answer(
        current_session(),
        assessment_id=attached.assessment.id,
        criterion=attached.asked,
        draft=AnswerDraft(
            saved.level, saved.justification, saved.version, kept, saved.is_not_applicable
        ),
        actor_id=current_user_id(),
        at=now(),
    )
    return not isinstance(result, Conflict)
