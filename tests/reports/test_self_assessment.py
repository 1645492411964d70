"""The self-assessment report as a document."""

import re
from dataclasses import replace
from fractions import Fraction
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from assessment.domain.conditions import Status
from assessment.domain.criteria import EvidenceKind
from assessment.reports.findings import ConditionFinding, CriterionFinding, EvidenceFinding
from assessment.reports.pdf import html_to_pdf
from assessment.reports.self_assessment import (
    GapFinding,
    SectionProgress,
    SelfAssessmentFacts,
    StepFinding,
    WayFinding,
    self_assessment_html,
)
from tests.reports.decided import SHA256, UNANSWERED, answer, make_verdict, review
from tests.reports.self_assessed import EARLIER, make_self_assessment

LONG = (
    "A condition that somebody wrote with very many words, of which each one seems to matter. " * 4
)


def printed(facts: SelfAssessmentFacts) -> PdfReader:
    return PdfReader(BytesIO(html_to_pdf(self_assessment_html(facts))))


def words(*pages: Any) -> str:
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def told(facts: SelfAssessmentFacts) -> str:
    """The words of the report as HTML, which comes quicker than the PDF."""
    html = self_assessment_html(facts)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html[html.index("<body") :])).split())


def many_conditions(count: int) -> tuple[ConditionFinding, ...]:
    states = list(Status)
    return tuple(
        ConditionFinding(states[i % 3], f"{i + 1}. {LONG}", "Stated: 3. Missing: 4. " * 10)
        for i in range(count)
    )


def full_way(steps: int) -> WayFinding:
    step = StepFinding(
        "1.1 " + "Internationalisation " * 10, None, 4, 4, False, Fraction(3), "All."
    )
    gap = GapFinding("2.1 " + "Regional anchoring " * 10, "Evidence is missing. " * 10)
    return WayFinding(
        "Top " * 50, True, True, True, steps=4 * steps, raises=(step,) * steps, gaps=(gap,) * steps
    )


def crowded(**changes: Any) -> SelfAssessmentFacts:
    """A report with the longest of everything that stands in the summary."""
    report = make_self_assessment(before=replace(make_verdict(), submitted_at=EARLIER))
    row, chart = report.progresses[0], report.charted[0]
    return replace(
        report,
        **{
            "cluster_name": "Verkostoitumisyhteistyö " * 8,
            "label_title": "Kansainvälinen " * 13,
            "progresses": (replace(row, name="1 " + "Internationalisation " * 9),) * 10,
            "charted": (replace(chart, title="1 " + "Internationalisation " * 9),) * 10,
            "sections": (),
            "profile": None,
            "conditions": many_conditions(24),
            "way": full_way(12),
        }
        | changes,
    )


def test_cover_of_a_draft_says_so_in_words() -> None:
    cover = words(printed(make_self_assessment()).pages[0])

    for expected in (
        "Self-assessment report: DRAFT Arctic Design The Office, Finland",
        "For the label “Top” Reached by the cluster’s own answers",
        "20 of 20 points by the cluster’s own answers",
        "This is a draft. Nothing is handed in, and the answers may still change.",
        "As it stood on 15 Jun 2026 12:00",
        "Ordered by Olga Owner",
        "This is what the cluster itself says. It is no evaluation.",
    ):
        assert expected in cover


def test_every_page_of_a_draft_names_cluster_label_and_that_it_is_a_draft() -> None:
    pages = printed(make_self_assessment()).pages

    assert all("Arctic Design · Top · DRAFT" in words(page) for page in pages[1:])


def test_what_was_handed_in_is_no_draft() -> None:
    text = told(make_self_assessment(is_draft=False))

    assert "draft" not in text.lower()
    assert "Submitted by Olga Owner" in text


@pytest.mark.parametrize(
    "facts",
    [
        replace(make_self_assessment(), conditions=()),
        make_self_assessment(label="start", language="fi"),
        crowded(),
        replace(crowded(progresses=crowded().progresses * 2, way=full_way(1)), language="fi"),
    ],
    ids=["no-condition", "bronze", "crowded", "finnish"],
)
def test_summary_is_one_page(facts: SelfAssessmentFacts) -> None:
    pdf = printed(facts)
    starts = {item.title: pdf.get_destination_page_number(item) for item in outline(pdf)}
    summary, following = list(starts.values())[:2]

    assert following - summary == 1


def outline(pdf: PdfReader) -> list[Any]:
    return [item for item in pdf.outline if not isinstance(item, list)]


def test_summary_counts_what_it_leaves_out_and_says_where_it_stands() -> None:
    pdf = printed(crowded())
    text = words(pdf.pages[2])

    left = re.search(r"(\d+) more conditions stand on page (\d+)\.", text)
    assert left is not None
    assert 15 < int(left[1]) < 24
    assert "Conditions of the label" in words(pdf.pages[int(left[2]) - 1])
    assert "15 more criteria stand on page" in text


def test_summary_says_where_the_cluster_stands() -> None:
    report = make_self_assessment(
        answers={"pace": answer(0, values={"how": "slow"}), "area": UNANSWERED}
    )
    text = told(report)

    assert "0 of 20 points (0%) The label “Top” is not reached by these answers." in text
    assert "Answered: 6 of 7 criteria." in text
    assert "There is no earlier assessment to compare with." in text
    assert "Missed The threshold: 0 points reached, 12.5 needed, 12.5 missing." in text
    assert "1.4 Pace: from 0 to 2, brings 5 points" in text


def test_label_without_points_tells_what_is_answered() -> None:
    text = told(make_self_assessment(label="start", answers={"team": UNANSWERED}))

    assert "0 of 1 criteria answered" in text
    assert "points" not in text[: text.index("Method and digests The cluster")]


def test_figures_stand_in_one_table_with_their_units_where_no_points_sum_up() -> None:
    report = make_self_assessment(label="top")
    without = replace(report, maximum=Fraction(0), threshold=None)

    assert "All figures" not in told(report)
    assert "2.1 A figure Count 1,250" in told(without)


def test_criterion_has_level_reason_and_the_assessment_before() -> None:
    verdict = make_verdict(answers={"team": answer(1)}, reviews={"team": review(agreed=2)})
    text = told(make_self_assessment(before=replace(verdict, submitted_at=EARLIER)))

    assert (
        "Level 2 of 2: Done. Two. Level 2 of 2. It is not scored. Minimum level 1 reached "
        "Last assessment: level 1 of 2. By the decision: level 2. Now 1 level higher."
    ) in text
    assert "The last assessment was for the label “Top” and was submitted on 3 March 2024." in text
    assert "3.1 Team 1 2 2 – – 1 higher" in text


def with_evidence(*items: EvidenceFinding) -> SelfAssessmentFacts:
    report = make_self_assessment()
    section = report.sections[2]
    first: CriterionFinding = replace(section.criteria[0], evidence=items)
    return replace(report, sections=(replace(section, criteria=(first,)),))


def test_evidence_has_kind_date_and_size_or_its_address() -> None:
    file = EvidenceFinding("List", SHA256, "", kind=EvidenceKind.SPREADSHEET, size=12_000)
    link = EvidenceFinding("Page", "", "https://a.example/x", kind=EvidenceKind.LINK)

    text = told(with_evidence(file, link))
    assert "List Spreadsheet · 12 kB" in text
    assert "Page Web address · https://a.example/x" in text
    assert 'href="https://a.example' not in self_assessment_html(with_evidence(file, link))


def test_five_hundred_pieces_of_evidence_are_all_there() -> None:
    items = [
        EvidenceFinding(f"Piece {n}.", SHA256, "", size=9, kind=EvidenceKind.DOCUMENT)
        for n in range(500)
    ]
    text = words(*printed(with_evidence(*items)).pages)

    assert all(f"Piece {number}." in text for number in range(500))


def test_no_evidence_is_told() -> None:
    assert "The cluster gave no evidence for this criterion." in told(with_evidence())


def test_long_texts_of_a_cluster_stand_whole() -> None:
    long = "Sana. " * 3_333 + "Loppu."
    report = make_self_assessment(answers={"team": answer(2, justification=long)})

    text = words(*printed(report).pages)
    assert text.count("Sana.") == 3_333
    assert "Loppu." in text


@pytest.mark.parametrize(
    ("language", "title", "chapters"),
    [
        (
            "en",
            "Self-assessment report (draft): Arctic Design",
            ["Contents", "Summary", "Where the cluster stands", "The cluster", "1 Work: how/what?"],
        ),
        (
            "fi",
            "Itsearviointiraportti (luonnos): Arctic Design",
            ["Sisällys", "Yhteenveto", "Klusterin tilanne"],
        ),
    ],
)
def test_document_has_title_language_bookmarks_and_tags(
    language: str, title: str, chapters: list[str]
) -> None:
    pdf = printed(make_self_assessment(language=language))
    root = pdf.trailer["/Root"]

    assert pdf.metadata is not None
    assert pdf.metadata.title == title
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert [item.title for item in outline(pdf)][: len(chapters)] == chapters


def test_words_of_the_cluster_are_never_markup() -> None:
    report = replace(make_self_assessment(), cluster_name="<b>A</b> & <script>")

    assert "<script>" not in self_assessment_html(report)


def test_sections_that_are_few_have_a_table_in_place_of_the_radar() -> None:
    html = self_assessment_html(make_self_assessment())

    assert "radar" not in html[html.index("<body") : html.index('id="standing"')]
    row = SectionProgress("1 A", make_self_assessment().progress, Fraction(1), Fraction(2), None)
    charted = make_self_assessment().charted
    many = replace(make_self_assessment(), progresses=(row,) * 3, charted=charted * 3)
    assert 'class="chart radar"' in self_assessment_html(many)
