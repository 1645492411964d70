"""Regions by NUTS code and by name."""

import pytest

from assessment.reports.regions import find_region, region_name, regions, regions_of


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("FI1D7", "en", "Lapland (FI1D7)"),
        ("FI1D7", "fi", "Lappi (FI1D7)"),
        ("FI200", "fi", "Ahvenanmaa (FI200)"),
        ("SE332", "fi", "Norrbottens län (SE332)"),
        ("XX999", "en", "XX999"),
    ],
)
def test_region_is_named_in_the_language(code: str, language: str, name: str) -> None:
    assert region_name(code, language) == name


@pytest.mark.parametrize(
    ("written", "country", "code"),
    [
        ("FI1D7", "FI", "FI1D7"),
        ("fi1d7", "FI", "FI1D7"),
        ("lapland", "FI", "FI1D7"),
        ("Lappi", "FI", "FI1D7"),
        ("Lapland (FI1D7)", "FI", "FI1D7"),
        ("Åland", "FI", "FI200"),
        ("Αττική", "GR", "EL3"),
        ("Wien", "AT", "AT130"),
    ],
)
def test_region_is_found_by_code_or_name(written: str, country: str, code: str) -> None:
    found = find_region(written, country)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("written", "country"), [("Narnia", "FI"), ("FI1D7", "SE"), ("Lappi", "SE"), ("", "FI")]
)
def test_region_of_another_country_or_of_none_is_not_found(written: str, country: str) -> None:
    assert find_region(written, country) is None


def test_regions_of_finland_are_all_there() -> None:
    assert len([r for r in regions_of("FI") if r.level == 3]) == 19
    assert len([r for r in regions_of("FI") if r.level == 2]) == 5


def test_every_region_of_finland_lies_in_another_one() -> None:
    known = [region.code for region in regions_of("FI")]
    assert [code for code in known if code[:-1] not in regions()] == []
