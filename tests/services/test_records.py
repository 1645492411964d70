"""Frozen records: plain values that keep exactly what was handed in and what it scored."""

import hashlib
import json
from fractions import Fraction

from assessment.domain.answers import Answer, AnswerSheet
from assessment.domain.criteria import Criterion, Label, RatingScale, Section, SupportRule, Tier
from assessment.domain.scoring import score
from assessment.services.records import (
    canonical,
    record_digest,
    scorecard_record,
    self_scorecard,
    sheet_of,
)

THIRDS = RatingScale("thirds", (0, 1, 2, 3))
FIRST = Criterion("first", "1.1", THIRDS, SupportRule(1, 2), Fraction(5), minimum=2)
SECOND = Criterion("second", "1.2", THIRDS, SupportRule(), Fraction(1, 2))
LABEL = Label(
    "tiny", Tier.BRONZE, (Section("only", 1, (FIRST, SECOND)),), Fraction(4), 2, validity_years=2
)


def frozen(level: int | None, justification: str, evidence: int) -> dict[str, object]:
    return {"level": level, "justification": justification, "evidence": [{}] * evidence}


def test_canonical_text_does_not_depend_on_the_order_of_keys() -> None:
    one = {"b": 1, "a": {"d": [2, 1], "c": None}}
    other = {"a": {"c": None, "d": [2, 1]}, "b": 1}
    assert canonical(one) == canonical(other) == '{"a":{"c":null,"d":[2,1]},"b":1}'


def test_canonical_text_depends_on_the_order_of_lists() -> None:
    assert record_digest({"a": [1, 2]}) != record_digest({"a": [2, 1]})


def test_canonical_text_keeps_letters_as_they_are() -> None:
    assert canonical({"name": "Säämi 😀"}) == '{"name":"Säämi 😀"}'


def test_record_digest_is_the_sha256_of_the_canonical_text() -> None:
    assert record_digest({"ä": 1}) == hashlib.sha256('{"ä":1}'.encode()).hexdigest()


def test_a_record_read_back_from_json_has_the_same_digest() -> None:
    record = scorecard_record(score(LABEL, AnswerSheet.attested({"first": 1, "second": 3})))
    assert record_digest(json.loads(json.dumps(record))) == record_digest(record)


def test_scorecard_record_keeps_fractions_exactly() -> None:
    sheet = AnswerSheet({"first": Answer(2, "Because.", 1), "second": Answer(1)})
    record = scorecard_record(score(LABEL, sheet))
    assert record == {
        "label": "tiny",
        "points": "7/2",  # 5 × 2/3 + 1/2 × 1/3
        "maximum": "11/2",
        "threshold": {"points": "4", "status": "missed"},
        "minimums": "met",
        "outcome": "missed",
        "sections": [{"id": "only", "points": "7/2", "maximum": "11/2"}],
        "criteria": [
            {
                "id": "first",
                "level": 2,
                "points": "10/3",
                "maximum": "5",
                "reason": "answered",
                "minimum": "met",
            },
            {
                "id": "second",
                "level": 1,
                "points": "1/6",
                "maximum": "1/2",
                "reason": "answered",
                "minimum": None,
            },
        ],
    }


def test_scorecard_record_tells_unanswered_from_zero() -> None:
    record = scorecard_record(score(LABEL, AnswerSheet({"second": Answer(0)})))
    assert [(c["level"], c["points"], c["reason"]) for c in record["criteria"]] == [
        (None, None, "unanswered"),
        (0, "0", "answered"),
    ]


def test_sheet_of_a_record_is_the_sheet_that_was_frozen() -> None:
    record = {"answers": {"first": frozen(2, "Because.", 1), "second": frozen(None, "", 0)}}
    assert sheet_of(record) == AnswerSheet(
        {"first": Answer(2, "Because.", 1), "second": Answer(None, "", 0)}
    )


def test_self_scorecard_is_scored_by_the_same_core() -> None:
    record = {"answers": {"first": frozen(3, "Because.", 1), "second": frozen(3, "", 0)}}
    own = self_scorecard(record, LABEL)
    assert own == score(LABEL, sheet_of(record))
    assert own.points == Fraction(11, 2)
