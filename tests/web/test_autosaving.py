"""Saving while typing: what can be saved is saved, the rest is said, and nobody overwrites anybody."""

import re
from typing import Any

import pytest

from assessment.db.models import User
from assessment.db.queries import assessments
from assessment.domain.workflow import State
from tests.building import Line, World
from tests.web.browser import Browser
from tests.web.conftest import Seat

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
HERE = "web-presence"
DATA = {"Accept": "application/json"}


class Typing:
    """Somebody typing at one criterion."""

    def __init__(self, browser: Browser, number: int) -> None:
        self.browser = browser
        self.address = f"/assessments/{number}/criteria/{HERE}"
        self.version = 0

    def save(self, **form: Any) -> Any:
        """Sends the form as the script does; later forms build on the version that came back."""
        sent = {"version": str(self.version), "level": "", "justification": "", **form}
        answer = self.browser.post(self.address, sent, headers=DATA)
        if answer.json and "version" in answer.json and answer.json["state"] == "saved":
            self.version = answer.json["version"]
        return answer


@pytest.fixture
def number(line: Line) -> int:
    return line.open().id


@pytest.fixture
def at_desk(seat: Seat, number: int) -> Any:
    def sit(person: User) -> Typing:
        return Typing(seat(person), number)

    return sit


def test_save_says_its_version_and_time(
    line: Line, world: World, number: int, at_desk: Any
) -> None:
    typing = at_desk(world.owner)
    answer = typing.save(level="3", justification="Every week.")
    assert answer.status_code == 200
    assert (answer.json["state"], answer.json["version"], answer.json["errors"]) == ("saved", 1, [])
    assert answer.json["said"].startswith("Saved ")
    assert typing.save(level="4", justification="Every week.").json["version"] == 2
    assert line.stands(number, HERE) == (4, "Every week.")


def test_part_that_its_field_does_not_take_stays_and_the_rest_is_saved(
    line: Line, world: World, number: int, at_desk: Any
) -> None:
    typing = at_desk(world.owner)
    typing.save(level="2", justification="Every week.")
    answer = typing.save(level="3", justification="x" * 20_001)
    assert answer.status_code == 200
    assert [error["name"] for error in answer.json["errors"]] == ["justification"]
    assert line.stands(number, HERE) == (3, "Every week.")


def test_two_people_at_different_parts_keep_both(
    line: Line, world: World, number: int, at_desk: Any
) -> None:
    owner, editor = at_desk(world.owner), at_desk(world.editor)
    owner.save(level="3", justification="")
    answer = editor.save(level="", justification="Every week.")
    assert answer.json["others"] == ["claim"]
    assert answer.json["said"] == "Saved, together with what somebody else changed here meanwhile."
    assert line.stands(number, HERE) == (3, "Every week.")


def test_part_that_is_seen_in_an_older_version_is_not_taken_for_a_change(
    line: Line, world: World, number: int, at_desk: Any
) -> None:
    owner, editor = at_desk(world.owner), at_desk(world.editor)
    owner.save(level="3")
    editor.save(level="", justification="Every")
    editor.save(level="", justification="Every week.", part_version="claim:0")
    assert line.stands(number, HERE) == (3, "Every week.")
    answer = editor.save(level="2", justification="Every week.", part_version="claim:0")
    assert (answer.json["state"], answer.json["parts"]) == ("conflict", ["claim"])


def test_two_people_at_the_same_part_see_both_versions(
    line: Line, world: World, number: int, at_desk: Any
) -> None:
    owner, editor = at_desk(world.owner), at_desk(world.editor)
    owner.save(justification="Every week.")
    answer = editor.save(justification="<b>Never.</b>")
    assert (answer.status_code, answer.json["state"], answer.json["version"]) == (
        409,
        "conflict",
        1,
    )
    for words in (
        "Every week.",
        "&lt;b&gt;Never.&lt;/b&gt;",
        "Save mine",
        "Put both texts together",
    ):
        assert words in answer.json["panel"]
    assert line.stands(number, HERE) == (None, "Every week.")
    editor.version = answer.json["version"]
    assert editor.save(justification="<b>Never.</b>").status_code == 200
    assert line.stands(number, HERE) == (None, "<b>Never.</b>")


def test_other_version_comes_with_the_way_back_to_mine(world: World, at_desk: Any) -> None:
    owner, editor = at_desk(world.owner), at_desk(world.editor)
    owner.save(justification="Every week.")
    answer = editor.save(justification="Never.")
    assert answer.json["texts"] == {"justification": "Every week."}
    settled = answer.json["panel"].partition("<template>")[2]
    assert "Yours is kept until you leave this page." in settled
    assert 'data-settle="back">Bring mine back<' in settled


def test_pasted_text_is_not_cut_by_the_browser(world: World, number: int, seat: Seat) -> None:
    page = seat(world.owner).get(f"/assessments/{number}/criteria/{HERE}").text
    justification = re.search(r"<textarea[^>]*name=\"justification\"[^>]*>", page)
    assert justification is not None
    assert "maxlength" not in justification[0]


def test_texts_are_not_put_together_where_the_ratings_contradict_too(
    world: World, at_desk: Any
) -> None:
    owner, editor = at_desk(world.owner), at_desk(world.editor)
    owner.save(level="1", justification="Every week.")
    answer = editor.save(level="4", justification="Never.")
    assert answer.json["parts"] == ["claim", "justification"]
    assert "Save mine" in answer.json["panel"]
    assert "Put both texts together" not in answer.json["panel"]


def test_signed_out_typing_is_told_as_data(number: int, seat: Seat) -> None:
    answer = Typing(seat(None), number).save(level="1")
    assert (answer.status_code, answer.json["state"]) == (401, "signed_out")


def test_page_of_an_older_session_is_told_as_data(world: World, number: int, seat: Seat) -> None:
    answer = Typing(seat(world.owner), number).save(level="1", csrf_token="old")
    assert (answer.status_code, answer.json["state"]) == (400, "stale")


def test_viewer_and_stranger_save_nothing(world: World, at_desk: Any) -> None:
    assert at_desk(world.viewer).save(level="1").status_code == 403
    assert at_desk(world.stranger).save(level="1").status_code == 404


def test_typing_after_submission_is_refused_and_said(line: Line, world: World, seat: Seat) -> None:
    submitted = line.lead_to(State.SUBMITTED).id
    answer = Typing(seat(world.owner), submitted).save(level="1")
    assert (answer.status_code, answer.json["state"]) == (409, "refused")


def test_typing_for_an_older_version_of_the_scheme_saves_nothing(
    line: Line, world: World, number: int, at_desk: Any
) -> None:
    answer = at_desk(world.owner).save(level="1", scheme_version="1999.1")
    assert (answer.status_code, answer.json["state"]) == (409, "moved")
    assert assessments.answers(line.session, number) == {}


def test_section_asks_all_its_criteria_each_in_a_form(
    line: Line, world: World, number: int, seat: Seat
) -> None:
    shown = line.label.section_of(HERE)
    page = seat(world.owner).get(f"/assessments/{number}/sections/{shown.id}")
    assert page.status_code == 200
    assert page.text.count("data-autosave=") == len(shown.criteria)
    assert f'action="/assessments/{number}/criteria/{HERE}"' in page.text
    assert f'id="{HERE}-justification"' in page.text


def test_section_says_above_each_answer_that_without_script_it_is_saved_alone(
    line: Line, world: World, number: int, seat: Seat
) -> None:
    shown = line.label.section_of(HERE)
    page = seat(world.owner).get(f"/assessments/{number}/sections/{shown.id}").text
    said = re.findall(r"<noscript><p[^>]*>JavaScript is off.*?</noscript>", page)
    assert len(said) == page.count("data-autosave=") == len(shown.criteria)
    assert f'href="/assessments/{number}/criteria/{shown.criteria[0].id}"' in said[0]


def test_save_in_a_section_leads_back_to_its_place(
    line: Line, world: World, number: int, seat: Seat
) -> None:
    form = {"version": "0", "level": "1", "justification": "", "save_in_section": "1"}
    answer = seat(world.owner).post(f"/assessments/{number}/criteria/{HERE}", form)
    section = line.label.section_of(HERE).id
    assert answer.headers["Location"] == f"/assessments/{number}/sections/{section}#{HERE}"


def test_section_that_the_label_does_not_have_is_not_there(
    world: World, number: int, seat: Seat
) -> None:
    assert seat(world.owner).get(f"/assessments/{number}/sections/nowhere").status_code == 404


def test_viewer_reads_a_section_without_a_form(
    line: Line, world: World, number: int, seat: Seat
) -> None:
    section = line.label.section_of(HERE).id
    page = seat(world.viewer).get(f"/assessments/{number}/sections/{section}").text
    assert "data-autosave" not in page
    assert "You can read these answers but not change them." in page
