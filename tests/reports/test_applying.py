"""What is gathered from a frozen submission for the application as a document."""

from dataclasses import fields
from datetime import date
from typing import Any

from assessment.domain.criteria import EvidenceKind
from assessment.reports.application import ApplicationFacts, application_html
from assessment.reports.applying import UNDECIDED, Applied, application_facts
from assessment.reports.findings import EvidenceFinding
from assessment.reports.verdict import Verdict
from tests.reports.decided import LEFT_OUT, SHA256, answer, found, make_verdict, piece


def make_application(submitted_by: str = "Olga Owner", **changes: Any) -> ApplicationFacts:
    """What stands in the application of such a submission."""
    verdict = make_verdict(**changes)
    given = {field.name: getattr(verdict, field.name) for field in fields(Verdict)}
    given["decision"] = UNDECIDED
    return application_facts(Applied(**given, submitted_by=submitted_by))


def test_what_counts_is_the_clusters_own_word() -> None:
    application = make_application()
    team = found(application, "Team")

    assert team.agreed == team.own
    assert not team.ratings
    assert not application.is_reviewed


def test_confidential_evidence_is_named_to_those_who_may_read_it() -> None:
    hidden = piece(7, title="Salaries", confidentiality="confidential")

    application = make_application(answers={"team": answer(2, evidence=[hidden])})

    named = EvidenceFinding(
        "Salaries", SHA256, "", date(2026, 6, 1), kind=EvidenceKind.DOCUMENT, size=1_000
    )
    assert found(application, "Team").evidence == (named,)
    assert "Salaries" in [item.title for item in application.evidence]


def test_evidence_is_dated_by_its_whole_period() -> None:
    long = piece(7, effective_from="2026-01-01")

    html = application_html(make_application(answers={"team": answer(2, evidence=[long])}))

    assert html.count("Dated 1 January 2026 – 1 June 2026") == 2


def test_who_deleted_the_account_submitted_as_a_former_member() -> None:
    assert make_application("Former member", language="fi").submitted_by == "Entinen jäsen"


def test_claim_that_a_criterion_does_not_apply_stands_as_a_sentence() -> None:
    html = application_html(make_application(answers={"spending": LEFT_OUT}))

    assert "Does not apply, as claimed by the cluster." in html
    assert "Why it does not apply, by the cluster" in html
