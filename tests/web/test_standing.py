"""Where a draft stands under every label, the shortest way as a list, and levels that are tried."""

import re
from urllib.parse import quote

import pytest

from assessment.db.queries import assessments
from assessment.domain.workflow import State
from tests.building import Line, World
from tests.web.conftest import Seat
from tests.web.filled import read


def test_labels_stand_beside_each_other_from_the_same_answers(
    line: Line, world: World, seat: Seat
) -> None:
    draft = line.open()
    line.answer_all(draft)
    page = seat(world.viewer).get(f"/assessments/{draft.id}/standing").text
    text = read(page)
    assert "Gold is reached by these answers." in text
    assert "Still missing for Silver: 3 minimums still open and 2 other conditions." in text
    assert "To be done before it can be submitted: 39 criteria to answer." in text
    assert "150 / 150" in text


def test_conditions_are_explained_with_their_place(line: Line, world: World, seat: Seat) -> None:
    draft = line.open()
    page = seat(world.owner).get(f"/assessments/{draft.id}/standing").text
    text = read(page)
    assert "Threshold: 120 of 150 points 120 points are missing." in text
    assert "One missed minimum stops the label" in text
    assert "1.1 Committed participation Minimum 2. Not answered yet." in text
    assert f'href="/assessments/{draft.id}/criteria/committed-participation"' in page
    assert f'href="/assessments/{draft.id}/profile"' in page


def test_other_label_links_to_the_draft_that_asks_its_criteria(
    line: Line, world: World, seat: Seat
) -> None:
    gold = line.open()
    line.label_id = "bronze"
    bronze = line.open()
    browser = seat(world.owner)
    page = browser.get(f"/assessments/{gold.id}/standing?label=bronze").text
    assert f'href="/assessments/{bronze.id}/criteria/budget"' in page
    assert "Where you stand: Bronze" in page
    line.label_id = "silver"
    silver = browser.get(f"/assessments/{gold.id}/standing?label=silver").text
    assert "/criteria/improvement-1" not in silver
    assert "1.1 First improvement" in read(silver)


def test_label_that_the_scheme_does_not_have_is_the_drafts_own(
    line: Line, world: World, seat: Seat
) -> None:
    draft = line.open()
    page = seat(world.owner).get(f"/assessments/{draft.id}/standing?label=platinum").text
    assert "Where you stand: Gold" in page


def test_pictures_have_names_and_their_figures_beneath(
    line: Line, world: World, seat: Seat
) -> None:
    draft = line.open()
    line.answer_all(draft)
    page = seat(world.owner).get(f"/assessments/{draft.id}/standing").text
    drawings = re.findall(r'<svg[^>]*role="img"[^>]*><title>(.*?)</title>', page)
    assert drawings == ["Share of points by section"]
    assert 'aria-label="Share of points by section"' in page
    assert "2 Governance and cooperation 40 / 40 (100%) · Needed 25" in read(page)
    assert "2 Governance and cooperation 10 of 10 10 of 10 40 / 40" in read(page)


def test_label_without_points_is_drawn_by_what_is_answered(
    line: Line, world: World, seat: Seat
) -> None:
    line.label_id = "bronze"
    draft = line.open()
    page = seat(world.owner).get(f"/assessments/{draft.id}/standing").text
    drawings = re.findall(r'<svg[^>]*role="img"[^>]*><title>(.*?)</title>', page)
    assert drawings == ["Share of criteria by section"]
    text = read(page)
    assert "1 Structure in figures Done 0 / 8 (0%) Answered 0 / 8 (0%)" in text
    assert "1 Structure in figures 0 of 8 0 of 8" in text
    assert "Filled: done. Outlined: answered." in text
    assert "A red line" not in text


def test_what_a_section_needs_is_marked_alike_in_radar_and_bars(
    line: Line, world: World, seat: Seat
) -> None:
    draft = line.open()
    page = seat(world.owner).get(f"/assessments/{draft.id}/standing").text
    needing = [s for s in line.label.sections if s.minimum is not None]
    assert len(needing) == 3
    assert page.count('class="bars__line"') == page.count('class="threshold"') == 3
    assert 'class="bars__line" x="62.50%"' in page
    assert "A red line marks the points that a section needs." in read(page)


def test_shortest_way_is_a_list_whose_steps_can_be_tried(
    line: Line, world: World, seat: Seat
) -> None:
    draft = line.open()
    browser = seat(world.owner)
    page = browser.get(f"/assessments/{draft.id}/shortest-way").text
    steps = re.findall(r'name="level-([\w-]+)" value="(\d)" checked', page)
    assert len(steps) == page.count('class="to-do__step"') > 20
    asked = "&".join(f"level-{key}={level}" for key, level in steps)
    tried = read(browser.get(f"/assessments/{draft.id}/what-if?label=gold&{asked}").text)
    assert "120 points more than today (0)." in tried


def test_shortest_way_puts_first_what_only_lacks_support(
    line: Line, world: World, seat: Seat
) -> None:
    draft = line.open()
    browser = seat(world.owner)
    address = f"/assessments/{draft.id}/shortest-way"
    assert "Only support is missing" not in browser.get(address).text
    browser.post(f"/assessments/{draft.id}/criteria/web-presence", {"version": "0", "level": "4"})
    page = read(browser.get(address).text)
    first, rest = page.split("Only support is missing")[1].split("Levels to raise")
    assert "Web presence : support level 4" in first
    assert "Committed participation" in rest


def test_shortest_way_leads_to_another_label_too(line: Line, world: World, seat: Seat) -> None:
    line.label_id = "silver"
    draft = line.open()
    address = f"/assessments/{draft.id}/shortest-way?label=gold"
    page = seat(world.owner).get(address).text
    assert "The shortest way to Gold" in page
    home = f"/assessments/{draft.id}/criteria/committed-participation/assign"
    assert f'href="{home}?next={quote(address, safe="/?")}"' in page
    assert "Open an assessment for Gold to answer it." in read(page)


def test_trying_levels_says_what_would_be_otherwise(line: Line, world: World, seat: Seat) -> None:
    draft = line.open()
    line.self_level = 3
    line.answer_all(draft)
    browser = seat(world.owner)
    here = f"/assessments/{draft.id}/what-if"
    today = read(browser.get(here).text)
    assert "112.5 of 150 points, threshold 120" in today
    assert "This is today." in today
    more = read(browser.get(f"{here}?level-web-presence=4&level-communication=4").text)
    assert "115.5 of 150 points" in more
    assert "3 points more than today (112.5)." in more
    fewer = browser.get(f"{here}?level-committed-participation=1").text
    assert "2 points fewer than today (112.5)." in read(fewer)
    assert "Minimum of Committed participation" in read(fewer)
    assert '<option value="1" selected>1 ' in fewer


def test_sum_of_what_is_tried_stands_by_itself_for_a_narrow_screen(
    line: Line, world: World, seat: Seat
) -> None:
    draft = line.open()
    line.self_level = 3
    line.answer_all(draft)
    browser = seat(world.owner)
    here = f"/assessments/{draft.id}/what-if"
    sums = {
        "": "Not reached 112.5 / 150 112.5 of 150 points",
        "?level-web-presence=4": "Not reached 114 / 150 114 of 150 points +1.5",
        "?level-committed-participation=1": "Not reached 110.5 / 150 110.5 of 150 points −2",
    }
    for query, words in sums.items():
        assert words in read(browser.get(here + query).text)
    assert 'data-recalculate="result then"' in browser.get(here).text


def test_all_levels_are_set_at_once(line: Line, world: World, seat: Seat) -> None:
    draft = line.open()
    page = seat(world.owner).get(f"/assessments/{draft.id}/what-if?set=all&all=4").text
    assert "150 of 150 points, threshold 120" in read(page)
    assert page.count('<option value="4" selected>') == 31


def test_trying_begins_with_the_shortest_way(line: Line, world: World, seat: Seat) -> None:
    draft = line.open()
    page = seat(world.owner).get(f"/assessments/{draft.id}/what-if?start=shortest").text
    assert "120 of 150 points, threshold 120" in read(page)


def test_levels_that_no_scale_has_count_as_today(line: Line, world: World, seat: Seat) -> None:
    draft = line.open()
    browser = seat(world.owner)
    for query in ("level-web-presence=9", "level-web-presence=x", "level-unknown=3", "set=all"):
        page = browser.get(f"/assessments/{draft.id}/what-if?{query}")
        assert page.status_code == 200
        assert "This is today." in read(page.text)


def test_trying_keeps_nothing(line: Line, world: World, seat: Seat) -> None:
    draft = line.open()
    page = seat(world.owner).get(f"/assessments/{draft.id}/what-if?set=all&all=4").text
    assert "Nothing on this page is saved" in page
    assert assessments.answers(line.session, draft.id) == {}


def test_label_without_levels_has_nothing_to_try(line: Line, world: World, seat: Seat) -> None:
    draft = line.open()
    page = seat(world.owner).get(f"/assessments/{draft.id}/what-if?label=bronze").text
    assert "There are no levels to try" in page


@pytest.mark.parametrize("page", ["standing", "what-if"])
def test_submitted_assessment_leads_back_to_its_path(
    line: Line, world: World, seat: Seat, page: str
) -> None:
    found = line.lead_to(State.SUBMITTED)
    response = seat(world.owner).get(f"/assessments/{found.id}/{page}")
    assert response.location == f"/assessments/{found.id}"


@pytest.mark.parametrize("page", ["standing", "shortest-way", "what-if", "next"])
def test_pages_ask_the_database_as_often_for_many_answers(
    line: Line, world: World, seat: Seat, statements, page: str
) -> None:
    draft = line.open()
    browser = seat(world.owner)
    counts = []
    for _ in range(2):
        with statements() as found:
            browser.get(f"/assessments/{draft.id}/{page}")
        counts.append(len(found))
        line.answer_all(draft)
        line.session.commit()
    assert counts[0] == counts[1] <= 10
