"""Figures that cannot be true: told beside them and on the way to submission, until they are mended."""

from typing import Any

import pytest

from assessment.services.assessments import read_worksheet
from assessment.services.submissions import ImpossibleFigure, gaps_of
from tests.all_types import PROFILE_TYPED
from tests.building import NOON, Line, World
from tests.web.all_types.conftest import Draft
from tests.web.conftest import Seat
from tests.web.filled import answers_read, read

GROWTH: dict[str, Any] = {
    "q-before": "36",
    "q-after": "230",  # 194 more are 538.888… percent
    "version": "0",
    "justification": "We grew.",
    "save": "1",
}
REMARK = "“Growth”: 538.89% lies outside -100 to 400%. Check the answers."
CROWD = PROFILE_TYPED | {"q-members": "501", "version": "0"}  # for 2.5 FTE
CROWDED = (
    "“Members for each full-time person”: 200.4 members, but it must be at most 200 members."
    " Check the answers."
)
sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@sqlite
def test_criterion_says_beside_the_figure_and_as_its_reason_what_cannot_be(
    draft: Draft, world: World, seat: Seat
) -> None:
    browser = seat(world.owner)
    browser.post(draft.criterion("growth"), GROWTH)
    page = browser.get(draft.criterion("growth")).text
    assert answers_read(page)["Growth"] == REMARK
    assert f"Claimed, not supported: level 3 of 3 earns nothing yet. {REMARK}" in read(page)
    assert REMARK in read(browser.get(draft.check).text)


@sqlite
def test_check_leads_to_the_answers_that_cannot_be_true(
    draft: Draft, world: World, seat: Seat
) -> None:
    browser = seat(world.owner)
    browser.post(draft.criterion("growth"), GROWTH)
    browser.post(draft.profile, CROWD)
    page = browser.get(draft.check).text
    assert f'<a href="{draft.criterion("growth")}#q-after">“Growth”: 538.89%' in page
    assert f'<a href="{draft.profile}#q-members">“Members for each' in page


@sqlite
def test_mended_answers_take_the_remark_away(draft: Draft, world: World, seat: Seat) -> None:
    browser = seat(world.owner)
    browser.post(draft.criterion("growth"), GROWTH)
    browser.post(draft.criterion("growth"), GROWTH | {"q-after": "180", "version": "1"})
    assert "lies outside" not in browser.get(draft.criterion("growth")).text


@sqlite
def test_finns_are_told_in_finnish(draft: Draft, world: World, seat: Seat) -> None:
    world.owner.language = "fi"
    browser = seat(world.owner)
    browser.post(draft.criterion("growth"), GROWTH)
    told = "538,89 % ei ole välillä -100–400 %. Tarkista vastaukset."
    assert told in read(browser.get(draft.criterion("growth")).text).replace("\xa0", " ")


@sqlite
def test_profile_that_cannot_be_true_keeps_the_assessment_from_being_sent(
    draft: Draft, line: Line, world: World, seat: Seat
) -> None:
    browser = seat(world.owner)
    browser.post(draft.profile, CROWD)
    assert CROWDED in read(browser.get(draft.profile).text)
    page = read(browser.get(draft.check).text)
    assert "The basic facts about the cluster cannot be true" in page
    assert CROWDED in page
    assert "Whether the cluster may apply cannot be told yet." not in page


@sqlite
def test_profile_is_named_as_a_gap_with_the_number(draft: Draft, line: Line, seat: Seat) -> None:
    seat(line.world.owner).post(draft.profile, CROWD)
    assessment = line.open()
    label = line.edition.scheme.label(assessment.label_id)
    gaps = gaps_of(read_worksheet(line.session, assessment, label, NOON))
    impossible = [gap for gap in gaps if isinstance(gap, ImpossibleFigure)]
    assert [(gap.figure.id, float(gap.number)) for gap in impossible] == [("per-fte", 200.4)]
