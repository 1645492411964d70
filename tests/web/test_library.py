"""The library of a cluster: adding, finding, describing, new versions, archiving, deleting."""

import io
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import Evidence, EvidenceVersion, LinkCheck
from assessment.db.queries import evidence as queries
from assessment.domain.evidence import LinkState
from assessment.domain.workflow import State
from assessment.services.uploads import stored_path
from tests.building import NOON, PDF, Line, World
from tests.web.browser import Browser
from tests.web.conftest import Seat

HERE = "committed-participation"


@pytest.fixture
def home(world: World) -> str:
    return f"/clusters/{world.cluster.id}/evidence"


def held(session: Session, cluster_id: int) -> list[Evidence]:
    """What the library holds now, oldest first."""
    for row in list(session.identity_map.values()):
        if isinstance(row, Evidence | EvidenceVersion | LinkCheck):
            session.expire(row)
    found = list(reversed(queries.library(session, cluster_id)))
    session.commit()  # releases the write lock to the browsers
    return found


def add(browser, home: str, name: str = "plan.pdf", content: bytes = PDF, **more: object):  # type: ignore[no-untyped-def]
    return browser.post(f"{home}/files", {"files": (io.BytesIO(content), name), **more})


def titles(page: str) -> list[str]:
    """The pieces in the list of a library's page."""
    return re.findall(r'<div class="evidence__words">\s*<a href="/evidence/\d+">([^<]+)</a>', page)


def test_an_empty_library_says_what_to_do(world: World, seat: Seat, home: str) -> None:
    page = seat(world.viewer).get(home).text
    assert "No evidence yet" in page
    assert "you need not upload anything twice" in page
    assert "Add files" not in page
    assert "Add files" in seat(world.editor).get(home).text


def test_several_files_are_added_with_what_is_said_of_them(
    line: Line, world: World, seat: Seat, home: str
) -> None:
    form = {
        "files": [(io.BytesIO(PDF), "plan.pdf"), (io.BytesIO(b"a;b\n"), "list.csv")],
        "effective_from": "2026-01-01",
        "effective_until": "2026-03-31",
        "is_confidential": "y",
    }
    browser = seat(world.editor)
    assert browser.post(f"{home}/files", form).location == home
    assert [
        (e.title, e.effective_from, e.effective_until, e.is_confidential)
        for e in held(line.session, world.cluster.id)
    ] == [(name, date(2026, 1, 1), date(2026, 3, 31), True) for name in ("plan.pdf", "list.csv")]
    page = browser.get(home).text
    assert "2 files added." in page
    assert "dated 1 January 2026 – 31 March 2026" in page
    assert "Not used yet" in page


def test_a_refused_file_is_named_and_the_others_are_added(
    line: Line, world: World, seat: Seat, home: str
) -> None:
    form = {"files": [(io.BytesIO(b"<svg/>"), "logo.svg"), (io.BytesIO(PDF), "plan.pdf")]}
    page = seat(world.owner).post(f"{home}/files", form).text
    assert "logo.svg can carry a program." in page
    assert "1 file added." in page
    assert [e.title for e in held(line.session, world.cluster.id)] == ["plan.pdf"]


@pytest.mark.parametrize(
    ("period", "message"),
    [
        ({"effective_from": "2999-01-01"}, "Write a day that has been, at the latest today."),
        ({"effective_until": "2026-01-01"}, "Write the first day too, or leave this empty."),
        (
            {"effective_from": "2026-01-02", "effective_until": "2026-01-01"},
            "Write a day that is not before the first one.",
        ),
        ({"effective_from": "yesterday"}, "Not a valid date value."),
    ],
)
def test_an_impossible_period_is_named_and_nothing_typed_is_lost(
    line: Line, world: World, seat: Seat, home: str, period: dict[str, str], message: str
) -> None:
    response = add(seat(world.owner), home, **period)
    assert response.status_code == 422
    assert response.text.count(message) == 2  # at the field and in the summary
    for value in period.values():
        assert f'value="{value}"' in response.text
    assert held(line.session, world.cluster.id) == []


def test_a_form_without_a_file_says_so(world: World, seat: Seat, home: str) -> None:
    response = seat(world.owner).post(f"{home}/files", {})
    assert response.status_code == 422
    assert '<a href="#files">Add files: Choose at least one file.</a>' in response.text


def test_the_same_file_is_recognised(line: Line, world: World, seat: Seat, home: str) -> None:
    browser = seat(world.owner)
    add(browser, home, "plan.pdf")
    add(browser, home, "plan (1).pdf")
    assert "This file is in the library already: plan.pdf." in browser.get(home).text
    assert len(held(line.session, world.cluster.id)) == 1


def test_a_script_is_told_that_a_file_waits_for_a_new_session(
    world: World, seat: Seat, home: str
) -> None:
    def told(browser: Browser) -> tuple[int, str]:
        form = {"csrf_token": "old", "files": (io.BytesIO(PDF), "plan.pdf")}
        answer = browser.client.post(
            f"{home}/files", data=form, headers={"Accept": "application/json"}
        )
        return answer.status_code, answer.json["said"]

    assert told(seat(None)) == (
        401,
        "Not sent: you are signed out. Sign in in another tab, then try again here.",
    )
    assert told(seat(world.owner)) == (400, "Not sent: this page is too old. Load it again.")


def test_a_script_is_told_of_each_file(line: Line, world: World, seat: Seat, home: str) -> None:
    browser = seat(world.owner)
    browser.get(home)

    def send(name: str, content: bytes, **more: str):  # type: ignore[no-untyped-def]
        form = {"csrf_token": browser.token, "files": (io.BytesIO(content), name), **more}
        return browser.client.post(
            f"{home}/files", data=form, headers={"Accept": "application/json"}
        )

    added, known = send("plan.pdf", PDF), send("copy.pdf", PDF)
    assert (added.status_code, added.json) == (200, {"state": "added", "said": "Added."})
    words = "This file is in the library already: plan.pdf."
    assert (known.status_code, known.json) == (200, {"state": "known", "said": words})
    refused = send("plan.exe", PDF)
    assert refused.status_code == 422
    assert refused.json["state"] == "refused"
    assert refused.json["said"].startswith("plan.exe is of a kind that is not taken.")
    late = send("late.pdf", PDF + b"2", effective_from="2999-01-01")
    words = "Write a day that has been, at the latest today."
    assert (late.status_code, late.json) == (422, {"state": "refused", "said": words})
    assert [e.title for e in held(line.session, world.cluster.id)] == ["plan.pdf"]


def test_a_web_address_is_added_once(line: Line, world: World, seat: Seat, home: str) -> None:
    browser = seat(world.owner)
    form = {"link-url": "https://timber.example/members", "link-title": "Members"}
    assert browser.post(f"{home}/links", form).status_code == 303
    assert "Web address added. It is being looked at." in browser.get(home).text
    browser.post(f"{home}/links", form)
    assert "This address is in the library already: Members." in browser.get(home).text
    assert [(e.title, e.url) for e in held(line.session, world.cluster.id)] == [
        ("Members", "https://timber.example/members")
    ]


def test_an_address_without_a_scheme_is_taken_by_https(
    line: Line, world: World, seat: Seat, home: str
) -> None:
    form = {"link-url": "timber.example/members", "link-title": "Members"}
    assert seat(world.owner).post(f"{home}/links", form).status_code == 303
    (piece,) = held(line.session, world.cluster.id)
    assert piece.url == "https://timber.example/members"


@pytest.mark.parametrize(
    "url", ["", "timber", "javascript:alert(1)", "ftp://timber.example", "https://a b.example"]
)
def test_a_wrong_address_is_named(world: World, seat: Seat, home: str, url: str) -> None:
    response = seat(world.owner).post(f"{home}/links", {"link-url": url})
    assert response.status_code == 422
    assert response.text.count("Write a web address, such as www.example.org.") == 2
    assert '<a href="#link-url">' in response.text


def test_a_full_library_says_what_is_used(
    app, line: Line, world: World, seat: Seat, home: str, settings: Settings
) -> None:
    app.extensions["settings"] = settings.model_copy(update={"library_megabytes": 1})
    browser = seat(world.owner)
    add(browser, home, "most.pdf")
    (most,) = held(line.session, world.cluster.id)
    queries.version(line.session, most.id, 1).size = 999_900
    line.session.commit()
    page = add(browser, home, "more.pdf", PDF + b"b" * 50_000).text
    assert "more.pdf does not fit any more: 1,000 kB of 1 MB are used." in page
    assert "1,000 kB of 1 MB used" in page
    assert len(held(line.session, world.cluster.id)) == 1


def test_the_list_is_searched_narrowed_and_sorted(
    line: Line, world: World, seat: Seat, home: str
) -> None:
    browser = seat(world.owner)
    add(browser, home, "strategy.pdf", PDF, effective_from="2026-02-01")
    add(browser, home, "Minutes.pdf", PDF + b"1", effective_from="2026-01-01", is_confidential="y")
    browser.post(f"{home}/links", {"link-url": "https://timber.example", "link-title": "Website"})
    assert titles(browser.get(home).text) == ["Website", "Minutes.pdf", "strategy.pdf"]
    assert titles(browser.get(f"{home}?sort=title").text) == [
        "Minutes.pdf",
        "strategy.pdf",
        "Website",
    ]
    assert titles(browser.get(f"{home}?sort=date").text)[:2] == ["Minutes.pdf", "strategy.pdf"]
    assert titles(browser.get(f"{home}?q=PDF+min").text) == ["Minutes.pdf"]
    assert titles(browser.get(f"{home}?q=timber.example").text) == ["Website"]
    assert titles(browser.get(f"{home}?show=files").text) == ["Minutes.pdf", "strategy.pdf"]
    assert titles(browser.get(f"{home}?show=links").text) == ["Website"]
    assert titles(browser.get(f"{home}?show=confidential").text) == ["Minutes.pdf"]
    assert len(titles(browser.get(f"{home}?show=unused").text)) == 3
    page = browser.get(f"{home}?q=nowhere").text
    assert "Nothing fits" in page
    assert len(titles(browser.get(f"{home}?show=%00&sort=x&page=99999999999").text)) == 3


def test_a_last_day_to_come_does_not_keep_a_piece_young(
    line: Line, world: World, seat: Seat, home: str
) -> None:
    draft = line.open()
    browser = seat(world.owner)
    aged = next(c for c in line.label.criteria if c.support.evidence[0].months_old_at_most)
    months = aged.support.evidence[0].months_old_at_most or 0
    said = {"effective_from": "2020-01-01", "effective_until": "2999-12-31"}
    add(browser, home, "old.csv", b"a;b\n", **said)
    (old,) = held(line.session, world.cluster.id)
    line.choose(draft, aged, old.id)
    line.session.commit()
    assert "Too old" not in browser.get(home).text
    added = NOON - timedelta(days=31 * (months + 400))
    queries.version(line.session, old.id, 1).added_at = added
    line.session.commit()
    told = f"its age counts from {added.day} {added:%B %Y}, when it was added."
    assert told in browser.get(home).text


def test_the_list_marks_what_is_too_old_dead_and_used(
    line: Line, world: World, seat: Seat, home: str
) -> None:
    draft = line.open()
    browser = seat(world.owner)
    aged = next(c for c in line.label.criteria if c.support.evidence[0].months_old_at_most)
    months = aged.support.evidence[0].months_old_at_most or 0
    day = (NOON - timedelta(days=31 * (months + 400))).date()
    add(browser, home, "old.csv", b"a;b\n", effective_from=day.isoformat())
    add(browser, home, "undated.csv", b"c;d\n")
    browser.post(f"{home}/links", {"link-url": "https://gone.example", "link-title": "Gone"})
    old, undated, gone = held(line.session, world.cluster.id)
    line.choose(draft, aged, old.id, undated.id, gone.id)
    check = line.session.get_one(LinkCheck, gone.id)
    check.state, check.checked_at = LinkState.GONE, NOON
    line.session.commit()
    page = browser.get(home).text
    assert f"Too old: dated {day.day} {day:%B %Y}, from level" in page
    assert f"it must be at most {months} months back." in page
    assert "No date given: from level" in page
    assert "Dead link: there is no such page" in page
    assert f"/assessments/{draft.id}/criteria/{aged.id}" in page
    kinds = {e for rule in aged.support.evidence for e in rule.kinds}
    expected = {"old.csv", "undated.csv"} | ({"Gone"} if not kinds or "link" in kinds else set())
    assert set(titles(browser.get(f"{home}?show=old").text)) == expected
    assert titles(browser.get(f"{home}?show=dead").text) == ["Gone"]
    assert titles(browser.get(f"{home}?show=unused").text) == []


def test_the_list_comes_in_pages(line: Line, world: World, seat: Seat, home: str) -> None:
    for number in range(51):
        line.session.add(
            Evidence(
                cluster_id=world.cluster.id,
                title=f"Link {number}",
                url=f"https://timber.example/{number}",
                added_by=world.owner.id,
                added_at=NOON + timedelta(minutes=number),
            )
        )
    browser = seat(world.owner)
    first = browser.get(home).text
    assert (len(titles(first)), "Page 1 of 2" in first) == (50, True)
    assert titles(browser.get(f"{home}?page=2").text) == ["Link 0"]


def test_a_library_is_as_quick_with_thirty_pieces_as_with_one(
    line: Line, world: World, seat: Seat, home: str, statements
) -> None:
    draft = line.open()
    browser = seat(world.owner)
    addresses = [home, f"/assessments/{draft.id}/criteria/{HERE}/evidence"]

    def grow(first: int, last: int) -> None:
        for number in range(first, last):
            add(browser, home, f"{number}.csv", b"%d;b\n" % number)
        ids = [e.id for e in held(line.session, world.cluster.id)]
        for criterion in line.label.criteria[:3]:
            line.choose(draft, criterion, *ids[::2])
        line.session.commit()

    def count() -> list[int]:
        found = []
        for address in [*addresses, f"/evidence/{held(line.session, world.cluster.id)[0].id}"]:
            with statements() as asked:
                assert browser.get(address).status_code == 200
            found.append(len(asked))
        return found

    grow(0, 1)
    before = count()
    grow(1, 30)
    assert count() == before
    assert max(before) <= 10


def test_a_piece_is_described(line: Line, world: World, seat: Seat, home: str) -> None:
    browser = seat(world.owner)
    add(browser, home)
    (piece,) = held(line.session, world.cluster.id)
    form = {
        "title": "Our plan",
        "effective_from": "2026-01-01",
        "is_confidential": "y",
        "note": "From the board.",
    }
    address = f"/evidence/{piece.id}"
    assert browser.post(address, form).location == address
    (piece,) = held(line.session, world.cluster.id)
    assert (piece.title, piece.effective_from, piece.effective_until, piece.note) == (
        "Our plan",
        date(2026, 1, 1),
        date(2026, 1, 1),
        "From the board.",
    )
    page = browser.get(address).text
    assert 'value="2026-01-01"' in page
    assert "checked" in page
    browser.post(address, {"title": ""})
    (piece,) = held(line.session, world.cluster.id)
    assert (piece.title, piece.effective_from, piece.is_confidential) == ("plan.pdf", None, False)


def test_a_hostile_title_is_only_text(line: Line, world: World, seat: Seat, home: str) -> None:
    browser = seat(world.owner)
    add(browser, home, "<img src=x onerror=alert(1)>.pdf")
    (piece,) = held(line.session, world.cluster.id)
    browser.post(f"/evidence/{piece.id}", {"title": "<script>alert(1)</script>\r\nX: y"})
    for address in (home, f"/evidence/{piece.id}"):
        page = browser.get(address).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; X: y" in page


def test_versions_stay_and_are_sent_each_by_its_number(
    line: Line, world: World, seat: Seat, home: str
) -> None:
    browser = seat(world.owner)
    add(browser, home, "plan.pdf")
    (piece,) = held(line.session, world.cluster.id)
    address = f"/evidence/{piece.id}/versions"
    newer = {"file": (io.BytesIO(PDF + b"newer"), "plan 2.pdf")}
    assert browser.post(address, newer).location == f"/evidence/{piece.id}"
    again = {"file": (io.BytesIO(PDF + b"newer"), "plan 2.pdf")}
    browser.post(address, again)
    assert "This is the newest version already." in browser.get(f"/evidence/{piece.id}").text
    assert browser.get(f"{address}/1").data == PDF
    assert browser.get(f"{address}/2").data == PDF + b"newer"
    assert browser.get(f"{address}/3").status_code == 404
    refused = browser.post(address, {"file": (io.BytesIO(b"<html>"), "plan 3.pdf")})
    assert refused.status_code == 422
    assert "plan 3.pdf is not what its ending says." in refused.text


def test_a_file_leaves_as_an_attachment_that_no_browser_runs(
    line: Line, world: World, seat: Seat, home: str
) -> None:
    browser = seat(world.owner)
    add(browser, home, "Säännöt\u202e fdp.pdf")
    (piece,) = held(line.session, world.cluster.id)
    response = browser.get(f"/evidence/{piece.id}/versions/1")
    assert dict(response.headers) | {"Content-Disposition": ""} == {
        **dict(response.headers),
        "Content-Disposition": "",
        "Content-Type": "application/pdf",
        "Content-Length": str(len(PDF)),
        "Content-Security-Policy": "default-src 'none'; sandbox ",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    assert response.headers["Content-Disposition"] == (
        "attachment; filename=\"Saannot fdp.pdf\"; filename*=UTF-8''S%C3%A4%C3%A4nn%C3%B6t%20fdp.pdf"
    )


def test_a_missing_file_is_not_found(
    line: Line, world: World, seat: Seat, home: str, settings: Settings
) -> None:
    browser = seat(world.owner)
    add(browser, home)
    (piece,) = held(line.session, world.cluster.id)
    stored_path(settings.evidence_path, piece.sha256 or "").unlink()
    assert browser.get(f"/evidence/{piece.id}/versions/1").status_code == 404


def test_submission_keeps_the_version_of_its_day(
    line: Line, world: World, seat: Seat, home: str
) -> None:
    assessment = line.lead_to(State.IN_REVIEW)
    submission = line.submission(assessment)
    item = submission.record["answers"][HERE]["evidence"][0]
    browser = seat(world.owner)
    newer = {"file": (io.BytesIO(PDF + b"newer"), "proof-0.pdf")}
    assert browser.post(f"/evidence/{item['id']}/versions", newer).status_code == 303
    frozen = f"/submissions/{submission.id}/evidence/{item['id']}"
    for person in (world.owner, world.viewer, world.reviewer, world.secretary):
        response = seat(person).get(frozen)
        assert response.data == PDF + b"0"
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox "
    assert seat(world.idle_reviewer).get(frozen).status_code == 404
    assert seat(world.reviewer).get(f"/evidence/{item['id']}").status_code == 404
    assert seat(world.reviewer).get(f"/evidence/{item['id']}/versions/2").status_code == 404
    assert f'href="{frozen}"' in seat(world.reviewer).get(f"/submissions/{submission.id}").text


def test_what_is_archived_is_offered_no_more_and_comes_back(
    line: Line, world: World, seat: Seat, home: str
) -> None:
    draft = line.open()
    browser = seat(world.owner)
    add(browser, home)
    (piece,) = held(line.session, world.cluster.id)
    choosing = f"/assessments/{draft.id}/criteria/{HERE}/evidence"
    assert f'id="piece-{piece.id}"' in browser.get(choosing).text
    browser.post(f"/evidence/{piece.id}/archive")
    page = browser.get(f"/evidence/{piece.id}").text
    assert f'action="/evidence/{piece.id}/bring-back"' in page
    assert "Undo" in page
    assert titles(browser.get(home).text) == []
    assert titles(browser.get(f"{home}?show=archived").text) == ["plan.pdf"]
    assert f'id="piece-{piece.id}"' not in browser.get(choosing).text
    browser.post(f"/evidence/{piece.id}/bring-back")
    assert titles(browser.get(home).text) == ["plan.pdf"]


def test_deleting_asks_once_more(line: Line, world: World, seat: Seat, home: str) -> None:
    browser = seat(world.owner)
    add(browser, home)
    (piece,) = held(line.session, world.cluster.id)
    assert "This cannot be undone." in browser.get(f"/evidence/{piece.id}/delete").text
    assert len(held(line.session, world.cluster.id)) == 1
    address = f"/evidence/{piece.id}"
    assert browser.post(f"{address}/delete").location == home
    assert "plan.pdf is deleted." in browser.get(home).text
    assert held(line.session, world.cluster.id) == []
    assert browser.get(address).status_code == 404


def test_what_is_used_cannot_be_deleted(
    line: Line, world: World, seat: Seat, home: str, tmp_path: Path
) -> None:
    line.lead_to(State.SUBMITTED)
    piece = held(line.session, world.cluster.id)[0]
    browser = seat(world.owner)
    assert (
        "It cannot be deleted: a submission holds it." in browser.get(f"/evidence/{piece.id}").text
    )
    assert browser.get(f"/evidence/{piece.id}/delete").status_code == 409
    assert browser.post(f"/evidence/{piece.id}/delete").status_code == 409
    assert piece.id in [e.id for e in held(line.session, world.cluster.id)]


def test_a_link_shows_how_it_answered_and_can_be_looked_at_now(
    line: Line, world: World, seat: Seat, home: str
) -> None:
    browser = seat(world.owner)
    browser.post(f"{home}/links", {"link-url": "https://timber.example", "link-title": "Site"})
    (piece,) = held(line.session, world.cluster.id)
    assert "Being looked at." in browser.get(f"/evidence/{piece.id}").text
    check = line.session.get_one(LinkCheck, piece.id)
    check.asked_at, check.checked_at, check.state = None, NOON, LinkState.ALIVE
    check.http_status, check.moved_to = 200, "https://www.timber.example/<b>"
    line.session.commit()
    page = browser.get(f"/evidence/{piece.id}").text
    assert "looked at 15 Jun 2026 15:00, HTTP 200" in page
    assert "It leads on to https://www.timber.example/&lt;b&gt;" in page
    browser.post(f"/evidence/{piece.id}/look")
    assert "Being looked at." in browser.get(f"/evidence/{piece.id}").text
