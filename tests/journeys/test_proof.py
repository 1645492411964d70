"""Somebody who was given a certificate checks the file; a corrected one takes its place."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.conftest import Site
from tests.journeys.person import Person

CERTIFICATE = "Certificate (English, PDF)"
APPLICATION = "/secretariat/submissions/1"


def file_of(secretary: Person, folder: Path, name: str) -> Path:
    """The newest certificate as a file, once everything is made."""
    for _ in range(360):
        secretary.go(APPLICATION)
        if secretary.page.get_by_text("Being prepared").count() == 0:
            break
        secretary.page.wait_for_timeout(500)
    else:
        raise AssertionError("the documents were not made")
    link = secretary.page.get_by_role("link", name=CERTIFICATE).first.get_attribute("href")
    path = folder / name
    path.write_bytes(secretary.page.request.get(f"{secretary.address}{link}").body())
    return path


def test_a_file_is_checked_changed_and_corrected(
    site: Site, visit: Callable[..., Person], tmp_path: Path
) -> None:
    secretary = visit(site).sign_in("secretariat@demo.example")
    given = file_of(secretary, tmp_path, "given.pdf")
    partner = visit(site, width=360, java_script_enabled=False)

    def check(file: Path) -> Person:
        partner.go("/verify").page.get_by_label("The PDF").set_input_files(file)
        return partner.press("Check the file").is_at("What the file proves")

    check(given).sees("This file is genuine: it is what we issued, byte for byte.")
    partner.sees("The label today: Valid").sees("Arctic Design")
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(given.read_bytes().replace(b"Arctic", b"Antarc", 1) + b"\n")
    check(changed).sees("Our seal is on this file, but does not fit it")

    secretary.go(f"{APPLICATION}/label").follow("Correct it …")
    secretary.is_at("Correct certificate B-2025-0001").meets_no_barrier()
    secretary.fill("Name of the cluster", "Arctic Design Week").fill("Reason", "Misspelt.")
    secretary.press("Correct the certificate")
    secretary.is_at("Confirm the correction of certificate B-2025-0001").meets_no_barrier()
    secretary.sees("You proposed it: somebody else of the secretariat confirms it")
    deputy = visit(site, width=360).sign_in("deputy@demo.example").go(f"{APPLICATION}/label")
    deputy.follow("See the proposal").sees("Arctic Design Week").meets_no_barrier()
    assert not deputy.is_wider_than(360)
    deputy.press("Confirm the correction").sees("A corrected certificate is being made.")
    corrected = file_of(secretary, tmp_path, "corrected.pdf")
    check(given).sees("This file is genuine, but a corrected one took its place on")
    check(corrected).sees("This file is genuine: it is what we issued, byte for byte.")
    partner.follow("Certificate B-").sees("Arctic Design Week")
    assert partner.complaints == secretary.complaints == deputy.complaints == []


def test_the_secretariat_looks_at_a_specimen_of_the_issuers_paper(
    site: Site, visit: Callable[..., Person]
) -> None:
    folder = site.instance / "issuer"
    folder.mkdir()
    (folder / "issuer.toml").write_text('place = "Rovaniemi"\nink = "#cccccc"\n')
    secretary = visit(site).sign_in("secretariat@demo.example").go("/secretariat/portfolio")
    secretary.follow("The issuer’s paper").sees("issuer.toml: ink: #cccccc has a contrast of 1.6")
    secretary.meets_no_barrier()
    (folder / "issuer.toml").write_text('place = "Rovaniemi"\n')
    secretary.go("/secretariat/issuer").sees("Rovaniemi")
    secretary.page.get_by_label("Label").select_option(label="Gold")
    secretary.press("Make a specimen")
    expect(secretary.page.get_by_role("link", name="Show it")).to_be_visible(timeout=180_000)
    secretary.follow("Show it").meets_no_barrier()
    shown = secretary.page.frame_locator("iframe").owner.get_attribute("src") or ""
    specimen = secretary.pdf(shown.partition("#")[0])
    assert "SPECIMEN" in specimen.pages[0].extract_text()
