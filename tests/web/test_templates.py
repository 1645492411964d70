"""What templates promise by themselves, and pages that read an answer or wait for a document."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import update

from assessment.catalogue.wording import Text
from assessment.db.models import Document
from assessment.db.queries import outcomes
from assessment.domain.workflow import State
from assessment.resources import TEMPLATES
from tests.building import Line, World
from tests.web.conftest import Seat

FORM_PAGES = sorted(
    path.relative_to(TEMPLATES).as_posix()
    for path in TEMPLATES.rglob("*.html")
    if "{{ error_summary(" in path.read_text("utf-8")
)

PERSON = r"\b(author|user|actor|assigner|resolver|uploader|submitter|reviewer)\.name\b"
IMPORT = re.compile(r"{% from '[^']+' import (.+?)(?: with context)? %}")


def part(name: str) -> Any:
    """A file of components, without an application behind it."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.globals["url_for"] = lambda endpoint, **values: f"/{endpoint}"
    environment.globals["page_language"] = lambda: "en"
    environment.filters["points"] = environment.filters["missing"] = str
    return environment.get_template(f"components/{name}.html").module


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def test_every_state_has_a_tone() -> None:
    assert part("status").TONES == {
        State.DRAFT: "neutral",
        State.SUBMITTED: "active",
        State.ACCEPTED: "active",
        State.PANEL_PROPOSED: "active",
        State.IN_REVIEW: "active",
        State.CLARIFICATION: "warning",
        State.CONSENSUS: "active",
        State.REVIEWED: "active",
        State.DECISION_PROPOSED: "active",
        State.CONDITIONAL: "success",
        State.AWARDED: "success",
        State.DEFERRED: "warning",
        State.APPEALED: "warning",
        State.DECLINED: "danger",
        State.DISCARDED: "neutral",
    }


@pytest.mark.parametrize(
    ("state", "tone"), [(State.DECLINED, "danger"), ("warning", "warning"), ("active", "active")]
)
def test_badge_takes_a_state_or_a_tone(state: str, tone: str) -> None:
    assert part("status").state_badge(state, "So") == f'<span class="state state--{tone}">So</span>'


def test_two_versions_stand_under_headings_of_the_second_rank() -> None:
    shown = part("page").compare("Theirs", "a", "Yours", "b")
    assert re.findall(r"<(h\d)>(\w+)</h\d>", shown) == [("h2", "Theirs"), ("h2", "Yours")]


def test_levels_to_be_read_mark_the_chosen_one_and_have_no_input() -> None:
    levels = [
        SimpleNamespace(value=value, name=name, description=Text.marked(f"{name} are.", "en"))
        for value, name in enumerate(["None", "Some", "All"])
    ]
    shown = part("criterion").levels_read(levels, chosen=1, minimum=2)
    chosen = re.findall(r'<li class="([^"]*)">', shown)
    assert chosen == ["level level--read", "level level--read level--chosen", "level level--read"]
    assert [level.description in shown for level in levels] == [True, True, True]
    assert re.findall(r'<span class="level__mark\b[^>]*>([^<]+)<', shown) == [
        "Self-assessment",
        "Minimum",
    ]
    assert "<input" not in shown


@pytest.mark.parametrize("page", FORM_PAGES)
def test_faults_are_summed_up_right_below_the_heading(page: str) -> None:
    text = (TEMPLATES / page).read_text("utf-8")
    header = r"(\{\{ page_header\(.*|\{% endcall %\})"
    assert re.search(header + r"\n\{\{ error_summary\([\w.]+\) \}\}\n", text)


def test_people_are_named_through_the_filter_that_knows_former_members() -> None:
    """But for documents, which have plain values instead of people."""
    found = [
        f"{path.relative_to(TEMPLATES)}: {match[0]}"
        for path in sorted((*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.txt")))
        if "pdf" not in path.parts
        for match in re.finditer(PERSON, path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_viewer_reads_level_justification_and_evidence_without_a_form(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.open().id
    place = f"/assessments/{number}/criteria/committed-participation"
    answer: dict[str, object] = {
        "version": "0",
        "level": "3",
        "justification": "By the list.",
    }
    seat(world.editor).post(place, answer)
    link = {"link-url": "https://timber.example/list", "link-title": "The list"}
    seat(world.editor).post(f"{place}/evidence/links", link)
    shown, comments, _ = main_of(seat(world.viewer).get(place).text).partition('id="comments"')
    assert comments
    assert re.findall(r"<(form|input|textarea|button)", shown) == []
    assert shown.count("level--chosen") == 1
    for level in line.edition.texts.in_language("en").criteria["committed-participation"].levels:
        assert f'<span class="level__number">{level}</span>' in shown
    assert "By the list." in shown
    assert '<a href="https://timber.example/list" rel="noopener noreferrer">The list</a>' in shown


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("fault", "again", "regions"), [("", "3", 1), ("No font.", None, 0)])
def test_page_waits_for_a_document_only_while_it_can_come(
    line: Line, world: World, seat: Seat, fault: str, again: str | None, regions: int
) -> None:
    submission = line.submission(line.lead_to(State.AWARDED))
    number = outcomes.documents(line.session, submission.id)[0].id
    line.session.execute(update(Document).where(Document.id == number).values(fault=fault))
    response = seat(world.owner).get(f"/documents/{number}")
    assert (response.status_code, response.headers.get("Retry-After")) == (202, again)
    assert main_of(response.text).count('role="status"') == regions
    assert 'http-equiv="refresh"' not in response.text


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_a_template_takes_only_what_it_uses(path: Path) -> None:
    source = path.read_text("utf-8")
    used = IMPORT.sub("", source)
    taken = [name.split()[-1] for names in IMPORT.findall(source) for name in names.split(",")]
    assert [name for name in taken if not re.search(rf"\b{name}\b", used)] == []
