"""What the list of applications is narrowed to, by its address; what makes no sense narrows nothing."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import request
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries.pipeline import ORDERS, WAITING, Wanted
from assessment.domain.deadlines import day_of
from assessment.domain.validity import HOME
from assessment.domain.workflow import SUBMITTED_STATES, State
from assessment.web.access import LARGEST_KEY, current_user_id
from assessment.web.context import catalogue, label_name
from assessment.web.forms.fields import one_line
from assessment.web.language import country_name
from assessment.web.listing import LONGEST, asked
from assessment.web.wording import word_for

FILTERS = ("state", "q", "label", "country", "call", "overdue", "mine", "since", "until", "sort")
"""The parts of the address that a view keeps."""
PLACE = (*FILTERS, "view", "page")
"""The parts that lead back to where somebody stood in the list."""
_LONGEST_WAY = 2_000


def kept_filters() -> dict[str, str]:
    """The filters and the order of this page, as a view keeps them."""
    return {name: asked(name) for name in FILTERS if asked(name)}


def this_place() -> str:
    """Where somebody stands in the list, to be sent along as `back`."""
    return urlencode({name: asked(name) for name in PLACE if asked(name)})


def place_before() -> dict[str, Any]:
    """Where somebody stood in the list by what was sent along; all applications where nothing was."""
    sent = request.values.get("back", "")[:_LONGEST_WAY]
    told = {name: str(one_line(value))[:LONGEST] for name, value in parse_qsl(sent)}
    return {name: told[name] for name in PLACE if told.get(name)} or {"state": "all"}


def wanted_applications() -> Wanted:
    """Which applications the address asks for."""
    state, sort = asked("state"), asked("sort")
    scheme_id, _sign, label_id = asked("label").partition(".")
    since, until = _day("since"), _day("until")
    return Wanted(
        state=state if state == WAITING or state in _STATES else "",
        words=asked("q"),
        scheme_id=scheme_id,
        label_id=label_id,
        country=asked("country").upper()[:2],
        call_id=_number("call"),
        overdue_on=day_of(now()) if asked("overdue") else None,
        to_confirm_by=current_user_id() if asked("mine") else None,
        since=_begin(since) if since else None,
        until=_begin(until + timedelta(days=1)) if until else None,
        numbers=_picked(),
        sort=sort if sort.removeprefix("-") in ORDERS else "",
    )


_STATES = frozenset(state.value for state in SUBMITTED_STATES)


def picked_numbers() -> list[int]:
    """The applications that are ticked, by their numbers, each once and in their order."""
    numbers = request.values.getlist("pick", type=int)
    return sorted({number for number in numbers if 0 < number <= LARGEST_KEY})


def _picked() -> frozenset[int] | None:
    return frozenset(picked_numbers()) or None


def _number(name: str) -> int | None:
    number = request.values.get(name, type=int)
    return number if number and 0 < number <= LARGEST_KEY else None


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(asked(name))
    except ValueError:
        return None


def _begin(day: date) -> datetime:
    """The first moment of a day at home."""
    return datetime.combine(day, time(), HOME)


def described(wanted: Wanted) -> str:
    """What the list is narrowed to, for the title of a file."""
    parts = []
    if wanted.state:
        is_waiting = wanted.state == WAITING
        parts.append(_("Waiting for us") if is_waiting else str(word_for(wanted.state, "state")))
    parts += [wanted.label_id, wanted.words]
    if wanted.country:
        parts.append(country_name(wanted.country))
    if wanted.overdue_on:
        parts.append(_("Overdue"))
    return " ".join([_("Applications"), *filter(None, parts)])


def states_in_order() -> list[State]:
    """The states of what was submitted, as its path goes through them."""
    return [state for state in State if state in SUBMITTED_STATES]


def labels_on_offer() -> list[tuple[str, str]]:
    """The labels on offer, by what the address says and what is read."""
    return [
        (f"{edition.scheme.id}.{label.id}", label_name(edition.scheme.id, label.id))
        for edition in catalogue()
        for label in edition.scheme
    ]
