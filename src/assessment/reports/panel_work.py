"""What a decision's record tells of the panel itself: its declarations, and how it met the cluster."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from assessment.domain.criteria import Visit
from assessment.domain.deadlines import day_of
from assessment.reports.findings import DeclarationFinding, VisitFinding
from assessment.reports.formats import country_name
from assessment.reports.gathering import day_of as day_of_text
from assessment.reports.verdict import Verdict


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
    )


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
