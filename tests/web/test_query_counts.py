"""However long a list is, its page asks the database the same number of times, and ten at most."""

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.db.base import now
from assessment.db.models import AttachedEvidence, AwardCondition, Certificate, Evidence
from assessment.domain.workflow import State
from assessment.services.comments import Place, write_comment
from tests.building import Line, World, make_cluster
from tests.contracts.test_access import address, endpoints
from tests.web.conftest import Seat

MOST = 10
"""How often a page may ask the database."""

ONE_BY_ONE = "account.export"
"""The file with all that is kept of a person: it asks each table once, and there are many."""
LEADS_ON = {
    "manager.comment_find",
    "manager.go_on",
    "public.checked_file",
    "public.start",
    "security.login",
    "security.tf_select",
    "security.wan_signin",
}
"""Addresses that lead whoever is signed in to another page."""
NOTHING_THERE = {
    "account.ask_to_remove_passkey",
    "account.invitation",
    "account.recovery_codes",
    "account.second_step",
    "account.stop_mail",
    "account.turn_off_authenticator",
    "bootstrap.static",
    "manager.appeal",
    "manager.ask_to_delete",
    "manager.ask_to_put_back",
    "manager.clarification",
    "manager.duty",
    "manager.self_report",
    "public.credential",
    "public.did_document",
    "public.questionnaire",
    "public.status_list",
    "review.interview_sheet",
    "secretariat.appeal",
    "secretariat.bring_in",
    "secretariat.bring_in_preview",
    "secretariat.bring_in_template",
    "secretariat.bundle",
    "secretariat.bundle_ask_to_stop",
    "secretariat.bundle_file",
    "secretariat.call",
    "secretariat.conditions",
    "secretariat.confirm_conditions",
    "secretariat.confirming_name",
    "secretariat.portfolio_report",
    "secretariat.reviewer",
    "secretariat.scheme_trial",
    "secretariat.several",
    "secretariat.several_outcome",
    "secretariat.specimen",
    "secretariat.take_up",
    "secretariat.view",
    "security.reset_password",
    "security.static",
    "security.wan_delete",
    "submission.answered_evidence",
    "submission.document",
}
"""Pages about something that an application on its way to a label does not bring about."""


def count(statements, browser, address: str) -> int:  # type: ignore[no-untyped-def]
    with statements() as found:
        assert browser.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_page_of_the_house_asks_more_than_ten_times(
    app: Flask, line: Line, world: World, seat: Seat, statements
) -> None:
    world.owner.is_reviewer = True  # who has an office beside a cluster has more ways to go
    line.ratings = (4, 3)
    draft = line.open()
    place = Place(draft.cluster_id, draft.sheet_id, "committed-participation")
    write_comment(line.session, place, text="Well?", actor_id=world.owner.id, at=now())
    line.complain(draft)
    asked: dict[tuple[str, str], int] = {}
    opened: set[str] = set()

    def look() -> set[str]:
        """Has four people open every page as it is now; the pages that there are."""
        awarded = line.session.scalars(select(Certificate)).first()
        token = awarded.token if awarded else "unknown"
        pages = {
            rule.endpoint: address(rule, line, version=1, user_id=world.editor.id, token=token)
            for method, rule in endpoints(app)
            if method == "GET" and rule.endpoint != ONE_BY_ONE
        }
        for person in (world.owner, world.reviewer, world.secretary, world.deputy):
            browser = seat(person)
            for endpoint, page in pages.items():
                browser.sign_in()  # the page before may have been the one that signs out
                with statements() as found:
                    answer = browser.get(page)
                key = person.name, endpoint
                asked[key] = max(len(found), asked.get(key, 0))
                if answer.status_code == 200:
                    opened.add(endpoint)
        return set(pages)

    line.answer_all(draft)
    line.withdraw(line.submit(draft))
    pages = look()
    for _state in line.walk(draft):
        look()
    assert {page: number for page, number in asked.items() if number > MOST} == {}
    assert asked[world.owner.name, "manager.assessment"] >= 5
    assert sorted((pages - opened) ^ (LEADS_ON | NOTHING_THERE)) == []


def test_an_appeal_asks_no_more_than_that(line: Line, world: World, seat: Seat, statements) -> None:
    assessment = line.lead_to(State.DECLINED)
    submission = line.submission(assessment)
    line.session.commit()
    home, file = f"/assessments/{assessment.id}", f"/secretariat/submissions/{submission.id}"
    owner, office = seat(world.owner), seat(world.secretary)
    asked = [count(statements, owner, home), count(statements, owner, f"{home}/appeal")]
    line.appeal(submission)
    line.session.commit()
    pages = ((owner, home), (office, file), (office, f"{file}/appeal"))
    asked += [count(statements, who, page) for who, page in pages]
    assert max(asked) <= MOST


def test_a_miss_to_be_confirmed_asks_no_more_than_that(
    line: Line, world: World, seat: Seat, statements
) -> None:
    submission = line.submission(line.lead_to(State.CONDITIONAL))
    missed = line.session.scalars(select(AwardCondition)).one()
    missed.is_met, missed.note = False, "Nothing."
    missed.checked_by, missed.checked_at = world.secretary.id, now()
    line.session.commit()
    page = f"/secretariat/submissions/{submission.id}/conditions"
    office = seat(world.deputy)
    asked = [count(statements, office, address) for address in (page, f"{page}/confirm")]
    assert max(asked) <= MOST


def test_lists_ask_as_often_for_many_rows_as_for_one(
    line: Line, world: World, seat: Seat, statements
) -> None:
    line.lead_to(State.IN_REVIEW)
    pages = [
        (world.owner, "/desk"),
        (world.reviewer, "/reviews"),
        (world.secretary, "/secretariat"),
        (world.secretary, "/secretariat/clusters"),
        (world.secretary, "/secretariat/people"),
    ]
    before = [count(statements, seat(person), address) for person, address in pages]
    for number in range(3):
        line.world.cluster = make_cluster(line.session, f"Cluster {number}", owner=world.owner)
        line.lead_to(State.IN_REVIEW)
    after = [count(statements, seat(person), address) for person, address in pages]
    assert after == before
    assert max(before) <= MOST


def test_criterion_page_asks_a_handful_of_times(
    line: Line, world: World, seat: Seat, statements
) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    browser = seat(world.owner)
    address = f"/assessments/{assessment.id}/criteria/web-presence"
    assert count(statements, browser, address) <= MOST


MANY = 30


def support(line: Line, sheet_id: int, pieces: int) -> None:
    """So many links for each of the first criteria of gold."""
    for number in range(pieces):
        for criterion in line.label.sections[0].criteria:
            found = Evidence(
                cluster_id=line.world.cluster.id,
                title=f"Page {number}",
                url=f"https://cluster.example/{number}",
                added_by=line.world.owner.id,
            )
            line.session.add(found)
            line.session.flush()
            attached = AttachedEvidence(
                sheet_id=sheet_id, criterion_id=criterion.id, evidence_id=found.id
            )
            line.session.add(attached)
    line.session.commit()


def test_questionnaire_asks_as_often_for_30_pieces_of_evidence_as_for_one(
    line: Line, world: World, seat: Seat, statements
) -> None:
    assessment = line.open()
    section = line.label.sections[0]
    start = f"/assessments/{assessment.id}"
    pages = [
        start,
        f"{start}/sections/{section.id}",
        f"{start}/criteria/{section.criteria[0].id}",
    ]
    support(line, assessment.sheet_id, 1)
    browser = seat(world.owner)
    before = [count(statements, browser, address) for address in pages]
    support(line, assessment.sheet_id, MANY - 1)
    assert [count(statements, browser, address) for address in pages] == before
    assert max(before) <= MOST


def test_section_asks_as_often_answered_as_empty(
    line: Line, world: World, seat: Seat, statements
) -> None:
    assessment = line.open()
    browser = seat(world.owner)
    address = f"/assessments/{assessment.id}/sections/{line.label.sections[0].id}"
    before = count(statements, browser, address)
    line.answer_all(assessment)
    line.session.commit()
    assert count(statements, browser, address) == before


def test_desk_asks_as_often_for_30_clusters_as_for_one(
    line: Line, world: World, seat: Seat, statements
) -> None:
    line.open()
    browser = seat(world.owner)
    before = count(statements, browser, "/desk")
    for number in range(MANY - 1):
        line.world.cluster = make_cluster(line.session, f"Cluster {number}", owner=world.owner)
        line.open()
    line.session.commit()
    assert count(statements, browser, "/desk") == before
    assert before <= MOST
