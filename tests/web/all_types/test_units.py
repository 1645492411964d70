"""Where a number's unit is named: behind its field, or once in the head of its column."""

import pytest
from flask import Flask
from flask_babel import force_locale

from assessment.catalogue.loader import Edition
from assessment.catalogue.schema.texts import ColumnTexts
from assessment.domain.questions import Question, QuestionType
from assessment.web.forms.question_words import QuestionWords
from tests.all_types import TYPED
from tests.building import World
from tests.web.all_types.conftest import Draft
from tests.web.conftest import Seat

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("column", "label", "head"),
    [
        (Question("a", QuestionType.WHOLE, unit="years"), "Experience", "Experience (years)"),
        (Question("a", QuestionType.WHOLE, unit="years"), "Years of work", "Years of work"),
        (Question("a", QuestionType.MONEY, currency="EUR"), "Budget", "Budget (EUR)"),
        (Question("a", QuestionType.MONEY, currency="EUR"), "Budget in €", "Budget in €"),
        (Question("a", QuestionType.PERCENTAGE), "Share", "Share (%)"),
        (Question("a", QuestionType.TEXT), "Name", "Name"),
    ],
)
def test_head_names_the_unit_unless_the_label_does(
    app: Flask, edition: Edition, column: Question, label: str, head: str
) -> None:
    words = QuestionWords(edition.texts.in_language("en"), {})
    with app.test_request_context(), force_locale("en"):
        assert words.head(column, ColumnTexts(label=label)) == head


def test_unit_stands_behind_its_field_and_is_read_with_it(
    draft: Draft, world: World, seat: Seat
) -> None:
    page = seat(world.owner).get(draft.criterion("facts")).text
    assert '<label class="field__label" for="q-people">People at work</label>' in page
    assert '<span id="q-people-measure">people</span>' in page
    assert 'aria-describedby="q-people-measure"' in page


def test_cells_of_a_narrow_page_have_the_names_of_their_columns(
    draft: Draft, world: World, seat: Seat
) -> None:
    seat(world.owner).post(draft.criterion("facts"), {**TYPED, "version": "0", "save": "1"})
    form, read = (
        seat(who).get(draft.criterion("facts")).text for who in (world.owner, world.viewer)
    )
    assert 'data-label="Amount (EUR)"' in form
    assert '<td class="number" data-label="Amount (EUR)">1,000.25</td>' in read
