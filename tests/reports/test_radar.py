"""The radar: outlines over axes, with a line across those that need a share."""

import re

from assessment.reports.radar import Axis, draw_radar

HALF = {"agreed": 0.5}


def test_outline_goes_clockwise_from_the_top() -> None:
    svg = draw_radar("Shares", [Axis(mark, HALF) for mark in "1234"])
    assert 'class="outline agreed" points="180.0,110.0 250.0,180.0 180.0,250.0 110.0,180.0"' in svg
    assert re.findall(r'class="mark"[^>]*>(\d)<', svg) == ["1", "2", "3", "4"]


def test_needed_share_is_a_line_across_its_own_axis_alone() -> None:
    axes = [Axis("1", HALF, 1.0), Axis("2", HALF), Axis("3", HALF), Axis("4", HALF, 0.5)]
    svg = draw_radar("Shares", axes)
    assert re.findall(r'class="threshold" d="([^"]+)"', svg) == [
        "M169.0 40.0L191.0 40.0",
        "M110.0 191.0L110.0 169.0",
    ]


def test_drawing_has_a_name_and_no_style() -> None:
    svg = draw_radar("<b>Shares</b>", [Axis(mark, HALF) for mark in "123"])
    assert "<title>&lt;b&gt;Shares&lt;/b&gt;</title>" in svg
    assert "style" not in svg


def test_two_axes_have_no_surface() -> None:
    assert draw_radar("Shares", [Axis(mark, HALF) for mark in "12"]) == ""
