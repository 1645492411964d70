from fractions import Fraction
from xml.etree import ElementTree

from markupsafe import Markup

from assessment.reports.chart_rows import (
    ChartSection,
    ChartWords,
    Mark,
    Row,
    YearBar,
    section_bars,
    year_bars,
)
from assessment.reports.charts import section_chart

SVG = "{http://www.w3.org/2000/svg}"
WORDS = ChartWords("Points by section", "Agreed", "Self rating", "Threshold")


def a_row(title="1 Structure", maximum=16, own=14, agreed=13, threshold=None):
    points = [None if n is None else Fraction(n) for n in (own, agreed, threshold)]
    return ChartSection(title, Fraction(maximum), *points)


def drawn(*rows, language="en"):
    svg = section_chart(rows, WORDS, language)
    return ElementTree.fromstring(svg)  # noqa: S314


def texts(svg, css_class):
    return [t.text for t in svg.iter(f"{SVG}text") if t.get("class") == css_class]


def widths(svg, rating):
    bars = svg.find(f".//{SVG}g[@class='{rating}']").iter(f"{SVG}rect")
    return [float(bar.get("width", 0)) for bar in bars]


def test_chart_is_markup_that_autoescape_leaves_alone():
    assert isinstance(section_chart([a_row()], WORDS, "en"), Markup)


def test_chart_has_no_script_event_or_id():
    svg = drawn(a_row(), a_row("All sections", 150, 140, 130, 120))

    assert {e.tag.removeprefix(SVG) for e in svg.iter()} == {
        "svg", "title", "style", "g", "rect", "path", "text",
    }  # fmt: skip
    assert {name for e in svg.iter() for name in e.attrib} == {
        "class", "d", "height", "role", "transform", "viewBox", "width", "x", "y",
    }  # fmt: skip


def test_chart_is_a_picture_with_a_name_and_every_figure_in_words():
    svg = drawn(a_row(), a_row("All sections", 150, 138, Fraction(463, 4), 120))

    assert svg.get("role") == "img"
    assert svg.findtext(f"{SVG}title") == (
        "Points by section. "
        "1 Structure: Agreed 13 / 16 (81%), Self rating 14 / 16 (88%). "
        "All sections: Agreed 115.75 / 150 (77%), Self rating 138 / 150 (92%), Threshold 120."
    )


def test_chart_shows_rows_from_the_top_with_figures_beside_them():
    svg = drawn(a_row("1 Structure", 16, 16, 8), a_row("2 Governance", 40, 20, 40))

    titles = [t for t in svg.iter(f"{SVG}text") if t.get("class") == "row-title"]
    assert [t.text for t in sorted(titles, key=lambda t: float(t.get("y")))] == [
        "1 Structure",
        "2 Governance",
    ]
    assert sorted(texts(svg, "figure")) == [
        "16 / 16 (100%)",
        "20 / 40 (50%)",
        "40 / 40 (100%)",
        "8 / 16 (50%)",
    ]


def test_bars_are_as_long_as_the_share_of_points():
    svg = drawn(a_row("1 Structure", 16, 16, 4))

    (own,), (agreed,) = widths(svg, "own"), widths(svg, "agreed")
    assert round(agreed / own, 6) == 0.25


def test_threshold_stands_in_its_row_alone():
    svg = drawn(a_row(), a_row("All sections", 150, 140, 130, 120))

    assert texts(svg, "threshold-text") == ["Threshold 120"]
    assert len([p for p in svg.iter(f"{SVG}path") if p.get("class") == "threshold"]) == 1


def test_chart_without_agreed_ratings_leaves_them_out_of_bars_and_legend():
    svg = drawn(a_row(agreed=None))

    legend = svg.find(f".//{SVG}g[@class='legends']")
    assert [t.text for t in legend.iter(f"{SVG}text")] == ["Self rating"]
    assert svg.find(f".//{SVG}g[@class='agreed']") is None
    assert len(widths(svg, "own")) == 1


def test_row_without_points_to_earn_is_drawn_empty():
    assert widths(drawn(a_row(maximum=0, own=0, agreed=0)), "own") == [0]


def test_chart_writes_figures_in_finnish():
    assert sorted(texts(drawn(a_row(agreed="15/2"), language="fi"), "figure")) == [
        "14 / 16 (88\xa0%)",
        "7,5 / 16 (47\xa0%)",
    ]


def test_titles_of_rows_are_text_never_markup():
    svg = drawn(a_row("<script>alert(1)</script> & more"))

    assert texts(svg, "row-title") == ["<script>alert(1)</script> & more"]


def test_chart_brings_its_style_along():
    style = drawn(a_row()).findtext(f"{SVG}style")
    assert "light-dark(#14505a, #8ccdc0)" in style
    assert "var(" not in style


def test_page_shows_the_same_rows_as_the_document():
    rows = section_bars([a_row(agreed=None, threshold=10), a_row("2 B", 40, None, 40)], WORDS, "en")
    assert rows == (
        Row("1 Structure", {"own": Mark(0.875, "14 / 16 (88%)")}, Mark(0.625, "Threshold 10")),
        Row("2 B", {"agreed": Mark(1.0, "40 / 40 (100%)")}),
    )


def test_years_of_a_cluster_are_bars_on_one_scale() -> None:
    years = [YearBar(2025, Fraction(40), Fraction(30)), YearBar(2024, Fraction(20), None)]
    assert year_bars(years, "en") == (
        Row("2025", {"agreed": Mark(1.0, "40"), "own": Mark(0.75, "30")}),
        Row("2024", {"agreed": Mark(0.5, "20")}),
    )


def test_years_without_any_member_are_drawn_too() -> None:
    bars = year_bars([YearBar(2025, Fraction(0), Fraction(0))], "fi")
    assert bars == (Row("2025", {"agreed": Mark(0.0, "0"), "own": Mark(0.0, "0")}),)
