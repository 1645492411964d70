"""Met, missed, undetermined: held against every way in which open answers can be given."""

from dataclasses import replace
from itertools import product

from hypothesis import given, settings

from assessment.domain.scorecard import ConditionKind, Reason, Status
from assessment.domain.scoring import score
from tests.domain.drawing import GATES, SIZES, assessed, claims

MET, UNDETERMINED = Status.MET, Status.UNDETERMINED
SMALL = {"most": 3, "levels_at_most": 3}


def ways_to_answer(found, answer):
    """Every answer that closes what is open in one criterion; else the answer that there is.

    A level that waits for answers beside it can only be left waiting, or be closed.
    """
    criterion = found.criterion
    levels = criterion.scale.levels
    if found.reason not in (Reason.UNANSWERED, Reason.QUESTIONS_OPEN):
        return [answer]
    if answer.is_attested:
        return [replace(answer, level=level, is_not_applicable=False) for level in levels]
    if found.level is not None:
        return [answer, replace(answer, values={"size": SIZES[0]})]
    if criterion.is_chosen:
        return [claims(criterion, level, SIZES[0]) for level in levels]
    return [claims(criterion, None, size) for size in SIZES]


def completions(label, sheet):
    """The scorecard of every sheet that answers what is open on this one."""
    found = score(label, sheet).criteria
    keys = [c.criterion.id for c in found]
    ways = [ways_to_answer(c, sheet.of(c.criterion.id)) for c in found]
    in_use = {c.when.of.name for c in label.criteria if c.when is not None}
    gates = [gate for gate in GATES if gate in in_use and gate not in sheet.profile]
    for answers in product(*ways):
        for outcomes in product([True, False], repeat=len(gates)):
            profile = {**sheet.profile, **dict(zip(gates, outcomes, strict=True))}
            given_ = dict(zip(keys, answers, strict=True))
            yield score(label, replace(sheet, answers=given_, profile=profile))


def statuses(card):
    return {c.key: c.status for c in card.conditions if c.kind is not ConditionKind.COMPLETE}


@settings(max_examples=80, deadline=None)
@given(case=assessed(**SMALL))
def test_condition_is_open_exactly_while_open_answers_can_decide_it(case):
    label, sheet = case
    ends = [statuses(card) for card in completions(label, sheet)]
    for key, status in statuses(score(label, sheet)).items():
        # a condition that bears on nothing in the end stops nobody
        found = {end.get(key, MET) is MET for end in ends}
        assert found == ({True, False} if status is UNDETERMINED else {status is MET}), key


@settings(max_examples=40, deadline=None)
@given(case=assessed(**SMALL))
def test_points_of_every_completion_lie_within_reach(case):
    label, sheet = case
    sheet = replace(sheet, profile={gate: sheet.profile.get(gate, True) for gate in GATES})
    card = score(label, sheet)
    points = [end.points for end in completions(label, sheet)]
    assert (min(points) >= card.points, max(points)) == (True, card.possible)
