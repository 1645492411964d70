"""Somebody without a mouse: every step is a key, and only what has the focus is used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from assessment.domain.criteria import Criterion, EvidenceKind
from assessment.domain.validity import HOME
from tests.filling import evidence_asked

FURTHEST = 400
"""More stops than any page has: what is not met by then cannot be reached."""


@dataclass(frozen=True)
class Keyboard:
    """The keys under somebody's hands, on one page."""

    page: Page

    def __post_init__(self) -> None:
        """Has pickers told from the start: asked for with the press alone, the first may be missed."""
        self.page.on("filechooser", lambda _picker: None)

    def to(self, selector: str, key: str = "Tab") -> "Keyboard":
        """Tabs on, or back, until the focus is at what is named."""
        for _stop in range(FURTHEST):
            self.page.keyboard.press(key)
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                return self
        raise AssertionError(f"the Tab key does not reach {selector} on {self.page.url}")

    def write(self, text: str) -> "Keyboard":
        """Pastes a text over what stands in the field."""
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(text)
        return self

    def press(self, *keys: str) -> "Keyboard":
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def follow(self, key: str = "Enter") -> "Keyboard":
        """Presses a link or a button, and waits for the page that it leads to."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        return self

    def choose(self, files: Sequence[Path]) -> "Keyboard":
        """Opens the picker of the file field and takes files."""
        with self.page.expect_file_chooser() as picker:
            self.page.keyboard.press("Enter")
        picker.value.set_files(list(files))
        return self


def introduce(keys: Keyboard) -> None:
    """The basic facts about the cluster: small, and eligible."""
    keys.to('.page-header a[href$="/profile"]').follow()
    keys.to("[name=q-founded]").page.keyboard.type("01012019")
    figures = {
        "management": "0.5",
        "smes": "12",
        "large-enterprises": "1",
        "research": "1",
        "education": "1",
        "public-bodies": "0",
        "others": "0",
    }
    for name, value in figures.items():
        keys.to(f"[name=q-{name}]").write(value)
    keys.to("[name=q-website-active]").press("ArrowDown")  # from "no answer" to "yes"
    keys.to("[name=q-website]").write("https://fell.example/")
    keys.to("[name=q-eccp-profile]").press("ArrowDown").to(".actions .btn-primary").follow()
    expect(keys.page.locator(".condition--met")).to_have_count(5)
    keys.to('main .actions a[href*="/assessments/"]').follow()


def unmistakable_day() -> date:
    """The last day with the number of its month: a browser may ask for either of them first."""
    today = datetime.now(HOME).date()
    days = [today - timedelta(days=number) for number in range(60)]
    return next(day for day in days if day.day == day.month)


def keep_in_library(keys: Keyboard, papers: Sequence[Path], addresses: Sequence[str]) -> None:
    """All papers at once with the day that they speak of; then web addresses."""
    keys.to("details:has(#effective_from) > summary").press("Enter")
    keys.to("#effective_from").page.keyboard.type(f"{unmistakable_day():%d%m%Y}")
    keys.to("#files", key="Shift+Tab").choose(papers)
    expect(keys.page.locator(".uploads li")).to_have_text([f"{p.name}: Added." for p in papers])
    keys.to("details:has(#link-url) > summary").press("Enter")
    for address in addresses:
        keys.to("#link-url").write(address).press("Enter")
        expect(keys.page.locator("#library-list")).to_contain_text(address)


def answer(
    keys: Keyboard, criteria: Sequence[Criterion], level: int, papers: Sequence[Path]
) -> None:
    """Every criterion of a section on its page: the level, the justification, the papers."""
    for criterion in criteria:
        form = f"#{criterion.id}-form"
        keys.to(f"{form} [name=level]").press(*["ArrowUp"] * (5 - level))  # from "not answered yet"
        keys.to(f"{form} [name=justification]").write(f"Because of {criterion.id}.")
        number = evidence_asked(criterion, level).count(EvidenceKind.DOCUMENT)
        if number:
            keys.to(f"#{criterion.id}-evidence-files").choose(papers[:number])
