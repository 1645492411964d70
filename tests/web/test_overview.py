"""A draft's list of criteria: filters, search, and the way on."""

import re

from sqlalchemy.orm import Session

from assessment.db.models import Assessment
from assessment.db.queries import assessments
from assessment.domain.workflow import State
from tests.building import Line, World
from tests.web.browser import Browser
from tests.web.conftest import Seat
from tests.web.filled import read


def shown(page: str) -> list[str]:
    """The numbers of the criteria in the list."""
    return re.findall(r'checklist__title"><a[^>]*>(\S+) ', page)


def chips(page: str) -> dict[str, int]:
    """The filters on offer with their counts."""
    region = page[page.index('class="filters"') : page.index('class="search"')]
    found = re.findall(r">([^<>]+) <span class=\"count\">(\d+)</span>", region)
    return {title.strip(): int(count) for title, count in found}


def answer(browser: Browser, home: str, criterion_id: str, **form: str) -> None:
    sent = {"version": "0", **form}
    assert browser.post(f"{home}/criteria/{criterion_id}", sent).status_code == 303


def begin(line: Line, world: World, seat: Seat) -> tuple[Browser, str]:
    """A gold draft with four answers, none of which has its evidence."""
    home = f"/assessments/{line.open().id}"
    browser = seat(world.owner)
    answer(browser, home, "committed-participation", level="3", justification="Signed by all.")
    answer(browser, home, "composition-of-participants", level="1", justification="Few kinds.")
    answer(browser, home, "geographical-concentration", level="4")
    answer(browser, home, "number-of-participants", justification="We count them.")
    return browser, home


def test_every_criterion_stands_in_the_list_with_its_stage(
    line: Line, world: World, seat: Seat
) -> None:
    browser, home = begin(line, world, seat)
    page = browser.get(home).text
    assert len(shown(page)) == 31
    text = read(page)
    assert "3 of 31 answered" in text
    assert "1.3 Number of committed participants Begun" in text
    assert "2.1 Maturity of the cluster management Not begun" in text


def test_filters_are_links_with_counts_that_add_up(line: Line, world: World, seat: Seat) -> None:
    browser, home = begin(line, world, seat)
    page = browser.get(home).text
    assert chips(page)["Unanswered"] == 28
    assert chips(page)["Changed in the last 7 days"] == 4
    both = browser.get(f"{home}?show=unanswered&show=changed").text
    assert shown(both) == ["1.3"]
    assert "1 criterion is shown." in read(both)
    states = browser.get(f"{home}?show=evidence&show=unsupported&show=minimum&show=answered").text
    assert sorted(shown(states)) == ["1.1", "1.2", "1.4"]


def test_filters_count_what_is_to_confirm_once_as_the_words_above_them(
    line: Line, world: World, seat: Seat, session: Session
) -> None:
    draft = line.open()
    browser, home = seat(world.owner), f"/assessments/{draft.id}"
    answer(browser, home, "committed-participation", level="3", justification="Signed by all.")
    answer(browser, home, "composition-of-participants", level="3", justification="Many kinds.")
    answer(browser, home, "number-of-participants", justification="We count them.")
    mark_as_carried(session, draft, "committed-participation")
    mark_as_carried(session, draft, "number-of-participants")
    page = browser.get(home).text
    found = chips(page)
    assert [found.get(each) for each in ("To confirm", "Needs evidence", "Unanswered")] == [
        2,
        1,
        28,
    ]
    text = read(page)
    assert "2 to confirm" in text
    assert "evidence is missing for 1" in text
    assert "28 not answered" in text


def test_chosen_filter_leads_to_the_list_without_it(line: Line, world: World, seat: Seat) -> None:
    browser, home = begin(line, world, seat)
    page = browser.get(f"{home}?show=unanswered&show=changed&q=members").text
    assert 'href="' + home + '?show=changed&amp;q=members#list"' in page


def test_search_looks_at_numbers_titles_texts_and_own_answers(
    line: Line, world: World, seat: Seat
) -> None:
    browser, home = begin(line, world, seat)
    assert shown(browser.get(f"{home}?q=SIGNED+by+all.").text) == ["1.1"]
    assert shown(browser.get(f"{home}?q=2.10").text) == ["2.10"]
    assert shown(browser.get(f"{home}?q=lifelong").text) == ["2.4"]


def test_search_that_finds_nothing_leads_back(line: Line, world: World, seat: Seat) -> None:
    browser, home = begin(line, world, seat)
    page = browser.get(f"{home}?q=%3Cscript%3Ereindeer&show=no-such-filter").text
    assert "No criterion fits this search and these filters." in read(page)
    assert "<script>reindeer" not in page
    assert "Show all" in page


def test_way_on_leads_to_the_next_unanswered_and_round(
    line: Line, world: World, seat: Seat
) -> None:
    browser, home = begin(line, world, seat)
    assert browser.get(f"{home}/next").location == f"{home}/criteria/number-of-participants"
    after = browser.get(f"{home}/next?to=unanswered&after=number-of-participants")
    assert after.location == f"{home}/criteria/maturity-of-management"
    last = browser.get(f"{home}/next?after=satisfaction-of-participants")
    assert last.location == f"{home}/criteria/number-of-participants"


def test_way_on_leads_to_what_is_not_enough(line: Line, world: World, seat: Seat) -> None:
    browser, home = begin(line, world, seat)
    first = browser.get(f"{home}/next?to=problem")
    assert first.location == f"{home}/criteria/committed-participation"
    after = browser.get(f"{home}/next?to=problem&after=committed-participation")
    assert after.location == f"{home}/criteria/composition-of-participants"


def test_nothing_left_is_said_on_the_overview(line: Line, world: World, seat: Seat) -> None:
    draft = line.open()
    line.answer_all(draft)
    browser = seat(world.owner)
    response = browser.get(f"/assessments/{draft.id}/next")
    assert response.location == f"/assessments/{draft.id}"
    assert "Nothing else is unanswered." in browser.get(response.location).text
    browser.get(f"/assessments/{draft.id}/next?to=problem")
    assert "Everything that is answered is enough" in browser.get(response.location).text


def test_way_on_of_a_submitted_assessment_leads_to_its_path(
    line: Line, world: World, seat: Seat
) -> None:
    found = line.lead_to(State.SUBMITTED)
    response = seat(world.owner).get(f"/assessments/{found.id}/next")
    assert response.location == f"/assessments/{found.id}"


def test_answer_touched_by_a_new_version_is_to_be_read_again(
    line: Line, world: World, seat: Seat, session: Session
) -> None:
    draft = line.open()
    line.answer_all(draft)
    mark_as_carried(session, draft, "web-presence")
    page = seat(world.owner).get(f"/assessments/{draft.id}?show=confirm").text
    assert shown(page) == ["4.12"]
    assert "To confirm" in page
    desk = seat(world.owner).get("/desk").text
    assert "1 answer to confirm" in desk


def mark_as_carried(session: Session, draft: Assessment, criterion_id: str) -> None:
    assessments.answers(session, draft.id)[criterion_id].carried = "kept"
    session.commit()


def test_long_label_begins_with_one_section_open(line: Line, world: World, seat: Seat) -> None:
    line.label_id = "silver"
    draft = line.open()
    browser = seat(world.owner)
    page = browser.get(f"/assessments/{draft.id}").text
    assert len(re.findall(r'<details class="section"[^>]* open', page)) == 1
    assert len(re.findall(r'<details class="section"', page)) == 12
    filtered = browser.get(f"/assessments/{draft.id}?show=unanswered").text
    assert len(re.findall(r'<details class="section"[^>]* open', filtered)) == 12


def test_list_asks_the_database_as_often_with_filters(
    line: Line, world: World, seat: Seat, statements
) -> None:
    browser, home = begin(line, world, seat)
    counts = []
    for address in (home, f"{home}?show=changed&q=signed"):
        with statements() as found:
            browser.get(address)
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert counts[0] <= 10
