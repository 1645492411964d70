"""Where a figure lies among quartiles, as a drawing."""

from fractions import Fraction
from xml.etree import ElementTree

from markupsafe import Markup

from assessment.domain.benchmark import Quartiles
from assessment.reports.boxes import (
    ExampleWords,
    Span,
    draw_box,
    draw_example,
    draw_share,
    span_of,
)

SVG = "{http://www.w3.org/2000/svg}"
AMONG = Quartiles(23, Fraction(20), Fraction(40), Fraction(80))


def drawn(own: int | None, span: Span | None = None) -> ElementTree.Element:
    number = None if own is None else Fraction(own)
    svg = draw_box(AMONG, number, span or Span(Fraction(0), Fraction(100)), "In words.")
    assert isinstance(svg, Markup)
    return ElementTree.fromstring(svg)  # noqa: S314


def paths(svg: ElementTree.Element) -> list[str]:
    return [each.attrib["d"] for each in svg.iter(f"{SVG}path")]


def test_box_reaches_from_quartile_to_quartile_with_a_line_at_the_median() -> None:
    svg = drawn(None)
    (box,) = svg.iter(f"{SVG}rect")
    assert (box.get("x"), box.get("width")) == ("30.8", "68.4")  # 20 to 80 of 8 to 122
    assert paths(svg) == ["M8 9.0H122", "M53.6 3.0V15.0"]


def test_own_figure_is_a_diamond_and_an_arrow_beyond_the_edge() -> None:
    assert paths(drawn(50))[-1] == "M65.0 3.5L70.5 9.0L65.0 14.5L59.5 9.0Z"
    assert paths(drawn(500))[-1] == "M116.5 3.5L127.5 9.0L116.5 14.5Z"


def test_drawing_is_a_picture_that_says_the_same_in_words() -> None:
    svg = drawn(50)
    assert (svg.get("role"), svg.findtext(f"{SVG}title")) == ("img", "In words.")


def test_span_begins_at_zero_or_below_and_holds_the_own_figure() -> None:
    assert span_of([AMONG], Fraction(90)) == Span(Fraction(0), Fraction(90))
    assert span_of([AMONG], Fraction(-5)) == Span(Fraction(-5), Fraction(80))
    assert span_of([AMONG], None) == Span(Fraction(0), Fraction(80))


def test_span_of_shares_ends_at_a_hundred_where_they_are_large() -> None:
    assert span_of([AMONG], None, is_share=True).high == 100
    small = Quartiles(9, Fraction(1), Fraction(2), Fraction(4))
    assert span_of([small], None, is_share=True).high == 4


def test_figure_far_beyond_all_others_does_not_stretch_the_drawing() -> None:
    assert span_of([AMONG], Fraction(240)).high == 240
    assert span_of([AMONG], Fraction(241)).high == 120


def test_span_is_never_empty() -> None:
    zero = Quartiles(9, Fraction(0), Fraction(0), Fraction(0))
    assert span_of([zero], Fraction(0)) == Span(Fraction(0), Fraction(1))
    assert span_of([], None) == Span(Fraction(0), Fraction(1))


def test_share_fills_its_part_of_the_frame() -> None:
    svg = ElementTree.fromstring(draw_share(Fraction(1, 4), "A quarter."))  # noqa: S314
    assert [each.get("width") for each in svg.iter(f"{SVG}rect")] == ["114", "28.5"]


def test_example_names_its_parts() -> None:
    words = ExampleWords("All of it.", "lower", "middle", "upper", "you")
    svg = ElementTree.fromstring(draw_example(words))  # noqa: S314
    assert [each.text for each in svg.iter(f"{SVG}text")] == ["lower", "middle", "upper", "you"]
