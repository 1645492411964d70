"""Tables: typed columns, rows that count, and when a table, or any question, is answered in full."""

from datetime import date
from fractions import Fraction

import pytest

from assessment.domain.errors import InvalidValue
from assessment.domain.questions import (
    ROW_LIMIT,
    Obligation,
    QuestionType,
    is_complete,
    next_of,
    plain,
)
from tests.domain.building import make_question, make_yes_no

SHOULD = Obligation.SHOULD
NAME = make_question("name", QuestionType.TEXT)
DAYS = make_question("days", QuestionType.DECIMAL)
NOTE = make_question("note", QuestionType.TEXT, obligation=SHOULD)


def make_table(*columns, **more):
    return make_question("training", QuestionType.TABLE, columns=columns or (NAME, DAYS), **more)


def test_cells_are_read_by_the_type_of_their_column():
    table = make_table(
        NAME,
        DAYS,
        make_yes_no("paid"),
        make_question("since", QuestionType.DATE),
        make_question("kind", QuestionType.CHOICE, options=("course", "fair")),
    )
    raw = {"name": "Law", "days": "1.5", "paid": False, "since": "2026-01-31", "kind": "fair"}
    assert table.read([raw]) == (
        {
            "name": "Law",
            "days": Fraction(3, 2),
            "paid": False,
            "since": date(2026, 1, 31),
            "kind": "fair",
        },
    )


def test_empty_cells_and_empty_rows_are_left_out():
    raw = [{}, {"name": "Law", "days": ""}, {"name": " ", "days": None}, {"days": 0}]
    assert make_table().read(raw) == ({"name": "Law"}, {"days": 0})


@pytest.mark.parametrize("raw", [[{}], [{"name": ""}, {"days": None}]])
def test_table_of_empty_rows_is_not_answered(raw):
    assert make_table().read(raw) is None


@pytest.mark.parametrize("raw", ["Law", 3, {"name": "Law"}, ["Law"], [{"name": "Law"}, None]])
def test_what_is_not_a_list_of_rows_is_refused(raw):
    with pytest.raises(InvalidValue, match="training: not_a_table"):
        make_table().read(raw)


def test_cell_of_a_column_that_the_table_lacks_is_refused():
    with pytest.raises(InvalidValue, match="training: unknown_column"):
        make_table().read([{"weight": "1"}])


def test_refusal_of_a_cell_names_its_column():
    with pytest.raises(InvalidValue, match="days: not_a_number"):
        make_table().read([{"name": "Law", "days": "many"}])


def test_table_takes_no_more_rows_than_it_allows():
    table = make_table(rows_at_most=2)
    assert len(table.read([{"name": "Law"}] * 2)) == 2
    with pytest.raises(InvalidValue, match="too_many_rows") as found:
        table.read([{"name": "Law"}] * 3)
    assert found.value.facts == {"at_most": 2}


def test_empty_rows_do_not_count_towards_the_limit():
    assert make_table(rows_at_most=1).read([{}, {"name": "Law"}, {}]) == ({"name": "Law"},)


def test_table_takes_fifty_rows_where_nothing_else_is_said():
    assert ROW_LIMIT == 50
    assert len(make_table().read([{"name": "Law"}] * 50)) == 50
    with pytest.raises(InvalidValue, match="too_many_rows"):
        make_table().read([{"name": "Law"}] * 51)


def test_table_knows_its_columns():
    assert make_table().column("days") is DAYS
    with pytest.raises(KeyError, match="weight"):
        make_table().column("weight")
    assert next_of((NAME, DAYS), "name") is NAME


def test_table_is_plain_as_a_list_of_rows():
    value = ({"name": "Law", "days": Fraction(3, 2)}, {"days": Fraction(2)})
    assert plain(value) == [{"name": "Law", "days": "1.5"}, {"days": "2"}]


@pytest.mark.parametrize(("obligation", "is_enough"), [("must", False), ("should", True)])
@pytest.mark.parametrize("kind", list(QuestionType))
def test_no_answer_is_enough_where_a_question_should_only_be_answered(kind, obligation, is_enough):
    question = make_question(kind=kind, obligation=Obligation(obligation))
    assert is_complete(question, None) is is_enough


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (QuestionType.YES_NO, False),
        (QuestionType.WHOLE, Fraction(0)),
        (QuestionType.CHOICES, ("company",)),
        (QuestionType.TEXT, "words"),
        (QuestionType.DATE, date(2026, 1, 1)),
    ],
)
def test_any_answer_is_enough_but_for_a_table(kind, value):
    assert is_complete(make_question(kind=kind), value)


@pytest.mark.parametrize(("count", "is_enough"), [(1, False), (2, True), (3, True)])
def test_table_is_complete_from_its_least_number_of_rows_on(count, is_enough):
    rows = make_table(rows_at_least=2).read([{"name": "Law", "days": 1}] * count)
    assert is_complete(make_table(rows_at_least=2), rows) is is_enough


@pytest.mark.parametrize(
    ("second", "is_enough"), [({"name": "Tax", "days": 2}, True), ({"name": "Tax"}, False)]
)
def test_table_is_complete_when_every_row_has_the_cells_that_must_be_there(second, is_enough):
    table = make_table(NAME, DAYS, NOTE)
    rows = table.read([{"name": "Law", "days": 1, "note": "held twice"}, second])
    assert is_complete(table, rows) is is_enough


def test_table_that_should_only_be_answered_is_open_once_it_is_begun():
    table = make_table(obligation=SHOULD, rows_at_least=2)
    assert is_complete(table, None)
    assert not is_complete(table, table.read([{"name": "Law", "days": 1}]))
