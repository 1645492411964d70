"""The secretariat's list of applications: filters, views, files, and doing the same with several."""

import csv
import io
import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import select

from assessment.db.base import now
from assessment.db.models import Assessment, EventRecord, Membership, OutboxMessage, SavedView
from assessment.domain.workflow import State
from assessment.services.seats import decline_seat
from assessment.services.several import Prospect
from assessment.services.several_outcome import Outcome, outcome_of_token, outcome_token
from tests.building import MAILING, NOON, Line, World, make_cluster, today
from tests.web.conftest import Seat
from tests.web.filled import read


def rows(text: str) -> list[str]:
    """The clusters on the page, in their order."""
    parts = text.split('<th scope="row">')[1:]
    return [part.split("</a>")[0].split(">")[-1] for part in parts]


def second(line: Line, name: str, **facts: object) -> Assessment:
    """Another application, of a new cluster, that was submitted."""
    line.world.cluster = make_cluster(line.session, name, owner=line.world.owner)
    for key, value in facts.items():
        setattr(line.world.cluster, key, value)
    return line.lead_to(State.SUBMITTED)


def test_a_step_says_by_when_the_next_one_is_due(line: Line, world: World) -> None:
    draft = line.open()
    assert draft.due_on is None
    days = {}
    for state in line.walk(draft):
        days[state] = draft.due_on
    passed = {state: (day - NOON.date()).days for state, day in days.items() if day}
    assert passed[State.SUBMITTED] == 14
    assert passed[State.PANEL_PROPOSED] == 7
    assert passed[State.IN_REVIEW] == 28
    assert passed[State.REVIEWED] == passed[State.DECISION_PROPOSED] == 30
    assert passed[State.ACCEPTED] == 14
    assert draft.due_on is None


def test_the_list_says_age_deadline_and_who_moves_it_on(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.lead_to(State.SUBMITTED)
    assessment.changed_at = now() - timedelta(days=20)
    assessment.due_on = today() - timedelta(days=6)
    text = seat(world.secretary).get("/secretariat").text
    assert "20 days" in text
    assert "6 days overdue" in text
    assert "Formal check" in text
    assert ">Secretariat</span>" in text


def test_it_is_narrowed_sorted_and_searched(line: Line, world: World, seat: Seat) -> None:
    first = line.lead_to(State.SUBMITTED)
    other = second(line, "Austrian Wood", country="AT", organisation="Holz & Co")
    first.due_on, other.due_on = today(), today() - timedelta(days=1)
    browser = seat(world.secretary)
    for query, expected in (
        ("?sort=cluster", ["Austrian Wood", "Northern Timber"]),
        ("?sort=-cluster", ["Northern Timber", "Austrian Wood"]),
        ("?sort=due", ["Austrian Wood", "Northern Timber"]),
        ("?country=AT", ["Austrian Wood"]),
        ("?q=holz+%26", ["Austrian Wood"]),
        ("?q=100%25", []),
        (f"?q={line.submission(first).id}", ["Northern Timber"]),
        ("?overdue=1", ["Austrian Wood"]),
        ("?mine=1", []),
        ("?state=waiting", ["Austrian Wood", "Northern Timber"]),
        ("?label=cluster-excellence.bronze", []),
        (f"?since={NOON.date()}&until={NOON.date()}", ["Austrian Wood", "Northern Timber"]),
        (f"?until={NOON.date() - timedelta(days=1)}", []),
        ("?since=nonsense&sort=nonsense&state=nonsense", ["Austrian Wood", "Northern Timber"]),
    ):
        assert rows(browser.get(f"/secretariat{query}").text) == expected, query


def test_small_and_capital_letters_are_the_same_where_it_is_searched_and_sorted(
    line: Line, world: World, seat: Seat
) -> None:
    for name in ("Zeta", "arctic"):
        second(line, name)
    second(line, "Itä-Äänekosken puu", organisation="Öljy ja Åkerman")
    browser = seat(world.secretary)
    for words in ("Äänekosken", "äänekosken", "ÄÄNEKOSKEN", "itä-ÄÄNE", "ÖLJY JA å"):
        page = browser.get(f"/secretariat?q={quote(words)}").text
        assert rows(page) == ["Itä-Äänekosken puu"], words
    page = browser.get("/secretariat?sort=cluster").text
    assert rows(page) == ["arctic", "Itä-Äänekosken puu", "Zeta"]


def test_what_waits_for_us_comes_first_and_of_it_the_nearest_deadline(
    line: Line, world: World, seat: Seat
) -> None:
    line.lead_to(State.SUBMITTED).due_on = today() + timedelta(days=14)
    second(line, "Soon").due_on = today() + timedelta(days=4)
    second(line, "Late").due_on = today() - timedelta(days=3)
    line.world.cluster = make_cluster(line.session, "Review", owner=world.owner)
    line.lead_to(State.IN_REVIEW).due_on = today() - timedelta(days=9)
    line.world.cluster = make_cluster(line.session, "Over", owner=world.owner)
    line.lead_to(State.AWARDED)
    line.session.commit()
    browser = seat(world.secretary)
    waiting = ["Late", "Soon", "Northern Timber"]
    assert rows(browser.get("/secretariat").text) == [*waiting, "Review", "Over"]
    for state in ("waiting", "submitted"):
        assert rows(browser.get(f"/secretariat?state={state}").text) == waiting


def test_only_whoever_did_not_propose_is_asked_to_confirm(
    line: Line, world: World, seat: Seat
) -> None:
    line.lead_to(State.DECISION_PROPOSED)
    assert rows(seat(world.secretary).get("/secretariat?mine=1").text) == []
    assert rows(seat(world.deputy).get("/secretariat?mine=1").text) == ["Northern Timber"]


def test_a_file_has_what_the_filters_leave_or_what_is_ticked(
    line: Line, world: World, seat: Seat
) -> None:
    first = line.submission(line.lead_to(State.SUBMITTED))
    second(line, "=Wood", country="AT")
    browser = seat(world.secretary)

    def clusters(query: str) -> list[str]:
        answer = browser.get(f"/secretariat/applications/csv{query}")
        table = csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")))
        return [row[1] for row in list(table)[1:]]

    assert clusters("") == ["Northern Timber", "'=Wood"]
    assert clusters("?country=AT") == ["'=Wood"]
    assert clusters(f"?pick={first.id}") == ["Northern Timber"]
    answer = browser.get("/secretariat/applications/xlsx?overdue=1")
    named = f"applications-overdue-{today().isoformat()}.xlsx"
    assert named in answer.headers["Content-Disposition"]
    assert browser.get("/secretariat/applications/pdf").status_code == 404


def test_a_view_is_kept_shared_begun_with_and_deleted(line: Line, world: World, seat: Seat) -> None:
    second(line, "Austrian Wood", country="AT")
    browser = seat(world.secretary)
    kept = browser.post("/secretariat/views/new?country=AT", {"name": "Mine", "is_default": "y"})
    assert kept.status_code == 303
    view = line.session.scalars(select(SavedView)).one()
    assert (view.filters, view.is_shared, view.is_default) == ({"country": "AT"}, False, True)
    line.session.commit()
    led = browser.get("/secretariat")
    assert led.headers["Location"] == f"/secretariat?view={view.id}&country=AT"
    assert browser.post("/secretariat/views/new?q=x", {"name": "Mine"}).status_code == 422
    deputy = seat(world.deputy)
    assert "Mine" not in deputy.get("/secretariat").text
    place = f"/secretariat/views/{view.id}"
    assert deputy.post(place, {"name": "Stolen"}).status_code == 404
    browser.post(place, {"name": "Ours", "is_shared": "y"})
    assert ">Ours</a>" in seat(world.deputy).get("/secretariat").text
    assert browser.get("/secretariat").status_code == 200
    assert browser.post(f"{place}/delete").status_code == 303
    assert line.session.scalars(select(SavedView)).all() == []
    line.session.commit()


def test_several_are_accepted_and_what_cannot_be_stays(
    line: Line, world: World, seat: Seat
) -> None:
    good = line.submission(line.lead_to(State.SUBMITTED))
    line.profile = {"team-fte": "0.1"}
    poor = line.submission(second(line, "Austrian Wood"))
    poor.record = {**poor.record, "profile": {}}
    numbers = [good.id, poor.id]
    browser = seat(world.secretary)
    asked = browser.get(f"/secretariat/several?do=accept&pick={good.id}&pick={poor.id}").text
    assert "Accept 1 application<" in asked
    assert "Stays: a formal condition is not met" in asked
    done = browser.post("/secretariat/several", {"do": "accept", "pick": numbers})
    assert done.status_code == 303
    told = browser.get(done.location).text
    assert "Accepted for review." in told
    assert "Stays: a formal condition is not met" in told
    assert [good.assessment.state, poor.assessment.state] == ["submitted", "submitted"]
    line.session.expire_all()
    states = line.session.scalars(select(Assessment.state).order_by(Assessment.id)).all()
    assert states == ["accepted", "submitted"]
    line.session.commit()
    again = browser.post("/secretariat/several", {"do": "accept", "pick": numbers[:1]})
    told = browser.get(again.location).text
    assert "Stays: it does not wait for the formal check." in told
    assert "Accepted for review." in browser.get(done.location).text


def test_what_was_done_is_told_again_and_nothing_done_again(
    line: Line, world: World, seat: Seat, statements
) -> None:
    numbers = [line.submission(line.lead_to(State.PANEL_PROPOSED)).id]
    browser, deputy = seat(world.secretary), seat(world.deputy)
    done = browser.post("/secretariat/several", {"do": "remind", "pick": numbers})
    pages = [read(browser.get(done.location).text) for _time in range(2)]
    assert pages[0] == pages[1]
    assert "Reminded by mail: Editor, Owner, and Viewer" in pages[0]
    events = line.session.scalars(select(EventRecord).where(EventRecord.kind == "remind")).all()
    assert len(events) == 1
    line.session.commit()
    again = browser.post("/secretariat/several", {"do": "remind", "pick": numbers})
    assert "a reminder was sent today" in browser.get(again.location).text
    assert deputy.get(done.location).status_code == 404
    assert browser.get(done.location.replace("told=", "told=x")).status_code == 404
    with statements() as found:
        browser.get(done.location)
    assert len(found) <= 10


def test_the_address_that_tells_what_was_done_is_short_for_a_whole_page(world: World) -> None:
    prospects = dict.fromkeys(range(1_000_000, 1_000_025), Prospect.REMINDED_TODAY)
    outcome = Outcome("remind", now(), prospects)
    token = outcome_token("a secret key", world.secretary.id, outcome)
    assert len(token) < 1500
    assert outcome_of_token("a secret key", world.secretary.id, token) == outcome
    assert outcome_of_token("a secret key", world.deputy.id, token) is None
    assert outcome_of_token("another key", world.secretary.id, token) is None


def test_the_way_back_leads_to_the_list_as_it_was_narrowed(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.SUBMITTED))
    browser = seat(world.secretary)
    narrowed = "/secretariat?state=submitted&q=timber+%26+more"
    page = browser.get("/secretariat?state=submitted&q=timber").text
    assert 'name="back" value="state=submitted&amp;q=timber"' in page
    way = "/secretariat/several?do=accept&back=state%3Dsubmitted%26q%3Dtimber%2B%2526%2Bmore"
    link = f'href="{narrowed}"'.replace("&", "&amp;")
    assert link in browser.get(f"{way}&pick={submission.id}").text
    assert browser.get(way).location == narrowed
    sent = {"do": "accept", "pick": submission.id, "back": "state=submitted&q=timber+%26+more"}
    done = browser.post("/secretariat/several", sent)
    assert link in browser.get(done.location).text
    astray = browser.get("/secretariat/several?do=accept&back=next%3Dhttps://elsewhere.example")
    assert astray.location == "/secretariat?state=all"


def test_a_reminder_reaches_whoever_has_the_next_step_once_a_day(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.PANEL_PROPOSED))
    line.session.query(OutboxMessage).delete()
    browser = seat(world.secretary)
    for _time in range(2):
        browser.post("/secretariat/several", {"do": "remind", "pick": [submission.id]})
    mail = line.session.scalars(select(OutboxMessage)).all()
    assert sorted(message.recipient for message in mail) == sorted(
        person.email for person in (world.owner, world.editor, world.viewer)
    )
    assert {message.subject.split(":")[0] for message in mail} == {"Reminder"}
    events = line.session.scalars(select(EventRecord).where(EventRecord.kind == "remind")).all()
    assert len(events) == 1
    line.session.commit()


def test_nobody_acts_on_several_of_their_own(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.SUBMITTED))
    world.owner.is_secretariat = True
    browser = seat(world.owner)
    answer = browser.post("/secretariat/several", {"do": "accept", "pick": [submission.id]})
    told = browser.get(answer.location).text
    assert "None of these applications is there for you to act on." in told
    assert line.session.get(Assessment, submission.assessment_id).state == "submitted"
    line.session.commit()


@pytest.mark.parametrize("way", ["accept", "remind"])
def test_nothing_chosen_leads_back_to_the_list(world: World, seat: Seat, way: str) -> None:
    answer = seat(world.secretary).get(f"/secretariat/several?do={way}")
    assert answer.headers["Location"] == "/secretariat?state=all"


def test_a_review_of_which_a_place_is_empty_leads_to_the_panel(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    decline_seat(
        line.session,
        submission=submission,
        reviewer_id=world.reviewer.id,
        reason="No time.",
        at=NOON,
        mailing=MAILING,
    )
    line.session.commit()
    reader = seat(world.secretary)
    link = f'href="/secretariat/submissions/{submission.id}/seats">Look after the panel</a>'
    text = reader.get("/secretariat?state=waiting").text
    assert link in text
    assert ">Secretariat</span>" in text
    page = reader.get(f"/secretariat/submissions/{submission.id}").text
    assert link in page
    assert "(a place on the panel is empty, or a disclosed tie is not judged)" in page


def complaints_told(text: str) -> str:
    """What stands on the way to the complaints."""
    link = text.partition('href="/secretariat/complaints">')[2].partition("</a>")[0]
    return " ".join(re.sub(r"<[^>]+>", "", link).split())


def test_the_way_to_the_complaints_says_how_many_wait(line: Line, world: World, seat: Seat) -> None:
    first = line.lead_to(State.SUBMITTED)
    browser = seat(world.secretary)
    assert complaints_told(browser.get("/secretariat").text) == "Complaints"
    complaint = line.complain(first)
    line.session.commit()
    for page in ("/secretariat", "/secretariat?q=nothing", "/secretariat?state=awarded"):
        assert complaints_told(browser.get(page).text) == "Complaints 1 waits for an answer"
    line.complain(first)
    line.session.commit()
    assert complaints_told(browser.get("/secretariat").text) == "Complaints 2 wait for an answer"
    sent = {"finding": "upheld", "answer": "We are sorry."}
    assert browser.post(f"/secretariat/complaints/{complaint.id}", sent).status_code == 303
    assert complaints_told(browser.get("/secretariat").text) == "Complaints 1 waits for an answer"


def test_nobody_is_told_of_complaints_and_counts_of_their_own_clusters(
    line: Line, world: World, seat: Seat, statements
) -> None:
    line.complain(line.lead_to(State.SUBMITTED))
    browser = seat(world.secretary)
    before = browser.get("/secretariat").text
    assert complaints_told(before) == "Complaints 1 waits for an answer"
    assert 'Waiting for us <span class="count">1</span>' in before
    own = Membership(cluster_id=world.cluster.id, user_id=world.secretary.id, role="viewer")
    line.session.add(own)
    line.session.commit()
    with statements() as found:
        after = browser.get("/secretariat").text
    assert complaints_told(after) == "Complaints"
    assert 'Waiting for us <span class="count">0</span>' in after
    assert len(found) <= 10
    line.session.delete(own)
    line.session.commit()
    assert complaints_told(browser.get("/secretariat").text) == "Complaints 1 waits for an answer"
