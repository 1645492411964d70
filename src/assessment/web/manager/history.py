"""The history of an answer: who saved what and when, and going back to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import assessments
from assessment.domain.merging import NOTHING, changed_parts
from assessment.domain.policy import Action
from assessment.domain.workflow import State
from assessment.services.answering import Conflict, restore_answer
from assessment.web.access import access, current_user_id
from assessment.web.manager.blueprint import pages
from assessment.web.manager.worktable import open_worktable
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import AnswerVersion

_PLACE = "/assessments/<int:assessment_id>/criteria/<criterion_id>/history"
_SITTING = timedelta(minutes=30)
"""Saves of one person that follow each other within this time are shown as one."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """What one person did to an answer in one go: the last version, and the one before the first."""

    version: "AnswerVersion"
    began: "AnswerVersion"
    before: dict[str, Any]

    @property
    def changed(self) -> tuple[str, ...]:
        return changed_parts(self.before, self.version.record)


@pages.get(_PLACE)
@access(Action.READ_ASSESSMENT, subject="assessment_id")
def history(assessment_id: int, criterion_id: str) -> ResponseReturnValue:
    """Every sitting at an answer, newest first, with what it changed."""
    table = open_worktable(assessment_id)
    asked = table.label.criterion(criterion_id)
    if table.worksheet.assessment.state != State.DRAFT:
        return redirect(url_for("manager.assessment", assessment_id=assessment_id))
    found = assessments.answer_versions(
        current_session(), table.worksheet.assessment.sheet_id, criterion_id
    )
    return render_template(
        "manager/history.html",
        worksheet=table.worksheet,
        words=table.words,
        item=table.lay_out(asked, table.form(asked)),
        sittings=list(sittings(found)),
    )


@pages.post(f"{_PLACE}/<int:version>")
@access(Action.ANSWER, subject="assessment_id")
def restore(assessment_id: int, criterion_id: str, version: int) -> ResponseReturnValue:
    """Makes an earlier version the answer again, as a new version."""
    table = open_worktable(assessment_id)
    restored = restore_answer(
        current_session(),
        assessment_id=assessment_id,
        criterion=table.label.criterion(criterion_id),
        version=version,
        actor_id=current_user_id(),
        at=now(),
    )
    if restored is None:
        abort(404)
    if isinstance(restored, Conflict):
        flash(_("Somebody saved this answer a moment ago. Look at it first."), "warning")
        return redirect(
            url_for("manager.history", assessment_id=assessment_id, criterion_id=criterion_id), 303
        )
    flash(_("Restored. What was there before is in the history too."), "success")
    return redirect(
        url_for("manager.criterion", assessment_id=assessment_id, criterion_id=criterion_id), 303
    )


def sittings(found: "Sequence[AnswerVersion]") -> Iterator[Sitting]:
    """The versions, newest first, as sittings."""
    last: AnswerVersion | None = None
    began: AnswerVersion | None = None
    for version in found:
        if last is not None and began is not None and not _continues(version, began):
            yield Sitting(last, began, version.record)
            last = None
        last, began = last or version, version
    if last is not None and began is not None:
        yield Sitting(last, began, dict(NOTHING))


def _continues(earlier: "AnswerVersion", later: "AnswerVersion") -> bool:
    is_same_hand = (earlier.saved_by, earlier.carried) == (later.saved_by, later.carried)
    return is_same_hand and later.saved_at - earlier.saved_at <= _SITTING
