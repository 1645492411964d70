"""The criteria lab: what a draft of a scheme would change for everything that was ever submitted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from math import floor
from statistics import fmean
from typing import Any

from sqlalchemy.orm import Session

from assessment.catalogue.changes import DraftAnswer, NoWay, Origin, carry_over_all, way
from assessment.catalogue.loader import Edition
from assessment.catalogue.schema import ChangesFile
from assessment.db.models import Decision, Submission
from assessment.db.queries import outcomes, reviews
from assessment.db.queries import schemes as queries
from assessment.domain.answers import Answer, AnswerSheet, Piece
from assessment.domain.conditions import Status
from assessment.domain.criteria import Criterion, Label
from assessment.domain.review import panel_sheet
from assessment.domain.scorecard import Scorecard
from assessment.domain.scoring import score
from assessment.services.records import rules_of, sheet_of


class Kind(StrEnum):
    """What a draft would do to a submission's label."""

    GAINS = "gains"
    LOSES = "loses"
    OPENS = "opens"
    STAYS = "stays"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that comes out otherwise: a condition's key or a criterion's id, before and after.

    Of a condition with figures also what there is and what the draft asks, exact, as texts ("9/2").
    """

    what: str
    before: str
    after: str
    actual: str = ""
    required: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a draft would change for one submission. Points are exact, as texts ("9/2")."""

    submission_id: int
    cluster_id: int
    cluster: str
    label_id: str
    version: str
    is_agreed: bool
    kind: Kind
    before: str
    after: str
    points_before: str
    points_after: str
    conditions: tuple[Turn, ...] = ()
    criteria: tuple[Turn, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """The effect as plain values."""
        return asdict(self)


def frozen_ids(session: Session, scheme_id: str) -> Sequence[int]:
    """The submissions over which a draft of the scheme is run."""
    return queries.frozen_submissions(session, scheme_id)


def effects(
    session: Session,
    draft: Edition,
    changes: Iterable[ChangesFile],
    submission_ids: Iterable[int],
) -> Iterator[Effect]:
    """The effect of the draft on each submission, one after the other.

    A decided one is taken by the panel's agreed levels, any other by the cluster's own. What was
    split takes the level of what it was split from, what was merged the mean, rounded down; where
    no changes files lead to the draft, criteria keep their answers by their ids.
    """
    steps = tuple(changes)
    for submission_id in submission_ids:
        submission = reviews.submission(session, submission_id)
        decision = outcomes.decision(session, submission_id)
        yield _effect(draft, steps, submission, decision)
        session.expunge(submission)


def _effect(
    draft: Edition,
    changes: Sequence[ChangesFile],
    submission: Submission,
    decision: Decision | None,
) -> Effect:
    edition, label = rules_of(submission)
    own = sheet = sheet_of(submission.record)
    if decision is not None:
        found = decision.record["criteria"]
        agreed = {key: verdict["agreed"] for key, verdict in found.items()}
        sheet = panel_sheet(score(label, own), own, agreed)
    before = score(label, sheet)
    facts = (
        submission.id,
        submission.record["cluster"]["id"],
        submission.record["cluster"]["name"],
        label.id,
        edition.scheme.version,
        decision is not None,
    )
    later = next((one for one in draft.scheme if one.id == label.id), None)
    if later is None:
        return Effect(*facts, Kind.GONE, before.outcome, "", str(before.points), "")
    steps = _steps(changes, edition.scheme.version, draft.scheme.version)
    carried = carried_sheet(sheet, steps, later)
    if decision is not None:
        carried = replace(carried, asked_by=carried_sheet(own, steps, later))
    after = score(later, carried)
    return Effect(
        *facts,
        _kind(before.outcome, after.outcome),
        before.outcome,
        after.outcome,
        str(before.points),
        str(after.points),
        tuple(_conditions(before, after)),
        tuple(_criteria(before, after)),
    )


def _steps(changes: Sequence[ChangesFile], earlier: str, later: str) -> tuple[ChangesFile, ...]:
    try:
        return way(changes, earlier, later)
    except NoWay:
        return ()


def carried_sheet(sheet: AnswerSheet, steps: Sequence[ChangesFile], later: Label) -> AnswerSheet:
    """A frozen sheet as it would stand under a later version."""
    pieces: list[Piece] = []
    drafts: dict[str, DraftAnswer] = {}
    for key, answer in sheet.answers.items():
        places = tuple(range(len(pieces), len(pieces) + len(answer.evidence)))
        pieces += answer.evidence
        drafts[key] = DraftAnswer(
            key,
            answer.level,
            answer.justification,
            answer.values,
            places,
            answer.is_not_applicable,
        )
    levels = {criterion.id: criterion.scale.levels for criterion in later.criteria}
    asked = {criterion.id: criterion for criterion in later.criteria}
    plan = carry_over_all(steps, drafts, levels)
    answers: dict[str, Answer] = {}
    for key, carried in plan.answers.items():
        found = carried.answer
        before = [sheet.answers[source] for source in carried.sources]
        level = found.level
        if carried.origin is not Origin.KEPT:
            level = _mean([one.level for one in before], levels.get(key, ()))
        answers[key] = Answer(
            level,
            found.justification,
            tuple(pieces[place] for place in found.evidence),
            found.values,
            found.is_not_applicable,
            all(one.is_attested for one in before)
            and (level is not None or found.is_not_applicable),
            is_final=carried.origin is Origin.KEPT and _stays(before[0], level, asked.get(key)),
        )
    return AnswerSheet(answers, sheet.profile, sheet.held, sheet.on)


def _stays(before: Answer, level: int | None, later: Criterion | None) -> bool:
    """Whether a final answer is one under the later version too, which does not ask for more."""
    is_empty = before.level is None and not before.values
    is_said = before.is_attested or (later is not None and later.is_chosen)
    return before.is_final and (is_empty or (is_said and level == before.level))


def _mean(found: Sequence[int | None], scale: Sequence[int]) -> int | None:
    """The mean level of what was merged, rounded down; None where one has none."""
    known = [level for level in found if level is not None]
    if not known or len(known) < len(found):
        return None
    level = floor(fmean(known))
    return level if level in scale else None


def _kind(before: Status, after: Status) -> Kind:
    if before is Status.MET:
        kinds = {Status.MET: Kind.STAYS, Status.MISSED: Kind.LOSES}
        return kinds.get(after, Kind.OPENS)
    return Kind.GAINS if after is Status.MET else Kind.STAYS


def _conditions(before: Scorecard, after: Scorecard) -> Iterator[Turn]:
    """The conditions that stand otherwise; one that is new or gone has nothing on that side."""
    old = {found.key: found.status.value for found in before.conditions}
    new = {found.key: found for found in after.conditions}
    for turn in _turns(old, {key: found.status.value for key, found in new.items()}):
        found = new.get(turn.what)
        if found is None or found.actual is None or found.required is None:
            yield turn
        else:
            yield replace(turn, actual=str(found.actual), required=str(found.required))


def _criteria(before: Scorecard, after: Scorecard) -> Iterator[Turn]:
    """The criteria that earn otherwise, in points; "–" where nothing is earned or asked."""
    old = {c.criterion.id: _earned(c.points) for c in before.criteria}
    new = {c.criterion.id: _earned(c.points) for c in after.criteria}
    yield from _turns(old, new)


def _earned(points: object) -> str:
    return "–" if points is None else str(points)


def _turns(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Turn]:
    for key in dict.fromkeys((*new, *old)):
        turn = Turn(key, old.get(key, "–"), new.get(key, "–"))
        if turn.before != turn.after:
            yield turn
