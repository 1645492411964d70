"""Bundles: what one would have is seen beforehand, then it is ordered, stopped, or taken up again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.db.models import Bundle, BundleItem
from assessment.db.queries import bundles as queries
from assessment.db.queries.bundles import Candidate, Choice, Ordered
from assessment.domain.bundles import BENCHMARKING, CERTIFICATE, Decided, Lack, Standing, lack_of
from assessment.domain.errors import DomainError
from assessment.domain.label_life import LifeState
from assessment.domain.workflow import State
from assessment.services.compared_figures import are_compared
from assessment.services.records import edition_of


class NothingToCollect(DomainError):
    """None of the applications has, or can have, a document that was chosen."""


class NothingToStop(DomainError):
    """No document of the bundle waits any more."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """One document that a bundle would have: the one that is there, or one to be ordered.

    With a `lack` there is none; its `language` is "" where that holds for every language.
    """

    candidate: Candidate
    kind: str
    language: str
    there: Ordered | None = None
    lack: Lack | None = None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a bundle would have; `own` counts the applications left out as they concern who asks."""

    prospects: Sequence[Prospect]
    own: int

    @property
    def collected(self) -> list[Prospect]:
        """The documents that it would have."""
        return [one for one in self.prospects if one.lack is None]

    @property
    def made(self) -> int:
        """How many of them are made already."""
        return sum(one.there is not None and one.there.is_made for one in self.collected)

    @property
    def lacking(self) -> list[Prospect]:
        """What there is none of, and why."""
        return [one for one in self.prospects if one.lack is not None]


def foresee(session: Session, choice: Choice, user_id: int) -> Foreseen:
    """What a bundle of the choice would have if that person ordered it now; nothing is ordered."""
    found = queries.candidates(session, choice, user_id)
    orders = {
        (one.submission_id, one.kind, one.language, _round(one.kind, one.round)): one
        for one in queries.orders(session, choice)
    }
    rules = Rules(session)
    prospects = [
        prospect
        for candidate in found
        for kind in choice.kinds
        for prospect in _prospects(rules, choice, candidate, kind, orders)
    ]
    return Foreseen(prospects, queries.count_own(session, choice, user_id))


def _round(kind: str, round_: int) -> int:
    """The round by which a document is known; a certificate counts whichever panel it rests on."""
    return 0 if kind == CERTIFICATE else round_


def _prospects(
    rules: "Rules",
    choice: Choice,
    candidate: Candidate,
    kind: str,
    orders: Mapping[tuple[int, str, str, int], Ordered],
) -> Iterator[Prospect]:
    lack = rules.lack(kind, candidate)
    if lack is not None:
        yield Prospect(candidate, kind, "", lack=lack)
        return
    languages = rules.languages(candidate.rules)
    for language in choice.languages:
        key = (candidate.id, kind, language, _round(kind, candidate.round))
        there = orders.get(key)
        is_known = there is not None or language in languages
        yield Prospect(candidate, kind, language, there, None if is_known else Lack.NO_LANGUAGE)


class Rules:
    """What the rules of applications say, asked once for each edition and label."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._compared: dict[tuple[str, str], bool] = {}

    def lack(self, kind: str, candidate: Candidate) -> Lack | None:
        """Why there is no document of the kind; None where there is one, or can be."""
        return lack_of(
            kind,
            Decided(
                State(candidate.state),
                candidate.outcome,
                None if candidate.life is None else LifeState(candidate.life),
                kind == BENCHMARKING and self._is_compared(candidate),
            ),
        )

    def languages(self, digest: str) -> tuple[str, ...]:
        """The languages of an edition."""
        return edition_of(self._session, digest).scheme.languages

    def _is_compared(self, candidate: Candidate) -> bool:
        key = (candidate.rules, candidate.label_id)
        if key not in self._compared:
            self._compared[key] = are_compared(self._session, *key)
        return self._compared[key]


def order_bundle(
    session: Session, choice: Choice, *, language: str, actor_id: int, at: datetime
) -> Bundle:
    """A bundle of what there is now, to be made by the worker. Raises `NothingToCollect`."""
    foreseen = foresee(session, choice, actor_id)
    if not foreseen.collected:
        raise NothingToCollect
    bundle = Bundle(
        kinds=list(choice.kinds),
        languages=list(choice.languages),
        call_id=choice.call_id,
        decided_from=choice.first,
        decided_until=choice.last,
        language=language,
        ordered_by=actor_id,
        requested_at=at,
    )
    session.add(bundle)
    session.flush()
    session.add_all(
        BundleItem(
            bundle_id=bundle.id,
            submission_id=one.candidate.id,
            kind=one.kind,
            language=one.language,
            cluster_name=one.candidate.cluster,
            document_id=one.there.id if one.there and one.lack is None else None,
            standing=Standing.WAITING if one.lack is None else Standing.LEFT_OUT,
            remark=one.lack or "",
        )
        for one in foreseen.prospects
    )
    session.flush()
    session.info["work_waits"] = True
    return bundle


def stop_bundle(session: Session, bundle: Bundle, *, actor_id: int, at: datetime) -> None:
    """Leaves out what is not made yet; what is made stays, and is packed. Raises `NothingToStop`.

    `bundle` is locked. A document that is being made at this moment is finished, and left out.
    """
    if not queries.waiting_items(session, bundle.id):
        raise NothingToStop
    queries.set_standing(session, bundle.id, Standing.WAITING, Standing.LEFT_OUT, Lack.STOPPED)
    bundle.stopped_by, bundle.stopped_at = actor_id, at
    session.info["work_waits"] = True


def take_up_again(session: Session, bundle: Bundle) -> None:
    """Tries the documents that failed again, at once, and packs the file anew. `bundle` is locked."""
    queries.set_standing(session, bundle.id, Standing.FAILED, Standing.WAITING, "")
    to_be_packed(bundle)
    session.info["work_waits"] = True


def to_be_packed(bundle: Bundle) -> None:
    """Has the file of a bundle written anew; until then there is none to be had."""
    bundle.made_at = bundle.retry_at = bundle.removed_at = None
    bundle.sha256 = bundle.size = None
    bundle.attempts, bundle.fault = 0, ""
