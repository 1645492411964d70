"""Exact numbers as authors read them in messages and tables."""

from fractions import Fraction


def mixed(number: Fraction | int | None) -> str:
    """A number in full: "119 1/2", "-3/4", "120"; "nothing" for none."""
    if number is None:
        return "nothing"
    whole, rest = divmod(abs(Fraction(number)), 1)
    parts = [str(whole)] if whole or not rest else []
    parts += [str(rest)] if rest else []
    return ("-" if number < 0 else "") + " ".join(parts)


def bounds_text(least: Fraction | None, most: Fraction | None) -> str:
    """From where to where numbers go: "from 0 to 100", "from 0 up", "up to 1/2"; "" without bounds."""
    if least is not None and most is not None:
        return f"from {mixed(least)} to {mixed(most)}"
    if least is not None:
        return f"from {mixed(least)} up"
    return f"up to {mixed(most)}" if most is not None else ""
