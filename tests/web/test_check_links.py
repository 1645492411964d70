"""The check before submitting: what is missing leads to the very field where it is put right."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from assessment.db.models import Answer
from assessment.db.queries import assessments
from tests.building import Line, World
from tests.filling import Filling
from tests.web.browser import Browser
from tests.web.conftest import Seat

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def links(page: str) -> dict[str, str]:
    """The links of the page's main part to a place on a page, by their words."""
    main = page[page.index("<main") : page.index("</main>")]
    found = re.findall(r'<a href="([^"]*/assessments/[^"]*#[^"]+)">([^<]+)</a>', main)
    return {words: address for address, words in found}


def lost(browser: Browser, addresses: Any) -> list[str]:
    """Those of the addresses whose page has no such place."""
    pages: dict[str, str] = {}
    for address in addresses:
        path = address.partition("#")[0]
        if path not in pages:
            pages[path] = browser.get(path).text
    return [a for a in addresses if f'id="{a.partition("#")[2]}"' not in pages[a.partition("#")[0]]]


def test_everything_missing_leads_to_its_field(line: Line, world: World, seat: Seat) -> None:
    draft = line.open()
    line.answer_all(draft)
    label, session = line.label, line.session
    first, second = label.criteria[:2]
    for piece in assessments.attached_evidence(session, draft.id)[first.id]:
        line.take_off(draft, first, piece.id)
    answers = {a.criterion_id: a for a in session.scalars(select(Answer))}
    answers[second.id].justification = ""
    answers["web-presence"].level = None
    for piece in assessments.attached_evidence(session, draft.id)[label.criteria[3].id]:
        piece.effective_from = piece.effective_until = piece.dated_on.replace(year=2001)
    browser = seat(world.owner)
    found = links(browser.get(f"/assessments/{draft.id}/check").text)
    place = f"/assessments/{draft.id}/criteria"
    assert found["Evidence is missing."] == f"{place}/{first.id}#evidence"
    assert found["The justification is missing."] == f"{place}/{second.id}#justification"
    assert found["Level not chosen yet."] == f"{place}/web-presence#level"
    assert lost(browser, found.values()) == []


def test_open_questions_lead_to_their_fields(line: Line, world: World, seat: Seat) -> None:
    draft = line.open()
    browser = seat(world.owner)
    found = links(browser.get(f"/assessments/{draft.id}/check").text)
    profile = f"/assessments/{draft.id}/profile"
    assert len([address for address in found.values() if address.startswith(f"{profile}#q-")]) > 5
    assert lost(browser, found.values()) == []


def test_missed_minimum_leads_to_its_level(line: Line, world: World, seat: Seat) -> None:
    draft = line.open()
    line.self_level = 1
    line.answer_all(draft)
    browser = seat(world.owner)
    page = browser.get(f"/assessments/{draft.id}/check").text
    place = f"/assessments/{draft.id}/criteria/committed-participation#level"
    assert f'<a href="{place}">1.1 Committed participation</a>: minimum 2' in page
    assert lost(browser, links(page).values()) == []


def test_missed_condition_leads_to_the_answer_it_rests_on(
    line: Line, world: World, seat: Seat
) -> None:
    draft = line.open()
    line.answer_all(draft)
    line.save_profile({**Filling(line.label).profile, "management": "0.1"})
    browser = seat(world.owner)
    page = browser.get(f"/assessments/{draft.id}/check").text
    staff = line.edition.texts.in_language("en").eligibility["staff"]
    assert links(page)[staff] == f"/assessments/{draft.id}/profile#q-management"
    assert lost(browser, links(page).values()) == []
