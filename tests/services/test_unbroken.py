"""Since when a label is held that was renewed, through a row of renewals."""

from datetime import date

import pytest

from assessment.db.models import Certificate, EarlierLabel, Submission
from assessment.db.queries import outcomes
from assessment.domain.label_life import LifeState
from assessment.domain.workflow import State
from assessment.services.unbroken import Unbroken, unbroken
from tests.building import Line

FIRST, END = date(2025, 5, 14), date(2027, 5, 31)


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


def awarded(line: Line) -> Submission:
    return line.submission(line.lead_to(State.AWARDED))


def certificate_of(line: Line, submission: Submission) -> Certificate:
    found = outcomes.certificate_for_change(line.session, submission.id)
    assert found is not None
    return found


def test_a_first_award_goes_on_from_nothing(line: Line) -> None:
    assert unbroken(line.session, awarded(line)) is None


def test_a_renewal_goes_on_from_the_first_day_of_the_one_before(line: Line) -> None:
    held = line.hold(FIRST, END)
    assert unbroken(line.session, awarded(line)) == Unbroken(held.number, FIRST)


def test_a_row_of_renewals_begins_with_the_first_certificate(line: Line) -> None:
    line.hold(FIRST, END)
    second = certificate_of(line, awarded(line))
    second.valid_until = END  # so that it can be renewed on the day of the line
    line.session.flush()
    third = awarded(line)
    assert third.renews_certificate_id == second.id
    assert unbroken(line.session, third) == Unbroken(second.number, FIRST)


def test_what_was_held_before_this_system_counts(line: Line) -> None:
    line.session.add(
        EarlierLabel(
            cluster_id=line.world.cluster.id,
            scheme_id=line.edition.scheme.id,
            label_id="gold",
            valid_from=FIRST,
            valid_until=END,
            recorded_by=line.world.secretary.id,
        )
    )
    line.session.flush()
    line.is_renewal = True
    first = awarded(line)
    assert unbroken(line.session, first) == Unbroken("", FIRST)
    certificate_of(line, first).valid_until = END
    line.session.flush()
    found = unbroken(line.session, awarded(line))
    assert found is not None
    assert found.since == FIRST


@pytest.mark.parametrize("life", [LifeState.SUSPENDED, LifeState.REVOKED])
def test_what_was_suspended_or_revoked_was_not_held_all_the_time(
    line: Line, life: LifeState
) -> None:
    held = line.hold(FIRST, END)
    renewal = awarded(line)
    held.life = life
    line.session.flush()
    assert unbroken(line.session, renewal) is None
