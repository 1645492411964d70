"""Answers survive the way through a workbook, whatever they are."""

from collections import defaultdict
from datetime import date
from io import BytesIO
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from assessment.catalogue.loader import Edition
from assessment.domain.questions import Question, QuestionType, plain
from assessment.reports.asking import questionnaire_facts
from assessment.reports.filled import Contents, cell_values, filled
from assessment.reports.filling import questionnaire_sheets
from assessment.reports.sheets import Part
from assessment.reports.workbook import workbook_bytes
from assessment.reports.workbook_reading import read_workbook
from assessment.services.workbooks import Reader

TODAY = date(2026, 6, 15)
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40)
TEXTS = WORDS.map(str.strip).map(lambda text: " ".join(text.split())).filter(bool)


def values(question: Question) -> st.SearchStrategy[Any]:
    """Plain values that the question takes."""
    match question.type:
        case QuestionType.YES_NO:
            return st.booleans()
        case QuestionType.CHOICE:
            return st.sampled_from(question.options)
        case QuestionType.CHOICES:
            return st.sampled_from([o for o in question.options if o != question.alone]).map(
                lambda option: [option]
            )
        case QuestionType.DATE:
            return st.dates(date(1700, 1, 1), TODAY).map(date.isoformat)
        case QuestionType.WHOLE:
            return st.integers(1, 5000).map(str)
        case QuestionType.DECIMAL | QuestionType.MONEY | QuestionType.PERCENTAGE:
            return st.decimals(0, 100, places=3).map(
                lambda number: plain(question.read(format(number, "f")))
            )
        case QuestionType.TABLE:
            cells = {column.id: values(column) for column in question.columns}
            return st.lists(st.fixed_dictionaries(cells), min_size=1, max_size=3)
        case QuestionType.LINK:
            return st.just("https://timber.example/a?b=1&c=2")
        case QuestionType.FILE:
            return st.just("7")
    return TEXTS


def test_evidence_is_shown_and_not_to_be_written(all_types: Edition) -> None:
    label = next(iter(all_types.scheme))
    facts = questionnaire_facts(all_types, label.id, "en", issuer="Office", made_on=TODAY)
    plan = filled(questionnaire_sheets(facts), label, Contents({}), ())
    book = load_workbook(BytesIO(workbook_bytes(plan)))
    is_open: dict[Part, set[bool]] = defaultdict(set)
    for (sheet, row, column), entry in plan.places().items():
        is_open[entry.key.part].add(not book[sheet].cell(row, column).protection.locked)
    assert is_open.pop(Part.EVIDENCE) == {False}
    assert set(map(frozenset, is_open.values())) == {frozenset({True})}


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_random_answers_survive_the_way_into_an_empty_sheet(
    all_types: Edition, data: st.DataObject
) -> None:
    label = next(iter(all_types.scheme))
    asked = label.criterion("facts")
    answers = {question.id: data.draw(values(question)) for question in asked.questions}
    facts = questionnaire_facts(all_types, label.id, "en", issuer="Office", made_on=TODAY)
    plan = questionnaire_sheets(facts)
    contents = Contents({"facts": {"values": answers}})
    book = read_workbook(workbook_bytes(filled(plan, label, contents, ())))
    read = book.read(plan.places().keys())
    told = (lambda _question, text: text, str, TODAY)
    same = Reader(plan, label, read, cell_values(plan, label, contents), *told).filled()
    assert (same.changes, same.faults) == ({}, ())
    fresh = Reader(plan, label, read, {}, *told).filled()
    found = {key.removeprefix("q-"): value for key, value in fresh.changes["facts"].items()}
    expected = {key: value for key, value in answers.items() if key != "plan"}
    assert found == expected
    assert [fault.reason for fault in fresh.faults] == ["file_on_page"]


def test_the_same_contents_are_the_same_file(all_types: Edition) -> None:
    label = next(iter(all_types.scheme))
    facts = questionnaire_facts(all_types, label.id, "en", issuer="Office", made_on=TODAY)
    contents = Contents({"facts": {"values": {"motto": "=1"}}})
    made = [
        workbook_bytes(filled(questionnaire_sheets(facts), label, contents, (("cluster", "1"),)))
        for _time in range(2)
    ]
    assert made[0] == made[1]
    assert BytesIO(made[0]).read(2) == b"PK"
