"""The bounds of derived figures in words, and what is said of a figure outside them."""

import math
from fractions import Fraction

from assessment.catalogue.schema import TextsFile
from assessment.catalogue.texts import unit_text
from assessment.domain.figures import Figure
from assessment.reports.words.messages import Messages

_DECIMALS = 100


def figure_amount(figure: Figure, number: Fraction, words: TextsFile, messages: Messages) -> str:
    """A derived figure's number in its measure: `12.5%`, `1 year`."""
    if figure.in_percent:
        return messages.percent(number)
    measure = unit_text(words, figure.unit, number) if figure.unit else ""
    return f"{messages.number(number, figure.unit)} {measure}".rstrip()


def bounds_words(figure: Figure, words: TextsFile, messages: Messages) -> str:
    """What the figure must be to be true: `0 to 100%`, `at least 0`; nothing without bounds."""
    _, least, most = messages.gettext, figure.at_least, figure.at_most
    if most is None:
        lower = None if least is None else figure_amount(figure, least, words, messages)
        return _("at least %(value)s", value=lower) if lower else ""
    upper = figure_amount(figure, most, words, messages)
    if least is None:
        return _("at most %(value)s", value=upper)
    if least == most:
        return upper
    return _("%(least)s to %(most)s", least=messages.number(least), most=upper)


def out_of_bounds_words(
    figure: Figure, number: Fraction | None, name: str, words: TextsFile, messages: Messages
) -> str:
    """What to tell whoever can mend the answers; nothing for a figure that can be true.

    The number has two decimals, and never reads as if it lay in the bounds.
    """
    if number is None or not figure.is_out_of_bounds(number):
        return ""
    _ = messages.gettext
    shown = Fraction(round(number * _DECIMALS), _DECIMALS)
    if not figure.is_out_of_bounds(shown):
        away = math.floor if shown > number else math.ceil
        shown = Fraction(away(number * _DECIMALS), _DECIMALS)
    facts = {
        "figure": name,
        "number": figure_amount(figure, shown, words, messages),
        "bounds": bounds_words(figure, words, messages),
    }
    if figure.at_least is None or figure.at_most is None or figure.at_least == figure.at_most:
        return _("“%(figure)s”: %(number)s, but it must be %(bounds)s. Check the answers.", **facts)
    return _("“%(figure)s”: %(number)s lies outside %(bounds)s. Check the answers.", **facts)
