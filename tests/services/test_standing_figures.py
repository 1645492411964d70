"""A figure over everything is counted once for each state of the record, and never from an earlier one."""

from datetime import timedelta
from itertools import count

from assessment.db.models import Assessment, ClusterChange, EarlierLabel
from assessment.domain.workflow import SUBMITTED_STATES, State, turn_of
from assessment.services.standing_figures import as_it_stands
from tests.building import NOON, Line, World


def test_a_figure_is_counted_anew_after_a_step_a_change_of_facts_and_an_earlier_label(
    line: Line, world: World
) -> None:
    numbers = count(1)

    def figure() -> int:
        line.session.flush()
        return as_it_stands(line.session, "figure", lambda: next(numbers))

    assert (figure(), figure()) == (1, 1)
    draft = line.open()
    line.answer_all(draft)
    line.submit(draft)
    assert (figure(), figure()) == (2, 2)
    by = {"changed_by": world.owner.id, "changed_at": NOON}
    line.session.add(ClusterChange(cluster_id=world.cluster.id, year=None, changes={}, **by))
    assert (figure(), figure()) == (3, 3)
    days = {"valid_from": NOON.date(), "valid_until": NOON.date() + timedelta(9)}
    kept = {"recorded_by": world.secretary.id, "recorded_at": NOON}
    place = {"cluster_id": world.cluster.id, "scheme_id": "s", "label_id": "l"}
    line.session.add(EarlierLabel(**place, **days, **kept))
    assert (figure(), figure()) == (4, 4)


def test_a_figure_of_work_that_was_rolled_back_is_not_kept_for_what_follows(
    line: Line, world: World
) -> None:
    draft = line.open()
    line.answer_all(draft)
    line.session.commit()
    line.submit(draft)
    assert as_it_stands(line.session, "figure", lambda: "rolled back") == "rolled back"
    line.session.rollback()
    assert as_it_stands(line.session, "figure", lambda: "before") == "before"


def test_figures_of_different_keys_are_different(line: Line) -> None:
    assert as_it_stands(line.session, ("figure", 1), lambda: 1) == 1
    assert as_it_stands(line.session, ("figure", 2), lambda: 2) == 2


def test_each_step_keeps_what_lists_are_sorted_by(line: Line) -> None:
    draft = line.open()
    assert (draft.turn, draft.submitted_at) == (None, None)
    line.answer_all(draft)
    line.withdraw(_submitted(line, draft))
    assert (draft.turn, draft.submitted_at) == (None, None)
    for state in line.walk(draft):
        assert (draft.turn, draft.submitted_at) == (turn_of(state), NOON)


def _submitted(line: Line, draft: Assessment):  # type: ignore[no-untyped-def]
    submission = line.submit(draft)
    assert (draft.turn, draft.submitted_at) == (0, NOON)
    return submission


def test_what_waits_for_the_secretariat_comes_first_and_what_is_decided_last() -> None:
    found = {state: turn_of(state) for state in State}
    assert {state for state, turn in found.items() if turn is not None} == SUBMITTED_STATES
    assert (found[State.SUBMITTED], found[State.IN_REVIEW], found[State.AWARDED]) == (0, 1, 2)
