import re
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from itertools import pairwise

from pypdf import PdfReader

from assessment.catalogue.loader import load_edition
from assessment.catalogue.texts import fingerprint
from assessment.reports.pdf import html_to_pdf
from assessment.reports.questionnaire import questionnaire_html
from tests.reports.asked import FILES, Change, criterion, facts_of, make_facts


@cache
def printed(*changes: Change, label="top", language="en"):
    facts = make_facts(*changes, label=label, language=language)
    return PdfReader(BytesIO(html_to_pdf(questionnaire_html(facts))))


def words(*pages):
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def chapter(pdf, title):
    """The words of the pages whose head names the chapter."""
    pages = [page for page in pdf.pages[2:] if f" {title} " in f"{words(page)} "]
    return words(*pages)


def test_cover_says_what_the_questionnaire_is_for_and_that_it_is_not_official():
    cover = words(printed().pages[0])

    for expected in (
        "Questionnaire Regional label Version 3",
        "Top Proven Threshold: 12.5 of 20 points",
        "Cluster Organisation Filled in by Date",
        "Not official.",
        "Printed on 21 November 2026 by Demonstration Office.",
    ):
        assert expected in cover
    assert "not translated" not in cover


def test_cover_shows_the_emblem_of_the_label_with_its_name():
    html = questionnaire_html(make_facts())

    assert 'src="static:/img/emblem-gold.svg" alt="Emblem of the label: Top"' in html


def test_label_is_explained_with_its_conditions_and_minimums():
    said = chapter(printed(), "What the label asks")

    for expected in (
        "Very good. Eligibility There are 15 members. “Members”: at least 15 members",
        "Label held before The cluster holds the label “Start”.",
        "Points Threshold: 12.5 of 20 points.",
        "Panel 2 reviewers rate the answers",
        "Validity A first certificate holds for 2 years.",
        "Criterion Minimum level Page 1.1 Reach 1 (Begun)",
    ):
        assert expected in said


def test_profile_is_asked_with_its_units_and_figures():
    said = chapter(printed(), "The cluster")

    for expected in (
        "Asked once. Members Count each once. Whole number, at least 1.",
        "members Staff Decimal number, at least 0.5.",
        "FTE Yearly costs Sum of money.",
        "Books checked Never Every year",
        "Is there a host? Yes No",
        "Only if “Is there a host?”: no.",
        "Figures derived from the answers Age = whole years since “Founded on”",
    ):
        assert expected in said


def test_section_says_how_its_points_come_about():
    said = chapter(printed(), "1 Work: how/what?")

    assert "What they do. Points: at most 20 · Minimum: 4 points" in said
    assert "The weakest criterion decides" in said


def test_criterion_is_asked_with_everything_that_bears_on_it():
    said = chapter(printed(), "1 Work: how/what?")

    for expected in (
        "1.1 Reach Points: at most 4 · Minimum: level 1 (Begun) · Must be answered.",
        "Whom do you reach? Why it matters Words need ears. What counts as evidence Counts.",
        "How the level comes about The lowest of these levels counts.",
        "Level “Asked per member” 0 (Absent) less than 0.5% 1 (Begun) at least 0.5%",
        "What the levels mean Level What the level means 0 Absent None. 1 Begun Minimum Some.",
        "From level 1 upwards: at least 2 pieces of evidence",
        "Only if “Is there a host?” (The cluster): yes. Otherwise the criterion does not apply.",
        "Not applicable, because:",
        "Things bought Table with 1 to 3 rows. Name Kind Price (EUR)",
        "Kind: Choose one (Tool; Course).",
        "Skills Tick all that apply, at most 2. Data Care None of them",
    ):
        assert expected in said


def test_level_is_ticked_where_the_cluster_chooses_it():
    html = questionnaire_html(make_facts())
    titles = re.findall(r"<caption>(Level: tick[^<]*|What the levels mean)</caption>", html)

    # reach, spending, rules and pace are rated by their answers; tomorrow, area and team are not
    assert (
        titles == ["What the levels mean"] * 4 + ["Level: tick the highest that is met in full"] * 3
    )


def test_future_criterion_is_marked():
    said = chapter(printed(), "2 More")

    assert (
        "2.2 Tomorrow Future criterion · Not scored · Shown so that clusters can prepare." in said
    )


def test_table_has_no_more_blank_rows_than_it_may_have():
    table = questionnaire_html(make_facts()).split("Things bought")[1].split("</table>")[0]

    assert table.count("<tr>") == 1 + 3  # the heads, and rows_at_most


def test_options_that_are_criteria_have_their_titles():
    assert "Which criteria Tick all that apply. Team" in chapter(printed(), "2 More")


def test_references_are_printed():
    assert "References A standard" in chapter(printed(), "3 People")


def test_questionnaire_without_a_profile_has_no_chapter_for_it():
    html = questionnaire_html(replace(make_facts(), profile=None))

    assert 'id="profile"' not in html
    assert 'href="#profile"' not in html


def test_contents_bookmarks_heads_and_page_numbers():
    pdf = printed()
    chapters = [item.title for item in pdf.outline if not isinstance(item, list)]

    assert chapters == [
        "Contents",
        "What the label asks",
        "The cluster",
        "1 Work: how/what?",
        "2 More",
        "3 People",
    ]
    assert "1.1 Reach" in words(pdf.pages[1])
    count = len(pdf.pages)
    assert words(pdf.pages[2]).endswith(f"Questionnaire: Top What the label asks 3 / {count}")
    assert f"1 / {count}" not in words(pdf.pages[0])


def test_text_that_is_not_translated_stands_in_its_own_language_and_is_marked():
    facts = make_facts(language="fi")
    html = questionnaire_html(facts)

    assert facts.label_title == "Huippu"
    assert '<span lang="en">Not official.</span> <span class="mark">EN</span>' in html
    assert facts.standing_in()[0] > 100
    assert '<span lang="en">Alueellinen' not in html


def test_translation_of_an_earlier_wording_is_marked():
    recorded = f"language: fi\ntexts: {{labels.top.claim: {fingerprint('Tested')}}}\n"
    facts = facts_of(load_edition({**FILES, "translated/fi.yaml": recorded}), language="fi")

    assert facts.standing_in()[1] == 1
    assert 'Todennettu <span class="mark">*</span>' in questionnaire_html(facts)


def test_questionnaire_has_language_title_author_and_date():
    pdf = printed(language="fi")

    assert pdf.trailer["/Root"]["/Lang"] == "fi"
    assert pdf.metadata.title.endswith(": Huippu")
    assert pdf.metadata.author == "Demonstration Office"
    assert pdf.metadata.creation_date.date() == date(2026, 11, 21)


def test_same_questionnaire_is_the_same_html():
    assert questionnaire_html(make_facts()) == questionnaire_html(make_facts())


def test_every_table_header_has_a_scope_and_no_heading_is_skipped():
    html = questionnaire_html(make_facts())
    levels = [int(level) for level in re.findall(r"<h(\d)", html)]

    assert all("scope=" in header for header in re.findall(r"<th\b[^>]*>", html))
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_markup_in_a_scheme_is_printed_and_never_followed():
    written = "<img src='file:///etc/passwd'> <script>x</script> {{ facts.issuer }} %(points)s 100%"
    pdf = printed(("texts/en.yaml", "People matter.", f'"{written}"'), label="start")

    assert written in chapter(pdf, "1 People")


def test_questionnaire_prints_without_a_complaint(caplog):
    html_to_pdf(questionnaire_html(make_facts()))

    assert [r.message for r in caplog.records if r.name.startswith("weasyprint")] == []


def test_facts_are_plain_values_of_the_label_alone():
    facts = make_facts(label="start")

    assert [asked.id for asked in facts.criteria] == ["team"]
    assert criterion(facts, "team").number == "1.1"
    assert facts.eligibility == ()
