"""Levels tried on a sheet: what they would change, and that today's change nothing."""

from fractions import Fraction

import pytest
from hypothesis import assume, given

from assessment.domain.answers import Answer, AnswerSheet
from assessment.domain.conditions import Status
from assessment.domain.criteria import Label
from assessment.domain.errors import InvalidRating, UnknownCriterion
from assessment.domain.scoring import score
from assessment.domain.trying import all_at, can_be_tried, try_levels
from tests.domain.building import make_criterion, make_label, make_scale, make_sheet
from tests.domain.drawing import assessed


def test_levels_bring_points_and_meet_conditions() -> None:
    label = make_label(make_criterion("team", minimum=3), make_criterion("money"), threshold=6)
    trial = try_levels(label, make_sheet(team=2, money=2), {"team": 4})
    assert trial.gained == Fraction(2)
    assert [(now.key, now.status, then.status) for now, then in trial.changed] == [
        ("minimum.team", Status.MISSED, Status.MET),
        ("threshold", Status.MISSED, Status.MET),
    ]


def test_lower_level_takes_points() -> None:
    trial = try_levels(make_label(), make_sheet(team=3), {"team": 1})
    assert trial.gained == Fraction(-2)


def test_unsupported_claim_earns_what_it_claims_when_its_level_is_tried() -> None:
    sheet = AnswerSheet({"team": Answer(3)})
    assert try_levels(make_label(), sheet, {"team": 3}).after.points == Fraction(3)


@given(case=assessed())
def test_nothing_tried_is_today(case: tuple[Label, AnswerSheet]) -> None:
    label, sheet = case
    trial = try_levels(label, sheet, {})
    assert trial.after == trial.before == score(label, sheet)
    assert list(trial.changed) == []


@given(case=assessed())
def test_todays_supported_levels_tried_are_today(case: tuple[Label, AnswerSheet]) -> None:
    label, sheet = case
    card = score(label, sheet)
    assume(not any(found.is_presumed for found in card.criteria))  # a level tried settles the gate
    levels = {
        found.criterion.id: found.level
        for found in card.criteria
        if can_be_tried(found) and found.is_supported and found.level is not None
    }
    trial = try_levels(label, sheet, levels)
    assert trial.gained == 0
    assert trial.after.conditions == card.conditions


def test_all_at_one_level_keeps_to_each_scale() -> None:
    label = make_label(make_criterion("team"), make_criterion("effect", scale=make_scale(1, 2)))
    card = score(label, make_sheet())
    assert all_at(card, 3) == {"team": 3, "effect": 2}
    assert all_at(card, 0) == {"team": 0, "effect": 1}


def test_levels_that_no_scale_has_are_refused() -> None:
    with pytest.raises(InvalidRating):
        try_levels(make_label(), make_sheet(), {"team": 9})
    with pytest.raises(UnknownCriterion):
        try_levels(make_label(), make_sheet(), {"other": 1})
