"""Values and names that no page offers: what an older scheme left, and what a program may send."""

import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from wtforms import Form

from assessment.catalogue.loader import Edition
from assessment.catalogue.schema.texts import ColumnTexts, QuestionTexts
from assessment.db.models import Answer
from assessment.domain.errors import InvalidValue
from assessment.domain.policy import Action
from assessment.domain.questions import Question, QuestionType
from assessment.web.access import Access
from assessment.web.forms.question_values import form_data, kept_unseen, read_values
from assessment.web.forms.question_words import QuestionWords
from assessment.web.forms.questions import with_questions
from tests.all_types import KEPT, TYPED
from tests.building import PDF, World
from tests.web.all_types.conftest import Draft
from tests.web.conftest import Seat
from tests.web.filled import errors_at, faults_summed_up, filled_in

sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

FORM: dict[str, Any] = {**TYPED, "version": "0", "justification": "", "save": "1"}


def partners(count: int) -> dict[str, str]:
    return {f"q-partners-{row}-name": f"Partner {row}" for row in range(count)}


def keep(draft: Draft, **values: Any) -> None:
    """Saves the values past every check, as a scheme with other rules would have."""
    draft.line.session.execute(update(Answer).values(values=KEPT | values))
    draft.line.session.commit()


@sqlite
def test_columns_may_have_the_names_of_a_forms_own_parts(app: Flask, edition: Edition) -> None:
    names = ["meta", "process", "data", "errors", "obj", "formdata", "form", "name"]
    columns = tuple(Question(name, QuestionType.TEXT) for name in names)
    table = Question("rows", QuestionType.TABLE, columns=columns)
    texts = QuestionTexts(label="Rows", columns={n: ColumnTexts(label=n) for n in names})
    words = QuestionWords(edition.texts.in_language("en"), {"rows": texts})
    saved = {"rows": [{name: f"a {name}" for name in names}]}
    with app.test_request_context():
        kind = with_questions(Form, [table], words, {"rows": 1})  # type: ignore[type-var]
        form = kind(data=form_data([table], saved))
        assert read_values(form, [table]) == saved
        assert form.validate()
        assert next(cell.name for cell in form["q-rows"].entries[0].form) == "q-rows-0-meta"


@sqlite
def test_more_rows_than_a_table_takes_are_refused_and_none_is_lost(
    draft: Draft, world: World, seat: Seat
) -> None:
    response = seat(world.owner).post(draft.criterion("facts"), FORM | partners(7))
    assert response.status_code == 422
    message = "Fill in at most 5 rows."
    assert errors_at(response.text) == {"q-partners": message}
    assert faults_summed_up(response.text) == [("q-partners", message)]
    assert filled_in(response.text).items() >= partners(7).items()


@sqlite
def test_rows_saved_under_a_wider_limit_are_all_shown(
    draft: Draft, world: World, seat: Seat
) -> None:
    browser = seat(world.owner)
    browser.post(draft.criterion("facts"), FORM)
    keep(draft, partners=[{"name": f"Partner {row}"} for row in range(7)])
    shown = filled_in(browser.get(draft.criterion("facts")).text)
    assert {key: text for key, text in shown.items() if key.endswith("-name")} == partners(7)


@sqlite
def test_a_form_of_the_largest_table_is_received(draft: Draft, world: World, seat: Seat) -> None:
    parts = {f"q-partners-{row}-{column}": "" for row in range(200) for column in range(12)}
    file = {"q-plan": (io.BytesIO(PDF), "plan.pdf")}  # with a file the form comes in parts
    response = seat(world.owner).post(draft.criterion("facts"), parts | FORM | file)
    assert response.status_code == 303


@sqlite
@pytest.mark.parametrize("value", [["1"], {"a": "b"}, 7])
def test_only_a_text_names_the_file_that_answers(
    draft: Draft, world: World, seat: Seat, value: Any
) -> None:
    browser = seat(world.owner)
    browser.post(draft.criterion("facts"), FORM)
    keep(draft, plan=value)
    assert browser.get(draft.criterion("facts")).status_code == 200
    assert seat(world.viewer).get(draft.criterion("facts")).status_code == 200
    assert browser.post(draft.criterion("facts"), FORM | {"version": "1"}).status_code == 303
    saved = draft.answer("facts")
    assert saved is not None
    assert saved.values.items() >= KEPT.items()


def test_unseen_values_are_kept_as_long_as_their_questions_take_them() -> None:
    questions = [Question(key, QuestionType.WHOLE) for key in ("seen", "good", "bad", "none")]
    saved = {"seen": "1", "good": "2", "bad": "2.5"}
    assert kept_unseen(questions, questions[:1], saved) == {"good": "2"}


@sqlite
def test_a_value_that_its_question_does_not_take_is_not_possible_and_no_fault_of_ours(
    app: Flask, world: World, seat: Seat
) -> None:
    def refused() -> str:
        raise InvalidValue("people", "too_small")

    refused.access = Access(Action.USE_ACCOUNT)  # type: ignore[attr-defined]
    app.add_url_rule("/refused", "refused", refused)
    response = seat(world.owner).get("/refused")
    assert response.status_code == 409
    assert "Nothing was changed." in response.text


@sqlite
@pytest.mark.parametrize("number", ["²", "٣", "9" * 5000, "-1", "0x1", "1e3"])
def test_row_that_no_table_has_is_left_out(
    number: str, draft: Draft, world: World, seat: Seat
) -> None:
    browser = seat(world.owner)
    sent = FORM | {f"q-partners-{number}-name": "A row of nowhere"}
    assert browser.post(draft.criterion("facts"), sent).status_code == 303
    page = browser.get(draft.criterion("facts")).text
    assert "A row of nowhere" not in page
    assert TYPED["q-partners-0-name"] in page
