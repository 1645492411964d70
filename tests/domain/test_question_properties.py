"""Whatever a question takes can be kept as JSON and read again, the same and exactly."""

import json
from contextlib import suppress
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.errors import InvalidValue
from assessment.domain.questions import Question, QuestionType, plain

OPTIONS = ("a", "b", "c", "d")
COLUMN_TYPES = (
    QuestionType.WHOLE,
    QuestionType.DECIMAL,
    QuestionType.YES_NO,
    QuestionType.DATE,
    QuestionType.TEXT,
    QuestionType.CHOICE,
)
decimals = st.integers(-(10**20), 10**20).map(lambda n: Fraction(n, 10**9))
words = st.text(min_size=1, max_size=40).filter(str.strip)
VALUES = {
    QuestionType.WHOLE: st.integers(-(10**15) + 1, 10**15 - 1).map(Fraction),
    QuestionType.DECIMAL: decimals,
    QuestionType.PERCENTAGE: decimals,
    QuestionType.MONEY: decimals,
    QuestionType.YES_NO: st.booleans(),
    QuestionType.DATE: st.dates(),
    QuestionType.TEXT: words,
    QuestionType.LONG_TEXT: words,
    QuestionType.FILE: words,
    QuestionType.LINK: st.from_regex(r"https?://[a-z]{1,9}\.example(/[a-z]{0,9})?", fullmatch=True),
    QuestionType.CHOICE: st.sampled_from(OPTIONS),
    QuestionType.CHOICES: st.sets(st.sampled_from(OPTIONS), min_size=1).map(
        lambda chosen: tuple(sorted(chosen))
    ),
}
TABLE = Question(
    "table",
    QuestionType.TABLE,
    columns=tuple(Question(kind.value, kind, options=OPTIONS) for kind in COLUMN_TYPES),
)
tables = st.lists(
    st.fixed_dictionaries({}, optional={kind.value: VALUES[kind] for kind in COLUMN_TYPES}).filter(
        bool
    ),
    min_size=1,
    max_size=5,
).map(tuple)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@st.composite
def answered(draw):
    """A question with a value that it takes."""
    kind = draw(st.sampled_from(list(QuestionType)))
    if kind is QuestionType.TABLE:
        return TABLE, draw(tables)
    return Question("question", kind, options=OPTIONS), draw(VALUES[kind])


@given(case=answered())
def test_value_is_the_same_after_it_was_kept_as_json(case):
    question, value = case
    kept = json.loads(json.dumps(plain(value)))
    again = question.read(kept)
    assert again == value
    assert type(again) is type(value)
    assert plain(again) == kept


@given(number=decimals)
def test_number_is_kept_in_digits_without_idle_zeros(number):
    digits = plain(number)
    assert Fraction(digits) == number
    assert "." not in digits or digits[-1] not in "0."


@given(kind=st.sampled_from(list(QuestionType)), raw=anything)
def test_whatever_comes_is_taken_or_refused(kind, raw):
    question = Question("question", kind, options=OPTIONS, columns=TABLE.columns)
    value = None
    with suppress(InvalidValue):
        value = question.read(raw)
    assert value is None or question.read(plain(value)) == value
