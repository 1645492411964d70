"""The evaluation report as a document."""

import re
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from assessment.domain.conditions import Status
from assessment.reports.evaluation import evaluation_html
from assessment.reports.findings import (
    AnswerFinding,
    ConditionFinding,
    EvidenceFinding,
    ProfileFinding,
    RatingFinding,
    SignatureFacts,
)
from tests.reports.findings import (
    UNSCORED,
    a_criterion,
    a_section,
    an_indicator,
    facts,
    printed,
    rated,
    told,
    words,
)


def test_cover_says_the_decision_the_score_and_who_decided():
    cover = words(printed(threshold=Fraction(3)).pages[0])

    for expected in (
        "Evaluation report Arctic Design University of Lapland, Finland",
        "The label “Gold” is awarded 3 of 4 points Threshold: 3 points",
        "Certificate CA-2026-0007",
        "Valid until 31 October 2028",
        "Submitted on 3 September 2026",
        "Panel Ada Example, Finland Bo Sample, Sweden",
        "Decided by Demonstration Office",
        "Scheme Cluster Excellence Assessment, version 2026.1",
        "It is not the official label.",
    ):
        assert expected in cover


def test_the_day_of_decision_is_the_day_at_home():
    # 22.30 in Greenwich is half past midnight in Helsinki
    assert "Decided on 21 November 2026" in words(printed().pages[0])


def test_cover_of_a_label_without_points_counts_its_conditions():
    section = a_section(an_indicator(), maximum=Fraction(0))
    one = told(sections=(section,), **UNSCORED)

    assert "The label’s 1 condition is met Certificate" in one
    assert "points" not in one
    assert "28 of 30 conditions of the label are met" in told(
        condition_count=30, met_count=28, **UNSCORED
    )
    assert "All 30 conditions of the label are met" in told(
        condition_count=30, met_count=30, **UNSCORED
    )


def test_summary_says_how_each_condition_stands():
    summary = words(
        printed(
            conditions=(
                ConditionFinding(Status.MET, "The team is whole.", "3 of 3."),
                ConditionFinding(Status.MISSED, "The threshold: 3 points."),
                ConditionFinding(Status.UNDETERMINED, "A profile is there."),
            )
        ).pages[2]
    )

    assert "Met The team is whole. 3 of 3." in summary
    assert "Missed The threshold: 3 points." in summary
    assert "Open A profile is there." in summary
    assert "A strong cluster. Well done." in summary
    assert "Section Self-assessment Agreed by the panel Maximum 1 Structure 4 3 4" in summary
    assert "All sections 4 3 4" in summary


def test_sections_without_points_are_in_neither_chart_nor_table():
    figures = a_section(an_indicator(number="2.1"), number=2, title="Figures", maximum=Fraction(0))
    html = evaluation_html(facts(sections=(a_section(), figures)))

    assert html.count("<svg") == 1
    assert "2 Figures" not in html[html.index("<svg") : html.index('id="section-1"')]


def test_levels_stand_in_place_of_points_where_there_are_none():
    section = a_section(a_criterion(maximum=Fraction(0), points=None), maximum=Fraction(0))

    assert "<svg" not in evaluation_html(facts(sections=(section,), **UNSCORED))
    report = told(sections=(section,), **UNSCORED)
    assert "Points by section" not in report
    assert "1.1 Committed participation 4 3 2" in report  # own, agreed, minimum


def test_summary_of_figures_alone_has_neither_points_nor_levels():
    report = told(sections=(a_section(an_indicator(), maximum=Fraction(0)),), **UNSCORED)

    assert "Points by section" not in report
    assert "Levels by criterion" not in report


def test_declined_report_says_what_is_missing_and_shows_no_emblem():
    missed = a_criterion(agreed=rated(1), minimum_status=Status.MISSED)
    declined = {"is_awarded": False, "certificate_number": None, "valid_until": None}
    html = evaluation_html(facts(missed, **declined))
    pages = printed(missed, **declined).pages

    assert "emblem-" not in html
    assert "The label “Gold” is not awarded" in words(pages[0])
    assert "Certificate" not in words(pages[0])
    assert "1.1 Committed participation 1 2 4" in words(pages[2])  # agreed, minimum, page
    assert "Minimum level 2 missed" in words(pages[3])


def test_method_tells_the_rules_of_the_label():
    method = told()

    assert "Method and digests The cluster rated itself." in method
    assert (
        "What held for the label “Gold” Panel 2 reviewers rate. The cluster is visited." in method
    )


def test_profile_is_the_annex():
    profile = ProfileFinding(
        "About the cluster",
        (AnswerFinding("Founded on", ("1 March 2014",)),),
        (AnswerFinding("Age", ("12 years",), is_derived=True),),
    )
    pdf = printed(profile=profile)

    assert "Annex: About the cluster" in words(pdf.pages[1])
    assert "Founded on 1 March 2014 Age 12 years (computed)" in words(pdf.pages[-1])


def test_method_prints_the_digests_whole():
    last = words(printed().pages[-1]).replace(" ", "")

    assert f"SHA-256{'a' * 64}" in last
    assert f"SHA-256{'b' * 64}" in last


def test_contents_bookmarks_heads_and_page_numbers():
    pdf = printed()

    assert "1.1 Committed participation" in words(pdf.pages[1])
    chapters = [item.title for item in pdf.outline if not isinstance(item, list)]
    assert chapters == [
        "Contents",
        "Summary",
        "1 Structure",
        "All levels side by side",
        "Method and digests",
    ]
    assert words(pdf.pages[3]).endswith("Arctic Design 1 Structure 4 / 6")
    assert "1 / 6" not in words(pdf.pages[0])


def test_report_is_written_in_finnish_figures_and_dates():
    cover = words(printed(language="fi").pages[0])

    assert "3. syyskuuta 2026" in cover
    assert "3,2" in cover


def test_report_has_language_title_author_and_date():
    pdf = printed(language="fi")

    assert pdf.trailer["/Root"]["/Lang"] == "fi"
    assert pdf.metadata.title.endswith(": Arctic Design")
    assert pdf.metadata.author == "Demonstration Office"
    assert pdf.metadata.creation_date == datetime(2026, 11, 20, 22, 30, tzinfo=UTC)


def test_every_table_header_has_a_scope_and_every_picture_a_name():
    html = evaluation_html(facts(a_criterion(minimum_status=Status.MISSED)))

    assert all("scope=" in header for header in re.findall(r"<th\b[^>]*>", html))
    assert all(re.findall(r'<img[^>]* alt="([^"]*)"', html))
    assert html.count("<svg") == html.count("</title>") - 1


@pytest.mark.parametrize("where", ["justification", "agreement_reason"])
def test_twenty_thousand_characters_come_out_whole(where):
    typed = [f"w{number:05}" for number in range(2858)]
    text = " ".join(typed)
    assert len(text) == 20_005

    assert re.findall(r"w\d{5}", words(*printed(a_criterion(**{where: text})).pages)) == typed


def test_line_breaks_stay_as_typed():
    assert "We have a list.\nIt is dated." in printed().pages[3].extract_text()


@pytest.mark.parametrize(
    "typed",
    [
        '<img src="file:///etc/passwd">',
        "<script>alert(1)</script>",
        '<a href="http://127.0.0.1:9/">here</a>',
        "{{ facts.issuer }} %(points)s",
    ],
)
def test_markup_from_users_is_printed_and_never_followed(typed):
    criterion = a_criterion(
        justification=typed,
        agreement_reason=typed,
        evidence=(EvidenceFinding(typed, "", ""),),
        ratings=(RatingFinding("Ada Example", 3, typed),),
    )
    pages = printed(criterion, statement=typed).pages

    assert words(pages[3]).count(typed) == 4
    assert words(pages[2]).count(typed) == 1


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_evidence_links_to_the_web_alone(url):
    pages = printed(a_criterion(evidence=(EvidenceFinding("Odd", "", url),))).pages

    assert f"Odd {url}" in words(pages[3])
    assert "/Annots" not in pages[3]


def test_report_prints_without_a_complaint(caplog):
    printed()

    assert [r.message for r in caplog.records if r.name.startswith("weasyprint")] == []


def test_statement_of_the_cluster_and_that_on_the_decision_have_names_of_their_own():
    signed = SignatureFacts("Olga Owner", "Chair of the board", "All of this is true.", "en")
    whole = told(signed=signed)

    assert "Statement on the decision A strong cluster. Well done." in whole
    assert (
        "Statement signed by the cluster All of this is true."
        " Name Olga Owner Function Chair of the board Date 3 September 2026" in whole
    )
    assert "Statement signed by the cluster" not in told()


def test_statement_in_another_language_says_which():
    signed = SignatureFacts("Olga Owner", "", "Kaikki on totta.", "fi")

    assert '<blockquote class="as-written" lang="fi">Kaikki' in evaluation_html(
        facts(signed=signed)
    )
