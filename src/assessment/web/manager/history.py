"""The history of an answer and its evidence: who did what and when, each version, and going back to it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from operator import attrgetter
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
"""Versions of an answer on one page of its history, and as many steps of its evidence."""
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
    def steps(self) -> "tuple[EvidenceStep, ...]":
        """What it did with evidence: nothing."""
        return ()

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
    here, further = _page(table.worksheet.assessment.sheet_id, criterion_id)
    item = table.lay_out(asked, table.form(asked))
    return render_template(
        "manager/history.html",
        worksheet=table.worksheet,
        words=table.words,
        item=item,
        entries=here,
        to_attach=_to_attach(here, {piece.id for piece in item.evidence}),
        newest=table.saved(asked).version,
        is_older=bool(_bounds()),
        further=further,
    )


def _bounds() -> dict[str, int]:
    """The last version and the last step of evidence on the page before, as the address names them."""
    given = {name: request.args.get(name, type=int) for name in ("version", "step")}
    return {key: max(0, min(n, _LARGEST)) for key, n in given.items() if n is not None}


def _page(
    sheet_id: int, criterion_id: str
) -> "tuple[list[Sitting | Supporting], dict[str, int] | None]":
    """The entries of one page, and the bounds of the next; None where this is the last.

    Versions and steps each come by the hundred; the page ends where the first of the two runs out.
    """
    bounds = _bounds()
    place = current_session(), sheet_id, criterion_id
    versions = assessments.answer_versions(
        *place, before=bounds.get("version"), limit=_ON_A_PAGE + 1
    )
    steps = assessments.evidence_steps(*place, before=bounds.get("step"), limit=_ON_A_PAGE + 1)
    ends = [  # where there are more, the last of a page
        *(version.saved_at for version in versions[_ON_A_PAGE - 1 : -1]),
        *(step.made_at for step in steps[_ON_A_PAGE - 1 : -1]),
    ]
    if not ends:
        return in_order(sittings(versions), steps), None
    end = max(ends)
    some = list(takewhile(lambda version: version.saved_at >= end, versions[:_ON_A_PAGE]))
    others = list(takewhile(lambda step: step.made_at >= end, steps[:_ON_A_PAGE]))
    before = versions[len(some)].record if len(versions) > len(some) else NOTHING
    last = {"version": some[-1].version} if some else {}
    last |= {"step": others[-1].id} if others else {}
    return in_order(sittings(some, before), others), bounds | last


def _to_attach(entries: "Iterable[Sitting | Supporting]", attached: Set[int]) -> set[int]:
    """The steps at which what was taken off can be attached again: of each piece the newest."""
    newest: dict[int, EvidenceStep] = {}
    for entry in entries:
        for step in entry.steps:
            if step.evidence and not step.evidence.archived_at and step.evidence.id not in attached:
                newest.setdefault(step.evidence.id, step)
    return {step.id for step in newest.values() if not step.is_attached}


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
    """The entries of the history, newest first; steps of evidence with no entry between are one."""
    found: list[Sitting | Supporting] = [*answered, *(Supporting((step,)) for step in steps)]
    entries: list[Sitting | Supporting] = []
    for each in sorted(found, key=attrgetter("moment"), reverse=True):
        last = entries[-1] if entries else None
        if isinstance(each, Supporting) and isinstance(last, Supporting) and each.leads_to(last):
            entries[-1] = Supporting(last.steps + each.steps)
        else:
            entries.append(each)
    return entries
