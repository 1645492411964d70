"""Frozen records: plain values that keep exactly what was handed in and what it scored."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from assessment.domain.answers import Answer, AnswerSheet, HeldLabel, Piece
from assessment.domain.conditions import Comparison, Operator, Status
from assessment.domain.criteria import (
    Criterion,
    Eligibility,
    EvidenceKind,
    EvidenceRule,
    Label,
    NotApplicable,
    Panel,
    Prerequisite,
    RatingScale,
    Section,
    SupportRule,
    Tier,
)
from assessment.domain.questions import PROFILE, Question, QuestionType, Reference
from assessment.domain.record import scorecard_data
from assessment.domain.scorecard import ConditionKind, Reason
from assessment.domain.scoring import score
from assessment.services.records import canonical, record_digest, self_scorecard, sheet_of

HALF = Fraction(1, 2)
THIRDS = RatingScale("thirds", (0, 1, 2, 3))
RULE = SupportRule(1, (EvidenceRule(from_level=2, months_old_at_most=12),))
FIRST = Criterion("first", "1.1", THIRDS, RULE, Fraction(5), minimum=2)
SECOND = Criterion(
    "second",
    "1.2",
    THIRDS,
    SupportRule(),
    Fraction(1, 2),
    questions=(Question("share", QuestionType.PERCENTAGE),),
    not_applicable=NotApplicable.EXCLUDE,
)
LABEL = Label(
    "tiny",
    Tier.BRONZE,
    (Section("only", 1, (FIRST, SECOND)),),
    Fraction(4),
    Panel(2),
    validity_years=2,
    profile=(Question("staff", QuestionType.DECIMAL),),
    eligibility=(
        Eligibility("staffed", Comparison(Reference(PROFILE, "staff"), Operator.AT_LEAST, HALF)),
    ),
    prerequisite=Prerequisite("stone", months_at_least=12),
)


def frozen(level: int | None, justification: str, evidence: list[dict[str, Any]]) -> dict[str, Any]:
    """An answer as the first release wrote it."""
    return {"level": level, "justification": justification, "evidence": evidence}


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


def test_a_record_of_the_first_release_is_still_read() -> None:
    file = {"id": 7, "title": "Plan", "media_type": "application/pdf", "url": ""}
    link = {"id": 8, "title": "Page", "media_type": "", "url": "https://timber.example"}
    record = {
        "answers": {"first": frozen(2, "Because.", [file, link]), "second": frozen(None, "", [])}
    }
    sheet = sheet_of(record)
    assert sheet == AnswerSheet(
        {
            "first": Answer(
                2,
                "Because.",
                (Piece(EvidenceKind.DOCUMENT), Piece(EvidenceKind.LINK)),
                is_final=True,
            ),
            "second": Answer(is_final=True),
        },
        is_renewal=False,
    )
    assert (sheet.profile, sheet.held, sheet.on) == ({}, (), None)


def test_sheet_of_a_record_has_all_on_which_its_score_depends() -> None:
    record = {
        "on": "2026-06-15",
        "profile": {"staff": "1.5"},
        "held": [
            {"label": "stone", "since": "2024-01-15", "until": "2026-01-31"},
            {"label": "wood", "since": "2023-05-01", "until": None},
        ],
        "answers": {
            "first": frozen(3, "Because.", [{"media_type": "text/csv", "dated_on": "2025-06-15"}])
            | {"values": {}, "is_not_applicable": False},
            "second": frozen(None, "We have none.", [])
            | {"values": {"share": "12.5"}, "is_not_applicable": True},
        },
    }
    assert sheet_of(record) == AnswerSheet(
        {
            "first": Answer(
                3,
                "Because.",
                (Piece(EvidenceKind.SPREADSHEET, date(2025, 6, 15)),),
                is_final=True,
            ),
            "second": Answer(
                None,
                "We have none.",
                (),
                {"share": "12.5"},
                is_not_applicable=True,
                is_final=True,
            ),
        },
        {"staff": "1.5"},
        (
            HeldLabel("stone", date(2024, 1, 15), date(2026, 1, 31)),
            HeldLabel("wood", date(2023, 5, 1)),
        ),
        date(2026, 6, 15),
        is_renewal=False,
    )


def test_self_scorecard_is_scored_for_the_day_of_the_record() -> None:
    held = [{"label": "stone", "since": "2025-06-15", "until": None}]
    evidence = [{"media_type": "application/pdf", "dated_on": "2025-06-15"}]
    record = {
        "on": "2026-06-15",
        "profile": {"staff": "0.5"},
        "held": held,
        "answers": {"first": frozen(3, "Because.", evidence), "second": frozen(0, "", [])},
    }
    own = self_scorecard(record, LABEL)
    assert own == score(LABEL, sheet_of(record))
    assert own.of("first").points == 5  # the piece is exactly twelve months old that day
    assert [c.status for c in own.of_kind(ConditionKind.PREREQUISITE)] == [Status.MET]
    a_day_later = self_scorecard(record | {"on": "2026-06-16"}, LABEL)
    assert a_day_later.of("first").reason is Reason.ANSWERED
    a_month_later = self_scorecard(record | {"on": "2026-07-15"}, LABEL)
    assert a_month_later.of("first").reason is Reason.EVIDENCE_TOO_OLD


def test_a_scorecard_read_back_from_json_has_the_same_digest() -> None:
    sheet = AnswerSheet(profile={"staff": "0.5"}).attested({"first": 1, "second": 3})
    record = scorecard_data(score(LABEL, sheet))
    assert record_digest(json.loads(json.dumps(record))) == record_digest(record)


def test_a_scorecard_keeps_fractions_exactly_and_tells_unanswered_from_zero() -> None:
    sheet = AnswerSheet({"second": Answer(1, values={"share": "12.5"})})
    record = scorecard_data(score(LABEL, sheet))
    assert (record["points"], record["possible"]) == ("1/6", "31/6")  # 1/2 × 1/3, and 5 more
    assert (record["maximum"], record["threshold"]) == (
        "11/2",
        {"points": "4", "status": "undetermined"},
    )
    assert [(c["level"], c["points"], c["reason"]) for c in record["criteria"]] == [
        (None, None, "unanswered"),
        (1, "1/6", "answered"),
    ]


def test_a_scorecard_without_a_threshold_has_none() -> None:
    record = scorecard_data(score(replace(LABEL, threshold=None), AnswerSheet()))
    assert record["threshold"] == {"points": None, "status": "met"}
