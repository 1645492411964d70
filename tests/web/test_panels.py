"""The panel on the web: the register, proposals with reasons, declarations, and who leads."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from assessment.db.base import now
from assessment.db.models import Affiliation, ReviewerAbsence, ReviewerProfile
from assessment.db.models import Seat as SeatRow
from assessment.domain.days import Days
from assessment.domain.workflow import State
from assessment.services import agreement
from assessment.services.appeals import admit_appeal
from assessment.services.panels import object_to_panel
from assessment.services.reviewer_profiles import OwnProfile, keep_own_profile
from tests.building import MAILING, Line, World, make_person
from tests.web.conftest import Seat

TOLD = {
    "languages": ["fi", "en"],
    "sectors": ["forestry"],
    "capacity": "3",
    "absences-0-first": "2031-07-01",
    "absences-0-last": "2031-07-31",
    "ties-0-organisation": "Timber House",
    "ties-0-kind": "employed",
    "ties-0-since": "2020-01-01",
    "ties-0-until": "2021-06-30",
    "ties-1-cluster": "",
    "ties-1-kind": "board",
}


def test_a_reviewer_keeps_a_profile_of_their_own(line: Line, world: World, seat: Seat) -> None:
    browser = seat(world.reviewer)
    assert "Fill in your reviewer profile" in browser.get("/reviews").text
    assert browser.post("/reviews/profile", TOLD).status_code == 303
    assert "Fill in your reviewer profile" not in browser.get("/reviews").text
    page = browser.get("/reviews/profile").text
    assert 'value="Timber House"' in page
    session = line.session
    kept = session.scalars(select(ReviewerProfile)).one()
    assert (kept.languages, kept.sectors, kept.capacity) == (["en", "fi"], ["forestry"], 3)
    away = session.scalars(select(ReviewerAbsence)).one()
    assert (away.first_on, away.last_on) == (date(2031, 7, 1), date(2031, 7, 31))
    tie = session.scalars(select(Affiliation)).one()
    assert (tie.organisation, tie.kind, tie.until) == (
        "Timber House",
        "employed",
        date(2021, 6, 30),
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"capacity": "-1"}, "Write a whole number from 0 to 20."),
        ({"absences-0-last": ""}, "Give both days."),
        ({"absences-0-last": "2031-06-01"}, "The last day comes after the first."),
        ({"ties-0-organisation": ""}, "Name the organisation, or choose the cluster."),
        ({"ties-0-since": ""}, "Give the day, about when it began."),
        ({"ties-0-until": "2019-01-01"}, "The last day comes after the first."),
    ],
)
def test_what_is_wrong_in_a_profile_is_said_and_nothing_saved(
    line: Line, world: World, seat: Seat, wrong: dict[str, str], said: str
) -> None:
    answer = seat(world.reviewer).post("/reviews/profile", TOLD | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert line.session.scalars(select(ReviewerProfile)).all() == []


def test_the_register_is_searched_and_narrowed(line: Line, world: World, seat: Seat) -> None:
    told = OwnProfile(("de",), ("forestry",), 1)
    keep_own_profile(line.session, world.colleague.id, told, now())
    browser = seat(world.secretary)

    def names(query: str) -> list[str]:
        page = browser.get(f"/secretariat/reviewers{query}").text
        body = page.partition("<tbody>")[2]
        return [name for name in ("Colleague", "Idle", "Reviewer") if f">{name}</a>" in body]

    assert names("") == ["Colleague", "Idle", "Reviewer"]
    page = browser.get("/secretariat/reviewers").text
    assert ">100%<" in page
    assert ">Show</button>" in page
    assert names("?q=coll") == ["Colleague"]
    assert names("?country=DE") == ["Idle"]
    assert names("?language=de") == ["Colleague"]
    assert names("?sector=forestry&country=DE") == []
    assert names("?state=silent") == ["Idle", "Reviewer"]
    assert names("?state=trained") == []


def test_the_secretariat_keeps_training_note_and_capacity(
    line: Line, world: World, seat: Seat
) -> None:
    told = OwnProfile(("de",), (), 1)
    keep_own_profile(line.session, world.colleague.id, told, now())
    browser = seat(world.secretary)
    address = f"/secretariat/reviewers/{world.colleague.id}"
    sent = {"capacity": "4", "trained_on": "2025-03-01", "note": "Quick."}
    assert browser.post(address, sent).status_code == 303
    kept = line.session.scalars(select(ReviewerProfile)).one()
    line.session.refresh(kept)
    assert (kept.capacity, kept.trained_on, kept.note) == (4, date(2025, 3, 1), "Quick.")
    assert kept.languages == ["de"]
    assert "0 of 4" in browser.get("/secretariat/reviewers").text
    assert seat(world.secretary).get(f"/secretariat/reviewers/{world.owner.id}").status_code == 404


def test_the_page_of_a_panel_has_the_best_one_chosen_and_says_who_cannot_be(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.ACCEPTED))
    line.session.add(
        Affiliation(
            user_id=world.idle_reviewer.id,
            organisation="Timber House",
            kind="adviser",
            since=date(2020, 1, 1),
        )
    )
    today = now().date()
    away = OwnProfile(("fi",), (), 1, (Days(today, today + timedelta(days=400)),))
    gone = make_person(line.session, "gone", is_reviewer=True)
    keep_own_profile(line.session, gone.id, away, now())
    page = seat(world.secretary).get(f"/secretariat/submissions/{submission.id}/panel").text
    form, _, below = page.partition("Cannot be chosen")
    assert form.count(" checked") == 2
    assert ">Idle<" not in form
    assert form.count("Languages not told") == form.count("The profile is not filled in.") == 2
    assert "Speaks no language" not in form
    assert "adviser to the cluster, Timber House" in below
    assert "Away on all days of the review" in below


def test_somebody_with_a_warning_is_chosen_with_a_reason_alone(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.ACCEPTED))
    line.session.add(
        Affiliation(
            user_id=world.colleague.id,
            organisation="Timber House Oy",
            kind="board",
            since=date(2020, 1, 1),
        )
    )
    browser = seat(world.secretary)
    address = f"/secretariat/submissions/{submission.id}/panel"
    chosen = {"reviewers": [str(world.reviewer.id), str(world.colleague.id)], "lead": ""}
    refused = browser.post(address, chosen)
    assert refused.status_code == 422
    assert "possible conflict of interest: Colleague." in refused.text
    assert browser.post(address, {**chosen, "because": "Another firm."}).status_code == 303
    page = browser.get(f"/secretariat/submissions/{submission.id}/seats").text
    assert "tied to an organisation with a similar name, Timber House Oy" in page
    assert "Another firm." in page


def test_a_declaration_keeps_the_statements_in_the_language_of_the_page(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.lead_to(State.PANEL_PROPOSED)
    submission = line.submission(assessment)
    line.agree_to_panel(submission)
    browser = seat(world.reviewer)
    address = f"/reviews/{submission.id}/seat"
    shown = browser.get(address).text
    assert browser.post(f"{address}/declare", {"is_clear": "yes"}).status_code == 303
    line.session.expire_all()
    own = line.session.scalars(
        select(SeatRow).where(SeatRow.reviewer_id == world.reviewer.id)
    ).one()
    assert own.declaration is not None
    assert own.declaration["language"] == "en"
    assert len(own.declaration["statements"]) == 7
    assert all(text in shown for text in own.declaration["statements"])


def test_the_link_in_the_mail_comes_back_after_signing_in(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.lead_to(State.PANEL_PROPOSED)
    submission = line.submission(assessment)
    line.agree_to_panel(submission)
    answer = seat().get(f"/reviews/{submission.id}/seat")
    assert answer.status_code == 302
    assert answer.location.endswith(f"?next=/reviews/{submission.id}/seat")


def test_the_secretariat_has_another_reviewer_lead(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    second = line.session.scalars(
        select(SeatRow).where(SeatRow.reviewer_id == world.colleague.id)
    ).one()
    browser = seat(world.secretary)
    address = f"/secretariat/submissions/{submission.id}/seats"
    assert "Have Colleague lead the panel" in browser.get(address).text
    assert browser.post(f"{address}/{second.id}/lead").status_code == 303
    assert "Have Reviewer lead the panel" in browser.get(address).text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_pages_about_reviewers_ask_as_often_for_three_as_for_a_hundred(
    line: Line, world: World, seat: Seat, statements
) -> None:
    submission = line.submission(line.lead_to(State.ACCEPTED))
    addresses = [
        "/secretariat/reviewers",
        f"/secretariat/reviewers/{world.reviewer.id}",
        f"/secretariat/submissions/{submission.id}/panel",
        "/secretariat/agreement",
    ]

    def asked() -> list[int]:
        browser = seat(world.secretary)
        counts = []
        for address in addresses:
            browser.get(address)
            with statements() as found:
                assert browser.get(address).status_code == 200
            counts.append(len(found))
        return counts

    few = asked()
    for number in range(100):
        person = make_person(line.session, f"expert{number}", is_reviewer=True)
        keep_own_profile(line.session, person.id, OwnProfile(("fi",), ("food",), 2), now())
    assert asked() == few
    assert max(few) <= 10


def test_agreement_says_that_there_is_too_little_to_say(
    line: Line, world: World, seat: Seat
) -> None:
    line.ratings = (4, 3)
    line.lead_to(State.AWARDED)
    page = seat(world.deputy).get("/secretariat/agreement").text
    assert "1 decided application." in page
    assert "No criterion was rated in so many applications yet: 31 were rated at all." in page
    assert "Milder than the others" in page


def test_agreement_names_the_criteria_of_which_there_is_enough_to_say(
    line: Line, world: World, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agreement, "ENOUGH_UNITS", 1)
    line.ratings = (4, 3)
    line.lead_to(State.AWARDED)
    page = seat(world.deputy).get("/secretariat/agreement").text
    assert page.count('data-label="Alpha"') == 31
    assert "No criterion was rated" not in page
    assert "in too few applications" not in page


def test_the_page_says_what_the_cluster_objected_to_and_who_was_asked_before(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.lead_to(State.PANEL_PROPOSED)
    submission = line.submission(assessment)
    object_to_panel(
        line.session,
        assessment_id=assessment.id,
        reason="A <b>competitor</b>.",
        actor_id=world.owner.id,
        at=now(),
        mailing=MAILING,
    )
    line.session.commit()
    page = seat(world.secretary).get(f"/secretariat/submissions/{submission.id}/panel").text
    assert "The cluster objected to the panel that was proposed:" in page
    assert "A &lt;b&gt;competitor&lt;/b&gt;." in page
    assert page.count("the cluster objected to a panel with them") == 2


def test_the_page_of_a_fresh_panel_says_who_was_asked_before(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.APPEALED))
    admit_appeal(
        line.session,
        submission=submission,
        answer="New eyes.",
        actor_id=world.deputy.id,
        at=now(),
        mailing=MAILING,
    )
    line.session.commit()
    page = seat(world.secretary).get(f"/secretariat/submissions/{submission.id}/panel").text
    assert "This panel hears an appeal" in page
    assert page.count("Was asked to review this application before") == 2
