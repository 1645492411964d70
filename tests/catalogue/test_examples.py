"""Worked examples: what they promise, and what is said where they do not keep it.

The starter scheme: strategy 18 points (6 a level), services 12 (4), active-members 18 (6),
satisfaction 12 (4); threshold 36; minimums strategy 1 and active-members 2.
"""

import pytest

from assessment.catalogue.examples import Examples, condition_keys, play_examples
from tests.catalogue.authoring import EXAMPLES, LABEL, Change, author_edition, author_files

HEAD = f"label: {LABEL}\non: 2026-06-01\nprofile: {{members: 40}}\nevery: {{level: 2}}\n"
"""Every criterion at level 2 of 3: 12 + 8 + 12 + 8 = 40 points on lines 1 to 4."""


def play(text: str, *changes: Change) -> Examples:
    return play_examples(author_edition(*changes), {EXAMPLES: text})


def faults_of(body: str, *changes: Change, head: str = HEAD) -> list[str]:
    """The faults of a file with the head above, as `line: message`."""
    found = play(head + body, *changes)
    return [str(fault).removeprefix(f"{EXAMPLES}:") for fault in found.faults]


def case(answers: str = "{}", expect: str = "outcome: met", more: str = "") -> str:
    """One case, whose answers stand on line 7 and whose expectations begin on line 9."""
    return f"cases:\n  - id: one\n    answers: {answers}\n    expect:\n      {expect}\n{more}"


def test_examples_that_give_what_they_promise_have_no_faults() -> None:
    found = play(author_files()[EXAMPLES])
    assert (found.faults, found.cases, found.passed) == ((), 10, 10)
    assert len(found.cards[LABEL]) == 10


@pytest.mark.parametrize(
    ("expect", "message"),
    [
        ("points: 41", "9: points: expected 41, found 40"),
        ("points: 39.5", "9: points: expected 39 1/2, found 40"),
        ("outcome: missed", "9: outcome: expected missed, found met"),
        ("conditions: {threshold: missed}", "9: threshold: expected missed, found met"),
        ("criteria: {strategy: {points: 13}}", "9: strategy.points: expected 13, found 12"),
        ("criteria: {strategy: {level: 3}}", "9: strategy.level: expected 3, found 2"),
        (
            "criteria: {strategy: {reason: unanswered}}",
            "9: strategy.reason: expected unanswered, found answered",
        ),
        ("criteria: {strategy: {level: null}}", "9: strategy.level: expected nothing, found 2"),
    ],
)
def test_broken_promise_is_a_fault_at_its_line(expect: str, message: str) -> None:
    assert faults_of(case(expect=expect)) == [message]


def test_broken_promise_gives_a_fraction_in_full() -> None:
    # 7 points at level 2 of 3 are 14/3
    change = ("first-label.yaml", "points: 18, minimum: 1", "points: 7, minimum: 1")
    assert faults_of(case(expect="points: 32"), change) == ["9: points: expected 32, found 32 2/3"]


@pytest.mark.parametrize("written", ["32 2/3", "98/3", '"32 2/3"'])
def test_fraction_can_be_promised_as_it_is_told(written: str) -> None:
    change = ("first-label.yaml", "points: 18, minimum: 1", "points: 7, minimum: 1")
    assert faults_of(case(expect=f"points: {written}"), change) == []


@pytest.mark.parametrize("written", ["32 2/0", "2/3 of 32", "1/2/3"])
def test_what_is_no_number_cannot_be_promised(written: str) -> None:
    (fault,) = faults_of(case(expect=f"points: {written}"))
    assert "points: expected a number" in fault


def test_null_promises_that_there_is_nothing() -> None:
    expect = "criteria: {strategy: {level: null, points: null}}"
    assert faults_of(case("{strategy: {}}", expect)) == []


def test_cases_that_pass_are_counted() -> None:
    body = case(more="  - id: two\n    expect: {points: 1}\n")
    assert (play(HEAD + body).cases, play(HEAD + body).passed) == (2, 1)


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ("{team: {level: 1}}", "the criterion 'team' is not asked"),
        ("{strategy: {level: 4}}", "level 4: the scale of 'strategy' lacks it"),
        (
            "{strategy: {not_applicable: true}}",
            "not_applicable: 'strategy' cannot be claimed not to apply",
        ),
        (
            "{services: {level: 1, values: {offered: [advice]}}}",
            "level: the answers make the level of 'services'; expected it alone",
        ),
        (
            "{services: {level: 1, supported: false}}",
            "level: the answers make the level of 'services'; expected it alone",
        ),
        (
            "{services: {values: {given: [advice]}}}",
            "given: not asked here; asked is offered",
        ),
        ("{strategy: {values: {aims: 3}}}", "aims: not asked here; asked is nothing"),
        (
            "{services: {values: {offered: [cake]}}}",
            "offered: expected advice or events or matchmaking",
        ),
        (
            "{active-members: {values: {active: -1}}}",
            "active: expected at least 0, found -1",
        ),
        (
            "{active-members: {values: {active: 1.5}}}",
            "active: expected a whole number, found 1.5",
        ),
        (
            "{satisfaction: {values: {asked-members: yes}}}",
            "asked-members: expected true or false, found yes",
        ),
        (
            "{strategy: {level: 2, evidence: [{dated: 2026-02-30}]}}",
            "dated: the calendar has no 2026-02-30",
        ),
    ],
)
def test_wrong_answer_is_a_fault_at_its_line(answers: str, message: str) -> None:
    assert faults_of(case(answers)) == [f"7: {message}"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("label: second-label", "1: label: expected first-label, found second-label"),
        ("on: 2026-13-01", "2: on: the calendar has no 2026-13-01"),
        ("profile: {rooms: 2}", "3: rooms: not asked here; asked is members, staff"),
        ("every: {level: 4}", "4: every: level 4, which the scale of 'strategy' lacks"),
    ],
)
def test_wrong_shared_answers_are_faults_at_their_lines(line: str, message: str) -> None:
    key = line.partition(":")[0]
    head = "".join(f"{line}\n" if own.startswith(key) else f"{own}\n" for own in HEAD.splitlines())
    assert faults_of(case(), head=head)[0] == message


def test_held_label_must_be_one_of_the_scheme() -> None:
    head = f"{HEAD}held: {{second-label: 2024-02-31}}\n"
    assert faults_of(case(), head=head) == [
        "5: held: there is no label 'second-label'",
        "5: second-label: the calendar has no 2024-02-31",
    ]


def test_faulty_answers_are_not_scored() -> None:
    found = play(HEAD + case("{team: {level: 1}}", "points: 1"))
    assert (len(found.faults), found.cards[LABEL], found.passed) == (1, (), 0)


def test_unknown_condition_is_a_fault_that_names_the_known_ones() -> None:
    assert faults_of(case(expect="conditions: {minimum.services: met}")) == [
        "9: the label has no condition 'minimum.services'; it has eligibility.enough-members, "
        "threshold, minimum.strategy, minimum.active-members"
    ]


def test_unknown_criterion_in_a_promise_is_a_fault() -> None:
    assert faults_of(case(expect="criteria: {team: {level: 1}}")) == [
        "9: the criterion 'team' is not asked"
    ]


def test_case_must_promise_something() -> None:
    body = "cases:\n  - id: one\n    expect: {}\n"
    assert faults_of(body) == ["7: expect: expected at least one of points, outcome, ..."]


def test_case_ids_differ() -> None:
    body = case(more="  - id: one\n    expect: {points: 40}\n")
    assert faults_of(body) == ["10: 'one' stands here twice"]


def test_age_of_evidence_needs_a_day() -> None:
    head = HEAD.replace("on: 2026-06-01\n", "")
    answers = "{active-members: {values: {active: 20}}}"
    assert faults_of(case(answers), head=head) == [
        "5: on: the key is missing; the evidence for 'active-members' has to be of an age"
    ]


def test_label_without_score_has_the_condition_complete() -> None:
    change = ("first-label.yaml", "threshold: 36               # points needed, of 60\n", "")
    label = author_edition(change).scheme.label(LABEL)
    assert condition_keys(label)[:2] == ("eligibility.enough-members", "complete")


def test_case_without_a_day_of_its_own_has_that_of_the_file() -> None:
    past: Change = (
        "criteria.yaml",
        "{id: asked-members, type: yes_no}\n",
        "{id: asked-members, type: yes_no}\n      - {id: sent, type: date, not_after_today: true}\n",
    )
    text: Change = (
        "texts/en.yaml",
        "      asked-members:",
        "      sent: {label: Sent on}\n      asked-members:",
    )
    later = case("{satisfaction: {values: {sent: 2026-06-02}}}")
    message = "sent: expected a day that has been on the day of the answers, found 2026-06-02"
    assert faults_of(later, past, text) == [f"7: {message}"]
