import re
from datetime import UTC, date, datetime
from fractions import Fraction
from io import BytesIO

import pytest
from pypdf import PdfReader

from assessment.reports.evaluation import (
    CriterionFinding,
    EvaluationFacts,
    EvidenceFinding,
    RatingFinding,
    Reviewer,
    SectionFinding,
    evaluation_html,
)
from assessment.reports.pdf import html_to_pdf

SHA256 = "0123456789abcdef" * 4


def a_criterion(**changes):
    defaults = {
        "number": "1.1",
        "title": "Committed participation",
        "question": "Who takes part?",
        "highest_level": 4,
        "minimum": 2,
        "is_minimum_missed": False,
        "self_level": 4,
        "self_level_text": "Nearly all do.",
        "agreed_level": 3,
        "agreed_level_text": "Most do.",
        "points": Fraction(3),
        "maximum": Fraction(4),
        "justification": "We have a list.\nIt is dated.",
        "evidence": (
            EvidenceFinding("The list", SHA256, ""),
            EvidenceFinding("Our page", "", "https://example.org/members"),
        ),
        "ratings": (
            RatingFinding("Ada Example", 3, "The list is sound."),
            RatingFinding("Bo Sample", 2, ""),
        ),
        "agreement_reason": "The visit settled it.",
    }
    return CriterionFinding(**(defaults | changes))


def facts(*criteria, **changes):
    criteria = criteria or (a_criterion(),)
    section = SectionFinding(
        1, "Structure", "Who belongs.", Fraction(4), Fraction(3), Fraction(4), criteria
    )
    defaults = {
        "language": "en",
        "tier": "gold",
        "label_title": "Gold",
        "scheme_title": "Cluster Excellence Assessment",
        "scheme_version": "2026.1",
        "scheme_note": "It is not the official label.",
        "scheme_digest": "a" * 64,
        "cluster_name": "Arctic Design",
        "organisation": "University of Lapland",
        "country": "Finland",
        "issuer": "Demonstration Office",
        "submitted_at": datetime(2026, 9, 3, 11, 5, tzinfo=UTC),
        "submission_digest": "b" * 64,
        "decided_at": datetime(2026, 11, 20, 22, 30, tzinfo=UTC),
        "is_awarded": True,
        "statement": "A strong cluster.\nWell done.",
        "certificate_number": "CA-2026-0007",
        "valid_until": date(2028, 10, 31),
        "panel": (Reviewer("Ada Example", "Finland"), Reviewer("Bo Sample", "Sweden")),
        "self_points": Fraction(4),
        "points": Fraction(3),
        "maximum": Fraction(4),
        "threshold": Fraction(16, 5),
        "is_threshold_met": True,
        "missed_minimums": tuple(c for c in criteria if c.is_minimum_missed),
        "sections": (section,),
    }
    return EvaluationFacts(**(defaults | changes))


def printed(*criteria, **changes):
    return PdfReader(BytesIO(html_to_pdf(evaluation_html(facts(*criteria, **changes)))))


def words(*pages):
    return " ".join(" ".join(page.extract_text() for page in pages).split())


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


def test_summary_says_that_all_is_met():
    summary = words(printed(threshold=Fraction(3)).pages[2])

    assert "Met The threshold: 3 points reached, 3 needed." in summary
    assert "Met Minimums: all 1 are reached." in summary
    assert "A strong cluster. Well done." in summary
    assert "Section Self rating Agreed by the panel Maximum 1 Structure 4 3 4" in summary
    assert "All sections 4 3 4" in summary


def test_declined_report_says_what_is_missing_and_shows_no_emblem():
    missed = a_criterion(agreed_level=1, is_minimum_missed=True)
    declined = {
        "is_awarded": False,
        "is_threshold_met": False,
        "certificate_number": None,
        "valid_until": None,
    }
    html = evaluation_html(facts(missed, **declined))
    pages = printed(missed, **declined).pages

    assert "emblem-" not in html
    assert "The label “Gold” is not awarded" in words(pages[0])
    assert "Certificate" not in words(pages[0])
    summary = words(pages[2])
    assert "Missed The threshold: 3 points reached, 3.2 needed, 0.2 missing." in summary
    assert "Missed Minimums: 1 of 1 are not reached." in summary
    assert "1.1 Committed participation 1 2 4" in summary  # agreed, minimum, page
    assert "Minimum level 2 missed" in words(pages[3])


def test_criterion_shows_both_ratings_evidence_comments_and_reason():
    section = words(printed().pages[3])

    for expected in (
        "1 Structure Who belongs.",
        "Agreed by the panel: 3 of 4 points. Self rating: 4 points.",
        "1.1 Committed participation Who takes part?",
        "Self rating 4 of 4 Nearly all do.",
        "Agreed by the panel 3 of 4 Most do.",
        "3 of 4 points Minimum level 2 reached",
        "We have a list. It is dated.",
        "The list SHA-256 0123456789abcdef…",
        "Our page https://example.org/members",
        "Ada Example: level 3 The list is sound. Bo Sample: level 2",
        "Why the panel agreed on this level The visit settled it.",
    ):
        assert expected in section


def test_criterion_without_minimum_evidence_and_reason_says_no_more_than_it_has():
    bare = a_criterion(minimum=None, evidence=(), justification="", agreement_reason="")
    section = words(printed(bare).pages[3])

    assert "Minimum" not in section
    assert "The cluster gave no evidence for this criterion." in section
    assert "Justification" not in section
    assert "Why the panel" not in section


def test_method_prints_the_digests_whole():
    last = words(printed().pages[-1]).replace(" ", "")

    assert f"SHA-256{'a' * 64}" in last
    assert f"SHA-256{'b' * 64}" in last


def test_contents_bookmarks_heads_and_page_numbers():
    pdf = printed()

    assert "1.1 Committed participation" in words(pdf.pages[1])
    chapters = [item.title for item in pdf.outline if not isinstance(item, list)]
    assert chapters == ["Contents", "Summary", "1 Structure", "Method and digests"]
    assert words(pdf.pages[3]).endswith("Arctic Design 1 Structure 4 / 5")
    assert "1 / 5" not in words(pdf.pages[0])


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
    html = evaluation_html(facts(a_criterion(is_minimum_missed=True)))

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
