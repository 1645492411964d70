"""What waits for a reviewer: invitations, ratings, answers of the cluster, a consensus to close."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Catalogue
from assessment.db.models import Seat, User
from assessment.db.queries import digests as queries
from assessment.db.queries import reviews
from assessment.domain.policy import Action, Actor, ClusterRole, Subject, may
from assessment.domain.workflow import SeatState, State
from assessment.services.digest_lines import Line, Lines, Period, What, label_title


@dataclass(frozen=True)
class ReviewReader:
    """Looks through the seats of a reviewer, as far as they may see what they sit on."""

    session: Session
    person: User
    catalogue: Catalogue
    period: Period

    def read(self) -> Lines:
        """The lines, in a fixed number of queries."""
        seats = [seat for seat in self._seats if self._is_mine(seat)]
        waiting = [line for seat in seats for line in self._waiting(seat)]
        asked = tuple(self._line(seat, What.ANSWER) for seat in seats if self._is_newly_asked(seat))
        news = tuple(self._answered(seats)) + asked
        shown = {line.path for line in asked}
        return Lines(
            news=news,
            waiting=tuple(line for line in waiting if line.path not in shown),
            is_pressing=self.period.begins_to_press(line.due_on for line in waiting)
            or any(self._is_newly_lead(seat) for seat in seats),
        )

    @cached_property
    def _seats(self) -> Sequence[Seat]:
        return queries.seats_at_work(self.session, self.person.id)

    @cached_property
    def _roles(self) -> dict[int, ClusterRole]:
        return queries.roles_of(self.session, self.person.id)

    @cached_property
    def _rated(self) -> dict[int, int]:
        return reviews.rated_counts(self.session, [seat.id for seat in self._seats])

    @cached_property
    def _alone(self) -> set[int]:
        return reviews.alone_on_panel(self.session, [seat.id for seat in self._seats])

    def _may(self, seat: Seat, action: Action) -> bool:
        found = seat.submission.assessment
        subject = Subject(
            cluster_role=self._roles.get(found.cluster_id),
            seat=SeatState(seat.state),
            is_lead=seat.is_lead,
            had_seat=True,
            state=State(found.state),
        )
        actor = Actor(self.person.id, self.person.is_reviewer, self.person.is_secretariat)
        return may(actor, action, subject)

    def _is_mine(self, seat: Seat) -> bool:
        return self._may(seat, Action.SEE_SEAT)

    def _waiting(self, seat: Seat) -> Iterator[Line]:
        if self._waits_for_answer(seat):
            yield self._line(seat, What.ANSWER)
        elif self._may(seat, Action.HAND_IN):
            yield self._line(seat, What.RATE)
        elif self._may(seat, Action.CLOSE_CONSENSUS):
            yield self._line(seat, What.WRITE_OUTCOME if seat.id in self._alone else What.CLOSE)

    def _waits_for_answer(self, seat: Seat) -> bool:
        """Who disclosed a tie has answered, and waits for the secretariat."""
        return seat.declaration is None and self._may(seat, Action.ANSWER_INVITATION)

    def _is_newly_asked(self, seat: Seat) -> bool:
        asked_at = max(seat.appointed_at, seat.submission.assessment.changed_at)
        return self._waits_for_answer(seat) and self.period.has(asked_at)

    def _is_newly_lead(self, seat: Seat) -> bool:
        changed_at = seat.submission.assessment.changed_at
        return self._may(seat, Action.CLOSE_CONSENSUS) and self.period.has(changed_at)

    def _answered(self, seats: list[Seat]) -> Iterator[Line]:
        """Rounds of questions that the cluster has answered, or let go by, of reviews at work."""
        at_work = {s.submission_id: s for s in seats if self._may(s, Action.SEE_REVIEW)}
        found = queries.answered_between(
            self.session, at_work.keys(), self.period.since, self.period.until
        )
        for submission_id in found:
            yield self._line(at_work[submission_id], What.ANSWERED)

    def _line(self, seat: Seat, what: What) -> Line:
        found = seat.submission.assessment
        page, due_on = {
            What.ANSWER: ("/seat", seat.answer_by),
            What.RATE: ("", seat.due_on),
            What.CLOSE: ("/consensus", found.due_on),
            What.WRITE_OUTCOME: ("/outcome", found.due_on),
            What.ANSWERED: ("/questions", None),
        }[what]
        return Line(
            what,
            found.cluster.name,
            label_title(self.catalogue, found.scheme_id, found.label_id, self.person.language),
            f"/reviews/{seat.submission_id}{page}",
            due_on,
            self.period.left(due_on),
            done=self._rated.get(seat.id, 0),
            total=self._total(found.scheme_id, found.label_id),
        )

    def _total(self, scheme_id: str, label_id: str) -> int:
        edition = self.catalogue.editions.get(scheme_id)
        labels = [label for label in edition.scheme if label.id == label_id] if edition else []
        return sum(len(label.rated) for label in labels)
