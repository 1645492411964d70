"""How alike reviewers rate: the coefficient by a library, held to values worked out by hand."""

from fractions import Fraction

import pytest

from assessment.db.models import Assessment
from assessment.domain.agreement import RatingTable
from assessment.domain.workflow import State
from assessment.services.agreement import (
    AgreementReport,
    CriterionAgreement,
    Reading,
    agreement_report,
    alpha,
    reading_of,
)
from tests.building import Line, World


def table(*rows: tuple[int | None, ...]) -> RatingTable:
    shares = tuple(
        tuple(None if level is None else Fraction(level, 4) for level in row) for row in rows
    )
    return RatingTable(tuple(range(1, len(rows) + 1)), shares)


def test_full_agreement_is_one() -> None:
    assert alpha(table((0, 1, 2, 3, 4), (0, 1, 2, 3, 4))) == pytest.approx(1)


def test_two_levels_swapped_are_worse_than_chance() -> None:
    """Observed disagreement 1, expected 2/3 (each of two values twice): 1 - 1 / (2/3) = -1/2."""
    assert alpha(table((0, 4), (4, 0))) == pytest.approx(-0.5)


def test_who_gave_no_level_is_no_disagreement() -> None:
    whole = table((0, 1, 4), (0, 2, 4))
    gap = table((0, 1, 4), (0, 2, 4), (None, None, None))
    assert alpha(gap) == pytest.approx(alpha(whole))


@pytest.mark.parametrize(
    ("found", "reading"),
    [
        (1.0, Reading.RELIABLE),
        (0.8, Reading.RELIABLE),
        (0.79, Reading.TENTATIVE),
        (0.667, Reading.TENTATIVE),
        (0.66, Reading.UNRELIABLE),
        (-0.5, Reading.UNRELIABLE),
    ],
)
def test_what_a_coefficient_says(found: float, reading: Reading) -> None:
    assert reading_of(found) is reading


def report(line: Line, world: World, of: int | None = None) -> AgreementReport:
    scheme_id = line.edition.scheme.id
    reader = world.deputy.id if of is None else of
    return agreement_report(line.session, scheme_id, "gold", except_clusters_of=reader)


def test_nothing_counts_before_the_decision(line: Line, world: World) -> None:
    line.lead_to(State.REVIEWED)
    assert report(line, world) == AgreementReport((), (), 0)


def test_one_application_is_too_little_and_the_stricter_reviewer_is_named_first(
    line: Line, world: World
) -> None:
    line.ratings = (4, 3)
    found = _decided(line, world)
    assert found.applications == 1
    assert set(found.criteria) == {
        CriterionAgreement(each.criterion_id, None, 1, Reading.TOO_FEW) for each in found.criteria
    }
    stricter, milder = found.reviewers
    assert (stricter.reviewer, milder.reviewer) == (world.colleague, world.reviewer)
    assert stricter.severity.mean == -milder.severity.mean < 0
    assert stricter.severity.ratings == len(found.criteria)
    assert stricter.is_enough


def test_nobody_reads_of_applications_of_their_own_cluster(line: Line, world: World) -> None:
    _decided(line, world)
    assert report(line, world, world.owner.id).applications == 0


def _decided(line: Line, world: World) -> AgreementReport:
    assert isinstance(line.lead_to(State.AWARDED), Assessment)
    return report(line, world)
