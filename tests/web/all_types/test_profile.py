"""The cluster's profile: saved, refused with nothing lost, read by those who may, and needed."""

import json
from typing import Any

import pytest

from assessment.db.queries import clusters
from assessment.domain.workflow import State
from tests.all_types import PROFILE_KEPT, PROFILE_TYPED
from tests.building import Line, World
from tests.web.all_types.conftest import Draft
from tests.web.conftest import Seat
from tests.web.filled import SIGNING, answers_read, errors_at, faults_summed_up, filled_in, read

sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
NEW: dict[str, Any] = dict(PROFILE_TYPED)
SEEN = {f"seen-q-{key}": json.dumps(value) for key, value in PROFILE_KEPT.items()}


def kept(line: Line) -> tuple[dict[str, Any], int] | None:
    """The profile's values and version as they are saved now."""
    line.session.expire_all()
    saved = clusters.profile(line.session, line.world.cluster.id, "all-types")
    found = (saved.values, saved.version) if saved else None
    line.session.commit()
    return found


def test_profile_is_saved_and_shown_again(
    draft: Draft, line: Line, world: World, seat: Seat
) -> None:
    browser = seat(world.editor)
    response = browser.post(draft.profile, NEW)
    assert (response.status_code, response.location) == (303, draft.profile)
    assert kept(line) == (PROFILE_KEPT, 1)
    page = browser.get(draft.profile).text
    shown = filled_in(page)
    assert {name: shown[name] for name in PROFILE_TYPED} == PROFILE_TYPED
    assert {name: shown[name] for name in SEEN} == SEEN
    assert "Met At least half a person works for the cluster" in read(page)
    assert "Members for each full-time person 16 members" in read(page)  # 40 / 2.5
    browser.post(draft.profile, NEW)  # the same again
    assert kept(line) == (PROFILE_KEPT, 1)


@sqlite
@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("q-founded", "1.3.2015", "Not a valid date value."),
        ("q-founded", "9999-12-31", "Write a day that has been, at the latest today."),
        ("q-staff", "-1", "Write a number of at least 0."),
        ("q-members", "1.5", "Write a whole number, such as 1250."),
        ("q-kinds", ["firms", "clubs"], "Choose among the options offered."),
        ("q-kinds", ["firms", "others"], "Choose “Others” alone, or leave it out."),
        ("q-website", "timber", "Write a web address, such as www.example.org."),
    ],
)
def test_bad_input_is_named_and_nothing_is_lost(
    draft: Draft, line: Line, world: World, seat: Seat, field: str, typed: Any, message: str
) -> None:
    form = NEW | {field: typed, "q-remarks": "A long remark."}
    response = seat(world.owner).post(draft.profile, form)
    assert response.status_code == 422
    assert errors_at(response.text) == {field: message}
    assert faults_summed_up(response.text) == [(field, message)]
    shown = filled_in(response.text)
    assert {name for name in form if shown[name] != form[name]} <= {field} & {"q-kinds"}
    assert kept(line) is None


@sqlite
def test_second_of_two_people_sees_both_profiles(
    draft: Draft, line: Line, world: World, seat: Seat
) -> None:
    first, second = seat(world.owner), seat(world.editor)
    first.post(draft.profile, NEW)
    mine = NEW | {"q-staff": "4", "q-kinds": "others"}
    response = second.post(draft.profile, mine)
    assert response.status_code == 200
    assert "Last saved by Owner, " in read(response.text)
    assert read(response.text).count("Keep this version") == 2
    assert "2.5 FTE" in read(response.text)
    shown = filled_in(response.text)
    assert (shown["q-staff"], shown["q-kinds"]) == ("4", "others")
    assert shown["between"] == ["q-staff", "q-kinds"]
    assert kept(line) == (PROFILE_KEPT, 1)
    assert second.post(draft.profile, dict(shown)).status_code == 303
    assert kept(line) == (PROFILE_KEPT | {"staff": "4", "kinds": ["others"]}, 2)


@sqlite
def test_address_without_a_scheme_is_kept_whole(
    draft: Draft, line: Line, world: World, seat: Seat
) -> None:
    seat(world.owner).post(draft.profile, NEW | {"q-website": "timber.example"})
    assert kept(line) == (PROFILE_KEPT | {"website": "https://timber.example"}, 1)


@sqlite
def test_viewer_reads_the_profile_and_cannot_change_it(
    draft: Draft, line: Line, world: World, seat: Seat
) -> None:
    seat(world.owner).post(draft.profile, NEW)
    browser = seat(world.viewer)
    page = browser.get(draft.profile).text
    assert filled_in(page) == {}
    assert "You can read the basic facts but not change them." in page
    assert answers_read(page)["Founded on"] == "1 March 2015"
    assert browser.post(draft.profile, NEW | {"q-staff": "9"}).status_code == 403
    assert kept(line) == (PROFILE_KEPT, 1)


@sqlite
def test_outsiders_find_no_profile(draft: Draft, line: Line, world: World, seat: Seat) -> None:
    for person in (world.stranger, world.reviewer):
        assert seat(person).get(draft.profile).status_code == 404
        assert seat(person).post(draft.profile, NEW).status_code == 404
    assert seat(None).get(draft.profile).location == f"/login?next={draft.profile}"
    assert kept(line) is None


@sqlite
def test_questions_of_the_profile_come_and_go_and_keep_their_answers(
    draft: Draft, line: Line, world: World, seat: Seat
) -> None:
    browser = seat(world.owner)
    browser.post(draft.profile, NEW)
    browser.post(draft.profile, NEW | SEEN | {"q-is-online": "false"})
    shown = filled_in(browser.get(draft.profile).text)
    assert "q-website" not in shown
    browser.post(draft.profile, dict(shown) | {"q-is-online": "true"})
    assert kept(line) == (PROFILE_KEPT, 3)


@sqlite
@pytest.mark.parametrize("how", [{"headers": {"Accept": "application/json"}}, {}])
def test_answer_that_came_back_is_kept_from_a_page_that_does_not_show_it(
    draft: Draft, line: Line, world: World, seat: Seat, how: dict[str, Any]
) -> None:
    browser = seat(world.owner)
    browser.post(draft.profile, NEW)
    browser.post(draft.profile, NEW | SEEN | {"q-is-online": "false"})
    page = filled_in(browser.get(draft.profile).text)
    assert "website" not in page["shown"]
    browser.post(draft.profile, dict(page) | {"q-is-online": "true"})
    late = dict(page) | {"q-is-online": "true", "q-staff": "4"}
    assert browser.post(draft.profile, late, **how).status_code in (200, 303)
    assert kept(line) == (PROFILE_KEPT | {"staff": "4"}, 4)


@sqlite
def test_a_finn_writes_the_profile_with_a_comma(
    draft: Draft, line: Line, world: World, seat: Seat
) -> None:
    world.owner.language = "fi"
    browser = seat(world.owner)
    browser.post(draft.profile, NEW | {"q-staff": "2,5"})
    assert kept(line) == (PROFILE_KEPT, 1)
    page = browser.get(draft.profile).text
    assert filled_in(page)["q-staff"] == "2,5"
    assert '<span id="q-staff-measure">htv</span>' in page


@sqlite
def test_check_asks_for_the_profile_and_nothing_is_submitted_without_it(
    line: Line, draft: Draft, world: World, seat: Seat
) -> None:
    line.answer_all(line.open())
    line.save_profile({"founded": "2015-03-01"})  # neither staff nor website
    browser = seat(world.owner)
    assert "Complete the basic facts about the cluster" in read(browser.get(draft.home).text)
    page = browser.get(draft.check).text
    assert "The basic facts about the cluster are not complete" in read(page)
    assert f'<a href="{draft.profile}">' in page
    assert "Submit the assessment" not in page
    assert browser.post(f"{draft.home}/submit", SIGNING).location == draft.check
    assert "Draft" in read(browser.get(draft.home).text)
    assert browser.post(draft.profile, NEW).status_code == 303
    assert "Every criterion is answered and supported." in read(browser.get(draft.check).text)
    assert browser.post(f"{draft.home}/submit", SIGNING).location == draft.home


@sqlite
def test_a_cluster_that_may_not_apply_is_told_and_may_submit(
    line: Line, draft: Draft, world: World, seat: Seat
) -> None:
    line.answer_all(line.open())
    line.save_profile(PROFILE_KEPT | {"staff": "0.25"})
    browser = seat(world.owner)
    page = read(browser.get(draft.check).text)
    assert "Missed At least half a person works for the cluster Today: 0.25." in page
    assert "By your own rating the label is not reached yet." in page
    assert browser.post(f"{draft.home}/submit", SIGNING).location == draft.home


@sqlite
def test_profile_of_a_submitted_assessment_leads_back(line: Line, world: World, seat: Seat) -> None:
    number = line.lead_to(State.SUBMITTED).id
    browser = seat(world.owner)
    assert browser.get(f"/assessments/{number}/profile").location == f"/assessments/{number}"
    assert browser.post(f"/assessments/{number}/profile", NEW).status_code == 409
