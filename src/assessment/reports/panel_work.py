"""What a decision's record tells beside the ratings: declarations, questions, the visit, conditions."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from assessment.domain.criteria import Visit
from assessment.domain.deadlines import day_of
from assessment.domain.workflow import SeatState
from assessment.reports.findings import (
    AwardConditionFinding,
    ClarificationFinding,
    DeclarationFinding,
    QuestionFinding,
    VisitFinding,
    WarningFinding,
)
from assessment.reports.formats import country_name
from assessment.reports.gathering import day_of as day_of_text
from assessment.reports.gathering import evidence_finding, is_confidential
from assessment.reports.verdict import Verdict
from assessment.reports.words.conflicts import conflict_words


def declarations(verdict: Verdict) -> Iterator[DeclarationFinding]:
    """Of those who reviewed in the order of their seats, then of those who left."""
    for member in verdict.decision["panel"]:
        if member.get("declared_at"):
            yield _declaration(verdict, member)
    for member in verdict.decision.get("left", []):
        yield _declaration(verdict, member, left_because=member.get("reason", ""))


def _declaration(
    verdict: Verdict, member: Mapping[str, Any], left_because: str | None = None
) -> DeclarationFinding:
    declared_at = member.get("declared_at")
    return DeclarationFinding(
        verdict.names.messages.person(member["name"]),
        country_name(member["country"], verdict.language),
        bool(member.get("is_lead")),
        day_of(datetime.fromisoformat(declared_at)) if declared_at else None,
        member.get("disclosed", ""),
        member.get("cleared_because", ""),
        left_because,
        member.get("state") == SeatState.REPLACED,
        verdict.names.messages.person(member.get("took_over_from", "")),
        tuple(
            WarningFinding(
                conflict_words(found["rule"], verdict.names.messages), found.get("because", "")
            )
            for found in member.get("conflicts", [])
        ),
    )


def award_conditions(verdict: Verdict) -> Iterator[AwardConditionFinding]:
    """The conditions of an award, in the order in which they were written."""
    for one in verdict.decision.get("proposed", {}).get("conditions", []):
        yield AwardConditionFinding(one["text"], day_of_text(one["due_on"]))


def clarifications(verdict: Verdict) -> Iterator[ClarificationFinding]:
    """The rounds of questions, oldest first, with what the cluster answered."""
    for found in verdict.decision.get("clarifications", []):
        yield ClarificationFinding(
            found["number"],
            _home_day(found.get("asked_at")),
            day_of_text(found.get("due_on")),
            _home_day(found.get("closed_at")),
            found.get("is_answered", True),
            found.get("digest", ""),
            tuple(_question(verdict, each) for each in found["questions"]),
        )


def _question(verdict: Verdict, asked: Mapping[str, Any]) -> QuestionFinding:
    criterion = verdict.label.criterion(asked["criterion"])
    return QuestionFinding(
        criterion.number,
        verdict.words.criteria[criterion.id].title,
        asked["question"],
        asked["answer"],
        tuple(
            evidence_finding(item, is_hidden=is_confidential(item)) for item in asked["evidence"]
        ),
    )


def _home_day(moment: str | None) -> date | None:
    return day_of(datetime.fromisoformat(moment)) if moment else None


def visit_finding(verdict: Verdict) -> VisitFinding | None:
    """How the panel met the cluster; None where nothing is on record."""
    visit = verdict.decision.get("outcome", {}).get("visit", {})
    if not any(visit.values()):
        return None
    gettext = verdict.names.messages.gettext
    forms = {Visit.ON_SITE: gettext("On site"), Visit.VIDEO: gettext("By video")}
    return VisitFinding(
        day_of_text(visit.get("visited_on")),
        forms.get(visit.get("form", ""), ""),
        visit.get("people", ""),
    )
