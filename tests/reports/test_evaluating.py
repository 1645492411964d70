"""What is gathered from frozen records for the evaluation report."""

from datetime import date
from fractions import Fraction

import pytest

from assessment.catalogue.loader import load_edition
from assessment.domain.conditions import Status
from assessment.domain.criteria import EvidenceKind
from assessment.domain.questions import Obligation
from assessment.domain.scorecard import Reason
from assessment.reports.evaluating import evaluation_facts
from assessment.reports.findings import (
    AnswerFinding,
    CheckFinding,
    EvidenceFinding,
    LevelFinding,
    RatingFinding,
    TableFinding,
)
from tests.catalogue.building import make_files
from tests.reports.asked import Change
from tests.reports.decided import (
    ADA,
    ANSWERS,
    BO,
    LEFT_OUT,
    SHA256,
    UNANSWERED,
    answer,
    found,
    make_report,
    piece,
    rating,
    review,
    section,
    verdict_of_records,
)

CHECKED: tuple[Change, ...] = (
    (
        "criteria.yaml",
        "  - id: team\n  - id: reach",
        "  - id: team\n    checks: [list, sample]\n  - id: reach",
    ),
    (
        "texts/en.yaml",
        "    levels: {0: Nobody., 1: One., 2: Two.}\n",
        "    levels: {0: Nobody., 1: One., 2: Two.}\n"
        "    checks: {list: The list is whole., sample: A sample agrees.}\n",
    ),
)
"""The criterion `team` with two quality checks."""

COUNTED: tuple[Change, ...] = (
    ("start.yaml", "sections:\n", "eligibility: [size]\nsections:\n"),
    ("start.yaml", "- {id: team, minimum: 1}", "- {id: figure}"),
    ("top.yaml", "includes:\n  - {label: start, criteria: minimums}\n", ""),
    (
        "top.yaml",
        "    criteria:\n      - {id: reach",
        "    criteria:\n      - {id: team}\n      - {id: reach",
    ),
    ("criteria.yaml", "criteria_of: start", "criteria_of: top"),
)
"""The label `start` asks one indicator and no level, as a label of mere figures does."""


def test_a_level_of_either_side_comes_with_its_words() -> None:
    facts = make_report(reviews={"pace": review(agreed=1)})

    pace = found(facts, "Pace")
    assert pace.own.level == LevelFinding(2, 2, "Done", "Fast.")
    assert pace.agreed.level == LevelFinding(1, 2, "Begun", "Even.")
    assert (pace.points, pace.maximum) == (Fraction(5, 2), Fraction(5))
    assert pace.is_derived
    assert not found(facts, "Team").is_derived


def test_what_counts_later_is_left_out() -> None:
    titles = [criterion.title for criterion in make_report().criteria]

    assert titles == ["Reach", "Spending", "Rules", "Pace", "A figure", "Area", "Team"]


def test_numbers_come_in_their_measure_and_figures_with_two_decimals() -> None:
    reach = found(make_report(profile={"members": "18"}), "Reach")

    assert reach.answers == (
        AnswerFinding("People asked", ("12 members",)),
        AnswerFinding("Left out", ("10%",)),
    )
    assert reach.figures == (
        AnswerFinding("Asked per member", ("66.67%",), is_derived=True),  # 12 of 18
        AnswerFinding("Both", ("1,212",), is_derived=True),  # 12 and the total of 1200
    )


def test_a_figure_that_the_answers_leave_open_says_so() -> None:
    spending = answer(2, values={"skills": ["care"], "items": [{"name": "Gift", "kind": "tool"}]})

    both = found(make_report(answers={"spending": spending}), "Reach").figures[1]

    assert both.lines == ("Cannot be computed from the answers",)


def test_a_table_has_its_options_in_words_and_the_totals_that_are_used() -> None:
    things, skills = found(make_report(), "Spending").answers

    assert things.table == TableFinding(
        heads=("Name", "Kind", "Price (EUR)"),
        are_numbers=(False, False, True),
        rows=(("Camera", "Tool", "1,200"), ("First aid", "Course", "")),
        totals=("", "", "1,200"),
    )
    assert skills.lines == ("Data", "Care")


def test_a_table_whose_totals_nobody_uses_has_none() -> None:
    unused = ("criteria.yaml", "[asked, spending/items.price]", "[asked, asked]")

    things = found(make_report(unused), "Spending").answers[0]

    assert things.table is not None
    assert things.table.totals == ()


def test_texts_dates_files_and_truth_values_come_as_people_read_them() -> None:
    facts = make_report()

    assert found(facts, "Rules").answers == (
        AnswerFinding("Are they written?", ("Yes",)),
        AnswerFinding("How often read", ("Every year",)),
        AnswerFinding("Their text", ("One.\n\nTwo.",), is_long=True),
        AnswerFinding("A copy", ("Document 2",)),
    )
    assert found(facts, "Area").answers == (AnswerFinding("Which criteria", ("Team",)),)


def test_the_profile_comes_whole_with_its_figures() -> None:
    profile = {"hosted": False, "website": "https://cluster.example", "costs": None}

    annex = make_report(profile=profile, reviews={"rules": None}).profile

    assert annex is not None
    assert [(a.label, a.lines, a.url) for a in (*annex.answers, *annex.figures)] == [
        ("Members", ("20 members",), ""),
        ("Staff", ("2.5 FTE",), ""),
        ("Yearly costs", (), ""),
        ("Founded on", ("1 March 2014",), ""),
        ("Books checked", ("Every year",), ""),
        ("Is there a host?", ("No",), ""),
        ("Website", ("https://cluster.example",), "https://cluster.example"),
        ("Age", ("12 years",), ""),
        ("Spread", ("17.5",), ""),
    ]


def test_a_criterion_that_does_not_apply_by_the_answers_names_its_condition() -> None:
    facts = make_report(profile={"hosted": False}, reviews={"rules": None})

    rules = found(facts, "Rules")
    assert rules.is_out_by_rule
    assert rules.is_excluded
    assert rules.condition == "“Is there a host?” (The cluster): yes"
    assert rules.answers == ()
    assert section(facts, "Work: how/what?").notes[1:] == (
        "Criteria that do not apply take 5 of 20 points out. What the others earn is taken over the "
        "remaining 15 and stands here as a share of 20.",
    )


def test_a_claim_that_a_criterion_does_not_apply_is_judged_by_the_panel() -> None:
    none = rating(None)
    agreed = make_report(
        answers={"spending": LEFT_OUT}, reviews={"spending": review(none, agreed=None)}
    )
    refused = make_report(
        answers={"spending": LEFT_OUT}, reviews={"spending": review(none, agreed=1)}
    )

    spending = found(agreed, "Spending")
    assert (spending.own.reason, spending.agreed.reason) == (Reason.NOT_APPLICABLE,) * 2
    assert (spending.is_excluded, spending.points, spending.answers) == (True, None, ())
    assert not spending.asks_evidence
    spending = found(refused, "Spending")
    assert (spending.own.reason, spending.own.level) == (Reason.NOT_APPLICABLE, None)
    assert spending.agreed.level == LevelFinding(1, 2, "Begun", "A little.")
    assert spending.points == 3


def test_claims_over_the_limit_of_a_section_are_explained() -> None:
    facts = make_report(
        answers={"spending": LEFT_OUT}, reviews={"spending": review(rating(None), agreed=None)}
    )

    # 6 points are claimed, a quarter of 20 may leave
    assert section(facts, "Work: how/what?").notes[1:] == (
        "Criteria that do not apply take 5 of 20 points out. What the others earn is taken over the "
        "remaining 15 and stands here as a share of 20.",
        "Claims of “not applicable” would take 6 points out, and the section allows 5. The rest stays "
        "in the score and earns nothing.",
    )


def test_a_criterion_that_may_stay_unanswered_says_that_it_is() -> None:
    facts = make_report(answers={"spending": UNANSWERED}, reviews={"spending": None})

    spending = found(facts, "Spending")
    assert spending.obligation is Obligation.SHOULD
    assert (spending.own.reason, spending.agreed.reason) == (Reason.UNANSWERED,) * 2
    assert (spending.answers, spending.figures, spending.ratings) == ((), (), ())
    assert not spending.asks_evidence


def test_a_claim_without_its_support_says_what_it_lacks() -> None:
    bare = answer(2, values=ANSWERS["spending"]["values"], evidence=[piece(dated_on=None)])

    spending = found(make_report(answers={"spending": bare}), "Spending")

    assert spending.own.lacks == (Reason.EVIDENCE_MISSING,)
    assert spending.agreed.lacks == ()


def test_evidence_comes_with_its_date_and_digest_or_its_address() -> None:
    link = piece(
        3, title="Page", media_type="", sha256=None, url="https://a.example", dated_on=None
    )

    team = found(make_report(answers={"team": answer(2, evidence=[piece(), link])}), "Team")

    assert team.evidence == (
        EvidenceFinding(
            "Document 1", SHA256, "", date(2026, 6, 1), kind=EvidenceKind.DOCUMENT, size=1_000
        ),
        EvidenceFinding("Page", "", "https://a.example", kind=EvidenceKind.LINK, size=1_000),
    )


def test_confidential_evidence_is_counted_and_not_named() -> None:
    hidden = piece(7, title="Salaries", confidentiality="confidential")

    team = found(make_report(answers={"team": answer(2, evidence=[hidden])}), "Team")

    assert team.evidence == (EvidenceFinding("", "", "", is_confidential=True),)


def test_evidence_may_speak_of_a_period() -> None:
    long = piece(effective_from="2026-01-01")

    team = found(make_report(answers={"team": answer(2, evidence=[long])}), "Team")

    (finding,) = team.evidence
    assert (finding.since, finding.dated_on) == (date(2026, 1, 1), date(2026, 6, 1))


def test_ratings_and_their_reason_come_by_reviewer() -> None:
    settled = review(rating(2, "Whole."), rating(1, ""), agreed=1, reason="The list decides.")

    team = found(make_report(reviews={"team": settled}), "Team")

    assert team.ratings == (
        RatingFinding("Ada Example", 2, "Whole."),
        RatingFinding("Bo Sample", 1, ""),
    )
    assert team.agreement_reason == "The list decides."


def test_reviewer_who_deleted_the_account_is_a_former_member_in_the_language() -> None:
    gone = {"name": "Former member", "country": ""}
    report = make_report(language="fi", panel=(gone, BO))

    assert [reviewer.name for reviewer in report.panel] == ["Entinen jäsen", "Bo Sample"]
    assert found(report, "Team").ratings[0].reviewer == "Entinen jäsen"


def test_quality_checks_name_who_ticked_them() -> None:
    ticked = review(rating(checks=["list"]), rating(checks=["list"]))

    assert found(make_report(*CHECKED, reviews={"team": ticked}), "Team").checks == (
        CheckFinding("The list is whole.", ("Ada Example", "Bo Sample")),
        CheckFinding("A sample agrees.", ()),
    )


def test_a_review_that_had_no_quality_checks_shows_none() -> None:
    assert found(make_report(*CHECKED), "Team").checks == ()


def test_a_label_of_figures_alone_has_no_levels_points_or_reviews() -> None:
    facts = make_report(*COUNTED, label="start", panel=(ADA,), reviews={"team": None})

    assert (facts.maximum, facts.threshold, facts.rated, facts.scored_sections) == (0, None, (), ())
    assert [c.answers[0].lines for c in facts.criteria] == [("1,250",)]
    assert (facts.met_count, facts.condition_count) == (2, 2)
    assert facts.method[1] == (
        "The reviewer went through the answers. They are not rated: their figures show where the "
        "cluster stands."
    )
    assert "1 reviewer goes through the answers." in {
        sentence for rule in facts.rules for sentence in rule.sentences
    }


def test_comments_on_what_is_not_rated_come_without_a_level() -> None:
    commented = review(rating(None, "Recounted."), rating(None, ""), agreed=None)

    figure = found(make_report(reviews={"figure": commented}), "A figure")

    assert figure.ratings == (RatingFinding("Ada Example", None, "Recounted."),)
    assert figure.own.reason is figure.agreed.reason is Reason.ANSWERED


def test_every_single_minimum_counts_among_the_conditions() -> None:
    facts = make_report(reviews={"team": review(agreed=0)})

    # two rules of eligibility, prerequisite, improvements, two minimums, a section, the threshold
    assert (facts.met_count, facts.condition_count) == (7, 8)
    assert [criterion.title for criterion in facts.unreached_minimums] == ["Team"]


def test_the_method_tells_all_that_held_for_the_label() -> None:
    rules = {rule.term: rule.sentences for rule in make_report().rules}

    assert rules["Eligibility"] == ("There are 15 members.", "It is a year old.")
    assert rules["Completeness"] == (
        "5 criteria must be answered, with everything that their rules ask for.",
        "1 criterion may be left unanswered.",
        "1 criterion is asked for information and has no part in the outcome.",
    )
    assert rules["Not applicable"][-2:] == (
        "Section 1 Work: how/what?: claims may take out at most 25% of the section’s points.",
        "Where the rules say so, a criterion that does not apply earns nothing instead.",
    )
    assert {"Label held before", "Points", "Minimums", "Panel", "Validity"} <= rules.keys()


@pytest.mark.parametrize(("number", "is_awarded"), [("G-2026-0007", True), (None, False)])
def test_a_certificate_makes_an_award(number: str | None, is_awarded: bool) -> None:
    facts = make_report(certificate=number)

    assert (facts.is_awarded, facts.certificate_number) == (is_awarded, number)


def test_the_sections_minimum_stands_with_it() -> None:
    facts = make_report(reviews={"pace": review(agreed=0)})

    work = section(facts, "Work: how/what?")
    assert (work.minimum, work.minimum_status, work.points) == (4, Status.MISSED, 0)


def test_records_of_the_first_release_make_the_same_kind_of_report() -> None:
    files = {"id": 1, "title": "List", "filename": "list.pdf", "media_type": "application/pdf"}
    old = {
        "level": 2,
        "justification": "We do.",
        "evidence": [files | {"sha256": SHA256, "url": ""}],
    }
    given = {"agreed": 1, "ratings": [rating(2), rating(1)], "reason": "The list decides."}
    record = {
        "cluster": {"name": "Arctic Design", "organisation": "The Office", "country": "FI"},
        "label": "gold",
        "answers": {"team": old, "money": old},
    }
    decision = {"panel": [ADA, BO], "criteria": {"team": given, "money": given}}
    verdict = verdict_of_records(load_edition(make_files()), record, decision, "en", None)

    facts = evaluation_facts(verdict)

    assert (facts.points, facts.maximum, facts.threshold) == (5, 10, 7)
    assert facts.profile is None
    team = found(facts, "Team")
    assert team.agreed.level == LevelFinding(1, 2, "Begun", "One.")
    assert team.evidence == (EvidenceFinding("List", SHA256, "", kind=EvidenceKind.DOCUMENT),)
    assert (team.answers, team.figures, team.checks, len(team.ratings)) == ((), (), (), 2)
    assert facts.method[0].startswith("The cluster rated itself on every criterion")


def test_texts_that_stand_in_for_missing_ones_are_counted() -> None:
    foreign, outdated = make_report(language="fi").standing_in()

    assert foreign > 0
    assert outdated == 0
