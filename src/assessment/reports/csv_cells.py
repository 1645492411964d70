"""Texts of a CSV file that no spreadsheet runs, whichever separator it reads the file with.

Somebody who opens a file by another separator than its own gets cells that begin within ours, and a line
break begins one where the quotes are not seen. So a text is marked wherever a formula could begin: at its
start, and after each separator and line break. The mark is an apostrophe, as in spreadsheets themselves.
(OWASP, CSV Injection.)
"""

import re

_ENDS = r",;|\t\n\r\x85\u2028\u2029"
_PASSED_OVER = r"\s\"\u00ad\u200b-\u200f\u2060\ufeff"
"""What spreadsheets drop or do not see before what they read: spaces, quotes, characters without width."""
_BEGINS = (
    rf"(?:^|(?<![{_ENDS}{_PASSED_OVER}])(?=(?:(?![{_ENDS}])[{_PASSED_OVER}])*+[{_ENDS}]))"
    rf"[{_ENDS}{_PASSED_OVER}]*+"
)
"""A run of these from its first character on, with a separator in it: each character is looked at once or
twice, however long the run is."""
_SIGN = r"'*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]"
"""What begins a formula, also in full width; behind apostrophes, so that marking can be undone."""
_COULD_RUN = re.compile(f"({_BEGINS})({_SIGN})")
_MARKED = re.compile(f"({_BEGINS})'({_SIGN})")


def inert(text: str) -> str:
    """The text with the mark wherever a formula could begin; any other text is left as it is."""
    return _COULD_RUN.sub(r"\1'\2", text)


def unmarked(text: str) -> str:
    """The text that `inert` was given."""
    return _MARKED.sub(r"\1\2", text)
