"""A list takes the same number of statements, however long it is."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from assessment.db.models import (
    Agreement,
    Answer,
    AnswerVersion,
    Assessment,
    AttachedEvidence,
    Certificate,
    Cluster,
    Document,
    EventRecord,
    Evidence,
    Invitation,
    OutboxMessage,
    Publication,
    Rating,
    SchemeEdition,
    Seat,
    Sheet,
    Submission,
)
from assessment.db.queries import assessments, cluster_names, outcomes, people, reviews, schemes
from assessment.db.queries.made_files import files_to_make
from assessment.db.session import open_session
from assessment.domain.workflow import SeatState
from tests.building import NOON, World, make_cluster, make_person

ALL = range(1, 100)
"""More keys than any of these tables has."""


@dataclass
class House:
    """Grows by one of everything; what belongs to one assessment grows on the first."""

    session: Session
    world: World
    size: int = 0

    def grow(self) -> None:
        self.size += 1
        cluster = make_cluster(self.session, f"Cluster {self.size}", owner=self.world.owner)
        sheet = self._put(Sheet(cluster_id=cluster.id, scheme_id="scheme", scheme_version="1"))
        assessment = self._put(
            Assessment(
                cluster_id=cluster.id,
                scheme_id="scheme",
                label_id="gold",
                sheet_id=sheet.id,
                state="awarded",
                opened_by=self.world.owner.id,
            )
        )
        self._submit(assessment)
        self._add_to_the_first(make_person(self.session, f"reviewer{self.size}").id)
        self._put(self._invitation(cluster))
        self._publish()
        self._put(OutboxMessage(message_id=str(self.size), recipient="a@b.c", subject="", body=""))
        self.session.commit()

    def _submit(self, assessment: Assessment) -> None:
        if self.size == 1:
            self._put(SchemeEdition(digest="digest", scheme_id="scheme", version="1", files={}))
        submission = self._put(
            Submission(
                assessment_id=assessment.id,
                scheme_digest="digest",
                record={},
                digest="digest",
                submitted_by=self.world.owner.id,
                submitted_at=NOON,
            )
        )
        self._seat(submission.id, self.world.reviewer.id)
        self._put(
            Certificate(
                submission_id=submission.id,
                number=f"G-{self.size}",
                token=str(self.size),
                cluster_name="",
                issuer="",
                valid_from=date(2026, 6, 15),
                valid_until=date(2028, 6, 30),
            )
        )
        if self.size == 1:
            self.cluster_id, self.sheet_id = assessment.cluster_id, assessment.sheet_id
            self.assessment_id, self.submission_id = assessment.id, submission.id

    def _publish(self) -> None:
        """A scheme of its own, and the first scheme once more."""
        for scheme_id in (f"scheme{self.size}", "scheme"):
            self._put(
                Publication(
                    scheme_id=scheme_id, scheme_digest="digest", author="A", published_at=NOON
                )
            )

    def _add_to_the_first(self, person_id: int) -> None:
        key, mine = f"c{self.size}", {"sheet_id": self.sheet_id}
        frozen = {"submission_id": self.submission_id}
        saved = {"criterion_id": key, "saved_by": person_id, "saved_at": NOON}
        self._put(Answer(**mine, **saved, level=4))
        self._put(
            AnswerVersion(**mine, **saved | {"criterion_id": "c1"}, version=self.size, record={})
        )
        plan = self._put(Evidence(cluster_id=self.cluster_id, title="Plan", added_by=person_id))
        self._put(AttachedEvidence(**mine, criterion_id=key, evidence_id=plan.id))
        self._put(
            EventRecord(
                number=self.size,
                assessment_id=self.assessment_id,
                kind="e",
                state_before="b",
                state_after="a",
                actor_id=person_id,
                about_id=person_id,
                happened_at=NOON,
                previous_digest="",
                digest="",
            )
        )
        self._seat(self.submission_id, person_id)
        self._put(
            Agreement(
                **frozen, criterion_id=key, level=4, reason="", recorded_by=person_id,
                recorded_at=NOON,
            )
        )  # fmt: skip
        self._put(Document(**frozen, kind="report", language=str(self.size)))

    def _seat(self, submission_id: int, person_id: int) -> None:
        seat = self._put(
            Seat(
                submission_id=submission_id,
                reviewer_id=person_id,
                appointed_by=person_id,
                state=SeatState.ACCEPTED,
            )
        )
        self._put(Rating(seat_id=seat.id, criterion_id="c", level=4, saved_at=NOON))

    def _invitation(self, cluster: Cluster) -> Invitation:
        return Invitation(
            email="a@b.example",
            name="A",
            role="viewer",
            cluster_id=cluster.id,
            language="en",
            token_digest=str(self.size),
            invited_by=self.world.owner.id,
            expires_at=NOON + timedelta(days=7),
        )

    def _put(self, row: Any) -> Any:
        self.session.add(row)
        self.session.flush()
        return row


LISTS: dict[str, Callable[[Session, House], Collection[object]]] = {
    "assessments of clusters": lambda s, _: [
        a.cluster.name for a in assessments.of_clusters(s, ALL)
    ],
    "answers": lambda s, h: [
        a.author.name for a in assessments.answers(s, h.assessment_id).values()
    ],
    "history of an answer": lambda s, h: [
        v.author.name for v in assessments.answer_versions(s, h.sheet_id, "c1")
    ],
    "evidence": lambda s, h: [
        e.title for (e,) in assessments.attached_evidence(s, h.assessment_id).values()
    ],
    "submissions": lambda s, _: [x.assessment.state for x in reviews.submissions(s)],
    "panel": lambda s, h: [x.reviewer.name for x in reviews.seats(s, h.submission_id)],
    "panels": lambda s, _: [
        [seat.reviewer.name for seat in panel]
        for panel in reviews.seats_by_submission(s, ALL).values()
    ],
    "reviews of a person": lambda s, h: [
        x.cluster for x in reviews.seats_of_reviewer(s, h.world.reviewer.id)
    ],
    "ratings": lambda s, _: [
        rating for ratings in reviews.ratings_by_seat(s, ALL).values() for rating in ratings
    ],
    "rated counts": lambda s, _: reviews.rated_counts(s, ALL),
    "agreements": lambda s, h: [
        a.author.name for a in reviews.agreements(s, h.submission_id).values()
    ],
    "certificates": lambda s, _: [
        c.submission.assessment.label_id for c in outcomes.certificates_of_clusters(s, ALL)
    ],
    "documents": lambda s, h: outcomes.documents(s, h.submission_id),
    "documents to make": lambda s, _: files_to_make(s, Document, NOON),
    "publications in force": lambda s, _: [
        p.edition.version for p in schemes.publications_in_force(s)
    ],
    "publications of a scheme": lambda s, _: [
        p.edition.version for p in schemes.publications(s, "scheme")
    ],
    "frozen submissions": lambda s, _: schemes.frozen_submissions(s, "scheme"),
    "events": lambda s, h: [
        (e.actor.name, e.about.name) for e in outcomes.events(s, h.assessment_id)
    ],
    "steps": lambda s, h: outcomes.steps(s, h.assessment_id),
    "waiting mail": lambda s, _: outcomes.waiting_mail(s, NOON),
    "people": lambda s, _: people.users(s),
    "names of clusters": lambda s, _: cluster_names.names(s, ALL),
    "clusters called so": lambda s, h: cluster_names.called(s, [f"Cluster {n}" for n in ALL]),
    "clusters by parts of names": lambda s, _: cluster_names.holding(s, ["Cluster"], 20)["Cluster"][
        1
    ],
    "clusters by many parts": lambda s, _: cluster_names.holding(s, [str(n) for n in ALL][:50], 20),
    "clusters of a person": lambda s, h: [
        m.cluster.name for m in people.memberships_of(s, h.world.owner.id)
    ],
    "open invitations": lambda s, _: [
        i.cluster.name for i in people.open_invitations(s, NOON) if i.cluster
    ],
}
"""Every list that grows with the house, with what a page shows of its rows."""


@pytest.fixture
def house(session: Session, world: World) -> House:
    house = House(session, world)
    house.grow()
    return house


@contextmanager
def counting(engine: Engine) -> Iterator[list[str]]:
    """The statements that reach the database meanwhile."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def measure(engine: Engine, house: House) -> dict[str, tuple[int, int]]:
    """The rows and the statements of each list."""
    found = {}
    for name, query in LISTS.items():
        with open_session(engine, writes=False) as session, counting(engine) as statements:
            rows = len(query(session, house))
        found[name] = (rows, len(statements))
    return found


def test_a_list_of_five_takes_no_more_statements_than_a_list_of_one(
    engine: Engine, house: House
) -> None:
    one = measure(engine, house)
    for _ in range(4):
        house.grow()
    five = measure(engine, house)
    assert {name: statements for name, (_, statements) in one.items()} == dict.fromkeys(LISTS, 1)
    assert {name: statements for name, (_, statements) in five.items()} == dict.fromkeys(LISTS, 1)
    assert {name for name in LISTS if five[name][0] < one[name][0] + 4} == set()
