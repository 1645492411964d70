"""Every page of an application in every state, looked at by axe: what no demonstration shows at once."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Route
from sqlalchemy import select

from assessment.db.base import now
from assessment.db.models import AwardCondition, Certificate
from assessment.domain.workflow import State
from assessment.services.decisions import Outcome
from tests.building import Line, World, today
from tests.contracts.test_access import address, endpoints
from tests.journeys.person import Person
from tests.web.browser import Browser

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

HOUSE = "https://labels.example"
PEOPLE = ("owner", "reviewer", "secretary", "deputy")
ABOUT = {"assessment_id", "submission_id", "token"}
INSIDE = {"criterion_id", "section_id", "document_id", "evidence_id"}
"""What the pages about an application have in their addresses, and those inside a questionnaire,
which `test_accessibility` opens."""
LOOKS = [("en", "light", 1280), ("fi", "dark", 360)]
Look = tuple[str, str, int]


class Watch:
    """Looks at pages of an application without a server between it and the browser."""

    def __init__(self, app: Flask, chromium: Chromium, look: Look) -> None:
        self.app = app
        language, theme, self.width = look
        self.language = language
        context = chromium.new_context(
            viewport={"width": self.width, "height": 900},
            color_scheme=theme,  # type: ignore[arg-type]
        )
        self.context = context
        self.person = Person(context.new_page(), HOUSE)
        self.person.page.route("**/*", self._answer)
        self.seen: set[str] = set()
        self.faults: dict[str, list[str]] = {}

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOUSE)
        answer = self.browser.client.get(path, buffered=True)
        route.fulfill(
            status=answer.status_code, headers=dict(answer.headers), body=answer.get_data()
        )

    def look(self, pages: dict[str, str], people: dict[str, Browser]) -> None:
        """Opens each page as each of the people, and has axe look where its markup is a new one."""
        for name, self.browser in people.items():
            for endpoint, path in pages.items():
                self.browser.sign_in()  # the page before may have been the one that signs out
                answer = self.browser.get(path)
                if answer.status_code != 200 or answer.mimetype != "text/html":
                    continue
                markup = shape_of(answer.text)
                if markup in self.seen:
                    continue
                self.seen.add(markup)
                self.person.go(HOUSE + path)
                found = self.person.barriers()
                if self.person.is_wider_than(self.width):
                    found.append("wider than the screen")
                if found:
                    self.faults[f"{name}: {endpoint}"] = found


def shape_of(html: str) -> str:
    """The tags and classes of a page without its words."""
    main = html.partition("<main")[2]
    return " ".join(re.findall(r'<(?:[a-z0-9]+)(?: class="[^"]*")?', main))


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}-{look[2]}")
def watch(app: Flask, chromium: Chromium, request: pytest.FixtureRequest) -> Iterator[Watch]:
    watch = Watch(app, chromium, request.param)
    yield watch
    watch.context.close()


@pytest.fixture
def look(watch: Watch, line: Line, world: World) -> Callable[[], None]:
    """Has axe look at every page of the house as it is now."""

    def look_around() -> None:
        awarded = line.session.scalars(select(Certificate)).first()
        token = awarded.token if awarded else "unknown"
        pages = {
            rule.endpoint: address(rule, line, version=1, user_id=world.editor.id, token=token)
            for method, rule in endpoints(watch.app)
            if method == "GET" and rule.arguments & ABOUT and not rule.arguments & INSIDE
        }
        line.session.commit()  # releases the write lock to the browsers
        people = {name: Browser(watch.app, getattr(world, name), watch.language) for name in PEOPLE}
        watch.look(pages, people)

    return look_around


def test_on_the_way_to_an_award(watch: Watch, line: Line, look: Callable[[], None]) -> None:
    line.ratings = (4, 3)
    draft = line.open()
    line.complain(draft)
    for _state in line.walk(draft):
        look()
    assert watch.faults == {}
    assert len(watch.seen) > 10


def test_questions_to_the_cluster(watch: Watch, line: Line, look: Callable[[], None]) -> None:
    line.lead_to(State.CLARIFICATION)
    look()
    assert watch.faults == {}
    assert len(watch.seen) > 10


def test_conditions_of_an_award(watch: Watch, line: Line, look: Callable[[], None]) -> None:
    for _state in line.walk(line.open(), Outcome.AWARD_WITH_CONDITIONS):
        pass
    condition = line.session.scalars(select(AwardCondition)).one()
    look()
    condition.due_on = today() - timedelta(days=1)
    condition.is_met, condition.note = False, "Nothing came."
    condition.checked_by, condition.checked_at = line.world.secretary.id, now()
    look()
    assert watch.faults == {}
    assert len(watch.seen) > 10


@pytest.mark.parametrize("outcome", [Outcome.DEFER, Outcome.DECLINE])
def test_what_is_not_awarded(
    watch: Watch, line: Line, look: Callable[[], None], outcome: Outcome
) -> None:
    draft = line.open()
    for _state in line.walk(draft, outcome):
        pass
    look()
    if outcome is Outcome.DECLINE:
        line.appeal(line.submission(draft))
        look()
    assert watch.faults == {}
    assert len(watch.seen) > 10
