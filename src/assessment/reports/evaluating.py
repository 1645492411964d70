"""From a decided submission to everything that stands in its evaluation report."""

from datetime import date

from assessment.domain.conditions import Status
from assessment.domain.deadlines import day_of
from assessment.reports.evaluation import EvaluationFacts
from assessment.reports.findings import AppealFinding, RenewalFinding
from assessment.reports.gathering import submission_facts
from assessment.reports.panel_work import (
    award_conditions,
    clarifications,
    declarations,
    visit_finding,
)
from assessment.reports.verdict import Verdict
from assessment.reports.words.method import method_words, report_rules


def evaluation_facts(verdict: Verdict) -> EvaluationFacts:
    """What stands in the evaluation report, in the verdict's language."""
    names = verdict.names
    statuses = [condition.status for condition in verdict.final.conditions]
    return EvaluationFacts(
        **submission_facts(verdict),
        decided_at=verdict.decided_at,
        is_awarded=verdict.certificate_number is not None,
        statement=verdict.statement,
        certificate_number=verdict.certificate_number,
        valid_until=verdict.valid_until,
        panel=verdict.panel,
        self_points=verdict.own.points,
        condition_count=len(statuses),
        met_count=statuses.count(Status.MET),
        method=tuple(method_words(verdict.label, names.messages, _reviewers(verdict))),
        rules=tuple(report_rules(names, is_renewal=verdict.renews is not None)),
        visit=visit_finding(verdict),
        declarations=tuple(declarations(verdict)),
        clarifications=tuple(clarifications(verdict)),
        award_conditions=tuple(award_conditions(verdict)),
        appeal=_appeal(verdict),
        renewal=_renewal(verdict),
    )


def _appeal(verdict: Verdict) -> AppealFinding | None:
    found = verdict.appealed
    if found is None:
        return None
    return AppealFinding(found.grounds, day_of(found.made_at), day_of(found.first_decided_at))


def _renewal(verdict: Verdict) -> RenewalFinding | None:
    before = verdict.renews
    if before is None:
        return None
    until = date.fromisoformat(before["until"])
    return RenewalFinding(until, before.get("number") or "", verdict.valid_from)


def _reviewers(verdict: Verdict) -> int:
    """How many reviewed it; a renewal may have another panel than the label's own."""
    return len(verdict.panel) or verdict.label.panel_size
