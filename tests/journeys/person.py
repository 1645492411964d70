"""What people do at a browser, in their words."""

import io
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

DEMONSTRATION_PASSWORD = "northern-lights-demo"
BESIDE_THE_PAGE = """async name => {
  const start = document.querySelector("script[type=module]").src;
  await import(new URL(`./${name}.js`, start).href);
}"""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@dataclass
class Person:
    """Somebody looking at one page; every complaint of the browser's console is kept."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text) if message.type == "error" else None
            ),
        )

    def go(self, path: str) -> "Person":
        self.page.goto(path)
        return self

    def sign_in(self, email: str, password: str = DEMONSTRATION_PASSWORD) -> "Person":
        self.go("/login")
        self.page.locator("#email").fill(email)
        self.page.locator("#password").fill(password)
        return self.press("Sign in")

    def press(self, name: str) -> "Person":
        """Presses a button and waits for the page that it leads to: a click alone may come back sooner."""
        with self.page.expect_navigation():
            self.button(name).click()
        return self

    def button(self, name: str) -> Locator:
        return self.page.locator("main").get_by_role("button", name=name, exact=True)

    def follow(self, name: str) -> "Person":
        """Takes a link and waits for the page that it leads to."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("link", name=name).first.click()
        return self

    def has_script(self, name: str) -> "Person":
        """Waits for a script that few pages need: it may come after the page."""
        self.page.evaluate(BESIDE_THE_PAGE, name)
        return self

    def fill(self, label: str, text: str) -> "Person":
        self.page.get_by_label(label, exact=True).fill(text)
        return self

    def choose_level(self, level: int) -> "Person":
        self.page.locator(f'.level:has(input[value="{level}"]) label').click()
        return self

    def sees(self, text: str) -> "Person":
        expect(self.page.locator("main")).to_contain_text(text)
        return self

    def is_at(self, heading: str) -> "Person":
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        return self

    def speak(self, language: str) -> "Person":
        """Chooses a language by its button at the top of every page."""
        with self.page.expect_navigation():
            self.page.locator(f'.preference__choice[value="{language}"]').click()
        return self

    def is_wider_than(self, width: int) -> bool:
        """Whether the page would have to be pushed sideways."""
        found: int = self.page.evaluate("document.documentElement.scrollWidth")
        return found > width

    def barriers(self) -> list[str]:
        """What axe finds on the page: each rule that it breaks, with the first place."""
        violations = Axe().run(self.page, options=RULES).response["violations"]
        return [f"{each['id']}: {each['nodes'][0]['target']}" for each in violations]

    def meets_no_barrier(self) -> "Person":
        found = self.barriers()
        assert found == [], found
        return self

    def pdf(self, path: str) -> PdfReader:
        """The PDF at an address, fetched with this person's session."""
        answer = self.page.request.get(self.address + path)
        assert answer.headers["content-type"] == "application/pdf"
        return PdfReader(io.BytesIO(answer.body()))
