"""What an answer may be beside a chosen level, and how its page says where it stands."""

from typing import Any

import pytest
from sqlalchemy import update

from assessment.db.models import Answer
from tests.all_types import KEPT, TYPED
from tests.building import World
from tests.web.all_types.conftest import Draft
from tests.web.conftest import Seat
from tests.web.filled import answers_read, faults_summed_up, filled_in, read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

NEW: dict[str, Any] = {"version": "0", "justification": "", "save": "1"}


def chosen_levels(page: str) -> int:
    return page.count("level--chosen")


def test_what_does_not_apply_is_saved_with_its_reason_and_leaves_the_score(
    draft: Draft, world: World, seat: Seat
) -> None:
    browser = seat(world.owner)
    claim = {"is_not_applicable": "y", "justification": "We have no waste.", "level": "2"}
    assert browser.post(draft.criterion("waste"), NEW | claim).status_code == 303
    saved = draft.answer("waste")
    assert saved is not None
    assert (saved.is_not_applicable, saved.level, saved.is_answered) == (True, None, True)
    page = browser.get(draft.criterion("waste")).text
    assert "Claimed not to apply, with a reason. It is left out of the score." in read(page)
    assert filled_in(page)["is_not_applicable"] == "y"
    assert "Not applicable" in read(browser.get(draft.home).text)
    assert "2.4 Waste" not in read(browser.get(draft.check).text)


def test_what_does_not_apply_may_earn_nothing(draft: Draft, world: World, seat: Seat) -> None:
    browser = seat(world.owner)
    assert "It then earns no points." in browser.get(draft.criterion("export")).text
    claim = {"is_not_applicable": "y", "justification": "We sell at home."}
    browser.post(draft.criterion("export"), NEW | claim)
    page = read(browser.get(draft.criterion("export")).text)
    assert "Claimed not to apply, with a reason. It earns no points." in page


def test_what_does_not_apply_needs_a_reason(draft: Draft, world: World, seat: Seat) -> None:
    browser = seat(world.owner)
    browser.post(draft.criterion("waste"), NEW | {"is_not_applicable": "y"})
    page = read(browser.get(draft.criterion("waste")).text)
    assert "Claimed, not supported yet. The justification is missing." in page
    gaps = read(browser.get(draft.check).text)
    assert "2.4 Waste Claimed, not supported yet. The justification is missing." in gaps


@pytest.mark.parametrize(
    ("criterion_id", "typed"),
    [
        ("growth", {"q-before": "0160", "q-after": "200.0"}),
        ("waste", {"is_not_applicable": "y", "justification": "None.", "level": "2"}),
    ],
)
def test_what_is_typed_while_alone_is_never_told_as_the_work_of_others(
    draft: Draft, world: World, seat: Seat, criterion_id: str, typed: dict[str, str]
) -> None:
    address = draft.criterion(criterion_id)
    answer = seat(world.owner).post(address, NEW | typed, headers={"Accept": "application/json"})
    assert (answer.json["state"], answer.json["others"]) == ("saved", [])
    assert answer.json["said"].startswith("Saved ")
    assert "together" not in answer.json["said"]


def test_what_must_apply_cannot_be_said_not_to(draft: Draft, world: World, seat: Seat) -> None:
    browser = seat(world.owner)
    assert "This does not apply to us" not in browser.get(draft.criterion("team")).text
    browser.post(draft.criterion("team"), NEW | {"is_not_applicable": "y", "level": "1"})
    saved = draft.answer("team")
    assert saved is not None
    assert (saved.is_not_applicable, saved.level) == (False, 1)


def test_the_level_follows_from_the_answers(draft: Draft, world: World, seat: Seat) -> None:
    browser = seat(world.owner)
    blank = browser.get(draft.criterion("growth")).text
    assert "The level follows from your answers." in read(blank)
    assert chosen_levels(blank) == 0
    assert "level" not in filled_in(blank)
    numbers = {"q-before": "160", "q-after": "200"}
    browser.post(draft.criterion("growth"), NEW | numbers | {"level": "1"})
    page = browser.get(draft.criterion("growth")).text
    assert "Gain 40" in read(page)
    assert "Growth 25%" in read(page)
    assert "Level 3 of 3 earns 9 of 9 points." in read(page)
    assert chosen_levels(page) == 1
    saved = draft.answer("growth")
    assert saved is not None
    assert saved.level is None


def test_a_level_stays_open_while_a_question_is(draft: Draft, world: World, seat: Seat) -> None:
    browser = seat(world.owner)
    browser.post(draft.criterion("growth"), NEW | {"q-before": "160"})
    page = browser.get(draft.criterion("growth")).text
    assert "1 question is still open: Members today ." in read(page)
    assert "Begun" in read(browser.get(draft.home).text)
    assert chosen_levels(page) == 0


def test_a_level_not_chosen_beside_a_justification_is_what_is_missing(
    draft: Draft, world: World, seat: Seat
) -> None:
    browser = seat(world.owner)
    browser.post(draft.criterion("team"), NEW | {"justification": "Two people."})
    assert "Level not chosen yet." in read(browser.get(draft.criterion("team")).text)
    assert "2.1 Team Level not chosen yet." in read(browser.get(draft.check).text)
    assert "Team Begun" in read(browser.get(draft.home).text)
    assert "2.2 Growth Not answered yet." in read(browser.get(draft.check).text)


def test_questions_come_and_go_with_the_answers_on_which_they_rest(
    draft: Draft, world: World, seat: Seat
) -> None:
    browser, place = seat(world.owner), draft.criterion("plan")
    rest = {"q-is-approved", "q-is-public"}
    assert rest <= filled_in(browser.get(place).text).keys()
    browser.post(place, NEW | {"q-is-written": "false"})
    page = browser.get(place).text
    assert rest & filled_in(page).keys() == set()
    assert "Level 0 of 3 earns 0 of 9 points." in read(page)
    browser.post(place, NEW | {"version": "1", "q-is-written": "true"})
    assert rest <= filled_in(browser.get(place).text).keys()


def test_answers_to_questions_that_have_gone_are_kept(
    draft: Draft, world: World, seat: Seat
) -> None:
    browser, place = seat(world.owner), draft.criterion("plan")
    yes = {"q-is-written": "true", "q-is-approved": "true", "q-is-public": "true"}
    browser.post(place, NEW | yes)
    browser.post(place, NEW | yes | {"version": "1", "q-is-written": "false"})
    browser.post(place, NEW | {"version": "2", "q-is-written": "true"})
    assert "Level 3 of 3 earns 9 of 9 points." in read(browser.get(place).text)


AUTOSAVED = {"headers": {"Accept": "application/json"}}
PRESSED: dict[str, Any] = {}
saves = pytest.mark.parametrize("how", [AUTOSAVED, PRESSED], ids=["autosaved", "pressed"])
ALL_YES = {"q-is-written": "true", "q-is-approved": "true", "q-is-public": "true"}
YES_KEPT = {"is-written": True, "is-approved": True, "is-public": True}


@saves
def test_answers_that_came_back_are_kept_from_a_page_that_does_not_show_them_yet(
    draft: Draft, world: World, seat: Seat, how: dict[str, Any]
) -> None:
    browser, place = seat(world.owner), draft.criterion("plan")
    browser.post(place, NEW | ALL_YES)
    browser.post(place, NEW | {"version": "1", "q-is-written": "false"})
    page = filled_in(browser.get(place).text)
    assert page["shown"] == "is-written"
    browser.post(place, page | {"q-is-written": "true"}, **AUTOSAVED)
    late = page | {"version": "3", "q-is-written": "true", "justification": "As said."}
    browser.post(place, late, **how)
    saved = draft.answer("plan")
    assert saved is not None
    assert (saved.values, saved.justification) == (YES_KEPT, "As said.")


@saves
def test_answers_of_somebody_else_are_kept_from_a_page_that_does_not_show_them(
    draft: Draft, world: World, seat: Seat, how: dict[str, Any]
) -> None:
    mine, theirs, place = seat(world.owner), seat(world.editor), draft.criterion("plan")
    mine.post(place, NEW | {"q-is-written": "false"})
    page = filled_in(mine.get(place).text)
    theirs.post(place, NEW | {"version": "1", "q-is-written": "true"})
    theirs.post(place, NEW | {"version": "2", **ALL_YES})
    answer = mine.post(place, page | {"justification": "As said."}, **how)
    assert answer.status_code in (200, 303)
    saved = draft.answer("plan")
    assert saved is not None
    assert (saved.values, saved.justification) == (YES_KEPT, "As said.")


@saves
def test_a_page_empties_what_it_shows_and_nothing_else(
    draft: Draft, world: World, seat: Seat, how: dict[str, Any]
) -> None:
    browser, place = seat(world.owner), draft.criterion("facts")
    for version, hidden in enumerate(KEPT):
        browser.post(place, NEW | TYPED | {"version": str(2 * version)})
        shown = [question for question in KEPT if question != hidden]
        sent = NEW | {"version": str(2 * version + 1), "shown": shown}
        browser.post(place, sent, **how)
        saved = draft.answer("facts")
        assert saved is not None
        assert saved.values == {hidden: KEPT[hidden]}


def test_a_refused_form_comes_back_with_the_questions_that_it_showed(
    draft: Draft, world: World, seat: Seat
) -> None:
    mine, theirs, place = seat(world.owner), seat(world.editor), draft.criterion("plan")
    mine.post(place, NEW | {"q-is-written": "false"})
    page = filled_in(mine.get(place).text)
    theirs.post(place, NEW | {"version": "1", **ALL_YES})
    refused = mine.post(place, page | {"justification": "x" * 20_001})
    assert refused.status_code == 422
    again = filled_in(refused.text)
    assert again["shown"] == "is-written"
    mine.post(place, again | {"q-is-written": "true", "justification": "As said."})
    saved = draft.answer("plan")
    assert saved is not None
    assert (saved.values, saved.justification) == (YES_KEPT, "As said.")


def test_a_future_criterion_is_shown_and_not_asked(draft: Draft, world: World, seat: Seat) -> None:
    browser, place = seat(world.owner), draft.criterion("tomorrow")
    page = browser.get(place).text
    assert "This criterion is announced for a later version." in page
    assert "Much." in read(page)
    assert filled_in(page) == {}
    assert browser.post(place, NEW | {"level": "1"}).status_code == 409
    assert draft.answer("tomorrow") is None
    assert "Announced" in read(browser.get(draft.home).text)
    assert "Tomorrow" not in read(browser.get(draft.check).text)


def test_an_indicator_has_no_level(draft: Draft, world: World, seat: Seat) -> None:
    browser, place = seat(world.owner), draft.criterion("facts")
    browser.post(place, NEW | TYPED | {"level": "2"})
    page = browser.get(place).text
    assert "Answered. It is not scored." in read(page)
    assert "level" not in filled_in(page)
    saved = draft.answer("facts")
    assert saved is not None
    assert (saved.level, saved.is_answered) == (None, True)


def test_what_does_not_apply_by_rule_says_so(draft: Draft, world: World, seat: Seat) -> None:
    browser = seat(world.owner)
    assert "Not answered yet." in read(browser.get(draft.criterion("visitors")).text)
    browser.post(draft.criterion("facts"), NEW | TYPED)  # visitors are not welcome
    page = read(browser.get(draft.criterion("visitors")).text)
    assert "Does not apply to this cluster, by its own answers." in page


def test_a_carried_answer_is_marked_until_it_is_saved_again(
    draft: Draft, world: World, seat: Seat
) -> None:
    browser, place = seat(world.owner), draft.criterion("team")
    answer = NEW | {"level": "1", "justification": "One of us."}
    browser.post(place, answer)
    session = draft.line.session
    session.execute(update(Answer).values(carried="clarified"))
    session.commit()
    mark = "This answer comes from an earlier version of the scheme, which has changed since."
    assert mark in browser.get(place).text
    assert browser.post(place, answer | {"version": "1"}).status_code == 303
    assert mark not in browser.get(place).text


def test_two_people_see_both_versions_of_the_values_and_lose_neither(
    draft: Draft, world: World, seat: Seat
) -> None:
    place = draft.criterion("facts")
    first, second = seat(world.owner), seat(world.editor)
    first.post(place, NEW | TYPED | {"justification": "By the owner."})
    mine = TYPED | {"q-people": "7", "q-aims": "climate", "q-partners-0-name": "Another House"}
    response = second.post(place, NEW | mine | {"justification": "By the editor."})
    assert response.status_code == 200
    main = read(response.text)
    for words in ("1,250 people", "7 people", "Growth Export", "Climate", "Another House"):
        assert words in main
    shown = filled_in(response.text)
    grouped = {"q-budget": "125,000.5", "q-partners-0-amount": "1,000.25"}
    assert {name: shown[name] for name in mine} == mine | grouped
    assert (shown["justification"], shown["version"]) == ("By the editor.", "1")
    assert second.post(place, dict(shown)).status_code == 303
    saved = draft.answer("facts")
    assert saved is not None
    assert (saved.values["people"], saved.values["aims"], saved.version) == ("7", ["climate"], 2)


def test_both_texts_of_a_question_can_be_put_together_and_a_number_cannot(
    draft: Draft, world: World, seat: Seat
) -> None:
    place, data = draft.criterion("facts"), {"Accept": "application/json"}
    first, second = seat(world.owner), seat(world.editor)
    first.post(place, NEW | {"q-story": "Theirs.", "q-people": "7"})
    told = second.post(place, NEW | {"q-story": "Mine.", "q-people": "7"}, headers=data).json
    assert (told["parts"], told["texts"]) == (["q-story"], {"q-story": "Theirs."})
    assert "Put both texts together" in told["panel"]
    told = second.post(place, NEW | {"q-story": "Mine.", "q-people": "8"}, headers=data).json
    assert (told["parts"], told["texts"]) == (["q-people", "q-story"], {})
    assert "Put both texts together" not in told["panel"]


def test_a_fault_on_the_page_of_both_versions_loses_nothing(
    draft: Draft, world: World, seat: Seat
) -> None:
    place = draft.criterion("growth")
    first, second = seat(world.owner), seat(world.editor)
    first.post(place, NEW | {"q-before": "160", "q-after": "200"})
    second.post(place, NEW | {"q-before": "100", "q-after": "200"})
    wrong = {"version": "1", "q-before": "none", "q-after": "300"}
    response = second.post(place, NEW | wrong)
    assert faults_summed_up(response.text) == [("q-before", "Write a whole number, such as 1250.")]
    assert filled_in(response.text)["q-after"] == "300"


def test_values_that_the_questions_no_longer_take_keep_no_page_from_opening(
    draft: Draft, world: World, seat: Seat
) -> None:
    browser, place = seat(world.owner), draft.criterion("facts")
    browser.post(place, NEW | TYPED)
    strange: dict[str, Any] = {
        "form": "guild",
        "field": ["data"],
        "aims": "growth",
        "is-open": "perhaps",
        "people": "1000000",
        "hours": "-5",
        "share": ["40"],
        "budget": True,
        "begun": "long ago",
        "motto": ["a", "b"],
        "page": "timber",
        "plan": "999",
        "partners": [{"name": "Old House", "amount": "-3", "gone": "x"}, "row"],
        "left": "over",
    }
    session = draft.line.session
    session.execute(update(Answer).values(values=strange))
    session.commit()
    shown = filled_in(browser.get(place).text)
    assert (shown["q-people"], shown["q-partners-0-name"]) == ("1,000,000", "Old House")
    words = answers_read(seat(world.viewer).get(place).text)
    assert (words["People at work"], words["Legal form"]) == ("1000000", "guild")
    late = seat(world.editor).post(place, NEW | TYPED)
    assert "1000000" in read(late.text)
    assert filled_in(late.text)["q-people"] == "1,250"
