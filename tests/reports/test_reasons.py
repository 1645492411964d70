"""Why a criterion has its points, in the sentences of the page."""

import pytest

from assessment.reports.words.reasons import reason_words
from tests.reports.decided import LEFT_OUT, UNANSWERED, Record, answer, piece
from tests.reports.self_assessed import make_assessed

FAST = {"how": "fast"}


def words(key: str, given: Record, *changes: tuple[str, str, str], **rest: object) -> str:
    assessed = make_assessed(*changes, answers={key: given}, **rest)
    is_begun = bool(given["values"] or given["justification"])
    return reason_words(assessed.own.of(key), assessed.names, is_begun=is_begun)


@pytest.mark.parametrize(
    ("key", "given", "expected"),
    [
        ("pace", answer(2, values=FAST), "Level 2 of 2 earns 5 of 5 points."),
        ("team", answer(2), "Level 2 of 2. It is not scored."),
        ("figure", answer(values={"count": "3"}), "Answered. It is not scored."),
        ("team", UNANSWERED, "Not answered yet."),
        ("team", answer(justification="So."), "Level not chosen yet."),
        ("tomorrow", UNANSWERED, "Announced for a later version: shown, not yet asked."),
        (
            "spending",
            LEFT_OUT,
            "Claimed not to apply, with a reason. It is left out of the score.",
        ),
        ("rules", LEFT_OUT, "Claimed not to apply, with a reason. It earns no points."),
        (
            "team",
            answer(2, justification="", evidence=[]),
            "Claimed, not supported: level 2 of 2 earns nothing yet. The justification is missing. "
            "Evidence is missing.",
        ),
        (
            "team",
            answer(2, evidence=[piece(1, dated_on="2020-01-01"), piece(2)]),
            "Claimed, not supported: level 2 of 2 earns nothing yet. The evidence is older than "
            "allowed, or has no date.",
        ),
        (
            "team",
            answer(2, evidence=[piece(1, media_type="image/png"), piece(2)]),
            "Claimed, not supported: level 2 of 2 earns nothing yet. The evidence is not of the kind "
            "that is asked for.",
        ),
        ("reach", answer(values={"asked": "12"}), "1 question is still open: Left out."),
    ],
)
def test_each_reason_has_its_sentence(key: str, given: Record, expected: str) -> None:
    assert words(key, given) == expected


def test_criterion_that_does_not_apply_by_rule_says_so() -> None:
    assert words("rules", UNANSWERED, profile={"hosted": False}) == (
        "Does not apply to this cluster, by its own answers. It is left out of the score."
    )


def test_figure_that_cannot_be_true_is_named() -> None:
    bounds = (
        "criteria.yaml",
        "{id: per-member, ratio: [asked, profile/members], in_percent: true}",
        "{id: per-member, ratio: [asked, profile/members], in_percent: true, at_most: 50}",
    )
    said = words("reach", answer(values={"asked": "12", "reached": "10"}), bounds)

    assert "“Asked per member”: 60%, but it must be at most 50%. Check the answers." in said


def test_reasons_are_told_in_finnish() -> None:
    said = words("pace", answer(2, values=FAST), language="fi")

    assert said == "Taso 2/2, pisteet 5/5."
