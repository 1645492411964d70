"""Clusters beside the demonstration's own, with all that they bring about, written in bulk.

Every row is made from its number, so that two runs measure the same. What is made is as lists, filters
and figures see it: people, labels applied for in every state, panels with ratings, decisions,
certificates, events. Records are as long as real ones are, or `record_bytes` where that is given.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, literal, select, union_all, update

from assessment.catalogue.loader import Edition
from assessment.db.models import (
    Assessment,
    Calibration,
    Call,
    Certificate,
    Cluster,
    Comment,
    Decision,
    Document,
    EarlierLabel,
    EventHead,
    EventRecord,
    Evidence,
    Invitation,
    Membership,
    Rating,
    ReviewerAbsence,
    ReviewerProfile,
    Seat,
    Sheet,
    Submission,
    TeamEvent,
    User,
)
from assessment.domain.label_life import LifeState
from assessment.domain.workflow import DECIDED, SeatState, State, turn_of

FIRST = 100_000
"""Numbers of the demonstration's own rows, and of those that pages add, stay below."""
COUNTRIES = ("FI", "SE", "DE", "AT", "FR", "ES", "IT", "PL", "NO", "DK", "PT", "RO", "CZ", "IE")
SECTORS = ("food", "energy", "forestry", "tourism", "health", "ict", "production", "creative")
NOW = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0)

_PATH = (
    State.SUBMITTED,
    State.ACCEPTED,
    State.PANEL_PROPOSED,
    State.IN_REVIEW,
    State.CONSENSUS,
    State.REVIEWED,
    State.DECISION_PROPOSED,
    State.AWARDED,
)
"""The way of an application, of which each has gone some steps."""
UNDER_WAY = (*_PATH[:7], State.CLARIFICATION, State.DEFERRED, State.APPEALED, State.DRAFT)
DONE = (State.AWARDED, State.AWARDED, State.AWARDED, State.DECLINED, State.CONDITIONAL)
WITH_PANEL = (State.IN_REVIEW, State.CONSENSUS, State.CLARIFICATION, State.REVIEWED, *DONE)
_EARLIER = frozenset({State.DRAFT, State.SUBMITTED, State.ACCEPTED})
"""States before any panel."""


@dataclass(frozen=True)
class Population:
    """How many of each come to the demonstration's own.

    `ratings` are those of each seat. With a `reviewer_id` that person sits on every panel alone, and
    every application has one; else panels are as large as labels ask and drawn from `reviewers`.
    """

    clusters: int
    assessments: int
    reviewers: int = 0
    ratings: int = 0
    reviewer_id: int | None = None
    record: Mapping[str, Any] | None = None

    @property
    def each(self) -> int:
        """The assessments of one cluster."""
        return -(-self.assessments // self.clusters) if self.clusters else 0


@dataclass(frozen=True)
class _One:
    """One assessment of one cluster, the `turn`-th that it began."""

    number: int
    cluster: int
    turn: int
    state: State
    label_id: str

    @property
    def at(self) -> datetime:
        """When it was submitted: earlier turns are some years back."""
        return NOW - timedelta(days=20 + self.number % 300 + 400 * (3 - min(self.turn, 3)))

    @property
    def is_submitted(self) -> bool:
        return self.state is not State.DRAFT


class Writing:
    """Writes a population into a database that holds the demonstration."""

    def __init__(self, connection: Connection, edition: Edition, wanted: Population) -> None:
        self.connection, self.edition, self.wanted = connection, edition, wanted
        self.labels = [label.id for label in edition.scheme]
        self.secretary, self.deputy = (
            connection.scalars(select(User.id).where(User.email == f"{who}@demo.example")).one()
            for who in ("secretariat", "deputy")
        )
        self.record = wanted.record or SHORT_RECORD

    def write(self) -> None:
        """All tables, each by one statement for many rows."""
        self._people()
        self._clusters()
        self._calls()
        self._assessments()
        self._panels()
        self._outcomes()
        self._events()

    def _put(self, model: type[Any], rows: Iterator[dict[str, Any]]) -> None:
        found = list(rows)
        if found:
            self.connection.execute(insert(model), found)

    def _ones(self) -> Iterator[_One]:
        """Every assessment: of each cluster all but the last are decided."""
        each, is_alone = self.wanted.each, self.wanted.reviewer_id is not None
        for number in range(self.wanted.assessments):
            cluster, turn = divmod(number, max(each, 1))
            states = WITH_PANEL if is_alone else UNDER_WAY if turn == each - 1 else DONE
            state = states[(cluster + turn) % len(states)]
            label_id = self.labels[(cluster // 7 + turn) % len(self.labels)]
            yield _One(FIRST + number, FIRST + cluster, turn, state, label_id)

    def _reviewers(self) -> range:
        start = FIRST + self.wanted.clusters
        return range(start, start + self.wanted.reviewers)

    def _people(self) -> None:
        owners = range(FIRST, FIRST + self.wanted.clusters)
        self._put(User, (_person(n, is_reviewer=False) for n in owners))
        self._put(User, (_person(n, is_reviewer=True) for n in self._reviewers()))
        self._put(ReviewerProfile, (_profile(n) for n in self._reviewers()))
        self._put(ReviewerAbsence, (_absence(n) for n in self._reviewers() if n % 3 == 0))
        self._put(Calibration, (self._calibration(n) for n in self._reviewers() if n % 2 == 0))

    def _calibration(self, number: int) -> dict[str, Any]:
        scheme = self.edition.scheme
        return {
            "user_id": number,
            "scheme_id": scheme.id,
            "version": scheme.version,
            "anchor_id": "bulk",
            "criterion_id": "bulk",
            "case_digest": _digest("case", number),
            "level": 2,
            "reference": 2,
            "reason": "As the case says.",
            "rated_at": NOW,
        }

    def _clusters(self) -> None:
        numbers = range(FIRST, FIRST + self.wanted.clusters)
        scheme = self.edition.scheme
        self._put(Cluster, (_cluster(n) for n in numbers))
        owners = ({"cluster_id": n, "user_id": n, "role": "owner"} for n in numbers)
        self._put(Membership, owners)
        self._put(
            Sheet,
            (
                {"id": n, "cluster_id": n, "scheme_id": scheme.id, "scheme_version": scheme.version}
                for n in numbers
            ),
        )
        self._put(TeamEvent, (self._joined(n) for n in numbers))
        self._put(Evidence, (_piece(n) for n in numbers))
        self._put(Comment, (self._comment(n) for n in numbers))
        self._put(EarlierLabel, (self._earlier(n) for n in numbers if n % 20 == 0))
        self._put(Invitation, (self._invitation(n) for n in numbers if n % 20 == 0))

    def _joined(self, number: int) -> dict[str, Any]:
        who = {"actor_id": self.secretary, "person_id": number, "role": "owner"}
        return {"cluster_id": number, "step": "joined", "happened_at": NOW, **who}

    def _comment(self, number: int) -> dict[str, Any]:
        asked = self.edition.scheme.label(self.labels[-1]).criteria[0].id
        place = {"sheet_id": number, "criterion_id": asked, "author_id": number}
        return {**place, "text": "Who knows the figure?", "written_at": NOW}

    def _earlier(self, number: int) -> dict[str, Any]:
        return {
            "cluster_id": number,
            "scheme_id": self.edition.scheme.id,
            "label_id": self.labels[0],
            "number": f"E-{number}",
            "valid_from": NOW.date() - timedelta(days=number % 700),
            "valid_until": NOW.date() + timedelta(days=1 + number % 700),
            "recorded_by": self.secretary,
            "recorded_at": NOW,
        }

    def _invitation(self, number: int) -> dict[str, Any]:
        return {
            "email": f"invited-{number}@bulk.example",
            "name": f"Invited {number}",
            "role": "editor",
            "cluster_id": number,
            "language": "en",
            "token_digest": _digest("invitation", number),
            "invited_by": self.secretary,
            "invited_at": NOW,
            "expires_at": NOW + timedelta(days=10),
        }

    def _calls(self) -> None:
        """One call for some hundred clusters."""
        self._put(
            Call,
            (
                {
                    "id": FIRST + n,
                    "scheme_id": self.edition.scheme.id,
                    "labels": self.labels,
                    "title": f"Call {n}",
                    "opens_on": NOW.date() - timedelta(days=30 * n),
                    "closes_on": NOW.date() + timedelta(days=60 - 30 * n),
                    "created_by": self.secretary,
                    "created_at": NOW,
                }
                for n in range(self.wanted.clusters // 500)
            ),
        )

    def _assessments(self) -> None:
        self._put(Assessment, (self._assessment(one) for one in self._ones()))
        self._put(Submission, (self._submission(one) for one in self._submitted()))
        self._put(Document, (_application(one) for one in self._submitted()))

    def _submitted(self) -> Iterator[_One]:
        return (one for one in self._ones() if one.is_submitted)

    def _assessment(self, one: _One) -> dict[str, Any]:
        is_due = one.state not in DECIDED and one.state is not State.DRAFT
        days = one.number % 60 - 20
        return {
            "id": one.number,
            "cluster_id": one.cluster,
            "scheme_id": self.edition.scheme.id,
            "label_id": one.label_id,
            "sheet_id": one.cluster,
            "state": one.state,
            "opened_by": one.cluster,
            "opened_at": one.at - timedelta(days=90),
            "changed_at": one.at + timedelta(days=one.number % 20),
            "due_on": NOW.date() + timedelta(days=days) if is_due else None,
            "turn": turn_of(one.state),
            "submitted_at": one.at if one.is_submitted else None,
        }

    def _submission(self, one: _One) -> dict[str, Any]:
        calls = self.wanted.clusters // 500
        return {
            "id": one.number,
            "assessment_id": one.number,
            "scheme_digest": self.edition.digest,
            "record": {**self.record, "label": one.label_id},
            "digest": _digest("submission", one.number),
            "submitted_by": one.cluster,
            "submitted_at": one.at,
            "call_id": FIRST + one.number % calls if calls else None,
        }

    def _panels(self) -> None:
        seats = list(self._seats())
        self._put(Seat, iter(seats))
        numbers = {label.id: [c.id for c in label.rated] for label in self.edition.scheme}
        for label_id in self.labels:
            self._ratings(label_id, numbers[label_id][: self.wanted.ratings])

    def _seats(self) -> Iterator[dict[str, Any]]:
        sizes = {label.id: label.panel_size for label in self.edition.scheme}
        number, people = FIRST, self._reviewers()
        for one in self._submitted():
            if one.state in _EARLIER:
                continue
            alone = self.wanted.reviewer_id
            size = 1 if alone else min(sizes[one.label_id], len(people))
            for place in range(size):
                who = alone or people[(one.number * 3 + place) % len(people)]
                yield self._seat(number, one, who, is_lead=place == 0)
                number += 1

    def _seat(self, number: int, one: _One, who: int, *, is_lead: bool) -> dict[str, Any]:
        state = {
            State.PANEL_PROPOSED: SeatState.PROPOSED,
            State.IN_REVIEW: SeatState.ACCEPTED,
            State.CLARIFICATION: SeatState.ACCEPTED,
        }.get(one.state, SeatState.HANDED_IN)
        handed_in = one.at + timedelta(days=40) if state is SeatState.HANDED_IN else None
        return {
            "id": number,
            "submission_id": one.number,
            "reviewer_id": who,
            "is_lead": is_lead,
            "state": state,
            "appointed_by": self.secretary,
            "appointed_at": one.at + timedelta(days=5),
            "conflicts": [],
            "answer_by": one.at.date() + timedelta(days=15),
            "answered_at": one.at + timedelta(days=7),
            "due_on": one.at.date() + timedelta(days=45),
            "handed_in_at": handed_in,
        }

    def _ratings(self, label_id: str, criteria: Sequence[str]) -> None:
        """So many of each seat, made where the seats are: they are the most rows by far."""
        if not criteria:
            return
        names = union_all(
            *(
                select(literal(n).label("place"), literal(key).label("criterion_id"))
                for n, key in enumerate(criteria)
            )
        ).subquery()
        rows = (
            select(
                Seat.id,
                names.c.criterion_id,
                (Seat.id * 7 + Seat.submission_id + names.c.place) % 4 + 1,
                literal(False),
                literal("Seen on site."),
                literal([], Rating.checks.type),
                literal(""),
                literal(1),
                literal(NOW, Rating.saved_at.type),
            )
            .select_from(Seat)
            .join(Submission, Submission.id == Seat.submission_id)
            .join(Assessment, Assessment.id == Submission.assessment_id)
            .join(names, literal(True))
            .where(Seat.id >= FIRST, Assessment.label_id == label_id)
        )
        columns = ["seat_id", "criterion_id", "level", "is_not_applicable", "comment"]
        columns += ["checks", "notes", "version", "saved_at"]
        self.connection.execute(insert(Rating).from_select(columns, rows))

    def _outcomes(self) -> None:
        decided = [one for one in self._submitted() if one.state in DECIDED]
        waiting = [one for one in self._submitted() if one.state is State.DECISION_PROPOSED]
        self._put(Decision, (self._decision(one) for one in (*decided, *waiting)))
        awarded = (one for one in decided if one.state is not State.DECLINED)
        self._put(Certificate, (_certificate(one) for one in awarded))

    def _decision(self, one: _One) -> dict[str, Any]:
        is_decided = one.state in DECIDED
        return {
            "submission_id": one.number,
            "outcome": "decline" if one.state is State.DECLINED else "award",
            "statement": "As the panel found.",
            "changes": {},
            "record": {},
            "proposed_by": self.secretary,
            "proposed_at": one.at + timedelta(days=60),
            "decided_by": self.deputy if is_decided else None,
            "decided_at": one.at + timedelta(days=62) if is_decided else None,
        }

    def _events(self) -> None:
        """The steps of each application, in one row of numbers; what seals them is not measured."""
        head = self.connection.scalars(select(EventHead.number)).one()
        rows = []
        for one in self._submitted():
            before = State.DRAFT
            for day, state in enumerate(_way(one.state)):
                head += 1
                rows.append(
                    {
                        "number": head,
                        "kind": state.value,
                        "assessment_id": one.number,
                        "state_before": before,
                        "state_after": state,
                        "actor_id": self.secretary,
                        "facts": {},
                        "happened_at": one.at + timedelta(days=day * (3 + one.number % 9)),
                        "previous_digest": _digest("event", head - 1),
                        "digest": _digest("event", head),
                    }
                )
                before = state
        self._put(EventRecord, iter(rows))
        self.connection.execute(update(EventHead).values(number=head))


def _way(state: State) -> tuple[State, ...]:
    """The states through which an application came to this one."""
    if state in _PATH:
        return _PATH[: _PATH.index(state) + 1]
    before = State.IN_REVIEW if state is State.CLARIFICATION else State.DECISION_PROPOSED
    return (*_PATH[: _PATH.index(before) + 1], state)


def _person(number: int, *, is_reviewer: bool) -> dict[str, Any]:
    return {
        "id": number,
        "email": f"person-{number}@bulk.example",
        "fs_uniquifier": _digest("person", number),
        "name": f"Person {number}",
        "country": COUNTRIES[number % len(COUNTRIES)],
        "organisation": f"Organisation {number % 997}",
        "is_reviewer": is_reviewer,
        "created_at": NOW - timedelta(days=400),
    }


def _profile(number: int) -> dict[str, Any]:
    return {
        "user_id": number,
        "languages": ["en", "de"] if number % 2 else ["en", "fi"],
        "sectors": [SECTORS[number % len(SECTORS)], SECTORS[(number + 3) % len(SECTORS)]],
        "capacity": 4 + number % 3,
        "trained_on": NOW.date() - timedelta(days=number % 500),
        "told_at": NOW,
    }


def _absence(number: int) -> dict[str, Any]:
    first = NOW.date() + timedelta(days=number % 80)
    return {"user_id": number, "first_on": first, "last_on": first + timedelta(days=6)}


def _cluster(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "name": f"Arctic Cluster {number}",
        "organisation": f"Organisation {number % 997}",
        "country": COUNTRIES[number % len(COUNTRIES)],
        "website": f"https://cluster-{number}.example",
        "description": "What the cluster says of itself. " * 20,
        "sectors": [SECTORS[number % len(SECTORS)], SECTORS[number // 8 % len(SECTORS)]],
        "created_at": NOW - timedelta(days=400),
    }


def _piece(number: int) -> dict[str, Any]:
    """A link in the library of a cluster."""
    return {
        "cluster_id": number,
        "title": "The strategy",
        "url": f"https://cluster-{number}.example/strategy",
        "added_by": number,
        "added_at": NOW,
    }


def _application(one: _One) -> dict[str, Any]:
    return {
        "submission_id": one.number,
        "kind": "application",
        "language": "en",
        "sha256": _digest("document", one.number),
        "size": 1,
        "attempts": 1,
        "requested_at": one.at,
        "made_at": one.at,
    }


def _certificate(one: _One) -> dict[str, Any]:
    start = one.at.date().replace(day=1)
    return {
        "submission_id": one.number,
        "number": f"CA-{one.number}",
        "token": _digest("certificate", one.number)[:43],
        "cluster_name": f"Arctic Cluster {one.cluster}",
        "issuer": "The Office",
        "valid_from": start,
        "valid_until": start + timedelta(days=730),
        "issued_at": one.at + timedelta(days=62),
        "life": LifeState.VALID,
    }


def _digest(kind: str, number: int) -> str:
    return sha256(f"{kind} {number}".encode()).hexdigest()


SHORT_RECORD: Mapping[str, Any] = {
    "answers": {},
    "said": "".join(_digest("record", number) for number in range(64)),
}
"""Some 4 KB in place of what was handed in, so that rows are long and the whole fits on a disk."""
