"""Files of answers and the sheets that they make; an answer is supported unless it says otherwise."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from assessment.catalogue.answers_file import Asked, read_sheet, sheet_of
from assessment.catalogue.faults import CriteriaFault
from assessment.catalogue.schema import AnswersFile
from assessment.domain.answers import Answer, AnswerSheet, HeldLabel, Piece
from assessment.domain.criteria import EvidenceKind, Label
from assessment.domain.scorecard import CriterionScore, Reason
from assessment.domain.scoring import score
from tests.catalogue.authoring import LABEL, Change, author_edition

TODAY = date(2026, 6, 1)


def make_label(*changes: Change) -> Label:
    return author_edition(*changes).scheme.label(LABEL)


def sheet(*layers: dict[str, object], label: Label | None = None) -> AnswerSheet:
    """The sheet of the layers, in which it is 1 June 2026 and there are 40 members."""
    first = AnswersFile.model_validate({"on": "2026-06-01", "profile": {"members": 40}})
    rest = [AnswersFile.model_validate(layer) for layer in layers]
    return sheet_of(label or make_label(), (first, *rest))


def scored(criterion: str, answer: dict[str, object]) -> CriterionScore:
    return score(make_label(), sheet({"answers": {criterion: answer}})).of(criterion)


def test_answer_is_supported_as_every_rule_asks() -> None:
    found = scored("active-members", {"values": {"active": 30}})
    assert (found.level, found.reason, found.points) == (3, Reason.ANSWERED, 18)
    answer = sheet({"answers": {"active-members": {"values": {"active": 30}}}}).of("active-members")
    assert answer.evidence == (Piece(EvidenceKind.DOCUMENT, TODAY),)


def test_answer_that_is_not_supported_earns_nothing() -> None:
    found = scored("strategy", {"level": 3, "supported": False})
    lacks = (Reason.JUSTIFICATION_MISSING, Reason.EVIDENCE_MISSING)
    assert (found.level, found.points, found.lacks) == (3, 0, lacks)


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [
        ([], Reason.EVIDENCE_MISSING),
        ([{"kind": "image", "dated": "2026-05-01"}], Reason.EVIDENCE_UNSUITABLE),
        ([{"kind": "document", "dated": "2025-05-01"}], Reason.EVIDENCE_TOO_OLD),
        ([{"kind": "spreadsheet", "dated": "2025-06-01"}], Reason.ANSWERED),
    ],
)
def test_evidence_that_is_listed_is_all_there_is(evidence: object, reason: Reason) -> None:
    answer = {"values": {"active": 30}, "evidence": evidence}
    assert scored("active-members", answer).reason is reason


def test_justification_can_be_left_out_alone() -> None:
    assert scored("strategy", {"level": 3, "justification": ""}).lacks == (
        Reason.JUSTIFICATION_MISSING,
    )


def test_level_alone_stands_where_answers_would_make_it() -> None:
    found = scored("satisfaction", {"level": 3})
    assert (found.level, found.points, found.reason) == (3, 12, Reason.ANSWERED)


def test_level_alone_stands_where_questions_must_be_answered_with_it() -> None:
    change = (
        "criteria.yaml",
        "  - id: strategy\n",
        "  - id: strategy\n    questions: [{id: link, type: link}]\n",
    )
    texts = (
        "texts/en.yaml",
        "    guidance: A presentation",
        "    questions: {link: {label: Where}}\n    guidance: A presentation",
    )
    label = make_label(change, texts)
    alone = sheet({"answers": {"strategy": {"level": 2}}}, label=label)
    claimed = sheet({"answers": {"strategy": {"level": 2, "supported": False}}}, label=label)
    assert score(label, alone).of("strategy").reason is Reason.ANSWERED
    assert score(label, claimed).of("strategy").reason is Reason.QUESTIONS_OPEN


def test_every_puts_each_rated_criterion_on_the_level() -> None:
    card = score(make_label(), sheet({"every": {"level": 1}}))
    assert [found.level for found in card.criteria] == [1, 1, 1, 1]
    assert card.points == 6 + 4 + 6 + 4


def test_every_leaves_given_answers_alone() -> None:
    given = {"every": {"level": 1}, "answers": {"strategy": {"level": 3}, "services": {}}}
    found = score(make_label(), sheet(given))
    assert [(c.level, c.points) for c in found.criteria] == [(3, 18), (None, None), (1, 6), (1, 4)]


def test_empty_answer_is_no_answer() -> None:
    assert scored("strategy", {}).reason is Reason.UNANSWERED


def test_not_applicable_has_its_reason_unless_unsupported() -> None:
    change = ("criteria.yaml", "  - id: strategy\n", "  - id: strategy\n    not_applicable: zero\n")
    label = make_label(change)
    for supported, reason in ((None, Reason.NOT_APPLICABLE), (False, Reason.JUSTIFICATION_MISSING)):
        answer = {"not_applicable": True, "supported": supported}
        made = sheet({"answers": {"strategy": answer}}, label=label)
        assert score(label, made).of("strategy").reason is reason


def test_layers_are_laid_over_each_other_by_key() -> None:
    made = sheet(
        {"profile": {"staff": 2}, "held": {"first-label": "2024-01-01"}, "every": {"level": 1}},
        {"profile": {"members": 30}, "on": "2026-07-01"},
    )
    assert made.profile == {"members": 30, "staff": 2}
    assert made.held == (HeldLabel("first-label", date(2024, 1, 1), None),)
    assert (made.on, len(made.answers)) == (date(2026, 7, 1), 4)


def test_answer_of_a_later_layer_replaces_the_earlier_as_a_whole() -> None:
    made = sheet(
        {"answers": {"strategy": {"level": 3, "justification": "Here."}}},
        {"answers": {"strategy": {"level": 1, "supported": False}}},
    )
    assert made.of("strategy") == Answer(1)


def test_nothing_answers_a_question_of_the_profile_again() -> None:
    assert sheet({"profile": {"members": None}}).profile == {"members": None}


def read(path: Path, text: str) -> AnswerSheet:
    path.write_text(text, encoding="utf-8")
    edition = author_edition()
    return read_sheet(path, Asked.anywhere(edition.scheme, edition.scheme.label(LABEL)))


def test_decimals_stay_exact(tmp_path: Path) -> None:
    made = read(tmp_path / "a.yaml", "profile: {members: 40, staff: 0.10}\n")
    question = make_label().profile[1]
    assert made.profile["staff"] == "0.10"
    assert question.read(made.profile["staff"]) == Fraction(1, 10)


def test_json_is_read_like_yaml(tmp_path: Path) -> None:
    value = {
        "on": "2026-06-01",
        "profile": {"members": 40},
        "answers": {"strategy": {"level": 2, "justification": 'Ääni "\\u00e4" \U0001f600 a/b\tc'}},
    }
    made = read(tmp_path / "a.json", json.dumps(value, indent="\t"))
    assert made.of("strategy").justification == value["answers"]["strategy"]["justification"]  # type: ignore[index]
    assert made.on == TODAY


def test_every_fault_of_a_file_comes_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    text = '{\n\t"on": "2026-02-30",\n\t"answers": {\n\t\t"team": {"level": 1}\n\t}\n}'
    with pytest.raises(CriteriaFault) as caught:
        read(path, text)
    assert caught.value.faults == [
        f"{path}:2: on: the calendar has no 2026-02-30",
        f"{path}:4: the criterion 'team' is not asked",
    ]


def test_missing_day_is_told(tmp_path: Path) -> None:
    with pytest.raises(CriteriaFault, match="on: the key is missing; the evidence for 'active-"):
        read(tmp_path / "a.yaml", "answers: {active-members: {values: {active: 3}}}\n")


def test_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xff\xfe")
    edition = author_edition()
    with pytest.raises(CriteriaFault, match="expected text in UTF-8"):
        read_sheet(path, Asked.by(edition.scheme, edition.scheme.label(LABEL)))


PAST: Change = (
    "criteria.yaml",
    "{id: asked-members, type: yes_no}\n",
    "{id: asked-members, type: yes_no}\n      - {id: sent, type: date, not_after_today: true}\n",
)
PAST_TEXT: Change = (
    "texts/en.yaml",
    "      asked-members:",
    "      sent: {label: Sent on}\n      asked-members:",
)


def test_day_still_to_come_is_told_where_it_has_to_be_past(tmp_path: Path) -> None:
    later = "on: 2026-06-01\nanswers:\n  satisfaction:\n    values: {sent: 2026-06-02}\n"
    label = make_label(PAST, PAST_TEXT)
    path = tmp_path / "a.yaml"
    path.write_text(later, encoding="utf-8")
    with pytest.raises(CriteriaFault) as caught:
        read_sheet(path, Asked(label, (LABEL,), {c.id: c for c in label.criteria}))
    message = "sent: expected a day that has been on the day of the answers, found 2026-06-02"
    assert caught.value.faults == [f"{path}:4: {message}"]
