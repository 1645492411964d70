"""Bounds of figures in words: in the questionnaire, and of a figure outside them."""

from fractions import Fraction

import pytest

from assessment.domain.figures import Figure, Operation
from assessment.domain.questions import Reference
from assessment.reports.words.bounds import bounds_words, out_of_bounds_words
from assessment.reports.words.messages import Messages
from tests.reports.asked import Change, criterion, make_edition, make_facts
from tests.reports.decided import found, make_report

CHECK = "Check the answers."
BOUNDED: Change = (
    "criteria.yaml",
    "ratio: [asked, profile/members], in_percent: true}",
    "ratio: [asked, profile/members], in_percent: true, at_least: 0, at_most: 60}",
)


def words_of(
    number: str,
    least: int | None,
    most: int | None,
    language: str = "en",
    *,
    is_share: bool = True,
    unit: str | None = None,
) -> tuple[str, str]:
    """What is said of a figure with this number, and of its bounds."""
    figure = Figure(
        "share",
        Operation.RATIO,
        (Reference("team", "a"), Reference("team", "b")),
        is_share,
        unit,
        None if least is None else Fraction(least),
        None if most is None else Fraction(most),
    )
    words, messages = make_edition().texts.in_language("en"), Messages(language)
    told = out_of_bounds_words(figure, Fraction(number), "Share", words, messages)
    return told.replace("\xa0", " "), bounds_words(figure, words, messages).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("number", "least", "most", "told"),
    [
        ("1250/9", 0, 100, f"“Share”: 138.89% lies outside 0 to 100%. {CHECK}"),
        ("-1/3", 0, 100, f"“Share”: -0.33% lies outside 0 to 100%. {CHECK}"),
        ("100000001/1000000", 0, 100, f"“Share”: 100.01% lies outside 0 to 100%. {CHECK}"),
        ("-1/1000", 0, 100, f"“Share”: -0.01% lies outside 0 to 100%. {CHECK}"),
        ("1/1000", 0, 0, f"“Share”: 0.01%, but it must be 0%. {CHECK}"),
        ("-1", 0, None, f"“Share”: -1%, but it must be at least 0%. {CHECK}"),
        ("101", None, 100, f"“Share”: 101%, but it must be at most 100%. {CHECK}"),
        ("100", 0, 100, ""),
    ],
)
def test_figure_outside_its_bounds_is_told_with_them_and_never_reads_as_inside(
    number: str, least: int | None, most: int | None, told: str
) -> None:
    assert words_of(number, least, most)[0] == told


@pytest.mark.parametrize(
    ("least", "most", "bounds"),
    [
        (0, 100, "0 to 100 years"),
        (0, 0, "0 years"),
        (1, None, "at least 1 years"),
        (None, 2, "at most 2 years"),
        (None, None, ""),
    ],
)
def test_bounds_are_said_in_the_measure_of_the_figure(
    least: int | None, most: int | None, bounds: str
) -> None:
    assert words_of("0", least, most, is_share=False, unit="years")[1] == bounds


def test_bounds_are_said_in_finnish() -> None:
    told, bounds = words_of("1250/9", 0, 100, "fi")
    assert told == "”Share”: 138,89 % ei ole välillä 0–100 %. Tarkista vastaukset."
    assert bounds == "0–100 %"


def test_questionnaire_says_what_a_figure_must_be() -> None:
    facts = make_facts(BOUNDED)
    assert [figure.bounds for figure in criterion(facts, "reach").figures] == ["0 to 60%", ""]


def test_report_remarks_on_a_figure_that_cannot_be_true() -> None:
    facts = make_report(BOUNDED, profile={"members": "18"})  # 12 of 18
    assert [figure.remark for figure in found(facts, "Reach").figures] == [
        f"“Asked per member”: 66.67% lies outside 0 to 60%. {CHECK}",
        "",
    ]
