"""The words for reviewers: ties, conflicts of interest, and why somebody is proposed or not."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from assessment.domain.conflicts import Rule, TieKind
from assessment.domain.criteria import Visit
from assessment.domain.proposing import Reason, Refusal
from assessment.reports import formats
from assessment.services.agreement import Reading
from assessment.web.cluster_words import LOCAL_LANGUAGES, language_name
from assessment.web.language import language

TIES = {
    TieKind.EMPLOYED: _l("Employed there"),
    TieKind.BOARD: _l("On its board or a committee"),
    TieKind.MEMBER: _l("A member, or working for a member"),
    TieKind.ADVISER: _l("Adviser"),
}
CONFLICTS = {
    Rule.TEAM: _l("on the cluster’s team"),
    Rule.EMPLOYED: _l("employed by the cluster"),
    Rule.BOARD: _l("on the cluster’s board"),
    Rule.MEMBER: _l("a member of the cluster"),
    Rule.ADVISER: _l("adviser to the cluster"),
    Rule.SIMILAR_NAME: _l("tied to an organisation with a similar name"),
    Rule.RECIPROCAL: _l("somebody of the cluster reviewed a cluster of theirs"),
    Rule.LAST_PANEL: _l("reviewed the cluster’s last application"),
    Rule.OBJECTED: _l("the cluster objected to a panel with them"),
}
REASONS = {
    Reason.AVAILABLE: _l("there on all days of the review"),
    Reason.LANGUAGE: _l("speaks a language of the application"),
    Reason.SECTOR: _l("knows the cluster’s sector"),
    Reason.TRAINED: _l("trained"),
    Reason.CALIBRATED: _l("calibrated"),
    Reason.FREE_SEATS: _l("has room for reviews"),
    Reason.WARNED: _l("a possible conflict of interest"),
}
REFUSALS = {
    Refusal.ASKED_BEFORE: _l("Was asked to review this application before"),
    Refusal.CONFLICT: _l("Conflict of interest"),
    Refusal.FULL: _l("No room for another review now"),
    Refusal.AWAY: _l("Away on all days of the review"),
}
VISITS = {
    Visit.NONE: _l("without a visit"),
    Visit.VIDEO: _l("by video"),
    Visit.ON_SITE: _l("on site"),
}
READINGS = {
    Reading.TOO_FEW: _l("Too few applications"),
    Reading.ALL_ALIKE: _l("All levels are the same"),
    Reading.RELIABLE: _l("Can be relied on"),
    Reading.TENTATIVE: _l("Tentative"),
    Reading.UNRELIABLE: _l("Cannot be relied on"),
}

REVIEWER_NAMES: Mapping[str, Mapping[Any, Any]] = {
    "tie": TIES,
    "conflict": CONFLICTS,
    "reason": REASONS,
    "refusal": REFUSALS,
    "visit": VISITS,
    "reading": READINGS,
}
"""For `name_of` (`assessment.web.wording`)."""


def conflict_words(found: Mapping[str, Any]) -> str:
    """A conflict as a seat keeps it, in words with what it rests on."""
    told = str(CONFLICTS[Rule(found["rule"])])
    parts = [told, found.get("organisation") or "", _time(found)]
    return ", ".join(part for part in parts if part)


def _time(found: Mapping[str, Any]) -> str:
    since, until, on = (_day(found.get(name)) for name in ("since", "until", "on"))
    if on:
        return on
    if since and until:
        return str(_("%(since)s to %(until)s", since=since, until=until))
    if until:
        return str(_("until %(day)s", day=until))
    return str(_("since %(day)s", day=since)) if since else str(_("now"))


def _day(text: str | None) -> str:
    return formats.day(date.fromisoformat(text), language()) if text else ""


def spoken_choices() -> list[tuple[str, str]]:
    """The languages in which somebody may review, by code and name, sorted by name."""
    named = [(code, language_name(code)) for code in ("en", *LOCAL_LANGUAGES)]
    return sorted(named, key=lambda pair: pair[1])
