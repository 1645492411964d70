"""What a page of the questionnaire weighs on the line: at the first visit, and afterwards."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest

from tests.journeys.conftest import Site
from tests.journeys.person import Person

FIRST_VISIT = 120_000
"""Bytes with headers, for a browser that has seen nothing of this server."""
AFTERWARDS = 15_000

PAGES = (
    "/assessments/2",
    "/assessments/2/sections/strategy",
    "/assessments/2/criteria/committed-participation",
)
"""The draft of the demonstration's first cluster, with the longest section of gold."""


@dataclass
class Line:
    """What goes over the line while a page is opened, by address."""

    origins: set[str] = field(default_factory=set)
    bytes: dict[str, float] = field(default_factory=dict)

    def watch(self, person: Person) -> None:
        """Notes every request of the page and the bytes that Chromium counts for it."""
        session = person.page.context.new_cdp_session(person.page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._note_origin)
        session.on("Network.loadingFinished", self._note_bytes)

    def _note_origin(self, event: dict[str, dict[str, str]]) -> None:
        address = urlsplit(event["request"]["url"])
        if address.scheme != "data":
            self.origins.add(f"{address.scheme}://{address.netloc}")

    def _note_bytes(self, event: dict[str, float]) -> None:
        self.bytes[str(event["requestId"])] = event["encodedDataLength"]

    @property
    def weight(self) -> float:
        return sum(self.bytes.values())


def opened(person: Person, path: str) -> Line:
    """The page in a tab of its own, so that only the browser's cache is left of the last one."""
    tab = Person(person.page.context.new_page(), person.address)
    line = Line()
    line.watch(tab)
    tab.go(path)
    tab.page.wait_for_load_state("networkidle")
    tab.page.close()
    return line


@pytest.mark.parametrize("path", PAGES)
def test_questionnaire_is_light_at_the_first_visit_and_lighter_afterwards(
    path: str,
    demonstration: Site,
    visit: Callable[..., Person],
) -> None:
    person = visit(demonstration)
    person.sign_in("manager@demo.example")
    cookies = person.page.context.cookies()
    stranger = visit(demonstration)
    stranger.page.context.add_cookies(cookies)  # type: ignore[arg-type]
    first, second = opened(stranger, path), opened(stranger, path)
    assert first.origins == {demonstration.address}
    assert second.origins == {demonstration.address}
    assert 0 < first.weight < FIRST_VISIT
    assert 0 < second.weight < AFTERWARDS
