"""The words for states, events and roles, the same on every page."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from typing import Any

from babel.lists import format_list
from flask import Flask
from flask_babel import format_timedelta, get_locale, gettext
from flask_babel import lazy_gettext as _l
from jinja2 import pass_context
from jinja2.runtime import Context

from assessment.catalogue.schema import TextsFile
from assessment.catalogue.schema.versions import ChangeClass
from assessment.catalogue.texts import unit_text
from assessment.db.base import now
from assessment.domain.clusters import YearFigure
from assessment.domain.complaints import Finding
from assessment.domain.criteria import EvidenceKind
from assessment.domain.evidence import LinkState
from assessment.domain.figures import Figure, made_of
from assessment.domain.label_life import LifeEvent, LifeState
from assessment.domain.next_steps import Holder
from assessment.domain.policy import ClusterRole
from assessment.domain.progress import Stage, stage_of
from assessment.domain.questions import Question, plain
from assessment.domain.scorecard import ConditionKind
from assessment.domain.team import TeamStep
from assessment.domain.validity import HOME, NEAR, Standing
from assessment.domain.workflow import Event, SeatState, State, told_to_cluster
from assessment.reports import formats
from assessment.reports.words.bounds import out_of_bounds_words
from assessment.reports.words.messages import Messages
from assessment.services.accounts import Office
from assessment.services.decisions import Outcome
from assessment.services.impartiality import plain_conflict
from assessment.web.cluster_words import (
    CLUSTER_NAMES,
    fact_shown,
    figure_shown,
    language_name,
    region_shown,
)
from assessment.web.forms.question_values import value_of
from assessment.web.language import language
from assessment.web.reviewer_words import REVIEWER_NAMES, conflict_words

NAMES: dict[str, Mapping[Any, object]] = {
    "state": {
        State.DRAFT: _l("Draft"),
        State.SUBMITTED: _l("Submitted"),
        State.ACCEPTED: _l("Accepted for review"),
        State.PANEL_PROPOSED: _l("Panel proposed"),
        State.IN_REVIEW: _l("In review"),
        State.CLARIFICATION: _l("Clarification asked"),
        State.CONSENSUS: _l("Consensus"),
        State.REVIEWED: _l("Waiting for decision"),
        State.DECISION_PROPOSED: _l("Decision to confirm"),
        State.CONDITIONAL: _l("Awarded with conditions"),
        State.AWARDED: _l("Awarded"),
        State.DEFERRED: _l("Deferred"),
        State.DECLINED: _l("Declined"),
        State.APPEALED: _l("Appeal"),
        State.DISCARDED: _l("Discarded"),
        LifeState.VALID: _l("Valid"),
        LifeState.SUSPENDED: _l("Suspended"),
        LifeState.REVOKED: _l("Revoked"),
        LifeState.SUPERSEDED: _l("Replaced by a renewal"),
    },
    "event": {
        Event.SUBMIT: _l("Submitted"),
        Event.WITHDRAW: _l("Submission withdrawn"),
        Event.RETURN: _l("Returned to the cluster"),
        Event.ACCEPT: _l("Accepted for review"),
        Event.DISCARD: _l("Draft discarded"),
        Event.PROPOSE_PANEL: _l("Panel proposed"),
        Event.OBJECT: _l("The cluster objected to the panel"),
        Event.RECALL_PANEL: _l("Proposal of a panel taken back"),
        Event.APPOINT_PANEL: _l("Panel appointed"),
        Event.ASK_CLARIFICATION: _l("Clarification asked"),
        Event.ANSWER_CLARIFICATION: _l("Clarification answered"),
        Event.LAPSE_CLARIFICATION: _l("Clarification not answered in time"),
        Event.HAND_IN_LAST_REVIEW: _l("All reviews handed in"),
        Event.REOPEN_REVIEW: _l("Review open again"),
        Event.CLOSE_CONSENSUS: _l("Consensus closed"),
        Event.SEND_BACK: _l("Sent back to the panel"),
        Event.PROPOSE_DECISION: _l("Decision proposed"),
        Event.REJECT_DECISION: _l("Proposed decision sent back"),
        Event.AWARD: _l("Label awarded"),
        Event.AWARD_WITH_CONDITIONS: _l("Label awarded with conditions"),
        Event.DEFER: _l("Decision deferred"),
        Event.DECLINE: _l("Application declined"),
        Event.RESUME: _l("Taken up again"),
        Event.MEET_CONDITIONS: _l("Conditions met"),
        Event.MISS_CONDITIONS: _l("Conditions not met"),
        Event.APPEAL: _l("Appeal"),
        Event.REJECT_APPEAL: _l("Appeal rejected"),
        Event.ADMIT_APPEAL: _l("Appeal admitted"),
        LifeEvent.SUSPEND: _l("Label suspended"),
        LifeEvent.LIFT: _l("Suspension lifted"),
        LifeEvent.REVOKE: _l("Label revoked"),
        "correct_certificate": _l("Certificate corrected"),
        "propose_correction": _l("Correction of the certificate proposed"),
        "reject_correction": _l("Proposed correction sent back"),
        "withdraw_correction": _l("Proposed correction taken back"),
        LifeEvent.SUPERSEDE: _l("Label renewed"),
        "declare": _l("Reviewer declared their ties"),
        "accept_seat": _l("Reviewer accepted"),
        "decline_seat": _l("Reviewer declined"),
        "replace_reviewer": _l("Reviewer replaced"),
        "change_lead": _l("Another reviewer leads the panel"),
        "hand_in_review": _l("Review handed in"),
        "remind": _l("Reminder sent"),
        "check_condition": _l("Condition checked"),
        "complain": _l("Complaint"),
        "answer_complaint": _l("Complaint answered"),
        "fulfil_duty": _l("Duty of the holder done"),
        "report_condition": _l("Condition reported as met"),
        "lapse_condition": _l("Last day of a condition over"),
    },
    "seat": {
        SeatState.PROPOSED: _l("Proposed"),
        SeatState.DROPPED: _l("Not appointed"),
        SeatState.INVITED: _l("Asked"),
        SeatState.ACCEPTED: _l("Accepted"),
        SeatState.DECLINED: _l("Declined the review"),
        SeatState.HANDED_IN: _l("Handed in"),
        SeatState.REPLACED: _l("Replaced"),
    },
    "outcome": {
        Outcome.AWARD: _l("The label is awarded"),
        Outcome.AWARD_WITH_CONDITIONS: _l("The label is awarded with conditions"),
        Outcome.DEFER: _l("The decision is deferred"),
        Outcome.DECLINE: _l("The application is declined"),
    },
    "finding": {
        Finding.UPHELD: _l("The complaint is upheld"),
        Finding.PARTLY_UPHELD: _l("The complaint is upheld in part"),
        Finding.NOT_UPHELD: _l("The complaint is not upheld"),
    },
    "role": {
        ClusterRole.OWNER: _l("Owner"),
        ClusterRole.EDITOR: _l("Editor"),
        ClusterRole.VIEWER: _l("Viewer"),
        Office.REVIEWER: _l("Reviewer"),
        Office.SECRETARIAT: _l("Secretariat"),
    },
    "stage": {
        Stage.NOT_BEGUN: _l("Not begun"),
        Stage.BEGUN: _l("Begun"),
        Stage.NEEDS_EVIDENCE: _l("Needs evidence"),
        Stage.UNSUPPORTED: _l("Not supported"),
        Stage.BELOW_MINIMUM: _l("Below minimum"),
        Stage.ANSWERED: _l("Answered"),
        Stage.NOT_APPLICABLE: _l("Not applicable"),
        Stage.ANNOUNCED: _l("Announced"),
    },
    "holder": {
        Holder.SECRETARIAT: _l("Secretariat"),
        Holder.SECOND_PERSON: _l("A second person of the secretariat"),
        Holder.CLUSTER: _l("Cluster"),
        Holder.REVIEWERS: _l("Reviewers"),
        Holder.LEAD: _l("Lead of the panel"),
        Holder.NOBODY: _l("Nobody"),
    },
    "team_step": {
        TeamStep.INVITED: _l("Invited"),
        TeamStep.SENT_AGAIN: _l("Invitation sent again"),
        TeamStep.WITHDRAWN: _l("Invitation withdrawn"),
        TeamStep.JOINED: _l("Joined"),
        TeamStep.ROLE_CHANGED: _l("Role changed"),
        TeamStep.HANDED_OVER: _l("Ownership handed over"),
        TeamStep.REMOVED: _l("Removed"),
        TeamStep.LEFT: _l("Left"),
    },
    "standing": {
        Standing.COMING: _l("Not yet in force"),
        Standing.VALID: _l("Valid"),
        Standing.EXPIRING: _l("Valid, ends soon"),
        Standing.GRACE: _l("Expired, can still be renewed"),
        Standing.EXPIRED: _l("Expired"),
        Standing.SUSPENDED: _l("Suspended"),
        Standing.REVOKED: _l("Revoked"),
        Standing.SUPERSEDED: _l("Replaced by a renewal"),
    },
    "evidence": {
        EvidenceKind.DOCUMENT: _l("document"),
        EvidenceKind.SPREADSHEET: _l("spreadsheet"),
        EvidenceKind.IMAGE: _l("image"),
        EvidenceKind.LINK: _l("web address"),
    },
    "link": {
        LinkState.ALIVE: _l("The link works"),
        LinkState.CLOSED: _l("Asks to sign in"),
        LinkState.GONE: _l("Dead link: there is no such page"),
        LinkState.UNREACHABLE: _l("Dead link: no proper answer"),
        LinkState.NOT_PUBLIC: _l("Not on the public web: reviewers cannot open it"),
    },
    "change": {
        ChangeClass.EDITORIAL: _l("editorial"),
        ChangeClass.CLARIFIED: _l("clarified"),
        ChangeClass.RESCORED: _l("rescored"),
        ChangeClass.NEW: _l("new"),
        ChangeClass.RETIRED: _l("retired"),
        ChangeClass.SPLIT: _l("split"),
        ChangeClass.MERGED: _l("merged"),
    },
    "document": {
        "application": _l("Application as submitted"),
        "benchmarking": _l("Benchmarking report"),
        "certificate": _l("Certificate"),
        "interview": _l("Interview sheet"),
        "portfolio": _l("Portfolio report"),
        "report": _l("Evaluation report"),
        "self_assessment": _l("Self-assessment report"),
    },
    **CLUSTER_NAMES,
    **REVIEWER_NAMES,
}


_RECORDED = {"event", "state"}
"""Names of what events say, which stay for good."""


def _figure(value: object, name: str) -> str:
    """For templates: a figure of a year, as kept or as read, in words."""
    kept = plain(value) if isinstance(value, Fraction) else value
    return figure_shown(YearFigure(name), kept)


def time_of_day(moment: datetime) -> str:
    """The time of day, in the reader's language."""
    return formats.time_of_day(moment, language())


@pass_context  # keeps the compiler of templates from settling the language once for all
def name_of(_context: Context, value: str, kind: str) -> str:
    """The word for a value of one of the `NAMES`: a `state`, an `event`, a `role` …

    The record of what happened may have a kind or state that this release has no word for: it is
    shown as it is.
    """
    return word_for(value, kind)


def word_for(value: str, kind: str) -> str:
    """The same outside of templates."""
    words = NAMES[kind]
    return str(words.get(value, value) if kind in _RECORDED else words[value])


def field_words(name: str) -> str:
    """The name of a field as people can read it; the rows of a table are counted from one."""
    counted = re.sub(r"-(\d+)-", lambda row: f" {int(row[1]) + 1} ", name.removeprefix("q-"))
    return re.sub(r"[-_]", " ", counted).capitalize()


def level_mark(level: int | None) -> str:
    """A level in a table; an en dash where there is none."""
    return "–" if level is None else str(level)


def exact_points(text: str) -> str:
    """Points that were kept exactly, as a text; an en dash where there are none."""
    return formats.points(Fraction(text), language()) if text not in ("", "–") else "–"


def condition_name(key: str, words: TextsFile) -> str:
    """The name of a label's condition by its key, such as `minimum.team`."""
    kind, _, subject = key.partition(".")
    match ConditionKind(kind):
        case ConditionKind.ELIGIBILITY:
            return words.eligibility.get(subject, subject)
        case ConditionKind.MINIMUM:
            texts = words.criteria.get(subject)
            return str(gettext("Minimum of %(title)s", title=texts.title if texts else subject))
        case ConditionKind.SECTION:
            found = words.sections.get(subject)
            return str(gettext("Points in %(title)s", title=found.title if found else subject))
    return str(_CONDITIONS[ConditionKind(kind)])


_messages = cache(Messages)


def column_total(question: Question, column: Question, rows: object) -> str:
    """The total of a table's column, as far as its saved rows say numbers."""
    saved = rows if isinstance(rows, list) else []
    cells = (row.get(column.id) for row in saved if isinstance(row, Mapping))
    numbers = (value_of(column, cell) for cell in cells)
    total = sum((n for n in numbers if isinstance(n, Fraction)), Fraction(0))
    return formats.measured(total, column.unit or column.currency, language())


def figure_remark(figure: Figure, number: Fraction | None, name: str, words: TextsFile) -> str:
    """What to tell of a figure that cannot be true; nothing of any other."""
    return out_of_bounds_words(figure, number, name, words, _messages(language()))


_CONDITIONS = {
    ConditionKind.PREREQUISITE: _l("The label that must be held"),
    ConditionKind.COMPLETE: _l("Completeness"),
    ConditionKind.IMPROVEMENTS: _l("Improvement areas"),
    ConditionKind.THRESHOLD: _l("Threshold"),
}


def amount(
    words: TextsFile, number: Fraction, unit: str | None, *, is_share: bool, otherwise: str = ""
) -> str:
    """A number with its unit, per cent sign or what stands there otherwise."""
    if is_share:
        return formats.percent(number, language())
    measure = unit_text(words, unit, number) if unit else otherwise
    return f"{formats.measured(number, unit or otherwise, language())} {measure}".rstrip()


def figure_amount(words: TextsFile, figure: Figure, number: Fraction) -> str:
    """A derived figure with its unit, to the nearest hundredth."""
    return amount(words, formats.rounded(number), figure.unit, is_share=figure.in_percent)


def from_today(day: date) -> str:
    """How far a day is away, in words: in 3 months."""
    return str(format_timedelta(day - _today(), add_direction=True))


def is_past(day: date) -> bool:
    """Whether the day has been."""
    return day < _today()


def is_coming(day: date) -> bool:
    """Whether the day is still to come."""
    return day > _today()


def is_near(day: date) -> bool:
    """Whether a period that ends on the day ends soon."""
    return _today() <= day <= _today() + NEAR


def _today() -> date:
    return now().astimezone(HOME).date()


def listed(items: Iterable[str]) -> str:
    """Several things as one phrase: a, b and c."""
    return str(format_list(list(items), locale=get_locale()))


def state_for_cluster(state: str) -> str:
    """The state of an application as its cluster is told it; that of a label as it is."""
    return told_to_cluster(State(state)) if state in set(State) else state


def person_name(person: Any) -> str:
    """The name of a person; of one whose account was deleted, only that they were here."""
    return gettext("Former member") if person.deleted_at else str(person.name)


def init_wording(app: Flask) -> None:
    """Lets templates say `state|name('state')` and `level|level_mark`."""
    app.jinja_env.filters["exact_points"] = exact_points
    app.jinja_env.filters["condition_name"] = condition_name
    app.jinja_env.filters["name"] = name_of
    app.jinja_env.filters["for_cluster"] = state_for_cluster
    app.jinja_env.filters["listed"] = listed
    app.jinja_env.filters["conflict"] = conflict_words
    app.jinja_env.filters["plain_conflict"] = plain_conflict
    app.jinja_env.filters["from_today"] = from_today
    app.jinja_env.tests["past"] = is_past
    app.jinja_env.tests["coming"] = is_coming
    app.jinja_env.tests["near"] = is_near
    app.jinja_env.globals["stage_of"] = stage_of
    app.jinja_env.globals["made_of"] = made_of
    app.jinja_env.globals["figure_remark"] = figure_remark
    app.jinja_env.filters["person"] = person_name
    app.jinja_env.filters["level_mark"] = level_mark
    app.jinja_env.filters["field_words"] = field_words
    app.jinja_env.filters["is_money"] = formats.is_money
    app.jinja_env.filters["language_name"] = language_name
    app.jinja_env.filters["fact"] = fact_shown
    app.jinja_env.filters["region"] = region_shown
    app.jinja_env.filters["figure"] = _figure
    app.jinja_env.globals["figure_amount"] = figure_amount
    app.jinja_env.globals["year_figures"] = tuple(YearFigure)
    app.jinja_env.globals["column_total"] = column_total
