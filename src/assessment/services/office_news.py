"""What waits for the secretariat, what came in, and which reviewers are late."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Catalogue
from assessment.db.models import Complaint, User
from assessment.db.queries import appeals, name_corrections
from assessment.db.queries import office as queries
from assessment.db.queries.name_corrections import WaitingName
from assessment.db.queries.office import Happened, LateSeat, Standing
from assessment.domain.deadlines import day_of
from assessment.domain.tasks import PRESSING, urgency
from assessment.domain.workflow import WAITING_FOR_SECRETARIAT, SeatState, State
from assessment.services.condition_reports import KIND as REPORTED
from assessment.services.correcting_names import PROPOSE
from assessment.services.digest_lines import Line, Lines, Period, What, label_title

MOST = 20
"""So many applications that wait are listed, and so many complaints; the pages have all of them."""

_STEPS = {
    State.SUBMITTED: (What.CHECK, "/check"),
    State.ACCEPTED: (What.APPOINT, "/panel"),
    State.IN_REVIEW: (What.FILL, "/seats"),
    State.REVIEWED: (What.DECIDE, "/decision"),
    State.DECISION_PROPOSED: (What.CONFIRM, "/decision/confirm"),
    State.CONDITIONAL: (What.CONDITIONS, "/conditions"),
    State.DEFERRED: (What.RESUME, "/resume"),
    State.APPEALED: (What.APPEAL, "/appeal"),
}
_CONFIRM_MISS = (What.CONFIRM_MISS, "/conditions/confirm")
_HAPPENED = {
    "submit": (What.SUBMITTED, ""),
    "object": (What.OBJECTED, "/panel"),
    "declare": (What.DISCLOSED, "/seats"),
    "decline_seat": (What.DECLINED, "/seats"),
    "answer_clarification": (What.REPLIED, ""),
    "lapse_clarification": (What.LAPSED, ""),
}


@dataclass(frozen=True, slots=True)
class OfficeReader:
    """Looks through the applications that somebody of the secretariat may act on."""

    session: Session
    person: User
    catalogue: Catalogue
    period: Period

    def read(self) -> Lines:
        """The lines, in a fixed number of queries.

        Conditions and deferrals wait from the days before they are due, and a condition from when the
        cluster told something of it.
        """
        standing = [
            each
            for each in queries.standing(
                self.session, self.person.id, {*_STEPS} - {State.IN_REVIEW}
            )
            if self._is_waiting(each)
        ]
        happened = queries.happened_between(
            self.session, self.person.id, self.period.since, self.period.until
        )
        late = queries.late_seats(self.session, self.person.id, day_of(self.period.at))
        complaints = appeals.complaints(
            self.session, except_clusters_of=self.person.id, waiting=True, first=0, limit=None
        )
        is_complained = any(self.period.has(each.made_at) for each in complaints)
        return Lines(
            news=tuple(self._came_in(happened)),
            waiting=(
                *map(self._complaint, complaints[:MOST]),
                *map(self._name, name_corrections.to_confirm(self.session, self.person.id)[:MOST]),
                *map(self._waiting, standing[:MOST]),
            ),
            late=tuple(self._late(each) for each in late),
            is_pressing=is_complained
            or any(each.kind == PROPOSE for each in happened)
            or self._presses(standing, happened, late, complaints),
            further=max(0, len(standing) - MOST),
            further_complaints=max(0, len(complaints) - MOST),
        )

    def _is_waiting(self, each: Standing) -> bool:
        if (
            each.is_missed
            or each.is_to_check
            or each.state not in (State.CONDITIONAL, State.DEFERRED)
        ):
            return True
        return urgency(each.due_on, day_of(self.period.at)) in PRESSING

    def _presses(
        self,
        standing: Sequence[Standing],
        happened: Sequence[Happened],
        late: Sequence[LateSeat],
        complaints: Sequence[Complaint],
    ) -> bool:
        """Somebody else has left a step to the secretariat, or a day has come."""
        days = [each.due_on for part in (standing, late, complaints) for each in part]
        waiting = {each.id for each in standing}
        return self.period.begins_to_press(days) or any(
            (each.state_after in WAITING_FOR_SECRETARIAT or each.kind == REPORTED)
            and each.id in waiting
            for each in happened
        )

    def _came_in(self, happened: Sequence[Happened]) -> Iterator[Line]:
        for each in happened:
            is_tie = each.kind != "declare" or not each.facts.get("is_clear", True)
            if each.kind in _HAPPENED and is_tie:
                what, page = _HAPPENED[each.kind]
                yield self._line(each, what, page)

    def _waiting(self, each: Standing) -> Line:
        what, page = _CONFIRM_MISS if each.is_missed else _STEPS[State(each.state)]
        return self._line(each, what, page)

    def _complaint(self, each: Complaint) -> Line:
        about = each.assessment
        return Line(
            What.COMPLAINT,
            about.cluster.name,
            self._label(about.scheme_id, about.label_id),
            f"/secretariat/complaints/{each.id}",
            each.due_on,
            self.period.left(each.due_on),
        )

    def _name(self, each: WaitingName) -> Line:
        return Line(
            What.CONFIRM_NAME,
            each.cluster,
            self._label(each.scheme_id, each.label_id),
            f"/secretariat/submissions/{each.id}/label/correct/confirm",
        )

    def _late(self, each: LateSeat) -> Line:
        is_asked = each.seat_state == SeatState.INVITED
        what = What.LATE_ANSWER if is_asked else What.LATE_RATINGS
        return self._line(each, what, "/seats", each.reviewer)

    def _line(
        self, each: Standing | Happened | LateSeat, what: What, page: str, person: str = ""
    ) -> Line:
        due_on = None if isinstance(each, Happened) else each.due_on
        return Line(
            what,
            each.cluster,
            self._label(each.scheme_id, each.label_id),
            f"/secretariat/submissions/{each.id}{page}",
            due_on,
            self.period.left(due_on),
            person,
        )

    def _label(self, scheme_id: str, label_id: str) -> str:
        return label_title(self.catalogue, scheme_id, label_id, self.person.language)
