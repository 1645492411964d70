"""What holds for every label and every sheet."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assessment.domain.answers import UNANSWERED, Answer
from assessment.domain.criteria import Aggregation, CriterionStatus, NotApplicable
from assessment.domain.scorecard import Reason, Status
from assessment.domain.scoring import score
from tests.domain.building import ENOUGH
from tests.domain.drawing import SIZES, assessed, claims

ORDER = [Status.MISSED, Status.UNDETERMINED, Status.MET]
NOT_HERE = Answer(justification="We have none.", is_not_applicable=True)


def with_answer(sheet, criterion, answer):
    return replace(sheet, answers={**sheet.answers, criterion.id: answer})


def drawn_from(data, label, *, wanted=lambda criterion: True):
    found = [criterion for criterion in label.criteria if wanted(criterion)]
    assume(found)
    return data.draw(st.sampled_from(found))


def statuses(card):
    return {condition.key: condition.status for condition in card.conditions}


@settings(deadline=None)
@given(case=assessed(), data=st.data())
def test_raising_a_supported_level_never_costs_anything(case, data):
    label, sheet = case
    criterion = drawn_from(data, label)
    low, high = sorted(data.draw(st.tuples(*[st.sampled_from(criterion.scale.levels)] * 2)))
    small, large = sorted(data.draw(st.tuples(*[st.sampled_from(SIZES)] * 2)))
    before = score(label, with_answer(sheet, criterion, claims(criterion, low, small)))
    after = score(label, with_answer(sheet, criterion, claims(criterion, high, large)))
    assert (after.of(criterion.id).points or 0) >= (before.of(criterion.id).points or 0)
    assert after.points >= before.points
    assert after.possible >= before.possible
    raised = statuses(after)
    for key, status in statuses(before).items():
        assert ORDER.index(raised[key]) >= ORDER.index(status)


@settings(deadline=None)
@given(case=assessed(), data=st.data())
def test_supporting_a_claim_never_costs_anything(case, data):
    label, sheet = case
    criterion = drawn_from(data, label)
    level, size = (
        data.draw(st.sampled_from(criterion.scale.levels)),
        data.draw(st.sampled_from(SIZES)),
    )
    claim = claims(criterion, level, size)
    before = score(label, with_answer(sheet, criterion, replace(claim, evidence=())))
    after = score(label, with_answer(sheet, criterion, claim))
    assert after.points >= before.points
    raised = statuses(after)
    assert all(
        ORDER.index(raised[key]) >= ORDER.index(was) for key, was in statuses(before).items()
    )


@settings(deadline=None)
@given(case=assessed())
def test_points_lie_between_nothing_and_what_there_is(case):
    card = score(*case)
    assert 0 <= card.points <= card.possible <= card.maximum == card.label.points
    for section in card.sections:
        assert 0 <= section.points <= section.possible <= section.maximum
        assert section.maximum in (0, section.section.points)
        assert 0 <= section.excluded <= section.claimed
    for found in card.criteria:
        assert 0 <= (found.points or 0) <= found.possible <= found.criterion.points


@settings(deadline=None)
@given(case=assessed())
def test_every_number_is_exact(case):
    card = score(*case)
    parts = (card, *card.sections, *card.criteria)
    assert {type(part.points) for part in parts} <= {Fraction, type(None)}
    assert {type(part.possible) for part in parts} == {Fraction}


@settings(deadline=None)
@given(case=assessed())
def test_parts_sum_to_the_whole_where_nothing_leaves_the_score(case):
    label, sheet = case
    parts = (replace(section, aggregation=Aggregation.SUM) for section in label.sections)
    card = score(replace(label, sections=tuple(parts), aggregation=Aggregation.SUM), sheet)
    assume(not any(found.is_excluded for found in card.criteria))
    assert sum(section.points for section in card.sections) == card.points
    assert sum(found.points or 0 for found in card.criteria) == card.points
    assert sum(found.possible for found in card.criteria) == card.possible


@settings(deadline=None)
@given(case=assessed())
def test_unanswered_is_never_counted_as_zero(case):
    label, sheet = case
    bare = [c.id for c in label.criteria if sheet.of(c.id) == UNANSWERED]
    for found in (score(label, sheet).of(key) for key in bare):
        assert found.points is None
        assert found.minimum in (None, Status.UNDETERMINED, Status.MISSED)
        if found.minimum is Status.MISSED:
            assert found.best < found.criterion.minimum


@settings(deadline=None)
@given(case=assessed())
def test_label_is_reached_exactly_when_every_condition_is_met(case):
    card = score(*case)
    found = set(statuses(card).values())
    assert (card.outcome is Status.MET) is (found <= {Status.MET})
    assert (card.outcome is Status.MISSED) is (Status.MISSED in found)


@settings(deadline=None)
@given(case=assessed(), data=st.data())
def test_claim_that_a_criterion_does_not_apply_changes_no_other_points(case, data):
    label, sheet = case
    criterion = drawn_from(data, label)
    before, after = score(label, sheet), score(label, with_answer(sheet, criterion, NOT_HERE))
    others = [c.id for c in label.criteria if c is not criterion]
    assert [after.of(key) for key in others] == [before.of(key) for key in others]


@settings(deadline=None)
@given(case=assessed(), data=st.data())
def test_leaving_the_score_never_earns_more_than_the_highest_level(case, data):
    label, sheet = case
    criterion = drawn_from(data, label, wanted=lambda c: c.not_applicable is NotApplicable.EXCLUDE)
    highest = Answer(criterion.scale.highest, is_attested=True)
    claimed = score(label, with_answer(sheet, criterion, NOT_HERE))
    answered = score(label, with_answer(sheet, criterion, highest))
    assert claimed.points <= answered.points


@settings(deadline=None)
@given(case=assessed(), data=st.data())
def test_order_of_answers_criteria_and_sections_does_not_matter(case, data):
    label, sheet = case
    shuffled = replace(
        label,
        sections=tuple(
            replace(section, criteria=tuple(data.draw(st.permutations(section.criteria))))
            for section in data.draw(st.permutations(label.sections))
        ),
    )
    answers = dict(data.draw(st.permutations(list(sheet.answers.items()))))
    before, after = score(label, sheet), score(shuffled, replace(sheet, answers=answers))
    assert (after.points, after.possible) == (before.points, before.possible)
    assert statuses(after) == statuses(before)
    assert {c.criterion.id: c for c in after.criteria} == {
        c.criterion.id: c for c in before.criteria
    }


@settings(deadline=None)
@given(case=assessed(), data=st.data())
def test_answer_without_anything_said_scores_like_no_answer(case, data):
    label, sheet = case
    criterion = drawn_from(data, label)
    noted = with_answer(sheet, criterion, Answer(justification="Later.", evidence=ENOUGH))
    without = {key: value for key, value in sheet.answers.items() if key != criterion.id}
    assert score(label, noted) == score(label, replace(sheet, answers=without))


@settings(deadline=None)
@given(case=assessed())
def test_attested_levels_leave_nothing_open_but_the_gates(case):
    label, sheet = case
    levels = {c.id: c.scale.lowest for c in label.criteria}
    card = score(label, sheet.attested(levels))
    for found in card.criteria:
        is_today = found.criterion.status is CriterionStatus.ACTIVE
        settled = Reason.ANSWERED if is_today else Reason.FUTURE
        assert found.reason in (settled, Reason.NOT_APPLICABLE_BY_RULE)
    assert card.outcome is not Status.UNDETERMINED
