"""What a digest tells of applications: one line each, with the way to the work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum, auto

from assessment.catalogue.loader import Catalogue
from assessment.domain.deadlines import day_of, days_left
from assessment.domain.tasks import has_become_pressing


class What(StrEnum):
    """What has happened to an application, or is to be done about it."""

    ANSWER = auto()
    RATE = auto()
    ANSWERED = auto()
    CLOSE = auto()
    WRITE_OUTCOME = auto()
    CHECK = auto()
    APPOINT = auto()
    FILL = auto()
    DECIDE = auto()
    CONFIRM = auto()
    CONDITIONS = auto()
    CONFIRM_MISS = auto()
    CONFIRM_NAME = auto()
    RESUME = auto()
    APPEAL = auto()
    COMPLAINT = auto()
    SUBMITTED = auto()
    OBJECTED = auto()
    DISCLOSED = auto()
    DECLINED = auto()
    REPLIED = auto()
    LAPSED = auto()
    LATE_ANSWER = auto()
    LATE_RATINGS = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `left` counts the days until `due_on`, below zero once it has passed.

    `person` is the reviewer that it is about; `done` of `total` criteria are rated.
    """

    what: What
    cluster: str
    label: str
    path: str
    due_on: date | None = None
    left: int | None = None
    person: str = ""
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Lines:
    """What is new, what waits, and whether that alone is reason enough for a mail.

    `further` counts the applications that wait and are not listed, `further_complaints` the complaints.
    """

    news: tuple[Line, ...] = ()
    waiting: tuple[Line, ...] = ()
    late: tuple[Line, ...] = ()
    is_pressing: bool = False
    further: int = 0
    further_complaints: int = 0

    @property
    def is_worth_a_mail(self) -> bool:
        return bool(self.news) or self.is_pressing


@dataclass(frozen=True, slots=True)
class Period:
    """The news after `since` and up to `until`, told at the moment `at`."""

    since: datetime
    until: datetime
    at: datetime

    def has(self, moment: datetime | None) -> bool:
        return moment is not None and self.since < moment <= self.until

    def left(self, due_on: date | None) -> int | None:
        return None if due_on is None else days_left(due_on, self.at)

    def begins_to_press(self, days: Iterable[date | None]) -> bool:
        """Whether one of the days has become soon, or has passed, since the person was last told."""
        last, today = day_of(self.since), day_of(self.at)
        return any(has_become_pressing(day, last, today) for day in days)


def label_title(catalogue: Catalogue, scheme_id: str, label_id: str, language: str) -> str:
    """What the label is called; its id where the scheme is not on offer any more."""
    edition = catalogue.editions.get(scheme_id)
    labels = edition.texts.in_language(language).labels if edition else {}
    return labels[label_id].title if label_id in labels else label_id
