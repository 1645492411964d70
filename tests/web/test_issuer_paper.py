"""The issuer's paper on the secretariat's page, specimens, and correcting a certificate."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine, select

from assessment.config import Settings
from assessment.db.models import Certificate, Document, NameCorrection, Specimen
from assessment.services.making_documents import make_waiting_specimens
from assessment.services.uploads import stored_path
from tests.building import Line, World, make_cluster
from tests.issuing import issue, made
from tests.web.conftest import Seat
from tests.web.filled import read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PAGE = "/secretariat/issuer"


def paper(tmp_path: Path, text: str) -> None:
    (tmp_path / "issuer").mkdir(exist_ok=True)
    (tmp_path / "issuer" / "issuer.toml").write_text(text)


def test_the_page_says_what_is_configured(world: World, seat: Seat, tmp_path: Path) -> None:
    office = seat(world.secretary)
    assert "None: the certificate has no line to sign on." in office.get(PAGE).text
    paper(tmp_path, 'place = "Rovaniemi"\n[[signatories]]\ntitle = "Chair of the board"\n')
    page = read(office.get(PAGE).text)
    assert "Rovaniemi" in page
    assert "Chair of the board" in page
    assert seat(world.owner).get(PAGE).status_code == 404


def test_a_specimen_is_made_once_and_says_that_it_is_one(
    world: World, seat: Seat, engine: Engine, settings: Settings, session
) -> None:
    office = seat(world.secretary)
    form = {"label": "cluster-excellence/gold", "language": "fi"}
    there = office.post(PAGE, form).location
    assert office.post(PAGE, form).location == there
    assert "The specimen is being made." in office.get(there).text
    specimen = session.scalars(select(Specimen)).one()
    shown = f"{PAGE}/specimens/{specimen.id}"
    session.commit()
    waiting = office.get(shown)
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (202, "2")
    assert make_waiting_specimens(engine, settings) == 1
    answer = office.get(shown)
    assert answer.mimetype == "application/pdf"
    assert f'src="{shown}#' in office.get(there).text
    session.refresh(specimen)
    assert specimen.sha256 is not None
    text = PdfReader(stored_path(settings.documents_path, specimen.sha256)).pages[0].extract_text()
    assert "MALLI" in text
    assert "G-" in text
    assert office.get(f"{PAGE}/specimens/999").status_code == 404


def test_a_fault_of_the_paper_is_shown_and_stops_every_confirmation(
    line: Line, world: World, seat: Seat, tmp_path: Path
) -> None:
    paper(tmp_path, 'panel = "#ffffff"\n')
    page = read(seat(world.secretary).get(PAGE).text)
    assert "Until it is mended no decision can be confirmed." in page
    assert "issuer.toml: panel: #ffffff has a contrast of 1.0 to white" in page
    assert (
        seat(world.secretary)
        .post(PAGE, {"label": "cluster-excellence/gold", "language": "en"})
        .location
        == PAGE
    )


def test_a_specimen_of_no_label_is_refused(world: World, seat: Seat) -> None:
    office = seat(world.secretary)
    for form in (
        {},
        {"label": "cluster-excellence/tin", "language": "en"},
        {"label": "cluster-excellence/gold", "language": "xx"},
    ):
        assert office.post(PAGE, form).status_code == 400


def test_a_logo_that_is_damaged_is_said_and_no_specimen_comes(
    world: World, seat: Seat, engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    paper(tmp_path, 'logo = "logo.png"\n')
    office = seat(world.secretary)
    assert "logo.png: No such file or directory" in office.get(PAGE).text
    (tmp_path / "issuer" / "logo.png").write_bytes(b"\x89PNG broken")
    there = office.post(PAGE, {"label": "cluster-excellence/gold", "language": "en"}).location
    assert make_waiting_specimens(engine, settings) == 0
    assert "logo.png: is damaged, or neither PNG nor JPEG" in read(office.get(there).text)


def test_a_certificate_is_corrected_from_the_labels_page(
    line: Line, world: World, seat: Seat, engine: Engine, settings: Settings
) -> None:
    token = issue(line).token
    made(line, engine, settings)
    submission_id = line.session.scalars(select(Document.submission_id)).one()
    office = seat(world.secretary)
    label = f"/secretariat/submissions/{submission_id}/label"
    assert f'href="{label}/correct"' in office.get(label).text
    page = office.get(f"{label}/correct").text
    assert 'value="Northern Timber"' in page
    form = {"cluster_name": "Northern Timber", "organisation": "", "reason": ""}
    assert office.post(f"{label}/correct", form).status_code == 422
    form |= {"cluster_name": "Northern Timber ry", "reason": "The name was misspelt."}
    answer = office.post(f"{label}/correct", form)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{label}/correct/confirm")
    assert "Northern Timber ry" not in seat().get(f"/verify/{token}").text
    own = read(office.get(f"{label}/correct/confirm").text)
    assert "You proposed it: somebody else of the secretariat confirms it" in own
    number = line.session.scalars(select(NameCorrection.id)).one()
    line.session.commit()
    confirm = f"{label}/correct/{number}/confirm"
    assert office.post(confirm).status_code == 403
    second = seat(world.deputy)
    assert "A correction is proposed: Northern Timber ry" in read(second.get(label).text)
    assert second.get(f"{label}/correct").headers["Location"] == f"{label}/correct/confirm"
    page = second.get(f"{label}/correct/confirm").text
    assert "Name on the certificate today Northern Timber Name that is proposed" in read(page)
    assert "Organisation on the certificate today Timber House Organisation that" in read(page)
    assert f'action="{confirm}"' in page
    assert second.post(confirm).status_code == 303
    assert second.get(f"{label}/correct/confirm").status_code == 409
    assert second.post(confirm).status_code == 409
    documents = read(office.get(f"/secretariat/submissions/{submission_id}").text)
    assert "Replaced by a corrected one on" in documents
    assert "Corrected: The name was misspelt." in documents
    made(line, engine, settings)
    public = read(seat().get(f"/verify/{token}").text)
    assert "Northern Timber ry" in public
    assert "The certificate was corrected on" in public
    assert "Corrected since, and no longer to be used:" in public
    assert "misspelt" not in public


def test_the_same_words_again_correct_nothing(line: Line, world: World, seat: Seat) -> None:
    issue(line)
    document = line.session.scalars(select(Document)).one()
    address = f"/secretariat/submissions/{document.submission_id}/label/correct"
    assert document.facts is not None
    form = {
        "cluster_name": "Northern Timber",
        "organisation": document.facts["organisation"],
        "reason": "None.",
    }
    document.facts = document.facts | {
        "paper": {**document.facts["paper"], "name": "Cluster Assessment Demonstration Office"},
        "base_url": "https://labels.example",
    }
    answer = seat(world.secretary).post(address, form)
    assert answer.status_code == 422
    assert "The certificate says exactly this already." in answer.text


def test_a_proposed_name_is_taken_back_or_sent_back_with_a_reason(
    line: Line, world: World, seat: Seat
) -> None:
    issue(line)
    submission_id = line.session.scalars(select(Document)).one().submission_id
    line.session.commit()
    label = f"/secretariat/submissions/{submission_id}/label"
    form = {"cluster_name": "Northern Timber ry", "organisation": "", "reason": "Misspelt."}
    for person, words in (
        (world.secretary, "Taken back. The certificate stays as it is."),
        (world.deputy, "Sent back. Whoever proposed it is told, with your reason."),
    ):
        assert seat(world.secretary).post(f"{label}/correct", form).status_code == 303
        number = line.session.scalars(
            select(NameCorrection.id).where(NameCorrection.outcome == "")
        ).one()
        line.session.commit()
        browser = seat(person)
        address = f"{label}/correct/{number}/turn-down"
        assert browser.post(address, {"reason": ""}).status_code == 422
        assert browser.post(address, {"reason": "It is right."}).headers["Location"] == label
        assert words in browser.get(label).text
    certificate = line.session.scalars(select(Certificate)).one()
    assert certificate.cluster_name == "Northern Timber"


def test_another_organisation_is_proposed_like_another_name(
    line: Line, world: World, seat: Seat
) -> None:
    """Also where the name, which stays, has come to look like another's."""
    issue(line)
    make_cluster(line.session, "N0rthern Timber", owner=world.owner)
    submission_id = line.session.scalars(select(Document)).one().submission_id
    line.session.commit()
    label = f"/secretariat/submissions/{submission_id}/label"
    form = {"cluster_name": "Northern Timber", "organisation": "", "reason": "Renamed."}
    answer = seat(world.secretary).post(f"{label}/correct", form)
    assert (answer.status_code, answer.location) == (303, f"{label}/correct/confirm")
    number = line.session.scalars(select(NameCorrection.id)).one()
    line.session.commit()
    second = seat(world.deputy)
    assert "Northern Timber, without organisation" in read(second.get(label).text)
    assert second.post(f"{label}/correct/{number}/confirm").status_code == 303
    papers = line.session.scalars(select(Document).where(Document.version == 2)).all()
    assert [one.facts and one.facts["organisation"] for one in papers] == [""]


def test_whoever_is_alone_in_the_secretariat_is_told_what_to_do(
    line: Line, world: World, seat: Seat
) -> None:
    issue(line)
    world.deputy.active = False
    submission_id = line.session.scalars(select(Document)).one().submission_id
    line.session.commit()
    label = f"/secretariat/submissions/{submission_id}/label"
    office = seat(world.secretary)
    invites = 'href="/secretariat/people/invite">Invite a second person</a>'
    page = office.get(f"{label}/correct").text
    assert "Nobody else of the secretariat could confirm another name or organisation." in page
    assert invites in page
    form = {"cluster_name": "Northern Timber ry", "organisation": "", "reason": "Misspelt."}
    office.post(f"{label}/correct", form)
    page = office.get(f"{label}/correct/confirm").text
    assert "Nobody else of the secretariat can confirm it." in page
    assert invites in page


@pytest.mark.parametrize(
    ("field", "text", "fault"),
    [
        ("cluster_name", "N\u043erthern Timber", "A word mixes letters of two alphabets"),
        (
            "cluster_name",
            "S0uthern Stone",
            "looks like the name of another cluster, “Southern Stone”",
        ),
        ("organisation", "Timber\u200b House", "There are characters in it that nobody sees."),
    ],
)
def test_a_corrected_name_is_what_it_seems(
    line: Line, world: World, seat: Seat, field: str, text: str, fault: str
) -> None:
    issue(line)
    submission_id = line.session.scalars(select(Document)).one().submission_id
    line.session.commit()
    form = {"cluster_name": "Northern Timber", "organisation": "", "reason": "Misspelt."}
    address = f"/secretariat/submissions/{submission_id}/label/correct"
    answer = seat(world.secretary).post(address, form | {field: text})
    assert answer.status_code == 422
    assert fault in answer.text
