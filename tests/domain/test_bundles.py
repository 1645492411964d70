"""What a bundle can have of an application, and what is behind a document that failed."""

import pytest

from assessment.domain.bundles import (
    BENCHMARKING,
    CERTIFICATE,
    KINDS,
    REPORT,
    Cause,
    Decided,
    Lack,
    Stage,
    cause_of,
    lack_of,
    stage_of,
)
from assessment.domain.label_life import LifeState
from assessment.domain.workflow import State


def lacks(state: State, outcome: str | None, life: LifeState | None) -> list[Lack | None]:
    """Of certificate, report and benchmarking report why there is none."""
    return [lack_of(kind, Decided(state, outcome, life, True)) for kind in KINDS]


@pytest.mark.parametrize(
    ("state", "outcome", "life", "expected"),
    [
        (State.AWARDED, "award", LifeState.VALID, [None, None, None]),
        (State.CONDITIONAL, "award_with_conditions", LifeState.VALID, [None, None, None]),
        (State.AWARDED, "award", LifeState.SUSPENDED, [Lack.SUSPENDED, None, None]),
        (State.AWARDED, "award", LifeState.REVOKED, [Lack.REVOKED, None, None]),
        (State.AWARDED, "award", LifeState.SUPERSEDED, [Lack.RENEWED, None, None]),
        (State.DECLINED, "decline", None, [Lack.NOT_AWARDED, None, None]),
        (State.APPEALED, "decline", None, [Lack.NOT_AWARDED, None, None]),
        (State.DEFERRED, "defer", None, [Lack.DEFERRED] * 3),
        (State.REVIEWED, "defer", None, [Lack.UNDECIDED] * 3),
        (State.DECISION_PROPOSED, None, None, [Lack.UNDECIDED] * 3),
        (State.IN_REVIEW, None, None, [Lack.UNDECIDED] * 3),
    ],
)
def test_what_there_is_follows_from_the_decision_that_counts(
    state: State, outcome: str | None, life: LifeState | None, expected: list[Lack | None]
) -> None:
    assert lacks(state, outcome, life) == expected


def test_label_that_compares_nothing_has_no_benchmarking_report() -> None:
    found = Decided(State.AWARDED, "award", LifeState.VALID, False)
    assert lack_of(BENCHMARKING, found) is Lack.NOT_COMPARED
    assert (lack_of(CERTIFICATE, found), lack_of(REPORT, found)) == (None, None)


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        ("OSError: [Errno 28] No space left on device", Cause.ROOM),
        ("OSError: [Errno 27] File too large", Cause.ROOM),
        ("OperationalError: (sqlite3.OperationalError) database or disk is full", Cause.ROOM),
        ("NotSealed: the key cannot be read", Cause.SEAL),
        ("UnreadablePicture: logo.png", Cause.PAPER),
        ("PaperFault: issuer.toml", Cause.PAPER),
        ("MemoryError: ", Cause.MEMORY),
        ("The worker ended while making it.", Cause.WORKER),
        ("FileNotFoundError", Cause.LOST),
        ("FileNotFoundError: it is not on the disk", Cause.LOST),
        ("ValueError: no such glyph", Cause.OTHER),
        ("", Cause.OTHER),
    ],
)
def test_fault_has_a_cause_that_people_understand(fault: str, cause: Cause) -> None:
    assert cause_of(fault) is cause


@pytest.mark.parametrize(
    ("waiting", "made", "has_file", "is_removed", "stage"),
    [
        (1, 3, False, False, Stage.MAKING),
        (0, 3, False, False, Stage.PACKING),
        (0, 3, True, False, Stage.READY),
        (0, 3, True, True, Stage.REMOVED),
        (0, 0, False, False, Stage.EMPTY),
    ],
)
def test_stage_of_a_bundle(
    waiting: int, made: int, has_file: bool, is_removed: bool, stage: Stage
) -> None:
    found = stage_of(waiting=waiting, made=made, has_file=has_file, is_removed=is_removed)
    assert found is stage
