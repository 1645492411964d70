"""Whom to propose for a panel: every reviewer with load, reasons and conflicts, and the best panel."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assessment.db.models import Seat, Submission
from assessment.db.queries import reviewer_register as queries
from assessment.domain.conflicts import Conflict
from assessment.domain.criteria import Label, Panel
from assessment.domain.days import Days
from assessment.domain.deadlines import day_of
from assessment.domain.proposing import Candidate, Demand, Ranked, propose_panel, rank
from assessment.services.impartiality import standing_of
from assessment.services.panel_rules import panel_rule
from assessment.services.records import rules_of
from assessment.services.reviewer_profiles import Entry, entries


@dataclass(frozen=True, slots=True)
class Choice:
    """A reviewer with what the register knows of them, and how they rank."""

    entry: Entry
    ranked: Ranked


@dataclass(frozen=True, slots=True)
class Proposals:
    """Who may be chosen, best first; who may not, with why; and the best panel by their numbers.

    Those who stay on the panel are in neither.
    """

    label: Label
    rule: Panel
    choices: tuple[Choice, ...]
    refused: tuple[Choice, ...]
    best: tuple[int, ...]


def proposals(
    session: Session, submission: Submission, at: datetime, staying: Collection[Seat] = ()
) -> Proposals:
    """The reviewers for this submission, ranked; beside those who stay on its panel, if any."""
    edition, label = rules_of(submission)
    rules, cluster = edition.scheme.review, submission.assessment.cluster
    today = day_of(at)
    found = queries.register(session)
    known = {
        entry.registered.person.id: entry
        for entry in entries(found, queries.absences_since(session, today), today)
    }
    standing = standing_of(session, submission, cluster, list(known), at)
    waiting = rules.objection_days if not submission.had_objection and not staying else 0
    first = today + timedelta(days=waiting)
    signed = (submission.record.get("signed") or {}).get("language", "")
    demand = Demand(
        cluster.country,
        Days(first, first + timedelta(days=rules.review_days)),
        frozenset({cluster.local_language, signed} - {""}),
        frozenset(cluster.sectors),
    )
    stays = {seat.reviewer_id for seat in staying}
    candidates = [
        _candidate(entry, standing.conflicts[user_id], user_id in standing.asked_before)
        for user_id, entry in known.items()
        if user_id not in stays
    ]
    ranked = rank(candidates, demand)
    rule = panel_rule(submission, label)
    best = propose_panel(_still_asked(rule, staying, cluster.country), ranked) or ()
    choices = [Choice(known[each.candidate.reviewer_id], each) for each in ranked]
    return Proposals(
        label,
        rule,
        tuple(choice for choice in choices if not choice.ranked.is_refused),
        tuple(choice for choice in choices if choice.ranked.is_refused),
        tuple(each.candidate.reviewer_id for each in best),
    )


def _candidate(entry: Entry, conflicts: tuple[Conflict, ...], was_asked: bool) -> Candidate:
    person, profile = entry.registered.person, entry.registered.profile
    return Candidate(
        reviewer_id=person.id,
        country=person.country,
        capacity=entry.capacity,
        languages=frozenset(profile.languages if profile else ()),
        sectors=frozenset(profile.sectors if profile else ()),
        unavailable=entry.absences,
        open_seats=entry.registered.open_seats,
        is_trained=bool(profile and profile.trained_on),
        is_calibrated=entry.is_calibrated,
        conflicts=conflicts,
        was_asked=was_asked,
    )


def _still_asked(rule: Panel, staying: Collection[Seat], home: str) -> Panel:
    """What the rule asks beside those who stay."""
    countries = [seat.reviewer.country for seat in staying]
    national = sum(country == home for country in countries)
    foreign = sum(country not in ("", home) for country in countries)
    return Panel(
        reviewers=max(rule.reviewers - len(countries), 0),
        national=max(rule.national - national, 0),
        foreign=max(rule.foreign - foreign, 0),
    )
