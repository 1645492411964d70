"""Every type of question: saved, shown again, read, and refused with nothing lost."""

import io
import re
from typing import Any

import pytest

from assessment.db.queries import assessments
from tests.all_types import KEPT, TYPED
from tests.building import PDF, World
from tests.web.all_types.conftest import Draft
from tests.web.conftest import Seat
from tests.web.filled import (
    answers_read,
    errors_at,
    errors_summed_up,
    faults_summed_up,
    filled_in,
    read,
)

FORM: dict[str, Any] = {**TYPED, "version": "0", "justification": "", "save": "1"}
sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def values_of(draft: Draft, criterion_id: str = "facts") -> dict[str, Any]:
    saved = draft.answer(criterion_id)
    assert saved is not None
    return saved.values


def test_every_type_is_saved_and_shown_again(draft: Draft, world: World, seat: Seat) -> None:
    browser = seat(world.editor)
    response = browser.post(draft.criterion("facts"), FORM)
    assert (response.status_code, response.location) == (303, draft.criterion("facts"))
    assert values_of(draft) == KEPT
    shown = filled_in(browser.get(draft.criterion("facts")).text)
    grouped = {"q-people": "1,250", "q-budget": "125,000.5", "q-partners-0-amount": "1,000.25"}
    assert {name: shown[name] for name in TYPED} == TYPED | grouped
    assert shown["version"] == "1"


@sqlite
def test_a_form_sent_as_it_was_shown_changes_nothing(
    draft: Draft, world: World, seat: Seat
) -> None:
    browser = seat(world.owner)
    browser.post(draft.criterion("facts"), FORM)
    shown = filled_in(browser.get(draft.criterion("facts")).text)
    assert browser.post(draft.criterion("facts"), dict(shown)).status_code == 303
    saved = draft.answer("facts")
    assert saved is not None
    assert (saved.values, saved.version) == (KEPT, 1)


@sqlite
def test_every_type_is_read_in_words(draft: Draft, world: World, seat: Seat) -> None:
    seat(world.editor).post(draft.criterion("facts"), FORM)
    page = seat(world.viewer).get(draft.criterion("facts")).text
    found = answers_read(page)
    assert "data-autosave" not in page
    assert (
        found.items()
        >= {
            "Legal form": "Company",
            "Main field": "Data",
            "Main aims": "Growth Export",
            "Are visitors welcome?": "No",
            "People at work": "1,250 people",
            "Hours a week": "37.5 hours",
            "Share of women": "40%",
            "Yearly budget": "125,000.50 EUR",
            "Work began on": "2 May 2019",
            "Motto": "Wood & wool",
            "How it began": "It began in a shed. Then it rained.",
            "Public page": "https://timber.example/facts",
            "Plan of the year": "–",
        }.items()
    )
    assert found["Partners"].endswith(
        "Timber House Firms Yes 1,000.25 31 January 2020 Arctic College Schools – 0 –"
    )


@sqlite
def test_figures_are_shown(draft: Draft, world: World, seat: Seat) -> None:
    browser = seat(world.owner)
    assert "Paid by partners –" in read(browser.get(draft.criterion("facts")).text)
    browser.post(draft.criterion("facts"), FORM)
    shown = read(browser.get(draft.criterion("facts")).text)
    assert "Paid by partners 1,000.25" in shown
    assert "Budget for each person 100" in shown  # 125,000.5 / 1,250 = 100.0004, rounded


REFUSED = [
    ("q-form", "club", "Choose among the options offered."),
    ("q-field", "nowhere", "Choose among the options offered."),
    ("q-aims", ["growth", "skills", "export"], "Choose at most 2."),
    ("q-aims", ["growth", "fame"], "Choose among the options offered."),
    ("q-aims", ["growth", "climate"], "Choose “Climate” alone, or leave it out."),
    ("q-is-open", "maybe", "This answer does not fit the question."),
    ("q-people", "many", "Write a whole number, such as 1250."),
    ("q-people", "12.5", "Write a whole number, such as 1250."),
    ("q-people", "0", "Write a number of at least 1."),
    ("q-people", "5001", "Write a number of at most 5,000."),
    ("q-hours", "-1", "Write a number of at least 0."),
    ("q-hours", "1,2,3", "Write a number, such as 1250 or 12.5."),
    ("q-people", "1" * 16, "This number is too large. Write at most 15 digits."),
    ("q-hours", "0.1234567891", "Write at most 9 decimals."),
    ("q-hours", "1,125", "1,125 can be read in two ways: write 1125 or 1.125."),
    ("q-hours", "9 euros", "Write a number, such as 1250 or 12.5."),
    ("q-budget", "250.000", "250.000 can be read in two ways: write 250000 or 250."),
    ("q-partners-0-amount", "1.250", "1.250 can be read in two ways: write 1250 or 1.25."),
    ("q-hours", "1e3", "Write a number, such as 1250 or 12.5."),
    ("q-share", "100.5", "Write a number of at most 100."),
    ("q-share", "-0.1", "Write a number of at least 0."),
    ("q-budget", "12 euros", "Write a number, such as 1250 or 12.5."),
    ("q-begun", "2.5.2019", "Not a valid date value."),
    ("q-begun", "2019-02-30", "Not a valid date value."),
    ("q-begun", "9999-12-31", "Write a day that has been, at the latest today."),
    ("q-motto", "m" * 501, "Write at most 500 characters."),
    ("q-story", "s" * 20_001, "Write at most 20,000 characters."),
    ("q-page", "timber", "Write a web address, such as www.example.org."),
    ("q-page", "javascript:alert(1)", "Write a web address, such as www.example.org."),
    ("q-partners-0-name", "n" * 501, "Write at most 500 characters."),
    ("q-partners-0-kind", "club", "Choose among the options offered."),
    ("q-partners-0-amount", "much", "Write a number, such as 1250 or 12.5."),
    ("q-partners-1-amount", "-5", "Write a number of at least 0."),
    ("q-partners-1-since", "soon", "Not a valid date value."),
    ("q-partners-1-since", "9999-12-31", "Write a day that has been, at the latest today."),
]


@sqlite
@pytest.mark.parametrize(("field", "typed", "message"), REFUSED)
def test_bad_input_is_named_at_its_field_and_in_the_summary_with_nothing_lost(
    draft: Draft, world: World, seat: Seat, field: str, typed: Any, message: str
) -> None:
    form = FORM | {field: typed, "justification": "Long thoughts."}
    response = seat(world.owner).post(draft.criterion("facts"), form)
    assert response.status_code == 422
    assert errors_at(response.text) == {field: message}
    assert faults_summed_up(response.text) == [(field, message)]
    assert f'id="{field}"' in response.text
    shown = filled_in(response.text)
    lost = {name for name in (*TYPED, "justification") if shown.get(name) != form[name]}
    offered = {"q-form", "q-field", "q-aims", "q-is-open", "q-partners-0-kind"}
    assert lost <= offered & {field}  # what is not offered cannot be shown as chosen
    assert draft.answer("facts") is None


@sqlite
def test_faults_are_summed_up_under_the_names_of_their_fields(
    draft: Draft, world: World, seat: Seat
) -> None:
    form = FORM | {"q-people": "x", "q-is-open": "maybe", "q-partners-1-amount": "y"}
    response = seat(world.owner).post(draft.criterion("facts"), form)
    assert errors_summed_up(response.text) == [
        ("q-is-open", "Are visitors welcome? This answer does not fit the question."),
        ("q-people", "People at work: Write a whole number, such as 1250."),
        (
            "q-partners-1-amount",
            "Amount (EUR), row 2: Write a number, such as 1250 or 12.5.",
        ),
    ]


@sqlite
def test_several_faults_are_all_named(draft: Draft, world: World, seat: Seat) -> None:
    form = FORM | {"q-people": "x", "q-partners-1-amount": "y", "q-page": "z"}
    response = seat(world.owner).post(draft.criterion("facts"), form)
    assert [key for key, _text in faults_summed_up(response.text)] == [
        "q-people",
        "q-page",
        "q-partners-1-amount",
    ]


NUMBERS = [
    ("q-people", "1 250", "1250"),
    ("q-people", "1\u00a0250", "1250"),
    ("q-people", "1\u202f250", "1250"),
    ("q-people", " 1,250 ", "1250"),
    ("q-people", "+7", "7"),
    ("q-people", "12.0", "12"),
    ("q-people", "007", "7"),
    ("q-hours", "37,5", "37.5"),
    ("q-hours", "0,125", "0.125"),
    ("q-share", "12,5 %", "12.5"),
    ("q-budget", "EUR 250000", "250000"),
    ("q-budget", "€250000", "250000"),
    ("q-budget", "250 000 €", "250000"),
    ("q-budget", "250,000", "250000"),
    ("q-budget", "1.250.000,50", "1250000.5"),
    ("q-partners-0-amount", "eur 12,50", "12.5"),
    ("q-hours", "38 hours", "38"),
    ("q-budget", "1 250 000,50", "1250000.5"),
    ("q-budget", "1,250,000.50", "1250000.5"),
    ("q-budget", "0.000000001", "0.000000001"),
]


@sqlite
@pytest.mark.parametrize(("field", "typed", "kept"), NUMBERS)
def test_numbers_may_be_written_as_people_write_them(
    draft: Draft, world: World, seat: Seat, field: str, typed: str, kept: str
) -> None:
    response = seat(world.owner).post(draft.criterion("facts"), FORM | {field: typed})
    assert response.status_code == 303
    saved = values_of(draft)
    cell = saved["partners"][0]["amount"]
    assert (cell if field.startswith("q-partners") else saved[field.removeprefix("q-")]) == kept


@sqlite
def test_a_finn_writes_and_reads_a_decimal_comma(draft: Draft, world: World, seat: Seat) -> None:
    world.owner.language = "fi"
    browser = seat(world.owner)
    browser.post(draft.criterion("facts"), FORM | {"q-hours": "37,5", "q-budget": "1 250,500"})
    assert (values_of(draft)["hours"], values_of(draft)["budget"]) == ("37.5", "1250.5")
    page = browser.get(draft.criterion("facts")).text
    shown = filled_in(page)
    assert (shown["q-hours"], shown["q-budget"]) == ("37,5", "1\u00a0250,5")
    assert "Tunteja viikossa" in page
    assert '<span id="q-hours-measure">tuntia</span>' in page
    assert browser.post(draft.criterion("facts"), dict(shown)).status_code == 303
    assert values_of(draft)["hours"] == "37.5"


@sqlite
def test_a_comma_before_three_digits_is_decimal_for_a_finn(
    draft: Draft, world: World, seat: Seat
) -> None:
    world.owner.language = "fi"
    seat(world.owner).post(draft.criterion("facts"), FORM | {"q-hours": "1,250"})
    assert values_of(draft)["hours"] == "1.25"


@sqlite
@pytest.mark.parametrize("field", ["q-hours", "q-budget"])
def test_a_finn_is_asked_what_a_point_before_three_digits_says(
    draft: Draft, world: World, seat: Seat, field: str
) -> None:
    world.owner.language = "fi"
    response = seat(world.owner).post(draft.criterion("facts"), FORM | {field: "1.250"})
    assert response.status_code == 422
    message = errors_at(response.text)[field]
    assert message == "Luvun 1.250 voi lukea kahdella tavalla: kirjoita 1250 tai 1,25."
    assert filled_in(response.text)[field] == "1.250"


@sqlite
@pytest.mark.parametrize(
    ("language", "kept", "shown"),
    [("en", "12500.5", "12,500.5"), ("en", "12500", "12500"), ("fi", "12500", "12\u00a0500")],
)
def test_a_number_is_shown_in_groups_where_it_is_read_back_the_same(
    draft: Draft, world: World, seat: Seat, language: str, kept: str, shown: str
) -> None:
    world.owner.language = language
    browser = seat(world.owner)
    browser.post(draft.criterion("facts"), FORM | {"q-hours": kept})
    page = filled_in(browser.get(draft.criterion("facts")).text)
    assert page["q-hours"] == shown
    browser.post(draft.criterion("facts"), dict(page))
    assert values_of(draft)["hours"] == kept


@sqlite
def test_a_table_may_be_filled_in_part(draft: Draft, world: World, seat: Seat) -> None:
    browser = seat(world.owner)
    part = {"q-partners-1-name": "", "q-partners-1-amount": "0", "q-partners-1-kind": ""}
    browser.post(draft.criterion("facts"), FORM | part)
    assert values_of(draft)["partners"][1] == {"amount": "0"}
    page = browser.get(draft.criterion("facts")).text
    assert "1 question is still open: Partners ." in read(page)
    assert '<a href="#q-partners">Partners</a>' in page
    lacking = re.findall(r'id="(q-partners-[^"]+)-open">Still open<', page)
    assert lacking == ["q-partners-1-name", "q-partners-1-kind"]
    assert 'aria-describedby="q-partners-1-name-open"' in page
    shown = filled_in(page)
    assert (shown["q-partners-1-name"], shown["q-partners-1-amount"]) == ("", "0")


@sqlite
def test_empty_rows_are_left_out_and_more_are_offered_up_to_the_limit(
    draft: Draft, world: World, seat: Seat
) -> None:
    browser = seat(world.owner)
    first = filled_in(browser.get(draft.criterion("facts")).text)
    assert [name for name in first if name.endswith("-name")] == [
        f"q-partners-{row}-name" for row in range(3)
    ]
    emptied = {name: "" for name in TYPED if name.startswith("q-partners-0")}
    browser.post(draft.criterion("facts"), FORM | emptied)
    assert [row["name"] for row in values_of(draft)["partners"]] == ["Arctic College"]
    again = filled_in(browser.get(draft.criterion("facts")).text)
    assert again["q-partners-0-name"] == "Arctic College"
    full = {f"q-partners-{row}-name": f"Partner {row}" for row in range(5)}
    browser.post(draft.criterion("facts"), FORM | full | {"version": "1"})
    page = browser.get(draft.criterion("facts")).text
    assert "Save to get more." not in page
    rows = filled_in(page)
    assert {name for name in rows if name.endswith("-name")} == set(full)


@sqlite
def test_a_file_answers_its_question_and_is_evidence(
    draft: Draft, world: World, seat: Seat
) -> None:
    browser, reader = seat(world.owner), seat(world.viewer)
    file = {"q-plan": (io.BytesIO(PDF), "plan.pdf")}
    assert browser.post(draft.criterion("facts"), FORM | file).status_code == 303
    assert draft.evidence("facts") == ["plan.pdf"]
    attached = assessments.attached_evidence(draft.line.session, draft.number)["facts"]
    number = str(attached[0].id)
    assert values_of(draft)["plan"] == number
    page = reader.get(draft.criterion("facts")).text
    assert answers_read(page)["Plan of the year"] == "plan.pdf"


@sqlite
def test_a_file_stays_until_another_takes_its_place(draft: Draft, world: World, seat: Seat) -> None:
    browser = seat(world.owner)
    browser.post(draft.criterion("facts"), FORM | {"q-plan": (io.BytesIO(PDF), "plan.pdf")})
    first = values_of(draft)["plan"]
    form = FORM | {"version": "1", "q-motto": "Other"}
    browser.post(draft.criterion("facts"), form)
    assert values_of(draft)["plan"] == first
    page = browser.get(draft.criterion("facts")).text
    assert "Answered by plan.pdf. Choose another file to replace it." in page
    other = {"version": "2", "q-plan": (io.BytesIO(PDF + b"2"), "plan-2.pdf")}
    browser.post(draft.criterion("facts"), FORM | other)
    assert draft.evidence("facts") == ["plan.pdf", "plan-2.pdf"]
    assert values_of(draft)["plan"] != first


@sqlite
def test_a_file_taken_off_answers_nothing(draft: Draft, world: World, seat: Seat) -> None:
    browser = seat(world.owner)
    browser.post(draft.criterion("facts"), FORM | {"q-plan": (io.BytesIO(PDF), "plan.pdf")})
    number = values_of(draft)["plan"]
    place = f"{draft.criterion('facts')}/evidence/{number}/remove"
    assert browser.post(place).status_code == 303
    assert draft.evidence("facts") == []
    assert "plan" not in values_of(draft)
    place = f"{draft.criterion('facts')}/history"
    evidence_then = 'evidence">Evidence</h2>'
    without, with_it = (browser.get(f"{place}/{n}").text.split(evidence_then)[1] for n in (2, 1))
    assert ("plan.pdf" in without, "plan.pdf" in with_it) == (False, True)


@sqlite
def test_a_file_put_back_answers_its_question_again(draft: Draft, world: World, seat: Seat) -> None:
    browser = seat(world.owner)
    browser.post(draft.criterion("facts"), FORM | {"q-plan": (io.BytesIO(PDF), "plan.pdf")})
    number = values_of(draft)["plan"]
    browser.post(f"{draft.criterion('facts')}/evidence/{number}/remove")
    undo = re.search(
        r'action="([^"]+)" data-stay>(.*?)</form>', browser.get(draft.criterion("facts")).text, re.S
    )
    assert undo is not None
    fields = dict(re.findall(r'name="(evidence|answers)" value="([^"]*)"', undo[2]))
    assert fields == {"evidence": number, "answers": "plan"}
    browser.post(undo[1], fields)
    assert draft.evidence("facts") == ["plan.pdf"]
    assert values_of(draft)["plan"] == number


@sqlite
def test_an_earlier_version_does_not_bring_back_a_file_that_was_taken_off(
    draft: Draft, world: World, seat: Seat
) -> None:
    browser, place = seat(world.owner), draft.criterion("facts")
    browser.post(place, FORM | {"q-plan": (io.BytesIO(PDF), "plan.pdf")})
    browser.post(f"{place}/evidence/{values_of(draft)['plan']}/remove")
    browser.post(place, FORM | {"version": "2", "q-people": "7"})
    assert browser.post(f"{place}/history/1", {"seen": "3"}).status_code == 303
    assert values_of(draft) == KEPT


@sqlite
def test_what_cannot_come_back_is_said_before_going_back(
    draft: Draft, world: World, seat: Seat
) -> None:
    browser, place = seat(world.owner), draft.criterion("facts")
    browser.post(place, FORM | {"q-plan": (io.BytesIO(PDF), "plan.pdf")})
    assert "Not everything can come back" not in browser.get(f"{place}/history/1").text
    browser.post(f"{place}/evidence/{values_of(draft)['plan']}/remove")
    page = browser.get(f"{place}/history/1").text
    assert page.count("(does not come back)") == 1
    assert "a file that is no longer attached" in page


@sqlite
def test_an_earlier_version_brings_back_a_file_that_is_still_attached(
    draft: Draft, world: World, seat: Seat
) -> None:
    browser, place = seat(world.owner), draft.criterion("facts")
    browser.post(place, FORM | {"q-plan": (io.BytesIO(PDF), "plan.pdf")})
    first = values_of(draft)["plan"]
    other = (io.BytesIO(PDF + b"2"), "plan-2.pdf")
    browser.post(place, FORM | {"version": "1", "q-plan": other})
    browser.post(f"{place}/history/1", {"seen": "2"})
    assert values_of(draft)["plan"] == first


@sqlite
def test_a_refused_file_is_named_and_everything_else_is_saved(
    draft: Draft, world: World, seat: Seat
) -> None:
    file = {"q-plan": (io.BytesIO(b"<html>"), "plan.pdf")}
    response = seat(world.owner).post(draft.criterion("facts"), FORM | file)
    message = "plan.pdf is not what its ending says. Save it again in its own program."
    assert faults_summed_up(response.text) == [("q-plan", message)]
    assert "Everything else is saved." in response.text
    assert values_of(draft) == KEPT


@sqlite
def test_a_chosen_file_is_asked_for_again_after_another_fault(
    draft: Draft, world: World, seat: Seat
) -> None:
    form = FORM | {"q-people": "x", "q-plan": (io.BytesIO(PDF), "plan.pdf")}
    response = seat(world.owner).post(draft.criterion("facts"), form)
    assert response.status_code == 422
    assert ("q-plan", "Choose the files again: a browser cannot keep them.") in faults_summed_up(
        response.text
    )


def test_a_file_keeps_its_place_while_two_versions_are_brought_together(
    draft: Draft, world: World, seat: Seat
) -> None:
    browser, place = seat(world.owner), draft.criterion("facts")
    seat(world.editor).post(place, FORM | {"q-motto": "Theirs"})
    mine = FORM | {"q-motto": "Mine", "q-plan": (io.BytesIO(PDF), "plan.pdf")}
    page = browser.post(place, mine).text
    assert "Answered by plan.pdf. Choose another file to replace it." in read(page)
    assert values_of(draft) == KEPT | {"motto": "Theirs"}
    both = filled_in(page)
    faulty = browser.post(place, dict(both) | {"q-people": "x"})
    assert faulty.status_code == 422
    again = dict(filled_in(faulty.text)) | {"q-people": FORM["q-people"]}
    assert browser.post(place, again).status_code == 303
    assert values_of(draft) == KEPT | {"motto": "Mine", "plan": both["q-plan-kept"]}
    assert draft.evidence("facts") == ["plan.pdf"]


@sqlite
def test_a_file_that_does_not_support_the_answer_is_not_taken_for_one_that_came(
    draft: Draft, world: World, seat: Seat
) -> None:
    browser = seat(world.owner)
    browser.post(draft.criterion("facts"), FORM | {"q-plan": (io.BytesIO(PDF), "plan.pdf")})
    plan = values_of(draft)["plan"]
    for number in ("9999", "x", ""):
        form = FORM | {"version": "1", "q-plan-kept": number}
        assert browser.post(draft.criterion("facts"), form).status_code == 303
        assert values_of(draft) == KEPT | {"plan": plan}
