"""Which labels a cluster can open an assessment for."""

import re
from fractions import Fraction

from flask import Flask

from assessment.domain.workflow import State
from tests.building import Line, World
from tests.web.conftest import Seat
from tests.web.filled import read


def offers(page: str) -> list[str]:
    return re.findall(r"Open a new assessment: (\w+)", page)


def test_labels_on_offer_stand_under_their_scheme(world: World, seat: Seat) -> None:
    page = seat(world.owner).get(f"/clusters/{world.cluster.id}").text
    assert offers(page) == ["Bronze", "Silver", "Gold", "Foundation", "Practice", "Leading"]
    titles = ("Cluster Excellence Assessment", "Bronze", "Foundation")
    assert [page.index(title) for title in titles] == sorted(page.index(t) for t in titles)


def test_label_that_is_under_way_is_not_offered_again(line: Line, world: World, seat: Seat) -> None:
    line.open()
    page = seat(world.owner).get(f"/clusters/{world.cluster.id}").text
    assert offers(page) == ["Bronze", "Silver", "Foundation", "Practice", "Leading"]


def test_missing_points_are_rounded_up_on_pages(app: Flask) -> None:
    with app.test_request_context():
        missing = app.jinja_env.filters["missing"]
        assert missing(Fraction(1, 1000)) == "0.01"
        assert missing(Fraction(7, 2)) == "3.5"


def test_labels_on_the_home_page_stand_under_their_scheme(seat: Seat) -> None:
    page = seat().get("/").text
    found = re.findall(r"<h([34])[^>]*>(?:<span[^>]*>)?([^<]+)", page)
    assert found == [
        ("3", "Cluster Excellence Assessment"),
        *[("4", label) for label in ("Bronze", "Silver", "Gold")],
        ("3", "Digital Maturity of Cluster Organisations"),
        *[("4", label) for label in ("Foundation", "Practice", "Leading")],
    ]


def test_a_reviewer_sees_which_label_is_applied_for(line: Line, world: World, seat: Seat) -> None:
    line.lead_to(State.IN_REVIEW)
    page = seat(world.reviewer).get("/reviews").text
    assert '<td data-label="Label"><span>Gold</span></td>' in page


def test_about_says_of_each_label_only_what_it_has(seat: Seat) -> None:
    page = read(seat().get("/about").text)
    bronze = page[page.index("Bronze") : page.index("Silver")]
    assert "There is no score: the application must be complete. Certificates hold for" in bronze
    assert "Minimum" not in bronze
    assert "minimum" not in bronze
    assert "Points" not in bronze
    assert "of 150 points. Every minimum must be met. Certificates hold for 2 years." in page
