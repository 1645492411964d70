"""The evaluation report of a renewal and of an appeal: that it is one, and what it follows on."""

from dataclasses import replace
from datetime import UTC, date, datetime

from assessment.reports.evaluating import evaluation_facts
from assessment.reports.evaluation import EvaluationFacts
from assessment.reports.findings import AppealFinding, RenewalFinding
from assessment.reports.verdict import Appealed
from tests.reports.decided import ADA, make_report, make_verdict
from tests.reports.findings import printed, told, words

BEFORE = {"certificate": 3, "number": "G-2024-0003", "since": "2024-05-14", "until": "2026-05-31"}
RENEWAL = RenewalFinding(date(2026, 5, 31), "G-2024-0003", date(2026, 6, 1))
APPEAL = AppealFinding("The plan was not read.", date(2026, 9, 1), date(2026, 8, 20))
FIRST_PANEL = (
    "2 reviewers rate the answers, each alone, and then agree.",
    "From the cluster’s own country: at least 1.",
    "From another country: at least 1.",
    "The cluster is visited.",
    "Time for it: 16 hours.",
)


def renewal_report(number: str | None = "G-2024-0003") -> EvaluationFacts:
    verdict = make_verdict(panel=(ADA,))
    record = {**verdict.record, "renews": {**BEFORE, "number": number}}
    return evaluation_facts(replace(verdict, record=record, valid_from=date(2026, 6, 1)))


def rule(facts: EvaluationFacts, term: str) -> tuple[str, ...]:
    """The sentences of one rule; none where it is not printed."""
    return next((each.sentences for each in facts.rules if each.term == term), ())


def test_a_renewal_names_what_it_renews_and_from_when_it_holds() -> None:
    facts = renewal_report()
    assert (facts.renewal, facts.appeal) == (RENEWAL, None)
    assert renewal_report(None).renewal == replace(RENEWAL, number="")


def test_what_held_for_a_renewal_is_the_rule_of_the_renewal() -> None:
    facts = renewal_report()
    assert rule(facts, "Panel") == (
        "1 reviewer rates the answers.",
        "The cluster is met by video.",
        "Time for it: 8 hours.",
    )
    assert rule(facts, "Validity") == ("A renewal adds 3 years to the previous end.",)
    assert rule(facts, "Label held before") == ()


def test_a_first_application_is_told_by_its_own_rule_and_names_neither() -> None:
    facts = make_report()
    assert (facts.renewal, facts.appeal) == (None, None)
    assert rule(facts, "Panel") == FIRST_PANEL
    assert rule(facts, "Label held before") != ()


def test_an_appeal_keeps_its_grounds_and_the_day_of_the_first_decision() -> None:
    appealed = Appealed(
        "The plan was not read.",
        datetime(2026, 9, 1, 9, 0, tzinfo=UTC),
        datetime(2026, 8, 19, 22, 0, tzinfo=UTC),
    )
    assert evaluation_facts(replace(make_verdict(), appealed=appealed)).appeal == APPEAL


def test_cover_and_summary_of_a_renewal_say_so() -> None:
    pages = printed(renewal=RENEWAL).pages
    assert "Renewal of certificate G-2024-0003, valid until 31 May 2026" in words(pages[0])
    assert "Holds from 1 June 2026 Valid until 31 October 2028" in words(pages[0])
    text = told(renewal=RENEWAL)
    assert "This is a renewal of certificate G-2024-0003, valid until 31 May 2026." in text
    assert "It holds from 1 June 2026 until 31 October 2028." in text


def test_a_label_from_before_the_system_is_named_by_its_end() -> None:
    text = told(renewal=replace(RENEWAL, number=""))
    assert "Renewal of the label valid until 31 May 2026" in text
    assert "This is a renewal of the label valid until 31 May 2026." in text


def test_a_renewal_that_is_declined_holds_from_no_day() -> None:
    refused = {"is_awarded": False, "certificate_number": None, "valid_until": None}
    text = told(renewal=replace(RENEWAL, holds_from=None), **refused)
    assert "Renewal of certificate G-2024-0003" in text
    assert "olds from" not in text


def test_cover_and_summary_of_an_appeal_say_so_with_the_first_decision_and_the_grounds() -> None:
    cover = words(printed(appeal=APPEAL).pages[0])
    assert "Evaluation report on appeal Arctic Design" in cover
    assert "First decision declined on 20 August 2026" in cover
    assert "Decided on appeal on 21 November 2026" in cover
    text = told(appeal=APPEAL)
    assert "The application was declined on 20 August 2026." in text
    assert "The cluster appealed against that on 1 September 2026" in text
    assert "what was decided on it, which is final." in text
    assert "Grounds of the appeal: The plan was not read." in text


def test_a_first_report_speaks_of_no_appeal() -> None:
    assert "ppeal" not in told()
