"""Drafts in the criteria lab: run over what was submitted, in the background, and put into force."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.catalogue.faults import CriteriaFault
from assessment.db.base import now
from assessment.db.models import Publication, SchemeTrial, User
from assessment.db.queries import schemes as queries
from assessment.db.session import open_session, unit_of_work
from assessment.domain.errors import DomainError
from assessment.services.drafts import Draft, checked_draft, read_draft
from assessment.services.impact import effects, frozen_ids
from assessment.services.publishing import publish

log = logging.getLogger(__name__)


class Overtaken(DomainError):
    """Another version came into force since the draft was tried."""


class PromisesBroken(DomainError):
    """Worked examples of the draft do not give what they promise."""


STEP = 20
"""Submissions between two notes of progress."""


def try_draft(session: Session, draft: Draft, *, actor_id: int, at: datetime) -> SchemeTrial:
    """Orders a run of the draft over every frozen submission; the worker makes it."""
    trial = SchemeTrial(
        scheme_id=draft.edition.scheme.id,
        version=draft.edition.scheme.version,
        digest=draft.edition.digest,
        files=dict(draft.files),
        requested_by=actor_id,
        requested_at=at,
        total=len(frozen_ids(session, draft.edition.scheme.id)),
    )
    session.add(trial)
    session.flush()
    session.info["work_waits"] = True
    return trial


def run_waiting_trials(engine: Engine, after_each: Callable[[], object] = lambda: None) -> int:
    """Runs every trial that waits; one that cannot be run keeps its fault and is over."""
    with open_session(engine, writes=False) as session:
        waiting = queries.waiting_trials(session)
    for trial_id in waiting:
        try:
            _run(engine, trial_id, after_each)
        except Exception as error:  # one trial's fault, whatever it is, is kept with it
            log.exception("trial %s could not be run", trial_id)
            _finish(engine, trial_id, None, f"{type(error).__name__}: {error}")
    return len(waiting)


def _run(engine: Engine, trial_id: int, after_each: Callable[[], object]) -> None:
    rows = []
    with open_session(engine, writes=False) as session:
        trial = queries.trial(session, trial_id)
        if trial is None:
            return
        draft = checked_draft(trial.files)
        ids = frozen_ids(session, trial.scheme_id)
        for effect in effects(session, draft.edition, draft.changes, ids):
            rows.append(effect.as_data())
            if len(rows) % STEP == 0:
                _note(engine, trial_id, len(rows), len(ids))
                after_each()
    _note(engine, trial_id, len(rows), len(ids))
    broken = CriteriaFault(draft.broken_promises()).faults
    _finish(engine, trial_id, {"rows": rows, "broken": broken}, "")


def _note(engine: Engine, trial_id: int, done: int, total: int) -> None:
    with unit_of_work(engine) as session:
        trial = queries.trial(session, trial_id)
        if trial is not None:
            trial.done, trial.total = done, total


def _finish(engine: Engine, trial_id: int, result: dict[str, object] | None, fault: str) -> None:
    with unit_of_work(engine) as session:
        trial = queries.trial(session, trial_id)
        if trial is not None:
            trial.result, trial.fault, trial.finished_at = result, fault, now()


def broken_promises(trial: SchemeTrial) -> list[str]:
    """The worked examples that did not give what they promise when the draft was run, each in a line."""
    return list((trial.result or {}).get("broken", ()))


def is_overtaken(trial: SchemeTrial, publications: Sequence[Publication]) -> bool:
    """Whether one of the publications, newest first, is newer than the trial and not its own."""
    if not publications or publications[0].scheme_digest == trial.digest:
        return False
    return publications[0].published_at > trial.requested_at


def publish_trial(
    session: Session, trial: SchemeTrial, *, actor: User, note: str, at: datetime
) -> Publication:
    """Puts a tried draft into force.

    Raises `Overtaken`, `PromisesBroken`, and as `read_draft` and `publish` do.
    """
    queries.lock_scheme(session, trial.scheme_id)
    if is_overtaken(trial, queries.publications(session, trial.scheme_id)):
        raise Overtaken(trial.version)
    if broken_promises(trial):
        raise PromisesBroken(trial.version)
    draft = read_draft(trial.files)
    return publish(
        session,
        draft.edition,
        draft.changes,
        author=actor.name,
        actor_id=actor.id,
        at=at,
        note=note,
    )
