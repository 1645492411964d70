"""A reviewer at the form of one criterion: opening it, saving while typing, handing it on."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from assessment.db.models import Submission
from assessment.db.queries import reviews
from assessment.domain.workflow import State
from assessment.services.records import rules_of, self_scorecard
from assessment.services.reviews import to_be_rated
from benchmarks.web.house import House
from benchmarks.web.visits import Answer, Person


@dataclass
class Review:
    """The demonstration's application under review, and a criterion that its reviewer rates."""

    house: House
    person: Person = field(init=False)
    address: str = field(init=False)
    version: int = 0
    count: int = 0

    def __post_init__(self) -> None:
        self.person = Person(self.house.app, self.house.person("reviewer.fi"))
        number = self.house.submission_in(State.IN_REVIEW)
        with self.house.session() as session:
            found: Submission = reviews.submission(session, number)
            _edition, label = rules_of(found)
            asked = to_be_rated(self_scorecard(found.record, label))[0].id
            seat = reviews.seat_of(session, number, self.person.user.id)
            rating = reviews.ratings(session, seat.id).get(asked)
        self.version = rating.version if rating else 0
        self.address = f"/reviews/{number}/criteria/{asked}"

    def requests(self) -> Iterator[tuple[str, Callable[[], Answer]]]:
        """What is measured, by what it is called."""
        yield "form of a criterion", lambda: self.person.ask(self.address)
        yield "saving while typing", self.autosave
        yield "handing on to the next", self.hand_on

    def autosave(self) -> Answer:
        """One pause in typing."""
        answer = self.person.ask(self.address, self._form(), accept="application/json")
        self.version = json.loads(answer.body)["version"] if answer.status == 200 else self.version
        return answer

    def hand_on(self) -> Answer:
        """The button that saves and leads to the next criterion."""
        answer = self.person.ask(self.address, self._form())
        self.version += answer.status == 303
        return answer

    def _form(self) -> dict[str, str]:
        self.count += 1
        words = f"Written {self.count} times."
        return {"level": "3", "comment": words, "notes": "", "version": str(self.version)}
