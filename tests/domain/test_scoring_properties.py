"""What holds for every label and every sheet."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from assessment.domain.answers import UNANSWERED, Answer, AnswerSheet
from assessment.domain.criteria import SupportRule
from assessment.domain.scoring import Status, score
from tests.domain.building import make_criterion, make_label, make_scale, make_section

IDS = ("reach", "mix", "team", "money", "plan")


@st.composite
def criteria(draw, criterion_id):
    lowest = draw(st.integers(0, 2))
    scale = make_scale(lowest, draw(st.integers(lowest + 1, 6)))
    levels = st.none() | st.sampled_from(scale.levels)
    return make_criterion(
        criterion_id,
        points=draw(st.integers(1, 9)),
        minimum=draw(levels),
        support=SupportRule(draw(levels), draw(levels), draw(st.integers(1, 3))),
        scale=scale,
    )


@st.composite
def labels(draw):
    asked = [draw(criteria(key)) for key in IDS[: draw(st.integers(1, len(IDS)))]]
    cut = draw(st.integers(1, len(asked)))
    parts = [part for part in (asked[:cut], asked[cut:]) if part]
    sections = tuple(make_section(f"s{i}", *part, number=i) for i, part in enumerate(parts, 1))
    return make_label(
        sections=sections, threshold=draw(st.integers(1, sum(int(c.points) for c in asked)))
    )


@st.composite
def assessed(draw):
    """A label with a sheet: some criteria answered, with or without support."""
    label = draw(labels())
    answers = {}
    for criterion in label.criteria:
        if draw(st.booleans()):
            level = draw(st.sampled_from(criterion.scale.levels))
            words, count = draw(st.sampled_from(["", "We do."])), draw(st.integers(0, 3))
            answers[criterion.id] = Answer(level, words, count, draw(st.booleans()))
    return label, AnswerSheet(answers)


def with_answer(sheet, criterion, answer):
    return AnswerSheet({**sheet.answers, criterion.id: answer})


def completed(label, sheet, end):
    """The sheet with every gap filled by the scale's `lowest` or `highest` level."""
    gaps = {c.id: getattr(c.scale, end) for c in label.criteria if sheet.of(c.id).level is None}
    return AnswerSheet({**sheet.answers, **AnswerSheet.attested(gaps).answers})


@given(case=assessed(), data=st.data())
def test_raising_a_supported_rating_never_lowers_the_score(case, data):
    label, sheet = case
    criterion = data.draw(st.sampled_from(label.criteria))
    low, high = sorted(data.draw(st.tuples(*[st.sampled_from(criterion.scale.levels)] * 2)))
    assume(low < high)
    before = score(label, with_answer(sheet, criterion, Answer(low, "We do.", 3)))
    after = score(label, with_answer(sheet, criterion, Answer(high, "We do.", 3)))
    gain = criterion.points * Fraction(high - low, len(criterion.scale.levels) - 1)
    assert after.points == before.points + gain
    assert {c.criterion for c in after.missed_minimums} <= {
        c.criterion for c in before.missed_minimums
    }


@given(case=assessed())
def test_parts_sum_to_the_total_exactly(case):
    card = score(*case)
    assert all(type(c.points) is Fraction for c in card.criteria if c.points is not None)
    assert sum(section.points for section in card.sections) == card.points
    assert sum(c.points for c in card.criteria if c.points is not None) == card.points
    assert sum(section.maximum for section in card.sections) == card.maximum == card.label.points
    assert sum(section.answered for section in card.sections) == card.answered
    assert 0 <= card.points <= card.maximum


@given(case=assessed())
def test_unanswered_is_never_counted_as_zero(case):
    label, sheet = case
    unanswered = [c for c in score(label, sheet).criteria if sheet.of(c.criterion.id).level is None]
    assert [c.points for c in unanswered] == [None] * len(unanswered)
    assert {c.minimum for c in unanswered} <= {None, Status.UNDETERMINED}


@given(case=assessed())
def test_threshold_is_open_exactly_while_what_is_unanswered_can_decide_it(case):
    label, sheet = case
    worst = score(label, completed(label, sheet, "lowest")).points >= label.threshold
    best = score(label, completed(label, sheet, "highest")).points >= label.threshold
    expected = {(True, True): Status.MET, (False, False): Status.MISSED}
    assert score(label, sheet).threshold is expected.get((worst, best), Status.UNDETERMINED)


@given(case=assessed())
def test_label_is_reached_exactly_with_the_threshold_and_every_minimum(case):
    card = score(*case)
    minimums = [c.minimum for c in card.criteria if c.criterion.minimum is not None]
    is_reached = card.points >= card.label.threshold and set(minimums) <= {Status.MET}
    assert (card.outcome is Status.MET) is is_reached


@given(case=assessed(), data=st.data())
def test_order_of_the_answers_does_not_matter(case, data):
    label, sheet = case
    shuffled = dict(data.draw(st.permutations(list(sheet.answers.items()))))
    assert score(label, AnswerSheet(shuffled)) == score(label, sheet)


@given(case=assessed(), data=st.data())
def test_answer_without_a_level_scores_like_no_answer(case, data):
    label, sheet = case
    criterion = data.draw(st.sampled_from(label.criteria))
    noted = with_answer(sheet, criterion, replace(UNANSWERED, justification="Later."))
    without = {key: value for key, value in sheet.answers.items() if key != criterion.id}
    assert score(label, noted) == score(label, AnswerSheet(without))
