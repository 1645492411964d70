"""Which labels a cluster can open an assessment for."""

import re
from fractions import Fraction

from flask import Flask

from tests.building import Line, World
from tests.web.conftest import Seat


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
