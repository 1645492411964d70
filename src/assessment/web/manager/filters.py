"""What a draft's list of criteria can be narrowed to: one entry for each filter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l

from assessment.domain.conditions import Status
from assessment.domain.progress import Stage
from assessment.domain.tasks import Urgency
from assessment.services.checklist import Item
from assessment.web.manager.teamwork import DraftTeamwork

LATELY = timedelta(days=7)
"""How long ago a change counts as one of late."""


@dataclass(frozen=True, slots=True)
class Around:
    """What filters look at beside the item itself."""

    at: datetime
    user_id: int
    teamwork: DraftTeamwork

    def is_mine(self, item: Item) -> bool:
        """Whether the reader sees to the criterion."""
        task = self.teamwork.tasks.get(item.criterion.id)
        return task is not None and task.user_id == self.user_id

    def is_overdue(self, item: Item) -> bool:
        """Whether its day has passed, whoever sees to it."""
        return self.teamwork.urgencies.get(item.criterion.id) is Urgency.OVERDUE


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow the list, by its key in the address.

    Filters of a state add up: an item of any of them is shown. The others each have to hold.
    """

    key: str
    title: object
    holds: Callable[[Item, Around], bool]
    is_state: bool = True


def _is_fresh(item: Item, *stages: Stage) -> bool:
    """Whether it stands there by an answer of its own, or by none; as `Progress` counts."""
    return item.stage in stages and not item.is_to_confirm


FILTERS = (
    Filter(
        "unanswered",
        _l("Unanswered"),
        lambda item, _: _is_fresh(item, Stage.NOT_BEGUN, Stage.BEGUN),
    ),
    Filter("evidence", _l("Needs evidence"), lambda item, _: _is_fresh(item, Stage.NEEDS_EVIDENCE)),
    Filter("unsupported", _l("Not supported"), lambda item, _: _is_fresh(item, Stage.UNSUPPORTED)),
    Filter("minimum", _l("Below minimum"), lambda item, _: item.score.minimum is Status.MISSED),
    Filter("confirm", _l("To confirm"), lambda item, _: item.is_to_confirm),
    Filter("answered", _l("Done"), lambda item, _: item.is_done),
    Filter(
        "not_applicable", _l("Not applicable"), lambda item, _: item.stage is Stage.NOT_APPLICABLE
    ),
    Filter("mine", _l("Mine"), lambda item, around: around.is_mine(item), is_state=False),
    Filter("overdue", _l("Overdue"), lambda item, around: around.is_overdue(item), is_state=False),
    Filter(
        "commented",
        _l("Open comments"),
        lambda item, around: around.teamwork.open_comments.get(item.criterion.id, 0) > 0,
        is_state=False,
    ),
    Filter(
        "changed",
        _l("Changed in the last 7 days"),
        lambda item, around: item.changed_at is not None and item.changed_at >= around.at - LATELY,
        is_state=False,
    ),
)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter as a link: how many items it shows, and the filters that the link leads to."""

    title: object
    count: int
    is_chosen: bool
    leads_to: list[str] = field(default_factory=list)


def chosen_of(keys: Sequence[str]) -> list[Filter]:
    """The filters of these keys; what is none is left out."""
    return [each for each in FILTERS if each.key in keys]


def chips(items: Sequence[Item], chosen: Sequence[Filter], around: Around) -> list[Chip]:
    """A chip for each filter that shows anything or is chosen; a chosen one leads to without it."""
    keys = [each.key for each in chosen]
    found = []
    for each in FILTERS:
        count = sum(each.holds(item, around) for item in items)
        is_chosen = each.key in keys
        if count or is_chosen:
            others = [key for key in keys if key != each.key]
            leads_to = others if is_chosen else [*keys, each.key]
            found.append(Chip(each.title, count, is_chosen, leads_to))
    return found


def narrowed(items: Sequence[Item], chosen: Sequence[Filter], around: Around) -> list[Item]:
    """The items of any chosen state for which all other chosen filters hold."""
    states = [each for each in chosen if each.is_state]
    others = [each for each in chosen if not each.is_state]
    return [
        item
        for item in items
        if (not states or any(each.holds(item, around) for each in states))
        and all(each.holds(item, around) for each in others)
    ]
