"""What an interview sheet prints of long answers, and how it is laid out."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.scorecard import Reason
from assessment.reports.findings import AnswerFinding, CriterionFinding, SideFinding, TableFinding
from assessment.reports.interviewing import LONGEST, MOST_LINES, MOST_ROWS, shorten, stays_whole

SIDE = SideFinding(Reason.ANSWERED)
WORDS = st.text(st.sampled_from("ab ö\n"), max_size=2 * LONGEST)


def criterion(justification: str = "", *answers: AnswerFinding) -> CriterionFinding:
    return CriterionFinding(
        number="1.1",
        title="Team",
        question="Who?",
        is_rated=True,
        own=SIDE,
        agreed=SIDE,
        points=None,
        maximum=Fraction(4),
        answers=answers,
        justification=justification,
    )


def table(rows: int) -> AnswerFinding:
    cells = tuple((f"Partner {number}", str(number)) for number in range(1, rows + 1))
    found = TableFinding(("Name", "Staff"), (False, True), cells, ("", "99"))
    return AnswerFinding("Partners", table=found)


def rows_of(found: CriterionFinding) -> list[tuple[str, ...]]:
    (answer,) = found.answers
    assert answer.table is not None
    return list(answer.table.rows)


def test_what_is_short_stays_as_it_is() -> None:
    asked = criterion("Because.", AnswerFinding("Since", ("2019",)), table(MOST_ROWS))
    assert shorten(asked) == asked


def test_a_long_table_ends_after_eight_rows_and_keeps_its_totals() -> None:
    found = shorten(criterion("", table(9)))
    assert rows_of(found)[7:] == [("Partner 8", "8"), ("…", "…")]
    (answer,) = found.answers
    assert answer.table is not None
    assert answer.table.totals == ("", "99")


def test_a_long_text_ends_at_a_word() -> None:
    text = "word " * 200
    cut = shorten(criterion(text, AnswerFinding("How", (text,), is_long=True)))
    assert cut.justification == "word " * 118 + "word…"
    assert cut.answers[0].lines == (cut.justification,)


def test_a_text_of_many_lines_ends_after_twelve() -> None:
    assert shorten(criterion("a\n" * 12 + "b")).justification == "\n".join("a" * 12) + "…"
    assert shorten(criterion("a\n" * 11 + "b")).justification == "a\n" * 11 + "b"


def test_what_fits_stays_on_one_page_and_the_rest_may_be_divided() -> None:
    assert stays_whole(criterion("Because."), "")
    assert stays_whole(criterion("x" * 95 * 12), "Ask.\n" * 11)  # 8 + (8 + 61.2) + (8 + 61.2)
    assert not stays_whole(criterion("x" * 95 * 12), "Ask.\n" * 12)
    one = AnswerFinding("How many", ("1",))
    assert stays_whole(criterion("", *[one] * 18), "")  # 8 + 136.8
    assert not stays_whole(criterion("", *[one] * 19), "")
    assert not stays_whole(criterion("", table(1)), "")


@given(WORDS, WORDS)
def test_a_text_is_its_own_beginning_and_never_longer_than_it_may_be(
    justification: str, said: str
) -> None:
    found = shorten(criterion(justification, AnswerFinding("How", (said,))))
    for before, after in ((justification, found.justification), (said, found.answers[0].lines[0])):
        assert len(after) <= LONGEST
        assert after.count("\n") < MOST_LINES
        assert after == before or (after.endswith("…") and before.startswith(after[:-1]))
