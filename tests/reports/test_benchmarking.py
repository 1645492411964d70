"""The benchmarking report: what it says of each indicator, in both languages and on paper."""

import re
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from assessment.catalogue.loader import Edition
from assessment.domain.compared import Light
from assessment.reports.benchmarking import benchmarking_html
from assessment.reports.pdf import html_to_pdf
from assessment.reports.words.messages import Messages
from assessment.reports.words.peers import sector_names
from assessment.web.cluster_words import SECTORS
from tests.reports.compared import choices, found, group, indicator, report

PER_FTE = "participants-per-fte"


def test_sentences_tell_the_middle_half_of_the_nearest_group_and_the_own_place(
    edition: Edition,
) -> None:
    one = found(edition, PER_FTE, indicator("25"))
    assert (one.number, one.title, one.own) == (
        "2.3",
        "Participants per FTE",
        "25 participants per FTE",
    )
    assert one.sentences == (
        "Half of 23 clusters of the sector “Food” have between 12 and 30 participants per FTE.",
        "You have 25 participants per FTE: this lies above the middle.",
    )


def test_sentences_in_finnish(edition: Edition) -> None:
    one = found(edition, "fee-share", indicator("10"), "fi")
    assert one.sentences == (
        "Toimialan ”Elintarvikkeet” 23 klusterista puolella luku on 12–30\N{NO-BREAK SPACE}%.",
        "Oma lukusi on 10\N{NO-BREAK SPACE}%: se on alimmassa neljänneksessä.",
    )


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("all", "Half of 23 clusters have between 12% and 30%."),
        ("country:FI", "Half of 23 clusters of your country have between 12% and 30%."),
        ("size:40-79", "Half of 23 clusters of your size have between 12% and 30%."),
        ("holders", "Half of 23 clusters that hold a label have between 12% and 30%."),
    ],
)
def test_each_kind_of_group_has_its_sentence(edition: Edition, key: str, sentence: str) -> None:
    one = found(edition, "fee-share", indicator("18", group(key)))
    assert one.sentences[0] == sentence


def test_half_with_one_figure_is_told_as_such(edition: Edition) -> None:
    same = group("all", lower="0", median="0", upper="0")
    one = found(edition, "fee-share", indicator("0", same))
    assert one.sentences == (
        "At least half of 23 clusters have 0%.",
        "You have 0%: this is the middle.",
    )


def test_place_among_all_is_told_where_it_is_another(edition: Edition) -> None:
    near = group("sector:food", lower="2", median="4", upper="9")
    one = found(edition, "fee-share", indicator("10", group("all"), near))
    assert one.sentences[1:] == (
        "You have 10%: this lies in the highest quarter.",
        "Among all clusters: lowest quarter.",
    )


@pytest.mark.parametrize(
    ("criterion", "figure", "light", "step"),
    [
        ("fee-share", "4", Light.RED, "To reach yellow: from 4% to at least 5%."),
        ("fee-share", "14", Light.YELLOW, "To reach green: from 14% to at least 15%."),
        ("fee-share", "15", Light.GREEN, ""),
        (PER_FTE, "70", Light.RED,
         "To reach yellow: from 70 down to at most 60 participants per FTE."),
        (PER_FTE, "40", Light.YELLOW,
         "To reach green: from 40 down to at most 30 participants per FTE."),
        ("budget", "100000", None, ""),
    ],
)  # fmt: skip
def test_light_and_the_step_to_the_next(
    edition: Edition, criterion: str, figure: str, light: Light | None, step: str
) -> None:
    one = found(edition, criterion, indicator(figure))
    assert (one.light, one.step) == (light, step)


def test_limits_are_told_in_the_direction_that_is_better(edition: Edition) -> None:
    assert found(edition, "fee-share", indicator()).limits == "Yellow from 5%, green from 15% on."
    assert found(edition, PER_FTE, indicator()).limits == (
        "Yellow up to 60, green up to 30 participants per FTE: less is better."
    )
    assert found(edition, "budget", indicator()).limits == (
        "Neither more nor less is better here; there is no light."
    )


def test_groups_stand_nearest_first_with_their_numbers_and_a_drawing(edition: Edition) -> None:
    near, widest = found(edition, "fee-share", indicator("18")).groups
    assert (near.name, widest.name) == ("Food", "All clusters")
    assert (near.count, near.quartiles, near.place) == (
        23,
        ("12%", "20%", "30%"),
        "below the middle",
    )
    assert "<title>From 12% to 30%, in the middle 20%; you: 18%.</title>" in str(near.drawing)


def test_group_that_is_not_shown_is_named(edition: Edition) -> None:
    one = found(
        edition, "fee-share", indicator("18", group("all"), group("country:FI", shown=None))
    )
    assert [each.name for each in one.shown] == ["All clusters"]
    assert [each.name for each in one.hidden] == ["Finland"]
    html = benchmarking_html(
        report(edition, {"fee-share": indicator("18", group("country:FI", shown=None))})
    )
    assert "Not shown, for too few clusters: Finland." in html
    assert "No group can be shown for this indicator yet." in html


def test_wider_group_says_for_which_it_stands(edition: Edition) -> None:
    wider = group("size:40-79", shown="size:0-79")
    (one,) = found(edition, "fee-share", indicator("18", wider)).groups
    assert one.name == "At most 79 members"
    assert one.remark == "in place of “40 to 79 members”"


def test_numbers_of_another_day_have_it_beside_them(edition: Edition) -> None:
    facts = report(edition, {"fee-share": indicator("18", group("all", day="2026-03-01"))})
    assert (facts.compared_on, facts.oldest_on) == (date(2026, 6, 15), date(2026, 3, 1))
    assert "as of 1 Mar 2026" in benchmarking_html(facts)


def test_cluster_without_a_figure_sees_the_groups(edition: Edition) -> None:
    one = found(edition, "fee-share", indicator(None))
    assert (one.own, one.light, one.step) == ("", None, "")
    assert one.sentences[1] == "You have no figure here."
    assert [each.place for each in one.groups] == ["", ""]


def test_options_are_told_by_their_shares(edition: Edition) -> None:
    kept = indicator("company", choices("all", association=9, company=6))
    one = found(edition, "legal-form", kept)
    assert one.own == "Limited company"
    assert one.sentences == ("All clusters: 30% of 20 clusters have the same as you.",)
    assert [each.shares for each in one.groups] == [
        "Registered association 45%; Limited company 30%; all others together 25%"
    ]
    assert one.limits == "Options are compared by their shares; there is no light."


def test_own_option_that_few_chose_is_not_told_alone(edition: Edition) -> None:
    one = found(edition, "legal-form", indicator("host", choices("all", association=9)))
    assert one.sentences == (
        "All clusters: too few of 20 clusters have the same as you for their share to be told.",
    )
    assert [each.drawing for each in one.groups] == [None]


def test_summary_counts_lights_and_lists_both_ends(edition: Edition) -> None:
    facts = report(
        edition,
        {
            "fee-share": indicator("31"),  # green, highest quarter
            "service-share": indicator("18"),  # green, below the middle
            "public-share": indicator("90"),  # red, and less is better
            "financing-horizon": indicator("13"),  # yellow
            "budget": indicator("9"),  # no light
        },
    )
    (area,) = facts.areas
    assert (area.number, area.lights) == (
        3,
        {Light.GREEN: 2, Light.RED: 1, Light.YELLOW: 1, None: 1},
    )
    assert [one.number for one in facts.standing_out] == ["3.3"]
    assert [one.number for one in facts.with_room] == ["3.2"]
    assert facts.standing_out[0].brief == "12% – 30%"


def test_invented_clusters_are_named_as_such(edition: Edition) -> None:
    html = benchmarking_html(report(edition, {"fee-share": indicator()}, invented=54))
    assert html.count("54 clusters of the comparison are invented, for demonstration.") == 2
    assert "invented, for" not in benchmarking_html(report(edition, {"fee-share": indicator()}))


def test_sectors_are_called_as_on_pages(edition: Edition) -> None:
    pages = {key.value: str(name) for key, name in SECTORS.items()}
    assert {str(key): name for key, name in sector_names(Messages("en")).items()} == pages


def full(edition: Edition, language: str) -> bytes:
    """A report with all 36 indicators, each with six groups of which one is not shown."""
    label = edition.scheme.label("bronze")
    keys = ("all", "sector:food", "sector:ict", "country:FI", "size:40-79", "holders")
    groups = [group(key, shown=None if key == "sector:ict" else "same") for key in keys]
    chosen = {
        "legal-form": {"association": 9, "company": 6},
        "defined-roles": {"partly": 9, "written": 6},
    }
    kept = {criterion.id: indicator("18", *groups) for criterion in label.compared}
    for criterion_id, counts in chosen.items():
        kept[criterion_id] = indicator(next(iter(counts)), *(choices(k, **counts) for k in keys))
    return html_to_pdf(benchmarking_html(report(edition, kept, language)))


@pytest.mark.parametrize(
    ("language", "pages", "heads"),
    [
        ("en", 20, ["Contents", "Summary", "How to read this report", "1 Structure in figures",
                    "2 Management and governance in figures", "3 Financing in figures",
                    "4 Services in figures", "5 Contacts and interaction in figures",
                    "6 Achievements and recognition in figures", "How the figures come about"]),
        ("fi", 20, ["Sisällys", "Yhteenveto", "Miten raporttia luetaan", "1 Rakenne lukuina",
                    "2 Johtaminen ja hallinto lukuina", "3 Rahoitus lukuina",
                    "4 Palvelut lukuina", "5 Yhteydet ja vuorovaikutus lukuina",
                    "6 Tulokset ja tunnettuus lukuina", "Miten luvut syntyvät"]),
    ],
)  # fmt: skip
def test_report_on_paper_has_its_chapters_and_pages(
    edition: Edition, language: str, pages: int, heads: list[str]
) -> None:
    reader = PdfReader(BytesIO(full(edition, language)))
    assert len(reader.pages) == pages
    assert [each["/Title"] for each in reader.outline if not isinstance(each, list)] == heads
    text = [re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages]
    assert "Northern Timber" in text[0]
    assert heads[2] in text[3]  # the summary fits one page
    for criterion in edition.scheme.label("bronze").compared:
        title = edition.texts.in_language(language).criteria[criterion.id].title
        assert any(str(title) in page for page in text[4:])


def test_table_says_how_many_of_a_group_are_told(edition: Edition) -> None:
    kept = indicator("18", group("all"), group("country:FI", of=29), group("holders", of=23))
    found_ = found(edition, "fee-share", kept)
    assert [(one.count, one.size) for one in found_.shown] == [(23, 29), (23, 23), (23, 23)]
    html = benchmarking_html(report(edition, {"fee-share": kept}))
    assert html.count('<span class="peers__remark">of 29</span>') == 1
    assert "of 23</span>" not in html


def test_summary_names_the_nearest_group(edition: Edition) -> None:
    kept = indicator("1", group("all"), group("sector:ict", shown=None), group("country:FI"))
    one = found(edition, "fee-share", kept)
    assert (one.has_room, one.nearest) == (True, "Finland")
    html = benchmarking_html(report(edition, {"fee-share": kept}))
    assert '12% – 30%<span class="peers__remark">Finland</span>' in html
