"""Numbers, dates and names as people read them."""

import pytest

from assessment.reports.formats import country_name


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [("FI", "fi", "Suomi"), ("AT", "en", "Austria"), ("QX", "en", "QX"), ("", "fi", "")],
)
def test_country_name_is_in_the_language_or_the_code(code: str, language: str, name: str) -> None:
    assert country_name(code, language) == name
