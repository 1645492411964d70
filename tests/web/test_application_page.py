"""The secretariat's page of one application."""

import re

from assessment.domain.workflow import State
from tests.building import Line, World
from tests.web.conftest import Seat


def test_it_names_the_minimums_that_the_panel_finds_missed(
    line: Line, world: World, seat: Seat
) -> None:
    line.ratings = (1, 1)
    submission = line.submission(line.lead_to(State.REVIEWED))
    line.session.commit()
    page = seat(world.secretary).get(f"/secretariat/submissions/{submission.id}").text
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    named = [
        f"{criterion.number} {line.edition.texts.in_language('en').criteria[criterion.id].title}:"
        f" level 1, minimum {criterion.minimum}"
        for criterion in line.label.criteria
        if criterion.minimum is not None and criterion.minimum > 1 and criterion.is_rated
    ]
    assert named
    assert [each for each in named if each not in text] == []


def test_it_names_none_where_all_are_met(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.REVIEWED))
    line.session.commit()
    page = seat(world.secretary).get(f"/secretariat/submissions/{submission.id}").text
    assert ", minimum " not in page
