"""The history of an answer and its evidence: who did what and when, each version, and going back to it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import assessments
from assessment.domain.merging import NOTHING, changed_parts, gives_up
from assessment.domain.policy import Action
from assessment.domain.workflow import State
from assessment.services.answering import Conflict
from assessment.services.evidence import evidence_at
from assessment.services.going_back import restore_answer, way_back
from assessment.web.access import access, current_user_id
from assessment.web.manager.blueprint import pages
from assessment.web.manager.worktable import open_worktable
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import AnswerVersion, EvidenceStep

_PLACE = "/assessments/<int:assessment_id>/criteria/<criterion_id>/history"
_SITTING = timedelta(minutes=30)
"""Saves of one person that follow each other within this time are shown as one, while they add."""
_MEANT = timedelta(seconds=30)
"""What stood for so long was meant: what takes its place then is an entry of its own."""
_ON_A_PAGE = 100
"""Versions of an answer on one page of its history."""
_STEPS = 500
"""Pieces of evidence attached or taken off on one page of it."""
_LARGEST = 2**31 - 1
"""No database takes a larger number for a version."""


@dataclass(frozen=True, slots=True)
class Save:
    """One version of an answer, with the parts in which it differs from the one before."""

    version: "AnswerVersion"
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """What one person did to an answer in one go: the versions, newest first, and what was before."""

    versions: "tuple[AnswerVersion, ...]"
    before: Mapping[str, Any]

    @property
    def version(self) -> "AnswerVersion":
        return self.versions[0]

    @property
    def moment(self) -> datetime:
        return self.version.saved_at

    @property
    def changed(self) -> tuple[str, ...]:
        return changed_parts(self.before, self.version.record)

    @property
    def on_the_way(self) -> Iterator[Save]:
        """The saves before the last one, newest first."""
        earlier = [*(each.record for each in self.versions[2:]), self.before]
        for version, before in zip(self.versions[1:], earlier, strict=True):
            yield Save(version, changed_parts(before, version.record))


@dataclass(frozen=True, slots=True)
class Supporting:
    """The evidence that one person attached and took off in one go, newest first."""

    steps: "tuple[EvidenceStep, ...]"

    @property
    def moment(self) -> datetime:
        return self.steps[0].made_at

    def leads_to(self, later: "Supporting") -> bool:
        """Whether both belong together: one hand, one go."""
        first, then = self.steps[0], later.steps[-1]
        is_same_hand = (first.made_by, first.carried) == (then.made_by, then.carried)
        return is_same_hand and then.made_at - first.made_at <= _SITTING


@pages.get(_PLACE)
@access(Action.READ_ASSESSMENT, subject="assessment_id")
def history(assessment_id: int, criterion_id: str) -> ResponseReturnValue:
    """Every sitting at an answer and its evidence, newest first, with what it changed."""
    table = open_worktable()
    asked = table.label.criterion(criterion_id)
    if table.worksheet.assessment.state != State.DRAFT:
        return redirect(url_for("manager.assessment", assessment_id=assessment_id))
    older_than = request.args.get("before", type=int)
    if older_than is not None:
        older_than = max(0, min(older_than, _LARGEST))
    place = current_session(), table.worksheet.assessment.sheet_id, criterion_id
    found = assessments.answer_versions(
        *place,
        before=older_than,
        limit=_ON_A_PAGE + 1,
    )
    here, beyond = found[:_ON_A_PAGE], found[_ON_A_PAGE:]
    last = assessments.answer_version(*place, older_than) if older_than is not None else None
    steps = assessments.evidence_steps(
        *place,
        after=here[-1].saved_at if beyond else None,
        until=last.saved_at if last else None,
        limit=_STEPS + 1,
    )
    return render_template(
        "manager/history.html",
        worksheet=table.worksheet,
        words=table.words,
        item=table.lay_out(asked, table.form(asked)),
        entries=in_order(sittings(here, beyond[0].record if beyond else NOTHING), steps[:_STEPS]),
        is_cut=len(steps) > _STEPS,
        newest=table.saved(asked).version,
        is_older=older_than is not None,
        more=here[-1].version if beyond else None,
    )


@pages.get(f"{_PLACE}/<int:version>")
@access(Action.READ_ASSESSMENT, subject="assessment_id")
def answer_version(assessment_id: int, criterion_id: str, version: int) -> ResponseReturnValue:
    """One version whole beside the answer as it stands, and what going back to it would do."""
    table = open_worktable()
    asked = table.label.criterion(criterion_id)
    if table.worksheet.assessment.state != State.DRAFT:
        return redirect(url_for("manager.assessment", assessment_id=assessment_id))
    way = way_back(current_session(), assessment_id, asked, version, now())
    if way is None:
        abort(404)
    item = table.lay_out(asked, table.form(asked))
    then = evidence_at(
        current_session(), way.earlier.sheet_id, criterion_id, way.earlier.saved_at, item.evidence
    )
    return render_template(
        "manager/answer_version.html",
        worksheet=table.worksheet,
        words=table.words,
        item=item,
        way=way,
        evidence_then=then,
        is_same_evidence={p.id for p in then} == {p.id for p in item.evidence},
    )


@pages.post(f"{_PLACE}/<int:version>")
@access(Action.ANSWER, subject="assessment_id")
def restore(assessment_id: int, criterion_id: str, version: int) -> ResponseReturnValue:
    """Makes an earlier version the answer again, as a new version, in place of the one that was seen."""
    restored = restore_answer(
        current_session(),
        assessment_id=assessment_id,
        criterion=open_worktable().label.criterion(criterion_id),
        version=version,
        seen=request.form.get("seen", 0, type=int),
        actor_id=current_user_id(),
        at=now(),
    )
    if restored is None:
        abort(404)
    if isinstance(restored, Conflict):
        flash(_("Somebody saved this answer a moment ago. Look at it first."), "warning")
        preview = url_for(
            "manager.answer_version",
            assessment_id=assessment_id,
            criterion_id=criterion_id,
            version=version,
        )
        return redirect(preview, 303)
    flash(_("Restored. What was there before is in the history too."), "success")
    return redirect(
        url_for("manager.criterion", assessment_id=assessment_id, criterion_id=criterion_id), 303
    )


def sittings(
    found: "Sequence[AnswerVersion]", before: Mapping[str, Any] = NOTHING
) -> Iterator[Sitting]:
    """The versions, newest first, as sittings; `before` is what was there before the oldest."""
    together: list[AnswerVersion] = []
    for version in found:
        if together and not _continues(version, together[-1]):
            yield Sitting(tuple(together), version.record)
            together = []
        together.append(version)
    if together:
        yield Sitting(tuple(together), before)


def _continues(earlier: "AnswerVersion", later: "AnswerVersion") -> bool:
    """Whether two saves belong together: one hand, one go, and nothing that was meant given up."""
    stood = later.saved_at - earlier.saved_at
    is_same_hand = (earlier.saved_by, earlier.carried) == (later.saved_by, later.carried)
    is_overwritten = stood >= _MEANT and gives_up(earlier.record, later.record)
    return is_same_hand and stood <= _SITTING and not is_overwritten


def in_order(
    answered: Iterable[Sitting], steps: "Iterable[EvidenceStep]"
) -> list[Sitting | Supporting]:
    """The entries of the history, newest first; nothing was saved between the steps of one entry."""
    entries: list[Sitting | Supporting] = []
    found: list[Sitting | Supporting] = [*answered, *(Supporting((step,)) for step in steps)]
    for each in sorted(found, key=_moment, reverse=True):
        last = entries[-1] if entries else None
        if isinstance(each, Supporting) and isinstance(last, Supporting) and each.leads_to(last):
            entries[-1] = Supporting(last.steps + each.steps)
        else:
            entries.append(each)
    return entries


def _moment(entry: Sitting | Supporting) -> datetime:
    return entry.moment
