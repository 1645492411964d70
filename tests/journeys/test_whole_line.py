"""Five people walk the whole line on a freshly started server, from invitation to certificate."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from playwright.sync_api import expect

from assessment.catalogue.loader import Edition
from assessment.domain.criteria import Criterion, EvidenceKind, Label
from assessment.domain.validity import HOME
from tests.building import PDF
from tests.filling import evidence_asked
from tests.journeys.conftest import Site
from tests.journeys.leading import write_outcome
from tests.journeys.letters import link_in, read_mail
from tests.journeys.person import Person

MANAGER = "polar.manager@demo.example"
CLUSTER = "Polar Data Cluster"


def test_five_people_walk_the_whole_line(
    site: Site, visit: Callable[..., Person], gold: Label, edition: Edition, tmp_path: Path
) -> None:
    secretary = visit(site).sign_in("secretariat@demo.example")
    manager = visit(site)
    register_and_invite(secretary)
    accept(manager, site)
    answer_everything(manager, gold, edition, tmp_path)
    number = submit(manager, secretary)
    check_and_propose(secretary)
    agree_to_panel(manager, site)
    first = visit(site).sign_in("reviewer.fi@demo.example")
    second = visit(site).sign_in("reviewer.at@demo.example")
    for reviewer, mail in ((first, "reviewer.fi"), (second, "reviewer.at")):
        declare(reviewer, site, f"{mail}@demo.example")
    review(first, gold, {})
    first.go(f"/reviews/{number}/consensus").is_at("Not possible at this step")
    review(second, gold, {"web-presence": 3, "communication": 2})
    agree(first, number)
    decide(secretary, site)
    confirm(visit(site).sign_in("deputy@demo.example"), site)
    second.go("/reviews").follow(CLUSTER).sees("The label is awarded")
    download(manager, visit(site))
    for person in (secretary, manager, second):
        assert person.complaints == []


def register_and_invite(secretary: Person) -> None:
    secretary.is_at("Applications").go("/secretariat/clusters").follow("Register a cluster")
    secretary.fill("Name of the cluster", CLUSTER).press("Register")
    secretary.is_at("Invite somebody").fill("Name", "Pekka Polar").fill("E-mail", MANAGER)
    secretary.press("Send the invitation").sees(f"The invitation to {MANAGER} is on its way.")


def accept(manager: Person, site: Site) -> None:
    text = read_mail(manager, site.instance / "outbox", MANAGER, "Invitation")
    manager.go(link_in(text, site.address)).is_at("Welcome").sees(CLUSTER)
    manager.page.get_by_label("Your country").select_option("FI")
    manager.fill("Password", "cold bright morning").fill("Password again", "cold bright morning")
    manager.press("Make my account").is_at("My clusters").sees("No assessment yet.")


def answer_everything(manager: Person, gold: Label, edition: Edition, folder: Path) -> None:
    manager.follow("Open a new assessment: Gold").press("Open the assessment")
    manager.sees("0 of 31 answered")
    introduce(manager)
    manager.follow("Check and submit").sees("31 criteria are not complete")
    manager.follow("1.1 Committed participation").is_at("1.1 Committed participation")
    for criterion in gold.criteria:
        words = edition.texts.in_language("en").criteria[criterion.id]
        manager.is_at(f"{criterion.number} {words.title}")
        expect(manager.page.locator("main")).to_contain_text(words.levels[4])
        support(manager, criterion, folder)
        manager.choose_level(4).fill("Justification", f"Shown by the papers of {criterion.number}.")
        manager.press("Save and go on")
    manager.sees("31 of 31 answered").sees("150 of 150 points, threshold 120")


def support(manager: Person, criterion: Criterion, folder: Path) -> None:
    """Adds what the highest level asks for, dated today; a file that was added before is known."""
    page, today = manager.page, datetime.now(HOME).date().isoformat()
    page.locator("details:has(#effective_from) summary").click()
    page.locator("#effective_from").fill(today)
    files = proofs(folder, criterion)
    if files:
        page.locator("#files").set_input_files(files)
    for number in range(len(files)):
        told = page.locator(".uploads li").nth(number)
        expect(told).to_contain_text(re.compile("Added|in the library already"))
    for number in range(evidence_asked(criterion, 4).count(EvidenceKind.LINK)):
        if not page.locator("#link-url").is_visible():
            page.locator("details:has(#link-url) summary").click()
        page.locator("#link-url").fill(f"https://polar.example/{number}")
        page.locator("#link-effective_from").fill(today)
        manager.button("Add web address").click()
        manager.sees(f"https://polar.example/{number}")


def introduce(manager: Person) -> None:
    """The cluster's profile: small, and eligible at each of its bounds."""
    manager.follow("Begin with the basic facts about the cluster")
    figures = {
        "founded": "2019-05-01",
        "management": "0.5",
        "smes": "11",
        "large-enterprises": "1",
        "research": "1",
        "education": "1",
        "public-bodies": "1",
        "others": "0",
        "website": "https://polar.example/",
    }
    for name, value in figures.items():
        manager.page.locator(f"[name='q-{name}']").fill(value)
    for name in ("website-active", "eccp-profile"):
        manager.page.locator(f"[name='q-{name}'][value='true']").check()
    manager.press("Save").sees("Saved.")
    expect(manager.page.locator(".condition--met")).to_have_count(5)
    manager.follow("Back to the questionnaire")


def proofs(folder: Path, criterion: Criterion) -> list[Path]:
    """As many files, of the kinds, as the highest level asks for."""
    found = []
    kinds = [kind for kind in evidence_asked(criterion, 4) if kind is not EvidenceKind.LINK]
    for number, kind in enumerate(kinds):
        name, content = ("statutes.pdf", PDF) if not number else (f"paper-{number}.pdf", PDF)
        if kind is EvidenceKind.SPREADSHEET:
            name, content = f"figures-{number}.csv", b"Year;Members\n2026;15\n"
        path = folder / name
        path.write_bytes(content + str(number).encode())
        found.append(path)
    return found


def submit(manager: Person, secretary: Person) -> str:
    manager.follow("Check and submit").sees("Every criterion is answered and supported.")
    manager.page.get_by_label("I sign this statement for the cluster").check()
    manager.fill("Your function in the cluster", "Cluster manager")
    manager.press("Submit the assessment").sees(
        "Submitted. A receipt with the application as a PDF is on its way by mail."
    )
    manager.follow("Read what was submitted").sees("This record is frozen.")
    secretary.go("/secretariat").follow(CLUSTER).is_at(CLUSTER)
    return secretary.page.url.rsplit("/", 1)[1]


def check_and_propose(secretary: Person) -> None:
    secretary.follow("Formal check").sees("Every condition of eligibility is met")
    secretary.page.get_by_label("Accept it for review").check()
    secretary.press("Record the check").sees("Accepted. Propose the panel next.")
    secretary.follow("Propose a panel")
    for name in ("Eero Example", "Anna Example"):
        secretary.page.get_by_role("checkbox", name=re.compile(name)).check()
    leads = secretary.page.get_by_label("Who leads the panel")
    leads.select_option(label="Eero Example")
    secretary.press("Propose").sees("Proposed. The cluster is asked by mail.")


def agree_to_panel(manager: Person, site: Site) -> None:
    text = read_mail(manager, site.instance / "outbox", MANAGER, "Proposed panel")
    manager.go(link_in(text, site.address)).is_at("The proposed panel").sees("Anna Example")
    manager.press("We agree").sees("Agreed. The reviewers are asked by mail.")


def declare(reviewer: Person, site: Site, address: str) -> None:
    text = read_mail(reviewer, site.instance / "outbox", address, "Asked to review")
    reviewer.go(link_in(text, site.address)).sees("Are you impartial?")
    reviewer.page.get_by_label("None of these holds for me.").check()
    reviewer.press("Declare").sees("Everything that was submitted is open to you now.")


def review(reviewer: Person, gold: Label, lower: dict[str, int]) -> None:
    reviewer.go("/reviews").follow(CLUSTER).follow("Start rating")
    for criterion in gold.criteria:
        reviewer.page.get_by_role("heading", level=1, name=criterion.number).wait_for()
        reviewer.sees(f"Shown by the papers of {criterion.number}.").sees("Evidence")
        reviewer.choose_level(lower.get(criterion.id, 4)).fill("Comment", "Papers seen on site.")
        reviewer.press("Save and go on")
    reviewer.press("Hand in my review").sees("Handed in")


def agree(reviewer: Person, number: str) -> None:
    reviewer.go(f"/reviews/{number}/consensus").sees("You differ on 2 criteria")
    for title in ("4.11 Communication", "4.12 Web presence"):
        reviewer.follow(title).choose_level(3).fill(
            "Why this level", "One channel is not measured."
        )
        reviewer.press("Record the agreement").sees("Recorded.")
    write_outcome(reviewer, number)
    reviewer.go(f"/reviews/{number}/consensus").sees("Reached with 147 points.")
    reviewer.press("Close the consensus")
    reviewer.sees("Closed. The secretariat decides next.")


def decide(secretary: Person, site: Site) -> None:
    text = read_mail(secretary, site.instance / "outbox", "secretariat@demo.example", "Waiting for")
    secretary.go(link_in(text, site.address)).sees("By the agreed ratings the label is reached.")
    secretary.page.get_by_label("Award the label", exact=True).check()
    secretary.fill("Statement to the cluster", "A convincing cluster.")
    secretary.press("Propose this decision").sees("A second person of the secretariat confirms it.")


def confirm(deputy: Person, site: Site) -> None:
    text = read_mail(deputy, site.instance / "outbox", "deputy@demo.example", "Decision to confirm")
    deputy.go(link_in(text, site.address)).sees("A convincing cluster.")
    deputy.press("Confirm the decision").sees("Decided. The cluster is told by mail.")


def download(manager: Person, anyone: Person) -> None:
    manager.go("/desk").follow("Gold").sees("The label is awarded.").sees("A convincing cluster.")
    certificate_link = manager.page.get_by_role("link", name="Certificate (English, PDF)")
    report_link = manager.page.get_by_role("link", name="Evaluation report (Suomi, PDF)")
    for _ in range(360):
        if manager.page.get_by_text("Being prepared").count() == 0:
            break
        manager.page.wait_for_timeout(500)
        manager.page.reload()
    else:
        raise AssertionError("the documents were not made")
    certificate = manager.pdf(certificate_link.get_attribute("href") or "")
    report = manager.pdf(report_link.get_attribute("href") or "")
    text = certificate.pages[0].extract_text()
    assert len(certificate.pages) == 1
    assert certificate.pages[0].mediabox.width > certificate.pages[0].mediabox.height
    assert CLUSTER in text
    address = re.search(r"/verify/[\w-]{22}", text.replace("\n", ""))
    assert address
    assert "Papers seen on site." in "".join(page.extract_text() for page in report.pages)
    anyone.go(address[0]).sees("This certificate is valid.").sees(CLUSTER)
