"""The history of an answer: entries by what was meant, each version whole, and a way back that is seen."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from assessment.catalogue.loader import Catalogue
from assessment.db.models import AnswerVersion, Assessment, Evidence, EvidenceStep, User
from assessment.db.queries import assessments
from assessment.domain.criteria import Criterion, EvidenceKind
from assessment.domain.workflow import State
from assessment.services.answering import AnswerDraft, Conflict, save_answer
from assessment.services.library import delete as delete_piece
from assessment.web.manager import history
from tests.building import Line, World
from tests.web.browser import Browser
from tests.web.conftest import Seat
from tests.web.filled import answers_read, read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
HERE = "web-presence"
NOON = datetime.fromisoformat("2026-11-20T10:00:00+00:00")

Save = Callable[..., None]


@pytest.fixture
def number(line: Line) -> int:
    return line.open().id


@pytest.fixture
def save(line: Line, number: int) -> Save:
    """Saves the answer by somebody, so many seconds after noon."""

    def save_it(person: User, level: int | None, text: str, seconds: float = 0) -> None:
        saved = assessments.answers(line.session, number).get(HERE)
        kept = save_answer(
            line.session,
            assessment_id=number,
            criterion=line.label.criterion(HERE),
            draft=AnswerDraft(level, text, saved.version if saved else 0),
            actor_id=person.id,
            at=NOON + timedelta(seconds=seconds),
        )
        assert not isinstance(kept, Conflict)
        line.session.commit()

    return save_it


@pytest.fixture
def place(number: int) -> str:
    return f"/assessments/{number}/criteria/{HERE}/history"


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def entries(page: str) -> list[str]:
    """The versions that the entries are named by, from the top."""
    return re.findall(r'<h2 id="version-(\d+)"', page)


def ways(page: str) -> list[str]:
    """The versions that the history offers to be read whole, from the top."""
    return re.findall(r'class="btn[^"]*" href="[^"]+/history/(\d+)"', page)


def go_back(browser: Browser, address: str) -> Any:
    """Opens a version and presses what is offered there."""
    seen = re.search(r'name="seen" value="(\d+)"', browser.get(address).text)
    assert seen, "no way back is offered"
    return browser.post(address, {"seen": seen[1]})


def test_entry_is_what_one_person_did_in_one_go(
    world: World, save: Save, seat: Seat, place: str
) -> None:
    save(world.owner, 2, "First.")
    save(world.owner, 3, "First, better.", 5)
    save(world.editor, 3, "Second.", 9)
    page = main_of(seat(world.owner).get(place).text)
    assert entries(page) == ["3", "2"]
    assert ways(page) == ["2", "1"]
    assert page.index(f">{world.editor.name}</span>") < page.index(f">{world.owner.name}</span>")
    assert "1 save on the way to this one" in page


def test_what_was_meant_and_then_overwritten_is_an_entry_of_its_own(
    world: World, save: Save, seat: Seat, place: str
) -> None:
    save(world.owner, 2, "The page is in Finnish.")
    save(world.owner, 3, "The page is in Finnish.", 120)
    save(world.owner, 3, "News every week.", 125)
    page = seat(world.owner).get(place).text
    assert entries(page) == ["3", "1"]
    assert "1 save on the way to this one" in page


def test_adding_to_an_answer_after_a_pause_stays_one_entry(
    world: World, save: Save, seat: Seat, place: str
) -> None:
    save(world.owner, None, "The page is in Finnish.")
    save(world.owner, 3, "The page is in Finnish, and news come every week.", 600)
    assert entries(seat(world.owner).get(place).text) == ["2"]


def test_level_passed_over_within_half_a_minute_is_no_entry(
    world: World, save: Save, seat: Seat, place: str
) -> None:
    for level in (0, 1, 2):
        save(world.owner, level, "", level * 29)
    assert entries(seat(world.owner).get(place).text) == ["3"]
    save(world.owner, 3, "", 58 + 30)
    assert entries(seat(world.owner).get(place).text) == ["4", "3"]


def test_version_is_read_whole_and_not_only_what_it_changed(
    world: World, save: Save, seat: Seat, place: str
) -> None:
    save(world.owner, 2, "The page is in Finnish.")
    save(world.owner, 3, "The page is in Finnish.", 120)
    save(world.editor, 3, "News.", 240)
    page = seat(world.viewer).get(f"{place}/2").text
    assert answers_whole(page, "As it was then") == {
        "Your rating": "Level 3, Advanced",
        "Justification (changed since)": "The page is in Finnish.",
    }
    assert answers_whole(page, "As it stands now") == {
        "Your rating": "Level 3, Advanced",
        "Justification (changed since)": "News.",
    }
    assert f"Version 2, saved by {world.owner.name}" in read(page)


def answers_whole(page: str, heading: str) -> dict[str, str]:
    """One side of the comparison, by its parts."""
    side = re.search(rf"<section><h2>{heading}</h2>(.*?)</section>", page, re.DOTALL)
    assert side, heading
    return answers_read(
        side[1].replace(' class="prose"', "").replace(' class="answers__marked"', "")
    )


def test_version_of_which_nothing_can_come_back_has_no_way_back(
    line: Line, world: World, save: Save, seat: Seat, place: str
) -> None:
    save(world.owner, 2, "One.")
    version = line.session.scalars(select(AnswerVersion)).one()
    version.record = {**version.record, "values": {"not-asked-any-more": "7"}}
    line.session.commit()
    text = read(seat(world.owner).get(f"{place}/1").text)
    assert "going back to this version would change nothing" in text
    assert "Go back to this version?" not in text


def test_evidence_stays_as_it_is_today_and_is_shown(
    line: Line, world: World, number: int, save: Save, seat: Seat, place: str
) -> None:
    save(world.owner, 2, "One.")
    save(world.owner, 2, "Two.", 120)
    text = read(seat(world.owner).get(f"{place}/1").text)
    assert "Evidence is kept by itself: it stays as it is today" in text
    assert "No evidence." in text
    line.answer_all(assessments.assessment(line.session, number))
    pieces = assessments.attached_evidence(line.session, number)[HERE]
    page = seat(world.owner).get(f"{place}/1").text
    assert [piece.title in read(page) for piece in pieces] == [True, True]


@pytest.fixture
def library(line: Line, number: int) -> tuple[Assessment, Criterion, dict[str, int]]:
    """The draft, the criterion, and two pieces that support it since noon."""
    draft, criterion = assessments.assessment(line.session, number), line.label.criterion(HERE)
    pieces = [line.attach(draft, criterion, EvidenceKind.DOCUMENT, n) for n in (0, 1)]
    for piece in pieces:
        line.take_off(draft, criterion, piece.id)
    line.session.execute(delete(EvidenceStep))
    line.choose(draft, criterion, *(piece.id for piece in pieces), at=NOON)
    line.session.commit()
    return draft, criterion, {piece.title: piece.id for piece in pieces}


def delete_from_library(line: Line, evidence_id: int) -> None:
    delete_piece(
        line.session,
        evidence_id=evidence_id,
        catalogue=Catalogue({line.edition.scheme.id: line.edition}),
        actor_id=line.world.owner.id,
        at=NOON + timedelta(days=1),
    )
    line.session.commit()


def evidence_entries(page: str) -> list[tuple[str, list[str]]]:
    """The entries of evidence from the top: who, and what with each title."""

    def said(html: str) -> str:
        return " ".join(re.sub(r"<[^>]+>", " ", html).split())

    found = re.findall(
        r'<h2 id="evidence-.*?<span class="muted">(.*?)</span>(.*?)</ul>', page, re.DOTALL
    )
    return [
        (who, [said(item) for item in re.findall(r"<li[^>]*>(.*?)</li>", entry, re.DOTALL)])
        for who, entry in found
    ]


def test_evidence_attached_and_taken_off_stands_in_the_history_in_its_place(
    line: Line, world: World, save: Save, seat: Seat, place: str, library
) -> None:
    draft, criterion, pieces = library
    save(world.owner, 2, "One.", 60)
    taken = NOON + timedelta(seconds=120)
    line.take_off(draft, criterion, pieces["proof-0.pdf"], by=world.editor, at=taken)
    line.session.commit()
    page = main_of(seat(world.owner).get(place).text)
    assert evidence_entries(page) == [
        ("Editor", ["proof-0.pdf taken off as evidence Attach it again"]),
        ("Owner", [f"proof-{n}.pdf attached as evidence, 20 Nov 2026 12:00" for n in (1, 0)]),
    ]
    newest, answer, oldest = (m.start() for m in re.finditer(r'<h2 id="(evidence|version)-', page))
    assert page[newest:].startswith('<h2 id="evidence-')
    assert page[answer:].startswith('<h2 id="version-1"')
    assert page[oldest:].startswith('<h2 id="evidence-')


def test_what_was_taken_off_is_attached_again_by_those_who_may(
    line: Line, world: World, seat: Seat, place: str, library
) -> None:
    draft, criterion, pieces = library
    line.take_off(draft, criterion, pieces["proof-0.pdf"], at=NOON + timedelta(days=1))
    line.session.commit()
    assert "Attach it again" not in seat(world.viewer).get(place).text
    owner = seat(world.owner)
    page = main_of(owner.get(place).text)
    (address,) = re.findall(r'action="([^"]+/evidence)"', page)
    owner.post(address, {"evidence": str(pieces["proof-0.pdf"])})
    page = main_of(owner.get(place).text)
    assert evidence_entries(page)[0][1] == ["proof-0.pdf attached as evidence"]
    assert "Attach it again" not in page


def test_version_is_shown_with_the_evidence_that_it_had(
    line: Line, world: World, save: Save, seat: Seat, place: str, library
) -> None:
    draft, criterion, pieces = library
    save(world.owner, 2, "One.", 60)
    line.take_off(draft, criterion, pieces["proof-0.pdf"], at=NOON + timedelta(seconds=90))
    save(world.owner, 3, "Two.", 120)
    page = seat(world.viewer).get(f"{place}/1").text
    page = page[page.index('<h2 id="evidence">') :]
    then, now = re.findall(r"<section><h2>[^<]+</h2>(.*?)</section>", page, re.DOTALL)
    assert re.findall(r">(proof-\d.pdf)<", then) == ["proof-1.pdf", "proof-0.pdf"]
    assert re.findall(r">(proof-\d.pdf)<", now) == ["proof-1.pdf"]


def test_piece_that_the_library_has_no_more_is_named_without_a_link(
    line: Line, world: World, save: Save, seat: Seat, place: str, library
) -> None:
    draft, criterion, pieces = library
    save(world.owner, 2, "One.", 60)
    line.take_off(draft, criterion, pieces["proof-0.pdf"], at=NOON + timedelta(seconds=90))
    delete_from_library(line, pieces["proof-0.pdf"])
    page = main_of(seat(world.owner).get(place).text)
    gone = "proof-0.pdf {} as evidence{}, deleted from the library since"
    assert evidence_entries(page)[0][1] == [gone.format("taken off", "")]
    assert gone.format("attached", ", 20 Nov 2026 12:00") in evidence_entries(page)[1][1]
    text = read(seat(world.owner).get(f"{place}/1").text)
    assert "proof-0.pdf (deleted from the library since)" in text


def test_deleted_piece_stays_told_apart_from_others_whatever_it_was_called(
    line: Line, world: World, save: Save, seat: Seat, place: str, library
) -> None:
    draft, criterion, pieces = library
    first, second = (line.session.get_one(Evidence, number) for number in pieces.values())
    line.take_off(draft, criterion, second.id, at=NOON + timedelta(seconds=30))
    save(world.owner, 2, "One.", 60)
    second.title = first.title
    line.choose(draft, criterion, second.id, at=NOON + timedelta(seconds=90))
    save(world.owner, 3, "Two.", 120)
    for piece in (first, second):
        line.take_off(draft, criterion, piece.id, at=NOON + timedelta(seconds=150))
    for number in pieces.values():
        delete_from_library(line, number)
    save(world.owner, 4, "Three.", 180)
    pages = [seat(world.viewer).get(f"{place}/{n}").text for n in (1, 2)]
    assert [page.count("proof-0.pdf <span") for page in pages] == [1, 2]


def test_what_was_taken_off_is_offered_once_and_not_when_it_is_archived(
    line: Line, world: World, seat: Seat, place: str, library
) -> None:
    draft, criterion, pieces = library
    piece = line.session.get_one(Evidence, pieces["proof-0.pdf"])
    line.take_off(draft, criterion, piece.id, at=NOON + timedelta(hours=1))
    line.choose(draft, criterion, piece.id, at=NOON + timedelta(hours=2))
    line.take_off(draft, criterion, piece.id, at=NOON + timedelta(hours=3))
    owner = seat(world.owner)
    assert owner.get(place).text.count("Attach it again") == 1
    piece.archived_at = NOON
    line.session.commit()
    assert "Attach it again" not in owner.get(place).text


def test_steps_of_two_people_are_two_entries(
    line: Line, world: World, seat: Seat, place: str, library
) -> None:
    draft, criterion, pieces = library
    for person, number in zip((world.owner, world.editor), pieces.values(), strict=True):
        line.take_off(draft, criterion, number, by=person, at=NOON + timedelta(hours=1))
    page = main_of(seat(world.owner).get(place).text)
    assert [(who, len(what)) for who, what in evidence_entries(page)] == [
        ("Editor", 1),
        ("Owner", 1),
        ("Owner", 2),
    ]


def test_pages_of_the_history_leave_nothing_out_and_show_nothing_twice(
    line: Line, world: World, save: Save, seat: Seat, place: str, library, monkeypatch
) -> None:
    monkeypatch.setattr(history, "_ON_A_PAGE", 2)
    draft, criterion, pieces = library
    number = pieces["proof-0.pdf"]
    for hour in range(1, 9, 2):
        line.take_off(draft, criterion, number, at=NOON + timedelta(hours=hour))
        line.choose(draft, criterion, number, at=NOON + timedelta(hours=hour + 0.6))
    save(world.owner, 2, "One.", 3600 * 2)
    save(world.owner, 3, "Two.", 3600 * 5)
    save(world.editor, 3, "Three.", 3600 * 5)
    browser, address, found = seat(world.owner), place, []
    while address:
        page = main_of(browser.get(address).text)
        found += re.findall(r'<h2 id="version-(\d)|evidence__detail">(\w+)', page)
        more = re.search(r'href="([^"]+)">Earlier saves', page)
        address = more[1].replace("&amp;", "&") if more else ""
    assert [version or done for version, done in found] == [
        *("attached", "taken", "attached", "3", "2", "taken"),
        *("attached", "taken", "1", "attached", "taken", "attached", "attached"),
    ]


def test_going_back_makes_a_new_version_of_what_was_seen(
    line: Line, world: World, number: int, save: Save, seat: Seat, place: str
) -> None:
    save(world.owner, 2, "First.")
    save(world.editor, 4, "Second.", 120)
    answer = go_back(seat(world.owner), f"{place}/1")
    assert (answer.status_code, answer.location) == (303, place.removesuffix("/history"))
    assert line.stands(number, HERE) == (2, "First.")
    sheet_id = assessments.assessment(line.session, number).sheet_id
    found = assessments.answer_versions(line.session, sheet_id, HERE)
    assert [version.version for version in found] == [3, 2, 1]


def test_what_was_overwritten_in_the_same_go_can_be_brought_back(
    line: Line, world: World, number: int, save: Save, seat: Seat, place: str
) -> None:
    for second, text in enumerate(("One.", "One.\n\nTwo.", "x")):
        save(world.owner, None, text, second)
    browser = seat(world.owner)
    page = browser.get(place).text
    assert "2 saves on the way to this one" in page
    assert "One.\n\nTwo.</dd>" in page
    assert ways(page) == ["2", "1"]
    go_back(browser, f"{place}/2")
    assert line.stands(number, HERE) == (None, "One.\n\nTwo.")


def test_nothing_is_replaced_that_was_not_seen(
    line: Line, world: World, number: int, save: Save, seat: Seat, place: str
) -> None:
    save(world.owner, 2, "First.")
    save(world.owner, 3, "Second.", 120)
    browser = seat(world.owner)
    assert 'name="seen" value="2"' in browser.get(f"{place}/1").text
    save(world.editor, 4, "Third.", 240)
    answer = browser.post(f"{place}/1", {"seen": "2"})
    assert (answer.status_code, answer.location) == (303, f"{place}/1")
    assert "Somebody saved this answer a moment ago." in read(browser.get(f"{place}/1").text)
    assert line.stands(number, HERE) == (4, "Third.")


def test_pressing_twice_goes_back_once(
    line: Line, world: World, number: int, save: Save, seat: Seat, place: str
) -> None:
    save(world.owner, 2, "First.")
    save(world.owner, 3, "Second.", 120)
    browser = seat(world.owner)
    for _press in range(2):
        answer = browser.post(f"{place}/1", {"seen": "2"})
        assert answer.location == place.removesuffix("/history")
    assert line.stands(number, HERE) == (2, "First.")
    assert ways(browser.get(place).text) == ["2", "1"]


@pytest.mark.parametrize("form", [{}, {"seen": "x"}])
def test_press_that_does_not_say_what_was_seen_leads_to_the_preview(
    line: Line,
    world: World,
    number: int,
    save: Save,
    seat: Seat,
    place: str,
    form: dict[str, object],
) -> None:
    save(world.owner, 2, "First.")
    save(world.owner, 3, "Second.", 120)
    answer = seat(world.owner).post(f"{place}/1", form)
    assert (answer.status_code, answer.location) == (303, f"{place}/1")
    assert line.stands(number, HERE) == (3, "Second.")


def test_version_that_stands_now_says_so_and_has_no_way_back(
    world: World, save: Save, seat: Seat, place: str
) -> None:
    save(world.owner, 2, "First.")
    page = seat(world.owner).get(f"{place}/1").text
    assert "This is how the answer stands now." in read(page)
    assert 'name="seen"' not in page


def test_viewer_reads_each_version_without_a_way_back(
    world: World, save: Save, seat: Seat, place: str
) -> None:
    save(world.owner, None, "One.")
    save(world.owner, None, "Two.", 120)
    browser = seat(world.viewer)
    page = browser.get(place).text
    assert ways(page) == ["1"]
    assert "Read it whole</a>" in page
    whole = browser.get(f"{place}/1").text
    assert "One." in read(whole)
    assert 'name="seen"' not in whole
    assert browser.post(f"{place}/1", {"seen": "2"}).status_code == 403


def test_version_that_never_was_is_not_there(
    world: World, save: Save, seat: Seat, place: str
) -> None:
    save(world.owner, 2, "")
    browser = seat(world.owner)
    assert browser.post(f"{place}/7", {"seen": "1"}).status_code == 404
    for version in ("0", "7", "9" * 30):
        assert browser.get(f"{place}/{version}").status_code == 404


def test_history_of_nothing_says_so(world: World, seat: Seat, place: str) -> None:
    assert "Nothing was saved here yet" in seat(world.viewer).get(place).text


def test_version_of_a_submitted_answer_leads_to_the_assessment(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.lead_to(State.SUBMITTED).id
    answer = seat(world.owner).get(f"/assessments/{number}/criteria/{HERE}/history/1")
    assert answer.location == f"/assessments/{number}"


def test_long_history_has_pages_that_leave_no_version_out(
    world: World, save: Save, seat: Seat, place: str
) -> None:
    for count in range(1, 104):
        save(world.owner, None, f"Sentence {count}.", count)
    save(world.editor, None, "By the editor.", 200)
    browser = seat(world.owner)
    newest = browser.get(place).text
    assert ways(newest) == [str(number) for number in range(103, 4, -1)]
    assert f'href="{place}?version=5"' in newest
    oldest = browser.get(f"{place}?version=5").text
    assert ways(oldest) == ["4", "3", "2", "1"]
    assert "Earlier saves" not in oldest
    for strange in ("0", "-5", "9" * 30, "x"):
        assert browser.get(f"{place}?version={strange}").status_code == 200


def test_history_asks_as_often_for_many_versions_as_for_two(
    world: World, save: Save, seat: Seat, statements: Any, place: str
) -> None:
    counts: list[tuple[int, int]] = []
    for beginning in (0, 30):
        for count in range(beginning, beginning + 2 + beginning):
            save(world.owner if count % 2 else world.editor, None, f"Version {count}.", count)
        browser = seat(world.owner)
        asked = []
        for address in (place, f"{place}/1"):
            with statements() as found:
                assert browser.get(address).status_code == 200
            asked.append(len(found))
        counts.append((asked[0], asked[1]))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 10


def test_answer_with_evidence_alone_has_a_history(
    line: Line, world: World, seat: Seat, place: str, library
) -> None:
    browser = seat(world.viewer)
    criterion_page = browser.get(place.removesuffix("/history")).text
    assert f'href="{place}"' in criterion_page
    assert "Answered before" not in criterion_page
    page = main_of(browser.get(place).text)
    assert [len(what) for _who, what in evidence_entries(page)] == [2]
    assert "What was written in one go" not in page
