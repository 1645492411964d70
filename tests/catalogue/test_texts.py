import pytest

from assessment.catalogue.loader import load_edition
from assessment.catalogue.texts import LevelText, level_texts
from tests.catalogue.building import make_files


@pytest.fixture(scope="module")
def edition():
    return load_edition(make_files())


def test_wording_comes_in_the_language_asked(edition):
    assert edition.texts.in_language("fi").criteria["money"].title == "Raha"


def test_source_language_stands_in_for_one_that_the_scheme_lacks(edition):
    assert edition.texts.in_language("sv").criteria["money"].title == "Money"


def test_levels_read_from_the_lowest_with_name_and_description(edition):
    money = edition.scheme.label("gold").criterion("money")
    assert level_texts(edition.texts.in_language("en"), money) == (
        LevelText(0, "Absent", "None."),
        LevelText(1, "Begun", "Some."),
        LevelText(2, "Done", "Enough."),
    )
