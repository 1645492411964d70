"""The secretariat's schemes: trying a draft, and putting it into force under a running server."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from flask import Flask

from assessment.app import create_app
from assessment.config import Settings
from assessment.db.base import now
from assessment.db.queries import schemes
from assessment.db.session import make_engine
from assessment.domain.deadlines import day_of
from assessment.domain.workflow import State
from assessment.services.drafts import Draft, draft_in_archive
from assessment.services.publishing import publish
from assessment.services.trials import run_waiting_trials
from assessment.web.secretariat import schemes as pages
from tests.building import NOON, Line, World
from tests.catalogue.building import Change, make_files
from tests.services.versions import SECOND, make_changes, make_edition, without_money
from tests.web.conftest import Seat, meanwhile

LOWER = ("gold.yaml", "threshold: 7", "threshold: 5")
WAY = 'from: "1"\nto: "2"\ncriteria: {team: {class: clarified}}\n'
PAGE = "/secretariat/schemes/regional"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the small scheme on the server."""
    return tmp_path / "criteria" / "regional"


def write(folder: Path, *changes: Change) -> None:
    for name, text in make_files(*changes).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def app(settings: Settings, folder: Path) -> Iterator[Flask]:
    write(folder)
    app = create_app(settings.model_copy(update={"criteria_path": folder.parent}))
    app.testing = True
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def small_line(session, world: World, settings: Settings) -> Line:
    return Line(session, world, make_edition(), settings.evidence_path, self_level=1)


def run_trials(settings: Settings) -> None:
    engine = make_engine(settings.database)
    run_waiting_trials(engine)
    engine.dispose()


def archive(*changes: Change) -> tuple[io.BytesIO, str]:
    return archive_of(make_files(*changes) | {"changes/2.yaml": WAY})


def archive_of(files: Mapping[str, str]) -> tuple[io.BytesIO, str]:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name, text in files.items():
            packed.writestr(f"regional/{name}", text)
    content.seek(0)
    return content, "regional.zip"


def test_list_says_that_the_files_hold_until_something_is_published(
    world: World, seat: Seat
) -> None:
    page = seat(world.secretary).get("/secretariat/schemes").text
    assert "Regional label" in page
    assert "version 1" in page
    assert "not yet; the files on the server hold" in page


def test_list_is_sent_as_a_file(world: World, seat: Seat) -> None:
    office, place = seat(world.secretary), "/secretariat/schemes/file"
    assert office.get(f"{place}/csv").get_data(as_text=True).splitlines() == [
        '\ufeff"Scheme","Labels","In force","Published","Published by"',
        '"Regional label","Gold","1","",""',
    ]
    assert office.get(f"{place}/xlsx").data[:2] == b"PK"
    assert office.get(f"{place}/xml").status_code == 404


def test_empty_history_helps(world: World, seat: Seat) -> None:
    page = seat(world.secretary).get(PAGE).text
    assert "Nothing was published yet" in page
    assert "Try this draft" in page


def test_unknown_scheme_is_not_there(world: World, seat: Seat) -> None:
    browser = seat(world.secretary)
    assert browser.get("/secretariat/schemes/nowhere").status_code == 404
    assert browser.get("/secretariat/trials/1").status_code == 404


def test_faults_of_a_draft_are_listed_with_their_lines(
    world: World, seat: Seat, folder: Path
) -> None:
    browser = seat(world.secretary)
    write(folder, SECOND, ("gold.yaml", "threshold: 7", "threshold: many"))
    response = browser.post(f"{PAGE}/trials")
    assert response.status_code == 422
    assert "The draft has 1 fault. Nothing was changed." in response.text
    assert "gold.yaml:3: threshold: " in response.text


def test_archive_of_another_scheme_is_refused(world: World, seat: Seat) -> None:
    other = archive(SECOND, ("scheme.yaml", "id: regional", "id: northern"))
    response = seat(world.secretary).post(
        f"{PAGE}/trials", {"archive": other}, content_type="multipart/form-data"
    )
    assert response.status_code == 422
    assert "This archive holds another scheme." in response.text


def test_others_work_while_a_draft_is_read(
    world: World, seat: Seat, small_line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = world.cluster.id
    secretary, other = seat(world.secretary), seat(world.owner)
    statuses = []

    def read_while_somebody_opens_a_label(content: bytes) -> Draft:
        opened = meanwhile(other.post, f"/clusters/{cluster}/assessments/regional/gold")
        statuses.append(opened.status_code)
        return draft_in_archive(content)

    monkeypatch.setattr(pages, "draft_in_archive", read_while_somebody_opens_a_label)
    answer = secretary.post(
        f"{PAGE}/trials", {"archive": archive(SECOND)}, content_type="multipart/form-data"
    )
    assert answer.status_code == 303
    assert statuses == [303]


def test_tries_are_limited_for_each_person(app: Flask, world: World, seat: Seat) -> None:
    secretary = seat(world.secretary)
    first = secretary.post(f"{PAGE}/trials").location
    trial = first.rpartition("/")[2]
    for _ in range(59):
        assert secretary.post(f"/secretariat/trials/{trial}/again").status_code == 303
    refused = secretary.post(f"{PAGE}/trials")
    assert refused.status_code == 429
    assert "Within an hour each person can try 60 drafts" in refused.text
    assert "signing in" not in refused.text
    assert secretary.post(f"/secretariat/trials/{trial}/again").status_code == 429
    assert secretary.get(first).status_code == 200
    world.colleague.is_secretariat = True
    assert seat(world.colleague).post(f"{PAGE}/trials").status_code == 303


def test_without_an_archive_the_server_must_have_the_files(
    world: World, seat: Seat, folder: Path
) -> None:
    (folder / "scheme.yaml").unlink()
    refused = seat(world.secretary).post(f"{PAGE}/trials")
    assert refused.status_code == 422
    assert "Choose an archive: the server’s folder has no such scheme." in refused.text


def test_draft_is_tried_and_published_under_the_running_server(
    app: Flask, small_line: Line, world: World, seat: Seat, settings: Settings
) -> None:
    small_line.lead_to(State.SUBMITTED)
    secretary = seat(world.secretary)
    started = secretary.post(
        f"{PAGE}/trials", {"archive": archive(SECOND, LOWER)}, content_type="multipart/form-data"
    )
    assert started.status_code == 303
    waiting = secretary.get(started.location)
    assert "0 of 1 submissions" in waiting.text
    assert waiting.headers["Refresh"] == "3"

    run_trials(settings)
    done = secretary.get(started.location)
    assert "Refresh" not in done.headers
    for text in (
        "1 of 1 submissions is affected.",
        "would gain the label",
        "Threshold: Missed → Met",
        "(5 of 5)",
        "Publish version 2",
    ):
        assert text in done.text

    published = secretary.post(f"{started.location}/publish", {"note": "Fairer."})
    assert published.location == PAGE
    page = secretary.get(PAGE).text
    assert "Published. From now on every draft follows this version." in page
    for text in ("version 2", "Fairer.", world.secretary.name):
        assert text in page
    assert "This version is in force." in secretary.get(started.location).text
    told = secretary.get("/secretariat/schemes/file/csv").get_data(as_text=True).splitlines()
    assert told[1:] == [f'"Regional label","Gold","2","{day_of(now())}","{world.secretary.name}"']


def test_changes_file_that_says_otherwise_is_shown_before_publication(
    world: World, seat: Seat, settings: Settings
) -> None:
    secretary = seat(world.secretary)
    first = secretary.post(f"{PAGE}/trials")
    run_trials(settings)
    secretary.post(f"{first.location}/publish")
    second = secretary.post(
        f"{PAGE}/trials", {"archive": archive(SECOND)}, content_type="multipart/form-data"
    )
    page = secretary.get(second.location).text
    assert "The changes file says something else than what is found." in page
    assert "<li>team: says clarified, found no change</li>" in page


def test_draft_whose_examples_break_their_promise_is_tried_and_not_published(
    world: World, seat: Seat, settings: Settings, session
) -> None:
    promise = "label: gold\ncases: [{id: full, answers: {}, expect: {points: 3}}]\n"
    files = archive_of(make_files() | {"examples/gold.yaml": promise})
    secretary = seat(world.secretary)
    tried = secretary.post(f"{PAGE}/trials", {"archive": files}, content_type="multipart/form-data")
    run_trials(settings)
    page = secretary.get(tried.location).text
    assert "examples/gold.yaml:2: points: expected 3, found 0" in page
    assert "Publish version 1" not in page
    refused = secretary.post(f"{tried.location}/publish")
    assert refused.status_code == 422
    assert "Worked examples do not give what they promise." in refused.text
    assert schemes.publications(session, "regional") == []


def test_overtaken_draft_is_tried_again_before_it_is_published(
    app: Flask, world: World, seat: Seat, settings: Settings, session
) -> None:
    secretary = seat(world.secretary)

    def tried(*changes: Change) -> str:
        found = secretary.post(
            f"{PAGE}/trials", {"archive": archive(*changes)}, content_type="multipart/form-data"
        )
        run_trials(settings)
        return str(found.location)

    slow, quick = tried(SECOND, LOWER), tried(SECOND)
    assert secretary.post(f"{quick}/publish").status_code == 303
    page = secretary.get(slow).text
    assert "Another version came into force since this draft was tried. Try it again" in page
    assert f'action="{slow}/publish"' not in page
    refused = secretary.post(f"{slow}/publish")
    assert refused.status_code == 422
    assert "Another version came into force since this draft was tried." in refused.text
    again = secretary.post(f"{slow}/again")
    assert again.status_code == 303
    run_trials(settings)
    page = secretary.get(again.location).text
    assert "Version 2 is published with another text. Raise the version in scheme.yaml." in page
    assert "Publish version 2" not in page
    assert len(schemes.publications(session, "regional")) == 1


def test_draft_in_the_folder_is_tried_without_an_archive(
    world: World, seat: Seat, folder: Path, settings: Settings
) -> None:
    secretary = seat(world.secretary)
    write(folder, SECOND, LOWER)
    started = secretary.post(f"{PAGE}/trials")
    run_trials(settings)
    page = secretary.get(started.location).text
    assert "Nothing was submitted under this scheme yet, so nobody is affected." in page
    assert "threshold" in page


def test_open_draft_keeps_its_answers_when_a_version_comes_into_force(
    small_line: Line, world: World, seat: Seat, settings: Settings
) -> None:
    assessment = small_line.open()
    owner, secretary = seat(world.owner), seat(world.secretary)
    place = f"/assessments/{assessment.id}/criteria/team"
    answer = {"level": "1", "justification": "Two people.", "version": "0"}
    assert owner.post(place, answer).status_code == 303
    started = secretary.post(
        f"{PAGE}/trials", {"archive": archive(SECOND, LOWER)}, content_type="multipart/form-data"
    )
    run_trials(settings)
    assert secretary.post(f"{started.location}/publish").status_code == 303
    page = owner.get(place).text
    assert "Two people." in page
    assert (
        "This answer comes from an earlier version of the scheme, which has changed since." in page
    )
    assert "threshold 5" in page
    desk = owner.get(f"/assessments/{assessment.id}").text
    assert "version 2 of the scheme holds, also for this assessment." in desk
    assert "What it changed waits for you to read it again and save:" in desk
    assert "To confirm" in desk


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ((LOWER,), "Raise the version in scheme.yaml."),
        ((), "This version is in force already."),
    ],
)
def test_refused_publication_says_why_and_changes_nothing(
    changes, refusal, world: World, seat: Seat, folder: Path, settings: Settings, session
) -> None:
    secretary = seat(world.secretary)
    first = secretary.post(f"{PAGE}/trials")
    run_trials(settings)
    assert secretary.post(f"{first.location}/publish").status_code == 303
    write(folder, *changes)
    second = secretary.post(f"{PAGE}/trials")
    run_trials(settings)
    refused = secretary.post(f"{second.location}/publish")
    assert refused.status_code == 422
    assert refusal in refused.text
    assert "Compared with version 1, which is in force." in refused.text
    assert len(schemes.publications(session, "regional")) == 1


def test_refused_publication_leaves_the_version_in_force(
    small_line: Line, world: World, seat: Seat, settings: Settings
) -> None:
    small_line.open()
    secretary = seat(world.secretary)
    first = secretary.post(f"{PAGE}/trials")
    run_trials(settings)
    secretary.post(f"{first.location}/publish")
    third = ("scheme.yaml", 'version: "1"', 'version: "3"')
    content, name = archive_of(make_files(third))
    second = secretary.post(
        f"{PAGE}/trials", {"archive": (content, name)}, content_type="multipart/form-data"
    )
    run_trials(settings)
    refused = secretary.post(f"{second.location}/publish")
    assert refused.status_code == 422
    assert "No changes file leads from one version to the other: 1 &gt; 3." in refused.text
    assert "Compared with version 1, which is in force." in refused.text
    assert "This version is in force." not in refused.text


def test_draft_is_not_published_before_it_was_run(world: World, seat: Seat, session) -> None:
    secretary = seat(world.secretary)
    started = secretary.post(f"{PAGE}/trials")
    refused = secretary.post(f"{started.location}/publish")
    assert refused.status_code == 422
    assert "Wait until the draft has been run, then publish it." in refused.text
    assert schemes.publications(session, "regional") == []


def test_own_clusters_submissions_are_counted_and_not_shown(
    small_line: Line, world: World, seat: Seat, settings: Settings
) -> None:
    small_line.lead_to(State.SUBMITTED)
    world.owner.is_secretariat = True
    owner = seat(world.owner)
    started = owner.post(
        f"{PAGE}/trials", {"archive": archive(SECOND, LOWER)}, content_type="multipart/form-data"
    )
    run_trials(settings)
    page = owner.get(started.location).text
    assert "1 submission of your own cluster is not shown." in page
    assert "would gain the label" not in page


def test_answer_that_is_no_longer_asked_stands_under_earlier_answers(
    small_line: Line, world: World, seat: Seat, session
) -> None:
    assessment = small_line.open()
    owner = seat(world.owner)
    answer = {"level": "1", "justification": "The rent is paid.", "version": "0"}
    owner.post(f"/assessments/{assessment.id}/criteria/money", answer)
    changes = [make_changes(money="retired")]
    publish(session, without_money(), changes, author="Editor", actor_id=None, at=NOON)
    session.commit()
    page = owner.get(f"/assessments/{assessment.id}").text
    assert "Earlier answers" in page
    assert "The rent is paid." in page


def test_carried_answer_is_listed_before_submission(
    small_line: Line, world: World, seat: Seat, session
) -> None:
    assessment = small_line.open()
    owner = seat(world.owner)
    place = f"/assessments/{assessment.id}/criteria/team"
    owner.post(place, {"level": "0", "justification": "", "version": "0"})
    publish(
        session,
        make_edition(SECOND),
        [make_changes(team="clarified")],
        author="Editor",
        actor_id=None,
        at=NOON,
    )
    session.commit()
    page = owner.get(f"/assessments/{assessment.id}/check").text
    assert "1 answer is to be confirmed" in page
    walk = f"/assessments/{assessment.id}/confirm?criterion=team"
    assert f'<a href="{walk}">1.1 Team</a>' in page


def test_form_opened_before_a_publication_is_shown_again_and_not_saved(
    small_line: Line, world: World, seat: Seat, session
) -> None:
    assessment = small_line.open()
    owner = seat(world.owner)
    place = f"/assessments/{assessment.id}/criteria/team"
    assert 'name="scheme_version" type="hidden" value="1"' in owner.get(place).text
    changes = [make_changes(team="rescored")]
    publish(session, make_edition(SECOND), changes, author="Editor", actor_id=None, at=NOON)
    session.commit()
    sent = {"level": "1", "justification": "Typed in time.", "version": "0", "scheme_version": "1"}
    refused = owner.post(place, sent)
    assert refused.status_code == 409
    assert "The scheme has a new version since you opened this page." in refused.text
    assert "Typed in time." in refused.text
    assert 'name="scheme_version" type="hidden" value="2"' in refused.text
    assert owner.post(place, sent | {"scheme_version": "2"}).status_code == 303
